"""The schedule applied to every record: what is due is flagged, what was decided is carried out.

First it is worked out what there is to do; then, in a real run, each thing is done in a
transaction of its own. A run that is killed leaves whole records and none half gone; the next one
finds what is left to do.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app import wall
from app.database import Record
from app.gateways.erasure_journal import ErasureJournal
from app.retention import actions, erasing, queries
from app.retention.resurrection import pending
from app.transaction import Transaction
from panel_protocol.record_terms import RetentionStep
from panel_protocol.rules import retention

_PAGE = 200
Open = Callable[[], AbstractAsyncContextManager[Transaction]]


class What(StrEnum):
    FINISH = "finish_erasure"
    FLAG = "flag"
    DISPOSE = "dispose"
    HELD = "held"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, or why nothing is done: a record by its opaque id, and never its content."""

    what: What
    child_id: str
    on: date | None = None
    because: tuple[str, ...] = ()

    def said(self) -> dict[str, Any]:
        return {**asdict(self), "on": self.on and self.on.isoformat()}


async def steps(tx: Transaction, erasures: ErasureJournal) -> AsyncIterator[Step]:
    """All there is to do today, in a fixed order."""
    unfinished = [each async for each in pending(tx.db, erasures)]
    for child_id in unfinished:
        yield Step(What.FINISH, child_id)
    after = ""
    while ids := await queries.page(tx, after=after, limit=_PAGE):
        facts = await queries.facts(tx, ids)
        standing = await queries.standing(tx, ids)
        for child_id in ids:
            if child_id not in unfinished:
                step = _step(tx, child_id, facts[child_id], standing.get(child_id))
                if step is not None:
                    yield step
        after = ids[-1]


def _step(
    tx: Transaction, child_id: str, facts: retention.RecordFacts, standing: Record | None
) -> Step | None:
    found = retention.due(tx.protocol, facts, tx.today)
    if isinstance(found, retention.Held):
        codes = tuple(dict.fromkeys(reason.code for reason in found.reasons))
        return Step(What.HELD, child_id, because=codes)
    if found > tx.today:
        return None
    if standing is None or standing.step is RetentionStep.RETAIN:
        return Step(What.FLAG, child_id, on=found)
    if standing.step is RetentionStep.DISPOSE and standing.dispose_on <= tx.today:
        return Step(What.DISPOSE, child_id, on=found)
    waits = standing.dispose_on if standing.step is RetentionStep.DISPOSE else None
    return Step(What.WAIT, child_id, on=waits)


async def carry_out(open_: Open, erasures: ErasureJournal, step: Step) -> bool:
    """Do it, if it is still to be done: what changed meanwhile is for the next run."""
    if step.what in (What.HELD, What.WAIT):
        return True
    async with open_() as tx:
        if step.what is What.FINISH:
            return await finish(tx, step.child_id)
        await queries.lock(tx, step.child_id)
        facts = await queries.facts_of(tx, step.child_id)
        standing = await queries.standing(tx, [step.child_id])
        if facts is None:
            return False
        now = _step(tx, step.child_id, facts, standing.get(step.child_id))
        if now != step:
            return False
        if step.what is What.FLAG:
            await actions.keep_step(tx, step.child_id, RetentionStep.FLAGGED, due_on=step.on)
        else:
            await erasing.erase(tx, erasures, step.child_id, authority="retention")
    return True


async def finish(tx: Transaction, child_id: str) -> bool:
    """What was decided before: a hold placed since would come too late.

    False if whoever was erasing it has done so meanwhile.
    """
    await wall.register(tx.db, child_id)
    there = await queries.lock(tx, child_id)
    if there:
        await erasing.destroy(tx, child_id, authority="replay")
    return there
