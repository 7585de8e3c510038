"""What was given, asked again from its record: every word of it that a rule looks at."""

from dataclasses import asdict, replace
from datetime import date

import pytest

from panel_protocol.facts import to_record
from panel_protocol.library import load
from panel_protocol.pinning import pinned
from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.conditions import lawful
from panel_protocol.rules.giving import AdultFacts, GivingFacts
from panel_protocol.rules.replaying import Kept, plan_record, replayed
from panel_protocol.terms import AdultCategory, AuthorisedPerson, Disposal, SignedPart
from tests.protocol.plans import condition, plan

PROTOCOL = load()
GIVEN_ON = date(2026, 9, 30)
MOTHER = AdultFacts(
    category=AdultCategory.PARENT_GUARDIAN, police_employee=False, others_unavailable=False
)
NEIGHBOUR = replace(MOTHER, category=AdultCategory.OTHER_ADULT)
IN_ORDER = GivingFacts(
    disposal=Disposal.YOUTH_CONDITIONAL_CAUTION,
    given_on=GIVEN_ON,
    admission=True,
    effect_explained=True,
    adult=MOTHER,
    failure_warned=True,
    document_holds=tuple(SignedPart),
    given_as=AuthorisedPerson.CONSTABLE,
    rank="inspector",
)
CAUTION = replace(IN_ORDER, disposal=Disposal.YOUTH_CAUTION)
RESOLUTION = replace(IN_ORDER, disposal=Disposal.COMMUNITY_RESOLUTION, victims_settled=True)


def as_kept(facts, given, proposed):
    """As the service keeps it, the wording of the contract included."""
    said = {
        "admission": given.admission,
        "effect_explained": given.effect_explained,
        "appropriate_adult": asdict(given.adult) if given.adult else None,
        "failure_warned": given.failure_warned,
        "document_holds": given.document_holds,
        "given_as": given.given_as,
        "given_by_rank": given.rank,
        "agrees_to_take_part": given.agrees_to_take_part,
    }
    told = {
        "case": to_record(facts),
        "victims_settled": given.victims_settled,
        "victims_heard": given.victims_heard,
        "giving": said,
        "plan": plan_record(proposed),
    }
    return Kept("administration", {"disposal": given.disposal}, frozenset(), told, GIVEN_ON)


def gained(facts, given, proposed):
    again = replayed(pinned(PROTOCOL, GIVEN_ON), as_kept(facts, given, proposed))
    assert again is not None
    assert bool(again.differences) is bool(again.gained)
    return [reason.code for reason in again.gained]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (IN_ORDER, []),
        (replace(IN_ORDER, admission=False), ["no_admission"]),
        (replace(IN_ORDER, effect_explained=False), ["effect_not_explained"]),
        (replace(IN_ORDER, adult=None), ["no_appropriate_adult"]),
        (replace(IN_ORDER, adult=replace(MOTHER, police_employee=True)), ["adult_of_police"]),
        (replace(IN_ORDER, adult=NEIGHBOUR), ["adult_out_of_order"]),
        (
            replace(IN_ORDER, adult=replace(NEIGHBOUR, others_unavailable=True, of_full_age=False)),
            ["adult_under_age"],
        ),
        (replace(IN_ORDER, failure_warned=False), ["failure_not_warned"]),
        (replace(IN_ORDER, document_holds=(SignedPart.OFFENCE,)), ["document_incomplete"]),
        (replace(IN_ORDER, document_holds=None), []),
        (replace(CAUTION, given_as=AuthorisedPerson.INVESTIGATING_OFFICER), ["not_authorised"]),
        (replace(IN_ORDER, given_as=None), []),
        (RESOLUTION, []),
        (replace(RESOLUTION, agrees_to_take_part=False), ["not_agreed_to_take_part"]),
        (replace(RESOLUTION, victims_settled=False), ["victim_not_contacted"]),
    ],
)
def test_each_word_of_a_giving_is_asked_again(a_case, given, codes):
    asked = [] if given.disposal is Disposal.YOUTH_CAUTION else [condition()]
    proposed = plan(*asked, disposal=given.disposal)
    facts = a_case()
    expected = [
        *(reason.code for reason in may_be_given(PROTOCOL, facts, given).reasons),
        *(reason.code for reason in lawful(PROTOCOL, proposed).reasons),
    ]

    assert expected == codes
    assert gained(facts, given, proposed) == codes


def test_a_giving_is_asked_again_together_with_its_plan(a_case):
    too_long = plan(condition(weeks=30), disposal=IN_ORDER.disposal)

    assert gained(a_case(), IN_ORDER, too_long) == [
        reason.code for reason in lawful(PROTOCOL, too_long).reasons
    ]
    assert gained(a_case(), IN_ORDER, too_long)


def test_a_giving_kept_before_the_newer_questions_were_asked_is_asked_without_them(a_case):
    kept = as_kept(a_case(), IN_ORDER, plan(condition(), disposal=IN_ORDER.disposal))
    newer = {"failure_warned", "document_holds", "given_as", "given_by_rank", "agrees_to_take_part"}
    said = {word: value for word, value in kept.facts["giving"].items() if word not in newer}
    facts = {word: value for word, value in kept.facts.items() if word != "victims_heard"}

    again = replayed(pinned(PROTOCOL, GIVEN_ON), replace(kept, facts={**facts, "giving": said}))
    assert again is not None
    assert (again.differences, again.gained) == ((), ())
