"""Every count, and every read of what was released."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Select,
    String,
    Subquery,
    and_,
    case,
    cast,
    distinct,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)

from app.access.scope import in_use, visible, within
from app.cases.tables import Case, CaseChange
from app.children.tables import ChildOutcome, ChildVersion, FirstEntry
from app.database import Record, col, table
from app.problems import NotFound
from app.statistics import ranking
from app.statistics.calendar_columns import (
    day_within,
    instant_within,
    quarter_of_day,
    quarter_of_instant,
)
from app.statistics.figures import CLOSINGS, GIVEN, Counts, Estimate, Measure, Populations
from app.statistics.periods import Run
from app.statistics.tables import PopulationEstimate, ReleaseCell, StatisticsRelease
from app.transaction import Transaction
from app.transfers.tables import CaseTransfer
from panel_protocol.journey import Stage
from panel_protocol.rules.rates import Period
from panel_protocol.terms import TransferStatus

Statement = Select[*tuple[Any, ...]]

_RELEASE = [
    table(StatisticsRelease).c[name]
    for name in (
        "id as_at number made_at edition series disclosure_rule measures notes sha256"
    ).split()
]
_LATEST_FIRST = (col(StatisticsRelease.as_at).desc(), col(StatisticsRelease.number).desc())


async def entrants_now(tx: Transaction, span: Run) -> Counts:
    """Entrants of the caller's areas, from the row kept for each child."""
    given_on = col(FirstEntry.given_on)
    rows: Statement = select(
        literal("").label("series"),
        col(FirstEntry.residence).label("area"),
        quarter_of_day(given_on).label("quarter"),
        func.count().label("counted"),
    ).where(*day_within(span, given_on))
    return await _counts(tx, visible(rows, to=tx.by, area=col(FirstEntry.residence)))


async def entrants_known(tx: Transaction, span: Run, known: datetime) -> Counts:
    """The same as was known at an instant: every history ranked again, and only then residence."""
    born = _table_of(tx, await _born(tx, known))
    key = col(ChildOutcome.id)
    # Ids tie by their bytes, as the protocol ties them, whatever the database's language.
    in_byte_order = key.collate("C") if tx.db.dialect.name == "postgresql" else key
    ranked = (
        select(
            col(ChildOutcome.home_area).label("residence"),
            col(ChildOutcome.given_on).label("given_on"),
            ranking.place_in_history(tx.protocol, tie=in_byte_order).label("place"),
        )
        .join(born, born.c.child_id == col(ChildOutcome.child_id))
        .where(
            _stood(known),
            in_use(col(ChildOutcome.child_id)),
            ranking.counts_towards_entry(tx.protocol, born.c.born),
        )
        .subquery("ranked")
    )
    rows: Statement = select(
        literal("").label("series"),
        ranked.c.residence.label("area"),
        quarter_of_day(ranked.c.given_on).label("quarter"),
        func.count().label("counted"),
    ).where(ranked.c.place == 1, *day_within(span, ranked.c.given_on))
    return await _counts(tx, visible(rows, to=tx.by, area=ranked.c.residence))


async def _born(tx: Transaction, known: datetime) -> dict[str, str]:
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


def _table_of(tx: Transaction, born: dict[str, str]) -> Subquery:
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


def _stood(known: datetime) -> ColumnElement[bool]:
    replaced = col(ChildOutcome.replaced_at)
    return and_(col(ChildOutcome.recorded_at) <= known, or_(replaced.is_(None), replaced > known))


async def disposals_known(tx: Transaction, span: Run, known: datetime) -> Counts:
    """Disposals of the caller's areas' cases, as was known at an instant: each case once."""
    both = union_all(_given(tx, span, known), _closed(tx, span, known)).subquery("disposal")
    once = func.count(distinct(both.c.case_id)).label("counted")
    return await _counts(tx, select(both.c.series, both.c.area, both.c.quarter, once))


def _keeper(at: ColumnElement[datetime]) -> ColumnElement[str]:
    """The area whose service kept the case at an instant: a transfer moves nothing counted."""
    later = (
        select(col(CaseTransfer.from_area))
        .where(
            col(CaseTransfer.case_id) == col(Case.id),
            col(CaseTransfer.status) == TransferStatus.ACCEPTED,
            col(CaseTransfer.answered_at) > at,
        )
        .order_by(col(CaseTransfer.answered_at))
        .limit(1)
        .correlate(table(Case), table(CaseChange), table(ChildOutcome))
        .scalar_subquery()
    )
    return func.coalesce(later, col(Case.area))


def _given(tx: Transaction, span: Run, known: datetime) -> Statement:
    given_on = col(ChildOutcome.given_on)
    area = _keeper(col(ChildOutcome.recorded_at))
    rows: Statement = (
        select(
            type_coerce(col(ChildOutcome.outcome), String).label("series"),
            area.label("area"),
            quarter_of_day(given_on).label("quarter"),
            col(Case.id).label("case_id"),
        )
        .join(table(Case), col(Case.id) == col(ChildOutcome.case_id))
        .where(
            # Whether or not a fuller report has replaced the row since: it was given.
            col(ChildOutcome.reported_as) == "pathway",
            col(ChildOutcome.outcome).in_(GIVEN),
            col(ChildOutcome.recorded_at) <= known,
            *day_within(span, given_on),
        )
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id)))


def _closed(tx: Transaction, span: Run, known: datetime) -> Statement:
    closed_as, came_from = col(CaseChange.closed_as), col(CaseChange.from_stage)
    area = _keeper(col(CaseChange.at))
    series = case(*((closed_as == kind, series) for kind, series in CLOSINGS.items()))
    rows: Statement = (
        select(
            series.label("series"),
            area.label("area"),
            quarter_of_instant(span, col(CaseChange.at)).label("quarter"),
            col(Case.id).label("case_id"),
        )
        .join(table(Case), col(Case.id) == col(CaseChange.case_id))
        .where(
            col(CaseChange.to_stage) == Stage.CLOSED,
            # A case goes on changing after it has closed: a court result, for one.
            or_(came_from.is_(None), came_from != Stage.CLOSED),
            closed_as.in_(CLOSINGS),
            col(CaseChange.at) <= known,
            *instant_within(span, col(CaseChange.at)),
        )
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id)))


async def _counts(tx: Transaction, rows: Statement) -> Counts:
    found = (await tx.db.execute(rows.group_by("series", "area", "quarter"))).all()
    return {(row.series, row.area, row.quarter): row.counted for row in found}


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


async def releases(
    tx: Transaction, *, after: tuple[str, int] | None, limit: int
) -> Sequence[Record]:
    """Newest first, and one more than asked for."""
    as_at, number = col(StatisticsRelease.as_at), col(StatisticsRelease.number)
    following: ColumnElement[bool] = true()
    if after is not None:
        day = date.fromisoformat(after[0])
        following = or_(as_at < day, and_(as_at == day, number < after[1]))
    page = select(*_RELEASE).where(following).order_by(*_LATEST_FIRST).limit(limit + 1)
    return (await tx.db.execute(page)).all()


async def release(tx: Transaction, release_id: str) -> Record:
    """A release by its id; `latest` is the one as at the latest day."""
    wanted = select(*_RELEASE).order_by(*_LATEST_FIRST).limit(1)
    if release_id != "latest":
        wanted = wanted.where(col(StatisticsRelease.id) == release_id)
    row = (await tx.db.execute(wanted)).one_or_none()
    if row is None:
        raise NotFound
    return row


async def cells(
    tx: Transaction, release_id: str, measure: Measure, period: Period
) -> Sequence[Record]:
    found = _cells().where(
        col(ReleaseCell.release) == release_id,
        col(ReleaseCell.measure) == measure,
        col(ReleaseCell.period_kind) == period,
    )
    return (await tx.db.execute(found)).all()


async def shown_before(tx: Transaction) -> Sequence[Record]:
    """Every figure that any release has shown: what an outsider may have kept."""
    joined = (
        _cells()
        .add_columns(col(ReleaseCell.measure), col(StatisticsRelease.as_at))
        .join(table(StatisticsRelease), col(StatisticsRelease.id) == col(ReleaseCell.release))
        .where(col(ReleaseCell.suppressed).is_(False))
    )
    return (await tx.db.execute(joined)).all()


async def made(tx: Transaction, *, as_at: date | None = None) -> int:
    """How many releases there are, or are as at one day."""
    number: Statement = select(func.count()).select_from(table(StatisticsRelease))
    if as_at is not None:
        number = number.where(col(StatisticsRelease.as_at) == as_at)
    return int((await tx.db.execute(number)).scalar_one())


def _cells() -> Statement:
    return select(
        col(ReleaseCell.area),
        col(ReleaseCell.disposal),
        col(ReleaseCell.period_start),
        col(ReleaseCell.period_end),
        col(ReleaseCell.count).label("counted"),
        col(ReleaseCell.suppressed),
        col(ReleaseCell.rate),
        col(ReleaseCell.population),
        col(ReleaseCell.population_year),
    )
