"""Every reason and every figure says on whose authority; figures stand in the parameters."""

import ast
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from panel_protocol.library import load
from tests.architecture.source import ROOT, calls, each_file, functions, python

PARAMETERS = sorted((ROOT / "panel_protocol" / "parameters").glob("*.toml"))
SOURCES = tomllib.loads((ROOT / "panel_protocol" / "parameters" / "sources.toml").read_text())
RULES = list(python("panel_protocol/rules"))
# Nothing, one thing, and the one before: counting, not law.
NOT_FIGURES = {0, 1, -1}


def uncited_reasons(source: str, sources: set[str]) -> list[str]:
    """Reasons given without a source, or with one that is written out and not in sources.toml."""
    found = []
    for node, called in calls(ast.parse(source)):
        if called.split(".")[-1] != "Reason":
            continue
        given = {each.arg: each.value for each in node.keywords}
        cited = node.args[2] if len(node.args) > 2 else given.get("source")
        starred = any(isinstance(each, ast.Starred) for each in node.args) or None in given
        if cited is None and not starred:
            found.append(f"{node.lineno}: a reason without a source")
        if isinstance(cited, ast.Constant) and cited.value not in sources:
            found.append(f"{node.lineno}: {cited.value!r} is not in sources.toml")
    return found


def cited(table: Any) -> Iterator[str]:
    """Every source named anywhere in a parameter file."""
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "source":
                yield value
            else:
                yield from cited(value)
    elif isinstance(table, list):
        for each in table:
            yield from cited(each)


def uncited_entries(name: str, parameter: Any) -> list[str]:
    entries = parameter.get("entries", []) if isinstance(parameter, dict) else []
    return [
        f"{name} from {entry.get('from')}"
        for entry in entries
        if not entry.get("source") or not entry.get("from")
    ]


def figures(source: str) -> list[str]:
    """Numbers written into a function with no comment beside or above them saying why.

    This keeps law from slipping in unseen. It cannot tell law from the calendar: whoever names a
    constant at the top of the file, or comments a number, says that it is not law.
    """
    lines = ["", *source.splitlines()]
    return [
        f"{node.lineno}: {node.value}"
        for each in functions(ast.parse(source))
        for node in ast.walk(each)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and node.value not in NOT_FIGURES
        and "#" not in lines[node.lineno]
        and not lines[node.lineno - 1].lstrip().startswith("#")
    ]


@pytest.mark.parametrize(("path", "source"), each_file(RULES))
def test_every_reason_a_rule_gives_has_a_source(path, source):
    assert uncited_reasons(source, set(SOURCES)) == []


@pytest.mark.parametrize("path", PARAMETERS, ids=lambda path: path.stem)
def test_every_source_a_parameter_names_exists(path):
    assert set(cited(tomllib.loads(path.read_text()))) <= set(SOURCES)


@pytest.mark.parametrize("path", PARAMETERS, ids=lambda path: path.stem)
def test_every_entry_of_a_parameter_is_dated_and_cited(path):
    for name, parameter in tomllib.loads(path.read_text()).items():
        assert uncited_entries(name, parameter) == []


def test_every_source_says_what_it_is_and_how_far_it_can_be_trusted():
    for key, source in load().sources.items():
        assert source.title, key
        assert source.grade, key


@pytest.mark.parametrize(("path", "source"), each_file(RULES))
def test_no_figure_stands_in_a_rule(path, source):
    assert figures(source) == []


@pytest.mark.parametrize(
    "broken",
    [
        "Reason('too_young', 'The child is too young')",
        "Reason('too_young', 'The child is too young', 'hearsay')",
        "decision.Reason('too_young', 'The child is too young', source='hearsay')",
    ],
)
def test_a_reason_without_authority_is_found(broken):
    assert uncited_reasons(broken, {"cda-1998"})


def test_a_reason_with_the_parameters_own_source_passes():
    assert uncited_reasons("Reason('a', 'b', needed.source)", set()) == []
    assert uncited_reasons("Reason('a', 'b', 'cda-1998')", {"cda-1998"}) == []


def test_an_entry_without_a_date_or_a_source_is_found():
    assert uncited_entries("quorum", {"entries": [{"value": 3, "source": "local"}]})
    assert uncited_entries("quorum", {"entries": [{"value": 3, "from": "2026-01-01"}]})
    assert list(cited({"a": {"entries": [{"source": "x"}]}})) == ["x"]


def test_a_figure_in_a_rule_is_found():
    assert figures("def rule(age):\n    return age >= 10") == ["2: 10"]
    assert figures("SATURDAY = 5\ndef rule(day):\n    return day.weekday() >= SATURDAY") == []
    assert figures("def rule(a):\n    # Doubled, to round half up.\n    return 2 * a") == []
