"""What a rule is told about a case: plain facts, kept beside every decision for replay."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from panel_protocol.terms import (
    Admission,
    Bail,
    EvidenceTest,
    Knife,
    LegalAdvice,
    OutcomeKind,
    SexualImagery,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceFacts:
    offence_code: str
    committed_on: date
    area: str
    aggravating_factors: tuple[str, ...] = ()
    mitigating_factors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierOutcome:
    outcome: OutcomeKind
    given_on: date
    home_area: str
    overturned_on: date | None = None
    offence_committed_on: date | None = None
    offence_code: str | None = None
    first_hearing_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    date_of_birth: date
    home_area: str
    offences: tuple[OffenceFacts, ...]
    test: EvidenceTest
    admission: Admission
    looked_after: bool = False
    responsible_authority: str | None = None
    # None where nobody has said.
    child_in_need: bool | None = None
    care_leaver: bool | None = None
    interviewed_on: date | None = None
    appropriate_adult_present: bool | None = None
    legal_advice: LegalAdvice = LegalAdvice.NOT_KNOWN
    history: tuple[EarlierOutcome, ...] = ()
    arrested: bool = False
    bail: Bail = Bail.NONE
    bailed_on: date | None = None
    bail_until: date | None = None
    exploitation_concern: bool = False
    domestic_abuse: bool = False
    hate_crime: bool = False
    knife: Knife = Knife.NONE
    sexual_imagery: SexualImagery = SexualImagery.NONE
    co_accused: int = 0
    # None where nobody has said: of a hold, that the concern above is all that is known.
    remand_wanted: bool | None = None
    exploitation_hold: bool | None = None
    # Cases of the same child that an officer had resolved when this one was sent.
    earlier_officer_resolutions: int = 0
    # Whether a failure to keep to a conditional caution in this case was last found excused.
    breach_excused: bool | None = None


def to_record(facts: CaseFacts) -> dict[str, Any]:
    """The facts as plain JSON values."""
    plain: dict[str, Any] = _plain(asdict(facts))
    return plain


def records(each: Iterable[Any]) -> list[dict[str, Any]]:
    """Facts of any other kind as plain JSON values."""
    return [_plain(asdict(one)) for one in each]


def from_record(record: Mapping[str, Any]) -> CaseFacts:
    """The facts again, from what `to_record` made."""
    return CaseFacts(
        **{
            **record,
            "date_of_birth": date.fromisoformat(record["date_of_birth"]),
            "offences": tuple(_offence(row) for row in record["offences"]),
            "history": tuple(_earlier(row) for row in record["history"]),
            "test": EvidenceTest(record["test"]),
            "admission": Admission(record["admission"]),
            "legal_advice": LegalAdvice(record["legal_advice"]),
            "bail": Bail(record["bail"]),
            "knife": Knife(record["knife"]),
            "sexual_imagery": SexualImagery(record["sexual_imagery"]),
            "interviewed_on": _day(record.get("interviewed_on")),
            "bailed_on": _day(record.get("bailed_on")),
            "bail_until": _day(record.get("bail_until")),
        }
    )


def _offence(row: Mapping[str, Any]) -> OffenceFacts:
    return OffenceFacts(
        offence_code=row["offence_code"],
        committed_on=date.fromisoformat(row["committed_on"]),
        area=row["area"],
        aggravating_factors=tuple(row["aggravating_factors"]),
        mitigating_factors=tuple(row["mitigating_factors"]),
    )


def _earlier(row: Mapping[str, Any]) -> EarlierOutcome:
    return EarlierOutcome(
        outcome=OutcomeKind(row["outcome"]),
        given_on=date.fromisoformat(row["given_on"]),
        home_area=row["home_area"],
        overturned_on=_day(row["overturned_on"]),
        offence_committed_on=_day(row["offence_committed_on"]),
        offence_code=row["offence_code"],
        first_hearing_on=_day(row.get("first_hearing_on")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
