"""The police decision: the last word, whether or not it is the panel's."""

from collections.abc import Sequence

from sqlalchemy import update

from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.database import Record, col, new_id, table
from app.disposals import facts as facts_of
from app.disposals import plan_actions, plans, queries
from app.disposals.actions import keep_option, made
from app.disposals.queries import PlanRow
from app.disposals.schemas import ConditionPlanned, DisposalMade, PoliceDecided
from app.disposals.tables import PoliceDecision
from app.problems import Duplicate, Unacceptable
from app.transaction import Transaction
from panel_protocol.journey import Stage
from panel_protocol.terms import ClosedAs, Disposal

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
    final = _final(tx, panel, body)
    await _go_back_on(tx, await queries.police_decision(tx, case.id), final, body)
    asked = await facts_of.of_case(tx, case)
    option = facts_of.open_option(tx, asked, final, body.decided_on)
    conditions = _conditions(panel, body, final)
    plan = plans.for_child(
        tx,
        asked.facts,
        disposal=final,
        given_on=body.decided_on,
        conditions=conditions,
        consent_signed=None,
    )
    verdict = plans.lawful(tx, plan)
    await _insert(tx, case, panel.id, body, final, conditions, departs=facts_of.departs(option))
    decided = await _move(tx, case, panel.id, body, final, conditions)
    await keep_option(
        tx, decided, asked, option, verdict, on=body.decided_on, kind="police_decision"
    )
    return made(tx, decided, option, verdict, on=body.decided_on)


async def _go_back_on(
    tx: Transaction, earlier: Record | None, final: Disposal, body: PoliceDecided
) -> None:
    """While nothing has been given the police may decide again, saying why; both stay on record.

    A child may turn 18, withdraw the admission or not sign: what was decided can then no longer
    be given, and the case would stand still.
    """
    if earlier is None:
        return
    if earlier.disposal == final:
        raise Duplicate("The police have already decided this case so")
    if body.decided_on < earlier.decided_on:
        message = "The police had decided otherwise after this day"
        raise Unacceptable([("/decided_on", "before_earlier", message)])
    if not body.rationale:
        raise Unacceptable([("/rationale", "missing", "Say why the police decide again")])
    await tx.db.execute(
        update(table(PoliceDecision))
        .where(col(PoliceDecision.id) == earlier.id)
        .values(replaced_at=tx.at)
    )


def _final(tx: Transaction, panel: Record, body: PoliceDecided) -> Disposal:
    errors = []
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
    if errors:
        raise Unacceptable(errors)
    return Disposal(body.disposal or panel.disposal)


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
    *,
    departs: bool,
) -> None:
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
        conditions=plans.kept(conditions),
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
