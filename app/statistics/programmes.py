"""Intervention programmes as key performance indicator 6 counts them: each child once, and apart.

A child may have several programmes that end in one quarter. So that the figures agree, and no
small count can be worked out of them, every child falls into one kind: of one type of disposal or
of several, and with what success. The published counts are sums of these kinds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.statistics.spec import series_of

CHILDREN, COMPLETED, NOT_COMPLETED = "children", "completed", "not_completed"
PROGRAMMES = "programmes"
ALL = "all"
_BOTH, _NEITHER = "both", "neither"
_SUCCESS = (COMPLETED, NOT_COMPLETED, _BOTH, _NEITHER)
# Which of them a published count takes in.
_TAKES: Mapping[str, Sequence[str]] = {
    CHILDREN: _SUCCESS,
    COMPLETED: (COMPLETED, _BOTH),
    NOT_COMPLETED: (NOT_COMPLETED, _BOTH),
}
# A child's programmes besides the first of each success: counted by 6a alone.
_FURTHER = (COMPLETED, NOT_COMPLETED, _NEITHER)

Sums = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """One that ended: `completed` is None where nobody could say."""

    child_id: str
    area: str
    quarter: int
    type: str
    completed: bool | None
    # Of some characteristics, the child's group.
    groups: tuple[tuple[str, str], ...] = ()


def tallied(programmes: Iterable[Programme]) -> Counter[tuple[str, str, int]]:
    """How many there are of each kind, by area and quarter."""
    of_child: dict[tuple[str, str, int], list[Programme]] = defaultdict(list)
    for each in programmes:
        of_child[each.child_id, each.area, each.quarter].append(each)
    return Counter(
        (kind, area, quarter)
        for (_, area, quarter), theirs in of_child.items()
        for kind in _kinds(theirs)
    )


def by_group(programmes: Iterable[Programme]) -> Counter[tuple[str, str, str]]:
    """How many children of each group there are, completed, and did not; then all of them.

    A child who completed one programme and not another is in both.
    """
    counted: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for each in programmes:
        for of, group in (*each.groups, (ALL, ALL)):
            counted[of, group, CHILDREN].add(each.child_id)
            if each.completed is not None:
                success = COMPLETED if each.completed else NOT_COMPLETED
                counted[of, group, success].add(each.child_id)
    return Counter({key: len(children) for key, children in counted.items()})


def _kinds(theirs: Sequence[Programme]) -> Iterator[str]:
    by_type: dict[str, list[bool | None]] = defaultdict(list)
    for each in theirs:
        by_type[each.type].append(each.completed)
    everything = [each.completed for each in theirs]
    if len(by_type) == 1:
        yield series_of("one", theirs[0].type, _success(everything))
    else:
        yield series_of("several", ALL, _success(everything))
        for kind, said in by_type.items():
            yield series_of("among_several", kind, _success(said))
    yield from _further(everything)


def _success(said: Sequence[bool | None]) -> str:
    if True in said and False in said:
        return _BOTH
    if True in said:
        return COMPLETED
    return NOT_COMPLETED if False in said else _NEITHER


def _further(said: Sequence[bool | None]) -> Iterator[str]:
    completed, failed = max(said.count(True) - 1, 0), max(said.count(False) - 1, 0)
    besides = len(said) - 1 - completed - failed
    for success, number in zip(_FURTHER, (completed, failed, besides), strict=True):
        yield from [series_of("further", ALL, success)] * number


def published(types: Sequence[str]) -> tuple[str, ...]:
    """The rows, in their order."""
    headline = (series_of("headline", ALL, counted) for counted in _TAKES)
    by_type = (series_of("6b", each, counted) for each in types for counted in _TAKES)
    return (
        *headline,
        series_of("6a", ALL, PROGRAMMES),
        series_of("6a", ALL, COMPLETED),
        *by_type,
    )


def sums(types: Sequence[str]) -> Sums:
    """What each row adds up."""
    return (
        *((series_of("headline", ALL, counted), _children(types, counted)) for counted in _TAKES),
        (
            series_of("6a", ALL, PROGRAMMES),
            (*_children(types, CHILDREN), *(series_of("further", ALL, each) for each in _FURTHER)),
        ),
        (
            series_of("6a", ALL, COMPLETED),
            (*_children(types, COMPLETED), series_of("further", ALL, COMPLETED)),
        ),
        *(
            (series_of("6b", each, counted), tuple(_of_type(each, counted)))
            for each in types
            for counted in _TAKES
        ),
    )


def _each(series: str, types: Sequence[str], takes: Sequence[str]) -> list[str]:
    return [series_of(series, each, how) for each in types for how in takes]


def balances(types: Sequence[str]) -> Iterator[dict[str, int]]:
    """How children with several types bear on each other: none of these is ever below nought.

    Such a child is of two types at least, and of each once; whatever they have besides the first
    programme of each success is a further one.
    """
    further = [series_of("further", ALL, each) for each in _FURTHER]
    every = _each("several", [ALL], _SUCCESS)
    among = _each("among_several", types, _SUCCESS)
    yield _weighed(among, every, 2)
    yield _weighed([*every, *further], among)
    for success in (COMPLETED, NOT_COMPLETED):
        takes = _TAKES[success]
        theirs = _each("several", [ALL], takes)
        by_type = _each("among_several", types, takes)
        yield _weighed(by_type, theirs)
        yield _weighed([*theirs, series_of("further", ALL, success)], by_type)
    for kind in types:
        for takes in _TAKES.values():
            yield _weighed(_each("several", [ALL], takes), _each("among_several", [kind], takes))


def _weighed(more: Iterable[str], less: Iterable[str], times: int = 1) -> dict[str, int]:
    return dict.fromkeys(more, 1) | dict.fromkeys(less, -times)


def supposed(types: Sequence[str]) -> frozenset[str]:
    """A child with two programmes in a quarter is rare: nobody thinks of one who is not there."""
    return frozenset(
        [
            *_each("several", [ALL], _SUCCESS),
            *_each("among_several", types, _SUCCESS),
            *(series_of("further", ALL, each) for each in _FURTHER),
        ]
    )


def _children(types: Sequence[str], counted: str) -> tuple[str, ...]:
    of_one = (series_of("one", each, how) for each in types for how in _TAKES[counted])
    return (*of_one, *(series_of("several", ALL, how) for how in _TAKES[counted]))


def _of_type(kind: str, counted: str) -> Iterator[str]:
    for how in _TAKES[counted]:
        yield series_of("one", kind, how)
        yield series_of("among_several", kind, how)
