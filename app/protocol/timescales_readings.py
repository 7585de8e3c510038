"""Deadlines from the days of a case: nothing is stored, but use is journalled."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date

from app.children.schemas import ReasonRead
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.protocol.timescales_schemas import ClockRead, TimescalesAsked, TimescalesRead
from app.transaction import Transaction
from panel_protocol.rules import timescales
from panel_protocol.rules.deadlines import Dates, deadlines
from panel_protocol.rules.timescales import Clock, Pause
from panel_protocol.terms import Bail

FieldError = tuple[str, str, str]


async def compute(tx: Transaction, body: TimescalesAsked) -> TimescalesRead:
    """Every clock of a case with these days, as it stands on the day asked about."""
    on = body.on or tx.today
    errors = [*_impossible(body), *_impossible_pauses(tx, body, on)]
    if errors:
        raise Unacceptable(errors)
    pauses = tuple(Pause(each.from_, each.until or on, each.reason) for each in body.pauses)
    days = body.model_dump(exclude={"pauses", "on"})
    found = deadlines(tx.protocol, Dates(**days, pauses=pauses, looked_at=on))
    edition = tx.protocol.edition_on(body.referred_on).name
    await journal.record(
        tx, category=JournalCategory.ADMIN, action="compute_timescales", edition=edition
    )
    return TimescalesRead(
        on=on,
        clocks=[_clock(tx, clock, on, pauses) for clock in found.answer],
        reasons=[ReasonRead.model_validate(reason) for reason in found.reasons],
    )


def _clock(tx: Transaction, clock: Clock, on: date, pauses: tuple[Pause, ...]) -> ClockRead:
    ahead = timescales.forecast(tx.protocol, clock, on, pauses)
    return ClockRead(**asdict(clock), **asdict(ahead))


def _impossible(body: TimescalesAsked) -> Iterator[FieldError]:
    if body.given_on is not None and body.disposal is None:
        yield "/disposal", "missing", "Say what was given that day"
    if body.disposal is not None and body.given_on is None:
        yield "/given_on", "missing", "Say on which day it was given"
    if body.given_on is not None and body.given_on < body.referred_on:
        yield "/given_on", "before_referral", "Nothing is given before the child is referred"
    if body.bailed_on is not None and body.bail not in (None, Bail.PRE_CHARGE_BAIL):
        yield "/bailed_on", "not_on_bail", "Only bail before charge has a day on which it began"
    if body.bail_until is not None and body.bailed_on is None:
        yield "/bailed_on", "missing", "Say on which day bail began"
    elif body.bail_until is not None and body.bailed_on and body.bail_until < body.bailed_on:
        yield "/bail_until", "before_bail", "Bail cannot end before it began"
    if body.date_of_birth is not None and body.date_of_birth > body.referred_on:
        yield "/date_of_birth", "after_referral", "The child was born before being referred"


def _impossible_pauses(tx: Transaction, body: TimescalesAsked, on: date) -> Iterator[FieldError]:
    known = timescales.may_pause(tx.protocol, body.referred_on) if body.pauses else ()
    for place, pause in enumerate(body.pauses):
        if pause.reason not in known:
            message = f"Not a reason for a pause: {', '.join(known)}"
            yield f"/pauses/{place}/reason", "unknown_reason", message
        if (pause.until or on) < pause.from_:
            yield f"/pauses/{place}/until", "before_it_starts", "A pause ends after it starts"
