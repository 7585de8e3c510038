"""Which words each list of words may hold: a misspelt word would otherwise match nothing, unsaid.

A list that is not named here may hold any word of the practice, but no word nobody knows.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import fields
from enum import EnumType, StrEnum
from typing import Any

from panel_protocol import journey, terms, tool
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol

ENUMS: Mapping[str, type[StrEnum]] = {
    "gravity.starting_points": terms.Disposal,
    "routing.earlier_outcomes_that_count": terms.OutcomeKind,
    "options.youth_caution_evidence": terms.EvidenceTest,
    "options.youth_conditional_caution_evidence": terms.EvidenceTest,
    "options.community_resolution_evidence": terms.EvidenceTest,
    "options.outcome_22_evidence": terms.EvidenceTest,
    "options.outcome_23_evidence": terms.EvidenceTest,
    "options.charge_evidence": terms.EvidenceTest,
    "options.youth_caution_admission": terms.Admission,
    "options.youth_conditional_caution_admission": terms.Admission,
    "options.community_resolution_admission": terms.Admission,
    "options.admission_not_needed": terms.Disposal,
    "options.admission_needs_appropriate_adult": terms.Disposal,
    "options.children_only": terms.Disposal,
    "options.counts_as_youth_caution": terms.OutcomeKind,
    "conditions.statutory_plan": terms.Disposal,
    "conditions.diversion_plan": terms.Disposal,
    "conditions.no_plan": terms.Disposal,
    "conditions.objects_required": terms.ConditionObject,
    "conditions.usual_objects": terms.ConditionObject,
    "conditions.signed_consent": terms.Disposal,
    "conditions.knife_course_alone": terms.ConditionKind,
    "conditions.needs_admission": terms.ConditionKind,
    "conditions.admissions_that_serve": terms.Admission,
    "conditions.attendance_that_counts": terms.AttendanceKind,
    "outcomes.substantive": terms.OutcomeKind,
    "outcomes.seriousness": terms.OutcomeKind,
    "outcomes.spent_when_given": terms.Disposal,
    "duties.counts_as_referral": terms.OutcomeKind,
    "duties.ended_outcomes": terms.OutcomeKind,
    "knife.must_be_referred": terms.Knife,
    "imagery.tested_for_outcome_21": terms.SexualImagery,
    "imagery.aggravated": terms.SexualImagery,
    "exploitation.held_disposals": terms.Disposal,
    "resolution.contact_that_serves": terms.VictimStatus,
    "resolution.views_that_are_recorded": terms.VictimStatus,
    "giving.may_be_withdrawn_from": terms.Disposal,
    "giving.nearest_adults": terms.AdultCategory,
    "giving.adults_for_a_child_in_care": terms.AdultCategory,
    "giving.adults_of_full_age": terms.AdultCategory,
    "giving.adults_never_of_the_police": terms.AdultCategory,
    "giving.adults_not_of_the_police": terms.AdultCategory,
    "prosecutor.unknown_maximum_counts": terms.ModeOfTrial,
    "conditions.activity_needed": terms.Disposal,
    "conditions.variation_authorised": terms.Disposal,
    "conditions.breach_without_excuse": terms.Disposal,
    "options.children_only_by_guidance": terms.Disposal,
}
# The names on the left of a table.
KEYS: Mapping[str, type[StrEnum]] = {
    "conditions.usual_objects": terms.ConditionKind,
    "conditions.usual_weeks": terms.Disposal,
    "conditions.longest_weeks": terms.Disposal,
    "outcomes.home_office_codes": terms.Disposal,
    "outcomes.kpi_6_buckets": terms.Disposal,
}
# Words of these lists that no enumeration holds.
OWN: Mapping[str, frozenset[str]] = {
    "conditions.penalty_needs": frozenset({"payee", "payment_method"}),
    "options.conditional_caution_for_prosecutor": frozenset(
        {"indictable_only", "hate_crime", "domestic_abuse"}
    ),
    "entrants.residence_not_counted": frozenset({"OTHER"}),
    "disclosure.basic_shows": frozenset({"unspent"}),
    "timescales.pause_reasons": frozenset(
        {"child_in_hospital", "exploitation_hold", "awaiting_prosecutor"}
    ),
    "exploitation.assessed_as_concern": frozenset({"yes", "no", "not_known"}),
    "resolution.history_guidance": frozenset({"sergeant_guidance", "youth_justice_consultation"}),
    "resolution.not_for": frozenset({"intimate_partner_abuse", "domestic_abuse", "hate_crime"}),
    "prosecutor.information_form_limbs": frozenset(
        {"never_charged", "looked_after", "child_in_need", "care_leaver"}
    ),
}
GROUPS = frozenset(
    {
        "routing.information_form_groups",
        "knife.earlier_violence",
        "knife.earlier_weapon",
    }
)
# Said as people say it: ranks, names of councils, what a scrutiny panel finds.
TEXT = frozenset(
    {
        "giving.conditional_caution_ranks",
        "home_host.authority_suffixes",
        "disagreement.scrutiny_categories",
    }
)


def unknown(protocol: Protocol, parameter: str, words: Set[str]) -> set[str]:
    """Those of the words that this parameter may not hold."""
    if parameter in TEXT:
        return set()
    declared = _declared(protocol, parameter)
    if declared is not None:
        return set(words - declared)
    # A sentence is not a word, nor is a number or a code that begins with one.
    return {word for word in words if word.isidentifier()} - _any(protocol)


def _declared(protocol: Protocol, parameter: str) -> frozenset[str] | None:
    if parameter in ENUMS:
        return frozenset(ENUMS[parameter])
    if parameter in ("panel.agencies_needed", "panel.team_members"):
        return frozenset(protocol.agencies)
    if parameter in GROUPS:
        return frozenset(offence.group for offence in protocol.offences.values())
    return OWN.get(parameter)


def keys_of(parameter: str) -> frozenset[str] | None:
    """What may stand on the left of a table; none where it is not a list of known names."""
    return frozenset(KEYS[parameter]) if parameter in KEYS else None


def _any(protocol: Protocol) -> frozenset[str]:
    """Every word the practice knows."""
    return frozenset(
        {
            *(word for each in _enumerations() for word in each),
            *(field.name for field in fields(CaseFacts)),
            *protocol.agencies,
            *protocol.areas,
            *protocol.offences,
            *(offence.group for offence in protocol.offences.values()),
        }
    )


def _enumerations() -> Iterator[Any]:
    for module in (terms, journey, tool):
        yield from (each for each in vars(module).values() if isinstance(each, EnumType))
