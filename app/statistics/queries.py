"""What every measure counts with: histories as they stood, births, who kept a case, estimates."""

import json
from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CursorResult,
    FromClause,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncResult

from app.cases.tables import Case
from app.children.tables import ChildOutcome, ChildVersion
from app.database import col, table
from app.statistics.figures import Estimate, Populations
from app.statistics.spec import Counts
from app.statistics.tables import PopulationEstimate
from app.transaction import Transaction
from app.transfers.tables import CaseTransfer
from panel_protocol.terms import TransferStatus

Statement = Select[*tuple[Any, ...]]

# So many dates of birth are in the clear together, in this process and in one statement.
_AT_ONCE = 20_000

# What a statement over everybody may take: so long, and so much memory for each of its sorts and
# hashes before it goes on on disk.
_UNHURRIED = {"statement_timeout": "15min", "work_mem": "16MB"}

# Each table is read once and as it lies, and rows find each other by hashes. PostgreSQL supposes
# that row security lets few rows pass, and that asking it costs far more than any way of reading:
# it would read one table again for every row of another, or every table in the order of an index.
_FOR_ALL = {
    "enable_nestloop": "off",
    "enable_indexscan": "off",
    "enable_sort": "off",
    # Whoever streams is supposed to read few.
    "cursor_tuple_fraction": "1",
}


async def unhurried(tx: Transaction) -> None:
    """An operator counts over everybody, which may take minutes; a request never may."""
    await _set(tx, _UNHURRIED)


async def counts(tx: Transaction, rows: Statement, *, of_some: bool = False) -> Counts:
    """`of_some` where the rows are of some children: those are looked up one by one."""
    grouped = rows.group_by("series", "area", "quarter")
    found = await (tx.db.execute(grouped) if of_some else executed(tx, grouped))
    return {(row.series, row.area, row.quarter): row.counted for row in found.all()}


async def spreads(tx: Transaction, rows: Statement) -> dict[tuple[str, str, int], dict[int, int]]:
    """As `counts`, of rows with a measured value too."""
    found: dict[tuple[str, str, int], dict[int, int]] = {}
    for row in await executed(tx, rows.group_by("series", "area", "quarter", "value")):
        key = (row.series, row.area, row.quarter)
        found.setdefault(key, {})[row.value] = row.counted
    return found


async def executed(tx: Transaction, rows: Statement) -> CursorResult[Any]:
    """What reads whole tables."""
    async with _planned_for_all(tx):
        return await tx.db.execute(rows)


@asynccontextmanager
async def streamed(
    tx: Transaction, rows: Statement
) -> AsyncIterator[AsyncResult[*tuple[Any, ...]]]:
    """What reads whole tables, some rows at a time."""
    async with _planned_for_all(tx):
        found = await tx.db.stream(rows)
    try:
        yield found
    finally:
        await found.close()


@asynccontextmanager
async def _planned_for_all(tx: Transaction) -> AsyncIterator[None]:
    await _set(tx, _FOR_ALL)
    yield
    await _set(tx, dict.fromkeys(_FOR_ALL))


async def _set(tx: Transaction, said: Mapping[str, str | None]) -> None:
    """None is whatever the server has; other databases plan as they do."""
    if tx.db.dialect.name == "postgresql":
        settings = (func.set_config(name, bindparam(name), True) for name in said)
        await tx.db.execute(select(*settings), dict(said))


async def births(tx: Transaction, known: datetime, *, of: Statement) -> AsyncIterator[Subquery]:
    """When these children were born, as last described by then; so many at a time, to be joined.

    Dates of birth are sealed where they are kept: they are read here, handed to one statement,
    and let go of. `of` selects the ids of the children to read, and leaves out whoever it can.
    """
    newest = _newest(known)
    theirs: Statement = (
        select(col(ChildVersion.child_id), col(ChildVersion.details))
        .join(newest, newest.c.child_id == col(ChildVersion.child_id))
        .where(col(ChildVersion.version) == newest.c.version, newest.c.child_id.in_(of))
    )
    async with streamed(tx, theirs) as described:
        async for some in described.partitions(_AT_ONCE):
            yield _table_of(tx, {child_id: said["date_of_birth"] for child_id, said in some})


def _newest(known: datetime) -> Subquery:
    return (
        select(col(ChildVersion.child_id), func.max(col(ChildVersion.version)).label("version"))
        .where(col(ChildVersion.recorded_at) <= known)
        .group_by(col(ChildVersion.child_id))
        .subquery("newest")
    )


def _table_of(tx: Transaction, born: dict[str, str]) -> Subquery:
    if tx.db.dialect.name == "postgresql":
        days = literal([*born.values()], ARRAY(String))
        pairs = func.unnest(_array(born), days).table_valued("key", "value").render_derived()
    else:
        said = literal(json.dumps(born), String)
        pairs = func.json_each(said).table_valued("key", "value", joins_implicitly=True)
    return select(pairs.c.key.label("child_id"), pairs.c.value.label("born")).subquery("born")


def among(tx: Transaction, ids: Collection[str]) -> Statement:
    """These ids as one parameter: thousands would take longer to send than what they find."""
    if tx.db.dialect.name == "postgresql":
        return select(func.unnest(_array(ids)))
    each = func.json_each(literal(json.dumps([*ids]), String))
    return select(each.table_valued("value", joins_implicitly=True).c.value)


def _array(of: Iterable[str]) -> ColumnElement[Any]:
    # PostgreSQL sees how many an array holds; of any JSON it supposes a hundred.
    return literal([*of], ARRAY(String))


def stood(known: datetime) -> ColumnElement[bool]:
    replaced = col(ChildOutcome.replaced_at)
    return and_(col(ChildOutcome.recorded_at) <= known, or_(replaced.is_(None), replaced > known))


def keeper(at: Any, of: FromClause | None = None) -> ColumnElement[str]:
    """The area whose service kept the case at an instant: a transfer moves nothing counted."""
    kept = table(Case) if of is None else of
    moved = select(col(CaseTransfer.from_area)).where(
        col(CaseTransfer.case_id) == kept.c.id,
        col(CaseTransfer.status) == TransferStatus.ACCEPTED,
    )
    later = (
        moved.where(col(CaseTransfer.answered_at) > at)
        .order_by(col(CaseTransfer.answered_at))
        .limit(1)
        .correlate_except(table(CaseTransfer))
        .scalar_subquery()
    )
    # Few cases ever move: which ones PostgreSQL reads once, and only of those it asks when.
    ever = exists(moved.correlate_except(table(CaseTransfer)))
    return func.coalesce(case((ever, later)), kept.c.area)


async def populations(tx: Transaction, known: datetime) -> Populations:
    """The packaged estimates, and over them whatever had been imported by then."""
    estimates = {
        (each.area, each.mid_year): Estimate(each.count, each.basis)
        for each in tx.protocol.populations
    }
    imported: Statement = (
        select(
            col(PopulationEstimate.area),
            col(PopulationEstimate.mid_year),
            col(PopulationEstimate.count).label("residents"),
            col(PopulationEstimate.basis),
        )
        .where(col(PopulationEstimate.imported_at) <= known)
        .order_by(col(PopulationEstimate.imported_at))
    )
    for row in await tx.db.execute(imported):
        estimates[row.area, row.mid_year] = Estimate(row.residents, row.basis)
    return Populations(estimates)
