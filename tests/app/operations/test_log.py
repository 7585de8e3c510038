"""What the log says, and what it never says (PRV-1, INP-10)."""

import io
import json
import logging
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from app import log
from app.operations.metrics import exposition
from app.wire import strict_json
from tests.records import say
from tests.refusals import changed, raw, refused
from tests.service import GATESHEAD, a_case, a_child

# Each is found nowhere else, so that finding it is proof.
GIVEN, FAMILY, SCHOOL = "Canarygiven", "Featherstonehaugh", "Birdcage Academy"
BORN, NUMBER, REFERENCE = "2011-02-17", "NBP-90210-Q", "44/90210/26"
TOLD = "He said the cormorant did it"
TRACES = (GIVEN, FAMILY, "Birdcage", BORN, "20110217", NUMBER, REFERENCE, "cormorant")


def the_case():
    child = a_child(
        given_names=GIVEN,
        family_name=FAMILY,
        school=SCHOOL,
        date_of_birth=BORN,
        police_person_id=NUMBER,
    )
    return a_case(child=child, police_reference=REFERENCE)


@pytest.fixture
def told():
    """Every line the service would print, from every logger there is, however chatty."""
    printed = io.StringIO()
    handler = logging.StreamHandler(printed)
    handler.setFormatter(log.formatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield printed
    root.setLevel(before)
    root.removeHandler(handler)


def lines(told):
    return [json.loads(line) for line in told.getvalue().splitlines()]


@pytest.fixture
def nothing_told(told, capfd, database_url, tmp_path):
    """Nothing of the child or of a credential is in whatever the service or its server wrote."""

    @contextmanager
    def checked(*more):
        server = _server_log(database_url)
        already = server.stat().st_size if server else 0
        yield
        printed = capfd.readouterr()
        wrote = server.read_bytes()[already:].decode(errors="replace") if server else ""
        everywhere = printed.out + printed.err + told.getvalue() + exposition().decode() + wrote
        for trace in (*TRACES, *more):
            assert trace not in everywhere, trace

    return checked


def _server_log(database_url):
    """The PostgreSQL server's own, where it is one the tests started."""
    folder = make_url(database_url).query.get("host")
    file = Path(str(folder)) / "log"
    return file if folder and file.is_file() else None


async def test_a_request_is_one_line_that_names_the_action_and_nobody(service, told, nothing_told):
    police, officer = service.police, service.officer
    with nothing_told(police.subject):
        opened = await police.submit(the_case())
        child = opened.json()["child_id"]
        await officer.get(f"/v1/children/{child}")
        await officer.post("/v1/children/search", {"family_name": FAMILY})
        await officer.get("/v1/cases", params={"area": "E08000022"})

    requests = [line for line in lines(told) if line["event"] == "A request"]
    assert [(line["action"], line["method"], line["status"]) for line in requests] == [
        ("submit_case", "POST", 201),
        ("read_child", "GET", 200),
        ("search_children", "POST", 200),
        ("list_cases", "GET", 200),
    ]
    assert requests[0]["request_id"] == opened.headers["x-request-id"]
    assert all(isinstance(line["milliseconds"], int) for line in requests)
    assert all(set(line) <= {"event", "level", "at", *log.SHAPES} for line in lines(told))
    assert child not in told.getvalue()


async def test_a_refused_request_leaves_nothing_of_what_it_held(service, nothing_told):
    police, officer, case = service.police, service.officer, the_case()
    elsewhere = service.user("yot_officer", areas=[GATESHEAD])
    token = service.issuer.mint("s", roles=["yot_officer"], areas=[]).rsplit(".", 1)[0]
    with nothing_told(token, token.split(".")[1]):
        opened = (await police.submit(case)).json()
        mistakes = [
            (await police.submit(changed(case, ("child", "date_of_birth"), f"{BORN} ")), 422),
            (await police.submit(changed(case, ("child", FAMILY), TOLD)), 422),
            (await raw(police, "/v1/cases", f'{{"{FAMILY}": {BORN}'.encode()), 400),
            (await service.stranger({"Authorization": f"Bearer {token}.x"}).get("/v1/cases"), 401),
            (await service.partner.post("/v1/cases", case), 403),
            (await elsewhere.get(f"/v1/children/{opened['child_id']}"), 404),
            (await officer.get(f"/v1/children/{FAMILY}"), 404),
            (await officer.get(f"/v1/{FAMILY}/{BORN}"), 404),
            (await officer.delete(f"/v1/children/{FAMILY}"), 405),
            (await officer.get("/v1/cases", params={"family_name": FAMILY}), 422),
            (await officer.get("/v1/cases", params={"cursor": FAMILY}), 422),
            (await police.submit(case), 409),
        ]

    for reply, status in mistakes:
        refused(reply, status)
        assert not [trace for trace in TRACES if trace in reply.text + str(reply.headers)]


class Quoting(RuntimeError):
    """A failure that quotes the child, as careless code would raise it."""


async def _careless(*_, **__):
    raise Quoting(f"{FAMILY}, born {BORN}: {TOLD}") from KeyError(f"{GIVEN} {FAMILY}")


async def _broken_row(tx, *_, **__):
    """A row the database refuses, and quotes when it does."""
    row = text("INSERT INTO person_key (person_id) VALUES (:id)")
    await tx.db.execute(row, {"id": f"{NUMBER} {FAMILY}"[:22]})


async def _broken_value(tx, *_, **__):
    """A value the database cannot read, and quotes."""
    reading = "json(:told)" if tx.db.dialect.name == "sqlite" else "CAST(:told AS date)"
    await tx.db.execute(text(f"SELECT {reading}"), {"told": TOLD})


async def _lost(*_, **__):
    raise OperationalError(f"INSERT {FAMILY}", {"born": BORN}, ConnectionError(TOLD))


@pytest.mark.parametrize(
    ("fault", "status", "errors"),
    [
        (_careless, 500, ("Quoting",)),
        (_broken_row, 500, ("IntegrityError",)),
        (_broken_value, None, ("DataError", "OperationalError")),
        (_lost, 503, ("OperationalError",)),
    ],
)
async def test_a_failure_is_told_by_kind_and_place_and_never_by_its_text(
    service, told, nothing_told, monkeypatch, fault, status, errors
):
    monkeypatch.setattr("app.triage.actions.submit", fault)
    with nothing_told():
        reply = await service.police.submit(the_case())

    problem = refused(reply, status or reply.status_code)
    assert set(problem) == {"type", "title", "status", "detail", "instance"}
    assert not [trace for trace in TRACES if trace in reply.text]
    (failed,) = [line for line in lines(told) if line["level"] == "error"]
    assert failed["request_id"] == reply.headers["x-request-id"]
    assert failed["place"].split(":")[0].endswith(".py")
    assert failed["error"] in errors
    if fault is _broken_row:
        assert failed["sqlstate"] in ("23502", "SQLITE_CONSTRAINT_NOTNULL")


async def test_a_journal_that_cannot_be_written_is_told_with_the_databases_code(
    service, told, nothing_told
):
    await say(service, "ALTER TABLE journal_line RENAME TO elsewhere")
    with nothing_told():
        reply = await service.police.submit(the_case())

    refused(reply, 503)
    (failed,) = [line for line in lines(told) if line["level"] == "error"]
    assert failed["error"] == "Unavailable"
    assert failed["sqlstate"] in ("42P01", "SQLITE_ERROR")


def test_a_library_is_quoted_only_where_its_words_are_constants(told, monkeypatch):
    asyncio, server = logging.getLogger("asyncio"), logging.getLogger("uvicorn.error")
    for each in (server, logging.getLogger("uvicorn")):
        # A server started by another test may have turned them off.
        monkeypatch.setattr(each, "disabled", False)
        monkeypatch.setattr(each, "propagate", True)
    server.setLevel(logging.INFO)
    asyncio.error("Task exception was never retrieved: %s", FAMILY)
    asyncio.error(f"Task exception was never retrieved: {FAMILY}")
    logging.getLogger("oocd").warning("Panels of %s", FAMILY)
    server.info("Uvicorn running on %s", FAMILY)
    server.error(f"Traceback (most recent call last):\n  KeyError: {FAMILY}")
    server.error("Exception in ASGI application\n", exc_info=Quoting(TOLD))

    said = [(line["event"], line.get("error")) for line in lines(told)]
    assert said == [
        ("withheld", None),
        ("withheld", None),
        ("Panels of %s", None),
        ("Uvicorn running on %s", None),
        ("withheld", None),
        ("Exception in ASGI application", "Quoting"),
    ]
    assert not [trace for trace in TRACES if trace in told.getvalue()]


def test_a_field_nobody_named_is_left_out_and_one_of_another_shape_is_withheld(told):
    log.logger().warning("A request", family_name=FAMILY, action=f"{GIVEN} {FAMILY}", status=200)

    (line,) = lines(told)
    assert line["action"] == "withheld"
    assert line["status"] == 200
    assert set(line) == {"event", "level", "at", "action", "status"}


FAILING = f"""
import logging, logging.config, sys, threading, warnings
from app import log
logging.config.dictConfig(log.configuration())
log.install()
warnings.warn("{FAMILY}", stacklevel=1)
thread = threading.Thread(target=lambda: int("{FAMILY}"))
thread.start(); thread.join()
logging.getLogger("oocd").warning("%d", "{FAMILY}")
class Ends:
    def __del__(self): raise ValueError("{FAMILY}")
Ends()
raise KeyError("{FAMILY}")
"""


def test_what_python_itself_would_print_of_a_failure_is_withheld_too():
    ended = subprocess.run(
        [sys.executable, "-c", FAILING], capture_output=True, text=True, check=False
    )

    assert FAMILY not in ended.stdout + ended.stderr
    kinds = [json.loads(line).get("error") for line in ended.stderr.splitlines()]
    assert kinds == [None, "ValueError", None, "ValueError", "KeyError"]


def test_the_place_is_the_last_line_of_ours_or_where_none_is_ours_the_very_last():
    with pytest.raises(ValueError) as theirs:
        json.loads("{")
    with pytest.raises(ValueError) as ours:
        strict_json.read(b"{")

    assert log.kind(theirs.value)["place"].startswith("decoder.py:")
    assert log.kind(ours.value)["place"].startswith("strict_json.py:")
