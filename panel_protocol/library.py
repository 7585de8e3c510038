"""The only file of the protocol that reads anything: its own parameter files, once."""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_type_hints

from panel_protocol import listing
from panel_protocol.authority import MatrixStatus
from panel_protocol.catalogue import Edition, Matrix
from panel_protocol.groups import Groups
from panel_protocol.protocol import Protocol
from panel_protocol.strict import BrokenParameter, Sources, check_keys, group
from panel_protocol.tool import BrokenTool, Tool
from panel_protocol.tool_parse import parse

__all__ = ["BrokenParameter", "load", "read_matrix"]

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")


def load(directory: Path | None = None) -> Protocol:
    """The packaged protocol; a file of the same name in `directory` replaces a packaged one."""
    if directory is None:
        return _packaged()
    if not directory.is_dir():
        raise BrokenParameter(f"{directory}: there is no such folder")
    return _laid_over(directory)


@cache
def _packaged() -> Protocol:
    """Part of the program, so it is read once; nobody can change what is read."""
    return _laid_over(None)


def _laid_over(directory: Path | None) -> Protocol:
    try:
        return _assembled(_Shelf(directory))
    except (KeyError, TypeError, ValueError) as wrong:
        # A file so misshapen that no named check met it first.
        raise BrokenParameter(f"A parameter file is misshapen: {wrong!r}") from wrong


def _assembled(shelf: "_Shelf") -> Protocol:
    sources = _sources(shelf)
    areas = shelf.table("areas.toml")
    check_keys(
        areas, needed={"force_area", "areas", "agencies"}, optional=set(), where="areas.toml"
    )
    matrices = _matrices(shelf, sources)
    shelf.refuse_strangers()
    return Protocol(
        **_groups(shelf, sources),
        sources=sources,
        areas=listing.keyed(
            map(listing.area, areas["areas"]), lambda area: area.code, where="areas.toml"
        ),
        force_area=listing.area(areas["force_area"]),
        agencies=MappingProxyType(areas["agencies"]),
        offences=listing.keyed(
            map(listing.offence, shelf.rows("offences.csv")),
            lambda offence: offence.code,
            where="offences.csv",
        ),
        bank_holidays=listing.holidays(shelf.rows("bank_holidays.csv")),
        populations=tuple(map(listing.population, shelf.rows("population_10_17.csv"))),
        matrices=matrices,
        editions=_editions(shelf, sources),
        tools=_tools(shelf, sources),
    )


def read_matrix(content: bytes, *, edition: str, starts: date, ends: date | None = None) -> Matrix:
    """A force's own matrix: the columns offence_code and score, comment lines begin with #."""
    try:
        rows = list(_rows(content.decode("utf-8-sig")))
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise BrokenParameter("The matrix is not UTF-8 text in columns") from wrong
    if ends is not None and ends <= starts:
        raise BrokenParameter("The matrix must end after it starts")
    if not rows or any(set(row) != {"offence_code", "score"} for row in rows):
        raise BrokenParameter("The matrix needs the columns offence_code and score, and rows")
    return Matrix(
        edition=edition,
        starts=starts,
        ends=ends,
        status=MatrixStatus.FORCE,
        sha256=sha256(content).hexdigest(),
        scores=listing.scores(rows, where="the matrix"),
    )


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The packaged files, and those laid over them."""

    directory: Path | None

    def read(self, name: str) -> bytes:
        if self.directory is not None and (self.directory / name).is_file():
            try:
                return (self.directory / name).read_bytes()
            except OSError as wrong:
                raise BrokenParameter(f"{name}: cannot be read") from wrong
        try:
            return (files("panel_protocol") / "parameters" / name).read_bytes()
        except FileNotFoundError as wrong:
            raise BrokenParameter(f"{name}: there is no such parameter file") from wrong

    def table(self, name: str) -> dict[str, Any]:
        try:
            return tomllib.loads(self.read(name).decode())
        except tomllib.TOMLDecodeError as wrong:
            raise BrokenParameter(f"{name}: {wrong}") from wrong

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        return _rows(self.read(name).decode())

    def refuse_strangers(self) -> None:
        """A misspelt file name would otherwise be ignored, and the packaged file used instead."""
        if self.directory is None:
            return
        packaged = {file.name for file in (files("panel_protocol") / "parameters").iterdir()}
        named = {raw["file"] for raw in self.table("matrices.toml")["matrices"]}
        laid = {file.name for file in self.directory.iterdir()}
        if strangers := laid - packaged - named:
            raise BrokenParameter(f"{self.directory}: unknown {sorted(strangers)}")
        # A link to nowhere, too, would leave the packaged file in force without a word.
        if odd := sorted(file.name for file in self.directory.iterdir() if not file.is_file()):
            raise BrokenParameter(f"{self.directory}: not plain files: {odd}")


def _rows(text: str) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


def _sources(shelf: _Shelf) -> Sources:
    raw = shelf.table("sources.toml")
    return MappingProxyType({key: listing.source(key, line) for key, line in raw.items()})


def _groups(shelf: _Shelf, sources: Sources) -> dict[str, Any]:
    kinds = get_type_hints(Groups)
    names = [field.name for field in fields(Groups)]
    return {
        name: group(kinds[name], shelf.table(f"{name}.toml"), file=name, sources=sources)
        for name in names
    }


def _matrices(shelf: _Shelf, sources: Sources) -> tuple[Matrix, ...]:
    return tuple(
        listing.matrix(
            raw,
            shelf.rows(raw["file"]),
            sha256=sha256(shelf.read(raw["file"])).hexdigest(),
            sources=sources,
        )
        for raw in shelf.table("matrices.toml")["matrices"]
    )


def _editions(shelf: _Shelf, sources: Sources) -> tuple[Edition, ...]:
    found = [listing.edition(raw, sources) for raw in shelf.table("editions.toml")["editions"]]
    # Pages are written under these names.
    if odd := [edition.name for edition in found if not _NAME.fullmatch(edition.name)]:
        raise BrokenParameter(f"editions.toml: a name is letters, digits, . and -: {odd}")
    starts = [edition.starts for edition in found]
    if starts != sorted(set(starts)):
        raise BrokenParameter("editions.toml: dates must rise, each used once")
    return tuple(found)


def _tools(shelf: _Shelf, sources: Sources) -> tuple[Tool, ...]:
    try:
        tools = parse(shelf.table("assessment_tool.toml"))
    except BrokenTool as wrong:
        raise BrokenParameter(f"assessment_tool.toml: {wrong}") from wrong
    cited = {source for tool in tools for source in tool.cited()}
    if unknown := cited - sources.keys():
        raise BrokenParameter(f"assessment_tool.toml: unknown sources {sorted(unknown)}")
    return tools
