"""Editions of the tool: one that was signed on is never edited, a broken one never loads."""

import copy
import json
from datetime import date
from hashlib import sha256

import pytest

from panel_protocol.authority import Grade
from panel_protocol.dated import NotInForce
from panel_protocol.tool import BrokenTool
from panel_protocol.tool_parse import parse
from tests.protocol.assessments import DAY, EVE, PROTOCOL, RAW, SECOND

# Signed assessments are read by their own edition for good: to change a question, add an edition.
# pragma: allowlist nextline secret - the digest of a questionnaire
AS_SIGNED = {"1": "39204ef22a3d32ccbb7fcb2bdec40244097db65efd3e05147c8ae0b1aed2c66c"}


def test_an_edition_that_has_been_signed_on_is_never_edited():
    kept = {
        each["edition"]: sha256(json.dumps(each, sort_keys=True, default=str).encode()).hexdigest()
        for each in RAW["editions"]
    }

    assert {edition: kept[edition] for edition in AS_SIGNED} == AS_SIGNED


@pytest.mark.parametrize(
    ("day", "edition"), [(date(2013, 4, 8), "1"), (EVE, "1"), (DAY, "2"), (date(2030, 1, 1), "2")]
)
def test_a_case_is_assessed_on_the_edition_of_its_day(day, edition):
    assert PROTOCOL.tool_on(day).edition == edition


def test_there_is_no_tool_before_the_first():
    with pytest.raises(NotInForce):
        PROTOCOL.tool_on(date(2013, 4, 7))


def test_an_edition_can_be_asked_for_by_its_name_whatever_has_followed():
    assert PROTOCOL.tool_named("1") is PROTOCOL.tool_on(EVE)
    assert PROTOCOL.tool_named("none") is None


def test_the_second_edition_keeps_the_questions_others_read():
    options = {(section.id, each.id): each.options for section, each in SECOND.questions()}

    assert options["exploitation", "exploitation_concern"] == ("yes", "no", "not_known")
    services = options["family", "services_involved"]
    assert {"child_in_need", "looked_after", "care_leaver"} <= set(services)


def test_each_question_rests_on_a_known_authority_and_what_is_ours_is_listed_to_be_confirmed():
    grades = {PROTOCOL.sources[source].grade for source in SECOND.cited()}

    assert grades == {Grade.B, Grade.LOCAL}
    listed = {each.parameter for each in PROTOCOL.local_defaults()}
    assert {"assessment_tool.edition", "assessment_tool.rating_levels"} <= listed


def _broken(change, edition):
    raw = copy.deepcopy(RAW)
    change(raw["editions"][edition])
    return raw


def _danger(edition):
    return edition["sections"][6]["questions"][4]


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
        (lambda e: e["sections"][0]["questions"][2]["when"].update(any_of=["late"]), "not take"),
        (
            lambda e: e["sections"][0]["questions"][2]["when"].update(
                question="living_arrangements"
            ),
            "not take",
        ),
    ],
)
def test_an_edition_that_contradicts_itself_is_refused(change, message):
    with pytest.raises(BrokenTool, match=message):
        parse(_broken(change, 0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda q: q.pop("items"), "a group says"),
        (lambda q: q.pop("entry"), "a group says"),
        (lambda q: q.update(at_most=0), "a group says"),
        (lambda q: q.update(type="text"), "entries belong"),
        (lambda q: q["items"].append(q["items"][0]), "used twice"),
        (
            lambda q: q["items"][1].update(when={"question": "danger_found", "any_of": [True]}),
            "always asked",
        ),
    ],
)
def test_a_group_that_contradicts_itself_is_refused(change, message):
    with pytest.raises(BrokenTool, match=message):
        parse(_broken(lambda edition: change(_danger(edition)), 1))


@pytest.mark.parametrize("same", ["from", "edition"])
def test_two_editions_have_neither_their_day_nor_their_name_in_common(same):
    raw = copy.deepcopy(RAW)
    raw["editions"][1][same] = raw["editions"][0][same]

    with pytest.raises(BrokenTool, match=r"dates must rise|used twice"):
        parse(raw)
