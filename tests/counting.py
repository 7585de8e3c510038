"""Children and outcomes put straight into the database, many at a time, for tests that count."""

from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert

from app import clock, secrets_kept
from app.access.actor import Actor, Role
from app.children.entry import rank_again
from app.children.tables import Child, ChildOutcome, ChildVersion
from app.database import Database, new_id
from app.sealed.tables import PersonKey
from app.statistics import actions
from app.statistics.signing import release_key
from app.statistics.spec import Measure
from app.transaction import Transaction, whole
from tests.pathway import on
from tests.service import Service

TODAY = date(2026, 11, 21)
AREAS = ("E08000021", "E08000022", "E08000023", "E08000024", "E08000037", "E06000057")

_numbers = count(1)


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)


@dataclass(frozen=True)
class Given:
    """An outcome of a child, and when we were told of it, and told better."""

    kind: str
    given_on: date
    area: str
    committed_on: date | None = None
    heard_on: date | None = None
    overturned: bool = False
    recorded_on: date | None = None
    replaced_on: date | None = None
    key: str | None = None


@asynccontextmanager
async def transaction(
    service: Service,
    *,
    day: date = TODAY,
    areas: frozenset[str] = frozenset(AREAS),
    database: Database | None = None,
) -> AsyncIterator[Transaction]:
    """A transaction as the command line makes one, at midday; records are put in from behind."""
    operator = Actor("command-line:tests", frozenset({Role.ADMINISTRATOR}), areas, "operator")
    with on(day):
        behind = database or service.behind
        async with service.transaction(operator, said=whole(operator), database=behind) as tx:
            yield tx


async def known(tx: Transaction, born: date, *outcomes: Given, home: str = "OTHER") -> str:
    """Put a child and their outcomes on record; the child's id."""
    child_id, number = new_id(), next(_numbers)
    details: dict[str, Any] = {
        "police_person_id": f"NBP-C{number}",
        "given_names": "Sam",
        "family_name": f"Example{number}",
        "date_of_birth": born,
        "sex": "not_known",
        "home_area": home,
        "looked_after": False,
        "communication_needs": [],
        "synthetic": True,
    }
    told = {"recorded_at": at(date(2015, 1, 1)), "recorded_by": "tests"}
    await tx.add(PersonKey, person_id=child_id, wrapped=tx.new_key(child_id))
    row = details | {"id": child_id, "version": 1, "created_at": told["recorded_at"]}
    await tx.add(Child, **row, police_person_index=child_id[::-1])
    said = {**details, "date_of_birth": str(born)}
    await tx.add(ChildVersion, child_id=child_id, version=1, details=said, **told)
    for place, given in enumerate(outcomes):
        await tx.db.execute(insert(ChildOutcome).values(**_row(child_id, place, given)))
    await rank_again(tx, child_id, born)
    return child_id


def _row(child_id: str, place: int, given: Given) -> dict[str, Any]:
    return {
        "id": given.key or new_id(),
        "child_id": child_id,
        "outcome": given.kind,
        "given_on": given.given_on,
        "home_area": given.area,
        "offence_code": f"TH{place:05}",
        "offence_committed_on": given.committed_on,
        "first_hearing_on": given.heard_on,
        "overturned_on": given.given_on if given.overturned else None,
        "case_id": "",
        "reported_as": "report",
        "recorded_at": at(given.recorded_on or given.given_on),
        "recorded_by": "tests",
        "replaced_at": given.replaced_on and at(given.replaced_on),
    }


async def entrants(service: Service, numbers: Mapping[tuple[str, date], int]) -> None:
    """So many children cautioned for the first time, by area and day."""
    async with transaction(service) as tx:
        for (area, day), number in numbers.items():
            for _ in range(number):
                born = day - timedelta(days=15 * 365)
                await known(tx, born, Given("youth_caution", day, area))


def release_signing(service: Service) -> Any:
    return release_key(secrets_kept.sealing_key(service.app.state.settings))


# What most tests of releases are about; every measure takes its time.
TWO = (Measure.FIRST_TIME_ENTRANTS, Measure.DISPOSALS)


async def release(
    service: Service,
    as_at: date = TODAY,
    *,
    day: date = TODAY,
    measures: Collection[Measure] = TWO,
) -> str:
    async with transaction(service, day=day, database=service.app.state.database) as tx:
        key = release_signing(service)
        return await actions.release(tx, as_at=as_at, key=key, measures=measures)
