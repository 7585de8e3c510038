"""What a police decision rests on beside the option: the prosecutor, the form, who dissents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.database import Record
from app.disposals.facts import Asked
from app.disposals.schemas import PoliceDecided
from app.panels import agenda_queries as panels
from app.problems import RefusedByProtocol
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.rules import disagreement, prosecutor
from panel_protocol.rules.disagreement import Voices
from panel_protocol.terms import Disposal

FieldError = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Heard:
    """What the decision is told beside its option, and the facts it was told on."""

    reasons: Sequence[Reason]
    warnings: Sequence[Reason]
    kept: Mapping[str, Any]


def impossible(
    panel: Record, body: PoliceDecided, final: Disposal, today: date
) -> Iterator[FieldError]:
    """Days that cannot be, and records of a referral where there is none."""
    asked = body.prosecutor_decision
    if asked and final is not Disposal.YOUTH_CONDITIONAL_CAUTION:
        message = "A prosecutor's decision belongs to a conditional caution"
        yield "/prosecutor_decision", "no_conditional_caution", message
    if asked and asked.decided_on > body.decided_on:
        message = "The prosecutor decides before the police do"
        yield "/prosecutor_decision/decided_on", "after_police_decision", message
    form = body.information_form_completed_on
    if form and not (asked or final is Disposal.CHARGE):
        message = "A form goes with a referral, and this is none"
        yield "/information_form_completed_on", "no_referral", message
    if form and form > today:
        message = "This day has not come yet"
        yield "/information_form_completed_on", "in_the_future", message
    if form and form < panel.decided_on:
        message = "A form of an earlier referral does not serve: fill in a new one"
        yield "/information_form_completed_on", "before_panel", message


async def permitted(
    tx: Transaction, case_id: str, asked: Asked, panel: Record, body: PoliceDecided, final: Disposal
) -> Heard:
    """Refuse what a prosecutor or the ladder must come before; else what everybody is told."""
    on, decided = body.decided_on, body.prosecutor_decision is not None
    voices = await _voices(tx, case_id, asked, panel, body, final)
    against = (
        *prosecutor.against(tx.protocol, asked.facts, on, final, decided=decided),
        *disagreement.against(tx.protocol, voices, on),
    )
    if against:
        raise RefusedByProtocol("The police may not decide so alone", against)
    return Heard(
        disagreement.told_of(tx.protocol, voices, on),
        _without_form(tx, asked, body, final),
        {
            "panel": voices.panel.value,
            "agencies": {who: what.value for who, what in voices.agencies.items()},
            "escalated": voices.escalated,
            "prosecutor_decided": decided,
        },
    )


async def _voices(
    tx: Transaction, case_id: str, asked: Asked, panel: Record, body: PoliceDecided, final: Disposal
) -> Voices:
    found = await panels.recommendations(tx, panel.panel_id, [case_id])
    return Voices(
        panel=panel.disposal,
        police=final,
        agencies={each.agency: each.disposal for each in found.get(case_id, [])},
        gravity=asked.gravity,
        escalated=body.escalated_to is not None,
    )


def _without_form(
    tx: Transaction, asked: Asked, body: PoliceDecided, final: Disposal
) -> tuple[Reason, ...]:
    if final is not Disposal.CHARGE and body.prosecutor_decision is None:
        return ()
    completed = body.information_form_completed_on is not None
    return prosecutor.form_missing(tx.protocol, asked.facts, body.decided_on, completed=completed)
