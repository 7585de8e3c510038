"""Each kind of worked case: one folder of `worked/`, and one line of `KINDS`.

A kind puts the facts of a file to the rules. `Met.found` is what the file may expect,
`Met.reasons` all that a reader of the answer meets: the phrasebook holds every one of them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from panel_protocol.dated import AwaitingDecision
from panel_protocol.decision import Reason
from panel_protocol.facts import EarlierOutcome
from panel_protocol.library import load
from panel_protocol.rules import (
    codes,
    disagreement,
    giving,
    hold,
    imagery,
    plans,
    prosecutor,
    resolution,
)
from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.conditions import PlanFacts, lawful
from panel_protocol.rules.deadlines import Dates, deadlines
from panel_protocol.rules.disclosure import DisclosureFacts, disclosed
from panel_protocol.rules.duties import DutyFacts, duties
from panel_protocol.rules.eligibility import no_evidence, no_record, over_age, under_age
from panel_protocol.rules.entrants import RecordedOutcome, first_entry
from panel_protocol.rules.options import options
from panel_protocol.rules.outcomes import spent_on
from panel_protocol.rules.panel import may_decide
from panel_protocol.rules.review import settled
from panel_protocol.rules.routing import triage
from panel_protocol.rules.timescales import clocks
from panel_protocol.terms import Admission, BreachChoice, Disposal, RestorativeAnswer
from tests.protocol.plans import bench
from tests.protocol.worked_facts import EARLIER, HOME, Met, built, cited, facts_of, given, read

FOLDER = Path(__file__).parent / "worked"
PROTOCOL = load()
Said = Mapping[str, Any]


def case(worked):
    """A case at triage, the options open in it, and what a named person settles by review."""
    facts, on = facts_of(worked["case"], worked["on"]), worked["on"]
    road = triage(PROTOCOL, facts, on)
    choices = options(PROTOCOL, facts, on, victims_settled=worked.get("victims_settled"))
    found = {
        "edition": road.edition,
        "base": road.gravity.base,
        "final": road.gravity.final,
        "route": road.route,
        "flags": list(road.flags),
        "triage": road.reasons,
        "open": [option.disposal for option in choices if option.open],
        "starts": [option.disposal for option in choices if option.starting_point],
        "options": {option.disposal.value: option for option in choices},
        "instead": {each.condition: each.route for each in road.would_change_the_route},
    }
    told = (reason for option in choices for reason in option.reasons)
    freed = hold.released(PROTOCOL, on, referred=False) if hold.held(PROTOCOL, facts, on) else ()
    return Met(found, (*road.reasons, *settled(road.reasons), *freed, *told))


def plan(worked):
    verdict = lawful(PROTOCOL, built(PlanFacts, {"conditions": [], **worked["asked"]}))
    warned = [warning.code for warning in verdict.warnings]
    reasons = verdict.reasons + verdict.warnings
    return Met({"lawful": verdict.lawful, "warned": warned}, reasons)


def running(worked):
    """A plan whole, each reason and doubt in its order; and what follows when it is not kept."""
    found: dict[str, Any] = {}
    reasons: tuple[Reason, ...] = ()
    if "plan" in worked:
        try:
            verdict = lawful(PROTOCOL, built(PlanFacts, worked["plan"]))
        except AwaitingDecision as stopped:
            return Met({"stops": stopped.name})
        found = {"lawful": verdict.lawful, "warnings": cited(verdict.warnings)}
        found["reasons"] = cited(verdict.reasons)
        reasons = verdict.reasons + verdict.warnings
    if "breach" in worked:
        said = worked["breach"]
        disposal, on = Disposal(said["disposal"]), said["on"]
        excuse = said.get("reasonable_excuse")
        may = plans.may_be_prosecuted(PROTOCOL, disposal, reasonable_excuse=excuse, on=on)
        then = plans.follows(PROTOCOL, disposal, BreachChoice(said["decision"]), on)
        found |= {"refused": cited(may.reasons), "follows": cited(then)}
        reasons += may.reasons + then
    return Met(found, reasons)


def room(worked):
    """Whether it may be given in that way, what nobody said of it, and what follows."""
    asked = worked["asked"]
    there = built(giving.GivingFacts, {"adult": None, **asked["giving"]})
    verdict = may_be_given(PROTOCOL, facts_of(asked["case"], there.given_on), there)
    beside = giving.doubts(PROTOCOL, there), giving.stays_open(PROTOCOL, there)
    return Met({"may_be_given": verdict.answer}, sum(beside, verdict.reasons))


def clock(worked):
    asked = worked["asked"]
    found = clocks(PROTOCOL, asked["referred_on"], bailed_on=asked.get("bailed_on"))
    return Met({each.name: each.due_on for each in found})


def late(worked):
    """Every clock of a case, and what comes too late."""
    found = deadlines(PROTOCOL, built(Dates, worked["asked"]))
    return Met({each.name: each.due_on for each in found.answer}, found.reasons)


def recorded(worked):
    """The code, the row of the returns, the name sent, and the day it is spent."""
    asked = worked["asked"]
    disposal, on = Disposal(asked["disposal"]), asked["given_on"]
    row = codes.kpi_6_bucket(PROTOCOL, disposal, on)
    sent = codes.exported_as(PROTOCOL, disposal, on)
    found: dict[str, Any] = {"code": codes.home_office_code(PROTOCOL, disposal, on)}
    found |= {"kpi_6": row.answer, "sent_as": sent.answer}
    if "spent" not in asked.get("leave_out", []):
        found["spent_on"] = spent_on(PROTOCOL, disposal, on, asked.get("conditions_end_on"))
    return Met(found, row.reasons + sent.reasons)


def police_code(worked):
    """What is recorded of a charge that ended in court, or of no further action."""
    asked = worked["asked"]
    if "alternate" in asked:
        code = codes.recorded_as(
            PROTOCOL, Disposal.CHARGE, asked["on"], alternate=asked["alternate"]
        )
    else:
        code = codes.no_further_action_code(PROTOCOL, asked.get("said"), asked["on"])
    return Met({"code": code.answer}, code.reasons)


def entrant(worked):
    asked = worked["asked"]
    outcomes = [
        built(RecordedOutcome, {"key": str(place), "home_area": HOME, **each})
        for place, each in enumerate(asked["outcomes"])
    ]
    entry = first_entry(PROTOCOL, asked["date_of_birth"], outcomes)
    first = entry.answer
    found = {
        "enters": first is not None,
        "outcome": first and first.outcome,
        "given_on": first and first.given_on,
    }
    return Met(found, entry.reasons)


def panel(worked):
    asked = worked["asked"]
    conflicted = set(asked.get("conflicted", []))
    verdict = may_decide(PROTOCOL, bench(*asked["agencies"]), conflicted, asked["held_on"])
    return Met({"may_decide": verdict.answer}, verdict.reasons)


def breach(worked):
    asked = worked["asked"]
    disposal, on = Disposal(asked["disposal"]), asked["on"]
    considered = asked["excuse_considered"]
    may = plans.may_be_reviewed(PROTOCOL, disposal, excuse_considered=considered, on=on)
    choice = asked.get("choice")
    then = plans.follows(PROTOCOL, disposal, BreachChoice(choice), on) if choice else ()
    return Met({"may_be_reviewed": may.answer}, may.reasons + then)


def conclusion(worked):
    asked = worked["asked"]
    done = [built(plans.Undertaken, each) for each in asked["conditions"]]
    may = plans.may_be_concluded(PROTOCOL, Disposal(asked["disposal"]), done, asked["on"])
    return Met({"may_be_concluded": may.answer}, may.reasons)


def hours(worked):
    may = plans.may_be_completed(PROTOCOL, **{"hours_required": None, **worked["asked"]})
    return Met({"may_be_completed": may.answer}, may.reasons)


def variation(worked):
    asked = worked["asked"]
    disposal, agreed = Disposal(asked["disposal"]), asked["agreed"]
    may = plans.may_be_varied(PROTOCOL, disposal, agreed=agreed, on=asked["on"])
    return Met({"may_be_varied": may.answer}, may.reasons)


def duty(worked):
    asked = worked["asked"]
    history = [built(EarlierOutcome, EARLIER | each) for each in asked.get("history", [])]
    found = duties(PROTOCOL, built(DutyFacts, {**asked, "history": history}))
    team, bar, citable = found.youth_offending_team, found.conditional_discharge, found.citability
    answers = given(
        team=team.answer,
        referral=found.referral.answer,
        barred=bar.barred,
        first=bar.first,
        last=bar.last,
        citable=citable.answer,
    )
    decided = (team, found.referral, bar, citable, found)
    return Met(answers, tuple(r for each in decided for r in each.reasons), whole=True)


def disclosure(worked):
    found = disclosed(PROTOCOL, built(DisclosureFacts, worked["asked"]), worked["expect"]["on"])
    shown = {"basic": found.basic, "standard": found.standard, "enhanced": found.enhanced}
    answers = {"on": worked["expect"]["on"], **shown, **given(spent_on=found.spent_on)}
    return Met(answers, found.notes + found.for_the_child, whole=True)


def difference(worked):
    """Panel, police and agencies differ: who dissents, and what comes before the last word."""
    asked = {**worked["asked"]}
    on = asked.pop("on")
    voices = built(disagreement.Voices, asked)
    stops = disagreement.against(PROTOCOL, voices, on)
    told = disagreement.told_of(PROTOCOL, voices, on)
    return Met({"may_be_decided": not stops}, told + stops)


def police_alone(worked):
    """Whether the police may decide it without a prosecutor."""
    asked = worked["asked"]
    facts, disposal = facts_of(asked["case"], asked["on"]), Disposal(asked["disposal"])
    decided = asked.get("decided", False)
    stops = prosecutor.against(PROTOCOL, facts, asked["on"], disposal, decided=decided)
    return Met({"may_decide": not stops}, stops)


def meeting(worked):
    asked = worked["asked"]
    answer = RestorativeAnswer(asked["answer"]) if "answer" in asked else None
    said = Admission(asked["admission"])
    may = resolution.restorative(PROTOCOL, said, answer, asked["on"])
    return Met({"may_be_offered": may.answer}, may.reasons)


def outcome_21(worked):
    asked = worked["asked"]
    facts, has = facts_of(asked["case"], asked["on"]), set(asked.get("has", []))
    suits = imagery.outcome_21(PROTOCOL, facts, asked["on"])
    code = imagery.recorded(PROTOCOL, facts, has, asked["on"])
    return Met(given(suits=suits.answer, code=code.answer), suits.reasons, whole=True)


def diversion(worked):
    """Whether it may be dealt with out of court, and whether an outcome may stand on record."""
    asked, on = worked["asked"], worked["asked"]["on"]
    facts = facts_of(asked["case"], on)
    born, committed = facts.date_of_birth, facts.offences[0].committed_on
    against = (
        *under_age(PROTOCOL, facts, on),
        *over_age(PROTOCOL, born, on),
        *no_evidence(PROTOCOL, facts, on),
    )
    why = no_record(PROTOCOL, born, given_on=on, committed_on=committed, on=on)
    found = {"may_be_diverted": not against, "may_be_recorded": not why}
    return Met(found, against + why)


KINDS: dict[str, Callable[[Said], Met]] = {
    FOLDER.name: case,
    "plans": plan,
    "running": running,
    "giving": room,
    "clocks": clock,
    "late": late,
    "recorded": recorded,
    "police_codes": police_code,
    "entrants": entrant,
    "panels": panel,
    "breach": breach,
    "conclusion": conclusion,
    "hours": hours,
    "variation": variation,
    "duties": duty,
    "disclosure": disclosure,
    "differences": difference,
    "police_alone": police_alone,
    "meetings": meeting,
    "outcome_21": outcome_21,
    "diversion": diversion,
}
FILES = sorted(FOLDER.rglob("*.toml"))


def ask(path) -> Met:
    return KINDS[path.parent.name](read(path))
