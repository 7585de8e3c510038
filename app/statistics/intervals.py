"""How far chance alone could have moved a share or a ratio: intervals of 95 in a hundred."""

from math import exp, log, sqrt
from typing import NamedTuple

_Z = 1.96


class Interval(NamedTuple):
    lower: float
    upper: float


def share(number: int | None, of: int | None) -> float | None:
    """None where either is hidden; so it is where a rounded number is more than what it is of."""
    if number is None or not of or number > of:
        return None
    return round(number / of, 3)


def wilson(number: int, of: int) -> Interval | None:
    """Of a share (Wilson, 1927): also for small numbers, and never below nought or above one."""
    if not 0 <= number <= of or not of:
        return None
    part, square = number / of, _Z**2
    middle = part + square / (2 * of)
    half = _Z * sqrt(part * (1 - part) / of + square / (4 * of**2))
    scale = 1 + square / of
    return Interval(max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale))


def ratio(number: int, of: int, other: int, of_other: int) -> tuple[float, Interval] | None:
    """A group's rate over another's, with the interval of its logarithm; None without a rate."""
    if not (0 < number <= of and 0 < other <= of_other):
        return None
    found = (number / of) / (other / of_other)
    half = _Z * sqrt(1 / number - 1 / of + 1 / other - 1 / of_other)
    return found, Interval(exp(log(found) - half), exp(log(found) + half))
