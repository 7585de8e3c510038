"""The smallest plans, and what the protocol says of them."""

from datetime import date, timedelta

from panel_protocol.library import load
from panel_protocol.rules.conditions import ConditionFacts, PlanFacts, lawful
from panel_protocol.rules.panel import Attendee
from panel_protocol.terms import ConditionKind, ConditionObject, Disposal, ModeOfTrial

PROTOCOL = load()
GIVEN_ON = date(2026, 9, 30)
FOURTEEN = date(2012, 3, 14)
YCC = Disposal.YOUTH_CONDITIONAL_CAUTION
REHABILITATION, REPARATION, PUNISHMENT = ConditionObject


def condition(kind="direct_work", aim=REHABILITATION, *, weeks=8, **more):
    due_on = more.pop("due_on", GIVEN_ON + timedelta(weeks=weeks))
    return ConditionFacts(kind=ConditionKind(kind), object=aim, due_on=due_on, **more)


def plan(*conditions, disposal=YCC, born=FOURTEEN, **more):
    facts = {"given_on": GIVEN_ON, "consent_signed": True, "mode_of_trial": ModeOfTrial.SUMMARY}
    return PlanFacts(
        disposal=disposal, date_of_birth=born, conditions=conditions, **{**facts, **more}
    )


def payback(hours, **more):
    place = more.pop("attendance_place", "Example Park")
    return condition(
        "community_payback", REPARATION, hours_required=hours, attendance_place=place, **more
    )


def penalty(pounds, **more):
    said = {"payee": "HM Courts", "payment_method": "by post", **more}
    return condition("financial_penalty", PUNISHMENT, amount_pounds=pounds, **said)


def bench(*agencies):
    """One person from each agency, known by the agency's name."""
    return [Attendee(agency, agency, agency) for agency in agencies]


def refusals(facts):
    verdict = lawful(PROTOCOL, facts)
    assert verdict.lawful is not bool(verdict.reasons)
    assert {r.source for r in verdict.reasons + verdict.warnings} <= PROTOCOL.sources.keys()
    return [(reason.code, reason.source) for reason in verdict.reasons]


def doubts(facts):
    return [warning.code for warning in lawful(PROTOCOL, facts).warnings]
