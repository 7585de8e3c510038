"""A plan while it runs: when it may be varied, reviewed for breach, completed and concluded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.eligibility import for_children_only
from panel_protocol.terms import BreachChoice, ConditionKind, ConditionStatus, Disposal

_FINISHED = (ConditionStatus.COMPLETED, ConditionStatus.EXCUSED, ConditionStatus.VARIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaken:
    """One condition of the plan, and how it was settled if it was."""

    kind: ConditionKind
    due_on: date
    settled: ConditionStatus | None


def may_be_varied(
    protocol: Protocol, disposal: Disposal, *, agreed: bool, on: date
) -> Decision[bool]:
    """A condition is varied only as the child agrees."""
    if agreed:
        return Decision(True, ())
    text = "The child must agree before a condition is varied"
    return Decision(False, (Reason("not_agreed", text, _authority(protocol, disposal, on)),))


def stop_if_grown_up(
    protocol: Protocol, disposal: Disposal, born: date, *, given_on: date, on: date
) -> None:
    """Raise the open question where what only a child may be given would be given new terms."""
    oldest = protocol.eligibility.oldest_age.on(on).value
    source = for_children_only(protocol, disposal, given_on)
    if source is not None and age_on(born, on) > oldest:
        protocol.conditions.turning_eighteen.on(given_on)


def may_be_reviewed(
    protocol: Protocol, disposal: Disposal, *, excuse_considered: bool, on: date
) -> Decision[bool]:
    """A conditional caution is breached only by a failure without reasonable excuse."""
    if excuse_considered or disposal is not Disposal.YOUTH_CONDITIONAL_CAUTION:
        return Decision(True, ())
    source = protocol.options.conditional_caution_breach.on(on).source
    text = "Whether the child had a reasonable excuse must be considered first"
    return Decision(False, (Reason("excuse_not_considered", text, source),))


def follows(
    protocol: Protocol, disposal: Disposal, choice: BreachChoice, on: date
) -> tuple[Reason, ...]:
    """What a decision on a breach means for the disposal itself."""
    if choice is not BreachChoice.RESUME_PROSECUTION:
        return ()
    rules = protocol.options
    if disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        text = "The conditional caution ceases to have effect when proceedings are instituted"
        return (Reason("caution_ceases", text, rules.conditional_caution_breach.on(on).source),)
    if disposal is Disposal.OUTCOME_23:
        text = "The decision to prosecute stands, and Outcome 23 is not recorded"
        return (Reason("prosecution_upheld", text, rules.outcome_23_means.on(on).source),)
    if disposal is Disposal.OUTCOME_22:
        text = "The activity was not undertaken, so Outcome 22 is not recorded"
        return (Reason("not_undertaken", text, rules.outcome_22_means.on(on).source),)
    return ()


def may_be_completed(
    protocol: Protocol, *, hours_required: int | None, hours_completed: int, on: date
) -> Decision[bool]:
    """Whether the hours asked for have been done."""
    if hours_completed >= (hours_required or 0):
        return Decision(True, ())
    source = protocol.conditions.attendance_that_counts.on(on).source
    text = f"{hours_completed} of {hours_required} hours have been done"
    return Decision(False, (Reason("hours_short", text, source),))


def may_be_concluded(
    protocol: Protocol, disposal: Disposal, plan: Sequence[Undertaken], on: date
) -> Decision[bool]:
    """Whether everything asked of the child is done or settled; each thing left is a reason."""
    against = (
        *_unfinished(protocol, disposal, plan, on),
        *_nothing_done(protocol, disposal, plan, on),
    )
    return Decision(not against, against)


def _unfinished(
    protocol: Protocol, disposal: Disposal, plan: Sequence[Undertaken], on: date
) -> Iterator[Reason]:
    for each in plan:
        if each.settled not in _FINISHED:
            said = each.kind.replace("_", " ").capitalize()
            text = f"{said}, due {each.due_on:%d %B %Y}, is not completed, excused or varied"
            yield Reason("condition_unfinished", text, _authority(protocol, disposal, on))


def _nothing_done(
    protocol: Protocol, disposal: Disposal, plan: Sequence[Undertaken], on: date
) -> Iterator[Reason]:
    if disposal is not Disposal.OUTCOME_22:
        return
    if all(each.settled in (ConditionStatus.EXCUSED, ConditionStatus.VARIED) for each in plan):
        source = protocol.options.outcome_22_means.on(on).source
        text = "Outcome 22 is recorded only for activity undertaken, and none was"
        yield Reason("nothing_undertaken", text, source)


def _authority(protocol: Protocol, disposal: Disposal, on: date) -> str:
    """Who says that this disposal's plan must be carried out."""
    rules = protocol.conditions
    for plan in (rules.statutory_plan.on(on), rules.diversion_plan.on(on)):
        if disposal in plan.value:
            return plan.source
    return rules.usual_weeks.on(on).source
