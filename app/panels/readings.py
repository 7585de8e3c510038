"""Panels as their people see them; opening one is journalled, naming every child on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.cases import hold_queries
from app.cases.readings import turning_18
from app.cases.schemas import TurningRead
from app.children.schemas import ReasonRead
from app.database import Record
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.panels import agenda_queries, queries
from app.panels.queries import Listed
from app.panels.schemas import (
    AgendaItemRead,
    InterestRead,
    PanelListed,
    PanelPage,
    PanelRead,
    PersonRead,
    ReadinessRead,
    RecommendationRead,
)
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor
from panel_protocol.rules import hold
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.panel import Attendee


async def calendar(tx: Transaction, *, cursor: str | None, limit: int, **wanted: Any) -> PanelPage:
    """A page of panels. It shows no child, so the journal has nothing to name."""
    after = open_cursor(tx.cursor_key, "panels", cursor)
    rows = await queries.calendar(tx, after=after, limit=limit, **wanted)
    page, more = rows[:limit], len(rows) > limit
    last = (page[-1].held_on.isoformat(), page[-1].id) if more else None
    return PanelPage(
        items=[PanelListed.model_validate(row) for row in page],
        next=seal_cursor(tx.cursor_key, "panels", last) if last else None,
    )


async def opened(tx: Transaction, panel_id: str) -> PanelRead:
    panel = await queries.panel(tx, panel_id)
    listed, _ = await shown(tx, panel_id)
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="read_panel",
        area=panel.area,
        children=[each.case.child_id for each in listed],
        panel_id=panel_id,
        count=len(listed),
    )
    items = await items_of(tx, panel, listed)
    return PanelRead(
        **{name: getattr(panel, name) for name in PanelListed.model_fields if name != "cases"},
        cases=len(items),
        convened_by=panel.convened_by,
        members=people(await queries.invited(tx, panel_id)),
        attendance=people(await queries.present(tx, panel_id)),
        agenda=items,
    )


async def shown(tx: Transaction, panel_id: str) -> tuple[list[Listed], list[str]]:
    """The cases this reader may see, and the references of those their own interest bars."""
    listed = await queries.agenda(tx, panel_id)
    if queries.sees_by_area(tx):
        return listed, []
    interests = await agenda_queries.interests(tx, [each.case.id for each in listed])
    barred = {
        case_id
        for case_id, declared in interests.items()
        if any(interest.subject == tx.by.subject for interest in declared)
    }
    shown = [each for each in listed if each.case.id not in barred]
    return shown, [each.case.reference for each in listed if each.case.id in barred]


def people(found: Sequence[Attendee]) -> list[PersonRead]:
    return [PersonRead.model_validate(person) for person in found]


async def items_of(
    tx: Transaction, panel: Record, listed: Sequence[Listed]
) -> list[AgendaItemRead]:
    ids = [each.case.id for each in listed]
    triage = await agenda_queries.triage(tx, ids)
    victims = await agenda_queries.victims(tx, ids)
    interests = await agenda_queries.interests(tx, ids)
    recommended = await agenda_queries.recommendations(tx, panel.id, ids)
    held = await hold_queries.held_among(tx, ids)
    return [
        _item(
            each,
            panel.held_on,
            turning=turning_18(tx, each.child["date_of_birth"], panel.held_on),
            flags=triage[each.case.id].answer["flags"] if each.case.id in triage else [],
            readiness=_readiness(tx, each, victims[each.case.id], held=each.case.id in held),
            conflicts=[InterestRead.model_validate(row) for row in interests[each.case.id]],
            recommendations=[
                RecommendationRead.model_validate(row) for row in recommended[each.case.id]
            ],
        )
        for each in listed
    ]


def _readiness(
    tx: Transaction, listed: Listed, victims: Sequence[Any], *, held: bool
) -> ReadinessRead:
    """A held case may be listed, as it may be released by the day; until then it is not ready."""
    against = agenda_queries.reasons_against(listed.case.stage, victims)
    if held and listed.decided_at is None:
        against = [*against, *hold.holding(tx.protocol, tx.today)]
    return ReadinessRead(
        ready=not against, reasons=[ReasonRead.model_validate(reason) for reason in against]
    )


def _item(
    listed: Listed, held_on: date, *, turning: TurningRead, flags: Sequence[str], **told: Any
) -> AgendaItemRead:
    case = listed.case
    # What triage said of the birthday is asked again of the day of the panel.
    still = [flag for flag in flags if flag != "turns_18_soon"]
    return AgendaItemRead(
        case_id=case.id,
        reference=case.reference,
        case_version=case.version,
        stage=case.stage,
        decided=listed.decided_at is not None,
        age=age_on(listed.child["date_of_birth"], held_on),
        gravity=case.gravity,
        route=case.route,
        due_on=case.due_on,
        flags=[*still, "turns_18_soon"] if turning.urgent else still,
        # A panel needs no date of birth, but where it presses.
        turning_18=turning if turning.reasons else None,
        **told,
    )
