"""A past decision asked again under another edition: what would have come out, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from panel_protocol.dated import NotInForce
from panel_protocol.decision import Reason
from panel_protocol.facts import from_record, records
from panel_protocol.protocol import Protocol
from panel_protocol.rules import plans, prosecutor, routing
from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.conditions import ConditionFacts, PlanFacts, lawful
from panel_protocol.rules.giving import AdultFacts, GivingFacts
from panel_protocol.rules.open_questions import told
from panel_protocol.rules.options import options
from panel_protocol.rules.panel import Attendee, may_decide
from panel_protocol.rules.plans import Undertaken
from panel_protocol.saying import written
from panel_protocol.terms import (
    Admission,
    AdultCategory,
    AuthorisedPerson,
    BreachChoice,
    ConditionKind,
    ConditionObject,
    ConditionStatus,
    Disposal,
    ModeOfTrial,
    Route,
    SignedPart,
)

Record = Mapping[str, Any]
# A rule that does not exist in the other edition is pinned to this day, which nobody need read.
_NEVER = written(date.max)


@dataclass(frozen=True, slots=True)
class Kept:
    """A decision as it was kept: its answer, the codes of its reasons, and the facts."""

    kind: str
    answer: Record
    codes: frozenset[str]
    facts: Record
    looked_at: date


@dataclass(frozen=True, slots=True)
class Difference:
    what: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Replayed:
    """Nothing in `differences`: it would have come out the same."""

    differences: tuple[Difference, ...]
    gained: tuple[Reason, ...]
    lost: tuple[str, ...]


_Answer = tuple[dict[str, Any], tuple[Reason, ...]]


def replayed(protocol: Protocol, kept: Kept) -> Replayed | None:
    """What another edition makes of it; none where too little was kept to ask again."""
    ask = _ASKED.get(kept.kind)
    if ask is None or not _ENOUGH[kept.kind] <= kept.facts.keys():
        return None
    kept = _without_a_form(kept)
    before = _before(kept)
    answer, reasons = _asked(protocol, kept, ask)
    differs = tuple(
        Difference(what, before.get(what), after)
        for what, after in answer.items()
        if before.get(what) != after
    )
    codes = {reason.code for reason in reasons}
    return Replayed(
        differs,
        tuple(_plainly(reason) for reason in reasons if reason.code not in kept.codes),
        tuple(sorted(kept.codes - codes)),
    )


def plan_record(plan: PlanFacts) -> dict[str, Any]:
    return records([plan])[0]


def _without_a_form(kept: Kept) -> Kept:
    """Whose form it was cannot be asked again where the case was not kept: left out both times."""
    if kept.kind != "breach_decision" or "case" in kept.facts:
        return kept
    codes = frozenset(code for code in kept.codes if not code.startswith("cif_"))
    return replace(kept, codes=codes)


def _asked(protocol: Protocol, kept: Kept, ask: Callable[[Protocol, Kept], _Answer]) -> _Answer:
    """The answer, or that the other edition stops there."""
    try:
        found, question = told(lambda: ask(protocol, kept))
    except NotInForce as absent:
        found = None
        question = (Reason("not_in_force", str(absent), protocol.editions[0].source),)
    return found or ({"answered": False}, question)


def _before(kept: Kept) -> dict[str, Any]:
    """What was decided, in the words the questions below answer in.

    A decision that was kept had been allowed: its plan was lawful, and what decided it could.
    """
    answer = dict(kept.answer)
    scored = answer.get("gravity")
    return {
        **answer,
        **answer.get("consequences", {}),
        "gravity": scored["final"] if isinstance(scored, Mapping) else scored,
        "answered": True,
        "lawful": True,
        "needs_review": True,
        "may_conclude": True,
        "follows": sorted(kept.codes),
    }


def _triage(protocol: Protocol, kept: Kept) -> _Answer:
    road = routing.triage(protocol, from_record(kept.facts), kept.looked_at)
    return {
        "route": road.route.value,
        "gravity": road.gravity.final,
        "flags": list(road.flags),
    }, road.reasons


def _review(protocol: Protocol, kept: Kept) -> _Answer:
    road = routing.triage(protocol, from_record(kept.facts["case"]), kept.looked_at)
    return {"needs_review": road.route is Route.REVIEW}, road.reasons


def _disposal(protocol: Protocol, kept: Kept) -> _Answer:
    facts, on = kept.facts, kept.looked_at
    choices = options(
        protocol,
        from_record(facts["case"]),
        on,
        facts["gravity"],
        victims_settled=facts["victims_settled"],
    )
    option = next(each for each in choices if each.disposal == kept.answer["disposal"])
    plan = lawful(protocol, _plan(facts["plan"]))
    means = records([option.consequences])[0]
    answer = {"open": option.open, "starting_point": option.starting_point, "lawful": plan.lawful}
    return answer | means, (*option.reasons, *plan.reasons)


def _quorum(protocol: Protocol, kept: Kept) -> _Answer:
    present = [Attendee(each["agency"], each["known_as"], "") for each in kept.facts["present"]]
    verdict = may_decide(protocol, present, set(kept.facts["conflicted"]), kept.looked_at)
    return {"may_decide": verdict.answer}, verdict.reasons


def _giving(protocol: Protocol, kept: Kept) -> _Answer:
    case, given = from_record(kept.facts["case"]), kept.facts["giving"]
    adult = given["appropriate_adult"]
    giving = GivingFacts(
        disposal=Disposal(kept.answer["disposal"]),
        given_on=kept.looked_at,
        admission=given["admission"],
        effect_explained=given["effect_explained"],
        adult=AdultFacts(**{**adult, "category": AdultCategory(adult["category"])})
        if adult
        else None,
        victims_settled=kept.facts["victims_settled"],
        failure_warned=given.get("failure_warned"),
        document_holds=_parts(given.get("document_holds")),
        given_as=AuthorisedPerson(as_whom) if (as_whom := given.get("given_as")) else None,
        agrees_to_take_part=given.get("agrees_to_take_part"),
    )
    against = may_be_given(protocol, case, giving).reasons
    against += lawful(protocol, _plan(kept.facts["plan"])).reasons
    return {"lawful": not against}, against


def _parts(said: Sequence[str] | None) -> tuple[SignedPart, ...] | None:
    return None if said is None else tuple(map(SignedPart, said))


def _variation(protocol: Protocol, kept: Kept) -> _Answer:
    verdict = lawful(protocol, _plan(kept.facts["plan"]))
    return {"lawful": verdict.lawful}, verdict.reasons


def _breach(protocol: Protocol, kept: Kept) -> _Answer:
    disposal, choice = kept.facts["disposal"], kept.answer["decision"]
    reasons = plans.follows(protocol, Disposal(disposal), BreachChoice(choice), kept.looked_at)
    # Kept since a prosecution resumed is known to be a referral of its own.
    if choice == BreachChoice.RESUME_PROSECUTION and "case" in kept.facts:
        case = from_record(kept.facts["case"])
        reasons += prosecutor.information_form(protocol, case, kept.looked_at)
    return {"follows": sorted({reason.code for reason in reasons})}, reasons


def _conclusion(protocol: Protocol, kept: Kept) -> _Answer:
    undertaken = [
        Undertaken(
            kind=ConditionKind(each["kind"]),
            due_on=date.fromisoformat(each["due_on"]),
            settled=ConditionStatus(each["settled"]) if each["settled"] else None,
            hours_required=each.get("hours_required"),
            hours_completed=each.get("hours_completed"),
        )
        for each in kept.facts["undertaken"]
    ]
    disposal = Disposal(kept.answer["disposal"])
    verdict = plans.may_be_concluded(protocol, disposal, undertaken, kept.looked_at)
    return {"may_conclude": verdict.answer}, verdict.reasons


def _plan(record: Record) -> PlanFacts:
    mode, admission = record["mode_of_trial"], record["admission"]
    return PlanFacts(
        **{
            **record,
            "disposal": Disposal(record["disposal"]),
            "date_of_birth": date.fromisoformat(record["date_of_birth"]),
            "given_on": date.fromisoformat(record["given_on"]),
            "conditions": tuple(_conditions(record["conditions"])),
            "mode_of_trial": ModeOfTrial(mode) if mode else None,
            "admission": Admission(admission) if admission else None,
        }
    )


def _conditions(rows: list[Record]) -> Iterator[ConditionFacts]:
    for row in rows:
        aim = ConditionObject(row["object"]) if row["object"] else None
        due_on = date.fromisoformat(row["due_on"])
        yield ConditionFacts(
            **{**row, "kind": ConditionKind(row["kind"]), "due_on": due_on, "object": aim}
        )


def _plainly(reason: Reason) -> Reason:
    return replace(reason, text=reason.text.replace(_NEVER, "a later edition"))


_ASKED: dict[str, Callable[[Protocol, Kept], _Answer]] = {
    "triage": _triage,
    "triage_review": _review,
    "panel_quorum": _quorum,
    "disposal": _disposal,
    "police_decision": _disposal,
    "administration": _giving,
    "variation": _variation,
    "breach_decision": _breach,
    "conclusion": _conclusion,
}
# What must have been kept; a decision of an earlier release may have kept less.
_ENOUGH: dict[str, set[str]] = {
    "triage": {"offences"},
    "triage_review": {"case"},
    "panel_quorum": {"present", "conflicted"},
    "disposal": {"case", "gravity", "victims_settled", "plan"},
    "police_decision": {"case", "gravity", "victims_settled", "plan"},
    "administration": {"case", "victims_settled", "giving", "plan"},
    "variation": {"plan"},
    "breach_decision": {"disposal"},
    "conclusion": {"undertaken"},
}
