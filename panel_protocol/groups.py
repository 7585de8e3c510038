"""The typed parameters: one group for each parameters/<name>.toml, one field for each entry in it.

Allowed types: Dated of bool, int, str, tuple[str, ...], Mapping[str, one of those], or Table
(a tree of plain values). To add a group: write <Name>Rules here, add its line to Groups, write
parameters/<name>.toml with the same names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from panel_protocol.dated import Dated

Words = tuple[str, ...]
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    youngest_age: Dated[int]
    oldest_age: Dated[int]


@dataclass(frozen=True, slots=True)
class GravityRules:
    scale: Dated[Mapping[str, int]]
    most_levels_factors_move: Dated[int]
    legacy_levels_factors_move: Dated[int]
    lowest_score_factors_reach: Dated[int]
    aggravating_factors: Dated[Mapping[str, str]]
    mitigating_factors: Dated[Mapping[str, str]]
    bands: Dated[Mapping[str, str]]
    starting_points: Dated[Mapping[str, Words]]


@dataclass(frozen=True, slots=True)
class RoutingRules:
    under_age: Dated[str]
    under_age_records: Dated[str]
    earlier_outcomes_that_count: Dated[Words]
    remand_goes_to_charge: Dated[bool]
    bail_that_asks_about_remand: Dated[Words]
    officer_highest_score: Dated[int]
    officer_excluded: Dated[Words]
    months_of_warning_before_18: Dated[int]
    information_form_groups: Dated[Words]
    information_form_years: Dated[int]
    looked_after: Dated[str]
    co_accused: Dated[str]


@dataclass(frozen=True, slots=True)
class OptionsRules:
    youth_caution_evidence: Dated[Words]
    youth_conditional_caution_evidence: Dated[Words]
    community_resolution_evidence: Dated[Words]
    outcome_22_evidence: Dated[Words]
    outcome_22_threshold: Dated[str]
    outcome_23_evidence: Dated[Words]
    charge_evidence: Dated[Words]
    youth_caution_admission: Dated[Words]
    youth_conditional_caution_admission: Dated[Words]
    community_resolution_admission: Dated[Words]
    admission_not_needed: Dated[Words]
    admission_needs_appropriate_adult: Dated[Words]
    appropriate_adult_up_to_age: Dated[int]
    children_only: Dated[Words]
    children_only_by_guidance: Dated[Words]
    outcome_22_means: Dated[str]
    outcome_23_means: Dated[str]
    community_resolution_needs_victim_contact: Dated[bool]
    conditional_caution_authority: Dated[str]
    conditional_caution_for_prosecutor: Dated[Words]
    conditional_caution_prosecutor_list: Dated[Words]
    counts_as_youth_caution: Dated[Words]
    caution_discharge_bar_years: Dated[int]
    conditional_caution_discharge_bar_years: Dated[int]
    caution_programme: Dated[str]
    caution_citable: Dated[str]
    conditional_caution_breach: Dated[str]
    conditional_caution_signed: Dated[str]


@dataclass(frozen=True, slots=True)
class PanelRules:
    agencies_needed: Dated[Words]
    other_agencies_needed: Dated[int]


@dataclass(frozen=True, slots=True)
class TimescalesRules:
    assessment_complete: Dated[int]
    police_informed: Dated[int]
    panel_frequency_days: Dated[int]
    pause_reasons: Dated[Words]
    bail_periods: Dated[tuple[Table, ...]]
    bail_beyond: Dated[str]
    bail_test: Dated[str]
    released_under_investigation: Dated[str]
    pdat_complete: Dated[int]
    victim_contacted: Dated[int]
    referral_made: Dated[str]
    notice_of_decision: Dated[str]


@dataclass(frozen=True, slots=True)
class ConditionsRules:
    statutory_plan: Dated[Words]
    diversion_plan: Dated[Words]
    no_plan: Dated[Words]
    objects_required: Dated[Words]
    usual_objects: Dated[Mapping[str, Words]]
    attendance_hours: Dated[int]
    financial_penalty: Dated[tuple[Table, ...]]
    penalty_needs: Dated[Words]
    act_ceiling_pounds: Dated[int]
    signed_consent: Dated[Words]
    usual_weeks: Dated[Mapping[str, int]]
    longest_weeks: Dated[Mapping[str, int]]
    knife_course_alone: Dated[Words]
    needs_admission: Dated[Words]
    admissions_that_serve: Dated[Words]
    turning_eighteen: Dated[str]
    attendance_that_counts: Dated[Words]
    activity_needed: Dated[Words]
    variation_authorised: Dated[Words]
    variation_by: Dated[str]
    breach_without_excuse: Dated[Words]
    breach_document: Dated[str]
    breach_arrest: Dated[str]
    outcome_22_breach: Dated[str]
    outcome_23_breach: Dated[str]


@dataclass(frozen=True, slots=True)
class OutcomesRules:
    home_office_codes: Dated[Mapping[str, str]]
    kpi_6_buckets: Dated[Mapping[str, str]]
    kpi_6_outcome_23: Dated[str]
    substantive: Dated[Words]
    seriousness: Dated[Words]
    spent_when_given: Dated[Words]
    spent_after_months: Dated[int]
    outcome_23_spent: Dated[str]


@dataclass(frozen=True, slots=True)
class EntrantsRules:
    youngest_age: Dated[int]
    oldest_age: Dated[int]
    residence_not_counted: Dated[Words]
    definition: Dated[str]
    limits: Dated[Words]
    kpi_6_limits: Dated[Words]


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    years_shown: Dated[int]
    partners_threshold: Dated[int]
    partners_rule: Dated[str]
    disposals_definition: Dated[str]
    retired_area_codes: Dated[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class DutiesRules:
    """What the law requires or bars after a caution."""

    counts_as_referral: Dated[Words]
    caution_referral: Dated[str]
    conditional_caution_referral: Dated[str]
    no_limit_on_number: Dated[str]
    bar_counts_first_day: Dated[bool]
    conditional_caution_bar_counts_first_day: Dated[bool]
    failure_citable: Dated[str]
    conditional_caution_citable: Dated[str]
    ended_outcomes: Dated[Words]
    ended_outcome_stands_for: Dated[str]


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """What a record check shows."""

    basic_shows: Dated[Words]
    spent_may_show: Dated[bool]
    checker_on_unspent: Dated[str]
    guidance_on_unspent: Dated[str]
    enhanced_discretion: Dated[str]
    community_resolution_check: Dated[str]
    outcome_22_check: Dated[str]
    no_further_action_check: Dated[str]
    charge_check: Dated[str]
    conviction_months: Dated[int]
    for_the_child: Dated[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class KnifeRules:
    """Knife possession."""

    must_be_referred: Dated[Words]
    offence_codes: Dated[Mapping[str, str]]
    conflict_grounds: Dated[Mapping[str, str]]
    earlier_violence: Dated[Words]
    earlier_weapon: Dated[Words]
    older_guideline_age: Dated[int]
    older_guideline: Dated[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ImageryRules:
    """Imagery between peers, and Outcome 21."""

    tested_for_outcome_21: Dated[Words]
    aggravated: Dated[Words]
    aggravated_by: Dated[Mapping[str, str]]
    aggravated_by_facts: Dated[Words]
    not_normally_for: Dated[Mapping[str, str]]
    needs: Dated[Mapping[str, str]]
    recorded_as: Dated[str]


@dataclass(frozen=True, slots=True)
class ExploitationRules:
    """Holding a decision about an exploited child."""

    holds_decision: Dated[bool]
    held_disposals: Dated[Words]
    assessed_as_concern: Dated[Mapping[str, Words]]
    referral_effect: Dated[str]


@dataclass(frozen=True, slots=True)
class ResolutionRules:
    """Community resolutions."""

    appropriate_adult_up_to_age: Dated[int]
    contact_that_serves: Dated[Words]
    views_that_are_recorded: Dated[Words]
    victim_views: Dated[str]
    rationale: Dated[str]
    agreement: Dated[str]
    history_guidance: Dated[Words]
    panel_counts_as_consultation: Dated[bool]
    not_enforceable: Dated[str]
    not_for: Dated[Words]
    no_penalty_notice: Dated[str]


@dataclass(frozen=True, slots=True)
class GivingRules:
    """How a caution is given, and by whom."""

    constable_decides: Dated[str]
    no_other_caution: Dated[str]
    youth_caution_explained: Dated[str]
    conditional_caution_explained: Dated[str]
    failure_warned: Dated[str]
    nearest_adults: Dated[Words]
    adults_for_a_child_in_care: Dated[Words]
    adults_of_full_age: Dated[Words]
    full_age: Dated[int]
    adults_never_of_the_police: Dated[Words]
    adults_not_of_the_police: Dated[Words]
    youth_caution_given_by: Dated[Words]
    conditional_caution_given_by: Dated[Words]
    conditional_caution_ranks: Dated[Words]
    signed_document: Dated[Words]
    youth_caution_referral: Dated[str]
    conditional_caution_referral: Dated[str]
    consultation: Dated[str]
    withdrawal: Dated[str]


@dataclass(frozen=True, slots=True)
class ProsecutorRules:
    """What goes to a prosecutor, and with which form."""

    information_form_limbs: Dated[Words]
    information_form_by: Dated[str]
    information_form_each_time: Dated[str]
    care_leaver_up_to_age: Dated[int]
    unknown_maximum_counts: Dated[Words]


@dataclass(frozen=True, slots=True)
class HomeHostRules:
    """Which service keeps a case."""

    home: Dated[str]
    home_keeps: Dated[str]
    offence_area_presents: Dated[str]
    looked_after_home: Dated[str]
    authority_suffixes: Dated[Words]
    host_protocol: Dated[str]
    elsewhere: Dated[str]


@dataclass(frozen=True, slots=True)
class DisagreementRules:
    """When panel, service and police differ."""

    joint_decision: Dated[str]
    police_last_word: Dated[str]
    borderline_scores: Dated[Words]
    escalation_is_used: Dated[bool]
    ladder: Dated[tuple[Table, ...]]
    goes_to_scrutiny: Dated[bool]
    scrutiny_categories: Dated[Words]


@dataclass(frozen=True, slots=True)
class CodesRules:
    """Home Office outcome codes and what returns make of them."""

    labels: Dated[Mapping[str, str]]
    newer_labels: Dated[Mapping[str, str]]
    alternate: Dated[Mapping[str, str]]
    groups: Dated[Mapping[str, Words]]
    no_further_action: Dated[Words]
    exported_as: Dated[Mapping[str, str]]
    reads_back: Dated[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Every group the protocol holds, by the name of its parameter file."""

    eligibility: EligibilityRules
    gravity: GravityRules
    routing: RoutingRules
    options: OptionsRules
    panel: PanelRules
    timescales: TimescalesRules
    conditions: ConditionsRules
    outcomes: OutcomesRules
    entrants: EntrantsRules
    statistics: StatisticsRules
    duties: DutiesRules
    disclosure: DisclosureRules
    knife: KnifeRules
    imagery: ImageryRules
    exploitation: ExploitationRules
    resolution: ResolutionRules
    giving: GivingRules
    prosecutor: ProsecutorRules
    home_host: HomeHostRules
    disagreement: DisagreementRules
    codes: CodesRules
