"""Children and what became of them, copied into PostgreSQL as fast as they can be sealed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import text
from sqlmodel import SQLModel

from app.cases.tables import Case, CaseChange
from app.children.tables import Child, ChildOutcome, ChildVersion
from app.database import Database, new_id, table
from app.sealed.columns import sealed_row
from app.sealed.keyring import Keyring
from app.sealed.tables import PersonKey

AREAS = ("E08000021", "E08000022", "E08000023", "E08000024", "E08000037", "E06000057")
FIRST = date(2019, 4, 1)
# How often each comes, in the order in which an outcome is drawn.
PATHWAY = {"community_resolution": 35, "outcome_22": 15, "youth_caution": 12}
PATHWAY |= {"youth_conditional_caution": 8}
CLOSINGS = {"no_further_action": 12, "charged": 3}
ELSEWHERE = {"conviction": 15}
KINDS = {**PATHWAY, **CLOSINGS, **ELSEWHERE}
BATCH = 10_000

Row = Mapping[str, Any]
# Parents before children: each table refers to those before it.
TABLES: tuple[type[SQLModel], ...] = (
    PersonKey,
    Child,
    ChildVersion,
    Case,
    CaseChange,
    ChildOutcome,
)

# The row that the service keeps for each child, worked out from what was loaded.
FIRST_ENTRIES = """
INSERT INTO first_entry (child_id, outcome_id, outcome, given_on, residence)
SELECT DISTINCT ON (child_id) child_id, id, outcome, given_on, home_area FROM child_outcome
WHERE outcome IN ('youth_caution', 'youth_conditional_caution', 'conviction')
ORDER BY child_id, given_on, outcome, id COLLATE "C"
"""


async def load(database: Database, count: int, *, until: date) -> None:
    made = _Children(database.keyring, until)
    for first in range(0, count, BATCH):
        rows = made.rows(range(first, min(first + BATCH, count)))
        async with database.writing() as db:
            raw = (await db.get_raw_connection()).driver_connection
            for kind in TABLES:
                await _copy(raw, kind, rows[kind])
    async with database.writing() as db:
        await db.execute(text("SET LOCAL statement_timeout = 0"))
        await db.execute(text(FIRST_ENTRIES))
        await db.execute(text("ANALYZE"))


async def _copy(raw: Any, kind: type[SQLModel], rows: list[Row]) -> None:
    names = [column.name for column in table(kind).columns]
    async with raw.cursor() as cursor:
        statement = f"COPY {table(kind).name} ({', '.join(names)}) FROM STDIN"
        async with cursor.copy(statement) as copy:
            for row in rows:
                await copy.write_row([row.get(name) for name in names])


@dataclass
class _Children:
    keyring: Keyring
    until: date

    def __post_init__(self) -> None:
        self.chance = Random(1)  # noqa: S311 - nobody guesses at a benchmark
        self.days = (self.until - FIRST).days

    def rows(self, numbers: range) -> dict[type[SQLModel], list[Row]]:
        found: dict[type[SQLModel], list[Row]] = defaultdict(list)
        for number in numbers:
            for kind, row in self._child(number):
                found[kind].append(row)
        return found

    def _child(self, number: int) -> Iterator[tuple[type[SQLModel], Row]]:
        child_id, chance = new_id(), self.chance
        key, wrapped = self.keyring.make(child_id)
        given = sorted(
            FIRST + timedelta(chance.randrange(self.days))
            for _ in range(chance.choice((1, 1, 2, 3)))
        )
        born = given[0] - timedelta(chance.randint(12 * 366, 15 * 365))
        told = _noon(given[0])
        area = chance.choice(AREAS)
        details = {"date_of_birth": str(born), "family_name": f"Example{number}"}
        yield PersonKey, {"person_id": child_id, "wrapped": wrapped}
        child = {
            "id": child_id,
            "version": 1,
            "police_person_id": f"NBP-B{number}",
            "police_person_index": child_id[::-1],
            "given_names": "Sam",
            "family_name": f"Example{number}",
            "date_of_birth": born,
            "sex": chance.choice(("male", "male", "male", "female")),
            "home_area": area,
            "looked_after": False,
            "communication_needs": [],
            "synthetic": True,
            "created_at": told,
        }
        yield Child, sealed_row(table(Child), child, key)
        said = {"child_id": child_id, "version": 1, "details": details}
        said |= {"recorded_at": told, "recorded_by": "benchmark"}
        yield ChildVersion, sealed_row(table(ChildVersion), said, key)
        for place, day in enumerate(given):
            for kind, row in self._outcome(child_id, f"{number}-{place}", day, area):
                sealed = kind is Case
                yield kind, sealed_row(table(Case), row, key) if sealed else row

    def _outcome(
        self, child_id: str, reference: str, day: date, area: str
    ) -> Iterator[tuple[type[SQLModel], Row]]:
        (kind,) = self.chance.choices(list(KINDS), list(KINDS.values()))
        on_pathway = kind not in ELSEWHERE
        case_id = new_id() if on_pathway else ""
        at = _noon(day)
        if on_pathway:
            yield (
                Case,
                {
                    "id": case_id,
                    "reference": reference,
                    "version": 9,
                    "stage": "closed",
                    "closed_as": kind,
                    "area": area,
                    "child_id": child_id,
                    "police_reference": reference,
                    "police_reference_index": case_id,
                    "submitted_by": "benchmark",
                    "received_at": at - timedelta(days=30),
                    "route": "panel",
                },
            )
        if kind in CLOSINGS:
            yield CaseChange, _closing(case_id, kind, at)
            return
        yield (
            ChildOutcome,
            {
                "id": new_id(),
                "child_id": child_id,
                "outcome": kind,
                "given_on": day,
                "home_area": area if self.chance.random() < 0.9 else "OTHER",
                "offence_code": "TH68023",
                "offence_committed_on": day - timedelta(days=60),
                "case_id": case_id,
                "reported_as": "pathway" if on_pathway else "report",
                "recorded_at": at,
                "recorded_by": "benchmark",
            },
        )


def _closing(case_id: str, kind: str, at: datetime) -> Row:
    return {
        "id": new_id(),
        "case_id": case_id,
        "case_version": 9,
        "action": "record_disposal",
        "from_stage": "decided",
        "to_stage": "closed",
        "closed_as": kind,
        "at": at,
        "by": "benchmark",
    }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
