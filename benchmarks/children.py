"""Children and what became of them, straight into PostgreSQL.

Python seals what a release opens, PostgreSQL makes up the rest: so a million takes minutes.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import text
from sqlmodel import SQLModel

from app.children.tables import Child, ChildVersion
from app.database import Database, new_id, table
from app.sealed.columns import sealed_columns, sealed_row
from app.sealed.keyring import Keyring
from app.sealed.tables import PersonKey

AREAS = ("E08000021", "E08000022", "E08000023", "E08000024", "E08000037", "E06000057")
FIRST = date(2019, 4, 1)
BATCH = 10_000
SEALED: tuple[type[SQLModel], ...] = (PersonKey, Child, ChildVersion)
# What is made up here points where it should: looking each time would take most of the time.
UNCHECKED = "SET LOCAL session_replication_role = replica"
UNREAD = "as long as a sealed value, and never opened by a release".ljust(90)

# One to three outcomes of each child, from the day of the first; one in ten lived elsewhere.
DRAWN = """
CREATE TEMP TABLE drawn ON COMMIT DROP AS
SELECT left(md5(child.id || number), 22) AS id, child.id AS child_id, child.home_area AS area,
  least((created_at + (number - 1) * random() * interval '900 days')::date, :until) AS given_on,
  (ARRAY['community_resolution', 'community_resolution', 'outcome_22', 'youth_caution',
    'youth_conditional_caution', 'conviction', 'conviction', 'no_further_action', 'charged'
  ])[1 + floor(random() * 9)] AS kind
FROM child, LATERAL generate_series(1, 1 + (ascii(child.id) + ascii(right(child.id, 1))) % 3) number
"""
CASES = """
INSERT INTO panel_case (id, reference, version, stage, closed_as, area, child_id, police_reference,
  police_reference_index, submitted_by, received_at, route)
SELECT id, right(id, 12), 9, 'closed', kind, area, child_id, :unread, id, 'benchmark',
  given_on - interval '30 days', 'panel' FROM drawn WHERE kind <> 'conviction'
ON CONFLICT DO NOTHING
"""
CHANGES = """
INSERT INTO case_change (id, case_id, case_version, action, from_stage, to_stage, closed_as, at, by)
SELECT id, id, 9, 'record_disposal', 'decided', 'closed', closed_as,
  received_at + interval '30 days', 'benchmark'
FROM panel_case WHERE closed_as IN ('no_further_action', 'charged')
"""
OUTCOMES = """
INSERT INTO child_outcome (id, child_id, outcome, given_on, home_area, offence_code,
  offence_committed_on, case_id, reported_as, recorded_at, recorded_by)
SELECT id, child_id, kind, given_on, CASE WHEN random() < 0.9 THEN area ELSE 'OTHER' END,
  'TH68023', given_on - 60, CASE kind WHEN 'conviction' THEN '' ELSE id END,
  CASE kind WHEN 'conviction' THEN 'report' ELSE 'pathway' END,
  given_on + interval '12 hours', 'benchmark'
FROM drawn WHERE kind NOT IN ('no_further_action', 'charged')
ON CONFLICT DO NOTHING
"""
# The row that the service keeps for each child.
FIRST_ENTRIES = """
INSERT INTO first_entry (child_id, outcome_id, outcome, given_on, residence)
SELECT DISTINCT ON (child_id) child_id, id, outcome, given_on, home_area FROM child_outcome
WHERE outcome IN ('youth_caution', 'youth_conditional_caution', 'conviction')
ORDER BY child_id, given_on, outcome, id COLLATE "C"
"""


async def load(database: Database, count: int, *, until: date) -> None:
    chance = Random(1)  # noqa: S311 - nobody guesses at a benchmark
    for first in range(0, count, BATCH):
        made = [
            _child(database.keyring, chance, number, until)
            for number in range(first, min(first + BATCH, count))
        ]
        async with database.writing() as db:
            await db.execute(text(UNCHECKED))
            raw = (await db.get_raw_connection()).driver_connection
            for place, kind in enumerate(SEALED):
                await _copy(raw, kind, (rows[place] for rows in made))
    said = {"until": until, "unread": UNREAD}
    async with database.writing() as db:
        await db.execute(text("SET LOCAL statement_timeout = 0"))
        await db.execute(text(UNCHECKED))
        await db.execute(text("SELECT setseed(0.5)"))
        for statement in (DRAWN, CASES, CHANGES, OUTCOMES, FIRST_ENTRIES, "ANALYZE"):
            asked = {name: value for name, value in said.items() if f":{name}" in statement}
            await db.execute(text(statement), asked)


async def _copy(raw: Any, kind: type[SQLModel], rows: Iterator[dict[str, Any]]) -> None:
    names = [column.name for column in table(kind).columns]
    async with raw.cursor() as cursor:
        statement = f"COPY {table(kind).name} ({', '.join(names)}) FROM STDIN"
        async with cursor.copy(statement) as copy:
            for row in rows:
                await copy.write_row([row.get(name) for name in names])


def _child(keyring: Keyring, chance: Random, number: int, until: date) -> list[dict[str, Any]]:
    """Key, child, and the one version of their description that there is."""
    child_id = new_id()
    key, wrapped = keyring.make(child_id)
    given_on = FIRST + timedelta(chance.randrange((until - FIRST).days))
    born = given_on - timedelta(chance.randint(12 * 366, 15 * 365))
    at = datetime.combine(given_on, time(12), tzinfo=UTC)
    child = {
        **dict.fromkeys(sealed_columns(table(Child)), UNREAD),
        "id": child_id,
        "version": 1,
        "police_person_index": child_id[::-1],
        "sex": chance.choice(("male", "male", "male", "female")),
        "home_area": chance.choice(AREAS),
        "looked_after": False,
        "synthetic": True,
        "created_at": at,
    }
    version = {
        "child_id": child_id,
        "version": 1,
        "details": {"date_of_birth": str(born), "family_name": f"Example{number}"},
        "recorded_at": at,
        "recorded_by": "benchmark",
    }
    wrapped_key = {"person_id": child_id, "wrapped": wrapped}
    return [wrapped_key, child, sealed_row(table(ChildVersion), version, key)]
