"""The police decision: the last word, whether or not it is the panel's."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import update

from app import clock
from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.database import Record, col, new_id, table
from app.disposals import facts as facts_of
from app.disposals import plan_actions, plans, police_checks, queries
from app.disposals.actions import keep_option, made
from app.disposals.condition_schemas import ConditionPlanned
from app.disposals.queries import PlanRow
from app.disposals.schemas import DisposalMade, PoliceDecided
from app.disposals.tables import PoliceDecision
from app.problems import Duplicate, Unacceptable
from app.transaction import Transaction
from panel_protocol.journey import Stage
from panel_protocol.rules import codes
from panel_protocol.rules.options import Option
from panel_protocol.terms import ClosedAs, Disposal

FieldError = tuple[str, str, str]
_CLOSES = {
    Disposal.NO_FURTHER_ACTION: ClosedAs.NO_FURTHER_ACTION,
    Disposal.CHARGE: ClosedAs.CHARGED,
}
# Nothing is given to the child: the plan is the disposal, and begins with the decision.
_STARTS = (Disposal.OUTCOME_22, Disposal.OUTCOME_23)
_TAKES_PLAN = (
    Disposal.COMMUNITY_RESOLUTION,
    *_STARTS,
    Disposal.YOUTH_CONDITIONAL_CAUTION,
)


async def decide(
    tx: Transaction, *, case_id: str, version: int, body: PoliceDecided
) -> DisposalMade:
    """Keep the decision beside the panel's, and take the case where it leads."""
    case = await cases.for_change(tx, case_id, version, action="record_police_decision")
    panel = await queries.standing(tx, case.id)
    if panel is None:
        raise Duplicate("The police have already decided this case")
    final = _final(tx, case, panel, body)
    conditions = _conditions(panel, body, final)
    earlier = await queries.police_decision(tx, case.id)
    await _go_back_on(tx, earlier, final, conditions, body)
    asked = await facts_of.of_case(tx, case)
    option = _coded(tx, asked, facts_of.open_option(tx, asked, final, body.decided_on), body)
    heard = await police_checks.permitted(tx, case.id, asked, panel, body, final)
    long_plan_reason = _long_plan_reason(panel, body)
    plan = plans.for_child(
        tx,
        asked.facts,
        disposal=final,
        given_on=body.decided_on,
        conditions=conditions,
        consent_signed=None,
        long_plan_reason=long_plan_reason,
    )
    verdict = plans.lawful(tx, plan)
    await _insert(
        tx,
        case,
        panel.id,
        body,
        final,
        conditions,
        long_plan_reason,
        departs=facts_of.departs(option),
    )
    decided = await _move(tx, case, panel.id, body, final, conditions)
    option = replace(option, reasons=(*option.reasons, *heard.reasons))
    verdict = replace(verdict, warnings=(*heard.warnings, *verdict.warnings))
    await keep_option(
        tx,
        decided,
        asked,
        option,
        verdict,
        on=body.decided_on,
        kind="police_decision",
        besides=heard.kept,
    )
    return made(tx, decided, option, verdict, on=body.decided_on)


async def _go_back_on(
    tx: Transaction,
    earlier: Record | None,
    final: Disposal,
    conditions: Sequence[ConditionPlanned],
    body: PoliceDecided,
) -> None:
    """While nothing has been given the police may decide again, saying why; both stay on record.

    A child may turn 18, withdraw the admission or not sign: what was decided can then no longer
    be given, and the case would stand still. The same decision again may only complete the first
    with what the prosecutor or the form adds.
    """
    if earlier is None:
        return
    if earlier.disposal == final:
        same = earlier.conditions == plans.kept(conditions)
        if not (same and police_checks.completes(earlier, body)):
            raise Duplicate("The police have already decided this case so")
    else:
        _check_going_back(earlier, body)
    await tx.db.execute(
        update(table(PoliceDecision))
        .where(col(PoliceDecision.id) == earlier.id)
        .values(replaced_at=tx.at)
    )


def _check_going_back(earlier: Record, body: PoliceDecided) -> None:
    if body.decided_on < earlier.decided_on:
        message = "The police had decided otherwise after this day"
        raise Unacceptable([("/decided_on", "before_earlier", message)])
    if not body.rationale:
        raise Unacceptable([("/rationale", "missing", "Say why the police decide again")])


def _final(tx: Transaction, case: CaseRow, panel: Record, body: PoliceDecided) -> Disposal:
    errors: list[tuple[str, str, str]] = []
    if body.decided_on > tx.today:
        errors.append(("/decided_on", "in_the_future", "This day has not come yet"))
    if body.decided_on < panel.decided_on:
        errors.append(("/decided_on", "before_panel", "The panel had not decided yet on this day"))
    if body.agrees and body.disposal not in (None, panel.disposal):
        message = "Police who agree decide what the panel decided"
        errors.append(("/disposal", "not_the_panels", message))
    if not body.agrees and body.disposal in (None, panel.disposal):
        message = "Police who do not agree say what they decide instead"
        errors.append(("/disposal", "no_other", message))
    if not body.agrees and not body.rationale:
        errors.append(("/rationale", "missing", "Say why the police do not agree"))
    final = Disposal(body.disposal or panel.disposal)
    errors += _wrong_code(tx, body, final)
    errors += police_checks.impossible(panel, body, final, tx.today)
    errors += police_checks.of_another_case(body, clock.london(case.received_at))
    if errors:
        raise Unacceptable(errors)
    return final


def _wrong_code(tx: Transaction, body: PoliceDecided, final: Disposal) -> list[FieldError]:
    if body.home_office_code is None:
        return []
    if final is not Disposal.NO_FURTHER_ACTION:
        message = "Only of no further action do the police say under which code"
        return [("/home_office_code", "not_no_further_action", message)]
    if not codes.is_no_further_action(tx.protocol, body.home_office_code, body.decided_on):
        message = "Not a code under which nothing further is done"
        return [("/home_office_code", "not_no_further_action", message)]
    return []


def _coded(tx: Transaction, asked: facts_of.Asked, option: Option, body: PoliceDecided) -> Option:
    """For no further action, under the code the police say; or say which one is assumed."""
    if option.disposal is not Disposal.NO_FURTHER_ACTION:
        return option
    said, on = body.home_office_code, body.decided_on
    code = codes.no_further_action_code(tx.protocol, said, on, asked.facts)
    return replace(
        option,
        reasons=tuple(dict.fromkeys((*option.reasons, *code.reasons))),
        consequences=replace(option.consequences, home_office_code=code.answer),
    )


def _long_plan_reason(panel: Record, body: PoliceDecided) -> str | None:
    """The panel's reason goes with the panel's plan."""
    if body.long_plan_reason or body.conditions is not None:
        return body.long_plan_reason
    reason: str | None = panel.long_plan_reason
    return reason


def _conditions(panel: Record, body: PoliceDecided, final: Disposal) -> Sequence[ConditionPlanned]:
    """The police's own plan if they made one, else the panel's where the disposal takes one."""
    if body.conditions is not None:
        return body.conditions
    return plans.planned(panel.conditions) if final in _TAKES_PLAN else []


async def _insert(
    tx: Transaction,
    case: CaseRow,
    disposal_id: str,
    body: PoliceDecided,
    final: Disposal,
    conditions: Sequence[ConditionPlanned],
    long_plan_reason: str | None,
    *,
    departs: bool,
) -> None:
    prosecutor = body.prosecutor_decision
    await tx.add(
        PoliceDecision,
        id=new_id(),
        disposal_id=disposal_id,
        case_id=case.id,
        agrees=body.agrees,
        disposal=final,
        departs_from_protocol=departs,
        rationale=body.rationale,
        decided_on=body.decided_on,
        officer_rank=body.officer_rank,
        prosecutor_decided_on=prosecutor.decided_on if prosecutor else None,
        prosecutor_reference=prosecutor.reference if prosecutor else None,
        information_form_completed_on=body.information_form_completed_on,
        escalated_to=body.escalated_to,
        conditions=plans.kept(conditions),
        long_plan_reason=long_plan_reason,
        home_office_code=body.home_office_code,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )


async def _move(
    tx: Transaction,
    case: CaseRow,
    disposal_id: str,
    body: PoliceDecided,
    final: Disposal,
    conditions: Sequence[ConditionPlanned],
) -> CaseRow:
    action = "record_police_decision"
    if final in _CLOSES:
        return await cases.move(
            tx,
            case,
            action=action,
            to=Stage.CLOSED,
            closed_as=_CLOSES[final],
            why=body.rationale,
        )
    if final in _STARTS:
        plan = PlanRow(disposal_id, case.id, final, body.decided_on)
        first_due = await plan_actions.start(tx, plan, conditions)
        return await cases.move(
            tx, case, action=action, to=Stage.INTERVENTION, due_on=first_due, why=body.rationale
        )
    decided = await cases.move(tx, case, action=action, why=body.rationale)
    # The police are informed: what remains, the giving, has no day of its own.
    await cases.set_due(tx, decided, None)
    return decided
