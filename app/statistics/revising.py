"""What a release changes of the one before it: by how much, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.database import Record
from app.statistics.figures import Figure, total
from app.statistics.linking import Earlier
from app.statistics.parts import Everything
from app.statistics.registry import SPECS
from app.statistics.spec import Measure
from panel_protocol.protocol import Protocol


class Why(StrEnum):
    # The records, as they stood then, still add up to what was shown then.
    RECORDED_OR_CORRECTED_SINCE = "recorded_or_corrected_since"
    DEFINITION_CHANGED = "definition_changed"
    # They no longer do: records were erased, or are counted in another way.
    COUNTED_DIFFERENTLY = "counted_differently"


@dataclass(frozen=True, slots=True)
class Since:
    """What the release before was made of; both counted the quarters up to `to` in full."""

    to: int
    definitions: Mapping[str, str]
    then: Earlier | None
    now: Everything


def revisions(
    tables: Mapping[Measure, Sequence[Figure]],
    before: Iterable[Record],
    *,
    since: Since,
    protocol: Protocol,
) -> list[dict[str, Any]]:
    """Of figures shown in both: whoever has both releases can take the one from the other."""
    shown, found = _shown(before), []
    for measure, figures in tables.items():
        redefined = since.definitions.get(measure) != SPECS[measure].definition(protocol).value
        for figure in figures:
            earlier = shown.get(_key(figure, measure))
            if earlier is None or figure.count is None or figure.run.last > since.to:
                continue
            if earlier != figure.count:
                why = Why.DEFINITION_CHANGED if redefined else _why(measure, figure, earlier, since)
                found.append(_said(measure, figure, earlier, why))
    return found


def hidden_since(tables: Mapping[Measure, Sequence[Figure]], before: Iterable[Record]) -> int:
    """Of the figures that were shown and not nought, how many no longer are."""
    shown = _shown(before)
    return sum(
        figure.suppressed and bool(shown.get(_key(figure, measure)))
        for measure, figures in tables.items()
        for figure in figures
    )


def _shown(before: Iterable[Record]) -> dict[tuple[Any, ...], int]:
    return {
        (row.measure, row.series, row.area, row.period_kind, row.period_start): row.counted
        for row in before
    }


def _key(figure: Figure, measure: Measure) -> tuple[Any, ...]:
    return measure, figure.series, figure.place.code, figure.period, figure.run.starts


def _why(measure: Measure, figure: Figure, earlier: int, since: Since) -> Why:
    counts = since.now if since.then is None else {**since.now, **since.then.counts}
    then = total(SPECS[measure], counts[measure], figure.series, figure.place, figure.run)
    return Why.RECORDED_OR_CORRECTED_SINCE if then == earlier else Why.COUNTED_DIFFERENTLY


def _said(measure: Measure, figure: Figure, earlier: int, why: Why) -> dict[str, Any]:
    return {
        "measure": measure.value,
        "dimensions": SPECS[measure].said(figure.series),
        "area": figure.place.code,
        "period": figure.period.value,
        "period_start": str(figure.run.starts),
        "period_end": str(figure.run.ends),
        "from": earlier,
        "to": figure.count,
        "difference": (figure.count or 0) - earlier,
        "why": why.value,
    }
