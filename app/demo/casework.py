"""One case as the people who work on it hold it: where it stands, and who does what to it."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from app.demo.panels import Panels, Sitting
from app.demo.situations import Situation, submission
from app.demo.staff import Team, User
from panel_protocol.protocol import Protocol
from panel_protocol.terms import Disposal


@dataclass(slots=True, kw_only=True)
class Casework:
    key: str  # of the story within its seed: the same seed sends the same Idempotency-Keys
    area: str
    chance: Random
    child: dict[str, Any]
    situation: Situation
    reference: str
    police: User
    team: Team
    panels: Panels
    protocol: Protocol
    heard: Counter[bool]  # victims asked so far, in all cases, by whether the child admits
    today: date
    referred_on: date  # by the police, or for assessment by whoever reviewed it
    panel_on: date | None = None
    id: str = ""
    version: int = 0
    gravity: int | None = None  # as the agenda shows it
    victims_to_hear: bool = False
    assessment: int = 0  # its version
    victims: list[Any] = field(default_factory=list)
    plan: list[Any] = field(default_factory=list)
    panel: Sitting | None = None
    decided: Disposal | None = None

    def submission(self) -> dict[str, Any]:
        """What the police would say of it today."""
        return submission(
            self.situation,
            self.child,
            reference=self.reference,
            area=self.area,
            chance=self.chance,
            on=self.today,
        )

    @property
    def path(self) -> str:
        return f"/v1/cases/{self.id}"

    async def does(self, who: User, what: str, body: Any = None) -> Any:
        """A command to the case as it stands, which has a new version afterwards."""
        reply = await who.asks("POST", f"{self.path}/{what}", body, version=self.version)
        self.version = reply["version"]
        return reply
