"""Making a release for partners: counted, protected, attacked, kept for good."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from app import wall
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Duplicate, Forbidden, Unacceptable
from app.statistics import queries, release_queries
from app.statistics.calendar_columns import last_instant_of
from app.statistics.figures import Figure, places
from app.statistics.measures import SERIES_NAME, notes, notes_on_bases
from app.statistics.periods import Run, counted, quarter_of
from app.statistics.population_actions import import_populations as import_populations
from app.statistics.registry import SPECS
from app.statistics.releasing import Material, Shown, protected
from app.statistics.spec import Measure
from app.statistics.tables import ReleaseCell, StatisticsRelease
from app.transaction import Transaction

Tables = Mapping[Measure, Sequence[Figure]]


async def release(tx: Transaction, *, as_at: date) -> str:
    """Count what was known at the end of a day, hide what must be hidden, and keep it for good."""
    material = await gather(tx, as_at=as_at)
    return await keep(tx, material, protected(material))


async def gather(tx: Transaction, *, as_at: date) -> Material:
    """Everything a release is made of; whoever makes it must hold every area."""
    if as_at > tx.today:
        raise Unacceptable([("/as_at", "in_the_future", "This day has not come yet")])
    if tx.by.areas != frozenset(tx.protocol.areas):
        raise Forbidden("A release is made by one who holds every area of the partnership")
    # Today is not over: what is recorded later today belongs to a later release.
    known = min(last_instant_of(as_at), tx.at)
    rules = tx.protocol.statistics
    years = rules.years_shown.on(as_at).value
    span = counted(as_at, years=years, running=False)
    rows = places(tx.protocol, tx.by.areas)
    shown = await _shown_before(tx, {place.code for place in rows}, years)
    wide = Run(min([span.first, *(each.run.first for each in shown)]), span.last)
    await queries.unhurried(tx)
    async with wall.counting(tx.db):
        counted_of = {measure: await spec.count(tx, wide, known) for measure, spec in SPECS.items()}
    return Material(
        as_at=as_at,
        span=span,
        places=rows,
        counted=counted_of,
        populations=await queries.populations(tx, known),
        shown_before=shown,
        releases_before=await release_queries.made(tx),
        threshold=rules.partners_threshold.on(as_at).value,
    )


async def keep(tx: Transaction, material: Material, tables: Tables) -> str:
    """Write the release; refused if another was made since its material was gathered."""
    if await release_queries.made(tx) != material.releases_before:
        raise Duplicate("Another release was made meanwhile: make this one again")
    number = await release_queries.made(tx, as_at=material.as_at) + 1
    release_id = f"{material.as_at}-{number}"
    cells = list(_cells(release_id, tables))
    row = _release(tx, material, tables) | {"id": release_id, "number": number}
    row["sha256"] = sha256_of(cells)
    await tx.add(StatisticsRelease, **row)
    await tx.add_all(ReleaseCell, cells)
    await journal.record(
        tx,
        category=JournalCategory.DISCLOSURE,
        action="make_release",
        # Nobody is handed it: whoever holds the role may come and read.
        recipient=journal.Recipient(organisation="regional_partner", person="every holder"),
        release=release_id,
        sha256=row["sha256"],
        figures=len(cells),
        hidden=sum(cell["suppressed"] for cell in cells),
    )
    return release_id


def _release(tx: Transaction, material: Material, tables: Tables) -> dict[str, Any]:
    return {
        "as_at": material.as_at,
        "made_at": tx.at,
        "made_by": tx.by.subject,
        "edition": tx.edition,
        "series": SERIES_NAME,
        "disclosure_rule": {
            "audience": "partners",
            "threshold": material.threshold,
            "text": tx.protocol.statistics.partners_rule.on(material.as_at).value,
        },
        "measures": [
            {
                "measure": measure,
                "definition": SPECS[measure].definition(tx.protocol),
                "notes": list(SPECS[measure].limits(tx.protocol)),
                "figures": len(figures),
                "hidden": sum(figure.suppressed for figure in figures),
            }
            for measure, figures in tables.items()
        ],
        "notes": [
            *notes(tx.protocol, counted_to=material.span.ends),
            *notes_on_bases(material.populations, chain.from_iterable(tables.values())),
        ],
    }


def _cells(release_id: str, tables: Tables) -> Iterator[dict[str, Any]]:
    for measure, figures in tables.items():
        for figure in figures:
            yield {
                "release": release_id,
                "measure": measure.value,
                "period_kind": figure.period,
                "period_start": figure.run.starts,
                "period_end": figure.run.ends,
                "area": figure.place.code,
                "series": figure.series,
                "count": figure.count,
                "suppressed": figure.suppressed,
                "rate": figure.rate,
                "population": figure.population,
                "population_year": figure.population_year,
                "values": dict(figure.values),
            }


def sha256_of(cells: Sequence[Mapping[str, Any]]) -> str:
    """Over the cells as canonical JSON, one a line, in the order of their text."""
    lines = sorted(json.dumps(cell, sort_keys=True, default=str) for cell in map(dict, cells))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


async def _shown_before(tx: Transaction, known: set[str], years: int) -> list[Shown]:
    """A period that was still running counted the whole quarters there were at the time."""
    return [
        Shown(
            measure=row.measure,
            series=row.series,
            place=row.area,
            run=Run(quarter_of(row.period_start), quarter_of(row.period_end)).to(
                counted(row.as_at, years=years, running=False).last
            ),
            count=row.counted,
        )
        for row in await release_queries.shown_before(tx)
        if row.area in known
    ]
