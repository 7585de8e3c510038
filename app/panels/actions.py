"""Convening a panel, recording who came, and marking what it decided."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from app.database import col, new_id, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.panels import queries
from app.panels.people import same_person
from app.panels.schemas import (
    AttendanceRead,
    AttendanceRecorded,
    PanelConvened,
    PanelRead,
    Person,
    PersonRead,
)
from app.panels.tables import AgendaItem, Panel, PanelAttendance, PanelMember
from app.problems import FieldError, StaleVersion, Unacceptable, WrongStage
from app.transaction import Transaction
from panel_protocol.rules.panel import Attendee

_FURTHEST_AHEAD = timedelta(days=366)


async def convene(tx: Transaction, body: PanelConvened) -> PanelRead:
    """Set the day and place, and invite; a panel already held may be entered late."""
    _check(tx, body)
    panel_id = new_id()
    about = body.model_dump(include={"area", "held_on", "venue"})
    await tx.add(
        Panel, id=panel_id, version=1, **about, convened_at=tx.at, convened_by=tx.by.subject
    )
    if body.members:
        rows = _rows(body.members, panel_id=panel_id)
        await tx.add_all(PanelMember, rows)
    await _journal(tx, JournalCategory.COLLECTION, "convene_panel", body.area, panel_id, 1)
    return PanelRead(
        id=panel_id,
        version=1,
        **about,
        cases=0,
        convened_by=tx.by.subject,
        members=_read(body.members),
        attendance=[],
        agenda=[],
    )


def _check(tx: Transaction, body: PanelConvened) -> None:
    errors = [*_wrong_day(tx, body.held_on), *_wrong_people(tx, body.members, "/members")]
    if body.area not in tx.by.areas:
        message = "A panel is convened in one of the chair's own areas"
        errors.append(("/area", "not_your_area", message))
    if errors:
        raise Unacceptable(errors)


def _wrong_day(tx: Transaction, held_on: date) -> Iterator[FieldError]:
    if held_on > tx.today + _FURTHEST_AHEAD:
        yield "/held_on", "too_far_ahead", "A panel meets within the coming year"
    if tx.protocol.panel.agencies_needed.entry_on(held_on) is None:
        yield "/held_on", "too_early", "No rule said then who must sit on a panel"


def _wrong_people(tx: Transaction, people: Sequence[Person], at: str) -> Iterator[FieldError]:
    """One person speaks for one agency, and nobody may be mistaken for somebody else."""
    seen: list[Attendee] = []
    for number, said in enumerate(people):
        person = _person(said)
        if said.agency not in tx.protocol.agencies:
            message = "No agency of this partnership has this code"
            yield f"{at}/{number}/agency", "unknown_agency", message
        if any(same_person(person, other) or _confused(person, other) for other in seen):
            message = "Somebody here is named twice, or two people cannot be told apart"
            yield f"{at}/{number}", "named_twice", message
        seen.append(person)


def _confused(one: Attendee, other: Attendee) -> bool:
    return one.known_as.casefold() == other.known_as.casefold()


async def record_attendance(
    tx: Transaction, *, panel_id: str, version: int, body: AttendanceRecorded
) -> AttendanceRead:
    """Who came, in place of what was recorded before, which stays on record.

    A correction after a case was decided changes nothing of that decision: it keeps the
    quorum it was made under.
    """
    panel = await queries.panel(tx, panel_id, lock=True)
    if panel.version != version:
        raise StaleVersion
    errors = list(_wrong_people(tx, body.attendees, "/attendees"))
    if panel.held_on > tx.today:
        errors.append(("/attendees", "not_held_yet", "This panel has not met yet"))
    if errors:
        raise Unacceptable(errors)
    await _replace_attendance(tx, panel_id, version + 1, body.attendees)
    await _journal(
        tx,
        JournalCategory.ALTERATION,
        "record_attendance",
        panel.area,
        panel_id,
        version + 1,
    )
    return AttendanceRead(panel_id=panel_id, version=version + 1, attendees=_read(body.attendees))


async def _replace_attendance(
    tx: Transaction, panel_id: str, version: int, people: Sequence[Person]
) -> None:
    await tx.db.execute(
        update(table(Panel)).where(col(Panel.id) == panel_id).values(version=version)
    )
    earlier = (
        col(PanelAttendance.panel_id) == panel_id,
        col(PanelAttendance.replaced_at).is_(None),
    )
    await tx.db.execute(update(table(PanelAttendance)).where(*earlier).values(replaced_at=tx.at))
    rows = _rows(
        people,
        panel_id=panel_id,
        panel_version=version,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        replaced_at=None,
    )
    if rows:
        await tx.add_all(PanelAttendance, rows)


async def take_off(tx: Transaction, case_id: str, *, panel_id: str) -> None:
    """The panel has decided the case: its place on the agenda stays, as decided there."""
    item = (
        col(AgendaItem.panel_id) == panel_id,
        col(AgendaItem.case_id) == case_id,
        col(AgendaItem.removed_at).is_(None),
        col(AgendaItem.decided_at).is_(None),
    )
    marked = await tx.db.execute(update(table(AgendaItem)).where(*item).values(decided_at=tx.at))
    if marked.rowcount != 1:
        raise WrongStage("The case is not on the agenda of this panel")


def _person(said: Person) -> Attendee:
    return Attendee(said.agency, said.subject, said.name)


def _rows(people: Sequence[Person], **columns: Any) -> list[dict[str, Any]]:
    return [
        {**columns, "position": position, **person.model_dump()}
        for position, person in enumerate(people)
    ]


def _read(people: Sequence[Person]) -> list[PersonRead]:
    return [PersonRead.model_validate(person) for person in people]


async def _journal(
    tx: Transaction,
    category: JournalCategory,
    action: str,
    area: str,
    panel_id: str,
    version: int,
) -> None:
    await journal.record(
        tx, category=category, action=action, area=area, panel_id=panel_id, panel_version=version
    )
