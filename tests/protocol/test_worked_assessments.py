"""Worked assessments: each complete but for what it says, and as practitioners expect it."""

import tomllib

import pytest

from panel_protocol.rules.answer_checks import check_answers
from panel_protocol.rules.answers import arising
from panel_protocol.rules.assessment import missing
from tests.protocol.assessments import PROTOCOL, WORKED, complete, with_these
from tests.protocol.phrasebook import row, written


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.stem)
def test_a_worked_assessment_comes_out_as_practitioners_expect(path):
    worked = tomllib.loads(path.read_text())
    expected = worked["expect"]
    tool = PROTOCOL.tool_on(worked["on"])
    said = with_these(complete(tool), worked["said"])

    now = arising(tool, with_these(said, worked.get("then", {})))

    assert [p for section, given in said.items() for p in check_answers(tool, section, given)] == []
    assert tool.edition == expected["edition"]
    assert {each: list(ids) for each, ids in now.cleared.items()} == expected.get("cleared", {})
    reasons = missing(tool, now.kept).reasons
    assert {row(reason) for reason in reasons} <= written()
    assert [{"code": r.code, "source": r.source} for r in reasons] == expected["missing"]


def test_each_worked_assessment_tells_its_story():
    assert len(WORKED) >= 9
    assert all(tomllib.loads(path.read_text())["story"] for path in WORKED)
