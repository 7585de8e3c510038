"""Histories as practice makes them, and two ways of putting them on record.

A history is what services said of one person over the years: outcomes told late, told better,
overturned; a date of birth put right; homes in one area after another.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from sqlalchemy import insert

from app.children.entry import rank_again
from app.children.outcome_actions import report
from app.children.schemas import CHILD_EXAMPLE, OutcomeReported
from app.children.tables import Child, ChildOutcome, ChildRestriction, ChildVersion
from app.database import new_id
from app.problems import Duplicate, Unacceptable
from app.sealed.tables import PersonKey
from app.transaction import Transaction
from panel_protocol.terms import OutcomeKind
from tests.app.statistics.reference import (
    CAUTIONS_BEGAN,
    Described,
    Told,
    birthday,
    substantive,
)
from tests.counting import AREAS, TODAY, at

FIRST = date(2012, 1, 1)
AGES = (10, 18)  # when counting begins and ends
LEAP_DAYS = (date(2000, 2, 29), date(2004, 2, 29), date(2008, 2, 29))
DIVERSION = ("community_resolution", "outcome_22", "no_further_action", "charge")
HOMES = (*AREAS, "OTHER", "OTHER")
LETTERS = "aBZ_-0z"  # which languages sort otherwise than bytes do
# Days on which two outcomes of one child often fall.
BUSY = (date(2013, 4, 7), CAUTIONS_BEGAN, date(2022, 2, 28), date(2022, 3, 1))


@dataclass(frozen=True)
class History:
    said: tuple[Told, ...]
    described: tuple[Described, ...]
    restricted: bool = False


def history(seed: int, *, most: int = 4) -> History:
    """Of one person, still without a number; the same for the same seed."""
    chance = Random(seed)
    any_day = _between(date(1998, 1, 1), date(2014, 12, 31), chance)
    born = chance.choice([*LEAP_DAYS, *[any_day] * 5])
    outcomes: list[list[Told]] = []
    for number in range(chance.randint(0, most)):
        if outcomes and chance.random() < 0.3:
            outcomes.append(_twin(outcomes[-1], number, chance))
        else:
            outcomes.append(_tellings(number, born, chance))
    said = [told for each in outcomes for told in each]
    described = [Described("", date(2005, 1, 1), born)]
    if chance.random() < 0.5:
        put_right = born + timedelta(chance.choice([-365, -1, 1, 366]))
        described.append(Described("", _between(FIRST, TODAY, chance), put_right))
    return History(tuple(said), tuple(described), restricted=chance.random() < 0.1)


def _tellings(number: int, born: date, chance: Random) -> list[Told]:
    """Everything that was said of one outcome, each time from another day on."""
    given_on = min(max(_given_on(born, chance), FIRST), TODAY)
    committed = chance.choice([None, 0, 1, 30, 365, 366, 500])
    kind = chance.choice([*substantive(given_on), *DIVERSION])
    first = Told(
        person="",
        service=chance.choice(AREAS),
        # Whatever is older was told when there was somebody to tell it to.
        told_on=max(given_on + timedelta(chance.choice([0, 0, 0, 30, 300])), CAUTIONS_BEGAN),
        outcome=str(number),
        kind=kind,
        given_on=given_on,
        area=chance.choice(HOMES),
        committed_on=None if committed is None else given_on - timedelta(committed),
        heard_on=_heard_on(kind, given_on, committed, chance),
        key=chance.choice(LETTERS),
    )
    more: list[dict[str, Any]] = [
        {"overturned": True},
        {"area": "OTHER"},
        {"area": AREAS[0]},
        {"committed_on": given_on - timedelta(400)},
        {"heard_on": _heard_on(kind, given_on, committed, chance) or first.heard_on},
    ]
    fuller = replace(
        first,
        told_on=first.told_on + timedelta(chance.choice([1, 200])),
        service=chance.choice(AREAS),
        **chance.choice(more),
    )
    said = [first, fuller] if chance.random() < 0.5 else [first]
    return [told for told in said if told.told_on <= TODAY]


def _heard_on(kind: str, given_on: date, committed: int | None, chance: Random) -> date | None:
    """Only a court hears, no earlier than the offence; often nobody says when."""
    ago = chance.choice([None, 0, 1, 30, 365])
    if kind != "conviction" or ago is None:
        return None
    return given_on - timedelta(ago if committed is None else min(ago, committed))


def _twin(told: list[Told], number: int, chance: Random) -> list[Told]:
    """Of the same kind and day, for another offence, with another home and id."""
    area, key = chance.choice(HOMES), chance.choice(LETTERS)
    return [replace(each, outcome=str(number), area=area, key=key) for each in told]


def _given_on(born: date, chance: Random) -> date:
    """Any day; or one on which many things happened; or around a birthday that matters."""
    turning = birthday(born, chance.choice(AGES))
    return chance.choice(
        [
            _between(FIRST, TODAY, chance),
            chance.choice(BUSY),
            turning + timedelta(chance.choice([-1, 0])),
        ]
    )


def _between(first: date, last: date, chance: Random) -> date:
    return first + timedelta(chance.randrange((last - first).days + 1))


def numbered(them: Sequence[History]) -> list[History]:
    """Each of a person of their own, and each telling a row of its own."""
    found = []
    for number, each in enumerate(them):
        person = f"{number:022}"
        said = (
            replace(told, person=person, key=f"{told.key}-{number}-{place}".ljust(22, "-"))
            for place, told in enumerate(each.said)
        )
        described = (replace(told, person=person) for told in each.described)
        found.append(replace(each, said=tuple(said), described=tuple(described)))
    return found


async def put_on_record(tx: Transaction, them: Sequence[History]) -> None:
    """Straight into the tables, many at a time; their firsts are ranked by the service itself."""
    people: list[dict[str, Any]] = []
    outcomes: list[dict[str, Any]] = []
    keys, versions, restrictions = [], [], []
    for each in them:
        person = each.described[0].person
        keys.append({"person_id": person, "wrapped": tx.new_key(person)})
        people.append(_child(person, each.described[-1].born))
        versions += _versions(each)
        outcomes += _outcomes(each)
        if each.restricted:
            restrictions.append(_restriction(person))
    for kind, rows in (
        (PersonKey, keys),
        (Child, people),
        (ChildVersion, versions),
        (ChildRestriction, restrictions),
    ):
        if rows:
            await tx.add_all(kind, rows)
    if outcomes:
        await tx.db.execute(insert(ChildOutcome), outcomes)
    for each in them:
        await rank_again(tx, each.described[0].person, each.described[-1].born)


def _child(person: str, born: date) -> dict[str, Any]:
    return {
        "id": person,
        "version": 1,
        "police_person_id": person,
        "police_person_index": person,
        "given_names": "Sam",
        "family_name": "Example",
        "date_of_birth": born,
        "sex": "not_known",
        "home_area": "OTHER",
        "looked_after": False,
        "communication_needs": [],
        "synthetic": True,
        "created_at": at(FIRST),
    }


def _versions(history: History) -> list[dict[str, Any]]:
    return [
        {
            "child_id": each.person,
            "version": number,
            "details": {"date_of_birth": str(each.born)},
            "recorded_at": at(each.told_on),
            "recorded_by": "tests",
        }
        for number, each in enumerate(history.described, start=1)
    ]


def _outcomes(history: History) -> list[dict[str, Any]]:
    following = {now: then for now, then in pairwise(history.said) if now.outcome == then.outcome}
    return [_outcome(each, following.get(each)) for each in history.said]


def _outcome(said: Told, replaced_by: Told | None) -> dict[str, Any]:
    return {
        "id": said.key,
        "child_id": said.person,
        "outcome": OutcomeKind(said.kind),
        "given_on": said.given_on,
        "home_area": said.area,
        "offence_code": f"TH000{said.outcome}",
        "offence_committed_on": said.committed_on,
        "first_hearing_on": said.heard_on,
        "overturned_on": said.given_on if said.overturned else None,
        "home_office_code": None,
        "case_id": "",
        "reported_as": "report",
        "recorded_at": at(said.told_on),
        "recorded_by": said.service,
        "replaced_at": replaced_by and at(replaced_by.told_on),
    }


def _restriction(person: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "child_id": person,
        "ground": "accuracy_contested",
        "reason": "tests",
        "imposed_at": at(FIRST),
        "imposed_by": "tests",
    }


@dataclass
class Reported:
    """What was taken in, of histories that services report one word at a time."""

    said: list[Told] = field(default_factory=list)
    described: list[Described] = field(default_factory=list)
    # The children they were taken for, by the police's number.
    people: dict[str, str] = field(default_factory=dict)


async def reported(tx: Transaction, them: Sequence[History]) -> Reported:
    """Every word in the order of its day, by the action that takes the police's reports.

    Whoever reports says when the child was born as they then know it. What the service refuses
    (an offence under ten, nothing new) is on no record.
    """
    taken = Reported()
    words = [(told, each) for each in them for told in each.said]
    for told, history in sorted(words, key=lambda pair: pair[0].told_on):
        born = [each.born for each in history.described if each.told_on <= told.told_on][-1]
        on_the_day = replace(tx, at=at(told.told_on))
        try:
            async with tx.db.begin_nested():
                recorded = await report(on_the_day, _report(told, born))
        except (Unacceptable, Duplicate):
            continue
        taken.described.append(Described(told.person, told.told_on, born))
        taken.said.append(replace(told, key=recorded.outcome.id))
        assert taken.people.setdefault(told.person, recorded.child_id) == recorded.child_id
    return taken


def _report(told: Told, born: date) -> OutcomeReported:
    child = CHILD_EXAMPLE | {"police_person_id": told.person, "date_of_birth": str(born)}
    outcome = {
        "outcome": told.kind,
        "given_on": str(told.given_on),
        "home_area": told.area,
        "offence_code": f"TH000{told.outcome}",
        "offence_committed_on": told.committed_on and str(told.committed_on),
        "first_hearing_on": told.heard_on and str(told.heard_on),
        "overturned_on": str(told.given_on) if told.overturned else None,
    }
    return OutcomeReported.model_validate_json(json.dumps({"child": child, "outcome": outcome}))
