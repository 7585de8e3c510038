"""Importing figures that others published."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from app.statistics.files import Errors, area_of, day, number, rows_of, short, words
from app.statistics.published import Published, Series, as_row, packaged
from app.statistics.tables import PublishedFigure
from app.transaction import Transaction

_COLUMNS = (
    "series vintage area_code period_start period_end rate_per_100k fte_count source"
).split()
_MOST = 50_000
_PER = 100_000
_ENGLAND = "E92000001"
_REGIONS = [f"E1200000{number}" for number in range(1, 10)]

# A figure and the file's row it stands in.
Numbered = tuple[int, Published]


async def import_published(tx: Transaction, content: bytes) -> int:
    """Keep the figures of this partnership's areas and of what they are compared with.

    A figure imported before stays on record; of the same series, vintage, area and period the
    latest import is shown.
    """
    errors: Errors = []
    rows = list(enumerate(rows_of(content, _COLUMNS, ("note",), most=_MOST), start=1))
    read = [(place, _figure(tx, row, f"/rows/{place}", errors)) for place, row in rows]
    errors += _repeated(read)
    errors += _not_pooled(tx, read)
    ours = {*tx.protocol.areas, tx.protocol.force_area.code, *(each.area for each in packaged())}
    kept = [figure for _, figure in read if figure.area in ours]
    if not kept:
        errors.append(("/rows", "none", "No row is of this partnership or what it is compared to"))
    if errors:
        raise Unacceptable(errors)
    await tx.add_all(PublishedFigure, [as_row(each) | {"imported_at": tx.at} for each in kept])
    await journal.record(
        tx,
        category=JournalCategory.ADMIN,
        action="import_published",
        figures=len(kept),
        series=sorted({each.series.value for each in kept}),
    )
    return len(kept)


def _figure(tx: Transaction, row: Mapping[str, str], at: str, errors: Errors) -> Published:
    starts, ends = (day(row[n], f"{at}/{n}", errors) for n in ("period_start", "period_end"))
    if date.min != starts >= ends:
        errors.append((f"{at}/period_end", "before_start", "The period ends before it begins"))
    return Published(
        series=_series(row["series"].strip(), f"{at}/series", errors),
        vintage=words(row["vintage"], f"{at}/vintage", errors, most=40),
        area=area_of(tx, row["area_code"])[:9],
        period_start=starts,
        period_end=ends,
        rate=_whole(row["rate_per_100k"], f"{at}/rate_per_100k", errors, most=_PER),
        count=_whole(row["fte_count"], f"{at}/fte_count", errors, most=_PER),
        source=words(row["source"], f"{at}/source", errors, most=400),
        note=short(row["note"], f"{at}/note", errors, most=400),
    )


def _series(said: str, at: str, errors: Errors) -> Series:
    try:
        return Series(said)
    except ValueError:
        errors.append((at, "series", f"One of these: {', '.join(Series)}"))
        return Series.PNC


def _whole(text: str, at: str, errors: Errors, *, most: int) -> int | None:
    """Nothing, or the dash of published tables, is a figure that was suppressed."""
    if text.strip() in ("", "-"):
        return None
    found = number(text)
    if not 0 <= found <= most:
        errors.append((at, "whole_number", "A whole number, or nothing where it was suppressed"))
    return found


def _repeated(read: Sequence[Numbered]) -> Iterator[tuple[str, str, str]]:
    seen: set[tuple[str, ...]] = set()
    for place, figure in read:
        if figure.key in seen:
            yield f"/rows/{place}", "repeated", "This figure is there twice"
        seen.add(figure.key)


def _not_pooled(tx: Transaction, read: Sequence[Numbered]) -> Iterator[tuple[str, str, str]]:
    """A rate of several areas lies between theirs. One that does not was summed, as has happened.

    That can be seen where all the parts are in the file.
    """
    wholes = {tx.protocol.force_area.code: list(tx.protocol.areas), _ENGLAND: _REGIONS}
    rates: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for _, each in read:
        if each.rate is not None:
            rates[_line(each)][each.area] = each.rate
    for place, each in read:
        beside = rates[_line(each)]
        parts = [beside[area] for area in wholes.get(each.area, ()) if area in beside]
        whole = each.rate is not None and parts and len(parts) == len(wholes[each.area])
        if whole and not min(parts) <= (each.rate or 0) <= max(parts):
            text = "Not between its parts' rates: a rate is pooled, never summed"
            yield f"/rows/{place}/rate_per_100k", "not_pooled", text


def _line(each: Published) -> tuple[str, ...]:
    return each.series, each.vintage, str(each.period_start), str(each.period_end)
