"""Whether a disposal existed on a day."""

from datetime import date

from panel_protocol.dated import Dated
from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.terms import Disposal


def existed(protocol: Protocol, disposal: Disposal, on: date) -> Decision[bool]:
    """Whether it could be given to anybody that day; if not, since when it can be."""
    begun = _begun_by(protocol).get(disposal)
    if begun is None or begun.entry_on(on) is not None:
        return Decision(True, ())
    first = begun.entries[0]
    said = disposal.replace("_", " ").capitalize()
    text = f"{said} did not exist before {first.start:%d %B %Y}"
    return Decision(False, (Reason("not_yet_in_force", text, first.source),))


def _begun_by(protocol: Protocol) -> dict[Disposal, Dated[str]]:
    """What brought each newer disposal about; the others are as old as this protocol."""
    rules = protocol.options
    return {
        Disposal.OUTCOME_22: rules.outcome_22_means,
        Disposal.OUTCOME_23: rules.outcome_23_means,
    }
