"""Reads of cases that are journalled: who was shown which child's case."""

from datetime import date
from typing import Any

from app.cases import queries
from app.cases.actions import journal_case
from app.cases.glass_schemas import GlassRead
from app.cases.queries import CaseRow
from app.cases.schemas import (
    CaseListed,
    CasePage,
    ChangeRead,
    DecisionRead,
    DueRead,
    HistoryRead,
    SubmissionRead,
    TriageRead,
    TurningRead,
)
from app.children import glass_queries
from app.fields import shared
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import NotFound
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor
from panel_protocol.rules import ages_at


async def worklist(tx: Transaction, *, cursor: str | None, limit: int, **wanted: Any) -> CasePage:
    """A page of the caller's cases; the journal names every child on it."""
    after = open_cursor(tx.cursor_key, "cases", cursor)
    rows = await queries.worklist(tx, after=after, limit=limit, **wanted)
    page, more = rows[:limit], len(rows) > limit
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="list_cases",
        children=[case.child_id for case in page],
        count=len(page),
    )
    last = (page[-1].received_at.isoformat(), page[-1].id) if more else None
    return CasePage(
        items=[_listed(tx, case) for case in page],
        next=seal_cursor(tx.cursor_key, "cases", last) if last else None,
    )


def _listed(tx: Transaction, case: CaseRow) -> CaseListed:
    late = case.due_on is not None and case.due_on < tx.today
    return CaseListed(**shared(CaseListed, case), overdue=late)


async def history(tx: Transaction, case_id: str) -> HistoryRead:
    case = await queries.case(tx, case_id, action="read_case_history")
    await journal_case(tx, case, JournalCategory.CONSULTATION, "read_case_history")
    return HistoryRead(
        changes=[ChangeRead.model_validate(row) for row in await queries.changes(tx, case_id)],
        decisions=[
            DecisionRead.model_validate(row) for row in await queries.decisions(tx, case_id)
        ],
        opened=[GlassRead.model_validate(row) for row in await glass_queries.of_case(tx, case_id)],
    )


async def submission(tx: Transaction, case_id: str) -> SubmissionRead:
    found = await queries.own_submissions(tx, case_id=case_id)
    if not found:
        raise NotFound
    await journal_case(tx, found[0], JournalCategory.CONSULTATION, "read_submission")
    return await _submission(tx, found[0])


async def submissions(tx: Transaction, reference: str) -> list[SubmissionRead]:
    found = await queries.own_submissions(tx, reference=reference)
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="search_submissions",
        children=[case.child_id for case in found],
        count=len(found),
    )
    return [await _submission(tx, case) for case in found]


async def _submission(tx: Transaction, case: CaseRow) -> SubmissionRead:
    return SubmissionRead(
        **shared(SubmissionRead, case),
        triage=await triage(tx, case.id),
        due=DueRead(assessment=case.assessment_due, police_informed=case.police_informed_due),
    )


async def triage(tx: Transaction, case_id: str) -> TriageRead:
    """What the protocol said when the case came in."""
    first = (await queries.decisions(tx, case_id, kind="triage"))[0]
    return TriageRead.model_validate({**first.answer, "reasons": first.reasons})


def turning_18(tx: Transaction, born: date, on: date) -> TurningRead:
    """Asked again each time: what was far away at triage may be near by now."""
    found = ages_at.turning_18(tx.protocol, born, on)
    return TurningRead.model_validate(
        {
            "turns_18_on": found.answer.turns_18_on,
            "urgent_from": found.answer.urgent_from,
            "urgent": found.answer.urgent,
            "reasons": found.reasons,
        },
        from_attributes=True,
    )
