"""From the words of a worked case to the facts that a rule is told."""

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts, OffenceFacts, from_record, to_record
from panel_protocol.terms import Admission, EvidenceTest

HOME = "E08000022"
# What a file leaves out: a first shop theft, admitted, with everything in order.
USUAL = to_record(
    CaseFacts(
        date_of_birth=date(2012, 3, 14),
        home_area=HOME,
        offences=(
            OffenceFacts(offence_code="TH68010", committed_on=date(2026, 9, 1), area="E08000021"),
        ),
        test=EvidenceTest.FULL_CODE,
        admission=Admission.ADMITS,
        appropriate_adult_present=True,
    )
)
OFFENCE = {"area": "E08000021", "aggravating_factors": [], "mitigating_factors": []}
EARLIER = {
    "home_area": HOME, "overturned_on": None, "offence_committed_on": None, "offence_code": None,
}  # fmt: skip


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def facts_of(case, on):
    case = plain(case)
    offences = [
        OFFENCE | {"committed_on": on.isoformat()} | each
        for each in case.get("offences", USUAL["offences"])
    ]
    history = [EARLIER | each for each in case.get("history", [])]
    return from_record(USUAL | case | {"offences": offences, "history": history})


def built(kind, table):
    """The facts of a rule, from the words of a file."""
    return TypeAdapter(kind).validate_python(table)


def cited(reasons):
    return [{"code": reason.code, "source": reason.source} for reason in reasons]


def given(**maybe):
    return {name: value for name, value in maybe.items() if value is not None}


@dataclass(frozen=True)
class Met:
    """`whole`: what a file does not expect must not be there either."""

    found: dict[str, Any]
    reasons: tuple[Reason, ...] = ()
    whole: bool = False


def read(path):
    return tomllib.loads(path.read_text())
