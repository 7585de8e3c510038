"""Everything kept about a child, by table; and what somebody is in a case."""

from collections.abc import Mapping
from typing import Any

from app.provenance.about_the_case import CASE
from app.provenance.about_the_child import CHILD
from app.provenance.about_the_outcome import OUTCOME
from app.provenance.kinds import Kept, PersonCategory
from panel_protocol.terms import ClosedAs, CourtOutcome
from panel_protocol.tool import Nature

# In the order a reader would want them.
KEPT: Mapping[str, Kept] = {**CHILD, **CASE, **OUTCOME}

WITHHELD = "(about somebody else: withheld)"
# Names inside what was sent and decided, whoever they are: never the child's own.
_OTHERS = frozenset({"name", "payee", "victims", "officer", "co_accused", "collar_number"})


# Where the whole case shows each narrative, by the column it comes from.
ON_CASE: Mapping[str, str] = {
    "offences.summary": "case_offence.summary",
    "disposal.rationale": "disposal.rationale",
    "disposal.departure_rationale": "disposal.departure_rationale",
    "disposal.rejected": "disposal.rejected",
    "disposal.child_voice": "disposal.child_voice",
    "disposal.long_plan_reason": "disposal.long_plan_reason",
    "earlier_disposals.rationale": "disposal.rationale",
    "police_decision.rationale": "police_decision.rationale",
    "court_results.note": "court_result.note",
    "conditions.description": "condition.description",
    "breaches.narrative": "breach.narrative",
    "exploitation_holds.concern": "exploitation_hold.concern",
    "exploitation_holds.rationale": "exploitation_hold.rationale",
    "conclusion.summary": "conclusion.summary",
}


def nature_of(column: str) -> tuple[Nature, str]:
    """What a narrative column holds, and who writes there by role."""
    name, _, field = column.partition(".")
    return KEPT[name].narratives[field], KEPT[name].author


def masked(value: Any) -> Any:
    """What was said, without who else it names. Free text is for a person to read first."""
    if isinstance(value, dict):
        return {
            name: WITHHELD if name in _OTHERS and said else masked(said)
            for name, said in value.items()
        }
    return [masked(each) for each in value] if isinstance(value, list) else value


def child_in_case(
    closed_as: ClosedAs | None, result: CourtOutcome | None, *, overturned: bool = False
) -> PersonCategory:
    """Suspected until something is proved or admitted and disposed of.

    A diversion or a resolution proves nothing: that the child stays a suspect is this service's
    reading of s.38(3).
    """
    if overturned or result is CourtOutcome.ACQUITTED:
        return PersonCategory.OTHER
    if result is CourtOutcome.CONVICTED:
        return PersonCategory.CONVICTED
    if closed_as in (ClosedAs.YOUTH_CAUTION, ClosedAs.YOUTH_CONDITIONAL_CAUTION):
        return PersonCategory.DISPOSED
    return PersonCategory.SUSPECT
