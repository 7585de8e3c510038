"""The protocol is plain Python: no library, no file but by its one reader, no clock, no chance."""

import ast

import pytest

from tests.architecture.source import calls, each_file, imported, python

PLAIN = {
    "calendar", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions",
    "functools", "itertools", "math", "operator", "panel_protocol", "re", "types", "typing",
}  # fmt: skip
READER = "panel_protocol/library.py"
READS = {"csv", "hashlib", "importlib", "io", "pathlib", "tomllib"}
WORLDLY = {
    "eval", "exec", "getenv", "input", "now", "open", "print", "read_bytes", "read_text",
    "today", "utcnow", "write_bytes", "write_text", "__import__",
}  # fmt: skip
FOR_THE_READER = {"open", "read_bytes", "read_text"}


def impurities(source: str, *, reader: bool = False) -> list[str]:
    tree = ast.parse(source)
    plain = PLAIN | READS if reader else PLAIN
    worldly = WORLDLY - FOR_THE_READER if reader else WORLDLY
    found = [
        f"{line}: imports {name}"
        for line, name in imported(tree)
        if name.split(".")[0] not in plain
    ]
    return found + [
        f"{node.lineno}: calls {called}()"
        for node, called in calls(tree)
        if called.split(".")[-1] in worldly
    ]


@pytest.mark.parametrize(("path", "source"), each_file(python("panel_protocol")))
def test_the_protocol_is_pure(path, source):
    assert impurities(source, reader=path == READER) == []


@pytest.mark.parametrize(
    "broken",
    [
        "import httpx",
        "import random",
        "import os",
        "from secrets import token_hex",
        "from sqlalchemy import select",
        "from app.clock import now",
        "import time",
        "def rule():\n    return date.today()",
        "def rule():\n    return datetime.now(UTC)",
        "def rule():\n    return open('figures.toml')",
        "def rule(path):\n    return path.read_text()",
    ],
)
def test_an_impure_rule_is_found(broken):
    assert impurities(broken)


def test_even_the_reader_may_not_ask_the_clock_or_the_environment():
    assert impurities("import tomllib\nx = p.read_text()", reader=True) == []
    assert impurities("import os", reader=True)
    assert impurities("x = date.today()", reader=True)
