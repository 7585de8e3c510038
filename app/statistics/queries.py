"""What every measure counts with: histories as they stood, births, who kept a case, estimates."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    FromClause,
    Select,
    String,
    Subquery,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
)

from app.cases.tables import Case
from app.children.tables import ChildOutcome, ChildVersion
from app.database import col, table
from app.statistics.figures import Estimate, Populations
from app.statistics.spec import Counts, Spreads
from app.statistics.tables import PopulationEstimate
from app.transaction import Transaction
from app.transfers.tables import CaseTransfer
from panel_protocol.terms import TransferStatus

Statement = Select[*tuple[Any, ...]]


async def counts(tx: Transaction, rows: Statement) -> Counts:
    found = (await tx.db.execute(rows.group_by("series", "area", "quarter"))).all()
    return {(row.series, row.area, row.quarter): row.counted for row in found}


async def spreads(tx: Transaction, rows: Statement) -> Spreads:
    """As `counts`, of rows with a measured value too."""
    found: dict[tuple[str, str, int], dict[int, int]] = {}
    for row in await tx.db.execute(rows.group_by("series", "area", "quarter", "value")):
        key = (row.series, row.area, row.quarter)
        found.setdefault(key, {})[row.value] = row.counted
    return found


async def born(tx: Transaction, known: datetime) -> dict[str, str]:
    """Each child's date of birth, as it was last described by then."""
    newest = (
        select(col(ChildVersion.child_id), func.max(col(ChildVersion.version)).label("version"))
        .where(col(ChildVersion.recorded_at) <= known)
        .group_by(col(ChildVersion.child_id))
        .subquery("newest")
    )
    described: Statement = select(col(ChildVersion.child_id), col(ChildVersion.details)).join(
        newest,
        and_(
            newest.c.child_id == col(ChildVersion.child_id),
            newest.c.version == col(ChildVersion.version),
        ),
    )
    rows = await tx.db.execute(described)
    return {child_id: details["date_of_birth"] for child_id, details in rows}


def table_of(tx: Transaction, born: dict[str, str]) -> Subquery:
    """Dates of birth, which are sealed where they are kept, for a statement to join and forget."""
    said: Any = literal(json.dumps(born), String)
    if tx.db.dialect.name == "postgresql":
        each = func.json_each_text(cast(said, JSON)).table_valued(
            "key", "value", joins_implicitly=True
        )
    else:
        each = func.json_each(said).table_valued("key", "value", joins_implicitly=True)
    pairs = select(each.c.key.label("child_id"), each.c.value.label("born"))
    return pairs.subquery("born")


def stood(known: datetime) -> ColumnElement[bool]:
    replaced = col(ChildOutcome.replaced_at)
    return and_(col(ChildOutcome.recorded_at) <= known, or_(replaced.is_(None), replaced > known))


def keeper(at: Any, of: FromClause | None = None) -> ColumnElement[str]:
    """The area whose service kept the case at an instant: a transfer moves nothing counted."""
    case = table(Case) if of is None else of
    later = (
        select(col(CaseTransfer.from_area))
        .where(
            col(CaseTransfer.case_id) == case.c.id,
            col(CaseTransfer.status) == TransferStatus.ACCEPTED,
            col(CaseTransfer.answered_at) > at,
        )
        .order_by(col(CaseTransfer.answered_at))
        .limit(1)
        .correlate_except(table(CaseTransfer))
        .scalar_subquery()
    )
    return func.coalesce(later, case.c.area)


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
