"""Each parameter in turn is made an open question: no answer comes out otherwise unsaid.

A question either stops, or tells of what is open, or is answered as before. By syntax the same is
shown in `tests/architecture/test_no_open_question_is_a_default.py`.
"""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, ClassVar

import pytest

from panel_protocol import witnesses
from panel_protocol.dated import AwaitingDecision, Dated, Entry, NotInForce
from panel_protocol.facts import EarlierOutcome
from panel_protocol.groups import Groups
from panel_protocol.library import load
from panel_protocol.rules import (
    assessment,
    disagreement,
    entrants,
    imagery,
    officer,
    prosecutor,
    retention,
    timescales,
)
from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.codes import exported_as, home_office_code, kpi_6_bucket
from panel_protocol.rules.conditions import lawful
from panel_protocol.rules.deadlines import Dates, deadlines
from panel_protocol.rules.disagreement import Voices
from panel_protocol.rules.disclosure import DisclosureFacts, disclosed
from panel_protocol.rules.duties import DutyFacts, duties
from panel_protocol.rules.giving import (
    AdultFacts,
    GivingFacts,
    doubts,
    stays_open,
    told_before,
)
from panel_protocol.rules.options import options
from panel_protocol.rules.outcomes import spent_on
from panel_protocol.rules.panel import Attendee, may_decide
from panel_protocol.rules.plans import (
    Undertaken,
    follows,
    may_be_completed,
    may_be_concluded,
    may_be_reviewed,
    may_be_varied,
    may_be_withdrawn,
    on_withdrawal,
    stop_if_grown_up,
)
from panel_protocol.rules.resolution import to_record
from panel_protocol.rules.routing import triage
from panel_protocol.terms import (
    AdultCategory,
    Bail,
    BreachChoice,
    ConditionKind,
    Disposal,
    OutcomeKind,
)
from tests.protocol.plans import condition, payback, penalty, plan

PROTOCOL = load()
TODAY = date(2026, 9, 30)

# What a practitioner may ask of the protocol: each a question whose answer must not change unsaid.
CASES = [
    each
    for usual in witnesses.cases(PROTOCOL, TODAY)
    for each in (
        usual,
        replace(
            usual,
            history=(
                EarlierOutcome(
                    outcome=OutcomeKind.YOUTH_CAUTION,
                    given_on=date(2026, 1, 5),
                    home_area=usual.home_area,
                    offence_code=usual.offences[0].offence_code,
                ),
            ),
        ),
    )
]
NEARLY_18 = date(2008, 10, 20)
PLANS = [
    plan(condition(), condition("knife_awareness"), payback(10), penalty(20)),
    plan(condition("knife_awareness")),
    plan(condition("restorative_meeting"), disposal=Disposal.OUTCOME_22),
    plan(condition(weeks=18)),
    plan(condition(), born=NEARLY_18),
    plan(disposal=Disposal.OUTCOME_22),
    plan(condition(), disposal=Disposal.YOUTH_CAUTION),
]
DONE = [Undertaken(kind=ConditionKind.DIRECT_WORK, due_on=TODAY, settled=None)]


def giving(disposal):
    adult = AdultFacts(
        category=AdultCategory.OTHER_ADULT, police_employee=True, others_unavailable=False
    )
    return GivingFacts(
        disposal=disposal,
        given_on=TODAY,
        admission=True,
        effect_explained=False,
        adult=adult,
        victims_settled=False,
    )


def of_what_was_given():
    for each in Disposal:
        asked = DutyFacts(disposal=each, given_on=TODAY, history=CASES[1].history)
        shown = DisclosureFacts(disposal=each, given_on=TODAY)
        voices = Voices(panel=each, police=Disposal.CHARGE, gravity=5)
        yield f"duties {each}", lambda p, f=asked: duties(p, f)
        yield f"disclosed {each}", lambda p, f=shown: disclosed(p, f, TODAY)
        yield f"told before {each}", lambda p, d=each: told_before(p, d, TODAY)
        yield f"stays open {each}", lambda p, d=each: stays_open(p, giving(d))
        yield f"doubts {each}", lambda p, d=each: doubts(p, giving(d))
        yield f"may withdraw {each}", lambda p, d=each: may_be_withdrawn(p, d, TODAY)
        yield f"exported {each}", lambda p, d=each: exported_as(p, d, TODAY)
        yield f"differs {each}", lambda p, v=voices: disagreement.told_of(p, v, TODAY)
        yield f"ladder {each}", lambda p, v=voices: disagreement.against(p, v, TODAY)
    yield "withdrawn", lambda p: on_withdrawal(p, TODAY)


def of_one_case():
    """Asked of cases one at a time, beside the road and the options."""
    for place, case in enumerate(CASES):
        yield f"form {place}", lambda p, c=case: prosecutor.information_form(p, c, TODAY)
        yield f"imagery {place}", lambda p, c=case: imagery.outcome_21(p, c, TODAY)
        yield f"to record {place}", lambda p, c=case: to_record(p, c, TODAY)
    for each in Disposal:
        dates = Dates(
            referred_on=TODAY,
            bail=Bail.PRE_CHARGE_BAIL,
            bailed_on=TODAY,
            given_on=TODAY,
            disposal=each,
            date_of_birth=NEARLY_18,
        )
        yield f"deadlines {each}", lambda p, d=dates: deadlines(p, d)


def questions():
    """By name, so that a failure says which question's answer changed."""
    for place, case in enumerate(CASES):
        yield f"triage {place}", lambda p, c=case: triage(p, c, TODAY)
        yield f"options {place}", lambda p, c=case: options(p, c, TODAY)
        yield f"officer {place}", lambda p, c=case: officer.reasons_against(p, c, TODAY, 2)
    for place, asked in enumerate(PLANS):
        yield f"plan {place}", lambda p, a=asked: lawful(p, a)
    for each in Disposal:
        yield f"giving {each}", lambda p, d=each: may_be_given(p, CASES[0], giving(d))
        yield f"spent {each}", lambda p, d=each: spent_on(p, d, TODAY)
        yield f"code {each}", lambda p, d=each: home_office_code(p, d, TODAY)
        yield f"row {each}", lambda p, d=each: kpi_6_bucket(p, d, TODAY)
        yield f"varied {each}", lambda p, d=each: may_be_varied(p, d, agreed=False, on=TODAY)
        yield (
            f"reviewed {each}",
            lambda p, d=each: may_be_reviewed(p, d, excuse_considered=False, on=TODAY),
        )
        yield (
            f"follows {each}",
            lambda p, d=each: follows(p, d, BreachChoice.RESUME_PROSECUTION, TODAY),
        )
        yield f"concluded {each}", lambda p, d=each: may_be_concluded(p, d, DONE, TODAY)
        yield (
            f"grown up {each}",
            lambda p, d=each: stop_if_grown_up(
                p, d, NEARLY_18, given_on=TODAY, on=date(2026, 10, 20)
            ),
        )
    yield from of_what_was_given()
    yield from of_one_case()
    yield "clocks", lambda p: timescales.clocks(p, TODAY)
    yield "completed", lambda p: may_be_completed(p, hours_required=3, hours_completed=1, on=TODAY)
    bench = [Attendee("police", "a", "A"), Attendee("health", "b", "B")]
    yield "quorum", lambda p: may_decide(p, bench, set(), TODAY)
    record = entrants.RecordedOutcome(
        key="a", outcome=OutcomeKind.YOUTH_CAUTION, given_on=TODAY, home_area="OTHER"
    )
    yield "entry", lambda p: entrants.first_entry(p, date(2012, 3, 14), [record])
    yield "counted", lambda p: entrants.counts_for_area(p, record)
    yield "assessment", lambda p: assessment.missing(p.tool_on(TODAY), {})
    yield "kept", lambda p: retention.due(p, RECORD, TODAY)


RECORD = retention.RecordFacts(born=date(2012, 3, 14), events=())
QUESTIONS = dict(questions())
STOPPED = "stopped"


def answered(question, protocol):
    try:
        return QUESTIONS[question](protocol)
    except AwaitingDecision as stopped:
        return STOPPED, stopped.name
    except NotInForce:
        return None


def told(answer: Any) -> set[str]:
    """The text of every open question told anywhere in an answer."""
    if isinstance(answer, tuple | list):
        return set().union(*map(told, answer))
    if not is_dataclass(answer):
        return set()
    if getattr(answer, "code", None) == "awaiting_decision":
        return {getattr(answer, "text", "")}
    return set().union(*(told(getattr(answer, field.name)) for field in fields(answer)))


class Watched(Dated[Any]):
    """A rule that remembers which questions asked it: the others cannot depend on it."""

    asked: ClassVar[dict[str, set[str]]] = {}
    by: ClassVar[str] = ""

    def on(self, day):
        self.asked.setdefault(self.name, set()).add(Watched.by)
        return super().on(day)

    def entry_on(self, day):
        self.asked.setdefault(self.name, set()).add(Watched.by)
        return super().entry_on(day)


def watched():
    groups = {group.name: getattr(PROTOCOL, group.name) for group in fields(Groups)}
    return replace(
        PROTOCOL,
        **{
            name: type(group)(
                **{
                    field.name: Watched(
                        *(getattr(getattr(group, field.name), part.name) for part in fields(Dated))
                    )
                    for field in fields(group)
                }
            )
            for name, group in groups.items()
        },
    )


def watching(question, protocol):
    Watched.by = question
    return answered(question, protocol)


WATCHED = watched()
BEFORE = {name: watching(name, WATCHED) for name in QUESTIONS}
PARAMETERS = [rule.name for rule in PROTOCOL.parameters()]
QUESTION = "Is this known?"


def unanswered(name):
    """The protocol with this one parameter an open question on every day."""
    group, field = name.split(".")
    rule = getattr(getattr(PROTOCOL, group), field)
    start = rule.entries[0].start
    entry: Entry[Any] = Entry(
        start, None, rule.entries[0].source, awaiting=QUESTION, asks="the Ministry"
    )
    rules = replace(getattr(PROTOCOL, group), **{field: replace(rule, entries=(entry,))})
    return replace(PROTOCOL, **{group: rules})


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_an_open_question_never_changes_an_answer_unsaid(parameter):
    awaits = unanswered(parameter)
    for name in Watched.asked.get(parameter, set()):
        after = answered(name, awaits)
        said = after == (STOPPED, parameter) or any(QUESTION in text for text in told(after))
        # What only an untaken road needed may be open, and leave the answer as it was.
        assert said or after == BEFORE[name], name


AWAITED = [each.parameter for each in PROTOCOL.awaiting_on(date.max)]


@pytest.mark.parametrize("parameter", AWAITED)
def test_what_is_awaited_today_stops_a_case_or_is_told_in_it(parameter):
    question = next(e.question for e in PROTOCOL.awaiting_on(date.max) if e.parameter == parameter)

    assert any(
        answer == (STOPPED, parameter) or any(question in text for text in told(answer))
        for answer in BEFORE.values()
    ), "no question above needs it: add the one that does"
