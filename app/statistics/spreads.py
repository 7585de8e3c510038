"""Median and quartiles of a spread: of every value, how many there were."""

from collections.abc import Mapping
from itertools import accumulate
from math import floor

from app.statistics.spec import Spread, Value

MEDIAN, LOWER, UPPER = (1, 2), (1, 4), (3, 4)
QUARTILES = {"lower_quartile": LOWER, "median": MEDIAN, "upper_quartile": UPPER}


def quantile(spread: Spread, part: tuple[int, int]) -> float | None:
    """Interpolated between the two values it falls between, both ends of the spread counted.

    The "inclusive" method of `statistics.quantiles`, a spreadsheet's QUARTILE.INC.
    """
    many = sum(spread.values())
    if not many:
        return None
    numerator, denominator = part
    place, beyond = divmod((many - 1) * numerator, denominator)
    below = _at(spread, place)
    above = _at(spread, min(place + 1, many - 1))
    return below + (above - below) * beyond / denominator


def quartiles(spread: Spread | None) -> dict[str, Value]:
    """Under the names they are served by; none where there is nothing, or nothing may be shown."""
    return {name: quantile(spread or {}, part) for name, part in QUARTILES.items()}


def without_fractions(values: Mapping[str, Value]) -> dict[str, Value]:
    """Half up: the fraction of a quartile tells how many values there are, but for fours."""
    return {
        name: floor(value + 0.5) if name in QUARTILES and value is not None else value
        for name, value in values.items()
    }


def _at(spread: Spread, place: int) -> int:
    """The value at a place, from nought, of the values in order."""
    values = sorted(spread)
    up_to = accumulate(spread[value] for value in values)
    return next(value for value, last in zip(values, up_to, strict=True) if place < last)
