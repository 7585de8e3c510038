"""Every read of disposals, police decisions, what was given, and plans.

All but `case_of` take a case the caller was shown to hold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, true

from app.database import Record, col, table
from app.disposals.tables import (
    Administration,
    Condition,
    CourtResult,
    PanelDisposal,
    Plan,
    PoliceDecision,
)
from app.problems import NotFound
from app.transaction import Transaction
from panel_protocol.terms import (
    ConditionKind,
    ConditionObject,
    ConditionStatus,
    CourtOutcome,
    Disposal,
)

# After these nothing more can become of a charge; an appeal changes the child's outcome.
FINAL = (CourtOutcome.CONVICTED, CourtOutcome.ACQUITTED)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan that has started; `given_on` is the day whose law it is judged by."""

    disposal_id: str
    case_id: str
    disposal: Disposal
    given_on: date


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """A condition as it stands; `settled` is None while it runs."""

    id: str
    version: int
    disposal_id: str
    case_id: str
    position: int
    kind: ConditionKind
    object: ConditionObject | None
    description: str
    due_on: date
    hours_required: int | None
    attendance_place: str | None
    amount_pounds: int | None
    payee: str | None
    payment_method: str | None
    replaces_id: str | None
    settled: ConditionStatus | None
    settled_on: date | None

    @property
    def asked_for(self) -> bool:
        """Whether it is still part of what the child was asked to do, done or not."""
        return self.settled not in (ConditionStatus.VARIED, ConditionStatus.EXCUSED)


_PLAN = [table(Plan).c[field.name] for field in fields(PlanRow)]
_CONDITION = [table(Condition).c[field.name] for field in fields(ConditionRow)]


async def standing(tx: Transaction, case_id: str) -> Record | None:
    """The panel's disposal that stands, if there is one."""
    names = (
        "id panel_id disposal rationale rejected departs_from_protocol departure_rationale "
        "child_voice victim_voice conditions long_plan_reason decided_on recorded_at recorded_by "
        "agency"
    )
    found = select(*_columns(PanelDisposal, names)).where(
        col(PanelDisposal.case_id) == case_id, col(PanelDisposal.set_aside_at).is_(None)
    )
    return (await tx.db.execute(found)).one_or_none()


async def police_decision(tx: Transaction, case_id: str) -> Record | None:
    """What the police decided on the disposal that stands."""
    names = (
        "id disposal_id agrees disposal departs_from_protocol rationale decided_on officer_rank "
        "prosecutor_decided_on prosecutor_reference information_form_completed_on escalated_to "
        "conditions long_plan_reason home_office_code recorded_at recorded_by agency"
    )
    latest = col(PoliceDecision.replaced_at).is_(None)
    return await _of_standing(tx, PoliceDecision, names, case_id, latest)


async def administration(tx: Transaction, case_id: str) -> Record | None:
    """What was given under the disposal that stands."""
    names = (
        "disposal_id disposal given_on appropriate_adult admission effect_explained "
        "signed_consent given_by_rank offence_code conditions conditions_end_on outcome_id "
        "recorded_at recorded_by agency"
    )
    return await _of_standing(tx, Administration, names, case_id, true())


async def _of_standing(
    tx: Transaction, of: type[Any], names: str, case_id: str, which: ColumnElement[bool]
) -> Record | None:
    found = (
        select(*_columns(of, names))
        .join(table(PanelDisposal), col(PanelDisposal.id) == col(of.disposal_id))
        .where(col(of.case_id) == case_id, col(PanelDisposal.set_aside_at).is_(None), which)
    )
    return (await tx.db.execute(found)).one_or_none()


async def set_aside(tx: Transaction, case_id: str) -> Sequence[Record]:
    """Disposals that a later panel replaced, oldest first."""
    names = "id panel_id disposal rationale conditions decided_on set_aside_at"
    found = select(*_columns(PanelDisposal, names)).where(
        col(PanelDisposal.case_id) == case_id, col(PanelDisposal.set_aside_at).is_not(None)
    )
    return (await tx.db.execute(found.order_by(col(PanelDisposal.recorded_at)))).all()


async def court_results(tx: Transaction, case_id: str) -> Sequence[Record]:
    names = "id result result_on offence_code note outcome_id recorded_at recorded_by agency"
    found = select(*_columns(CourtResult, names)).where(col(CourtResult.case_id) == case_id)
    ordered = found.order_by(col(CourtResult.recorded_at), col(CourtResult.id))
    return (await tx.db.execute(ordered)).all()


async def plan(tx: Transaction, case_id: str) -> PlanRow | None:
    """The plan of the disposal that stands, once it has started."""
    found = (
        select(*_PLAN)
        .join(table(PanelDisposal), col(PanelDisposal.id) == col(Plan.disposal_id))
        .where(col(Plan.case_id) == case_id, col(PanelDisposal.set_aside_at).is_(None))
    )
    row = (await tx.db.execute(found)).one_or_none()
    return PlanRow(*row) if row else None


async def conditions(tx: Transaction, disposal_id: str) -> list[ConditionRow]:
    """Every condition the plan ever had, those that were varied too."""
    found = select(*_CONDITION).where(col(Condition.disposal_id) == disposal_id)
    rows = await tx.db.execute(found.order_by(col(Condition.position)))
    return [ConditionRow(*row) for row in rows.all()]


async def condition(tx: Transaction, condition_id: str) -> ConditionRow:
    found = select(*_CONDITION).where(col(Condition.id) == condition_id)
    return ConditionRow(*(await tx.db.execute(found)).one())


async def case_of(tx: Transaction, condition_id: str) -> str:
    """Which case a condition belongs to; whose it is to see is asked of the case."""
    found = select(col(Condition.case_id)).where(col(Condition.id) == condition_id)
    case_id: str | None = (await tx.db.execute(found)).scalar_one_or_none()
    if case_id is None:
        raise NotFound
    return case_id


def _columns(of: type[Any], names: str) -> list[Any]:
    return [table(of).c[name] for name in names.split()]
