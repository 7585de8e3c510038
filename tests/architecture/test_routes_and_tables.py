"""A route says who, what and which status; tables stay behind the actions; all tables are known."""

import ast

import pytest

from app.access.rules import RULES
from tests.architecture.source import calls, each_file, functions, imported, python, read

VERBS = {"get", "post", "put", "patch", "delete"}
STATEMENTS = {"select", "insert", "update", "delete", "text"}
# A route asks an action, sets a header or two and answers; more than that is an action's work.
MOST_STATEMENTS = 4

# Asked by load balancers and monitors, which hold no credential and see no record.
OPEN = {"app/operations/routes.py": {"healthz", "readyz", "metrics"}}

SERVED = [(path, source) for path, source in python("app") if path.endswith("/routes.py")]
ROUTES = [(path, source) for path, source in SERVED if path not in OPEN]
SAID = [(p, s) for p, s in python("app") if p.endswith(("/routes.py", "/schemas.py"))]


def routed(source: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions some router serves."""
    return [
        each
        for each in functions(ast.parse(source))
        for _, decorator in (found for line in each.decorator_list for found in calls(line))
        if decorator.split(".")[-1] in VERBS
    ]


def overreach(source: str) -> list[str]:
    """What a route file does that belongs in an action, a query or the access rules."""
    tree = ast.parse(source)
    found = [
        f"{node.lineno}: decides"
        for node in ast.walk(tree)
        if isinstance(node, ast.If | ast.IfExp | ast.Match | ast.Try)
    ]
    # Plain names only: router.delete() is a verb of HTTP, delete(Case) is a statement.
    found += [f"{node.lineno}: {c}()" for node, c in calls(tree) if c in STATEMENTS]
    found += [f"{line}: {name}" for line, name in imported(tree) if name.endswith("HTTPException")]
    for node, called in calls(tree):
        if called == "APIRouter" and "route_class" not in {each.arg for each in node.keywords}:
            found.append(f"{node.lineno}: a router without the guarded route class")
    for each in routed(source):
        body = each.body[1:] if ast.get_docstring(each) else each.body
        if len(body) > MOST_STATEMENTS:
            found.append(f"{each.lineno}: {each.name} does too much")
    return found


def knows_tables(source: str) -> list[str]:
    """Imports of tables, by which a table could become a body."""
    return [
        f"{line}: {name}"
        for line, name in imported(ast.parse(source))
        if "tables" in name.split(".") or name.startswith("sqlmodel")
    ]


@pytest.mark.parametrize(("path", "source"), each_file(ROUTES))
def test_a_route_file_only_hands_over(path, source):
    assert overreach(source) == []


@pytest.mark.parametrize(("path", "source"), each_file(SAID))
def test_what_is_said_is_never_a_table(path, source):
    assert knows_tables(source) == []


def test_every_route_has_an_access_rule_and_every_rule_a_route():
    served = [each.name for _, source in ROUTES for each in routed(source)]

    assert len(served) == len(set(served)), "two routes share a name"
    assert set(served) == set(RULES)


@pytest.mark.parametrize(("path", "names"), OPEN.items())
def test_nothing_more_is_served_without_a_credential(path, names):
    assert {each.name for each in routed(read(path))} == names


def test_every_stages_tables_are_known_to_migrations():
    known = {name for _, name in imported(ast.parse(read("app/tables.py")))}
    stages = [path for path, _ in python("app") if path.endswith("/tables.py")]

    for path in stages:
        module = path.removesuffix(".py").replace("/", ".")
        if module != "app.tables":
            assert any(each.startswith(module) for each in known), f"app/tables.py lacks {module}"


@pytest.mark.parametrize(
    "broken",
    [
        "def read_case(tx):\n    if tx.by.police: ...",
        "def read_case(tx):\n    return a if b else c",
        "def read_case(tx):\n    return tx.db.execute(select(Case))",
        "def close(tx):\n    return tx.db.execute(delete(Case))",
        "from fastapi import HTTPException",
        "router = APIRouter(prefix='/v1')",
        "@router.get('/a')\ndef a():\n    '''Says.'''\n    b()\n    c()\n    d()\n    e()\n    f()",
    ],
)
def test_a_route_that_does_more_is_found(broken):
    assert overreach(broken)


@pytest.mark.parametrize(
    "broken",
    ["from app.cases.tables import Case", "from app.cases import tables", "import sqlmodel"],
)
def test_a_table_in_what_is_said_is_found(broken):
    assert knows_tables(broken)


def test_a_route_is_known_by_its_verb():
    source = (
        "@router.post('/cases', status_code=201)\nasync def submit_case(): ...\ndef other(): ..."
    )

    assert [each.name for each in routed(source)] == ["submit_case"]
    assert overreach("@router.delete('/x')\nasync def remove(): ...") == []
