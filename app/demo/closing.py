"""What the loading ends by showing: the entrants, where cases stand, and whom to be."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from app import clock
from app.demo.history import YEARS
from app.demo.published import ASSUMED_WHERE_SUPPRESSED, Target, targets
from app.demo.staff import Staff
from panel_protocol.protocol import Protocol

_CASES = "/v1/cases?limit=200"
_END_OF_HISTORY = datetime.combine(date(max(YEARS) + 1, 3, 31), time(18), tzinfo=clock.LONDON)


@dataclass(frozen=True, slots=True)
class Entrants:
    """One area's entrants of the financial year that begins in `year`."""

    area: str
    year: int
    count: int
    rate: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    entrants: list[Entrants]
    stages: Counter[str]
    disposals: Counter[str]


async def counted(staff: Staff, protocol: Protocol) -> Summary:
    """Read back through the API, as a manager of every area."""
    entrants = {**await _entrants(staff, _END_OF_HISTORY), **await _entrants(staff, clock.now())}
    return Summary(
        entrants=sorted(entrants.values(), key=lambda each: (each.area, each.year)),
        stages=await _stages(staff),
        disposals=await _disposals(staff, protocol.force_area.code),
    )


async def _entrants(staff: Staff, at: datetime) -> dict[tuple[str, int], Entrants]:
    """As the tables of that day show them: later ones leave the earliest years out."""
    with clock.standing_at(at):
        figures = await _figures(staff, "first-time-entrants")
    found = [
        Entrants(
            each["area"],
            date.fromisoformat(each["period_start"]).year,
            each["count"],
            each["rate_per_100_000"],
        )
        for each in figures
    ]
    return {(each.area, each.year): each for each in found}


async def _disposals(staff: Staff, everywhere: str) -> Counter[str]:
    given: Counter[str] = Counter()
    for each in await _figures(staff, "disposals"):
        if each["area"] == everywhere:
            given[each["disposal"]] += each["count"]
    return given


async def _stages(staff: Staff) -> Counter[str]:
    """Every open case by its stage, every closed one by how it closed."""
    stages: Counter[str] = Counter()
    for worklist in (_CASES, f"{_CASES}&stage=closed"):
        path = worklist
        while path:
            page = await staff.everywhere.asks("GET", path)
            stages.update(
                f"closed: {c['closed_as']}" if c["closed_as"] else c["stage"] for c in page["items"]
            )
            path = f"{worklist}&cursor={page['next']}" if page["next"] else ""
    return stages


async def _figures(staff: Staff, measure: str) -> list[Any]:
    path = f"/v1/statistics/live/{measure}?period=financial_year"
    items: list[Any] = (await staff.everywhere.asks("GET", path))["items"]
    return items


def show(summary: Summary, staff: Staff, protocol: Protocol, at: str) -> None:
    out = Console()
    _entrants_shown(out, summary, protocol)
    out.print(_counts("Where cases stand", summary.stages))
    out.print(_counts("Disposals given", summary.disposals))
    _say(out, "To paste into a shell, each good for twelve hours:")
    for who, variable, _ in staff.to_try():
        _say(out, f"  {variable:<8} {who}")
    # Alone on their lines: not every shell takes a comment behind a command.
    for _, variable, user in staff.to_try():
        _say(out, f"export {variable}={user.token}")
    _say(out, f"export HOST={at}")
    _say(out, f"The whole API is described at {at}/docs")


def _say(out: Console, line: str) -> None:
    """As it is, on one line however long: it is there to be pasted."""
    out.print(line, soft_wrap=True, highlight=False, markup=False)


def _entrants_shown(out: Console, summary: Summary, protocol: Protocol) -> None:
    """Count and rate per 100,000, and below them the rate that was published."""
    counted = {(each.area, each.year): each for each in summary.entrants}
    years = sorted({each.year for each in summary.entrants if each.count})
    published = {(each.area, each.year): each for each in targets(protocol)}
    # Seven years fit a window of eighty columns.
    table = Table(box=box.SIMPLE, pad_edge=False, collapse_padding=True)
    table.add_column("Area")
    for year in years:
        table.add_column(f"{year}/{(year + 1) % 100:02}", justify="right", no_wrap=True)
    for place in (*protocol.areas.values(), protocol.force_area):
        keys = [(place.code, year) for year in years]
        table.add_row(place.name, *(_cell(counted[key], published.get(key)) for key in keys))
    _say(out, "First-time entrants by financial year: count, and rate per 100,000 children")
    out.print(table)
    if not published.keys().isdisjoint((area, year) for area in protocol.areas for year in years):
        _say(out, "In brackets the rate published for the year ending in that December;")
        _say(out, f"* where it was suppressed: {ASSUMED_WHERE_SUPPRESSED} children are assumed.")


def _cell(found: Entrants, target: Target | None) -> str:
    told = f"{found.count}" if found.rate is None else f"{found.count} {found.rate:>3}"
    if target is None:
        return told
    return f"{told}\n({'*' if target.rate is None else target.rate})"


def _counts(title: str, counts: Counter[str]) -> Table:
    table = Table(title, "", box=box.SIMPLE)
    for name, count in counts.most_common():
        table.add_row(name.replace("_", " "), f"{count:>5}")
    return table
