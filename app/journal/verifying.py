"""Whether the journal is as it was written: every line, every seal, in the order they came.

A page at a time, so that its length does not matter. What was found wrong is told in the order of
the journal; the first fault is the one to look at, as others may follow from it.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app import clock
from app.database import Record, col, table
from app.journal import sealing, seals
from app.journal.lines import authentic, key_id
from app.journal.seals import MULTI, NOTHING, Seal, others
from app.journal.tables import JournalLine

# A sealer that has not come by for this long is not running, or is kept from its work.
LATEST = timedelta(minutes=1)
MOST_FAULTS = 20
# What a driver or a column type raises on a value it cannot be.
_UNREADABLE = (LookupError, TypeError, ValueError)
_PAGE = 500
# No line has a place that small unless somebody put it there.
_BEFORE_ALL = -(2**63)


@dataclass(frozen=True, slots=True)
class Keys:
    """What the journal is checked with: the lines' own key, and the seals' public ones."""

    lines: bytes
    seals: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` is the first bad line, where the fault is in one; `seal` its seal's number."""

    why: str
    says: str
    chain: str
    line: int | None = None
    seal: int | None = None


@dataclass(slots=True)
class Found:
    """What was looked at, and what is wrong."""

    lines: int = 0
    seals: int = 0
    unsealed: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        return not self.faults


@dataclass(slots=True)
class Walk:
    """Reads the journal from the seal after `last` to its present end; `chain` alone, if given."""

    db: AsyncConnection
    keys: Keys
    chain: str | None = None
    last: Seal | None = None
    found: Found = field(default_factory=Found)
    through: int = 0
    heads: dict[str, list[Any]] = field(default_factory=dict)

    async def to_the_end(self) -> Found:
        started = clock.real_now()
        self.through = self.last["through"] if self.last else _BEFORE_ALL
        self.heads = seals.heads_after(self.last)
        try:
            end = await sealing.newest(self.db)
            async for together in self._rounds(end.serial if end else 0):
                if not all(self._link(seal) for seal in together):
                    # What stands on a seal that does not hold cannot be judged.
                    return self.found
                await self._round(together)
        except _UNREADABLE:
            self._say("unreadable", "A seal cannot be read", self.chain or MULTI)
            return self.found
        await self._unsealed(started)
        return self.found

    async def _rounds(self, end: int) -> AsyncIterator[list[Seal]]:
        """The seals made at once: they share out the lines between one place and another."""
        together: list[Seal] = []
        serial = self.last["serial"] if self.last else 0
        while serial < end and self._more():
            page = await sealing.after(self.db, serial)
            for seal in page:
                if together and seal["through"] != together[0]["through"]:
                    yield together
                    together = []
                together.append(seal)
            if not page:
                break
            serial = page[-1]["serial"]
        if together:
            yield together

    async def _round(self, together: Sequence[Seal]) -> None:
        through = together[0]["through"]
        holds = {place: seal for seal in together for place in seal["members"]}
        macs = await self._members(through, holds)
        for seal in together:
            if self._asked(seal["chain"]):
                self._whole(seal, macs)
        self.through = through

    def _link(self, seal: Seal) -> bool:
        """Whether the seal follows on the one before it, and saw the others as they are."""
        self.found.seals += 1
        chain, number = seal["chain"], seal["number"]
        before, prev = self.heads.get(chain, (0, NOTHING))
        if not seals.signed_by(seal, self.keys.seals):
            self._say("signature", _SAYS["signature"], chain, seal=number)
            return False
        wrong = {
            "fork": number <= before,
            "gap": number > before + 1 or (number == 1 and seal["prev"] != NOTHING),
            "prev": number == before + 1 and seal["prev"] != prev,
            "order": _disordered(seal, self.last, self.through),
            "witness": seal["heads"] != others(self.heads, chain),
        }
        for why in (why for why, is_so in wrong.items() if is_so):
            first = min(seal["members"], default=None)
            self._say(why, _SAYS[why], chain, line=first, seal=number)
        self.last = seal
        self.heads = {**self.heads, chain: [number, seals.fingerprint(seal)]}
        return not any(wrong.values())

    async def _members(self, through: int, holds: dict[int, Seal]) -> dict[int, str]:
        """Each line between this round's end and the last's is in its seal; their MACs."""
        awaited, macs = sorted(holds), {}
        async for line in self._lines(above=self.through, upto=through):
            while awaited and awaited[0] < line.sequence:
                self._lost(awaited.pop(0), holds)
            macs[line.sequence] = line.mac
            self._line(line)
            if not awaited or awaited[0] != line.sequence:
                says = "No seal holds this line: it was put in later, or out of its order"
                self._say("stray", says, line.area or MULTI, line=line.sequence)
                continue
            awaited.pop(0)
            seal = holds[line.sequence]
            if seal["chain"] != (line.area or MULTI):
                self._say("chain", "The line is of another area now", seal["chain"], line.sequence)
        for place in awaited:
            self._lost(place, holds)
        return macs

    def _lost(self, place: int, holds: dict[int, Seal]) -> None:
        seal = holds[place]
        self._say("gap", "The line is gone", seal["chain"], line=place, seal=seal["number"])

    def _whole(self, seal: Seal, macs: dict[int, str]) -> None:
        there = [(place, macs[place]) for place in seal["members"] if place in macs]
        if len(there) == len(seal["members"]) and seals.digest(there) != seal["digest"]:
            first = min(seal["members"])
            says = "A line of this seal is not the one that was sealed"
            self._say("digest", says, seal["chain"], line=first, seal=seal["number"])

    def _line(self, line: Record) -> None:
        self.found.lines += 1
        chain = line.area or MULTI
        if line.key_id != key_id(self.keys.lines):
            self._say("key", "The line was signed with a key we do not have", chain, line.sequence)
        elif not authentic(self.keys.lines, line._mapping):  # noqa: SLF001 - a row's public view
            self._say("mac", "The line says something else than it did", chain, line.sequence)

    async def _unsealed(self, started: datetime) -> None:
        async for line in self._lines(above=self.through):
            self._line(line)
            self.found.unsealed += 1
            if line.at < started - LATEST:
                self._say("unsealed", _SAYS["unsealed"], line.area or MULTI, line.sequence)

    async def _lines(self, *, above: int, upto: int | None = None) -> AsyncIterator[Record]:
        sequence, area = col(JournalLine.sequence), col(JournalLine.area)
        wanted = select(table(JournalLine)).order_by(sequence).limit(_PAGE)
        if self.chain is not None:
            wanted = wanted.where(area.is_(None) if self.chain == MULTI else area == self.chain)
        if upto is not None:
            wanted = wanted.where(sequence <= upto)
        while self._more():
            following = wanted.where(sequence > above)
            places = (await self.db.execute(following.with_only_columns(sequence))).scalars().all()
            for line in await self._read(following, places):
                yield line
            if len(places) < _PAGE:
                return
            above = places[-1]

    async def _read(self, page: Any, places: Sequence[int]) -> Sequence[Record]:
        """The lines of a page; one that holds what its columns cannot is a fault of its own."""
        try:
            whole: Sequence[Record] = (await self.db.execute(page)).all()
        except _UNREADABLE:
            pass
        else:
            return whole
        lines: list[Record] = []
        for place in places:
            try:
                alone = select(table(JournalLine)).where(col(JournalLine.sequence) == place)
                lines += (await self.db.execute(alone)).all()
            except _UNREADABLE:
                self._say("mac", "The line cannot be read", self.chain or MULTI, line=place)
        return lines

    def _asked(self, chain: str) -> bool:
        return self.chain in (None, chain)

    def _more(self) -> bool:
        return len(self.found.faults) < MOST_FAULTS

    def _say(
        self, why: str, says: str, chain: str, line: int | None = None, seal: int | None = None
    ) -> None:
        if self._asked(chain) and self._more():
            self.found.faults.append(Fault(why, says, chain, line, seal))


_SAYS = {
    "signature": "The seal is not signed with a key we trust",
    "fork": "A second seal of this number",
    "gap": "A seal before this one is gone",
    "prev": "The seal does not follow on the one before it",
    "order": "The seal's lines are not in their order",
    "witness": "The seal saw another area's chain otherwise than it is now",
    "unsealed": "Not sealed after a minute: see whether the sealer runs, or run "
    "'oocd journal seal'",
}


def _disordered(seal: Seal, last: Seal | None, through: int) -> bool:
    members: Sequence[int] = seal["members"]
    floor = last["serial"] if last else 0
    together = last is not None and last["through"] == seal["through"]
    return (
        seal["serial"] != floor + 1
        or list(members) != sorted(set(members))
        or not members
        or members[0] <= through
        or members[-1] > seal["through"]
        or (seal["through"] <= through and not together)
    )


async def verify(
    db: AsyncConnection, keys: Keys, *, chain: str | None = None, tail: int | None = None
) -> Found:
    """The whole journal, or only its last seals and what follows them."""
    last = await _before(db, tail) if tail is not None else None
    return await Walk(db, keys, chain=chain, last=last).to_the_end()


async def _before(db: AsyncConnection, tail: int) -> Seal | None:
    end = await sealing.newest(db)
    if end is None or end.serial <= tail:
        return None
    found = await sealing.after(db, end.serial - tail - 1, limit=1)
    return found[0] if found else None
