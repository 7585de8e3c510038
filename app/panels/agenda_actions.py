"""Putting a case before a panel, and taking it off again."""

from sqlalchemy import select, update

from app import clock
from app.cases import actions as cases
from app.cases import queries as known_cases
from app.cases.queries import CaseRow
from app.database import col, new_id, table
from app.panels import agenda_queries, queries, readings
from app.panels.schemas import AgendaItemRead, AgendaRemoved
from app.panels.tables import AgendaItem
from app.problems import NotFound, RefusedByProtocol, Unacceptable, WrongStage
from app.transaction import Transaction
from panel_protocol.journey import Stage
from panel_protocol.terms import AgendaRemoval


async def list_case(
    tx: Transaction, *, panel_id: str, case_id: str, version: int | None
) -> AgendaItemRead:
    """The case comes before the panel, if its assessment is agreed and its victims heard of."""
    panel = await queries.panel(tx, panel_id)
    case = await known_cases.case(tx, case_id, lock=True)
    if case.area != panel.area:
        message = "A panel hears cases of its own area"
        raise Unacceptable([("/case_id", "other_area", message)])
    if panel.held_on < clock.london(case.received_at):
        # A panel's day picks the law it decides by: it may be entered late, but not moved back.
        # No offence is later than the day the case was received.
        message = "The panel meets before the day the case was received"
        raise Unacceptable([("/case_id", "panel_before_case", message)])
    await _check_ready(tx, case)
    cases.at_version(case, version)
    listed = await cases.move(
        tx,
        case,
        action="list_case_at_panel",
        to=Stage.LISTED,
        due_on=case.police_informed_due,
    )
    await tx.add(
        AgendaItem,
        id=new_id(),
        panel_id=panel_id,
        case_id=case_id,
        listed_at=tx.at,
        listed_by=tx.by.subject,
    )
    found = await queries.agenda(tx, panel_id, case_id=listed.id)
    return (await readings.items_of(tx, panel, found))[-1]


async def _check_ready(tx: Transaction, case: CaseRow) -> None:
    victims = await agenda_queries.victims(tx, [case.id])
    reasons = agenda_queries.reasons_against(case.stage, victims[case.id])
    if case.stage not in agenda_queries.NOT_ASSESSED:
        cases.at_stage(case, "list_case_at_panel")
    if reasons:
        raise RefusedByProtocol("The case is not ready for a panel", reasons)


async def heard(
    tx: Transaction, panel_id: str, case_id: str, *, action: str, version: int | None
) -> CaseRow:
    """The case, locked, if it is before this panel and `action` is possible where it stands."""
    await queries.panel(tx, panel_id)
    case = await known_cases.case(tx, case_id, lock=True)
    times = await agenda_queries.decided_at(tx, panel_id, case_id)
    if not times:
        raise NotFound
    cases.at_stage(case, action)
    if None not in times:
        raise WrongStage("This panel has decided the case; another has it now")
    cases.at_version(case, version)
    return case


async def remove_case(
    tx: Transaction,
    *,
    panel_id: str,
    case_id: str,
    version: int | None,
    body: AgendaRemoved | None,
    reason: AgendaRemoval | None,
) -> CaseRow:
    """The case is not heard at this panel after all; it is ready for another."""
    said = _said(body, reason)
    case = await heard(tx, panel_id, case_id, action="remove_case_from_panel", version=version)
    item = (
        col(AgendaItem.panel_id) == panel_id,
        col(AgendaItem.case_id) == case_id,
        col(AgendaItem.removed_at).is_(None),
        col(AgendaItem.decided_at).is_(None),
    )
    item_id = (await tx.db.execute(select(col(AgendaItem.id)).where(*item))).scalar_one()
    why = {"id": item_id, "removed_because": said.reason, "removal_narrative": said.narrative}
    await tx.db.execute(
        update(table(AgendaItem))
        .where(col(AgendaItem.id) == item_id)
        .values(
            **await tx.sealed(AgendaItem, why, about=case_id),
            removed_at=tx.at,
            removed_by=tx.by.subject,
        )
    )
    return await cases.move(
        tx,
        case,
        action="remove_case_from_panel",
        to=Stage.PANEL_READY,
        due_on=case.police_informed_due,
        why=f"{said.reason}: {said.narrative}" if said.narrative else said.reason.value,
    )


def _said(body: AgendaRemoved | None, reason: AgendaRemoval | None) -> AgendaRemoved:
    if body is not None and reason not in (None, body.reason):
        message = "The body gives another reason than the address"
        raise Unacceptable([("/query/reason", "contradicts", message)])
    if body is None and reason is None:
        raise Unacceptable([("/reason", "missing", "Say why the case is taken off")])
    return body or AgendaRemoved.model_validate({"reason": reason})
