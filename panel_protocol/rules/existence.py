"""Whether a disposal, or a rule, existed on a day."""

from datetime import date
from typing import TypeVar

from panel_protocol.dated import Answer, Dated
from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.saying import written
from panel_protocol.terms import Disposal

T = TypeVar("T")


def begun(rule: Dated[T], on: date) -> Answer[T] | None:
    """What a rule says, or nothing on a day before it began; what is awaited still stops."""
    return rule.on(on) if rule.entry_on(on) else None


def quoted(code: str, rule: Dated[str], on: date) -> Reason:
    """A reason in the rule's own words, on its own authority."""
    words = rule.on(on)
    return Reason(code, words.value, words.source)


def existed(protocol: Protocol, disposal: Disposal, on: date) -> Decision[bool]:
    """Whether it could be given to anybody that day; if not, since when it can be."""
    brought = _brought_by(protocol).get(disposal)
    if brought is None or begun(brought, on) is not None:
        return Decision(True, ())
    first = brought.entries[0]
    said = disposal.replace("_", " ").capitalize()
    text = f"{said} did not exist before {written(first.start)}"
    return Decision(False, (Reason("not_yet_in_force", text, first.source),))


def _brought_by(protocol: Protocol) -> dict[Disposal, Dated[str]]:
    """What brought each newer disposal about; the others are as old as this protocol."""
    rules = protocol.options
    return {
        Disposal.OUTCOME_22: rules.outcome_22_means,
        Disposal.OUTCOME_23: rules.outcome_23_means,
    }
