"""Making a release, and importing population estimates."""

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert

from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Forbidden, Unacceptable
from app.statistics import queries
from app.statistics.calendar_columns import last_instant_of
from app.statistics.figures import Figure, Measure, places
from app.statistics.periods import counted, ends, quarter_of
from app.statistics.releasing import Material, Shown, protected
from app.statistics.tables import PopulationEstimate, ReleaseCell, StatisticsRelease
from app.transaction import Transaction
from panel_protocol.protocol import Protocol
from panel_protocol.rules import entrants

Tables = Mapping[Measure, Sequence[Figure]]

_COLUMNS = ("area_code", "mid_year", "population_10_17", "series", "source")


async def release(tx: Transaction, *, as_at: date) -> str:
    """Count what was known at the end of a day, hide what must be hidden, and keep it for good."""
    material = await gather(tx, as_at=as_at)
    return await keep(tx, material, protected(material))


async def gather(tx: Transaction, *, as_at: date) -> Material:
    """Everything a release is made of; whoever makes it must hold every area."""
    if as_at > tx.today:
        raise Unacceptable([("/as_at", "in_the_future", "This day has not come yet")])
    if tx.by.areas != frozenset(tx.protocol.areas):
        raise Forbidden("A release is made by who holds every area of the partnership")
    # Today is not over: what is recorded later today belongs to a later release.
    known = min(last_instant_of(as_at), tx.at)
    rules = tx.protocol.statistics
    years = rules.years_shown.on(as_at).value
    span = counted(as_at, years=years, running=False)
    return Material(
        as_at=as_at,
        span=span,
        places=places(tx.protocol, tx.by.areas),
        counts={
            Measure.FIRST_TIME_ENTRANTS: await queries.entrants_known(tx, span, known),
            Measure.DISPOSALS: await queries.disposals_known(tx, span, known),
        },
        populations=await queries.populations(tx, known),
        shown_before=await _shown_before(tx, years),
        threshold=rules.partners_threshold.on(as_at).value,
    )
