"""What nobody has established is never read as a value: it stops the case, or it is told.

By syntax: a parameter is asked by `.on(day)`, which raises where nobody has answered, and nothing
in the rules goes on after that but `open_questions.told`. By behaviour it is shown in
`tests/protocol/test_open_questions.py`.
"""

import ast

import pytest

from tests.architecture.source import each_file, python

ASKER = "panel_protocol/rules/open_questions.py"
RULES = [each for each in python("panel_protocol/rules") if each[0] != ASKER]
BROAD = {"AwaitingDecision", "LookupError", "Exception", "BaseException", "dated.AwaitingDecision"}


def goes_on(source: str) -> list[str]:
    """Handlers that would swallow an open question, and values read past `.on`."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {ast.unparse(each) if each else "Exception" for each in caught}
            found += [f"{node.lineno}: except {name}" for name in sorted(names & BROAD)]
        if isinstance(node, ast.Attribute) and node.attr == "value" and _peeks(node.value, tree):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and _asks(node.values[0]):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def _peeks(node: ast.AST, tree: ast.AST) -> bool:
    """An entry itself, whose value may be none: by `entry_on`, by number, or by a name for it."""
    text = ast.unparse(node)
    named = {
        ast.unparse(target)
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign) and _is_entry(ast.unparse(each.value))
        for target in each.targets
    }
    return _is_entry(text) or text in named


def _is_entry(text: str) -> bool:
    return ".entry_on(" in text or (".entries[" in text and text.endswith("]"))


def _asks(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "value" and ".on(" in ast.unparse(node)


@pytest.mark.parametrize(("path", "source"), each_file(RULES))
def test_no_rule_goes_on_after_an_open_question(path, source):
    assert goes_on(source) == []


@pytest.mark.parametrize(
    "broken",
    [
        "try:\n    a.on(day)\nexcept AwaitingDecision:\n    pass",
        "try:\n    a.on(day)\nexcept (NotInForce, AwaitingDecision):\n    pass",
        "try:\n    a.on(day)\nexcept LookupError:\n    pass",
        "try:\n    a.on(day)\nexcept:\n    pass",
        "a.entry_on(day).value",
        "found = a.entry_on(day)\nfound.value",
        "a.entries[-1].value",
        "a.on(day).value or 10",
    ],
)
def test_a_rule_that_goes_on_is_found(broken):
    assert goes_on(broken)


def test_asking_and_looking_whether_a_rule_exists_passes():
    sound = (
        "if a.entry_on(day) is not None:\n    b = a.on(day)\n    c = b.value, a.entries[0].source"
    )
    assert goes_on(sound) == []
