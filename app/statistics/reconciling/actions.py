"""Our count of entrants beside somebody else's, and what explains the difference."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app import wall
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.statistics.calendar_columns import last_instant_of
from app.statistics.files import Errors, area_of, day, number, rows_of
from app.statistics.queries import unhurried
from app.statistics.reconciling import queries
from app.statistics.reconciling.queries import OURS, Days, Why
from app.transaction import Transaction

_COLUMNS = ("area", "period_start", "period_end", "count")
_MOST = 2_000

SAID: Mapping[Why, str] = {
    Why.COUNTED: "in our count",
    Why.RECORDED_LATE: "in our count, recorded here after the period had ended",
    Why.RESIDENCE_ELSEWHERE: "dealt with here, living elsewhere when it was given",
    Why.EARLIER_ELSEWHERE: "an entrant already, by an outcome given while living elsewhere",
    Why.EARLIER_HERE: "an entrant already, by another outcome while living here",
    Why.OVERTURNED: "overturned",
    Why.OUTSIDE_AGE: "not aged 10 to 17 at the offence and the outcome",
    Why.NOT_SUBSTANTIVE: "diverted: an outcome that makes no entrant",
    Why.RESTRICTED: "the record is restricted, and is not used",
}
# What our records cannot tell: said with every difference, and never guessed.
UNKNOWN: Mapping[str, str] = {
    "prosecuted_by_others": "prosecuted by an authority other than the police",
    "not_reported": "an outcome that nobody has reported to this service",
}


@dataclass(frozen=True, slots=True)
class Theirs:
    """A line of the file."""

    series: str
    area: str
    days: Days
    count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """`explained` counts children by reason; of `ours`, some were recorded late."""

    theirs: Theirs
    ours: int
    explained: Mapping[Why, int]
    references: Mapping[Why, Sequence[str]] = field(default_factory=dict)

    @property
    def difference(self) -> int:
        return self.theirs.count - self.ours

    def as_json(self) -> dict[str, Any]:
        return {
            "series": self.theirs.series,
            "area": self.theirs.area,
            "period_start": str(self.theirs.days[0]),
            "period_end": str(self.theirs.days[1]),
            "theirs": self.theirs.count,
            "ours": self.ours,
            "difference": self.difference,
            "explanations": [
                {"why": why, "text": SAID[why], "children": count}
                | ({"references": self.references[why]} if why in self.references else {})
                for why, count in self.explained.items()
            ],
            "unknown": [{"why": why, "text": text} for why, text in UNKNOWN.items()],
        }


async def reconcile(
    tx: Transaction, content: bytes, *, as_at: date | None, cases: bool
) -> list[Compared]:
    """Every line of the file beside what we count, in the file's order; `cases` names cases."""
    if as_at and as_at > tx.today:
        raise Unacceptable([("/as_at", "in_the_future", "This day has not come yet")])
    asked = _read(tx, content)
    known = min(last_instant_of(as_at), tx.at) if as_at else tx.at
    found: dict[Days, Counter[tuple[str, Why]]] = {}
    named: dict[Days, dict[tuple[str, Why], list[str]]] = {}
    shown: set[str] = set()
    await unhurried(tx)
    async with wall.counting(tx.db):
        for days in sorted({each.days for each in asked}):
            found[days] = await queries.numbers(tx, days, known)
            named[days] = await _named(tx, days, known, shown) if cases else {}
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="reconcile_statistics",
        children=sorted(shown),
        lines=len(asked),
        periods=len(found),
    )
    return [_compared(tx, each, found[each.days], named[each.days]) for each in asked]


async def _named(
    tx: Transaction, days: Days, known: datetime, shown: set[str]
) -> dict[tuple[str, Why], list[str]]:
    found: dict[tuple[str, Why], list[str]] = defaultdict(list)
    for row in await queries.references(tx, days, known):
        found[row.area, Why(row.why)].append(row.reference or row.outcome_id)
        shown.add(row.child_id)
    return found


def _compared(
    tx: Transaction,
    theirs: Theirs,
    found: Mapping[tuple[str, Why], int],
    named: Mapping[tuple[str, Why], Sequence[str]],
) -> Compared:
    pooled = theirs.area == tx.protocol.force_area.code
    areas = list(tx.protocol.areas) if pooled else [theirs.area]
    numbers = {why: sum(found.get((area, why), 0) for area in areas) for why in Why}
    references = {why: [one for area in areas for one in named.get((area, why), ())] for why in Why}
    ours = sum(numbers[why] for why in OURS)
    # A child that we alone leave out makes theirs the larger count; one recorded late, ours.
    apart = {why for why in Why if (why in OURS) == (ours > theirs.count)} - {Why.COUNTED}
    explained = apart if ours != theirs.count else ()
    return Compared(
        theirs,
        ours,
        {why: count for why, count in numbers.items() if count and why in explained},
        {why: some for why, some in references.items() if some and why in explained},
    )


def _read(tx: Transaction, content: bytes) -> list[Theirs]:
    """Lines of areas that are not of this partnership are passed over."""
    errors: Errors = []
    found: list[Theirs] = []
    seen: set[tuple[str, str, Days]] = set()
    for place, row in enumerate(rows_of(content, _COLUMNS, ("series",), most=_MOST), start=1):
        area = area_of(tx, row["area"])
        if area not in {*tx.protocol.areas, tx.protocol.force_area.code}:
            continue
        at = f"/rows/{place}"
        starts, ends = (day(row[name], f"{at}/{name}", errors) for name in _COLUMNS[1:3])
        if starts > ends:
            errors.append((f"{at}/period_end", "before_start", "The period ends before it begins"))
        count = number(row["count"])
        if count < 0:
            errors.append((f"{at}/count", "whole_number", "How many children there were"))
        theirs = Theirs(row["series"].strip() or "police", area, (starts, ends), count)
        if (key := (theirs.series, area, theirs.days)) in seen:
            errors.append((at, "repeated", "This area and period are there twice"))
        seen.add(key)
        found.append(theirs)
    if not found:
        errors.append(("/rows", "none", "No row is of an area of this partnership"))
    if errors:
        raise Unacceptable(errors)
    return found
