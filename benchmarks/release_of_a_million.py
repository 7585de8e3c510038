"""A release over a million children: how long it takes, in how much memory, and what a read costs.

`python -m benchmarks.release_of_a_million [--children N] [--cases N]` on a PostgreSQL of its own,
from the tests' wheel, writing through to disk, with row security as in practice. Children have up
to three outcomes over seven years, most of them given on this pathway. What is measured is what
`oocd statistics release` does; then every table of the release is read twenty times.

With the measures of entrants and disposals, on a machine of two cores at load 2 to 3:

| children | loaded | counted | Python, PostgreSQL | protected | kept | Python at most | 160 reads |
|---|---|---|---|---|---|---|---|
| 10,000 | 2.2 s | 0.7 s | 0.3 s, 0.4 s | 7.3 s | 1.2 s | 207 MB | 3.6 s |
| 100,000 | 21 s | 9.0 s | 3.1 s, 4.0 s | 0.6 s | 1.4 s | 257 MB | 4.2 s |
| 1,000,000 | 159 s | 95 s | 34 s, 69 s | 0.4 s | 1.0 s | 261 MB | 4.4 s |

A million children are a release in 96 seconds. Counting grows in step with the children and memory
does not: Python holds the births of 20,000 children at a time, and PostgreSQL 16 MB for each sort
and twice that for each hash (`work_mem`), beyond which it goes on on disk. Small counts are what
takes time to protect, so few children take longest. A read finds the same figures whatever
they were counted from: 23, 26 and 28 milliseconds each.

With `--cases` the cases of so many children have every step, and all ten measures are released
(with other jobs on the two cores; the 440 reads are of every table, twenty times):

| children, cases | counted | Python, PostgreSQL | protected | kept | Python at most | 440 reads |
|---|---|---|---|---|---|---|
| 100,000 | 48 s | 17 s, 33 s | 23 s | 8 s | 407 MB | 24 s |
| 1,000,000 | 548 s | 159 s, 339 s | 9 s | 7 s | 400 MB | 28 s |

Of a million, counting took 154 s for the gates, 76 for consistency, 65 for Outcome 22, 58 for
entrants, 55 for timeliness, 51 for KPI 6 and 88 for the others (at a `work_mem` of 64 MB; at
16 MB, which is kept for its bound, timeliness computed a tenth longer). Most of what Python does
there is to open what is sealed.

Protecting all measures together takes longest where most figures are small (computing, with other
jobs on the two cores; 36,316 figures that partners read, and as many for the public):

| children, each with a case | counted | protected | hidden from partners |
|---|---|---|---|
| 1,000 | 2 s | 170 s | 12,248 |
| 5,000 | 4 s | 589 s | 6,213 |
| 20,000 | 14 s | 56 s | 1,612 |

Keeping them took 7 seconds and 360 MB.
"""

import argparse
import asyncio
import os
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app import secrets_kept
from app.cli import offline
from app.database import Database
from app.journal.seals import signing_key
from app.settings import Settings
from app.statistics import actions, readings
from app.statistics.audience import Audience
from app.statistics.registry import SPECS
from app.statistics.releasing import protected
from app.statistics.signing import release_key
from app.statistics.spec import Measure
from app.transaction import Transaction
from benchmarks.children import load
from tests import postgres
from tests.databases import Postgres, behind

AS_AT = date(2026, 10, 31)
READS = 20
TWO = (Measure.FIRST_TIME_ENTRANTS, Measure.DISPOSALS)
TICKS = os.sysconf("SC_CLK_TCK")


def worked(server: int) -> float:
    """Seconds that a server and what it started have computed, whatever else the machine does."""
    known: dict[int, tuple[int, float]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            said = stat.read_text().rpartition(")")[2].split()
            known[int(stat.parent.name)] = int(said[1]), sum(map(int, said[11:15])) / TICKS
    family = {server}
    for _ in known:
        family |= {each for each, (parent, _) in known.items() if parent in family}
    return sum(known[each][1] for each in family if each in known)


@dataclass
class Clock:
    server: int

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        began, ours, theirs = time.monotonic(), time.process_time(), worked(self.server)
        yield
        took, python = time.monotonic() - began, time.process_time() - ours
        postgresql = worked(self.server) - theirs
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(  # noqa: T201
            f"{what:<30} {took:7.1f} s; computing: Python {python:.1f} s, PostgreSQL "
            f"{postgresql:.1f} s; Python at most {most} MB",
            flush=True,
        )


async def released(settings: Settings, clock: Clock, measures: Sequence[Measure]) -> str:
    """As the command does it: counted, protected with nothing locked, kept."""
    key = release_key(secrets_kept.sealing_key(settings))
    async with offline.transaction(settings) as tx:
        with clock.timed("counted"):
            material = await actions.gather(tx, as_at=AS_AT, measures=measures)
    with clock.timed("protected"):
        tables = protected(material)
    key = signing_key(secrets_kept.sealing_key(settings))
    async with offline.transaction(settings) as tx:
        with clock.timed("kept"):
            return await actions.keep(tx, material, tables, key=key)


async def read(tx: Transaction, clock: Clock, release: str, measures: Sequence[Measure]) -> int:
    """Every table of the release, several times; how many figures there are."""
    figures = 0
    for measure, spec in ((each, SPECS[each]) for each in measures):
        with clock.timed(f"{measure} read {READS * len(spec.answers)} times"):
            for period in spec.answers:
                for _ in range(READS):
                    table = await readings.released(tx, release, measure, period, Audience.PARTNERS)
                figures += len(table.items)
    return figures


async def measure(settings: Settings, clock: Clock, children: int, whole: int) -> None:
    measures = tuple(SPECS) if whole else TWO
    everything = Database(settings.model_copy(update={"database_url": behind(settings.database)}))
    try:
        with clock.timed(f"{children} children loaded"):
            await load(everything, children, until=AS_AT, whole=whole)
    finally:
        await everything.close()
    with clock.timed("released"):
        release = await released(settings, clock, measures)
    async with offline.transaction(settings, read_only=True) as tx:
        print(f"{await read(tx, clock, release, measures)} figures")  # noqa: T201


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--children", type=int, default=1_000_000)
    asked.add_argument("--cases", type=int, default=0, help="of so many children, whole")
    given = asked.parse_args()
    postgres.SETTINGS |= {"fsync": "on", "full_page_writes": "on", "max_wal_size": "8GB"}
    server = Postgres.of_this_run()
    try:
        with tempfile.TemporaryDirectory() as folder, server.database(migrated=True) as url:
            settings = Settings(data_dir=Path(folder), database_url=url)
            asyncio.run(measure(settings, Clock(server.process), given.children, given.cases))
    finally:
        server.leave()
        server.close()


if __name__ == "__main__":
    main()
