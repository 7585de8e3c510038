"""What is asked when something is given, and while a plan runs."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel_protocol.dated import Dated
from panel_protocol.groups.shapes import Table, Words


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
    consultation: Dated[str]
    withdrawal: Dated[str]
    may_be_withdrawn_from: Dated[Words]
    withdrawal_effect: Dated[str]


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
