"""Children and what became of them, straight into PostgreSQL.

Python seals for each child, with a key of the child's own, the description that a release opens;
everything else PostgreSQL makes up in a statement a table, with its indexes made anew at the end.
Sealed columns which no release opens hold one text for everybody, as long as a sealed value.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.children.tables import ChildVersion
from app.database import Database, new_id, table
from app.sealed.columns import sealed_row
from app.sealed.keyring import Keyring
from benchmarks import cases

AREAS = ("E08000021", "E08000022", "E08000023", "E08000024", "E08000037", "E06000057")
FIRST = date(2019, 4, 1)
UNREAD = "as long as a sealed value, and never opened by a release".ljust(90)

MADE = """
CREATE TEMP TABLE made (child_id text, wrapped text, details text, area text, at timestamptz)
ON COMMIT DROP
"""
UNHINDERED = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL maintenance_work_mem = '256MB'",
    # What is made up here points where it should: looking each time would take most of the time.
    "SET LOCAL session_replication_role = replica",
    "SELECT setseed(0.5)",
    MADE,
)
# An index made at the end takes a tenth of the time, and refuses then what stands in it twice.
UNINDEXED = "UPDATE pg_index SET indisready = false WHERE indrelid = CAST(:filled AS regclass)"
INDEXED = "REINDEX TABLE {}"

KEYS = "INSERT INTO person_key (person_id, wrapped) SELECT child_id, wrapped FROM made"
CHILDREN = """
INSERT INTO child (id, version, police_person_id, police_person_index, given_names, family_name,
  date_of_birth, sex, home_area, looked_after, communication_needs, synthetic, created_at)
SELECT child_id, 1, :unread, reverse(child_id), :unread, :unread,
  :unread, 'male', area, false, :unread, true, at FROM made
"""
DESCRIPTIONS = """
INSERT INTO child_version (child_id, version, details, recorded_at, recorded_by)
SELECT child_id, 1, details, at, 'benchmark' FROM made
"""
# One to three outcomes of each child, from the day of the first.
DRAWN = """
CREATE TEMP TABLE drawn ON COMMIT DROP AS
SELECT DISTINCT ON (child_id, kind, given_on) *
FROM (
  SELECT left(md5(child_id || number), 22) AS id, child_id, area,
    least((at + (number - 1) * random() * interval '900 days')::date, :until) AS given_on,
    (ARRAY['community_resolution', 'community_resolution', 'outcome_22', 'youth_caution',
      'youth_conditional_caution', 'conviction', 'conviction', 'no_further_action', 'charged'
    ])[1 + floor(random() * 9)] AS kind
  FROM made,
    LATERAL generate_series(1, 1 + (ascii(child_id) + ascii(right(child_id, 1))) % 3) number
) AS each
"""
CASES = """
INSERT INTO panel_case (id, reference, version, stage, closed_as, area, child_id, police_reference,
  police_reference_index, submitted_by, received_at, route, gravity)
SELECT id, to_char(row_number() OVER (), 'FM000000000000'), 9, 'closed', kind, area, child_id,
  :unread, id, 'benchmark', given_on - interval '60 days', 'panel', 1 + floor(random() * 4)
FROM drawn WHERE kind <> 'conviction'
"""
CLOSINGS = """
INSERT INTO case_change (id, case_id, area, case_version, action, from_stage, to_stage, closed_as,
  at, by)
SELECT id, id, area, 9, 'record_disposal', 'decided', 'closed', kind,
  given_on + interval '12 hours', 'benchmark' FROM drawn WHERE kind <> 'conviction'
"""
# One in ten lived elsewhere.
OUTCOMES = """
INSERT INTO child_outcome (id, child_id, outcome, given_on, home_area, offence_code,
  offence_committed_on, case_id, reported_as, recorded_at, recorded_by)
SELECT id, child_id, kind, given_on, CASE WHEN random() < 0.9 THEN area ELSE 'OTHER' END,
  'TH68023', given_on - 60, CASE kind WHEN 'conviction' THEN '' ELSE id END,
  CASE kind WHEN 'conviction' THEN 'report' ELSE 'pathway' END,
  given_on + interval '12 hours', 'benchmark'
FROM drawn WHERE kind NOT IN ('no_further_action', 'charged')
"""
# The row that the service keeps for each child.
FIRST_ENTRIES = """
INSERT INTO first_entry (child_id, outcome_id, outcome, given_on, residence)
SELECT DISTINCT ON (child_id) child_id, id, outcome, given_on, home_area FROM child_outcome
WHERE outcome IN ('youth_caution', 'youth_conditional_caution', 'conviction')
ORDER BY child_id, given_on, outcome, id COLLATE "C"
"""
FILLED = ("person_key", "child", "child_version", "panel_case", "case_change", "child_outcome")
STATEMENTS = (KEYS, CHILDREN, DESCRIPTIONS, DRAWN, CASES, CLOSINGS, OUTCOMES, FIRST_ENTRIES)


async def load(database: Database, count: int, *, until: date, whole: int = 0) -> None:
    """So many children; every case of the first `whole` of them with all its steps."""
    filled = (*FILLED, "first_entry", *cases.FILLED)
    said = {"until": until, "unread": UNREAD, "whole": whole}
    async with database.writing() as db:
        for statement in UNHINDERED:
            await db.execute(text(statement))
        for name in filled:
            await db.execute(text(UNINDEXED), {"filled": name})
        # Nobody guesses at a benchmark.
        await _copy(db, _made(database.keyring, Random(1), count, until))  # noqa: S311
        for statement in (*STATEMENTS, *(cases.STATEMENTS if whole else ())):
            asked = {name: value for name, value in said.items() if f":{name}" in statement}
            await db.execute(text(statement), asked)
        for name in filled:
            await db.execute(text(INDEXED.format(name)))
        await db.execute(text("ANALYZE"))


async def _copy(db: AsyncConnection, rows: Iterator[tuple[Any, ...]]) -> None:
    raw: Any = (await db.get_raw_connection()).driver_connection
    async with raw.cursor() as cursor, cursor.copy("COPY made FROM STDIN") as copy:
        for row in rows:
            await copy.write_row(row)


def _made(keyring: Keyring, chance: Random, count: int, until: date) -> Iterator[tuple[Any, ...]]:
    days = (until - FIRST).days
    for _ in range(count):
        child_id, given_on = new_id(), FIRST + timedelta(chance.randrange(days))
        at = datetime.combine(given_on, time(12), tzinfo=UTC)
        area, details = chance.choice(AREAS), _description(chance, given_on)
        key, wrapped = keyring.make(child_id)
        row = {"child_id": child_id, "version": 1, "details": details | {"home_area": area}}
        yield child_id, wrapped, sealed_row(table(ChildVersion), row, key)["details"], area, at


def _description(chance: Random, given_on: date) -> dict[str, Any]:
    return {
        "date_of_birth": str(given_on - timedelta(chance.randint(12 * 366, 15 * 365))),
        "sex": chance.choice(("male", "male", "male", "female")),
        "ethnicity": chance.choice(("W1", "W1", "A1", "B1", "M1", None)),
        "looked_after": not chance.randrange(10),
        "communication_needs": chance.choice(([], [], ["autism"])),
    }
