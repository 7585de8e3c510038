"""How long bail before charge may last, and whose authority each period needs."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.months import add_months
from panel_protocol.rules.timescales import Clock
from panel_protocol.saying import written
from panel_protocol.terms import Bail


def bail_clocks(protocol: Protocol, bailed_on: date) -> tuple[Clock, ...]:
    """The last day of each period; none for bail that began under earlier law. Never paused."""
    rule = protocol.timescales.bail_periods
    if rule.entry_on(bailed_on) is None:
        return ()
    periods = rule.on(bailed_on)
    return tuple(
        Clock(
            name=period["name"],
            started_on=bailed_on,
            due_on=add_months(bailed_on, period["months"]),
            working_days=None,
            source=periods.source,
            authorised_by=period["authorised_by"],
        )
        for period in periods.value
    )


def bail_reasons(
    protocol: Protocol, bailed_on: date, bail_until: date | None
) -> tuple[Reason, ...]:
    """What bail needs, and who must have authorised it as long as it is said to last."""
    rule = protocol.timescales.bail_periods
    if rule.entry_on(bailed_on) is None:
        first = rule.entries[0]
        text = f"Bail before {written(first.start)} ran under earlier law, which is not held here"
        return (Reason("bail_under_earlier_law", text, first.source),)
    return tuple(_of_present_law(protocol, bailed_on, bail_until))


def bail_authority(protocol: Protocol, bailed_on: date, until: date) -> Reason:
    """Whose authority bail until that day needs."""
    beyond = protocol.timescales.bail_beyond.on(bailed_on)
    enough = [clock for clock in bail_clocks(protocol, bailed_on) if until <= clock.due_on]
    who, source = (
        (enough[0].authorised_by, enough[0].source) if enough else (beyond.value, beyond.source)
    )
    text = f"Bail until {written(until)} needs the authority of {who}"
    return Reason("bail_authority", text, source)


def under_investigation(protocol: Protocol, bail: Bail | None, on: date) -> tuple[Reason, ...]:
    """A child released under investigation is on no clock at all."""
    means = protocol.timescales.released_under_investigation
    if bail is not Bail.RELEASED_UNDER_INVESTIGATION or means.entry_on(on) is None:
        return ()
    return (Reason("released_under_investigation", means.on(on).value, means.on(on).source),)


def _of_present_law(
    protocol: Protocol, bailed_on: date, bail_until: date | None
) -> Iterator[Reason]:
    rules = protocol.timescales
    test, beyond = rules.bail_test.on(bailed_on), rules.bail_beyond.on(bailed_on)
    yield Reason("bail_test", test.value, test.source)
    last = bail_clocks(protocol, bailed_on)[-1].due_on
    text = f"Bail beyond {written(last)} needs the authority of {beyond.value}"
    yield Reason("bail_beyond", text, beyond.source)
    if bail_until is not None:
        yield bail_authority(protocol, bailed_on, bail_until)
