"""Plans as practitioners would put them, and what the rules must say of each."""

import tomllib
from pathlib import Path

import pytest

from panel_protocol.dated import AwaitingDecision
from panel_protocol.rules import plans
from panel_protocol.rules.conditions import ConditionFacts, PlanFacts, lawful
from panel_protocol.terms import (
    Admission,
    BreachChoice,
    ConditionKind,
    ConditionObject,
    Disposal,
    ModeOfTrial,
)

WORKED = sorted((Path(__file__).parent / "worked" / "running").glob("*.toml"))
READ = {path.stem: tomllib.loads(path.read_text()) for path in WORKED}
WORDS = {
    "disposal": Disposal,
    "mode_of_trial": ModeOfTrial,
    "admission": Admission,
    "kind": ConditionKind,
    "object": ConditionObject,
}


def in_words(said):
    return {key: WORDS[key](value) if key in WORDS else value for key, value in said.items()}


def facts_of(said):
    conditions = tuple(ConditionFacts(**in_words(each)) for each in said["conditions"])
    return PlanFacts(**{**in_words(said), "conditions": conditions})


def told(reasons):
    return [{"code": reason.code, "source": reason.source} for reason in reasons]


def of_breach(protocol, said):
    disposal, on = Disposal(said["disposal"]), said["on"]
    excuse = said.get("reasonable_excuse")
    may = plans.may_be_prosecuted(protocol, disposal, reasonable_excuse=excuse, on=on)
    follows = plans.follows(protocol, disposal, BreachChoice(said["decision"]), on)
    return {"refused": told(may.reasons), "follows": told(follows)}


def of_plan(protocol, said):
    try:
        verdict = lawful(protocol, facts_of(said))
    except AwaitingDecision as stopped:
        return {"stops": stopped.name}
    return {
        "lawful": verdict.lawful,
        "reasons": told(verdict.reasons),
        "warnings": told(verdict.warnings),
    }


@pytest.mark.parametrize("name", READ)
def test_a_worked_plan_comes_out_as_practitioners_expect(protocol, name):
    worked = READ[name]
    found = of_plan(protocol, worked["plan"]) if "plan" in worked else {}
    found |= of_breach(protocol, worked["breach"]) if "breach" in worked else {}

    assert {key: found.get(key) for key in worked["expect"]} == worked["expect"]


def test_every_worked_plan_tells_its_story():
    assert len(READ) >= 8
    assert all(worked["story"] for worked in READ.values())
