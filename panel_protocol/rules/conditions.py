"""What a plan may contain: every reason it may not be given, and every doubt about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules import penalties
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.eligibility import for_children_only
from panel_protocol.rules.existence import begun, existed
from panel_protocol.terms import (
    Admission,
    ConditionKind,
    ConditionObject,
    Disposal,
    ModeOfTrial,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionFacts:
    kind: ConditionKind
    due_on: date
    object: ConditionObject | None = None
    hours_required: int | None = None
    attendance_place: str | None = None
    amount_pounds: int | Decimal | None = None
    payee: str | None = None
    payment_method: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """A plan as proposed; what is left out is not yet known, not refused.

    `length_explained` says whether a reason was recorded for a plan longer than is usual.
    `hours_besides` were done of conditions that are no longer asked, rehabilitation apart.
    """

    disposal: Disposal
    date_of_birth: date
    given_on: date
    conditions: tuple[ConditionFacts, ...]
    mode_of_trial: ModeOfTrial | None = None
    consent_signed: bool | None = None
    admission: Admission | None = None
    length_explained: bool | None = None
    hours_besides: int = 0


@dataclass(frozen=True, slots=True)
class PlanVerdict:
    lawful: bool
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    plan: PlanFacts  # what was judged, so that it can be judged again


def lawful(protocol: Protocol, plan: PlanFacts) -> PlanVerdict:
    """Whether this plan may be given, under the rules of the day of giving.

    A plan that nothing forbids but that outlasts childhood stops at the open question.
    """
    reasons = against(protocol, plan)
    doubts = (_odd_objects, _places, _awaited_consent, _awaited_admission, _long, _knife_course)
    asked = doubts if reasons else (*doubts, _turning_eighteen)
    warnings = tuple(doubt for check in asked for doubt in check(protocol, plan))
    return PlanVerdict(not reasons, reasons, warnings, plan)


def against(protocol: Protocol, plan: PlanFacts) -> tuple[Reason, ...]:
    """Everything that forbids the plan."""
    checks = (
        _existence,
        _presence,
        _age,
        _objects,
        _attendance,
        _penalties,
        _consent,
        _dates,
        _unexplained,
        _admission,
    )
    return tuple(reason for check in checks for reason in check(protocol, plan))


def _existence(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    yield from existed(protocol, plan.disposal, plan.given_on).reasons


def _presence(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    rules, day = protocol.conditions, plan.given_on
    for needed in (rules.statutory_plan.on(day), begun(rules.diversion_plan, day)):
        if needed and plan.disposal in needed.value and not plan.conditions:
            text = f"{_said(plan.disposal)} needs at least one condition"
            yield Reason("conditions_missing", text, needed.source)
    none = rules.no_plan.on(day)
    if plan.disposal in none.value and plan.conditions:
        text = f"No condition can be attached to {_said(plan.disposal, start=False)}"
        yield Reason("conditions_not_possible", text, none.source)


def _age(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    if plan.disposal is Disposal.NO_FURTHER_ACTION:
        return
    age = age_on(plan.date_of_birth, plan.given_on)
    youngest = protocol.eligibility.youngest_age.on(plan.given_on)
    oldest = protocol.eligibility.oldest_age.on(plan.given_on)
    if age < youngest.value:
        text = f"Nothing may be given to a child under {youngest.value}"
        yield Reason("age_when_given", text, youngest.source)
    source = for_children_only(protocol, plan.disposal, plan.given_on)
    if source is not None and age > oldest.value:
        text = f"It may be given only to a child aged {youngest.value} to {oldest.value} on the day"
        yield Reason("age_when_given", text, source)


def _objects(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    if not _is_statutory(protocol, plan):
        return
    allowed = protocol.conditions.objects_required.on(plan.given_on)
    for label, condition in _labelled(plan):
        if condition.object is None or condition.object not in allowed.value:
            text = f"{label} must have an object: {', '.join(allowed.value)}"
            yield Reason("object_missing", text, allowed.source)


def _attendance(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    if not _is_statutory(protocol, plan):
        return
    most = protocol.conditions.attendance_hours.on(plan.given_on)
    yield from _unsaid_hours(protocol, plan)
    counted = [c for c in plan.conditions if c.object is not ConditionObject.REHABILITATION]
    total = plan.hours_besides + sum(each.hours_required or 0 for each in counted)
    if total > most.value:
        text = (
            f"The plan asks for {total} hours besides rehabilitation; at most {most.value} may be"
        )
        yield Reason("attendance_too_long", text, most.source)


def _unsaid_hours(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    """Hours that are not said cannot be counted; some kinds are attendance by themselves."""
    most = protocol.conditions.attendance_hours.on(plan.given_on)
    kinds = protocol.conditions.attendance_kinds.on(plan.given_on)
    for label, condition in _labelled(plan):
        if condition.hours_required is not None:
            continue
        text = f"{label} asks for attendance and must say for how many hours"
        if condition.attendance_place and condition.object is not ConditionObject.REHABILITATION:
            yield Reason("attendance_hours_missing", text, most.source)
        elif condition.kind in kinds.value:
            yield Reason("attendance_hours_missing", text, kinds.source)


def _penalties(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    asked = [
        penalties.Penalty(label, condition.amount_pounds, condition.payee, condition.payment_method)
        for label, condition in _labelled(plan)
        if condition.kind is ConditionKind.FINANCIAL_PENALTY
    ]
    if not asked:
        return
    if not _is_statutory(protocol, plan):
        yield penalties.not_available(protocol, plan.given_on)
        return
    age = age_on(plan.date_of_birth, plan.given_on)
    yield from penalties.wrong_with(protocol, asked, age, plan.mode_of_trial, plan.given_on)


def _consent(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    needed = protocol.conditions.signed_consent.on(plan.given_on)
    if plan.disposal in needed.value and plan.consent_signed is False:
        text = "The child must sign to consent to the conditions"
        yield Reason("consent_not_signed", text, needed.source)


def _dates(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    longest = protocol.conditions.longest_weeks.on(plan.given_on)
    weeks = longest.value.get(plan.disposal)
    for label, condition in _labelled(plan):
        if condition.due_on < plan.given_on:
            text = f"{label} is due before the day the plan is given"
            yield Reason("due_before_given", text, longest.source)
        if weeks is not None and condition.due_on > plan.given_on + timedelta(weeks=weeks):
            text = (
                f"{label} is due more than {weeks} weeks after giving, the longest a plan may run"
            )
            yield Reason("plan_too_long", text, longest.source)


def _admission(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    kinds = protocol.conditions.needs_admission.on(plan.given_on)
    serving = protocol.conditions.admissions_that_serve.on(plan.given_on)
    if plan.admission is None or plan.admission in serving.value:
        return
    for label, condition in _labelled(plan):
        if condition.kind in kinds.value:
            text = f"{label} needs the child to have admitted or accepted responsibility"
            yield Reason("admission_needed", text, kinds.source)


def _odd_objects(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    usual = protocol.conditions.usual_objects.on(plan.given_on)
    for label, condition in _labelled(plan):
        serves = usual.value.get(condition.kind, ())
        if condition.object is not None and condition.object not in serves:
            text = f"{label} is given for {condition.object}; it usually serves {', '.join(serves)}"
            yield Reason("object_unusual", text, usual.source)


def _places(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    if not _is_statutory(protocol, plan):
        return
    rule = protocol.conditions.attendance_hours.on(plan.given_on)
    for label, condition in _labelled(plan):
        if condition.hours_required and not condition.attendance_place:
            text = f"{label} asks for hours; if that is attendance, it must say where"
            yield Reason("attendance_place_missing", text, rule.source)


def _awaited_consent(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    needed = protocol.conditions.signed_consent.on(plan.given_on)
    if plan.disposal in needed.value and plan.consent_signed is None:
        text = "The child must still sign to consent before this is given"
        yield Reason("consent_awaited", text, needed.source)


def _awaited_admission(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    kinds = protocol.conditions.needs_admission.on(plan.given_on)
    if plan.admission is not None:
        return
    for label, condition in _labelled(plan):
        if condition.kind in kinds.value:
            text = f"{label} needs an admission; what the child says of the offence is not known"
            yield Reason("admission_unknown", text, kinds.source)


def _unexplained(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    if plan.length_explained is False:
        yield from _longer_than_usual(protocol, plan)


def _long(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    if plan.length_explained is not False:
        yield from _longer_than_usual(protocol, plan)


def _longer_than_usual(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    usual = protocol.conditions.usual_weeks.on(plan.given_on)
    longest = protocol.conditions.longest_weeks.on(plan.given_on)
    weeks = usual.value.get(plan.disposal)
    most = longest.value.get(plan.disposal)
    ends_on = max((condition.due_on for condition in plan.conditions), default=plan.given_on)
    if weeks is None or most is None:
        return
    if plan.given_on + timedelta(weeks=weeks) < ends_on <= plan.given_on + timedelta(weeks=most):
        text = f"The plan runs beyond {weeks} weeks; up to {most} weeks needs a recorded reason"
        yield Reason("long_plan", text, usual.source)


def _knife_course(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    courses = begun(protocol.conditions.knife_course_alone, plan.given_on)
    if courses and plan.conditions and all(each.kind in courses.value for each in plan.conditions):
        text = "A knife awareness course alone is not the evidenced work the guidance asks for"
        yield Reason("knife_course_alone", text, courses.source)


def _turning_eighteen(protocol: Protocol, plan: PlanFacts) -> Iterator[Reason]:
    """Asked directly: until somebody answers, what only a child may have ends in childhood."""
    if for_children_only(protocol, plan.disposal, plan.given_on) is None:
        return
    oldest = protocol.eligibility.oldest_age.on(plan.given_on).value
    if any(age_on(plan.date_of_birth, each.due_on) > oldest for each in plan.conditions):
        answer = protocol.conditions.turning_eighteen.on(plan.given_on)
        yield Reason("turns_eighteen", answer.value, answer.source)


def _is_statutory(protocol: Protocol, plan: PlanFacts) -> bool:
    return plan.disposal in protocol.conditions.statutory_plan.on(plan.given_on).value


def _labelled(plan: PlanFacts) -> Iterator[tuple[str, ConditionFacts]]:
    for place, condition in enumerate(plan.conditions, start=1):
        yield f"Condition {place} ({condition.kind.replace('_', ' ')})", condition


def _said(disposal: Disposal, *, start: bool = True) -> str:
    words = disposal.replace("_", " ")
    return words.capitalize() if start else words
