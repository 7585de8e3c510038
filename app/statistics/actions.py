"""Making a release for partners: counted, protected, attacked, kept for good."""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import chain
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app import wall
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Duplicate, Forbidden, Unacceptable
from app.statistics import earlier, queries, readings, release_queries
from app.statistics.audience import Audience, policies
from app.statistics.calendar_columns import last_instant_of
from app.statistics.exporting import files
from app.statistics.figures import places
from app.statistics.measures import SERIES_NAME, notes, notes_on_bases
from app.statistics.periods import Run, counted, starts
from app.statistics.population_actions import import_populations as import_populations
from app.statistics.registry import SPECS
from app.statistics.releasing import Material, Tables, protected
from app.statistics.revising import Since, hidden_since, revisions
from app.statistics.signing import sha256_of, signature
from app.statistics.spec import Measure
from app.statistics.tables import ReleaseCell, StatisticsRelease
from app.transaction import Transaction


async def release(
    tx: Transaction,
    *,
    as_at: date,
    key: Ed25519PrivateKey,
    measures: Collection[Measure] = SPECS.keys(),
) -> str:
    """Count what was known at the end of a day, hide what must be hidden, and keep it for good."""
    material = await gather(tx, as_at=as_at, measures=measures)
    return await keep(tx, material, protected(material), key=key)


async def gather(
    tx: Transaction, *, as_at: date, measures: Collection[Measure] = SPECS.keys()
) -> Material:
    """Everything a release is made of; whoever makes it must hold every area."""
    if as_at > tx.today:
        raise Unacceptable([("/as_at", "in_the_future", "This day has not come yet")])
    if tx.protocol.statistics.years_shown.entry_on(as_at) is None:
        raise Unacceptable([("/as_at", "too_early", "Nothing says how to count on this day")])
    if tx.by.areas != frozenset(tx.protocol.areas):
        raise Forbidden("A release is made by one who holds every area of the partnership")
    # Today is not over: what is recorded later today belongs to a later release.
    known = min(last_instant_of(as_at), tx.at)
    years = tx.protocol.statistics.years_shown.on(as_at).value
    span = counted(as_at, years=years, running=False)
    rows = places(tx.protocol, tx.by.areas)
    before = await earlier.kept(tx, rows, years, measures)
    wide = Run(earlier.first_quarter(before, span), span.last)
    await queries.unhurried(tx)
    async with wall.counting(tx.db):
        now = {measure: await SPECS[measure].count(tx, wide, known) for measure in measures}
        then = await earlier.counted_again(tx, before, wide, now, rows)
    return Material(
        as_at=as_at,
        span=span,
        since=earlier.began(span, now, then),
        places=rows,
        counted=now,
        populations=await queries.populations(tx, known),
        earlier=then,
        releases_before=await release_queries.made(tx),
        policies=policies(tx.protocol, as_at),
    )


async def keep(
    tx: Transaction, material: Material, tables: Tables, *, key: Ed25519PrivateKey
) -> str:
    """Write the release, signed; refused if another was made since its material was gathered."""
    if await release_queries.made(tx) != material.releases_before:
        raise Duplicate("Another release was made meanwhile: make this one again")
    number = await release_queries.made(tx, as_at=material.as_at) + 1
    release_id = f"{material.as_at}-{number}"
    cells = list(_cells(release_id, tables))
    row = _release(tx, material, tables) | {
        "id": release_id,
        "number": number,
        "sha256": sha256_of(cells),
    }
    row["revisions"], since = await _revisions(tx, material, tables)
    row["notes"] += since
    row |= signature(key, row)
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


async def export(tx: Transaction, release_id: str, audience: Audience) -> dict[str, str]:
    """Every table of a release as files by name; the operator who takes them is on the journal."""
    release = await release_queries.release(tx, release_id)
    made = {each["measure"] for each in release.measures}
    found: dict[str, str] = {}
    for spec in (spec for measure, spec in SPECS.items() if measure in made):
        for period in spec.answers:
            read = await readings.released(tx, release.id, spec.measure, period, audience)
            found |= files(spec, period, read)
    await journal.record(
        tx,
        category=JournalCategory.DISCLOSURE,
        action="export_release",
        recipient=journal.Recipient(organisation=audience.value, person="every reader"),
        release=release.id,
        audience=audience.value,
        files=len(found),
    )
    return found


async def _revisions(
    tx: Transaction, material: Material, tables: Tables
) -> tuple[list[dict[str, Any]], list[str]]:
    """What is changed of the release before, and a note if some of it is hidden now."""
    before = await release_queries.before(tx, material.as_at)
    if before is None:
        return [], []
    shown, partners = await release_queries.shown(tx, before.id), tables[Audience.PARTNERS]
    lost = hidden_since(partners, shown)
    note = f"Hidden here, and shown in release {before.id}: {lost} figures other than noughts."
    years = tx.protocol.statistics.years_shown.on(material.as_at).value
    changed = revisions(
        partners,
        shown,
        since=Since(
            to=min(counted(before.as_at, years=years, running=False).last, material.span.last),
            definitions={each["measure"]: each["definition"] for each in before.measures},
            then=next(
                (each for each in material.earlier[Audience.PARTNERS] if each.release == before.id),
                None,
            ),
            now={measure: each.counts for measure, each in material.counted.items()},
        ),
        protocol=tx.protocol,
    )
    return changed, [note] if lost else []


def _since(material: Material) -> date | None:
    return starts(material.since) if material.since > material.span.first else None


def _release(tx: Transaction, material: Material, tables: Tables) -> dict[str, Any]:
    partners, public = tables[Audience.PARTNERS], tables[Audience.PUBLIC]
    return {
        "as_at": material.as_at,
        "made_at": tx.at,
        "made_by": tx.by.subject,
        "edition": tx.edition,
        "series": SERIES_NAME,
        "disclosure_rule": material.policies[Audience.PARTNERS].said(),
        "public_rule": material.policies[Audience.PUBLIC].said(),
        "measures": [
            {
                "measure": measure.value,
                **SPECS[measure].defined(tx.protocol),
                "notes": list(SPECS[measure].limits(tx.protocol)),
                "figures": len(figures),
                "hidden": sum(figure.suppressed for figure in figures),
                "hidden_from_public": sum(figure.suppressed for figure in public[measure]),
            }
            for measure, figures in partners.items()
        ],
        "notes": [
            *notes(counted_to=material.span.ends, since=_since(material)),
            *notes_on_bases(material.populations, chain.from_iterable(partners.values())),
        ],
    }


def _cells(release_id: str, tables: Tables) -> Iterator[dict[str, Any]]:
    for audience, measures in tables.items():
        for measure, figures in measures.items():
            for figure in figures:
                yield {
                    "release": release_id,
                    "measure": measure.value,
                    "audience": audience,
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
