"""The quarterly return of key performance indicator 6: the template's rows, and what blocks it."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.statistics.characteristics import EVERY_GROUP
from app.statistics.figures import Place, total
from app.statistics.measured import kpi_6, kpi_6_gaps
from app.statistics.measured.kpi_6_gaps import Gap
from app.statistics.periods import APRIL, QUARTERS, Run, ends, quarter_of, starts
from app.statistics.programmes import (
    ALL,
    CHILDREN,
    COMPLETED,
    NOT_COMPLETED,
    Programme,
    by_group,
)
from app.statistics.spec import series_of
from app.transaction import Transaction
from panel_protocol.record_terms import Kpi6Type

# The return's own way to name a quarter: Q1 is April to June, Q4 January to March of the next year.
_NAMED = re.compile(r"(20\d\d)Q([1-4])")
# Its rows, in the order of the words for them.
_ROWS = (CHILDREN, COMPLETED, NOT_COMPLETED)
# What 6c divides children by; nobody over 17 when a programme begins is in the indicator.
_GROUPS = [
    (of, group)
    for of, group in EVERY_GROUP
    if of in ("sex", "age", "ethnicity") and group != "18_and_over"
]


def quarter_named(tx: Transaction, name: str) -> int:
    """A quarter that has begun, and in which the indicator was counted."""
    found = _NAMED.fullmatch(name)
    if found is None:
        raise Unacceptable([("/quarter", "quarter", "Name a quarter as 2026Q1: April to June")])
    year, place = map(int, found.groups())
    quarter = year * QUARTERS + APRIL + place - 1
    first = quarter_of(kpi_6.begins(tx.protocol))
    if not (first <= quarter and starts(quarter) <= tx.today):
        raise Unacceptable([("/quarter", "quarter", "Nothing is counted of this quarter")])
    return quarter


def over(quarter: int, today: date) -> bool:
    return ends(quarter) < today


async def template(tx: Transaction, area: str, quarter: int) -> str:
    """One service's quarter as the return asks for it: a row a count, a column a type, as CSV."""
    _check(tx, area)
    measured = await kpi_6.count(tx, Run(quarter, quarter), tx.at)
    await _note(tx, "make_kpi_6_return", area, quarter)
    place, run = Place(area, (area,)), Run(quarter, quarter)
    words = tx.protocol.outcomes.kpi_6_rows.on(starts(quarter)).value
    rows: list[list[str | int]] = [["", *Kpi6Type]]
    for said, row in zip(words, _ROWS, strict=True):
        series = (series_of("6b", each, row) for each in Kpi6Type)
        counts = (total(kpi_6.SPEC, measured.counts, each, place, run) for each in series)
        rows.append([said, *counts])
    return _as_csv(rows)


async def by_characteristics(tx: Transaction, area: str, quarter: int) -> str:
    """Indicator 6c as CSV: children of each group, beside all whose programmes ended.

    Case by case the return has it, and its template does not. A share is of all the children, not
    of those of the group (source `yjb-kpi-6-code`).
    """
    _check(tx, area)
    ended: list[Programme] = []
    async for batch in kpi_6.batches(tx, Run(quarter, quarter), tx.at):
        ended += (each for each in batch if each.area == area)
    await _note(tx, "make_kpi_6_return", area, quarter)
    counted = by_group(ended)
    rows: list[list[str | int]] = [["characteristic", "group", *_ROWS, "all_children"]]
    for of, group in _GROUPS:
        counts = (counted[of, group, row] for row in _ROWS)
        rows.append([of, group, *counts, counted[ALL, ALL, CHILDREN]])
    return _as_csv(rows)


def _as_csv(rows: Iterable[Sequence[str | int]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


async def gaps(tx: Transaction, area: str, quarter: int) -> list[Gap]:
    """What must be put right before the return can be sent; whose records is journalled."""
    _check(tx, area)
    found = await kpi_6_gaps.gaps(tx, area, quarter)
    children = sorted({gap.child_id for gap in found})
    await _note(tx, "list_kpi_6_gaps", area, quarter, children=children)
    return found


def _check(tx: Transaction, area: str) -> None:
    if area not in tx.protocol.areas:
        raise Unacceptable([("/area", "unknown_area", "Not an area of this partnership")])


async def _note(
    tx: Transaction, action: str, area: str, quarter: int, *, children: list[str] | None = None
) -> None:
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action=action,
        area=area,
        children=children or [],
        quarter=str(starts(quarter)),
    )
