"""The protocol as it stood on one day, in force on every day: for asking what would have been."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

from panel_protocol.dated import Dated
from panel_protocol.groups import Groups
from panel_protocol.protocol import Protocol


def pinned(protocol: Protocol, day: date) -> Protocol:
    """Only the rules are moved: ages and clocks go on counting from the case's own days.

    What was awaited that day is awaited on every day; what did not exist yet never does.
    """
    groups = {each.name: _group(getattr(protocol, each.name), day) for each in fields(Groups)}
    matrix = protocol.matrix_on(day)
    return replace(
        protocol,
        **groups,
        matrices=(replace(matrix, starts=date.min, ends=None),) if matrix else (),
        editions=(replace(protocol.edition_on(day), starts=date.min),),
        tools=(replace(protocol.tool_on(day), starts=date.min),),
    )


def _group(group: Any, day: date) -> Any:
    names = [field.name for field in fields(group)]
    return replace(group, **{name: _moved(getattr(group, name), day) for name in names})


def _moved(rule: Dated[Any], day: date) -> Dated[Any]:
    entry = rule.entry_on(day)
    if entry is None:
        return replace(rule, entries=(replace(rule.entries[0], start=date.max),))
    return replace(rule, entries=(replace(entry, start=date.min),))
