"""Who works on the caseload: each with a credential of their own, asking over HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
from fastapi import FastAPI

from app.access.actor import Role
from app.access.issuer import DevelopmentIssuer
from panel_protocol.catalogue import Area
from panel_protocol.protocol import Protocol

DONE = (HTTPStatus.OK, HTTPStatus.CREATED)


class Unexpected(RuntimeError):
    """The service answered otherwise than the story says it would."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who asks the service for something."""

    subject: str
    name: str
    agency: str | None
    token: str
    client: httpx.AsyncClient

    async def asks(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        version: int | None = None,
        key: str | None = None,
        answer: Iterable[int] = DONE,
    ) -> Any:
        """The reply's content; any status but those expected ends the loading."""
        headers = {"Authorization": f"Bearer {self.token}"}
        headers |= {} if version is None else {"If-Match": f'"{version}"'}
        headers |= {} if key is None else {"Idempotency-Key": key}
        reply = await self.client.request(method, path, json=body, headers=headers)
        if reply.status_code not in tuple(answer):
            raise Unexpected(f"{method} {path} as {self.subject}: {reply.status_code} {reply.text}")
        return reply.json()


@dataclass(frozen=True, slots=True)
class Team:
    """Those who do the work of one area."""

    officer: User
    manager: User
    chair: User
    health: User
    social_care: User


class Staff:
    """The force's harm-reduction unit, a partner, and a team for each area."""

    def __init__(self, app: FastAPI, issuer: DevelopmentIssuer, protocol: Protocol) -> None:
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://localhost"
        )
        self._issuer = issuer
        everywhere = [protocol.force_area.code]
        self.police = self._user(
            Role.POLICE_SUBMITTER, "harm-reduction@police", "PC Sample", everywhere, "police"
        )
        self.partner = self._user(Role.REGIONAL_PARTNER, "opcc@region", "R. Partner", everywhere)
        self.everywhere = self._user(
            Role.YOT_MANAGER, "lead@region", "R. Lead", everywhere, "youth_justice"
        )
        self._names = {code: area.name for code, area in protocol.areas.items()}
        self.teams = {code: self._team(area) for code, area in protocol.areas.items()}

    def _team(self, area: Area) -> Team:
        place = area.name.lower().replace(" ", "-")
        here = [area.code]
        return Team(
            officer=self._user(
                Role.YOT_OFFICER, f"yot.officer@{place}", "Y. Worker", here, "youth_justice"
            ),
            manager=self._user(
                Role.YOT_MANAGER, f"yot.manager@{place}", "Y. Manager", here, "youth_justice"
            ),
            chair=self._user(
                Role.PANEL_CHAIR, f"panel.chair@{place}", "P. Chair", here, "youth_justice"
            ),
            health=self._user(
                Role.PANEL_MEMBER, f"nurse@health.{place}", "H. Nurse", here, "health"
            ),
            social_care=self._user(
                Role.PANEL_MEMBER,
                f"social.worker@{place}",
                "S. Worker",
                here,
                "childrens_social_care",
            ),
        )

    def _user(
        self,
        role: Role,
        subject: str,
        name: str,
        areas: list[str],
        agency: str | None = None,
    ) -> User:
        token = self._issuer.mint(subject, roles=[role], areas=areas, agency=agency, name=name)
        return User(subject, name, agency, token, self._client)

    def to_try(self) -> list[tuple[str, str, User]]:
        """Who to be, and under which name in a shell."""
        area, team = next((area, self.teams[code]) for code, area in self._names.items())
        return [
            ("the police", "POLICE", self.police),
            (f"a youth justice officer of {area}", "OFFICER", team.officer),
            ("a youth justice manager of all areas", "MANAGER", self.everywhere),
            (f"the chair of the panel of {area}", "CHAIR", team.chair),
            (f"a panel member of {area}, for health", "MEMBER", team.health),
            ("a regional partner", "PARTNER", self.partner),
        ]

    async def close(self) -> None:
        await self._client.aclose()
