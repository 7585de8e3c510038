"""What became of the few: a group too small to be told is not divided either, noughts among it.

Where all of a small group are in one row, the noughts of the others would tell of each child in it
what nobody may tell (group disclosure: Hundepool and others, Statistical Disclosure Control, 2012).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from app.statistics.figures import Place
from app.statistics.linking import Key
from app.statistics.periods import Run
from app.statistics.spec import Counts, Spec


def dividing_too_few(
    spec: Spec, counts: Counts, *, places: Sequence[Place], span: Run, since: int, threshold: int
) -> Iterator[Key]:
    """Every figure that divides, however far, a group of fewer than the threshold."""
    runs = [run.to(span.last) for each in spec.answers for run in spec.told(each, span, since)]
    for whole, parts in _divided(spec).items():
        base, spots = spec.base(whole), Counter[tuple[str, int]]()
        for (series, area, quarter), count in counts.items():
            if series in base:
                spots[area, quarter] += count
        for run, place in product(runs, places):
            if 0 < sum(spots[spot] for spot in product(place.areas, run)) < threshold:
                yield from ((spec.measure, part, place.code, run) for part in parts)


def _divided(spec: Spec) -> dict[str, set[str]]:
    """Of each total, all that stands below it."""
    found: dict[str, set[str]] = {}
    for whole, _ in spec.sums:
        below, left = found.setdefault(whole, set()), [whole]
        while left:
            total = left.pop()
            parts = {part for each, some in spec.sums if each == total for part in some} - below
            below |= parts
            left += parts
    return found
