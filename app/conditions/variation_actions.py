"""Varying a plan with the child's agreement: the old condition stays on record."""

from collections.abc import Sequence
from datetime import date

from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.children.schemas import ReasonRead
from app.conditions import queries
from app.conditions.actions import (
    FieldError,
    held,
    impossible_day,
    keep_due,
    note,
    read,
    running_plan,
)
from app.conditions.schemas import ConditionReplaced, ConditionVaried, Varied
from app.conditions.tables import Variation
from app.disposals import facts as facts_of
from app.disposals import plan_actions, plans, told
from app.disposals import queries as disposals
from app.disposals.condition_schemas import ConditionPlanned
from app.disposals.plans import Terms
from app.disposals.queries import ConditionRow, PlanRow
from app.problems import Unacceptable, said
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.rules import plans as rules
from panel_protocol.rules.conditions import PlanVerdict
from panel_protocol.terms import ConditionObject, ConditionStatus, Disposal


async def vary(
    tx: Transaction, *, condition_id: str, version: int, body: Varied
) -> ConditionVaried:
    """Put the condition agreed in place of this one, if the plan as varied is lawful."""
    case, old = await held(tx, condition_id, version, action="vary_condition")
    errors = await impossible_day(tx, case, "/agreed_on", body.agreed_on)
    if body.due_on < body.agreed_on:
        errors.append(("/due_on", "before_agreed", "It cannot be due before it is agreed"))
    plan = await running_plan(tx, case)
    errors += unauthorised(tx, plan.disposal, body.authorised_by)
    if errors:
        raise Unacceptable(errors)
    conditions = await disposals.conditions(tx, plan.disposal_id)
    after = [each for each in conditions if each.asked_for and each.id != old.id]
    verdict = await lawful_after(
        tx, case, plan, [*after, body], agreed=body.agreed_by_child, why=body.reason
    )
    new = await replace(
        tx,
        plan,
        old,
        body,
        position=len(conditions) + 1,
        on=body.agreed_on,
        reason=body.reason,
        authorised_by=body.authorised_by,
    )
    reasons = rules.authorised(tx.protocol, plan.disposal, tx.today)
    await keep_due(tx, case, plan.disposal_id)
    await _keep(tx, case, plan, old, new, verdict, reasons)
    await note(tx, case, new, "vary_condition")
    return ConditionVaried(
        **(await read(tx, new)).model_dump(),
        edition=tx.protocol.edition_on(plan.given_on).name,
        reasons=[ReasonRead.model_validate(reason) for reason in reasons],
        warnings=[ReasonRead.model_validate(warning) for warning in verdict.warnings],
        spent_on=spent_on(tx, plan, await disposals.conditions(tx, plan.disposal_id)),
    )


def spent_on(tx: Transaction, plan: PlanRow, conditions: Sequence[ConditionRow]) -> date | None:
    """When the disposal is spent, by the end of the plan as it now runs."""
    ends_on = max((each.due_on for each in conditions if each.asked_for), default=None)
    return told.once_given(tx, plan.disposal, plan.given_on, ends_on)[0]


def unauthorised(tx: Transaction, disposal: Disposal, said: str | None) -> list[FieldError]:
    """Where the law says who varies, it must be said who did."""
    if said is not None or not rules.authorised(tx.protocol, disposal, tx.today):
        return []
    message = "Name the prosecutor or authorised person who varies the conditions"
    return [("/authorised_by", "missing", message)]


async def lawful_after(
    tx: Transaction,
    case: CaseRow,
    plan: PlanRow,
    conditions: Sequence[Terms],
    *,
    agreed: bool,
    why: str,
) -> PlanVerdict:
    """What the rules of the day of giving say of the plan as it would be; unlawful is refused.

    `why` it is varied is also why it may run longer than is usual.
    """
    facts = (await facts_of.of_case(tx, case)).facts
    rules.stop_if_grown_up(
        tx.protocol, plan.disposal, facts.date_of_birth, given_on=plan.given_on, on=tx.today
    )
    consent = rules.may_be_varied(tx.protocol, plan.disposal, agreed=agreed, on=plan.given_on)
    proposed = plans.for_child(
        tx,
        facts,
        disposal=plan.disposal,
        given_on=plan.given_on,
        conditions=conditions,
        consent_signed=True,
        long_plan_reason=why,
        hours_besides=await _hours_besides(tx, plan, conditions),
    )
    return plans.lawful(
        tx, proposed, besides=consent.reasons, otherwise="The plan cannot be varied so"
    )


async def _hours_besides(tx: Transaction, plan: PlanRow, after: Sequence[Terms]) -> int:
    """Hours done of what the plan no longer asks: the law's most is of the whole caution."""
    stays = {each.id for each in after if isinstance(each, ConditionRow)}
    gone = [
        each
        for each in await disposals.conditions(tx, plan.disposal_id)
        if each.id not in stays and each.object is not ConditionObject.REHABILITATION
    ]
    return sum(each.hours_completed for each in await queries.carried(tx, gone))


async def replace(
    tx: Transaction,
    plan: PlanRow,
    old: ConditionRow,
    terms: Varied | ConditionReplaced,
    *,
    position: int,
    on: date,
    reason: str,
    authorised_by: str | None,
) -> ConditionRow:
    """Settle the old condition as varied, and begin the new one with its agreement."""
    await plan_actions.change(
        tx,
        old,
        action="vary_condition",
        why=reason,
        settled=ConditionStatus.VARIED,
        settled_on=on,
    )
    new = await plan_actions.add(
        tx,
        plan,
        asked(terms),
        position=position,
        action="vary_condition",
        replaces_id=old.id,
        why=reason,
    )
    await tx.add(
        Variation,
        plan.case_id,
        condition_id=old.id,
        replaced_by=new.id,
        agreed_by_child=True,
        agreed_on=on,
        reason=reason,
        authorised_by=authorised_by,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )
    return new


def asked(terms: Varied | ConditionReplaced) -> ConditionPlanned:
    """Only what the condition asks, without how it came about."""
    return ConditionPlanned(**terms.model_dump(include=set(ConditionPlanned.model_fields)))


async def _keep(
    tx: Transaction,
    case: CaseRow,
    plan: PlanRow,
    old: ConditionRow,
    new: ConditionRow,
    verdict: PlanVerdict,
    reasons: Sequence[Reason],
) -> None:
    await cases.keep_decision(
        tx,
        case,
        kind="variation",
        answer={"replaced": old.id, "by": new.id, "warnings": said(verdict.warnings)},
        reasons=reasons,
        facts=plans.judged(verdict),
        looked_at=plan.given_on,
    )
