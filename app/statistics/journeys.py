"""Which steps of its road each case had taken by an instant."""

from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, and_, case, exists, func, or_, select, union_all
from sqlmodel import SQLModel

from app.cases.tables import CaseChange
from app.conditions.tables import Conclusion
from app.database import col, table
from app.disposals.tables import Administration, PanelDisposal, Plan, PoliceDecision
from app.statistics.queries import Statement
from panel_protocol.journey import Stage


def came_to(known: datetime, *stages: Stage) -> Subquery:
    """When each case first came to each of these stages, in one reading of what changed."""
    at, from_stage, to_stage = (
        col(each) for each in (CaseChange.at, CaseChange.from_stage, CaseChange.to_stage)
    )
    first = (func.min(case((to_stage == each, at))).label(each) for each in stages)
    moved = or_(from_stage.is_(None), from_stage != to_stage)
    rows = select(col(CaseChange.case_id), *first).where(to_stage.in_(stages), moved, at <= known)
    return rows.group_by(col(CaseChange.case_id)).subquery("came_to")


def held(known: datetime) -> Subquery:
    """Each case's first panel that decided it."""
    return _first(PanelDisposal, col(PanelDisposal.decided_on), known).subquery("held")


def standing_decision(known: datetime) -> Subquery:
    """The police decision on each case's first disposal, as it stood: `place` 1 is that."""
    decision, replaced = table(PoliceDecision), col(PoliceDecision.replaced_at)
    names = "case_id disposal decided_on recorded_at departs_from_protocol".split()
    order = (col(PanelDisposal.recorded_at), col(PoliceDecision.recorded_at).desc())
    # Police who agree with a departure have the panel's reason.
    theirs = and_(col(PoliceDecision.agrees), col(PanelDisposal.departure_rationale).is_not(None))
    rows = (
        select(
            *(decision.c[name] for name in names),
            or_(col(PoliceDecision.rationale).is_not(None), theirs).label("reasoned"),
            func.row_number()
            .over(partition_by=col(PoliceDecision.case_id), order_by=order)
            .label("place"),
        )
        .join(table(PanelDisposal), col(PanelDisposal.id) == col(PoliceDecision.disposal_id))
        .where(col(PoliceDecision.recorded_at) <= known, or_(replaced.is_(None), replaced > known))
        .subquery("ranked_decision")
    )
    return select(rows).where(rows.c.place == 1).subquery("decision")


def concluded(known: datetime) -> Subquery:
    """The day a plan was carried out; where there is none, the day the disposal was given."""
    no_plan = ~exists(
        select(col(Plan.disposal_id)).where(
            col(Plan.disposal_id) == col(Administration.disposal_id)
        )
    )
    both = union_all(
        _event(Conclusion, col(Conclusion.concluded_on), known),
        _event(Administration, col(Administration.given_on), known).where(no_plan),
    ).subquery("ending")
    place = func.row_number().over(partition_by=both.c.case_id, order_by=both.c.recorded_at)
    ranked = select(both, place.label("place")).subquery("ranked_ending")
    return select(ranked).where(ranked.c.place == 1).subquery("concluded")


def _event(of: type[SQLModel], day: Any, known: datetime) -> Statement:
    rows = table(of).c
    return select(rows.case_id, day.label("day"), rows.recorded_at).where(rows.recorded_at <= known)


def _first(of: type[SQLModel], day: Any, known: datetime) -> Statement:
    """The first row of each case; no two of one case are recorded at one instant."""
    rows, another = table(of), table(of).alias("another")
    earlier = and_(another.c.case_id == rows.c.case_id, another.c.recorded_at < rows.c.recorded_at)
    return _event(of, day, known).where(~exists(select(another.c.id).where(earlier)))
