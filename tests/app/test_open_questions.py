"""A service whose protocol awaits a value: the case that needs it stops, the others go on."""

import tomllib
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

import panel_protocol
from tests.pathway import Pathway, on
from tests.records import counts, journal
from tests.service import a_case, running

PACKAGED = Path(panel_protocol.__file__).parent / "parameters"
QUESTION = "What must the child have said?"
TODAY = date(2026, 9, 11)


@asynccontextmanager
async def awaiting(database_url, folder, parameter, start):
    """A service in which one entry of a parameter is an open question."""
    group, name = parameter.split(".")
    text = (PACKAGED / f"{group}.toml").read_text()
    head = text.index(f"[[{name}.entries]]\nfrom   = {start}")
    begin = text.index("value ", head)
    end = text.index("source", begin)
    asked = f'awaiting = "{QUESTION}"\nasks = "the Ministry of Justice"\n'
    laid = folder / "protocol"
    laid.mkdir()
    (laid / f"{group}.toml").write_text(text[:begin] + asked + text[end:])
    assert tomllib.loads((laid / f"{group}.toml").read_text())
    async with running(database_url, folder / "data", protocol_dir=laid) as service:
        yield service


def stopped(reply, parameter):
    assert reply.status_code == 409, reply.text
    problem = reply.json()
    assert problem["type"] == "/problems/protocol-incomplete"
    assert problem["parameter"] == parameter
    assert problem["question"] == QUESTION
    assert problem["asks"] == "the Ministry of Justice"
    return True


def described_as(case):
    """As much of a submission as the calculator asks for."""
    child, offences = case["child"], case["offences"]
    return {
        "child": {key: child[key] for key in ("date_of_birth", "home_area")},
        "offences": [
            {key: offence[key] for key in ("offence_code", "committed_on", "area")}
            for offence in offences
        ],
        "evidence": case["evidence"],
        "circumstances": case["circumstances"],
    }


@pytest.fixture
async def unsettled(database_url, tmp_path):
    parameter = "options.youth_caution_admission"
    async with awaiting(database_url, tmp_path, parameter, "2013-04-08") as service:
        yield service


async def test_the_options_of_a_case_stop_with_the_question_and_whom_to_ask(unsettled):
    case = await Pathway(unsettled).submitted()
    with on(TODAY):
        options = await unsettled.officer.get(f"/v1/cases/{case.id}/options")
        described = described_as(a_case())
        calculated = await unsettled.officer.post("/v1/protocol/triage", described)

    assert stopped(options, "options.youth_caution_admission")
    assert stopped(calculated, "options.youth_caution_admission")


async def test_a_decision_that_needs_the_answer_is_not_made_and_the_refusal_is_on_record(
    unsettled,
):
    case = await (await (await Pathway(unsettled).submitted()).assessed()).listed()
    before = await counts(unsettled)

    refused = await case.act("disposal", case.disposal("youth_caution"), day=date(2026, 9, 23))

    assert stopped(refused, "options.youth_caution_admission")
    after = await counts(unsettled)
    assert after.pop("journal_line") == before.pop("journal_line") + 1
    assert after == before
    assert (await journal(unsettled))[-1].resource["slug"] == "protocol-incomplete"


async def test_what_does_not_need_the_answer_goes_on(unsettled):
    case = await Pathway(unsettled).submitted()
    with on(TODAY):
        read = await unsettled.officer.get("/v1/protocol")
        seen = await unsettled.officer.get(f"/v1/cases/{case.id}")

    assert "options.youth_caution_admission" in [
        each["parameter"] for each in read.json()["awaiting"]
    ]
    assert seen.status_code == 200


async def test_a_submission_that_needs_the_answer_stores_nothing(database_url, tmp_path):
    parameter = "knife.must_be_referred"
    async with awaiting(database_url, tmp_path, parameter, "2026-02-12") as service:
        before = await counts(service)
        with on(TODAY):
            refused = await service.police.submit(a_case())

        assert stopped(refused, parameter)
        after = await counts(service)
    assert {name for name in after if after[name] != before[name]} == {"journal_line"}
