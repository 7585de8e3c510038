"""LAW-1: whatever is journalled has a purpose, which nobody has to type."""

import ast

from app.access.rules import RULES
from app.journal.purposes import PURPOSES
from tests.architecture.source import calls, python

# What hands an action's name on to the journal as a plain argument.
_HANDS_ON = {"journal_case", "_journal", "_consulted", "note", "_note", "_reply"}


def named(source: str) -> set[str]:
    """The actions a file names where it journals them."""
    found = set()
    for call, called in calls(ast.parse(source)):
        given = [each.value for each in call.keywords if each.arg in ("action", "operation")]
        if called.split(".")[-1] in _HANDS_ON:
            given += call.args
        found |= {
            each.value
            for each in given
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        }
    return found


def test_every_action_that_is_journalled_has_a_purpose():
    journalled = set(RULES).union(*(named(source) for _, source in python("app")))

    assert {action for action in journalled if "_" in action} - set(PURPOSES) == set()
    assert {"start_plan", "make_release", "sign_assessment", "read_journal"} <= journalled


def test_an_action_is_found_where_it_is_named():
    assert named("record(tx, action='shred_case')") == {"shred_case"}
    assert named("await cases.journal_case(tx, case, READ, 'read_case')") == {"read_case"}
    assert named("once(tx, operation='report_outcome')") == {"report_outcome"}
    assert named("log('read_case')") == set()
