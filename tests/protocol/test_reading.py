from dataclasses import replace

import pytest

from panel_protocol.authority import Kind
from panel_protocol.comparing import changes
from panel_protocol.reading import INDEX, PHRASEBOOK, page, pages
from panel_protocol.saying import value
from tests.architecture.source import ROOT

DOCS = ROOT / "docs" / "protocol"


def test_the_pages_in_docs_say_what_the_parameters_say(protocol):
    """Stale? `oocd protocol pages --write docs/protocol` writes them anew."""
    written = {path.name: path.read_text() for path in DOCS.iterdir() if path.name != PHRASEBOOK}

    assert written == dict(pages(protocol))


def test_every_edition_has_its_page_and_the_index_leads_to_each(protocol):
    made = pages(protocol)

    assert made.keys() == {INDEX, *(f"{edition.name}.md" for edition in protocol.editions)}
    for edition in protocol.editions:
        assert f"({edition.name}.md)" in made[INDEX]


def test_a_page_tells_every_value_in_force_with_its_authority_grade_and_kind(protocol):
    newest = protocol.editions[-1]
    text = page(protocol, newest)

    for rule in protocol.parameters():
        entries = rule.between(newest.starts, protocol.last_day_of(newest))
        assert bool(entries) == (f"`{rule.name}` ·" in text)
        for entry in entries:
            assert protocol.sources[entry.source].title in text
    assert "local default, not confirmed" in text
    assert "illustrative stand-in, not confirmed" in text


def test_a_page_tells_a_value_that_changed_while_its_edition_was_in_force(protocol):
    text = page(protocol, protocol.edition("2013.1"))
    rule = text[text.index("`options.appropriate_adult_up_to_age`") :]

    assert rule.index("| 8 April 2013 | 16 |") < rule.index("| 13 April 2015 | 17 |")


def test_a_page_says_nothing_of_what_came_later(protocol):
    assert "`options.outcome_23_means`" not in page(protocol, protocol.edition("2025.1"))
    assert "`options.outcome_23_means`" in page(protocol, protocol.edition("2026.2"))


def test_a_page_lists_what_is_awaited_and_whom_to_ask(protocol):
    newest = protocol.editions[-1]
    text = page(protocol, newest)

    for each in protocol.awaiting_on(protocol.last_day_of(newest)):
        assert f"| {each.question} | {each.asks} | `{each.parameter}` |" in text
    assert "whom to ask" in pages(protocol)[INDEX]


def test_a_choice_that_was_confirmed_says_by_whom(protocol):
    rule = protocol.panel.agencies_needed
    confirmed = replace(rule, confirmed="Heads of service, 1 October 2026")
    agreed = replace(protocol, panel=replace(protocol.panel, agencies_needed=confirmed))

    assert "local default, confirmed: Heads of service, 1 October 2026" in page(
        agreed, agreed.editions[-1]
    )


def test_no_line_of_a_page_breaks_its_table(protocol):
    for text in pages(protocol).values():
        rows = [line for line in text.splitlines() if line.startswith("|")]
        assert rows
        assert all(line.endswith("|") for line in rows)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (True, "yes"),
        (False, "no"),
        (10, "10"),
        ("youth_caution", "youth caution"),
        ("A caution or_worse", "A caution or_worse"),
        (("admits", "no_comment"), "admits, no comment"),
        ((), "none"),
        ({"outcome_22": 16}, "outcome 22: 16"),
        (({"from_age": 10}, {"from_age": 14}), "from age: 10 / from age: 14"),
    ],
)
def test_values_are_said_as_people_say_them(held, said):
    assert value(held) == said


def test_what_outcome_23_changed_is_said_in_words_of_practice(protocol):
    found = {
        change.parameter: (change.before, change.after)
        for change in changes(protocol, protocol.edition("2025.1"), protocol.edition("2026.2"))
    }

    assert found["options.admission_not_needed"] == ("outcome 22", "outcome 22, outcome 23")
    assert found["options.outcome_23_evidence"] == ("not in force", "full code")
    assert found["outcomes.outcome_23_spent"][1].startswith("awaited: ")
    assert "eligibility.oldest_age" not in found


def test_the_other_way_round_the_same_rules_differ(protocol):
    one, other = protocol.edition("2019.1"), protocol.edition("2026.2")
    there = changes(protocol, one, other)
    back = changes(protocol, other, one)

    assert {(c.parameter, c.before, c.after) for c in there} == {
        (c.parameter, c.after, c.before) for c in back
    }
    assert any(c.parameter == "gravity_matrix" for c in there)
    assert changes(protocol, one, one) == ()


def test_a_score_that_was_changed_is_one_change(protocol):
    matrix = protocol.matrices[0]
    first = protocol.edition("2026.2").starts
    other = replace(matrix, edition="next", starts=first, scores={**matrix.scores, "TH68010": 5})
    found = changes(
        protocol.with_matrices([other]), protocol.edition("2025.1"), protocol.edition("2026.2")
    )

    assert [c.after for c in found if c.parameter.startswith("gravity_matrix.")] == ["5"]


def test_a_question_that_was_reworded_is_one_change(protocol):
    tool = protocol.tools[-1]
    section = tool.sections[0]
    asked = replace(section.questions[0], text="Who does the child live with?")
    reworded = replace(section, questions=(asked, *section.questions[1:]))
    newer = replace(
        tool,
        edition="next",
        starts=max(tool.starts, protocol.editions[-1].starts),
        sections=(reworded, *tool.sections[1:]),
    )
    earlier = [t for t in protocol.tools if t.starts < newer.starts]
    found = changes(
        replace(protocol, tools=(*earlier, newer)),
        protocol.editions[0],
        protocol.editions[-1],
    )

    said = {c.parameter: c.after for c in found if c.parameter.startswith("assessment_tool")}
    assert said["assessment_tool"] == "next"
    assert said[f"assessment_tool.{asked.id}"] == "Who does the child live with?"


def test_kinds_are_all_said(protocol):
    assert {rule.kind for rule in protocol.parameters()} == set(Kind)
