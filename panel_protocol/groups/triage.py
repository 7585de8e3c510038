"""What is asked of a case at the door."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel_protocol.dated import Dated
from panel_protocol.groups.shapes import Words


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
    changes_tried: Dated[int]
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
class HomeHostRules:
    """Which service keeps a case."""

    home: Dated[str]
    home_keeps: Dated[str]
    offence_area_presents: Dated[str]
    looked_after_home: Dated[str]
    authority_suffixes: Dated[Words]
    host_protocol: Dated[str]
    elsewhere: Dated[str]
