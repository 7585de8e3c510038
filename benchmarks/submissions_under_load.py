"""Many submit while many read: is any reply a failure, any case lost or doubled, and how fast?

`python -m benchmarks.submissions_under_load` measures embedded SQLite; `--postgres` a server
from the tests' wheel, writing through to disk; `--database-url` one of your own, emptied first.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
from rich.console import Console
from rich.progress import Progress

from app.access.actor import Role
from app.triage.schemas import CASE_EXAMPLE
from benchmarks.serving import Served, serving
from panel_protocol.library import load

_PAGE = 200
_SHARED = 10  # one submission in so many is about a child others submit at the same time

told = Console(highlight=False)


@dataclass
class Seen:
    """What the clients saw."""

    accepted: list[dict[str, Any]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    waits: dict[str, list[float]] = field(default_factory=lambda: {"submit": [], "read": []})
    broken_pages: int = 0


class Client:
    """One user over one connection, whose every reply is counted and timed."""

    def __init__(self, served: Served, seen: Seen, role: Role, subject: str) -> None:
        areas = (load().force_area.code,)
        self.seen = seen
        self.http = httpx.AsyncClient(
            base_url=served.address,
            headers=served.headers(role, subject, areas=areas),
            timeout=60,
            trust_env=False,
        )

    async def ask(self, kind: str, method: str, path: str, **options: Any) -> httpx.Response:
        started = time.perf_counter()
        reply = await self.http.request(method, path, **options)
        self.seen.waits[kind].append(time.perf_counter() - started)
        self.seen.statuses[f"{kind} {reply.status_code}"] += 1
        return reply

    async def submit(self, number: int) -> None:
        reply = await self.ask(
            "submit",
            "POST",
            "/v1/cases",
            json=_case(number),
            headers={"Idempotency-Key": f"load-{number}"},
        )
        if reply.status_code == httpx.codes.CREATED:
            self.seen.accepted.append(reply.json())

    async def walk(self) -> list[str]:
        """Every case, a page at a time; none may stand on two pages."""
        ids: list[str] = []
        query: dict[str, Any] = {"limit": _PAGE}
        while True:
            page = await self.ask("read", "GET", "/v1/cases", params=query)
            if page.status_code != httpx.codes.OK:
                return ids
            ids += [case["id"] for case in page.json()["items"]]
            if page.json()["next"] is None:
                break
            query["cursor"] = page.json()["next"]
        self.seen.broken_pages += len(ids) - len(set(ids))
        return ids


def _case(number: int) -> dict[str, Any]:
    case: dict[str, Any] = deepcopy(CASE_EXAMPLE)
    person = f"SHARED-{number // 100}" if number % _SHARED == 0 else f"LOAD-{number}"
    case["police_reference"] = f"{number}/26"
    case["child"] = {**case["child"], "police_person_id": person, "synthetic": True}
    return case


async def load_up(served: Served, arguments: argparse.Namespace) -> tuple[Seen, list[str], float]:
    seen, numbers, finished = Seen(), iter(range(arguments.submissions)), asyncio.Event()
    until = time.monotonic() + arguments.seconds

    async def submits(client: Client, progress: Progress, bar: Any) -> None:
        for number in numbers:
            if time.monotonic() > until:
                return
            await client.submit(number)
            progress.advance(bar)

    async def reads(client: Client) -> None:
        while not finished.is_set():
            await client.walk()

    writers = [
        Client(served, seen, Role.POLICE_SUBMITTER, f"police-{n}") for n in range(arguments.writers)
    ]
    readers = [
        Client(served, seen, Role.YOT_OFFICER, f"officer-{n}") for n in range(arguments.readers)
    ]
    with Progress(console=told) as progress:
        bar = progress.add_task("Submissions", total=arguments.submissions)
        reading = [asyncio.create_task(reads(client)) for client in readers]
        started = time.perf_counter()
        await asyncio.gather(*(submits(client, progress, bar) for client in writers))
        took = time.perf_counter() - started
        finished.set()
        await asyncio.gather(*reading)
    last = Client(served, seen, Role.YOT_OFFICER, "officer-last")
    kept = await last.walk()
    for client in (*writers, *readers, last):
        await client.http.aclose()
    return seen, kept, took


def report(seen: Seen, kept: list[str], took: float) -> bool:
    """Print the figures; whether nothing went wrong."""
    accepted = [case["id"] for case in seen.accepted]
    lost, unasked = set(accepted) - set(kept), set(kept) - set(accepted)
    doubled = len(kept) - len(set(kept)) + len(accepted) - len(set(accepted))
    failures = sum(n for said, n in seen.statuses.items() if said.split()[1].startswith("5"))
    told.print(f"{len(accepted)} accepted in {took:.1f} s: {len(accepted) / took:.0f} a second")
    for kind, waits in seen.waits.items():
        if len(waits) > 1:
            cuts = quantiles(waits, n=100)
            told.print(
                f"{kind}: {len(waits)} requests, median {cuts[49] * 1000:.0f} ms, "
                f"95th {cuts[94] * 1000:.0f} ms, 99th {cuts[98] * 1000:.0f} ms, "
                f"longest {max(waits) * 1000:.0f} ms"
            )
    told.print(f"replies: {dict(sorted(seen.statuses.items()))}")
    told.print(
        f"5xx {failures}, lost {len(lost)}, doubled {doubled}, unasked for {len(unasked)}, "
        f"on two pages {seen.broken_pages}"
    )
    return not (failures or lost or doubled or unasked or seen.broken_pages)


@contextmanager
def database(arguments: argparse.Namespace) -> Iterator[str | None]:
    if not arguments.postgres:
        yield arguments.database_url
        return
    from tests import postgres  # noqa: PLC0415 - only this way of running needs the wheel

    postgres.SETTINGS |= {"fsync": "on", "full_page_writes": "on"}
    server = postgres.start()
    try:
        yield server.url()
    finally:
        server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=2000)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=300, help="stop submitting after so long")
    parser.add_argument("--workers", type=int, default=1, help="server processes")
    parser.add_argument("--database-url")
    parser.add_argument("--postgres", action="store_true")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        database(arguments) as url,
        serving(Path(folder), url, workers=arguments.workers) as served,
    ):
        seen, kept, took = asyncio.run(load_up(served, arguments))
    sys.exit(0 if report(seen, kept, took) else 1)


if __name__ == "__main__":
    main()
