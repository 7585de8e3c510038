from dataclasses import replace
from datetime import date

import pytest

from panel_protocol.dated import AwaitingDecision, Dated, Entry
from panel_protocol.rules.options import options
from panel_protocol.rules.prosecutor import (
    against,
    form_missing,
    information_form,
    must_be_asked,
)
from panel_protocol.terms import Disposal, OutcomeKind

TODAY = date(2026, 9, 11)
CONDITIONAL = Disposal.YOUTH_CONDITIONAL_CAUTION
ROBBERY, BURGLARY, SHOP_THEFT = "TH68023", "TH68036", "TH68010"
BLACKMAIL, THREATS_TO_KILL = "TH68071", "OF61014"
NOT_IN_THE_LIST = "XX99999"


def codes(reasons):
    return [reason.code for reason in reasons]


def option(protocol, facts, disposal=CONDITIONAL):
    return next(o for o in options(protocol, facts, TODAY) if o.disposal is disposal)


def with_list(protocol, *words):
    """The protocol once somebody has read the Director's list."""
    listed = Dated("listed", [Entry(date(2013, 4, 8), words, "cps-conditional-cautions")])
    rules = replace(protocol.options, conditional_caution_prosecutor_list=listed)
    return replace(protocol, options=rules)


def alone(protocol, facts, disposal=CONDITIONAL):
    return codes(against(protocol, facts, TODAY, disposal, decided=False))


@pytest.mark.parametrize(
    ("code", "circumstances"),
    [(ROBBERY, {}), (SHOP_THEFT, {"hate_crime": True}), (SHOP_THEFT, {"domestic_abuse": True})],
)
def test_the_police_do_not_decide_alone_where_a_prosecutor_does(
    protocol, a_case, code, circumstances
):
    facts = a_case(code, **circumstances)

    assert alone(protocol, facts) == ["prosecutor_must_decide"]
    assert against(protocol, facts, TODAY, CONDITIONAL, decided=True) == ()
    assert alone(protocol, facts, Disposal.YOUTH_CAUTION) == []
    assert "prosecutor_decision" in option(protocol, facts).needs
    assert option(protocol, facts).open
    for other in set(Disposal) - {CONDITIONAL}:
        assert not must_be_asked(protocol, facts, TODAY, other)
        assert "prosecutor_decision" not in option(protocol, facts, other).needs


def test_elsewhere_the_police_decide_and_the_open_question_is_told(protocol, a_case):
    facts = a_case(BURGLARY)
    found = option(protocol, facts)

    assert alone(protocol, facts) == []
    assert {"police_may_decide", "awaiting_decision"} <= set(codes(found.reasons))
    assert "prosecutor_decision" not in found.needs


def test_an_offence_nobody_can_place_needs_the_directors_list_and_stops(protocol, a_case):
    facts = a_case(NOT_IN_THE_LIST)

    with pytest.raises(AwaitingDecision, match="the Crown Prosecution Service"):
        alone(protocol, facts)
    assert against(protocol, facts, TODAY, CONDITIONAL, decided=True) == ()
    assert "prosecutor_unless_listed" in codes(option(protocol, facts).reasons)


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (("indictable_only",), []),
        (("hate_crime",), []),
        (("burglary",), ["prosecutor_must_decide"]),
        ((BURGLARY,), ["prosecutor_must_decide"]),
    ],
)
def test_the_directors_list_once_read_takes_the_place_of_our_reading(
    protocol, a_case, listed, expected
):
    group = protocol.offences[BURGLARY].group
    read = with_list(protocol, *(group if word == "burglary" else word for word in listed))

    assert alone(read, a_case(BURGLARY)) == expected
    assert "awaiting_decision" not in codes(option(read, a_case(BURGLARY)).reasons)
    (stopped,) = against(read, a_case(NOT_IN_THE_LIST), TODAY, CONDITIONAL, decided=False)
    assert (stopped.code, stopped.text, stopped.source) == (
        "prosecutor_must_decide",
        "A prosecutor must decide first: an offence here is not in the list of offences",
        "cps-conditional-cautions",
    )


@pytest.mark.parametrize(("day", "told"), [(date(2025, 1, 31), False), (date(2025, 2, 1), True)])
def test_the_information_form_is_asked_for_from_february_2025(protocol, a_case, day, told):
    assert bool(information_form(protocol, a_case(ROBBERY), day)) is told


@pytest.mark.parametrize(
    ("code", "changed", "limb"),
    [
        (SHOP_THEFT, {"looked_after": True}, "cif_looked_after"),
        (SHOP_THEFT, {"child_in_need": True}, "cif_child_in_need"),
        (SHOP_THEFT, {"care_leaver": True}, "cif_care_leaver"),
        (ROBBERY, {}, "cif_fourteen_years"),
        (NOT_IN_THE_LIST, {}, "cif_maximum_unknown"),
    ],
)
def test_each_limb_alone_calls_for_a_new_form_filled_in_by_the_police(
    protocol, a_case, an_earlier, code, changed, limb
):
    known = {"history": (an_earlier(OutcomeKind.CONVICTION),)} | changed

    assert codes(information_form(protocol, a_case(code, **known), TODAY)) == [
        limb, "cif_by_police", "cif_new_each_time",
    ]  # fmt: skip


def test_a_child_charged_before_with_nothing_else_needs_no_form(protocol, a_case, an_earlier):
    charged = a_case(history=(an_earlier(OutcomeKind.CHARGE),))

    assert information_form(protocol, charged, TODAY) == ()
    assert codes(information_form(protocol, a_case(), TODAY))[0] == "cif_never_charged"


@pytest.mark.parametrize(
    ("code", "years", "asked"),
    [(THREATS_TO_KILL, "10y", False), (BLACKMAIL, "14y", True), (ROBBERY, "life", True)],
)
def test_the_form_is_asked_for_from_exactly_fourteen_years_for_an_adult(
    protocol, a_case, an_earlier, code, years, asked
):
    facts = a_case(code, history=(an_earlier(OutcomeKind.CONVICTION),))

    assert protocol.offences[code].adult_max_custody == years
    assert ("cif_fourteen_years" in codes(information_form(protocol, facts, TODAY))) is asked


def test_an_either_way_offence_of_unknown_maximum_asks_for_the_form_and_a_summary_one_does_not(
    protocol, a_case, an_earlier
):
    def first(mode):
        return next(
            offence.code
            for offence in protocol.offences.values()
            if offence.mode_of_trial == mode
            and not offence.adult_max_custody
            and offence.group != "sexual"
        )

    history = (an_earlier(OutcomeKind.CONVICTION),)
    either = information_form(protocol, a_case(first("either_way"), history=history), TODAY)
    summary = information_form(protocol, a_case(first("summary"), history=history), TODAY)

    assert codes(either)[0] == "cif_maximum_unknown"
    assert summary == ()


def test_the_form_is_told_at_a_charge_and_at_a_conditional_caution_for_the_prosecutor(
    protocol, a_case
):
    charge = option(protocol, a_case(), Disposal.CHARGE)
    by_police = option(protocol, a_case())
    by_prosecutor = option(protocol, a_case(ROBBERY))

    assert "child_information_form" in charge.needs
    assert "child_information_form" in by_prosecutor.needs
    assert "child_information_form" not in by_police.needs
    assert "cif_never_charged" in codes(charge.reasons)
    assert "cif_never_charged" not in codes(by_police.reasons)


def test_a_referral_without_its_form_is_told_so_once_the_form_is_needed(protocol, a_case):
    facts = a_case(ROBBERY, looked_after=True)
    (form, *_) = information_form(protocol, facts, TODAY)
    missing = form_missing(protocol, facts, TODAY, completed=False)

    assert [(r.code, r.text, r.source) for r in missing] == [
        (
            "information_form_missing",
            "No Child Information Form is recorded with this referral",
            form.source,
        )
    ]
    assert form_missing(protocol, facts, TODAY, completed=True) == ()
    assert form_missing(protocol, facts, date(2020, 1, 1), completed=False) == ()
