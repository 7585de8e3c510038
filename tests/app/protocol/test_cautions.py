"""The two calculators of what follows from a disposal, as each role asks them over HTTP."""

from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from app.access.actor import Role
from app.journal.tables import JournalCategory
from app.protocol.disclosure_schemas import DisclosureDescribed
from app.protocol.duties_schemas import DutiesDescribed
from tests.pathway import on
from tests.records import counts, lines_of
from tests.service import NORTH_TYNESIDE


def _example(body: type[BaseModel]) -> dict[str, Any]:
    return dict(body.model_json_schema()["examples"][0])


DUTIES = _example(DutiesDescribed)
DISCLOSURE = _example(DisclosureDescribed)
BOTH = pytest.mark.parametrize(
    ("path", "body"), [("duties", DUTIES), ("disclosure", DISCLOSURE)], ids=["duties", "disclosure"]
)
TODAY = date(2026, 9, 23)
EARLIER = {"outcome": "youth_caution", "given_on": "2025-05-01", "home_area": NORTH_TYNESIDE}


async def ask(service, path, body, *, role=Role.POLICE_SUBMITTER, day=TODAY):
    with on(day):
        return await service.user(role).post(f"/v1/protocol/{path}", body)


def codes(reasons):
    return [reason["code"] for reason in reasons]


def pointers(reply):
    return [error["pointer"] for error in reply.json()["errors"]]


@BOTH
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REGIONAL_PARTNER}))
async def test_whoever_works_with_children_may_ask(service, path, body, role):
    reply = await ask(service, path, body, role=role)

    assert reply.status_code == 200, reply.text
    assert reply.json()["edition"] == "2026.2"


@BOTH
async def test_a_regional_partner_may_not_and_nor_may_a_stranger(service, path, body):
    refused = await ask(service, path, body, role=Role.REGIONAL_PARTNER)
    unknown = await service.stranger().post(f"/v1/protocol/{path}", json=body)

    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/forbidden")
    assert unknown.status_code == 401


@BOTH
async def test_asking_stores_nothing_but_that_it_was_asked(service, path, body):
    before = await counts(service)

    reply = await ask(service, path, body)

    (line,) = await lines_of(service, reply)
    assert (line.category, line.action) == (JournalCategory.ADMIN, f"check_{path}")
    changed = {name for name, held in (await counts(service)).items() if held != before[name]}
    assert "journal_line" in changed
    assert not changed & {"panel_case", "child", "child_outcome", "case_decision"}


async def test_a_second_caution_must_be_assessed_and_bars_a_discharge_for_two_years(service):
    reply = await ask(service, "duties", DUTIES)

    found = reply.json()
    assert found["youth_offending_team"] == "must_assess"
    barred = found["conditional_discharge_barred"]
    assert (barred["barred"], barred["from"], barred["until"]) == (
        True, "2026-09-20", "2028-09-19",
    )  # fmt: skip
    assert codes(barred["reasons"]) == ["conditional_discharge_barred"]
    assert found["referral"]["required"] is True
    assert found["citability"]["citable"] is True
    assert "youth_justice_must_assess" in codes(found["reasons"])


@pytest.mark.parametrize(
    ("day", "barred"),
    [("2026-09-19", False), ("2026-09-20", True), ("2028-09-19", True), ("2028-09-20", False)],
)
async def test_the_bar_is_exact_to_the_day(service, day, barred):
    reply = await ask(service, "duties", DUTIES | {"offence_committed_on": day})

    assert reply.json()["conditional_discharge_barred"]["barred"] is barred


async def test_history_and_the_offence_may_be_left_out(service):
    reply = await ask(service, "duties", {"disposal": "charge", "given_on": "2026-09-20"})

    assert reply.status_code == 200, reply.text
    found = reply.json()
    assert (found["youth_offending_team"], found["referral"]["required"]) == (None, False)
    barred = found["conditional_discharge_barred"]
    assert (barred["barred"], barred["from"], barred["until"]) == (False, None, None)


async def test_a_conditional_caution_is_spent_when_its_conditions_end(service):
    reply = await ask(service, "disclosure", DISCLOSURE)

    found = reply.json()
    assert found["spent_on"] == "2026-11-20"
    assert (found["basic"], found["standard"], found["enhanced"]) == (
        "shows", "may_show", "may_show",
    )  # fmt: skip
    assert codes(found["notes"])[-1] == "for_the_child"
    assert found["on"] == str(TODAY)


async def test_another_day_of_the_check_may_be_asked_about(service):
    reply = await ask(service, "disclosure", DISCLOSURE | {"on": "2026-11-20"})

    assert (reply.json()["basic"], reply.json()["standard"]) == (
        "does_not_show", "does_not_show",
    )  # fmt: skip


async def test_what_outcome_23_discloses_is_answered_by_who_must_answer_it(service):
    reply = await ask(service, "disclosure", DISCLOSURE | {"disposal": "outcome_23"})

    problem = reply.json()
    assert (reply.status_code, problem["type"]) == (409, "/problems/protocol-incomplete")
    assert problem["parameter"] == "outcomes.outcome_23_spent"
    assert problem["asks"] == "the Home Office and the Disclosure and Barring Service"
    assert problem["question"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("disclosure", DISCLOSURE | {"given_on": "2013-04-07", "conditions_end_on": None}),
        ("disclosure", DISCLOSURE | {"disposal": "outcome_23", "given_on": "2026-02-11"}),
        ("duties", DUTIES | {"given_on": "2013-04-07"}),
    ],
)
async def test_a_day_before_the_law_existed_is_refused_and_never_an_error(service, path, body):
    reply = await ask(service, path, body | {"history": []} if path == "duties" else body)

    assert (reply.status_code, reply.json()["type"]) == (409, "/problems/protocol-incomplete")


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("disclosure", DISCLOSURE | {"conditions_end_on": "2026-09-19"}, "/conditions_end_on"),
        ("disclosure", DISCLOSURE | {"date_of_birth": "2026-09-21"}, "/given_on"),
        ("disclosure", DISCLOSURE | {"on": "2026-09-19"}, "/on"),
        ("disclosure", DISCLOSURE | {"disposal": "adult_caution"}, "/disposal"),
        ("duties", DUTIES | {"given_on": "20/09/2026"}, "/given_on"),
        ("duties", DUTIES | {"history": None}, "/history"),
        (
            "duties",
            DUTIES | {"history": [EARLIER | {"overturned_on": "2025-04-30"}]},
            "/history/0/overturned_on",
        ),
        (
            "duties",
            DUTIES | {"history": [EARLIER | {"first_hearing_on": "2025-04-30"}]},
            "/history/0/first_hearing_on",
        ),
    ],
)
async def test_what_cannot_be_is_refused_where_it_stands(service, path, body, pointer):
    reply = await ask(service, path, body)

    assert reply.status_code == 422
    assert pointers(reply) == [pointer]


@BOTH
async def test_the_furthest_day_that_may_be_asked_is_answered(service, path, body):
    far = {"given_on": "2199-12-31"} | ({"conditions_end_on": None} if path != "duties" else {})

    reply = await ask(service, path, body | far)

    assert reply.status_code == 200, reply.text
