"""What the architecture tests look at: the house's own files, read as syntax."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def python(*folders: str) -> Iterator[tuple[str, str]]:
    """Each Python file below these folders: its path in the project, and its text."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def each_file(files: Iterable[tuple[str, str]]) -> list[Any]:
    """The same, as a test's parameters that go by the file's path."""
    return [pytest.param(path, text, id=path) for path, text in files]


def read(path: str) -> str:
    return (ROOT / path).read_text()


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every imported module, and every name taken from one, as dotted names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module or ''}.{alias.name}"


def dotted(node: ast.AST) -> str:
    """`tx.by.subject` for the attribute it is written as; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Every call, with what is called as it is written: `datetime.now`, `connection.commit`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
