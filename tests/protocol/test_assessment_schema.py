"""The tool as JSON Schema, and as sections and questions: both describe what may be saved."""

from datetime import date

import pytest
from hypothesis import given

from panel_protocol.rules.assessment_schema import described, json_schema
from panel_protocol.tool import AnswerType
from tests.protocol.assessments import FIRST, SECOND, UNHURRIED, complete, whole

KINDS = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
ANNOTATIONS = {"$schema", "title", "description", "x-nature", "x-required", "x-source"}
ANNOTATIONS |= {"x-asked-when"}
HANDLED = {
    "type", "enum", "maxLength", "minimum", "maximum", "format", "items", "maxItems",
    "uniqueItems", "properties", "additionalProperties",
}  # fmt: skip


def faults(schema, value, where=""):
    """A plain reading of JSON Schema, for exactly the words the tool uses; others are refused."""
    assert not schema.keys() - ANNOTATIONS - HANDLED, schema.keys()
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(KINDS[kind](value) for kind in wanted):
        return [f"{where}: not {wanted}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: not an option"]
    if isinstance(value, dict):
        return inside(schema, value, where)
    if isinstance(value, list):
        return entries(schema, value, where)
    return plain(schema, value, where)


def inside(schema, value, where):
    known = schema["properties"]
    found = [] if schema["additionalProperties"] else [
        f"{where}: unknown {name}" for name in value if name not in known
    ]  # fmt: skip
    return found + [
        fault
        for name, part in value.items()
        if name in known
        for fault in faults(known[name], part, f"{where}/{name}")
    ]


def entries(schema, value, where):
    found = [f"{where}: too many"] if len(value) > schema.get("maxItems", len(value)) else []
    if schema.get("uniqueItems") and any(value.count(each) > 1 for each in value):
        found.append(f"{where}: repeated")
    return found + [
        fault
        for number, entry in enumerate(value)
        for fault in faults(schema["items"], entry, f"{where}/{number}")
    ]


def plain(schema, value, where):
    if isinstance(value, str) and len(value) > schema.get("maxLength", len(value)):
        return [f"{where}: too long"]
    if isinstance(value, str) and schema.get("format") == "date" and not is_date(value):
        return [f"{where}: not a date"]
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get(
        "maximum", value
    ):
        return [f"{where}: out of range"]
    return []


def is_date(value):
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


@UNHURRIED
@given(whole(SECOND))
def test_any_complete_assessment_validates_against_the_schema(answers):
    assert faults(json_schema(SECOND), answers) == []


@pytest.mark.parametrize("tool", [FIRST, SECOND], ids=["1", "2"])
def test_the_least_complete_assessment_validates_too(tool):
    assert faults(json_schema(tool), complete(tool)) == []


@pytest.mark.parametrize(
    ("section", "question", "value"),
    [
        ("signs_of_safety", "danger_statements", [{"goal": 3}]),
        ("signs_of_safety", "danger_statements", [{"stranger": "x"}]),
        ("signs_of_safety", "danger_statements", [{"scores": [{"score": 11}]}]),
        ("signs_of_safety", "danger_statements", [{}] * 13),
        ("ratings", "risk_of_serious_harm", "extreme"),
        ("voice", "stranger", "x"),
        ("circumstances", "health_needs", ["mental_health", "mental_health"]),
        ("exit_plan", "review_on", "the eleventh"),
    ],
)
def test_what_the_service_refuses_the_schema_refuses(section, question, value):
    answers = complete(SECOND)
    answers[section][question] = value

    assert len(faults(json_schema(SECOND), answers)) == 1


def test_nothing_but_the_sections_is_part_of_an_assessment():
    assert faults(json_schema(SECOND), complete(SECOND) | {"stranger": {}}) == [
        ": unknown stranger"
    ]


@pytest.mark.parametrize("tool", [FIRST, SECOND], ids=["1", "2"])
def test_any_answer_may_be_cleared(tool):
    cleared = {
        section.id: {question.id: None for question in section.questions}
        for section in tool.sections
    }

    assert faults(json_schema(tool), cleared) == []


def test_the_schema_says_what_is_asked_when_of_what_nature_and_on_whose_authority():
    schema = json_schema(SECOND)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == [section.id for section in SECOND.sections]
    ratings = schema["properties"]["ratings"]["properties"]
    assert ratings["risk_of_serious_harm"]["enum"] == ["low", "medium", "high", "very_high", None]
    plan = schema["properties"]["professionals_plan"]["properties"]["safety_in_plan"]
    assert plan["x-asked-when"] == {"question": "exploitation_concern", "any_of": ["yes"]}
    detail = schema["properties"]["exploitation"]["properties"]["exploitation_detail"]
    assert (detail["maxLength"], detail["x-nature"], detail["x-required"]) == (
        4000,
        "allegation",
        True,
    )
    assert detail["x-source"] == "pdat-order"


def test_a_danger_is_described_with_its_goal_and_its_scores_by_name():
    signs = json_schema(SECOND)["properties"]["signs_of_safety"]["properties"]
    danger = signs["danger_statements"]["items"]

    assert danger["title"] == "Danger"
    assert list(danger["properties"]) == ["statement", "disputed_by", "goal", "scores"]
    scores = danger["properties"]["scores"]["items"]["properties"]
    assert (scores["score"]["minimum"], scores["score"]["maximum"]) == (0, 10)
    assert scores["scored_by"]["x-required"] is True


def test_the_questions_are_told_with_everything_a_form_needs():
    (signs,) = [each for each in described(SECOND) if each["id"] == "signs_of_safety"]
    told = {question["id"]: question for question in signs["questions"]}

    group = told["danger_statements"]
    assert (group["type"], group["entry"], group["at_most"]) == (AnswerType.GROUP, "Danger", 12)
    assert group["when"] == {"question": "danger_found", "any_of": [True]}
    assert [item["id"] for item in group["items"][3]["items"]] == ["scored_by", "score"]
    assert signs["title"] == "Signs of safety"
    (worried,) = [question for _, question in SECOND.questions() if question.id == "worried_about"]
    assert told["worried_about"] == {
        "id": "worried_about",
        "text": worried.text,
        "type": "text",
        "required": True,
        "nature": "assessment",
        "source": worried.source,
        "options": [],
        "when": None,
    }
