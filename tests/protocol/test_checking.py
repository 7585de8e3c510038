from dataclasses import replace
from datetime import date, timedelta

import pytest

from panel_protocol import vocabulary
from panel_protocol.authority import MatrixStatus
from panel_protocol.catalogue import Edition, Matrix
from panel_protocol.checking import faults, unread
from panel_protocol.dated import Entry
from panel_protocol.journey import FIRST, NEXT, Stage
from tests.architecture.source import python

BEGIN = date(2013, 4, 8)


def changed(protocol, parameter, value, start=None, **entry):
    """The protocol with one parameter's first value another."""
    group, name = parameter.split(".")
    rule = getattr(getattr(protocol, group), name)
    first = replace(rule.entries[0], value=value, **entry)
    rules = replace(
        getattr(protocol, group), **{name: replace(rule, entries=(first, *rule.entries[1:]))}
    )
    return replace(protocol, **{group: rules})


def said(protocol, **road):
    return [(fault.where, fault.what) for fault in faults(protocol, **road)]


def test_the_packaged_protocol_holds_together(protocol):
    assert said(protocol) == []


@pytest.mark.parametrize(
    ("parameter", "value", "word"),
    [
        ("options.youth_caution_admission", ("admitz",), "admitz"),
        ("options.charge_evidence", ("full_code", "treshold"), "treshold"),
        ("options.children_only", ("youth_cuation",), "youth_cuation"),
        # An outcome is not a disposal, though both are words of the practice.
        ("options.children_only", ("reprimand",), "reprimand"),
        ("panel.agencies_needed", ("polise",), "polise"),
        ("knife.earlier_violence", ("violance",), "violance"),
        ("conditions.penalty_needs", ("payer",), "payer"),
        ("conditions.usual_weeks", {"outcome_24": 16}, "outcome_24"),
        ("gravity.starting_points", {"1": ("no_further_acton",)}, "no_further_acton"),
        ("routing.officer_excluded", ("hate_crimes",), "hate_crimes"),
    ],
)
def test_a_misspelt_word_is_a_fault(protocol, parameter, value, word):
    found = said(changed(protocol, parameter, value))

    assert (f"{parameter} from", f"{word!r} is not a word of the practice") in [
        (where.rsplit(" ", 1)[0], what) for where, what in found
    ]


def test_a_partnership_that_leaves_out_an_agency_of_the_team_is_a_fault(protocol):
    agencies = {code: name for code, name in protocol.agencies.items() if code != "probation"}

    assert ("panel.team_members from 2013-04-08", "'probation' is not a word of the practice") in (
        said(replace(protocol, agencies=agencies))
    )


def test_a_sentence_is_not_a_word(protocol):
    text = ("The Board's order could not be read.",)

    assert said(changed(protocol, "entrants.limits", text)) == []


def test_an_open_question_without_words_is_a_fault(protocol):
    silent = changed(protocol, "panel.other_agencies_needed", None, awaiting=" ", asks="them")

    assert said(silent)[0] == (
        "panel.other_agencies_needed from 2013-04-08",
        "it is awaited, without a question or whom to ask",
    )


def test_a_parameter_that_does_not_say_what_it_is_is_a_fault(protocol):
    rule = replace(protocol.panel.agencies_needed, describes="")
    mute = replace(protocol, panel=replace(protocol.panel, agencies_needed=rule))

    assert [where for where, _ in said(mute)] == ["panel.agencies_needed"]


def test_an_official_authority_without_an_address_is_a_fault(protocol):
    lost = replace(protocol.sources["laspo-2012"], url="")
    sources = {**protocol.sources, "laspo-2012": lost}

    assert [where for where, _ in said(replace(protocol, sources=sources))] == [
        "sources.laspo-2012"
    ]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([(10, 12), (14, 17)], "the ages overlap or leave a gap"),
        ([(10, 14), (14, 17)], "the ages overlap or leave a gap"),
        ([(11, 13), (14, 17)], "the ages are not those of children"),
        ([(10, 13), (14, 18)], "the ages are not those of children"),
    ],
)
def test_penalties_cover_every_age_of_a_child_once(protocol, rows, fault):
    table = tuple({"from_age": low, "to_age": high, "summary": 15} for low, high in rows)

    assert ("conditions.financial_penalty from 2013-04-08", fault) in said(
        changed(protocol, "conditions.financial_penalty", table)
    )


def test_a_younger_child_never_pays_more(protocol):
    table = (
        {"from_age": 10, "to_age": 13, "summary": 40},
        {"from_age": 14, "to_age": 17, "summary": 30},
    )

    assert [what for _, what in said(changed(protocol, "conditions.financial_penalty", table))] == [
        "a younger child would pay more"
    ]


def a_matrix(edition, starts, ends=None, **scores):
    return Matrix(edition, starts, ends, MatrixStatus.FORCE, "0" * 64, scores or {"TH68010": 2})


@pytest.mark.parametrize(
    ("ends", "what"),
    [
        (date(2025, 6, 2), [("matrices.force-2", "it overlaps with force-1")]),
        (date(2025, 6, 1), []),
        (None, []),
    ],
)
def test_two_matrices_of_a_force_do_not_overlap(protocol, ends, what):
    force = a_matrix("force-1", date(2025, 1, 1), ends), a_matrix("force-2", date(2025, 6, 1))

    assert said(protocol.with_matrices(force)) == what


def test_a_matrix_that_ends_is_followed_by_another(protocol):
    alone = replace(protocol, matrices=(a_matrix("force-1", date(2025, 1, 1), date(2026, 1, 1)),))

    assert ("matrices.force-1", "no matrix follows it on 2026-01-01") in said(alone)


@pytest.mark.parametrize("score", [0, 6])
def test_a_score_outside_the_scale_is_a_fault(protocol, score):
    force = a_matrix("force-1", date(2025, 1, 1), TH68010=score)

    assert said(protocol.with_matrices([force])) == [
        ("matrices.force-1", "TH68010 is scored outside the scale")
    ]


def test_a_matrix_of_other_offences_is_a_fault(protocol):
    assert said(protocol.with_matrices([a_matrix("force-1", date(2025, 1, 1), XX00000=2)])) == [
        ("matrices.force-1", "it scores no offence of the catalogue")
    ]


def test_a_score_without_a_starting_point_is_a_fault(protocol):
    *older, newer = protocol.gravity.starting_points.entries
    points = {score: starts for score, starts in newer.value.items() if score != "5"}
    rule = replace(protocol.gravity.starting_points, entries=(*older, replace(newer, value=points)))
    gravity = replace(protocol.gravity, starting_points=rule)

    assert [where for where, _ in said(replace(protocol, gravity=gravity))] == [
        "gravity.starting_points from 2026-02-12"
    ]


def test_every_list_whose_words_are_declared_is_one_of_the_protocols(protocol):
    named = {rule.name for rule in protocol.parameters()}
    declared = {*vocabulary.ENUMS, *vocabulary.KEYS, *vocabulary.OWN, *vocabulary.GROUPS}

    assert declared | vocabulary.TEXT <= named


def test_an_outcome_without_a_place_among_the_others_is_a_fault(protocol):
    order = protocol.outcomes.seriousness.entries[0].value

    assert said(changed(protocol, "outcomes.seriousness", order[1:])) == [
        ("outcomes.seriousness from 1970-01-01", "it does not name every outcome once")
    ]


def test_a_year_without_bank_holidays_between_two_with_them_is_a_fault(protocol):
    holes = frozenset(day for day in protocol.bank_holidays if day.year != 2021)

    assert said(replace(protocol, bank_holidays=holes)) == [
        ("bank_holidays", "no year between 2020 and 2022 is listed")
    ]


def test_an_edition_on_whose_first_day_nothing_changes_is_a_fault(protocol):
    idle = Edition("2026.9", date(2026, 9, 9), "Nothing", "Nothing.", "partnership-default")

    assert said(replace(protocol, editions=(*protocol.editions, idle))) == [
        ("editions.2026.9", "nothing changes on the day it begins")
    ]


def test_two_editions_of_one_name_are_a_fault(protocol):
    twin = replace(protocol.editions[-1], name="2013.1")

    assert said(replace(protocol, editions=(*protocol.editions[:-1], twin))) == [
        ("editions.2013.1", "two editions have this name")
    ]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.CLOSED])
def test_a_stage_with_no_way_out_is_a_fault(protocol, stage):
    road = {**NEXT, stage: frozenset({stage})}

    assert (f"journey.{stage}", "there is no way out") in said(protocol, road=road)


@pytest.mark.parametrize("stage", sorted(set(Stage) - FIRST))
def test_a_stage_no_case_comes_to_is_a_fault(protocol, stage):
    road = {here: there - {stage} for here, there in NEXT.items()}

    assert (f"journey.{stage}", "no case ever comes here") in said(protocol, road=road)


def test_a_road_no_case_can_take_is_a_fault(protocol):
    never = changed(protocol, "routing.officer_highest_score", 0)

    assert said(never) == [("routes.officer_resolution", "no case takes this road")]


def test_a_disposal_open_to_no_child_is_a_fault(protocol):
    nobody = changed(protocol, "options.youth_caution_admission", ())

    assert said(nobody) == [("disposals.youth_caution", "it is open to no child")]


def test_what_is_awaited_is_no_fault(protocol):
    awaited = changed(
        protocol, "options.youth_caution_admission", None, awaiting="What?", asks="the Ministry"
    )

    assert not [each for each in said(awaited) if not each[0].startswith("disposals.")]


def test_a_parameter_nobody_reads_is_a_fault(protocol):
    texts = [text.replace(".no_plan", ".plan") for _, text in python("panel_protocol/rules", "app")]

    assert [fault.where for fault in unread(protocol, texts)] == ["conditions.no_plan"]


def test_a_fact_of_the_same_name_is_no_reading(protocol):
    told = '"considered_together", protocol.routing.co_accused'
    texts = [text.replace(told, '""') for _, text in python("panel_protocol/rules", "app")]

    assert [fault.where for fault in unread(protocol, texts)] == ["routing.co_accused"]


def test_every_parameter_is_read_by_a_rule(protocol):
    texts = [text for _, text in python("panel_protocol/rules", "app")]

    assert unread(protocol, texts) == ()


def test_an_entry_is_in_force_until_the_eve_of_the_next(protocol):
    rule = protocol.options.appropriate_adult_up_to_age
    older, newer = rule.entries
    eve = newer.start - timedelta(days=1)

    assert rule.between(BEGIN, eve) == (older,)
    assert rule.between(eve, newer.start) == (older, newer)
    assert rule.between(newer.start, date.max) == (newer,)
    assert rule.between(date(2012, 1, 1), date(2012, 12, 31)) == ()
    assert isinstance(older, Entry)
