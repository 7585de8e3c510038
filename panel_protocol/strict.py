"""From the words of a parameter file to a typed group of dated values, refusing all else."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from panel_protocol.authority import Grade, Kind
from panel_protocol.catalogue import Source
from panel_protocol.dated import Dated, Entry

G = TypeVar("G")
Sources = Mapping[str, Source]

_PARAMETER = {"describes", "dated_by", "kind", "entries"}
_PARAMETER_MAY = {"confirmed"}
_ENTRY = {"from", "source"}
_ENTRY_MAY = {"value", "awaiting", "asks", "note"}
_NOT_LAW = {Grade.C, Grade.INFERENCE, Grade.LOCAL}


class BrokenParameter(Exception):
    """A parameter file says something the protocol does not allow."""


def group(cls: type[G], raw: Mapping[str, Any], *, file: str, sources: Sources) -> G:
    """One file as one group: the file's names and the group's fields are the same."""
    names = {field.name for field in fields(cls)}  # type: ignore[arg-type]
    check_keys(raw, needed=names, optional=set(), where=f"{file}.toml")
    hints = get_type_hints(cls)
    return cls(
        **{
            name: _parameter(f"{file}.{name}", raw[name], get_args(hints[name])[0], sources)
            for name in names
        }
    )


def check_keys(table: Any, *, needed: set[str], optional: set[str], where: str) -> None:
    if not isinstance(table, Mapping):
        raise BrokenParameter(f"{where}: this must be a table")
    if missing := needed - table.keys():
        raise BrokenParameter(f"{where}: missing {sorted(missing)}")
    if unknown := table.keys() - needed - optional:
        raise BrokenParameter(f"{where}: unknown {sorted(unknown)}")


def word(kind: type[G], text: object, *, where: str) -> G:
    """One of an enumeration's words, or a refusal that says where it stood."""
    try:
        return kind(text)  # type: ignore[call-arg]
    except ValueError as wrong:
        raise BrokenParameter(f"{where}: {text!r} is not a {kind.__name__}") from wrong


def _parameter(name: str, raw: Any, shape: Any, sources: Sources) -> Dated[Any]:
    check_keys(raw, needed=_PARAMETER, optional=_PARAMETER_MAY, where=name)
    kind = word(Kind, raw["kind"], where=name)
    if not isinstance(raw["entries"], list):
        raise BrokenParameter(f"{name}: the entries must be a list")
    entries = tuple(_entry(name, line, shape, sources) for line in raw["entries"])
    for entry in entries:
        if kind is Kind.LAW and entry.value is not None and _is_not_law(entry, sources):
            raise BrokenParameter(f"{name}: {entry.source!r} is not strong enough to be law")
    try:
        return Dated(
            name, entries, raw["describes"], raw["dated_by"], kind, raw.get("confirmed", "")
        )
    except ValueError as wrong:
        raise BrokenParameter(str(wrong)) from wrong


def _is_not_law(entry: Entry[Any], sources: Sources) -> bool:
    return sources[entry.source].grade in _NOT_LAW


def _entry(parent: str, line: Any, shape: Any, sources: Sources) -> Entry[Any]:
    where = f"{parent} from {line.get('from') if isinstance(line, Mapping) else line}"
    check_keys(line, needed=_ENTRY, optional=_ENTRY_MAY, where=where)
    if ("value" in line) == ("awaiting" in line):
        raise BrokenParameter(f"{where}: give either a value or what it is awaiting")
    if ("awaiting" in line) != ("asks" in line):
        raise BrokenParameter(f"{where}: an open question says who is asked, and nothing else does")
    if type(line["from"]) is not date:
        raise BrokenParameter(f"{where}: 'from' must be a date")
    if line["source"] not in sources:
        raise BrokenParameter(f"{where}: source {line['source']!r} is not in sources.toml")
    value = _frozen(line.get("value"))
    if value is not None and not _fits(value, shape):
        raise BrokenParameter(f"{where}: the value is not {shape}")
    return Entry(
        line["from"],
        value,
        line["source"],
        awaiting=line.get("awaiting", ""),
        asks=line.get("asks", ""),
        note=line.get("note", ""),
    )


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(inner) for inner in value)
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(inner) for key, inner in value.items()})
    return value


def _fits(value: Any, shape: Any) -> bool:
    if shape is Any:
        return True
    inner = get_args(shape)
    if get_origin(shape) is tuple:
        return isinstance(value, tuple) and all(_fits(each, inner[0]) for each in value)
    if inner:
        return isinstance(value, Mapping) and all(_fits(each, inner[1]) for each in value.values())
    # A bool is an int to Python, and never to practice.
    return type(value) is shape
