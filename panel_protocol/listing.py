"""From rows and tables to the things the protocol knows by name, each name used once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from panel_protocol.authority import Grade, MatrixStatus
from panel_protocol.catalogue import Area, Edition, Matrix, Offence, Population, Source
from panel_protocol.strict import BrokenParameter, Sources, check_keys, word
from panel_protocol.terms import ModeOfTrial

T = TypeVar("T")
Row = Mapping[str, str]
_YES_NO = {"Y": True, "N": False, "": None}
_SCORES = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


def keyed(things: Iterable[T], key: Callable[[T], str], *, where: str) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        if key(thing) in found:
            raise BrokenParameter(f"{where}: {key(thing)} is there twice")
        found[key(thing)] = thing
    return MappingProxyType(found)


def source(key: str, raw: Mapping[str, Any]) -> Source:
    where = f"sources.toml {key}"
    check_keys(raw, needed={"title", "url", "grade", "checked"}, optional=set(), where=where)
    grade = word(Grade, raw["grade"], where=where)
    return Source(key, raw["title"], raw["url"], grade, raw["checked"])


def area(raw: Mapping[str, Any]) -> Area:
    check_keys(raw, needed={"code", "name", "letters"}, optional=set(), where="areas.toml")
    return Area(raw["code"], raw["name"], raw["letters"])


def edition(raw: Mapping[str, Any], sources: Sources) -> Edition:
    where = f"editions.toml {raw.get('name')}"
    needed = {"name", "from", "title", "notes", "source"}
    check_keys(raw, needed=needed, optional=set(), where=where)
    _known(raw["source"], sources, where)
    return Edition(raw["name"], raw["from"], raw["title"], raw["notes"], raw["source"])


def offence(row: Row) -> Offence:
    where = f"offences.csv {row['code']}"
    if not all(row[name] for name in ("code", "title", "home_office_class", "group", "source")):
        raise BrokenParameter(f"{where}: an offence needs a title, a class, a group and a source")
    return Offence(
        code=row["code"],
        title=row["title"],
        act=row["act"],
        home_office_class=row["home_office_class"],
        mode_of_trial=word(ModeOfTrial, row["mode_of_trial"], where=where),
        group=row["group"],
        imprisonable=_YES_NO[row["imprisonable"]],
        adult_max_custody=row["adult_max_custody"],
        recordable=row["recordable"] == "Y",
        source=row["source"],
    )


def population(row: Row) -> Population:
    count = int(row["population_10_17"])
    return Population(row["area_code"], int(row["mid_year"]), count, row["series"], row["source"])


def scores(rows: Iterable[Row], *, where: str) -> Mapping[str, int]:
    """Gravity scores by offence: whole numbers from 1 to 5, each offence once."""
    pairs = keyed(((row["offence_code"], row["score"]) for row in rows), _first, where=where)
    for code, (_, score) in pairs.items():
        if not code or score not in _SCORES:
            raise BrokenParameter(f"{where}: {code} is scored {score!r}, not 1 to 5")
    return MappingProxyType({code: _SCORES[score] for code, (_, score) in pairs.items()})


def matrix(raw: Mapping[str, Any], rows: Iterable[Row], *, sha256: str, sources: Sources) -> Matrix:
    where = f"matrices.toml {raw.get('file')}"
    needed = {"file", "edition", "from", "status", "source"}
    check_keys(raw, needed=needed, optional={"until"}, where=where)
    _known(raw["source"], sources, where)
    return Matrix(
        edition=raw["edition"],
        starts=raw["from"],
        ends=raw.get("until"),
        status=word(MatrixStatus, raw["status"], where=where),
        sha256=sha256,
        scores=scores(rows, where=raw["file"]),
        source=raw["source"],
    )


def holidays(rows: Iterable[Row]) -> frozenset[date]:
    by_day = keyed(rows, lambda row: row["date"], where="bank_holidays.csv")
    return frozenset(date.fromisoformat(day) for day in by_day)


def _first(pair: tuple[str, str]) -> str:
    return pair[0]


def _known(key: str, sources: Sources, where: str) -> None:
    if key not in sources:
        raise BrokenParameter(f"{where}: source {key!r} is not in sources.toml")
