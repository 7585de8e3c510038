"""What a decision on a breach does to the plan's conditions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.cases.queries import CaseRow
from app.conditions import variation_actions
from app.conditions.schemas import BreachDecided
from app.disposals import actions as disposal_actions
from app.disposals import plan_actions
from app.disposals.plans import Terms
from app.disposals.queries import ConditionRow, PlanRow
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.rules import plans as rules
from panel_protocol.terms import BreachChoice, ConditionStatus


@dataclass(frozen=True, slots=True)
class Deciding:
    """One decision on one review, so that it is handed on whole."""

    case: CaseRow
    plan: PlanRow
    conditions: Sequence[ConditionRow]
    breached: Collection[str]
    body: BreachDecided

    @property
    def left(self) -> list[ConditionRow]:
        """Conditions still running that the decision does not excuse."""
        excused = self.body.excused_conditions
        return [c for c in self.conditions if c.settled is None and c.id not in excused]

    @property
    def done(self) -> list[ConditionRow]:
        return [c for c in self.conditions if c.settled is ConditionStatus.COMPLETED]


async def apply(tx: Transaction, deciding: Deciding) -> Sequence[Reason]:
    """Change the conditions as decided; the warnings about the plan that comes of it."""
    warnings: Sequence[Reason] = ()
    match deciding.body.decision:
        case BreachChoice.EXTEND:
            warnings = await _extend(tx, deciding)
        case BreachChoice.VARY:
            warnings = await _vary(tx, deciding)
        case BreachChoice.RETURN_TO_PANEL:
            await _settle(tx, deciding, deciding.left, ConditionStatus.NOT_COMPLETED)
            await disposal_actions.set_aside(tx, deciding.case)
        case BreachChoice.RESUME_PROSECUTION:
            await _settle(tx, deciding, deciding.left, ConditionStatus.NOT_COMPLETED)
        case BreachChoice.NO_ACTION:
            pass
    excused = [c for c in deciding.conditions if c.id in deciding.body.excused_conditions]
    await _settle(tx, deciding, excused, ConditionStatus.EXCUSED)
    return warnings


async def _extend(tx: Transaction, deciding: Deciding) -> Sequence[Reason]:
    """A later day asks nothing new of the child, so it is the service's to give.

    Of a conditional caution that too is a variation, which the child must agree.
    """
    due_on = deciding.body.due_on
    if due_on is None:
        return ()
    extended = [each for each in deciding.left if each.id in deciding.breached]
    others = [each for each in deciding.left if each.id not in deciding.breached]
    after = [replace(each, due_on=due_on) for each in extended]
    by_statute = rules.authorised(tx.protocol, deciding.plan.disposal, tx.today)
    verdict = await variation_actions.lawful_after(
        tx,
        deciding.case,
        deciding.plan,
        [*deciding.done, *others, *after],
        agreed=not by_statute or bool(deciding.body.agreed_by_child),
        why=deciding.body.rationale,
    )
    for each in extended:
        await plan_actions.change(
            tx, each, action="decide_breach", why=deciding.body.rationale, due_on=due_on
        )
    return verdict.warnings


async def _vary(tx: Transaction, deciding: Deciding) -> Sequence[Reason]:
    body, plan = deciding.body, deciding.plan
    replaced = {new.replaces for new in body.conditions}
    kept: list[Terms] = [each for each in deciding.left if each.id not in replaced]
    verdict = await variation_actions.lawful_after(
        tx,
        deciding.case,
        plan,
        [*deciding.done, *kept, *body.conditions],
        agreed=bool(body.agreed_by_child),
        why=body.rationale,
    )
    old = {each.id: each for each in deciding.left}
    for place, new in enumerate(body.conditions, start=len(deciding.conditions) + 1):
        if new.replaces is None:
            terms = variation_actions.asked(new)
            await plan_actions.add(
                tx, plan, terms, position=place, action="decide_breach", why=body.rationale
            )
        else:
            await variation_actions.replace(
                tx,
                plan,
                old[new.replaces],
                new,
                position=place,
                on=tx.today,
                reason=body.rationale,
                authorised_by=body.authorised_by,
            )
    return verdict.warnings


async def _settle(
    tx: Transaction, deciding: Deciding, conditions: Sequence[ConditionRow], how: ConditionStatus
) -> None:
    for each in conditions:
        await plan_actions.change(
            tx, each, action="decide_breach", why=deciding.body.rationale, settled=how
        )
