"""The packaged protocol with one parameter set otherwise."""

from dataclasses import replace
from datetime import date

from panel_protocol.dated import Entry
from panel_protocol.protocol import Protocol


def with_value(
    protocol: Protocol, group: str, name: str, value: object, *, start: date | None = None
) -> Protocol:
    """From the parameter's first day, or another, and for ever."""
    held = getattr(protocol, group)
    dated = getattr(held, name)
    first = dated.entries[0]
    entry = Entry(start or first.start, value, first.source)
    changed = replace(held, **{name: replace(dated, entries=(entry,))})
    return replace(protocol, **{group: changed})
