"""What was actually given to the child, judged by the law of the day it was given."""

from collections.abc import Sequence
from datetime import date

from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.children import queries as children
from app.children.schemas import ReasonRead
from app.database import Record
from app.disposals import facts as facts_of
from app.disposals import plan_actions, plans, queries, told
from app.disposals.condition_schemas import ConditionPlanned
from app.disposals.facts import Asked
from app.disposals.giving_schemas import Administered, AdministrationMade
from app.disposals.outcomes import record_outcome
from app.disposals.queries import PlanRow
from app.disposals.tables import Administration
from app.problems import Unacceptable, WrongStage, said
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.journey import Stage
from panel_protocol.rules import giving as rules
from panel_protocol.rules.administration import may_be_given
from panel_protocol.rules.codes import recorded_as
from panel_protocol.rules.conditions import PlanVerdict
from panel_protocol.rules.giving import AdultFacts, GivingFacts
from panel_protocol.terms import ClosedAs, Disposal, OutcomeKind


async def record(
    tx: Transaction, *, case_id: str, version: int, body: Administered
) -> AdministrationMade:
    """Put what was given on the child's record, and start its plan if it has one."""
    case = await cases.for_change(tx, case_id, version, action="record_administration")
    decided = await queries.police_decision(tx, case.id)
    if decided is None:
        raise WrongStage("The police have not decided this case yet")
    conditions = plans.planned(decided.conditions) if body.conditions is None else body.conditions
    last_due = max((each.due_on for each in conditions), default=None)
    _check_days(tx, decided, body, last_due)
    asked = await facts_of.of_case(tx, case)
    giving = _giving(asked, decided.disposal, body)
    verdict = _lawful(tx, asked, giving, decided, body, conditions)
    doubts = (*rules.doubts(tx.protocol, giving), *verdict.warnings)
    ends_on = body.conditions_end_on or last_due
    outcome_id = await record_outcome(
        tx,
        case,
        asked.facts,
        OutcomeKind(decided.disposal),
        given_on=body.given_on,
        offence_code=body.offence_code,
    )
    await _insert(tx, case, decided, body, conditions, ends_on, outcome_id)
    moved = await _move(tx, case, decided, body, conditions)
    code = recorded_as(
        tx.protocol,
        decided.disposal,
        body.given_on,
        alternate=facts_of.for_another_offence(asked.facts, body.offence_code),
    )
    follows = (
        *code.reasons,
        *told.must_follow(tx, asked.facts, decided.disposal, body.given_on),
        *rules.stays_open(tx.protocol, giving),
    )
    spent, notes = told.once_given(tx, decided.disposal, body.given_on, ends_on)
    await _keep(tx, moved, asked, body, verdict, follows, doubts)
    return AdministrationMade(
        **cases.standing(moved).model_dump(),
        disposal=decided.disposal,
        given_on=body.given_on,
        outcome_id=outcome_id,
        home_office_code=code.answer,
        spent_on=spent,
        first_time_entrant=await children.first_entry(tx, case.child_id) == outcome_id,
        edition=tx.protocol.edition_on(body.given_on).name,
        reasons=[ReasonRead.model_validate(reason) for reason in follows],
        warnings=[ReasonRead.model_validate(doubt) for doubt in doubts],
        notes=notes,
    )


def _check_days(
    tx: Transaction, decided: Record, body: Administered, last_due: date | None
) -> None:
    errors = []
    if body.given_on > tx.today:
        errors.append(("/given_on", "in_the_future", "This day has not come yet"))
    if body.given_on < decided.decided_on:
        message = "The police had not decided yet on this day"
        errors.append(("/given_on", "before_police_decision", message))
    if body.conditions_end_on and body.conditions_end_on < body.given_on:
        message = "Conditions end after they are given"
        errors.append(("/conditions_end_on", "before_given", message))
    if body.conditions_end_on and last_due and body.conditions_end_on > last_due:
        message = "Nothing is asked of the child after the last condition is due"
        errors.append(("/conditions_end_on", "after_last_due", message))
    if errors:
        raise Unacceptable(errors)


def _giving(asked: Asked, disposal: Disposal, body: Administered) -> GivingFacts:
    adult = body.appropriate_adult
    holds = body.document_holds
    return GivingFacts(
        disposal=disposal,
        given_on=body.given_on,
        admission=body.admission,
        effect_explained=body.effect_explained,
        adult=AdultFacts(**adult.model_dump(exclude={"name"})) if adult else None,
        victims_settled=asked.victims_settled,
        victims_heard=asked.victims_heard,
        failure_warned=body.failure_warned,
        document_holds=None if holds is None else tuple(holds),
        given_as=body.given_as,
        rank=body.given_by_rank,
        agrees_to_take_part=body.agrees_to_take_part,
    )


def _lawful(
    tx: Transaction,
    asked: Asked,
    giving: GivingFacts,
    decided: Record,
    body: Administered,
    conditions: Sequence[ConditionPlanned],
) -> PlanVerdict:
    plan = plans.for_child(
        tx,
        asked.facts,
        disposal=giving.disposal,
        given_on=body.given_on,
        conditions=conditions,
        consent_signed=bool(body.signed_consent),
        long_plan_reason=_long_plan_reason(decided, body),
    )
    against = may_be_given(tx.protocol, asked.facts, giving).reasons
    return plans.lawful(
        tx, plan, besides=against, otherwise="It could not be given on that day in that way"
    )


def _long_plan_reason(decided: Record, body: Administered) -> str | None:
    """The police's reason goes with the plan they decided."""
    if body.long_plan_reason or body.conditions is not None:
        return body.long_plan_reason
    reason: str | None = decided.long_plan_reason
    return reason


async def _insert(
    tx: Transaction,
    case: CaseRow,
    decided: Record,
    body: Administered,
    conditions: Sequence[ConditionPlanned],
    ends_on: date | None,
    outcome_id: str,
) -> None:
    adult = body.appropriate_adult
    await tx.add(
        Administration,
        disposal_id=decided.disposal_id,
        case_id=case.id,
        disposal=decided.disposal,
        given_on=body.given_on,
        appropriate_adult=adult.model_dump(mode="json") if adult else None,
        admission=body.admission,
        effect_explained=body.effect_explained,
        signed_consent=body.signed_consent,
        given_by_rank=body.given_by_rank,
        offence_code=body.offence_code,
        conditions=plans.kept(conditions),
        long_plan_reason=_long_plan_reason(decided, body),
        conditions_end_on=ends_on,
        outcome_id=outcome_id,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )


async def _move(
    tx: Transaction,
    case: CaseRow,
    decided: Record,
    body: Administered,
    conditions: Sequence[ConditionPlanned],
) -> CaseRow:
    action = "record_administration"
    if not conditions:
        return await cases.move(
            tx, case, action=action, to=Stage.CLOSED, closed_as=ClosedAs(decided.disposal)
        )
    plan = PlanRow(decided.disposal_id, case.id, decided.disposal, body.given_on)
    first_due = await plan_actions.start(tx, plan, conditions)
    return await cases.move(tx, case, action=action, to=Stage.INTERVENTION, due_on=first_due)


async def _keep(
    tx: Transaction,
    case: CaseRow,
    asked: Asked,
    body: Administered,
    verdict: PlanVerdict,
    follows: Sequence[Reason],
    doubts: Sequence[Reason],
) -> None:
    # The adult's name is kept once, with what was given.
    given = body.model_dump(
        mode="json", exclude={"appropriate_adult": {"name"}, "conditions": True}
    )
    await cases.keep_decision(
        tx,
        case,
        kind="administration",
        answer={
            "disposal": verdict.plan.disposal.value,
            "lawful": True,
            "warnings": said(doubts),
        },
        reasons=follows,
        facts=asked.kept() | plans.judged(verdict) | {"giving": given},
        looked_at=body.given_on,
    )
