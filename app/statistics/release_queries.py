"""Every read of what was released."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from app.database import Record, col, table
from app.journal import queries as journal
from app.problems import NotFound
from app.statistics.audience import Audience
from app.statistics.spec import Measure
from app.statistics.tables import ReleaseCell, StatisticsRelease
from app.transaction import Transaction
from panel_protocol.rules.rates import Period

Statement = Select[*tuple[Any, ...]]

_RELEASE = [
    table(StatisticsRelease).c[name]
    for name in (
        "id as_at number made_at made_by edition series disclosure_rule public_rule measures notes "
        "revisions sha256 signature key"
    ).split()
]
_LATEST_FIRST = (col(StatisticsRelease.as_at).desc(), col(StatisticsRelease.number).desc())


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
    if row is None and release_id == "latest":
        raise NotFound("No release has been made yet")
    if row is None:
        raise NotFound
    return row


async def cells(
    tx: Transaction, release_id: str, measure: Measure, period: Period, audience: Audience
) -> Sequence[Record]:
    found = _cells().where(
        col(ReleaseCell.release) == release_id,
        col(ReleaseCell.measure) == measure,
        col(ReleaseCell.audience) == audience,
        col(ReleaseCell.period_kind) == period,
    )
    return (await tx.db.execute(found)).all()


async def before(tx: Transaction, as_at: date) -> Record | None:
    """The release that one as at this day comes after."""
    earlier = select(*_RELEASE).where(col(StatisticsRelease.as_at) <= as_at)
    return (await tx.db.execute(earlier.order_by(*_LATEST_FIRST).limit(1))).one_or_none()


async def shown(tx: Transaction, release_id: str) -> Sequence[Record]:
    """What partners can read in a release."""
    cells = _cells().add_columns(col(ReleaseCell.measure), col(ReleaseCell.period_kind))
    return (
        await tx.db.execute(
            cells.where(
                col(ReleaseCell.release) == release_id,
                col(ReleaseCell.audience) == Audience.PARTNERS,
                col(ReleaseCell.suppressed).is_(False),
            )
        )
    ).all()


async def removed(tx: Transaction) -> list[str]:
    """Releases of whose making the journal tells, and that are not here."""
    told = [each["release"] for each in await journal.resources(tx.db, "make_release")]
    here = set((await tx.db.execute(select(col(StatisticsRelease.id)))).scalars())
    return [each for each in told if each not in here]


async def every_cell(tx: Transaction, release_id: str) -> Sequence[Mapping[str, Any]]:
    """Whole, as they were kept."""
    every = select(table(ReleaseCell)).where(col(ReleaseCell.release) == release_id)
    return [dict(row) for row in (await tx.db.execute(every)).mappings()]


async def ever_shown(tx: Transaction, *, pooled: Collection[str]) -> Sequence[Record]:
    """What an outsider may have kept of every release, the latest first.

    Of the noughts, the areas' quarters alone: the others follow from them.
    """
    quarter = and_(
        col(ReleaseCell.period_kind) == Period.QUARTER, col(ReleaseCell.area).not_in(pooled)
    )
    joined = (
        _cells()
        .add_columns(
            col(ReleaseCell.release),
            col(ReleaseCell.measure),
            col(ReleaseCell.audience),
            col(ReleaseCell.period_kind),
            col(StatisticsRelease.as_at),
            col(StatisticsRelease.made_at),
        )
        .join(table(StatisticsRelease), col(StatisticsRelease.id) == col(ReleaseCell.release))
        .where(or_(col(ReleaseCell.suppressed), col(ReleaseCell.count) > 0, quarter))
        .order_by(col(StatisticsRelease.made_at).desc(), col(StatisticsRelease.id))
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
        col(ReleaseCell.series),
        col(ReleaseCell.period_start),
        col(ReleaseCell.period_end),
        col(ReleaseCell.count).label("counted"),
        col(ReleaseCell.suppressed),
        col(ReleaseCell.rate),
        col(ReleaseCell.population),
        col(ReleaseCell.population_year),
        col(ReleaseCell.values).label("worked_out"),
    )
