"""Reads of children that are journalled: every child shown is named."""

from app.children import queries, tokens
from app.children.schemas import (
    ChildFound,
    ChildrenFound,
    ChildSearch,
    EntrantCheck,
    OutcomeRead,
    ReasonRead,
)
from app.database import Record
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor
from panel_protocol.rules import entrants
from panel_protocol.terms import Disposal


async def search(
    tx: Transaction, wanted: ChildSearch, *, limit: int, cursor: str | None
) -> ChildrenFound:
    if not any(wanted.model_dump(exclude={"sounds_like"}).values()):
        raise Unacceptable([("/", "nothing_to_look_for", "Give at least one of the fields")])
    after = open_cursor(tx.cursor_key, "children", cursor)
    found = await queries.search(tx, tokens.wanted(tx, wanted))
    rows = sorted(tokens.look_again(wanted, found), key=_place)
    rows = [row for row in rows if after is None or _place(row) > after]
    page = rows[:limit]
    await _consulted(tx, "search_children", [row.id for row in page])
    more = _place(page[-1]) if len(rows) > limit else None
    return ChildrenFound(
        items=[ChildFound.model_validate(row) for row in page],
        next=seal_cursor(tx.cursor_key, "children", more) if more else None,
    )


def _place(row: Record) -> tuple[str, str]:
    return tokens.tidy(f"{row.family_name} {row.given_names}"), row.id


async def entrant_check(tx: Transaction, child_id: str) -> EntrantCheck:
    """How the history ranks today, and what each disposal would make of the child."""
    child = await queries.child(tx, child_id)
    rows = await queries.outcomes(tx, child_id)
    history = [queries.recorded(row) for row in rows]
    first = entrants.first_entry(tx.protocol, child.date_of_birth, history)
    await _consulted(tx, "check_entrant", [child_id])
    entry = first.answer
    would = {
        disposal: entrants.would_be_entrant(
            tx.protocol, child.date_of_birth, history, disposal, tx.today
        ).answer
        for disposal in Disposal
    }
    return EntrantCheck(
        would_be_first_time_entrant=any(would.values()),
        first_entry=next(
            (OutcomeRead.model_validate(r) for r in rows if entry and r.id == entry.key), None
        ),
        by_disposal=would,
        reasons=[ReasonRead.model_validate(reason) for reason in first.reasons],
        definition=entrants.definition(tx.protocol).value,
    )


async def _consulted(tx: Transaction, action: str, children: list[str]) -> None:
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action=action,
        children=children,
        count=len(children),
    )
