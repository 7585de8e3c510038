"""What each answer may be, what a changed answer clears, and whose each answer is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel_protocol.rules.answer_checks import check_answers
from panel_protocol.rules.answers import arising, asked, authors, not_asked
from tests.protocol.assessments import FIRST, SECOND, UNHURRIED, complete, whole

EDITIONS = pytest.mark.parametrize("tool", [FIRST, SECOND], ids=["1", "2"])
EXPLOITED = {
    "exploitation": {"exploitation_concern": "yes", "exploitation_detail": "Older men."},
    "professionals_plan": {"safety_in_plan": "A taxi home.", "proposed_work": "Weekly."},
}


def problems(section, tool=SECOND, **answers):
    return [(each.question, each.code) for each in check_answers(tool, section, answers)]


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
        ("exit_plan", "review_on", 20260911, "wrong_type"),
        ("exit_plan", "review_on", "11/09/2026", "malformed_date"),
        ("exit_plan", "review_on", "20260911", "malformed_date"),
        ("exit_plan", "review_on", "2026-W37-5", "malformed_date"),
        ("exit_plan", "review_on", "2026-02-30", "malformed_date"),
    ],
)
@EDITIONS
def test_an_unacceptable_answer_is_refused(tool, section, question, value, code):
    assert [found for _, found in problems(section, tool, **{question: value})] == [code]


@pytest.mark.parametrize(
    ("score", "code"),
    [(11, "out_of_range"), (-1, "out_of_range"), (True, "wrong_type"), (5.5, "wrong_type")],
)
def test_a_scale_is_a_whole_number_from_0_to_10(score, code):
    entry = [{"scored_by": "Sam", "score": score}]

    assert problems("signs_of_safety", FIRST, safety_scale=score) == [("safety_scale", code)]
    assert problems("signs_of_safety", safety_scores=entry) == [("safety_scores/0/score", code)]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("He may be hurt.", ("danger_statements", "wrong_type")),
        ([{}] * 13, ("danger_statements", "too_many")),
        ([{}, "He may be hurt."], ("danger_statements/1", "wrong_type")),
        ([{"Sam Example": "hurt"}], ("danger_statements/0", "unknown_question")),
        ([{"goal": 3}], ("danger_statements/0/goal", "wrong_type")),
        ([{"scores": {"score": 3}}], ("danger_statements/0/scores", "wrong_type")),
        ([{"scores": [{"by": "x"}]}], ("danger_statements/0/scores/0", "unknown_question")),
        ([{"scores": [{}, {"score": 12}]}], ("danger_statements/0/scores/1/score", "out_of_range")),
    ],
)  # fmt: skip
def test_an_unacceptable_entry_is_pointed_at_and_never_repeated(said, found):
    assert problems("signs_of_safety", danger_statements=said) == [found]


def test_an_entry_may_be_half_written():
    half = [{"statement": "Mother worries.", "goal": None, "scores": [{"score": 4}]}]

    assert problems("signs_of_safety", danger_statements=half) == []


def test_every_unacceptable_answer_of_a_section_is_named_at_once():
    assert problems("voice", child_voice=1, carer_voice=2, stranger=3) == [
        ("child_voice", "wrong_type"),
        ("carer_voice", "wrong_type"),
        ("stranger", "unknown_question"),
    ]


def test_a_refusal_never_repeats_what_was_written():
    secret = "the child's own words"

    found = check_answers(SECOND, "ratings", {"risk_of_serious_harm": secret})

    assert found
    assert all(secret not in each.message for each in found)


def test_an_answer_may_be_taken_back():
    assert problems("voice", child_voice=None) == []


def test_the_longest_text_is_accepted():
    assert problems("voice", child_voice="x" * 4000) == []


@EDITIONS
def test_every_section_of_a_complete_assessment_is_acceptable(tool):
    answers = complete(tool)

    assert {each for each in answers if check_answers(tool, each, answers[each])} == set()


def test_a_changed_answer_clears_what_depended_on_it_in_another_section_too():
    now = arising(SECOND, EXPLOITED | {"exploitation": {**EXPLOITED["exploitation"],
                                                       "exploitation_concern": "no"}})  # fmt: skip

    assert now.cleared == {
        "exploitation": ("exploitation_detail",),
        "professionals_plan": ("safety_in_plan",),
    }
    assert now.kept == {
        "exploitation": {"exploitation_concern": "no"},
        "professionals_plan": {"proposed_work": "Weekly."},
    }


def test_nothing_is_cleared_while_the_answer_it_depends_on_stands():
    now = arising(SECOND, EXPLOITED)

    assert (now.kept, now.cleared) == (EXPLOITED, {})


def test_an_answer_taken_back_takes_what_depended_on_it():
    rest = {"exploitation_detail": "Older men."}

    assert arising(SECOND, {"exploitation": rest}).cleared == {
        "exploitation": ("exploitation_detail",)
    }


@UNHURRIED
@given(whole(SECOND), st.data())
def test_whatever_changes_only_answers_that_arise_are_left_and_none_is_lost_besides(answers, data):
    section, question = data.draw(st.sampled_from([(s.id, q) for s, q in SECOND.questions()]))
    changed = data.draw(whole(SECOND))[section].get(question.id)
    after = answers | {section: {**answers[section], question.id: changed}}

    now = arising(SECOND, after)

    for part, each in SECOND.questions():
        if each.id in after[part.id]:
            arises = asked(SECOND, each, now.kept)
            assert (each.id in now.kept[part.id]) is arises
            assert (each.id in now.cleared.get(part.id, ())) is not arises
    assert arising(SECOND, now.kept).cleared == {}


def test_a_new_answer_to_what_is_not_asked_is_refused_and_an_old_one_only_cleared():
    before = {"exploitation_detail": "Older men."}

    same = not_asked(["exploitation_detail"], before, before)
    new = not_asked(["exploitation_detail"], {"exploitation_detail": "Someone."}, before)
    unsaid = not_asked(["exploitation_detail"], {}, before)

    assert (same, unsaid) == ([], [])
    assert [(each.question, each.code) for each in new] == [("exploitation_detail", "not_asked")]
    assert "Someone" not in new[0].message


def test_an_answer_stays_its_authors_until_its_words_change():
    before = {"child_voice": "I was bored.", "carer_voice": "He is sorry."}
    after = {**before, "carer_voice": "He is very sorry.", "professionals_view": "New at school."}

    assert authors(after, before, {id: ["ann"] for id in before}, "bob") == {
        "child_voice": ["ann"],
        "carer_voice": ["bob"],
        "professionals_view": ["bob"],
    }


def test_each_entry_of_a_group_has_its_own_author_wherever_it_moves():
    hers, his = {"scored_by": "Sam", "score": 3}, {"scored_by": "Mother", "score": 6}
    before = {"safety_scores": [hers]}

    added = authors({"safety_scores": [his, hers]}, before, {"safety_scores": ["ann"]}, "bob")
    changed = authors({"safety_scores": [hers | {"score": 4}]}, before, added, "bob")

    assert added == {"safety_scores": ["bob", "ann"]}
    assert changed == {"safety_scores": ["bob"]}


def test_an_answer_by_itself_is_no_group_and_an_author_unknown_is_whoever_writes_now():
    before = {"services_involved": ["early_help"], "safety_scores": [{"score": 3}]}
    after = {"services_involved": ["early_help", "none"], "safety_scores": [{"score": 4}]}

    assert authors(after, before, {}, "bob") == {
        "services_involved": ["bob"],
        "safety_scores": ["bob"],
    }
    assert authors(before, before, {}, "bob") == {
        "services_involved": ["bob"],
        "safety_scores": ["bob"],
    }
