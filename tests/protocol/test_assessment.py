"""What a complete assessment needs before a panel may see it."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.rules.answers import asked
from panel_protocol.rules.assessment import missing
from panel_protocol.tool import Nature
from tests.protocol.assessments import FIRST, PROTOCOL, SECOND, UNHURRIED, complete, whole

EDITIONS = pytest.mark.parametrize("tool", [FIRST, SECOND], ids=["1", "2"])
QUESTIONS = {(section.id, question.id): question for section, question in SECOND.questions()}
ALWAYS_ASKED = [place for place, each in QUESTIONS.items() if each.required and not each.when]
NATIONAL_ORDER = [
    "circumstances",
    "diversity",
    "family",
    "exploitation",
    "behaviour",
    "childs_plan",
    "professionals_plan",
    "exit_plan",
]
DANGER = {
    "statement": "Mother worries that he is out all night with older men, and is hurt.",
    "goal": "He is home by nine, and knows whom to ring.",
    "scores": [{"scored_by": "Mother", "score": 3}, {"scored_by": "Sam", "score": 6}],
}


def a_danger(**changes):
    """A complete assessment that says one danger, with those parts of it otherwise."""
    answers = complete(SECOND)
    signs = answers["signs_of_safety"] | {"danger_found": True}
    signs["danger_statements"] = [copy.deepcopy(DANGER) | changes]
    return answers | {"signs_of_safety": signs}


def reasons(answers):
    return [(each.code, each.text, each.source) for each in missing(SECOND, answers).reasons]


def missing_now(answers):
    return [text for _, text, _ in reasons(answers)]


@EDITIONS
def test_the_sections_follow_the_national_order(tool):
    order = [section.id for section in tool.sections]

    assert [section for section in order if section in NATIONAL_ORDER] == NATIONAL_ORDER
    assert len(order) == 11


def test_signs_of_safety_stand_between_what_happened_and_the_plans():
    order = [section.id for section in SECOND.sections]

    assert order[4:9] == ["behaviour", "voice", "signs_of_safety", "ratings", "childs_plan"]


@EDITIONS
def test_the_author_signs_and_a_manager_who_is_not_the_author_countersigns(tool):
    assert [(each.by, each.not_the_author) for each in tool.signatures] == [
        ("author", False),
        ("yot_manager", True),
    ]


@EDITIONS
def test_fact_assessment_and_allegation_are_told_apart(tool):
    natures = {question.id: question.nature for _, question in tool.questions()}

    assert natures["police_account"] is Nature.ALLEGATION
    assert natures["living_arrangements"] is Nature.FACT
    assert natures["worried_about"] is Nature.ASSESSMENT


@EDITIONS
def test_the_names_of_rating_levels_are_the_partnerships_to_confirm(tool):
    levels = tool.option_lists["rating_levels"]

    assert levels.source == "partnership-default"
    for rating in ("likelihood_of_reoffending", "safety_and_wellbeing", "risk_of_serious_harm"):
        assert tool.section("ratings").question(rating).options == levels.values
    assert "assessment_tool.rating_levels" in {p.parameter for p in PROTOCOL.local_defaults()}


@EDITIONS
def test_an_empty_assessment_misses_every_question_that_is_always_asked(tool):
    decision = missing(tool, {})

    always = [each for _, each in tool.questions() if each.required and not each.when]
    assert decision.answer is True
    assert [reason.source for reason in decision.reasons] == [each.source for each in always]


@EDITIONS
def test_an_assessment_with_every_answer_misses_nothing(tool):
    decision = missing(tool, complete(tool))

    assert decision.answer is False
    assert decision.reasons == ()


@UNHURRIED
@given(whole(SECOND))
def test_whatever_a_child_and_family_say_a_full_assessment_is_complete(answers):
    assert missing_now(answers) == []


@given(st.sampled_from(ALWAYS_ASKED))
def test_each_required_answer_taken_away_is_named(place):
    section, question = place
    answers = complete(SECOND)
    del answers[section][question]

    assert [text.endswith(QUESTIONS[place].text) for text in missing_now(answers)] == [True]


@pytest.mark.parametrize("blank", ["", "   \n", None])
def test_a_blank_is_no_answer(blank):
    answers = complete(SECOND)
    answers["voice"]["child_voice"] = blank

    assert len(missing_now(answers)) == 1


def test_no_option_ticked_is_no_answer_and_zero_on_the_scale_is_one():
    answers = complete(SECOND)
    answers["circumstances"]["health_needs"] = []
    answers["signs_of_safety"]["safety_scores"] = [{"scored_by": "Sam", "score": 0}]

    assert missing_now(answers) == ["The child's circumstances: Which health needs are known?"]


def test_the_childs_words_want_to_be_known_by_whoever_helped_to_say_them():
    answers = complete(SECOND)
    del answers["voice"]["child_supported_by"]

    assert reasons(answers) == [
        (
            "supporter_missing",
            "Voices: Who supported the child to say it, and how?",
            "partnership-default",
        )
    ]


@pytest.mark.parametrize(
    "rating", ["likelihood_of_reoffending", "safety_and_wellbeing", "risk_of_serious_harm"]
)
def test_each_of_the_three_judgements_needs_evidence_of_its_own(rating):
    answers = complete(SECOND)
    del answers["ratings"][f"{rating}_evidence"]

    (reason,) = reasons(answers)
    assert reason[0] == "evidence_missing"


def test_a_danger_with_its_goal_and_scores_by_name_is_whole():
    assert missing_now(a_danger()) == []


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"goal": " "}, "goal_missing", "Signs of safety: Danger 1: What will the family do"),
        ({"statement": None}, "answer_missing", "Signs of safety: Danger 1: Who is worried"),
        ({"scores": []}, "scale_missing", "Signs of safety: Danger 1: From 0"),
        (
            {"scores": [{"scored_by": "Sam", "score": 4}, {"score": 4}]},
            "scorer_missing",
            "Signs of safety: Danger 1: Score 2: Who gives this score?",
        ),
        (
            {"scores": [{"scored_by": "Sam"}]},
            "scale_missing",
            "Signs of safety: Danger 1: Score 1: The score, 0 to 10",
        ),
    ],
)
def test_a_danger_without_its_goal_scale_or_named_scorer_is_not_complete(changes, code, where):
    ((found, text, source),) = reasons(a_danger(**changes))

    assert (found, source) == (code, "danger-statements")
    assert text.startswith(where)


def test_a_danger_found_has_to_be_said_and_where_none_is_found_nothing_is_asked():
    answers = a_danger()
    del answers["signs_of_safety"]["danger_statements"]
    assert [code for code, _, _ in reasons(answers)] == ["danger_missing"]

    answers["signs_of_safety"]["danger_found"] = False

    assert missing_now(answers) == []


def test_a_follow_up_is_asked_only_where_it_arises_in_any_section():
    answers = complete(SECOND)
    assert "exploitation_detail" not in answers["exploitation"]

    answers["exploitation"]["exploitation_concern"] = "yes"

    assert missing_now(answers) == [
        "Exploitation: What is the concern, who holds it, and on what evidence?",
        "Exploitation: What is being done today to keep the child safe?",
        f"The professionals' plan: {QUESTIONS['professionals_plan', 'safety_in_plan'].text}",
    ]


@pytest.mark.parametrize(
    ("section", "question", "said", "asked_then"),
    [
        ("family", "services_involved", ["early_help", "looked_after"], "looked_after_detail"),
        ("family", "services_involved", ["care_leaver"], "care_leaver_support"),
        ("diversity", "interpreter_needed", "yes", "interpreter_arranged"),
        ("diversity", "send_plan", "yes", "send_support"),
        ("diversity", "communication_needs", "yes", "plan_understood"),
        ("circumstances", "health_needs", ["none_known", "mental_health"], "health_support"),
    ],
)
def test_what_sets_a_child_apart_is_asked_about_further(section, question, said, asked_then):
    answers = complete(SECOND)
    follow_up = next(each for _, each in SECOND.questions() if each.id == asked_then)
    assert not asked(SECOND, follow_up, answers)

    answers[section][question] = said

    assert any(text.endswith(follow_up.text) for text in missing_now(answers))


def test_a_question_that_is_optional_is_never_missing():
    answers = complete(SECOND)

    assert "review_on" not in answers["exit_plan"]
    assert missing(SECOND, answers).answer is False
