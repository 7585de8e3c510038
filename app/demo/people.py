"""Children who plainly do not exist."""

from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from panel_protocol.rules.ages import birthday

Of = TypeVar("Of")

_FAMILY_NAMES = (
    "Example Sample Specimen Placeholder Madeup Fictional Notional Instance Imaginary Pretend"
).split()
_GIVEN_NAMES = (
    "Alex Ash Bailey Blake Casey Charlie Drew Ellis Emery Finley Frankie Harley Jamie Jess Jo "
    "Jordan Kai Kit Lane Lee Logan Marley Max Morgan Nico Quinn Reese Remi Riley Robin Rowan Sam "
    "Sasha Sky Tatum Toby"
).split()
# Self-defined ethnicity, 18+1 codes, weighted towards what an area in the North East might see.
_ETHNICITY = (("W1", 78), ("W9", 5), ("A3", 4), ("B2", 4), ("M1", 3), ("O9", 2), ("A2", 2))
_SEX = (("male", 76), ("female", 23), ("not_known", 1))
_AGES = ((10, 1), (11, 2), (12, 6), (13, 12), (14, 20), (15, 23), (16, 22), (17, 14))
_NEEDS = ("speech_language", "autism", "adhd", "hearing", "learning_disability")
_LOOKED_AFTER_IN_A_HUNDRED = 9
_WITH_NEEDS_IN_A_HUNDRED = 40


def born(chance: Random, offence_on: date, age: int | None = None) -> date:
    """A birthday for a child of that age at the offence, not about to turn 18."""
    years = age if age is not None else weighted(chance, _AGES)
    latest = 60 if years == max(_AGES)[0] else 360
    day = offence_on - timedelta(days=chance.randrange(1, latest))
    return birthday(day, -years)


def police_person_id(key: str) -> str:
    return f"DEMO-{key}"


def child(chance: Random, key: str, *, home: str, born_on: date) -> dict[str, Any]:
    looked_after = chance.randrange(100) < _LOOKED_AFTER_IN_A_HUNDRED
    needs = chance.randrange(100) < _WITH_NEEDS_IN_A_HUNDRED
    return {
        "police_person_id": police_person_id(key),
        "given_names": chance.choice(_GIVEN_NAMES),
        "family_name": chance.choice(_FAMILY_NAMES),
        "date_of_birth": born_on.isoformat(),
        "sex": weighted(chance, _SEX),
        "ethnicity": weighted(chance, (*_ETHNICITY, (None, 2))),
        "home_area": home,
        "looked_after": looked_after,
        "responsible_authority": "Example Council" if looked_after else None,
        "communication_needs": [chance.choice(_NEEDS)] if needs else [],
        "school": f"{chance.choice(_FAMILY_NAMES)} Academy",
        "synthetic": True,
    }


def weighted(chance: Random, among: tuple[tuple[Of, int], ...]) -> Of:
    """One of several, each as likely as its weight says."""
    return chance.choices([each for each, _ in among], [weight for _, weight in among])[0]
