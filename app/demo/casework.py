"""One case as the people who work on it hold it: where it stands, and who does what to it."""

from dataclasses import dataclass
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
    today: date
    panel_on: date | None = None
    id: str = ""
    version: int = 0
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

    async def looks(self, who: User) -> Any:
        """The whole case; others may have changed it since."""
        case = await who.asks("GET", self.path)
        self.version = case["version"]
        return case
