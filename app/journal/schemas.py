"""The journal as an auditor reads it."""

from datetime import datetime
from typing import Any

from pydantic import Field

from app.fields import Reply


class LineRead(Reply):
    sequence: int = Field(description="Its place in the journal.")
    at: datetime = Field(description="When it was done, by the service's clock.")
    category: str = Field(description="One of the six of DPA 2018 s.62(1), or `denied` or `admin`.")
    action: str = Field(description="What was done, as the route is named.")
    purpose: str | None = Field(description="What for, derived from the action.")
    outcome: str | None = Field(description="`done` or `refused`.")
    actor: str = Field(description="Who did it (`sub`).")
    actor_kind: str | None = Field(description="`credential`, or `operator` from a shell.")
    roles: list[str] = Field(description="The actor's roles at the time.")
    areas: list[str] | None = Field(description="The actor's areas at the time.")
    agency: str | None = Field(description="The actor's agency.")
    area: str | None = Field(description="The area of the record, where it has one.")
    request_id: str = Field(description="The request, as in its `X-Request-Id`.")
    case_id: str | None = Field(description="The case it was about.")
    children: list[str] = Field(description="Every child shown or changed, by opaque id.")
    resource: dict[str, Any] = Field(description="Ids, versions, codes and counts.")
    reason: str | None = Field(description="Code of the reason for access in an emergency.")
    recipient_organisation: str | None = Field(description="Of a disclosure: to which body.")
    recipient_person: str | None = Field(description="Of a disclosure: to whom there.")
    sealed: bool = Field(description="Whether it is sealed yet; it is within seconds.")


class JournalPage(Reply):
    items: list[LineRead] = Field(description="Newest first.")
    next: str | None = Field(description="Cursor of the next page; null on the last.")


class FaultRead(Reply):
    why: str = Field(description="What is wrong, as a code.")
    says: str = Field(description="The same in words.")
    chain: str = Field(description="The area's chain, or `multi`.")
    line: int | None = Field(description="The first bad line.")
    seal: int | None = Field(description="The number of the seal.")


class HeadRead(Reply):
    chain: str = Field(description="The area's chain, or `multi` for lines about no one area.")
    seals: int = Field(description="How many seals the chain has.")
    fingerprint: str = Field(description="Of its newest seal: to write down elsewhere.")


class VerificationRead(Reply):
    intact: bool = Field(description="Whether no fault was found.")
    complete: bool = Field(
        description="Whether all of it was looked at, or only its newest part; the command "
        "`oocd journal verify` always looks at all."
    )
    lines: int = Field(description="Lines looked at.")
    seals: int = Field(description="Seals looked at.")
    unsealed: int = Field(description="Lines not sealed yet.")
    faults: list[FaultRead] = Field(description="What is wrong, in the journal's order.")
    heads: list[HeadRead] = Field(description="The newest seal of each chain.")
    public_key: str = Field(description="What seals are signed with (Ed25519, hexadecimal).")
