"""The clock, the environment, the commit and the token (AUT-2) each have one place."""

import ast
import re
from collections.abc import Callable

import pytest

from tests.architecture.source import calls, dotted, imported, python

CLOCK, SETTINGS, DATABASE = "app/clock.py", "app/settings.py", "app/database.py"
LOG, TOKEN = "app/log.py", "app/access/token.py"
OPEN_QUESTIONS = "panel_protocol/rules/open_questions.py"

TOKEN_LIBRARIES = {"jose", "jwt", "joserfc", "authlib", "jwcrypto"}

CLOCK_QUESTIONS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "datetime.fromtimestamp", "date.today",
    "time.time", "time.time_ns", "time.localtime", "time.gmtime",
}  # fmt: skip


def asks_the_clock(tree: ast.AST) -> list[str]:
    # By its last two words, so that datetime.datetime.now() is found too. Monotonic clocks may be
    # asked anywhere: they measure how long, not when.
    return [
        f"{node.lineno}: {called}"
        for node, called in calls(tree)
        if ".".join(called.split(".")[-2:]) in CLOCK_QUESTIONS
        or called in {"func.now", "func.current_timestamp", "func.current_date"}
    ]


def reads_the_environment(tree: ast.AST) -> list[str]:
    found = [
        f"{node.lineno}: {dotted(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and dotted(node) in {"os.environ", "os.environb"}
    ]
    found += [f"{node.lineno}: {c}" for node, c in calls(tree) if c.split(".")[-1] == "getenv"]
    return found + [
        f"{line}: {name}" for line, name in imported(tree) if name in {"os.environ", "os.getenv"}
    ]


def commits(tree: ast.AST) -> list[str]:
    return [
        f"{node.lineno}: {called}"
        for node, called in calls(tree)
        if called.split(".")[-1] in {"commit", "begin", "autocommit"}
    ]


def excuses_an_open_question(tree: ast.AST) -> list[str]:
    """Handlers that go on although nobody has set the value."""
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return [
        f"{node.lineno}: except AwaitingDecision"
        for node in handlers
        if node.type is not None and "AwaitingDecision" in ast.unparse(node.type)
    ]


def knows_tokens(tree: ast.AST) -> list[str]:
    """Libraries that read tokens: imported, or named so that they could be imported."""
    named = [(line, name) for line, name in imported(tree) if name.split(".")[0] in TOKEN_LIBRARIES]
    named += [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"jose(\.\w+)*", node.value)
    ]
    return [f"{line}: {name}" for line, name in named]


def loose_decodes(tree: ast.AST) -> list[str]:
    """Token checks that do not pin one algorithm, switch a check off, or hide behind a name."""
    found = [
        f"{line}: {name} leaves its module's name behind"
        for line, name in imported(tree)
        if re.match(r"jose\.(jwt|jws|jwe)\.", name)
    ]
    for node, called in calls(tree):
        if called.split(".")[-1].startswith("get_unverified"):
            found.append(f"{node.lineno}: {called} reads what nobody has vouched for")
        found += [
            f"{node.lineno}: a check is switched off"
            for each in node.keywords
            if (each.arg or "").startswith("verify_")
            if isinstance(each.value, ast.Constant) and each.value.value is False
        ]
        if called not in {"jwt.decode", "jws.verify"}:
            continue
        given = {each.arg: each.value for each in node.keywords}
        pinned = given.get("algorithms")
        if not (isinstance(pinned, ast.List) and len(pinned.elts) == 1):
            found.append(f"{node.lineno}: {called} without exactly one pinned algorithm")
    return found + [
        f"{each.lineno}: a check is switched off"
        for each in ast.walk(tree)
        if isinstance(each, ast.Dict)
        for key, value in zip(each.keys, each.values, strict=True)
        if isinstance(key, ast.Constant) and str(key.value).startswith("verify_")
        if isinstance(value, ast.Constant) and value.value is False
    ]


def logs(tree: ast.AST) -> list[str]:
    """A logger of one's own says what it likes."""
    return [
        f"{line}: {name}"
        for line, name in imported(tree)
        if name.split(".")[0] in {"logging", "structlog"}
    ]


def composes_an_event(tree: ast.AST) -> list[str]:
    """What happened is written out in the code; anything put into it would get out with it."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        by_logger = isinstance(node.func.value, ast.Call) and dotted(node.func.value.func).endswith(
            "log.logger"
        )
        if not by_logger and dotted(node.func) != "log.failure":
            continue
        if not (node.args and isinstance(node.args[0], ast.Constant)):
            found.append(f"{node.lineno}: {ast.unparse(node.func)}")
    return found


RULES: list[tuple[Callable[[ast.AST], list[str]], set[str]]] = [
    (asks_the_clock, {CLOCK}),
    (reads_the_environment, {SETTINGS}),
    (commits, {DATABASE}),
    (logs, {LOG}),
    (composes_an_event, set()),
    (knows_tokens, {TOKEN}),
    (loose_decodes, set()),
    (excuses_an_open_question, {OPEN_QUESTIONS}),
]


@pytest.mark.parametrize(("checker", "places"), RULES)
def test_what_has_one_place_is_found_nowhere_else(checker, places):
    elsewhere = {
        path: found
        for path, source in python("app", "panel_protocol")
        if path not in places and (found := checker(ast.parse(source)))
    }
    assert elsewhere == {}


@pytest.mark.parametrize(
    ("checker", "broken"),
    [
        (asks_the_clock, "at = datetime.now(UTC)"),
        (asks_the_clock, "at = datetime.datetime.now()"),
        (asks_the_clock, "today = date.today()"),
        (asks_the_clock, "at = time.time()"),
        (asks_the_clock, "select(func.now())"),
        (reads_the_environment, "key = os.environ['OOCD_KEY']"),
        (reads_the_environment, "key = os.getenv('OOCD_KEY')"),
        (reads_the_environment, "from os import environ"),
        (commits, "async def f(tx):\n    await tx.db.commit()"),
        (commits, "async def f(engine):\n    async with engine.begin() as db: ..."),
        (logs, "import logging"),
        (logs, "from structlog import get_logger"),
        (composes_an_event, "log.logger().warning(f'{child} again')"),
        (composes_an_event, "log.failure(str(wrong), wrong, request_id=id)"),
        (knows_tokens, "from jose import jwt"),
        (knows_tokens, "import jose.jwk"),
        (knows_tokens, "import jwt"),
        (knows_tokens, "library = importlib.import_module('jose.jwt')"),
        (loose_decodes, "jwt.decode(token, key)"),
        (loose_decodes, "jwt.decode(token, key, algorithms=['RS256', 'HS256'])"),
        (loose_decodes, "jwt.decode(token, key, algorithms=ALLOWED)"),
        (loose_decodes, "options = {'verify_aud': False}"),
        (loose_decodes, "options = dict(verify_aud=False)"),
        (loose_decodes, "from jose.jwt import decode"),
        (loose_decodes, "jwt.get_unverified_claims(token)"),
        (excuses_an_open_question, "try:\n    f()\nexcept (AwaitingDecision, KeyError):\n    pass"),
    ],
)
def test_a_second_place_is_found(checker, broken):
    assert checker(ast.parse(broken))


def test_a_pinned_decode_and_a_stopwatch_pass():
    assert loose_decodes(ast.parse("jwt.decode(token, key, algorithms=[key.alg])")) == []
    assert asks_the_clock(ast.parse("started = time.monotonic()")) == []
