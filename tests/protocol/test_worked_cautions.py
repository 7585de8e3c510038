"""Worked cases of what follows from a disposal: duties, and what record checks show."""

import tomllib
from pathlib import Path

import pytest

from panel_protocol.facts import EarlierOutcome
from panel_protocol.rules.disclosure import DisclosureFacts, disclosed
from panel_protocol.rules.duties import DutyFacts, duties
from panel_protocol.terms import Disposal, OutcomeKind

WORKED = Path(__file__).parent / "worked"
DUTIES = sorted((WORKED / "duties").glob("*.toml"))
DISCLOSURE = sorted((WORKED / "disclosure").glob("*.toml"))


def earlier(row):
    return EarlierOutcome(home_area="E08000022", **row | {"outcome": OutcomeKind(row["outcome"])})


def cited(reasons):
    return {(reason.code, reason.source) for reason in reasons}


@pytest.mark.parametrize("path", DUTIES, ids=lambda path: path.stem)
def test_the_duties_of_a_worked_case_are_what_practitioners_expect(protocol, path):
    worked = tomllib.loads(path.read_text())
    asked, expected = worked["asked"], worked["expect"]
    history = tuple(earlier(row) for row in asked.pop("history", []))
    facts = DutyFacts(**asked | {"disposal": Disposal(asked["disposal"]), "history": history})

    found = duties(protocol, facts)

    bar = found.conditional_discharge
    assert worked["story"]
    assert found.youth_offending_team.answer == expected.get("team")
    assert found.referral.answer == expected["referral"]
    assert (bar.barred, bar.first, bar.last) == (
        expected["barred"], expected.get("first"), expected.get("last"),
    )  # fmt: skip
    assert found.citability.answer == expected.get("citable")
    decided = (found.youth_offending_team, found.referral, bar, found.citability, found)
    assert set(expected["reasons"].items()) <= cited(
        reason for each in decided for reason in each.reasons
    )


@pytest.mark.parametrize("path", DISCLOSURE, ids=lambda path: path.stem)
def test_the_checks_of_a_worked_case_show_what_practitioners_expect(protocol, path):
    worked = tomllib.loads(path.read_text())
    asked, expected = worked["asked"], worked["expect"]
    facts = DisclosureFacts(**asked | {"disposal": Disposal(asked["disposal"])})

    found = disclosed(protocol, facts, expected["on"])

    assert worked["story"]
    assert found.spent_on == expected.get("spent_on")
    assert (found.basic, found.standard, found.enhanced) == (
        expected["basic"], expected["standard"], expected["enhanced"],
    )  # fmt: skip
    assert set(expected["notes"].items()) <= cited((*found.notes, *found.for_the_child))
