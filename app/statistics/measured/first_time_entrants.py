"""First-time entrants: every history ranked, and only then where the child lived."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Subquery, func, literal, select

from app.access.scope import in_use, visible
from app.children.tables import ChildOutcome, FirstEntry
from app.database import col
from app.statistics import ranking
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.periods import Run
from app.statistics.queries import Statement, births, counts, stood
from app.statistics.rows import FigureRead
from app.statistics.spec import Counted, Measure, Spec
from app.transaction import Transaction
from panel_protocol.protocol import Protocol
from panel_protocol.rules import entrants


async def now(tx: Transaction, span: Run, _known: datetime) -> Counted:
    """Entrants of the caller's areas, from the row kept for each child."""
    given_on = col(FirstEntry.given_on)
    rows: Statement = select(
        literal("").label("series"),
        col(FirstEntry.residence).label("area"),
        quarter_of_day(given_on).label("quarter"),
        func.count().label("counted"),
    ).where(*day_within(span, given_on))
    return Counted(await counts(tx, visible(rows, to=tx.by, area=col(FirstEntry.residence))))


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """The same as was known at an instant: every history ranked again, and only then residence."""
    found: Counter[tuple[str, str, int]] = Counter()
    async for born in births(tx, known, of=_whose(tx, known)):
        entries = ranked(tx, born, known)
        rows: Statement = select(
            literal("").label("series"),
            entries.c.residence.label("area"),
            quarter_of_day(entries.c.given_on).label("quarter"),
            func.count().label("counted"),
        ).where(entries.c.place == 1, *day_within(span, entries.c.given_on))
        seen = visible(rows, to=tx.by, area=entries.c.residence)
        found.update(await counts(tx, seen, of_some=True))
    return Counted(found)


def _whose(tx: Transaction, known: datetime) -> Statement:
    """The children who may be entrants, as far as that is seen without their dates of birth."""
    return select(col(ChildOutcome.child_id)).where(
        stood(known), ranking.may_count_towards_entry(tx.protocol)
    )


def ranked(tx: Transaction, births: Subquery, known: datetime) -> Subquery:
    """What counts towards the entry of each of these children; what has place 1 is their entry."""
    key = col(ChildOutcome.id)
    # Ids tie by their bytes, as the protocol ties them, whatever the database's language.
    in_byte_order = key.collate("C") if tx.db.dialect.name == "postgresql" else key
    return (
        select(
            col(ChildOutcome.id).label("outcome_id"),
            col(ChildOutcome.child_id),
            col(ChildOutcome.home_area).label("residence"),
            col(ChildOutcome.given_on).label("given_on"),
            ranking.place_in_history(tx.protocol, tie=in_byte_order).label("place"),
        )
        .join(births, births.c.child_id == col(ChildOutcome.child_id))
        .where(
            stood(known),
            in_use(col(ChildOutcome.child_id)),
            ranking.counts_towards_entry(tx.protocol, births.c.born),
        )
        .subquery("ranked")
    )


def limits(protocol: Protocol) -> list[str]:
    return [*entrants.limits(protocol), *entrants.rate_limits(protocol)]


SPEC = Spec(
    measure=Measure.FIRST_TIME_ENTRANTS,
    count=count,
    now=now,
    definition=entrants.definition,
    limits=limits,
    reply=FigureRead,
    rated=True,
)
