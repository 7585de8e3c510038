"""The triage of a case that is only described: it refuses what a submission refuses."""

from copy import deepcopy
from typing import Any

import pytest

from app.triage.schemas import HISTORY_EXAMPLE, OFFENCE_EXAMPLE, CaseDescribed

UNKNOWN = "E08000099"
EARLIER: dict[str, Any] = dict(HISTORY_EXAMPLE[0])


@pytest.mark.parametrize(
    ("part", "said", "pointer"),
    [
        ("child", {"date_of_birth": "2011-03-14", "home_area": UNKNOWN}, "/child/home_area"),
        ("offences", [{**OFFENCE_EXAMPLE, "area": UNKNOWN}], "/offences/0/area"),
        ("history", [{**EARLIER, "home_area": UNKNOWN}], "/history/0/home_area"),
        ("history", [EARLIER, {**EARLIER, "given_on": "2026-09-12"}], "/history/1/given_on"),
        ("history", [{**EARLIER, "given_on": "2010-01-01"}], "/history/0/given_on"),
    ],
)
async def test_what_no_submission_could_say_is_not_triaged(service, part, said, pointer):
    described: Any = deepcopy(CaseDescribed.model_json_schema()["examples"][0])
    described[part] = said

    reply = await service.officer.post("/v1/protocol/triage", described)

    assert reply.status_code == 422
    assert [error["pointer"] for error in reply.json()["errors"]] == [pointer]


async def test_every_fault_is_told_at_once(service):
    described: Any = deepcopy(CaseDescribed.model_json_schema()["examples"][0])
    described["child"]["home_area"] = UNKNOWN
    described["history"] = [{**EARLIER, "given_on": day} for day in ("2027-01-01", "2028-01-01")]

    reply = await service.officer.post("/v1/protocol/triage", described)

    assert [error["pointer"] for error in reply.json()["errors"]] == [
        "/child/home_area",
        "/history/0/given_on",
        "/history/1/given_on",
    ]
