"""First-time entrants by the seven steps of the Youth Justice Board's own rule, over a list.

The oracle for what is counted in SQL: no statement, no row kept from before, none of the
service's own rules. The steps are those of statistics.md, section 1.3, in their order.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CAUTIONS = ("youth_caution", "youth_conditional_caution")
# Least serious first. Before youth cautions came there were reprimands and final warnings.
SUBSTANTIVE = ("youth_caution", "youth_conditional_caution", "conviction")
SUBSTANTIVE_BEFORE_CAUTIONS = ("reprimand", "final_warning", "conviction")
CAUTIONS_BEGAN = date(2013, 4, 8)


@dataclass(frozen=True)
class Told:
    """What one service said, on one day, of one outcome of one person."""

    person: str  # as the police number them: what makes two services' children one
    service: str
    told_on: date
    outcome: str  # which of the person's outcomes; a later word on it replaces an earlier one
    kind: str
    given_on: date
    area: str  # where they lived when it was given
    committed_on: date | None = None
    heard_on: date | None = None
    overturned: bool = False
    key: str = ""  # what tells apart outcomes alike in day and seriousness


@dataclass(frozen=True)
class Described:
    """When a person was born, as was said on one day."""

    person: str
    told_on: date
    born: date


def entrants(
    told: Iterable[Told],
    described: Iterable[Described],
    as_at: date,
    *,
    deleted: Iterable[str] = (),
) -> dict[str, Told]:
    """The outcome that made each person an entrant here, as was known at the end of a day."""
    # 1. The latest record of every outcome, and of every child.
    records, born = {}, {}
    for said in sorted(told, key=lambda each: each.told_on):
        if said.told_on <= as_at:
            records[said.person, said.outcome] = said
    for description in sorted(described, key=lambda each: each.told_on):
        if description.told_on <= as_at:
            born[description.person] = description.born

    # 2. Aged 10 to 17 at the offence, and no older at the first hearing. A caution has none: the
    #    day it was given stands in for it; and the hearing for an offence whose day nobody said.
    kept = [
        each
        for each in records.values()
        if 10 <= age(born[each.person], each.committed_on or heard(each)) <= 17
        and age(born[each.person], heard(each)) <= 17
    ]

    # 3. A substantive outcome.
    kept = [each for each in kept if each.kind in substantive(each.given_on)]

    # 4. Not overturned, nor of a child whose record is not to be used.
    gone = set(deleted)
    kept = [each for each in kept if not each.overturned and each.person not in gone]

    # 5. The first of each child within each service: by day, then the most serious.
    within: dict[tuple[str, str], Told] = {}
    for each in sorted(kept, key=rank):
        within.setdefault((each.service, each.person), each)

    # 6. The first of each child across the services.
    across: dict[str, Told] = {}
    for each in sorted(within.values(), key=rank):
        across.setdefault(each.person, each)

    # 7. Only now whoever lived elsewhere is left out.
    return {person: each for person, each in across.items() if each.area != "OTHER"}


def counted(found: Iterable[Told]) -> dict[tuple[str, str, int], int]:
    """By area and quarter, as the service keys its counts."""
    return dict(Counter(("", each.area, quarter(each.given_on)) for each in found))


def quarter(day: date) -> int:
    return day.year * 4 + (day.month - 1) // 3


def substantive(day: date) -> tuple[str, ...]:
    return SUBSTANTIVE if day >= CAUTIONS_BEGAN else SUBSTANTIVE_BEFORE_CAUTIONS


def heard(each: Told) -> date:
    return each.heard_on or each.given_on


def rank(each: Told) -> tuple[date, int, str]:
    return each.given_on, -substantive(each.given_on).index(each.kind), each.key


def age(born: date, day: date) -> int:
    years = 0
    while birthday(born, years + 1) <= day:
        years += 1
    return years


def birthday(born: date, years: int) -> date:
    try:
        return date(born.year + years, born.month, born.day)
    except ValueError:  # born on 29 February, and there is none this year
        return date(born.year + years, 3, 1)
