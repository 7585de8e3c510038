"""What triage says beside the road: who keeps the case, bail, and the birthday that is coming."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages_at import turning_18
from panel_protocol.rules.bail import bail_reasons, under_investigation
from panel_protocol.rules.existence import quoted
from panel_protocol.rules.home_host import responsible


def beside(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    """Reasons that change no road, and that whoever opens the case must know."""
    yield from responsible(protocol, facts, on).reasons
    turning = turning_18(protocol, facts.date_of_birth, on)
    if turning.answer.urgent:
        yield from turning.reasons
    if facts.bailed_on is not None:
        yield from bail_reasons(protocol, facts.bailed_on, facts.bail_until)
    if facts.co_accused:
        yield quoted("considered_together", protocol.routing.co_accused, on)
    yield from under_investigation(protocol, facts.bail, on)
