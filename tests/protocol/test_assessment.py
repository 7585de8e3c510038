"""What a complete assessment needs, and what each answer may be."""

import copy
import tomllib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.dated import NotInForce
from panel_protocol.library import load
from panel_protocol.rules.assessment import asked, check_answers, json_schema, missing
from panel_protocol.tool import AnswerType, BrokenTool, Nature, parse

PROTOCOL = load()
TOOL = PROTOCOL.tool_on(date(2026, 9, 11))
RAW = tomllib.loads((files("panel_protocol") / "parameters" / "assessment_tool.toml").read_text())

QUESTIONS = {(section.id, question.id): question for section, question in TOOL.questions()}
ALWAYS_ASKED = [place for place, each in QUESTIONS.items() if each.required and not each.when]

SAMPLE = {
    AnswerType.TEXT: "Said in the child's words.",
    AnswerType.BOOLEAN: False,
    AnswerType.SCALE: 5,
    AnswerType.DATE: "2026-09-11",
}


def complete():
    answers: dict[str, dict[str, object]] = {section.id: {} for section in TOOL.sections}
    for section, question in TOOL.questions():
        if question.required and asked(TOOL, question, answers):
            answers[section.id][question.id] = an_answer(question)
    return answers


def an_answer(question):
    if question.type is AnswerType.CHOICE:
        return question.options[-1]
    return SAMPLE.get(question.type, [question.options[-1]] if question.options else None)


def missing_now(answers):
    return [reason.text for reason in missing(TOOL, answers).reasons]


def problems(section, **answers):
    return [(each.question, each.code) for each in check_answers(TOOL, section, answers)]


def test_the_sections_follow_the_national_order_and_then_our_own():
    assert [section.id for section in TOOL.sections] == [
        "circumstances",
        "diversity",
        "family",
        "exploitation",
        "behaviour",
        "childs_plan",
        "professionals_plan",
        "exit_plan",
        "signs_of_safety",
        "ratings",
        "voice",
    ]


def test_the_author_signs_and_a_manager_who_is_not_the_author_countersigns():
    assert [(each.by, each.not_the_author) for each in TOOL.signatures] == [
        ("author", False),
        ("yot_manager", True),
    ]


def test_fact_assessment_and_allegation_are_told_apart():
    natures = {question.id: question.nature for _, question in TOOL.questions()}

    assert natures["police_account"] is Nature.ALLEGATION
    assert natures["living_arrangements"] is Nature.FACT
    assert natures["worried_about"] is Nature.ASSESSMENT


def test_the_names_of_rating_levels_are_the_partnerships_to_confirm():
    levels = TOOL.option_lists["rating_levels"]

    assert levels.source == "partnership-default"
    for rating in ("likelihood_of_reoffending", "safety_and_wellbeing", "risk_of_serious_harm"):
        assert QUESTIONS["ratings", rating].options == levels.values
    assert "assessment_tool.rating_levels" in {p.parameter for p in PROTOCOL.local_defaults()}


def test_an_empty_assessment_misses_every_question_that_is_always_asked():
    decision = missing(TOOL, {})

    assert decision.answer is True
    assert len(decision.reasons) == len(ALWAYS_ASKED)
    assert {reason.code for reason in decision.reasons} == {"answer_missing"}


def test_an_assessment_with_every_answer_misses_nothing():
    decision = missing(TOOL, complete())

    assert decision.answer is False
    assert decision.reasons == ()


@given(st.sampled_from(ALWAYS_ASKED))
def test_each_required_answer_taken_away_is_named(place):
    section, question = place
    answers = complete()
    del answers[section][question]

    assert [text.endswith(QUESTIONS[place].text) for text in missing_now(answers)] == [True]


@pytest.mark.parametrize("blank", ["", "   \n", None])
def test_a_blank_is_no_answer(blank):
    answers = complete()
    answers["voice"]["child_voice"] = blank

    assert len(missing_now(answers)) == 1


def test_no_option_ticked_is_no_answer_and_zero_on_the_scale_is_one():
    answers = complete()
    answers["circumstances"]["health_needs"] = []
    answers["signs_of_safety"]["safety_scale"] = 0

    assert missing_now(answers) == ["The child's circumstances: Which health needs are known?"]


def test_a_follow_up_is_asked_only_where_it_arises():
    answers = complete()
    assert "exploitation_detail" not in answers["exploitation"]

    answers["exploitation"]["exploitation_concern"] = "yes"

    assert missing_now(answers) == [
        "Exploitation: What is the concern, who holds it, and on what evidence?"
    ]


def test_a_follow_up_arises_from_one_of_several_ticked_options():
    answers = complete()
    answers["family"]["services_involved"] = ["early_help", "looked_after"]

    assert len(missing_now(answers)) == 1


def test_a_question_that_is_optional_is_never_missing():
    answers = complete()

    assert "review_on" not in answers["exit_plan"]
    assert missing(TOOL, answers).answer is False


@pytest.mark.parametrize(
    ("section", "question", "value", "code"),
    [
        ("nowhere", "anything", "x", "unknown_section"),
        ("voice", "anything", "x", "unknown_question"),
        ("voice", "child_voice", 7, "wrong_type"),
        ("voice", "child_voice", "x" * 4001, "too_long"),
        ("professionals_plan", "restorative_offer", "yes", "wrong_type"),
        ("ratings", "risk_of_serious_harm", "extreme", "not_an_option"),
        ("ratings", "risk_of_serious_harm", ["low"], "wrong_type"),
        ("circumstances", "health_needs", "mental_health", "wrong_type"),
        ("circumstances", "health_needs", ["unlisted"], "not_an_option"),
        ("circumstances", "health_needs", ["mental_health", "mental_health"], "repeated_option"),
        ("circumstances", "health_needs", [["mental_health"]], "wrong_type"),
        ("signs_of_safety", "safety_scale", 11, "out_of_range"),
        ("signs_of_safety", "safety_scale", -1, "out_of_range"),
        ("signs_of_safety", "safety_scale", True, "wrong_type"),
        ("signs_of_safety", "safety_scale", 5.5, "wrong_type"),
        ("exit_plan", "review_on", 20260911, "wrong_type"),
        ("exit_plan", "review_on", "11/09/2026", "malformed_date"),
        ("exit_plan", "review_on", "20260911", "malformed_date"),
        ("exit_plan", "review_on", "2026-W37-5", "malformed_date"),
        ("exit_plan", "review_on", "2026-02-30", "malformed_date"),
    ],
)
def test_an_unacceptable_answer_is_refused(section, question, value, code):
    assert [found for _, found in problems(section, **{question: value})] == [code]


def test_every_unacceptable_answer_of_a_section_is_named_at_once():
    assert problems("voice", child_voice=1, carer_voice=2, stranger=3) == [
        ("child_voice", "wrong_type"),
        ("carer_voice", "wrong_type"),
        ("stranger", "unknown_question"),
    ]


def test_a_refusal_never_repeats_what_was_written():
    secret = "the child's own words"

    found = check_answers(TOOL, "ratings", {"risk_of_serious_harm": secret})

    assert all(secret not in each.message for each in found)


def test_an_answer_may_be_taken_back():
    assert problems("voice", child_voice=None) == []


def test_the_longest_text_is_accepted():
    assert problems("voice", child_voice="x" * 4000) == []


@pytest.mark.parametrize("section", [section.id for section in TOOL.sections])
def test_a_complete_section_is_acceptable(section):
    assert check_answers(TOOL, section, complete()[section]) == []


def test_the_tool_is_also_a_json_schema():
    schema = json_schema(TOOL)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == [section.id for section in TOOL.sections]
    ratings = schema["properties"]["ratings"]["properties"]
    assert ratings["risk_of_serious_harm"]["enum"] == ["low", "medium", "high", "very_high", None]
    detail = schema["properties"]["exploitation"]["properties"]["exploitation_detail"]
    assert detail["x-asked-when"] == {"question": "exploitation_concern", "any_of": ["yes"]}
    assert (detail["maxLength"], detail["x-nature"], detail["x-required"]) == (
        4000,
        "allegation",
        True,
    )


def test_the_first_edition_begins_on_8_april_2013():
    assert PROTOCOL.tool_on(date(2013, 4, 8)).edition == "1"
    with pytest.raises(NotInForce):
        PROTOCOL.tool_on(date(2013, 4, 7))


def _broken(change):
    raw = copy.deepcopy(RAW)
    change(raw["editions"][0])
    return raw


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: e.update(colour="red"), "unknown"),
        (lambda e: e.pop("title"), "missing"),
        (lambda e: e["sections"][0]["questions"][0].update(hint="x"), "unknown"),
        (lambda e: e["sections"][0]["questions"][0].update(options=["a"]), "options belong"),
        (lambda e: e["sections"][0]["questions"][1].update(options=[]), "options belong"),
        (lambda e: e["sections"][9]["questions"][0].update(options_from="x"), "no option list x"),
        (lambda e: e["sections"].append(e["sections"][0]), "used twice"),
        (lambda e: e["sections"][3]["questions"].reverse(), "not asked before it"),
    ],
)
def test_an_edition_that_contradicts_itself_is_refused(change, message):
    with pytest.raises(BrokenTool, match=message):
        parse(_broken(change))


def test_two_editions_may_not_begin_on_the_same_day():
    raw = copy.deepcopy(RAW)
    raw["editions"].append(raw["editions"][0])

    with pytest.raises(BrokenTool, match="dates must rise"):
        parse(raw)
