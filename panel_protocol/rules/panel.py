"""Who must be at the table before a panel may decide a case."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.existence import begun


@dataclass(frozen=True, slots=True)
class Attendee:
    agency: str
    subject: str | None
    name: str

    @property
    def known_as(self) -> str:
        """How a declaration of interest names this person: by account, or else by name."""
        return self.subject or self.name


def may_decide(
    protocol: Protocol, present: Sequence[Attendee], conflicted: Set[str], held_on: date
) -> Decision[bool]:
    """Whether the panel is quorate for one case; every missing agency is its own reason.

    `conflicted` holds the `known_as` of everyone who declared an interest in this case.
    """
    needed = protocol.panel.agencies_needed.on(held_on)
    came = {person.agency for person in present}
    counted = {person.agency for person in present if person.known_as not in conflicted}
    reasons = [
        _absence(protocol, agency, came, needed.source)
        for agency in needed.value
        if agency not in counted
    ]
    others = protocol.panel.other_agencies_needed.on(held_on)
    further = counted - set(needed.value)
    if len(further) < others.value:
        reasons.append(_too_few_others(others.value, len(further), others.source))
    return Decision(not reasons, tuple(reasons))


def team_members(protocol: Protocol, on: date) -> tuple[str, ...]:
    """The agencies that the law puts in every youth offending team, whoever sits on a panel."""
    members = begun(protocol.panel.team_members, on)
    return members.value if members else ()


def _absence(protocol: Protocol, agency: str, came: Set[str], source: str) -> Reason:
    label = protocol.agencies.get(agency, agency)
    if agency in came:
        text = f"Everyone from {label} declared an interest in this case"
        return Reason("agency_conflicted", text, source)
    return Reason("agency_absent", f"No one from {label} was present", source)


def _too_few_others(wanted: int, came: int, source: str) -> Reason:
    text = f"{wanted} further agency is needed without an interest in this case; {came} counted"
    if wanted != 1:
        text = text.replace("agency is", "agencies are")
    return Reason("other_agency_absent", text, source)
