"""When panel, service and police differ: who dissents, and what comes before the last word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from panel_protocol.dated import Dated
from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.bars import said
from panel_protocol.rules.existence import begun, quoted
from panel_protocol.terms import Disposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What each would do; `agencies` are those that recommended something to the panel."""

    panel: Disposal
    police: Disposal
    agencies: Mapping[str, Disposal] = field(default_factory=dict)
    gravity: int | None = None
    escalated: bool = False


def told_of(protocol: Protocol, voices: Voices, on: date) -> tuple[Reason, ...]:
    """Who dissents from what the police decide, and what is then expected of everybody."""
    return tuple(_told(protocol, voices, on))


def against(protocol: Protocol, voices: Voices, on: date) -> tuple[Reason, ...]:
    """What must come before the last word, where the partnership uses its ladder."""
    used = protocol.disagreement.escalation_is_used.on(on)
    if not used.value or voices.escalated or voices.police == voices.panel:
        return ()
    return tuple(_ladder(protocol, on))


def _told(protocol: Protocol, voices: Voices, on: date) -> Iterator[Reason]:
    rules = protocol.disagreement
    dissenting = [who for who, what in voices.agencies.items() if what != voices.police]
    differs = voices.police != voices.panel
    if differs or dissenting or _borderline(protocol, voices, on):
        yield from _said(rules.joint_decision, "joint_decision_expected", on)
    if not differs and not dissenting:
        return
    yield from _said(rules.police_last_word, "police_last_word", on)
    source = rules.goes_to_scrutiny.on(on).source
    if differs:
        text = f"The panel decided otherwise: {_named(voices.panel)}"
        yield Reason("panel_dissents", text, source)
    for who in sorted(dissenting):
        name = who.replace("_", " ").capitalize()
        text = f"{name} recommended otherwise: {_named(voices.agencies[who])}"
        yield Reason("agency_dissents", text, source)
    if rules.goes_to_scrutiny.on(on).value:
        found = rules.scrutiny_categories.on(on)
        text = f"For the scrutiny panel, which finds it {'; '.join(found.value)}"
        yield Reason("for_scrutiny", text, found.source)


def _borderline(protocol: Protocol, voices: Voices, on: date) -> bool:
    scores = begun(protocol.disagreement.borderline_scores, on)
    return scores is not None and str(voices.gravity) in scores.value


def _ladder(protocol: Protocol, on: date) -> Iterator[Reason]:
    ladder = protocol.disagreement.ladder.on(on)
    for rung in ladder.value:
        text = (
            f"A difference is first taken to {rung['to']}, "
            f"who answer within {rung['working_days']} working days"
        )
        yield Reason("escalation_needed", text, ladder.source)


def _said(rule: Dated[str], code: str, on: date) -> Iterator[Reason]:
    """Nothing before the guidance that says it."""
    if begun(rule, on) is not None:
        yield quoted(code, rule, on)


def _named(disposal: Disposal) -> str:
    name = said(disposal)
    return name[0].lower() + name[1:]
