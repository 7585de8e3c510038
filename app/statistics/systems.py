"""What to hide in a group of figures: one programme for each part of it that stands alone."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Set
from dataclasses import dataclass, field

from app.statistics.audit import Published, exposed, given_away
from app.statistics.disclosure import Chosen, Linked, NotSafe, choose, sensitive
from app.statistics.linking import Before, Group, Joined, Key, Row
from app.statistics.parts import Part, Parts, Weighed, total


def hidden_in(
    group: Group, before: Before, *, threshold: int, already: Set[Key] = frozenset()
) -> set[Key]:
    """The figures of a group to hide; NotSafe if an outsider could still see through them.

    `already` are hidden whatever their counts.
    """
    found: set[Key] = set()
    for alone in _apart(group, before):
        found |= alone.hidden(threshold, already)
    return found


@dataclass(slots=True)
class _Alone:
    """Figures that no sum links with any others of the group."""

    rows: dict[Parts, Row] = field(default_factory=dict)
    known: list[Parts] = field(default_factory=list)
    once: list[Parts] = field(default_factory=list)
    equal: list[tuple[Parts, Parts]] = field(default_factory=list)
    balances: list[Weighed] = field(default_factory=list)

    def hidden(self, threshold: int, already: Set[Key]) -> set[Key]:
        if not self.known and not self.equal and self._all_gone(threshold, already):
            # Nothing of it is shown, so nothing can be told from what is shown.
            return {key for row in self.rows.values() for key in row.keys}
        linked = self._linked(already)
        if not linked.already and not linked.once and not _small(linked, threshold):
            return set()
        chosen = choose(linked, threshold=threshold)
        _attack(linked, chosen, threshold)
        rows = list(self.rows.values())
        return {key for figure in chosen.hidden for key in rows[figure].keys}

    def _all_gone(self, threshold: int, already: Set[Key]) -> bool:
        return all(
            row.never or total(parts) < threshold or not already.isdisjoint(row.keys)
            for parts, row in self.rows.items()
        )

    def divided(self) -> Iterable["_Alone"]:
        joined = Joined()
        weighed = [(frozenset(part for part, _ in line), line) for line in self.balances]
        sides = (left | right for left, right in self.equal)
        for line in (*self.rows, *self.known, *self.once, *sides, *(parts for parts, _ in weighed)):
            joined.join(line)
        apart: dict[Hashable, _Alone] = defaultdict(_Alone)
        for line, row in self.rows.items():
            apart[joined.root(min(line))].rows[line] = row
        for line in self.known:
            apart[joined.root(min(line))].known.append(line)
        for line in self.once:
            apart[joined.root(min(line))].once.append(line)
        for left, right in self.equal:
            apart[joined.root(min(left | right))].equal.append((left, right))
        for parts, balance in weighed:
            apart[joined.root(min(parts))].balances.append(balance)
        return apart.values()

    def _linked(self, already: Set[Key]) -> Linked:
        """Numbered; parts of one area that are always added together are one part."""
        lines = [
            *self.rows,
            *self.once,
            *self.known,
            *(side for both in self.equal for side in both),
        ]
        weighed = [*(dict.fromkeys(line, 1) for line in lines), *map(dict, self.balances)]
        inside: dict[Part, list[tuple[int, int]]] = {}
        for place, line in enumerate(weighed):
            for part, weight in line.items():
                inside.setdefault(part, []).append((place, weight))
        alike: dict[tuple[str, tuple[tuple[int, int], ...]], list[Part]] = {}
        for part in sorted(inside):
            alike.setdefault((part[1], tuple(inside[part])), []).append(part)
        number = {part: place for place, parts in enumerate(alike.values()) for part in parts}
        rows = list(self.rows.values())
        return Linked(
            parts=tuple(sum(part[-1] for part in parts) for parts in alike.values()),
            members=_numbered(self.rows, number),
            cost=tuple(row.worth for row in rows),
            never=frozenset(f for f, row in enumerate(rows) if row.never),
            already=frozenset(
                f for f, row in enumerate(rows) if not already.isdisjoint(row.keys)
            ),
            known=_numbered(self.known, number),
            once=_numbered(self.once, number),
            equal=tuple(zip(_numbered((a for a, _ in self.equal), number),
                            _numbered((b for _, b in self.equal), number), strict=True)),
            balances=tuple({number[part]: weight for part, weight in line}
                           for line in self.balances),
            owners=tuple(area for area, _ in alike),
        )  # fmt: skip


def _numbered(lines: Iterable[Parts], number: dict[Part, int]) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(number[part] for part in line) for line in lines)


def _apart(group: Group, before: Before) -> Iterable[_Alone]:
    """Without the noughts that are shown: who can read them knows those parts."""
    noughts = before.noughts | {
        part
        for parts, row in group.rows.items()
        if not row.never and not total(parts)
        for part in parts
    }
    whole = _Alone(
        rows=_rows(group, noughts),
        known=list(dict.fromkeys(parts - noughts for parts in before.known)),
        equal=[
            (left - noughts, right - noughts)
            for left, right in group.equal | before.equal
            if left - noughts != right - noughts
        ],
    )
    balances = (frozenset(each for each in line if each[0] not in noughts)
                for line in group.balances)  # fmt: skip
    whole.balances = [line for line in dict.fromkeys(balances) if line]
    once = dict.fromkeys(parts - noughts for parts in before.once)
    whole.once = [parts for parts in once if parts not in whole.rows]
    return whole.divided()


def _rows(group: Group, noughts: Set[Part]) -> dict[Parts, Row]:
    rows: dict[Parts, Row] = {}
    for parts, row in group.rows.items():
        if total(parts):
            one = rows.setdefault(parts - noughts, Row())
            one.keys += row.keys
            one.worth = max(one.worth, row.worth)
            one.never &= row.never
    return rows


def _small(linked: Linked, threshold: int) -> list[int]:
    return sensitive(_totals(linked), threshold=threshold)


def _totals(linked: Linked) -> list[int]:
    return [sum(linked.parts[part] for part in inside) for inside in linked.members]


def _attack(linked: Linked, chosen: Chosen, threshold: int) -> None:
    """Ask of the finished tables what an outsider could, and what each area could."""
    totals = _totals(linked)
    published = Published(
        members=[*linked.members, *linked.once, *linked.known],
        counts=[
            *(None if f in chosen.hidden else count for f, count in enumerate(totals)),
            *(None for _ in linked.once),
            *(sum(linked.parts[part] for part in inside) for inside in linked.known),
        ],
        never=linked.never,
        equal=linked.equal,
        balances=linked.balances,
    )
    small = _small(linked, threshold)
    once = [len(totals) + each for each in range(len(linked.once)) if each not in chosen.lost]
    if exposed(published, sensitive=[*small, *once], threshold=threshold):
        raise NotSafe("The attack on the finished tables found a small count")
    for owner in sorted(set(linked.owners)):
        own = {p: linked.parts[p] for p, area in enumerate(linked.owners) if area == owner}
        others = [
            figure
            for figure in small
            if (owner, figure) not in chosen.lost_to
            and any(linked.parts[part] for part in linked.members[figure] if part not in own)
        ]
        if given_away(published, sensitive=others, own=own):
            raise NotSafe(f"The attack on the finished tables from inside {owner} found a count")
