"""What children are said to have done, by how grave the packaged matrix holds it to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from app.demo.people import born
from panel_protocol.rules.ages import birthday


@dataclass(frozen=True, slots=True)
class Offending:
    """An offence as the police sum it up; `victim` is a person, an organisation, or nobody."""

    code: str
    summary: str
    victim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A submission in all but the child and the days."""

    offences: tuple[Offending, ...]  # one is drawn
    test: str = "full_code"
    admission: str = "admits"
    factors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    earlier: tuple[tuple[str, int], ...] = ()  # an outcome, and how many days before
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    victim_may_be_told_of: bool = True
    age: int | None = None
    eighteen_after: int | None = None  # days from the submission to that birthday

    def born(self, chance: Random, submitted_on: date) -> date:
        if self.eighteen_after is not None:
            return birthday(submitted_on + timedelta(days=self.eighteen_after), -18)
        return born(chance, submitted_on - timedelta(days=_LONGEST_BEFORE), self.age)


_LONGEST_BEFORE = 20
_SHORTEST_BEFORE = 6

PERSON, ORGANISATION = "person", "organisation"

TRIVIAL = (
    Offending("EP90046", "Dropped the wrappings of a meal in the street."),
    Offending("BT49005", "Walked along the railway for a dare.", ORGANISATION),
)
LOW = (
    Offending("TH68010", "Took make-up from a shop.", ORGANISATION),
    Offending("TH68010", "Took sweets and a drink from a shop.", ORGANISATION),
    Offending("CD71039", "Broke a bus shelter window.", ORGANISATION),
    Offending("CD71039", "Kicked a garden fence until it fell.", PERSON),
    Offending("MD71530", "Had a small bag of cannabis in a coat pocket."),
    Offending("CJ88001", "Pushed another pupil over outside school.", PERSON),
    Offending("PU86116", "Shouted threats at staff in a fast-food restaurant.", PERSON),
    Offending("TH68056", "Rode off on somebody's bicycle.", PERSON),
)
MIDDLE = (
    Offending("OF61102", "Punched another child, who needed stitches.", PERSON),
    Offending("PU86003", "One of a group fighting at a bus station."),
    Offending("TH68037", "Climbed into a school at night and took a laptop.", ORGANISATION),
    Offending("CJ88160", "Kicked a paramedic who had come to help.", PERSON),
    Offending("TH68013", "Took a neighbour's moped.", PERSON),
)
HIGH = (
    Offending("TH68036", "Went into a house by the back door and took a phone.", PERSON),
    Offending("CD71015", "Set fire to a park shelter.", ORGANISATION),
    Offending("PU86002", "One of a large group fighting in the town centre."),
)
BLADE = (Offending("CJ88144", "Found with a kitchen knife in a bag on the way to school."),)
TOP = (
    Offending("TH68023", "Took a phone from a child by threatening to hurt them.", PERSON),
    Offending("OF61016", "Cut another child's arm with a bottle.", PERSON),
)
UNSCORED = (
    Offending("FI68433", "Bought an imitation pistol at a market."),
    Offending("CY33054", "Left a younger child alone by a river while in charge.", PERSON),
)
IMAGERY = (Offending("PK78004", "Showed a picture that a girlfriend had sent.", PERSON),)


def submission(
    situation: Situation,
    child: dict[str, Any],
    *,
    reference: str,
    area: str,
    chance: Random,
    on: date,
) -> dict[str, Any]:
    """The whole submission, as sent on that day."""
    committed = on - timedelta(days=chance.randrange(_SHORTEST_BEFORE, _LONGEST_BEFORE))
    offence = chance.choice(situation.offences)
    return {
        "police_reference": reference,
        "child": child,
        "offences": [_offence(situation, offence, area, committed)],
        "evidence": _evidence(situation, committed),
        "history": [
            _earlier(outcome, on - timedelta(days=days), child["home_area"])
            for outcome, days in situation.earlier
        ],
        "circumstances": {"bail": "voluntary_attendance", **situation.circumstances},
        "officer": {"name": "PC Sample", "collar_number": "0000", "unit": "harm_reduction"},
    }


def _offence(
    situation: Situation, offence: Offending, area: str, committed: date
) -> dict[str, Any]:
    may = situation.victim_may_be_told_of
    name = {PERSON: "Viv Example", ORGANISATION: "Example Stores"}
    victim = {"kind": offence.victim, "may_share_with_yjs": may}
    if offence.victim and may:
        victim["name"] = name[offence.victim]
    return {
        "offence_code": offence.code,
        "committed_on": committed.isoformat(),
        "area": area,
        "summary": offence.summary,
        **{f"{way}_factors": list(codes) for way, codes in situation.factors.items()},
        "victims": [victim] if offence.victim else [],
    }


def _evidence(situation: Situation, committed: date) -> dict[str, Any]:
    interviewed = situation.admission != "not_interviewed"
    return {
        "test": situation.test,
        "admission": situation.admission,
        "interviewed_on": (committed + timedelta(days=3)).isoformat() if interviewed else None,
        "appropriate_adult_present": True if interviewed else None,
        "legal_advice": "received" if interviewed else "not_offered",
    }


def _earlier(outcome: str, day: date, home: str) -> dict[str, str]:
    return {"outcome": outcome, "given_on": day.isoformat(), "home_area": home}
