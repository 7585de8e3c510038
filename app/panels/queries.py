"""Every read of panels and the people at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from app.access.rules import WHOLE_CASE
from app.access.scope import visible
from app.cases.queries import COLUMNS, CaseRow
from app.cases.tables import Case
from app.children.tables import Child
from app.database import Record, col, table
from app.panels.people import conflicted
from app.panels.tables import AgendaItem, DeclaredInterest, Panel, PanelAttendance, PanelMember
from app.problems import NotFound, Unacceptable
from app.transaction import Transaction
from panel_protocol.journey import Stage
from panel_protocol.rules.panel import Attendee

_PANEL = [table(Panel).c[n] for n in "id version area held_on venue convened_by".split()]
# What a panel needs to know of a child to meet and understand them, and no more.
CHILD = (
    "given_names family_name date_of_birth home_area looked_after communication_needs "
    "interpreter_language school synthetic"
).split()


class Bench(NamedTuple):
    """Who sits on one case: what `rules.panel.may_decide` asks for."""

    present: tuple[Attendee, ...]
    conflicted: frozenset[str]
    held_on: date


@dataclass(frozen=True, slots=True)
class Listed:
    """A case on an agenda."""

    case: CaseRow
    child: Mapping[str, Any]
    decided_at: datetime | None


def sees_by_area(tx: Transaction) -> bool:
    """Others see only what they are invited to."""
    return not tx.by.roles.isdisjoint(WHOLE_CASE)


def _open_to(tx: Transaction, statement: Select[Any]) -> Select[Any]:
    mine = visible(statement, to=tx.by, area=col(Panel.area))
    return mine if sees_by_area(tx) else mine.where(_invited(tx))


def _invited(tx: Transaction) -> ColumnElement[bool]:
    return exists(
        select(col(PanelMember.position)).where(
            col(PanelMember.panel_id) == col(Panel.id),
            col(PanelMember.subject) == tx.by.subject,
        )
    )


def on_agenda() -> ColumnElement[bool]:
    """Still listed, or decided there; a case withdrawn while listed is on no agenda."""
    standing = or_(col(AgendaItem.decided_at).is_not(None), col(Case.stage) == Stage.LISTED)
    return and_(col(AgendaItem.removed_at).is_(None), standing)


async def panel(tx: Transaction, panel_id: str, *, lock: bool = False) -> Record:
    """The panel, if it is the caller's to see; `lock` holds it until the transaction ends."""
    statement = _open_to(tx, select(*_PANEL).where(col(Panel.id) == panel_id))
    if lock:
        statement = statement.with_for_update(of=table(Panel))
    row = (await tx.db.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def calendar(
    tx: Transaction,
    *,
    area: str | None,
    earliest: date | None,
    latest: date | None,
    after: tuple[str, str] | None,
    limit: int,
) -> Sequence[Record]:
    """In the order they meet; one row more than `limit` says there is a next page."""
    tests = [
        *([col(Panel.area) == area] if area else []),
        *([col(Panel.held_on) >= earliest] if earliest else []),
        *([col(Panel.held_on) <= latest] if latest else []),
    ]
    cases = (
        select(func.count())
        .select_from(table(AgendaItem))
        .join(table(Case), col(Case.id) == col(AgendaItem.case_id))
        .where(col(AgendaItem.panel_id) == col(Panel.id), on_agenda())
    )
    counted = visible(cases, to=tx.by, area=col(Case.area)).scalar_subquery().label("cases")
    found = _open_to(tx, select(*_PANEL, counted)).where(*tests, _following(after))
    ordered = found.order_by(col(Panel.held_on), col(Panel.id)).limit(limit + 1)
    rows: Sequence[Record] = (await tx.db.execute(ordered)).all()
    return rows


def _following(after: tuple[str, str] | None) -> ColumnElement[bool]:
    if after is None:
        return true()
    day, key = date.fromisoformat(after[0]), after[1]
    return (col(Panel.held_on) > day) | and_(col(Panel.held_on) == day, col(Panel.id) > key)


async def agenda(tx: Transaction, panel_id: str, *, case_id: str | None = None) -> list[Listed]:
    """The cases of a panel the caller was shown to hold, in the order they were listed."""
    only = [col(Case.id) == case_id] if case_id else []
    found = (
        select(*COLUMNS, *(table(Child).c[name] for name in CHILD), col(AgendaItem.decided_at))
        .join(table(AgendaItem), col(AgendaItem.case_id) == col(Case.id))
        .join(table(Child), col(Child.id) == col(Case.child_id))
        .where(col(AgendaItem.panel_id) == panel_id, on_agenda(), *only)
        .order_by(col(AgendaItem.listed_at), col(AgendaItem.id))
    )
    rows = (await tx.db.execute(visible(found, to=tx.by, area=col(Case.area)))).all()
    return [_listed(row) for row in rows]


def _listed(row: Record) -> Listed:
    """Both tables have an `id`, so the columns are told apart by their place."""
    width = len(COLUMNS)
    child = dict(zip(CHILD, row[width:-1], strict=True))
    return Listed(CaseRow(*row[:width]), child, row[-1])


async def invited(tx: Transaction, panel_id: str) -> list[Attendee]:
    columns = [table(PanelMember).c[name] for name in ("agency", "subject", "name")]
    found = select(*columns).where(col(PanelMember.panel_id) == panel_id)
    ordered = found.order_by(col(PanelMember.position))
    return [Attendee(*row) for row in (await tx.db.execute(ordered)).all()]


async def present(tx: Transaction, panel_id: str) -> list[Attendee]:
    """Who came, as last recorded."""
    columns = [table(PanelAttendance).c[name] for name in ("agency", "subject", "name")]
    latest = col(PanelAttendance.replaced_at).is_(None)
    found = select(*columns).where(col(PanelAttendance.panel_id) == panel_id, latest)
    ordered = found.order_by(col(PanelAttendance.position))
    return [Attendee(*row) for row in (await tx.db.execute(ordered)).all()]


async def interested(tx: Transaction, case_id: str) -> list[Attendee]:
    """Who declared an interest in the case, at whichever panel it was then before."""
    columns = [table(DeclaredInterest).c[name] for name in ("agency", "subject", "name")]
    found = select(*columns).where(col(DeclaredInterest.case_id) == case_id)
    return [Attendee(*row) for row in (await tx.db.execute(found)).all()]


async def bench(tx: Transaction, panel_id: str, case_id: str) -> Bench:
    """Who may decide the case, held so until the transaction ends; refused if it is not listed."""
    listed = (
        select(col(Panel.held_on))
        .join(table(AgendaItem), col(AgendaItem.panel_id) == col(Panel.id))
        .where(
            col(Panel.id) == panel_id,
            col(AgendaItem.case_id) == case_id,
            col(AgendaItem.removed_at).is_(None),
            col(AgendaItem.decided_at).is_(None),
        )
        .with_for_update(of=table(Panel))
    )
    row = (await tx.db.execute(visible(listed, to=tx.by, area=col(Panel.area)))).one_or_none()
    if row is None:
        message = "The case is not on the agenda of this panel"
        raise Unacceptable([("/panel_id", "not_on_its_agenda", message)])
    came = await present(tx, panel_id)
    asked = await invited(tx, panel_id)
    excluded = conflicted(came, asked, await interested(tx, case_id))
    return Bench(tuple(came), excluded, row.held_on)


async def invited_to(tx: Transaction, case_id: str) -> bool:
    """Whether the caller is invited to a panel the case is listed at, or was decided by.

    Whoever declared an interest has no part in the case, and sees none of its papers.
    """
    at = (
        select(col(Panel.id))
        .join(table(AgendaItem), col(AgendaItem.panel_id) == col(Panel.id))
        .join(table(Case), col(Case.id) == col(AgendaItem.case_id))
        .where(col(Case.id) == case_id, on_agenda(), _invited(tx))
    )
    found = await tx.db.execute(visible(at, to=tx.by, area=col(Panel.area)).limit(1))
    if found.first() is None:
        return False
    return tx.by.subject not in {person.subject for person in await interested(tx, case_id)}
