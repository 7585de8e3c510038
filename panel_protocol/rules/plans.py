"""A plan while it runs: when it may be varied, reviewed for breach, completed and concluded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.eligibility import for_children_only
from panel_protocol.rules.existence import begun, quoted
from panel_protocol.rules.open_questions import told
from panel_protocol.saying import written
from panel_protocol.terms import BreachChoice, ConditionKind, ConditionStatus, Disposal

_FINISHED = (ConditionStatus.COMPLETED, ConditionStatus.EXCUSED, ConditionStatus.VARIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaken:
    """One condition of the plan, and how it was settled if it was; hours None if not said."""

    kind: ConditionKind
    due_on: date
    settled: ConditionStatus | None
    hours_required: int | None = None
    hours_completed: int | None = None

    @property
    def done(self) -> bool:
        """Whether anything was done; where hours were asked, none of them done is nothing."""
        nothing = bool(self.hours_required) and self.hours_completed == 0
        return self.settled not in (ConditionStatus.EXCUSED, ConditionStatus.VARIED) and not nothing


def may_be_varied(
    protocol: Protocol, disposal: Disposal, *, agreed: bool, on: date
) -> Decision[bool]:
    """A condition is varied only as the child agrees."""
    if agreed:
        return Decision(True, ())
    by_statute = authorised(protocol, disposal, on)
    source = by_statute[0].source if by_statute else _authority(protocol, disposal, on)
    text = "The child must agree before a condition is varied"
    return Decision(False, (Reason("not_agreed", text, source),))


def authorised(protocol: Protocol, disposal: Disposal, on: date) -> tuple[Reason, ...]:
    """Who must authorise a variation, where the law says that somebody must."""
    if disposal not in protocol.conditions.variation_authorised.on(on).value:
        return ()
    rule = protocol.conditions.variation_by.on(on)
    return (Reason("authorised_person_varies", rule.value, rule.source),)


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


def may_be_withdrawn(protocol: Protocol, disposal: Disposal, on: date) -> bool:
    """Whether the child may withdraw from it at any stage."""
    return disposal in protocol.giving.may_be_withdrawn_from.on(on).value


def on_withdrawal(protocol: Protocol, on: date) -> tuple[Reason, ...]:
    """That the child may withdraw, and what nobody has established of it."""
    effect = protocol.giving.withdrawal_effect
    known, question = told(lambda: quoted("withdrawal_effect", effect, on))
    return (
        quoted("child_may_withdraw", protocol.giving.withdrawal, on),
        *((known,) if known else question),
    )


def asks_for_excuse(protocol: Protocol, disposal: Disposal, on: date) -> bool:
    """Whether a reasonable excuse stands in the way of prosecution."""
    return disposal in protocol.conditions.breach_without_excuse.on(on).value


def may_be_prosecuted(
    protocol: Protocol, disposal: Disposal, *, reasonable_excuse: bool | None, on: date
) -> Decision[bool]:
    """A conditional caution leads to prosecution only by a failure without reasonable excuse."""
    if not (reasonable_excuse and asks_for_excuse(protocol, disposal, on)):
        return Decision(True, ())
    source = protocol.conditions.breach_without_excuse.on(on).source
    text = "The child had a reasonable excuse, so the failure cannot lead to prosecution"
    return Decision(False, (Reason("reasonable_excuse", text, source),))


def on_breach(protocol: Protocol, disposal: Disposal, on: date) -> tuple[Reason, ...]:
    """What must be done as soon as a plan is not kept to, whatever is then decided."""
    rules = protocol.conditions
    if disposal is Disposal.OUTCOME_23:
        rule = rules.outcome_23_breach.on(on)
        return (Reason("police_must_be_told", rule.value, rule.source),)
    if disposal is Disposal.OUTCOME_22:
        rule = rules.outcome_22_breach.on(on)
        return (Reason("other_options_considered", rule.value, rule.source),)
    return ()


def follows(
    protocol: Protocol, disposal: Disposal, choice: BreachChoice, on: date
) -> tuple[Reason, ...]:
    """What a decision on a breach means for the disposal itself, and still asks of anybody."""
    always = on_breach(protocol, disposal, on)
    if choice in (BreachChoice.VARY, BreachChoice.EXTEND):
        return (*always, *authorised(protocol, disposal, on))
    if choice is BreachChoice.RESUME_PROSECUTION:
        return (*always, *_resumed(protocol, disposal, on))
    return always


def _resumed(protocol: Protocol, disposal: Disposal, on: date) -> tuple[Reason, ...]:
    rules = protocol.options
    if disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        return tuple(_caution_resumed(protocol, on))
    if disposal is Disposal.OUTCOME_23:
        text = "The decision to prosecute stands, and Outcome 23 is not recorded"
        return (Reason("prosecution_upheld", text, rules.outcome_23_means.on(on).source),)
    if disposal is Disposal.OUTCOME_22:
        text = "The activity was not undertaken, so Outcome 22 is not recorded"
        return (Reason("not_undertaken", text, rules.outcome_22_means.on(on).source),)
    return ()


def _caution_resumed(protocol: Protocol, on: date) -> Iterator[Reason]:
    rules = protocol.conditions
    text = "The conditional caution ceases to have effect when proceedings are instituted"
    yield Reason("caution_ceases", text, rules.breach_without_excuse.on(on).source)
    document, arrest = rules.breach_document.on(on), rules.breach_arrest.on(on)
    yield Reason("document_admissible", document.value, document.source)
    yield Reason("arrest_power", arrest.value, arrest.source)


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
            text = f"{said}, due {written(each.due_on)}, is not completed, excused or varied"
            yield Reason("condition_unfinished", text, _authority(protocol, disposal, on))


def _nothing_done(
    protocol: Protocol, disposal: Disposal, plan: Sequence[Undertaken], on: date
) -> Iterator[Reason]:
    source = needs_activity(protocol, disposal, on)
    if source and not any(each.done for each in plan):
        said = disposal.replace("_", " ").capitalize()
        text = f"{said} is recorded only for activity undertaken, and none was"
        yield Reason("nothing_undertaken", text, source)


def needs_activity(protocol: Protocol, disposal: Disposal, on: date) -> str | None:
    """Who says that it is recorded only for something done; nobody of most disposals."""
    if disposal is Disposal.OUTCOME_22:
        return protocol.options.outcome_22_means.on(on).source
    needed = begun(protocol.conditions.activity_needed, on)
    return needed.source if needed and disposal in needed.value else None


def _authority(protocol: Protocol, disposal: Disposal, on: date) -> str:
    """Who says that this disposal's plan must be carried out."""
    rules = protocol.conditions
    for plan in (rules.statutory_plan.on(on), begun(rules.diversion_plan, on)):
        if plan and disposal in plan.value:
            return plan.source
    return rules.usual_weeks.on(on).source
