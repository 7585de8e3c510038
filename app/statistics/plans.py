"""How each plan ended, and when: carried out, stopped after a breach, or left with its case."""

from datetime import datetime

from sqlalchemy import Date, Subquery, cast, exists, literal, null, or_, select, union_all

from app.cases.tables import CaseChange
from app.conditions.tables import Breach, BreachDecision, Conclusion
from app.database import col, table
from app.disposals.tables import Plan
from app.statistics.queries import Statement
from panel_protocol.journey import Stage
from panel_protocol.terms import BreachChoice, ClosedAs, Disposal

COMPLETED, BREACHED, OTHERWISE = "completed", "breached", "ended_otherwise"

# Their outcome is recorded when the work is concluded; that of the others when it was given.
RECORDED_AT_THE_END = (Disposal.OUTCOME_22, Disposal.OUTCOME_23)

# The other choices let a plan run on.
_STOPS = (BreachChoice.RETURN_TO_PANEL, BreachChoice.RESUME_PROSECUTION)
_LEAVES = (ClosedAs.WITHDRAWN, ClosedAs.TRANSFERRED_OUT)


def ended(known: datetime) -> Subquery:
    """One row a plan that had ended: `how`, `at` what instant, and `concluded_on` which day."""
    return union_all(_concluded(known), _stopped(known), _left(known)).subquery("ended")


def _concluded(known: datetime) -> Statement:
    return select(
        col(Conclusion.disposal_id),
        literal(COMPLETED).label("how"),
        col(Conclusion.recorded_at).label("at"),
        col(Conclusion.concluded_on),
    ).where(col(Conclusion.recorded_at) <= known)


def _stopped(known: datetime) -> Statement:
    decided = select(
        col(Breach.disposal_id),
        literal(BREACHED).label("how"),
        col(BreachDecision.decided_at).label("at"),
        cast(null(), Date).label("concluded_on"),
    ).join(table(BreachDecision), col(BreachDecision.breach_id) == col(Breach.id))
    return decided.where(
        col(BreachDecision.decision).in_(_STOPS), col(BreachDecision.decided_at) <= known
    )


def _left(known: datetime) -> Statement:
    """The case was closed while the plan ran: a plan that was stopped ran no longer."""
    stopped = exists(
        select(col(Breach.id))
        .join(table(BreachDecision), col(BreachDecision.breach_id) == col(Breach.id))
        .where(
            col(Breach.disposal_id) == col(Plan.disposal_id),
            col(BreachDecision.decision).in_(_STOPS),
        )
        .correlate(table(Plan))
    )
    came_from = col(CaseChange.from_stage)
    return (
        select(
            col(Plan.disposal_id),
            literal(OTHERWISE).label("how"),
            col(CaseChange.at),
            cast(null(), Date).label("concluded_on"),
        )
        .join(table(CaseChange), col(CaseChange.case_id) == col(Plan.case_id))
        .where(
            col(CaseChange.to_stage) == Stage.CLOSED,
            or_(came_from.is_(None), came_from != Stage.CLOSED),
            col(CaseChange.closed_as).in_(_LEAVES),
            col(CaseChange.at) <= known,
            ~stopped,
        )
    )
