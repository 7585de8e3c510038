"""The panels of the six areas: convened when a case is first listed, attended when they meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.demo.staff import Team, User

Person = dict[str, Any]


@dataclass(slots=True)
class Sitting:
    """One panel, and whether it has been written down who came."""

    id: str
    version: int
    members: list[Person]
    came: bool = False


class Panels:
    """Every panel the caseload needs."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, date], Sitting] = {}

    async def on(self, area: str, day: date, team: Team) -> Sitting:
        """The area's panel of that day, convened if nobody has done so yet."""
        if (area, day) not in self._known:
            self._known[area, day] = await convene(area, day, team, "Example Civic Centre")
        return self._known[area, day]


async def convene(area: str, day: date, team: Team, venue: str) -> Sitting:
    members = _invited(team)
    body = {"area": area, "held_on": day.isoformat(), "venue": venue, "members": members}
    made = await team.chair.asks("POST", "/v1/panels", body)
    return Sitting(made["id"], made["version"], members)


async def meet(sitting: Sitting, team: Team, without: Sequence[str] = ()) -> None:
    """Write down who came, once."""
    if sitting.came:
        return
    came = [person for person in sitting.members if person["agency"] not in without]
    reply = await team.chair.asks(
        "PUT",
        f"/v1/panels/{sitting.id}/attendance",
        {"attendees": came},
        version=sitting.version,
    )
    sitting.version, sitting.came = reply["version"], True


def _invited(team: Team) -> list[Person]:
    without_account = [
        {"agency": "police", "subject": None, "name": "Sgt Sample"},
        {"agency": "education", "subject": None, "name": "E. Welfare"},
        {"agency": "victim_services", "subject": None, "name": "V. Support"},
    ]
    with_account = (team.manager, team.health, team.social_care)
    return [*map(_named, with_account), *without_account]


def _named(user: User) -> Person:
    return {"agency": user.agency, "subject": user.subject, "name": user.name}
