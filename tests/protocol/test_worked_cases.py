"""Worked cases: each a few lines that a practitioner can check, with the authority expected.

A file directly in `worked/` is a case at triage and the options open in it. A file in a folder is
a question of another kind: `[asked]` holds the facts, `[expect]` the answer. To add a kind, add a
folder, and its line to `KINDS` below.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from panel_protocol.facts import from_record, records, to_record
from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.codes import home_office_code, kpi_6_bucket
from panel_protocol.rules.conditions import PlanFacts, lawful
from panel_protocol.rules.entrants import RecordedOutcome, first_entry
from panel_protocol.rules.giving import GivingFacts
from panel_protocol.rules.options import options
from panel_protocol.rules.outcomes import spent_on
from panel_protocol.rules.panel import may_decide
from panel_protocol.rules.plans import (
    Undertaken,
    follows,
    may_be_concluded,
    may_be_reviewed,
    may_be_varied,
)
from panel_protocol.rules.routing import triage
from panel_protocol.rules.timescales import clocks
from panel_protocol.terms import BreachChoice, Disposal, OutcomeKind
from tests.architecture.source import ROOT
from tests.protocol.plans import bench

FOLDER = Path(__file__).parent / "worked"
CASES = sorted(FOLDER.glob("*.toml"))
OFFENCE = {"area": "E08000021", "aggravating_factors": [], "mitigating_factors": []}
EARLIER = {
    "home_area": "E08000022", "overturned_on": None, "offence_committed_on": None,
    "offence_code": None,
}  # fmt: skip


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def facts_of(case, on, usual):
    case = plain(case)
    offences = [OFFENCE | {"committed_on": on.isoformat()} | each for each in case["offences"]]
    history = [EARLIER | each for each in case.get("history", [])]
    return from_record(usual | case | {"offences": offences, "history": history})


def found_in(protocol, facts, worked):
    """Everything a case may be expected to be."""
    road = triage(protocol, facts, worked["on"])
    choices = options(protocol, facts, worked["on"], victims_settled=worked.get("victims_settled"))
    return road, {
        "edition": road.edition,
        "base": road.gravity.base,
        "final": road.gravity.final,
        "route": road.route,
        "flags": list(road.flags),
        "open": [option.disposal for option in choices if option.open],
        "starts": [option.disposal for option in choices if option.starting_point],
        "options": {option.disposal.value: option for option in choices},
    }


def check_reasons(expected, reasons):
    """Reasons worth naming are named, with who says so; others may be added to without harm."""
    told = {(reason.code, reason.source) for reason in reasons}
    if isinstance(expected, dict):
        assert set(expected.items()) <= told
    else:
        assert set(expected) <= {code for code, _ in told}


def check_options(expected, found):
    for disposal, wanted in expected.items():
        option = found[disposal]
        check_reasons(wanted.pop("reasons", []), option.reasons)
        assert set(wanted.pop("needs", [])) <= set(option.needs)
        means = {"open": option.open, **records([option.consequences])[0]}
        assert {name: means[name] for name in wanted} == plain(wanted)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_case_comes_out_as_practitioners_expect(protocol, a_case, path):
    worked = tomllib.loads(path.read_text())
    facts = facts_of(worked["case"], worked["on"], to_record(a_case()))
    road, found = found_in(protocol, facts, worked)
    expected = worked["expect"]

    check_reasons(expected.pop("reasons"), road.reasons)
    check_options(expected.pop("options", {}), found["options"])
    assert {name: found[name] for name in expected} == expected
    assert found["flags"] == expected.get("flags", [])


def built(kind, table):
    """The facts of a rule, from the words of a file."""
    return TypeAdapter(kind).validate_python(table)


def plan(protocol, asked, _):
    verdict = lawful(protocol, built(PlanFacts, {"conditions": [], **asked}))
    warned = [warning.code for warning in verdict.warnings]
    return {"lawful": verdict.lawful, "warnings": warned}, verdict.reasons + verdict.warnings


def giving(protocol, asked, usual):
    giving = built(GivingFacts, {"adult": None, **asked["giving"]})
    verdict = may_be_given(protocol, facts_of(asked["case"], giving.given_on, usual), giving)
    return {"may_be_given": verdict.answer}, verdict.reasons


def clock(protocol, asked, _):
    found = clocks(protocol, asked["referred_on"], bailed_on=asked.get("bailed_on"))
    return {each.name: each.due_on for each in found}, ()


def recorded(protocol, asked, _):
    """The code, the row of the returns and the day it is spent."""
    disposal, on = Disposal(asked["disposal"]), asked["given_on"]
    row = kpi_6_bucket(protocol, disposal, on)
    means: dict[str, Any] = {"code": home_office_code(protocol, disposal, on), "kpi_6": row.answer}
    if "spent" not in asked.get("leave_out", []):
        means["spent_on"] = spent_on(protocol, disposal, on, asked.get("conditions_end_on"))
    return means, row.reasons


def entrant(protocol, asked, _):
    outcomes = [
        RecordedOutcome(key=str(place), home_area="E08000022", **each)
        for place, each in enumerate(
            {**each, "outcome": OutcomeKind(each["outcome"])} for each in asked["outcomes"]
        )
    ]
    entry = first_entry(protocol, asked["date_of_birth"], outcomes)
    first = entry.answer
    return {
        "enters": first is not None,
        "outcome": first and first.outcome,
        "given_on": first and first.given_on,
    }, entry.reasons


def panel(protocol, asked, _):
    verdict = may_decide(
        protocol, bench(*asked["agencies"]), set(asked.get("conflicted", [])), asked["held_on"]
    )
    return {"may_decide": verdict.answer}, verdict.reasons


def breach(protocol, asked, _):
    disposal, on = Disposal(asked["disposal"]), asked["on"]
    may = may_be_reviewed(protocol, disposal, excuse_considered=asked["excuse_considered"], on=on)
    choice = asked.get("choice")
    then = follows(protocol, disposal, BreachChoice(choice), on) if choice else ()
    return {"may_be_reviewed": may.answer}, may.reasons + then


def conclusion(protocol, asked, _):
    disposal, on = Disposal(asked["disposal"]), asked["on"]
    done = [built(Undertaken, each) for each in asked["conditions"]]
    may = may_be_concluded(protocol, disposal, done, on)
    return {"may_be_concluded": may.answer}, may.reasons


def variation(protocol, asked, _):
    may = may_be_varied(
        protocol, Disposal(asked["disposal"]), agreed=asked["agreed"], on=asked["on"]
    )
    return {"may_be_varied": may.answer}, may.reasons


KINDS = {
    "plans": plan,
    "giving": giving,
    "clocks": clock,
    "recorded": recorded,
    "entrants": entrant,
    "panels": panel,
    "breach": breach,
    "conclusion": conclusion,
    "variation": variation,
}
QUESTIONS = [path for kind in KINDS for path in sorted((FOLDER / kind).glob("*.toml"))]


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: f"{path.parent.name}: {path.stem}")
def test_a_worked_question_is_answered_as_practitioners_expect(protocol, a_case, path):
    worked = tomllib.loads(path.read_text())
    found, reasons = KINDS[path.parent.name](protocol, worked["asked"], to_record(a_case()))
    expected = worked["expect"]

    check_reasons(expected.pop("reasons", []), reasons)
    assert not set(expected.pop("without", [])) & set(found.get("warnings", []))
    warned = expected.pop("warnings", [])
    assert set(warned) <= set(found.get("warnings", []))
    assert {name: found[name] for name in expected} == expected


def test_every_worked_case_tells_its_story_and_is_asked_by_somebody():
    texts = "\n".join(path.read_text() for path in (ROOT / "tests" / "protocol").glob("*.py"))
    for path in FOLDER.rglob("*.toml"):
        assert tomllib.loads(path.read_text())["story"].endswith(".")
        assert path.parent == FOLDER or f'"{path.parent.name}"' in texts, path


def test_every_source_a_worked_case_names_exists(protocol):
    for path in FOLDER.rglob("*.toml"):
        reasons = tomllib.loads(path.read_text())["expect"].get("reasons", {})
        assert not isinstance(reasons, dict) or set(reasons.values()) <= protocol.sources.keys()


def test_there_are_enough_worked_cases_to_be_worth_reading():
    assert len(list(FOLDER.rglob("*.toml"))) >= 80
