import json
from dataclasses import replace
from datetime import date

from panel_protocol.facts import from_record, to_record
from panel_protocol.terms import Bail, Knife, LegalAdvice


def test_the_facts_of_a_decision_can_be_kept_and_read_back_unchanged(a_case, an_earlier):
    facts = replace(
        a_case("TH68010", "CD71039"),
        history=(an_earlier(overturned_on=date(2025, 6, 1), offence_code="TH68010"),),
        interviewed_on=date(2026, 9, 4),
        legal_advice=LegalAdvice.DECLINED,
        bail=Bail.PRE_CHARGE_BAIL,
        knife=Knife.POSSESSION,
    )

    assert from_record(json.loads(json.dumps(to_record(facts)))) == facts


def test_the_smallest_case_can_be_kept_too(a_case):
    assert from_record(json.loads(json.dumps(to_record(a_case())))) == a_case()


def test_a_case_kept_before_officers_resolutions_were_counted_is_read_as_having_none(a_case):
    kept = to_record(a_case())
    del kept["earlier_officer_resolutions"]

    assert from_record(kept) == a_case()
