"""A read of cases, children or panels is narrowed to its reader before it is anything else.

What this guarantees: no function selects from these tables unless it hands the statement to
`visible`, asks `within`, compares with the caller's own subject, or calls a function of the same
file that does; and no such select stands outside a `queries.py` or a measure. Whoever reads wider
is listed below with the reason. What it does not: that the narrowing is the right one, and
anything about tables reached by the id of a case that was checked before. Those are tested over
HTTP, as another area's officer.
"""

import ast
import re
from collections.abc import Iterator, Set

import pytest

from tests.architecture.source import calls, dotted, functions, python

GUARDED = {"Case", "Child", "Panel"}
NARROWS = {"visible", "within"}
READS = re.compile(r".*/queries\.py|app/statistics/measured/\w+\.py")

WIDER = {
    "app/children/queries.py of_case": "the child of a case the caller was shown to hold, wherever "
    "the child lives now",
    "app/cases/queries.py _under_glass": "the case of a grant that stands, for reading",
    "app/cases/queries.py named": "one case, to whoever names it exactly; what comes of it is "
    "journalled, counted and told",
    "app/transfers/queries.py offered": "the case of an offer the caller was shown",
    "app/statistics/queries.py keeper": "an expression, which the counts it stands in narrow by",
    "app/statistics/measured/timeliness.py _road": "a part of the count, which is narrowed by who "
    "kept each case when a step ended",
    "app/statistics/measured/consistency.py _has_earlier": "only whether, of a counted case",
    "app/statistics/measured/panels.py _used": "only whether, of a case at a meeting of "
    "the caller's",
    "app/transfers/queries.py has_another": "only whether the service it leaves has another",
    "app/children/actions.py _locked": "the same child again, held while described anew",
    "app/children/queries.py born_on": "for the rules, on a child whose case was checked",
    "app/retention/graph.py of_child": "rows of one child by the child's own id, which was checked",
    "app/retention/queries.py page": "narrowed by `known_to`, as every read of children is",
    "app/retention/queries.py facts": "how long records are kept, of children the caller was shown "
    "to hold",
    "app/retention/queries.py holds": "the same, and only why they must be kept",
    "app/retention/queries.py _changes": "the same: days, and no case",
    "app/retention/queries.py still_there": "only whether an id that was erased is back",
    "app/retention/queries.py lock": "by an id that was checked, and shows nothing",
    "app/retention/queries.py victims": "ids whose keys are destroyed with the child's",
    "app/cases/hold_queries.py child_is_held": "only whether, never which: a hold follows the "
    "child into every area",
    "app/cases/queries.py resolved_by_officers": "only how many, never which: a first offence is "
    "the child's first anywhere",
    "app/operations/sealing.py seal_everything": "an operator's command: every area's records",
    "app/operations/sealing.py _seal_rows": "the same",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} | {
        each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)
    }


def columns_of_guarded(tree: ast.Module) -> set[str]:
    """Names of this file that stand for columns of a guarded table: COLUMNS = [Case.id, ...]."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and names(node.value) & GUARDED
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def narrowed(tree: ast.Module) -> set[str]:
    """The functions that narrow, directly or through another of the same file."""
    known = {each.name: each for each in functions(tree)}
    narrow = {
        name
        for name, each in known.items()
        if any(called.split(".")[-1] in NARROWS for _, called in calls(each))
        or any(
            dotted(side).endswith("by.subject")
            for node in ast.walk(each)
            if isinstance(node, ast.Compare)
            for side in (node.left, *node.comparators)
        )
    }
    while True:
        more = {
            name
            for name, each in known.items()
            if name not in narrow and any(called in narrow for _, called in calls(each))
        }
        if not more:
            return narrow
        narrow |= more


def reads(tree: ast.Module, stands_for: Set[str]) -> Iterator[Function]:
    """The functions that select from a guarded table."""
    for each in functions(tree):
        selects = any(called in {"select", "exists", "union"} for _, called in calls(each))
        if selects and names(each) & (GUARDED | stands_for):
            yield each


def wide(path: str, source: str, stands_for: Set[str] = frozenset()) -> list[str]:
    tree = ast.parse(source)
    narrow = narrowed(tree) if READS.fullmatch(path) else set()
    found = reads(tree, columns_of_guarded(tree) | stands_for)
    return [f"{path} {each.name}" for each in found if each.name not in narrow]


def test_every_read_of_cases_children_and_panels_is_narrowed_or_listed_with_its_reason():
    files = list(python("app"))
    shared = {name for _, source in files for name in columns_of_guarded(ast.parse(source))}
    found = {each for path, source in files for each in wide(path, source, shared)}

    assert found - WIDER.keys() == set()
    assert WIDER.keys() - found == set(), "listed, but no longer needed"


@pytest.mark.parametrize(
    "broken",
    [
        "def case(tx, id):\n    return tx.db.execute(select(col(Case.id)).where(Case.id == id))",
        "async def case(tx):\n    return await tx.db.execute(select(Case))",
        "COLUMNS = [Case.id]\ndef case(tx):\n    return select(*COLUMNS)",
        "def titles(tx):\n    return select(Victim.id).join(Case, Victim.case_id == Case.id)",
        "def panels(tx):\n    statement = select(col(Panel.id))\n    return statement",
    ],
)
def test_a_read_that_is_not_narrowed_is_found(broken):
    assert wide("app/cases/queries.py", broken)


@pytest.mark.parametrize(
    "sound",
    [
        "def a(tx):\n    return visible(select(Case.id), to=tx.by, area=col(Case.area))",
        "def a(tx):\n    return select(Case.id).where(col(Case.submitted_by) == tx.by.subject)",
        "def mine(s):\n    return visible(s)\ndef a(tx):\n    return mine(select(Case.id))",
        "def a(tx):\n    return select(col(Victim.id))",
        "def a(tx):\n    return col(Case.due_on) < tx.today",
    ],
)
def test_a_read_that_is_narrowed_passes(sound):
    assert wide("app/cases/queries.py", sound) == []


def test_even_a_narrowed_read_belongs_in_queries():
    narrowed_read = "def a(tx):\n    return visible(select(Case.id), to=tx.by, area=Case.area)"

    assert wide("app/cases/actions.py", narrowed_read)


def unrestricted(source: str) -> list[str]:
    """Reads that show what is restricted (DPA 2018 s.47)."""
    return [
        f"{node.lineno}: {called}"
        for node, called in calls(ast.parse(source))
        for given in node.keywords
        if given.arg == "restricted" and ast.unparse(given.value) == "True"
    ]


def test_only_the_auditors_own_stages_show_what_is_restricted():
    found = {path.split("/")[1] for path, source in python("app") if unrestricted(source)}

    assert found == {"retention", "rights"}
    assert unrestricted("visible(s, to=a, area=c, restricted=True)")
