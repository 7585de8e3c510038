"""What panels do: how many cases, with whom at the table, what they put off, where they depart.

Counts are of a quarter and an area, never of one meeting: a panel of one case says what that
child was given.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    String,
    Subquery,
    and_,
    case,
    cast,
    distinct,
    func,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from app import clock
from app.access.scope import in_use, within
from app.cases.tables import Case
from app.database import col, table
from app.disposals.tables import PanelDisposal
from app.panels.tables import AgendaItem, Panel, PanelAttendance
from app.statistics import journeys
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.journeys import Statement
from app.statistics.periods import Run
from app.transaction import Transaction
from panel_protocol.protocol import Protocol
from panel_protocol.terms import AgendaRemoval

MEETINGS = ("quorate", "not_quorate", "not_recorded")
DECIDED = ("as_protocol", "departed_with_reason", "departed_without_reason")
DEFERRED = (AgendaRemoval.ADJOURNED, AgendaRemoval.NOT_READY)
_NOTHING: ColumnElement[int | None] = cast(null(), Integer)


class Quorum(NamedTuple):
    """From which day to which, which agencies must be there, and how many others."""

    first: date
    last: date
    needed: tuple[str, ...]
    others: int


def series(protocol: Protocol) -> Iterator[str]:
    yield from (f"meetings|{state}" for state in MEETINGS)
    yield from (f"attended|{agency}" for agency in protocol.agencies)
    yield from (f"cases|{state}" for state in (*DECIDED, *DEFERRED))
    yield from (f"police|{state}" for state in DECIDED[1:])


async def rows(tx: Transaction, span: Run, known: datetime) -> Any:
    """Series, area, quarter and how many; of a meeting also how many cases were decided there."""
    held, present = _held(span, known).cte("held"), _present(known).cte("present")
    each = union_all(
        _meetings(tx.protocol, held, present, known),
        _attended(held, present),
        _disposals(held, known),
        _deferrals(held, known),
        _police(span, known),
    ).subquery("each")
    keys = (each.c.series, each.c.area, each.c.quarter, each.c.cases)
    found = select(*keys, func.count().label("counted")).where(within(tx.by, each.c.area))
    return (await tx.db.execute(found.group_by(*keys))).all()


def _held(span: Run, known: datetime) -> Statement:
    held_on = col(Panel.held_on)
    met: Statement = select(
        col(Panel.id), col(Panel.area), held_on, quarter_of_day(held_on).label("quarter")
    )
    today = clock.london(known)
    return met.where(col(Panel.convened_at) <= known, held_on <= today, *day_within(span, held_on))


def _present(known: datetime) -> Statement:
    """The agencies that somebody came from, as last recorded by then."""
    replaced = col(PanelAttendance.replaced_at)
    came = select(col(PanelAttendance.panel_id), col(PanelAttendance.agency)).where(
        col(PanelAttendance.recorded_at) <= known, or_(replaced.is_(None), replaced > known)
    )
    return came.distinct()


def _meetings(protocol: Protocol, held: CTE, present: CTE, known: datetime) -> Statement:
    quorums = list(_quorums(protocol))
    came, decided = _bench(quorums, present), _decided(known)
    quorate = (
        and_(
            held.c.held_on.between(each.first, each.last),
            came.c[f"needed_{number}"] == len(each.needed),
            came.c[f"others_{number}"] >= each.others,
        )
        for number, each in enumerate(quorums)
    )
    state = case(
        (came.c.panel_id.is_(None), "meetings|not_recorded"),
        (or_(*quorate), "meetings|quorate"),
        else_="meetings|not_quorate",
    )
    cases = func.coalesce(decided.c.cases, 0).label("cases")
    return (
        select(state.label("series"), held.c.area, held.c.quarter, cases)
        .select_from(held)
        .outerjoin(came, came.c.panel_id == held.c.id)
        .outerjoin(decided, decided.c.panel_id == held.c.id)
    )


def _decided(known: datetime) -> Subquery:
    return (
        select(col(PanelDisposal.panel_id), func.count().label("cases"))
        .join(table(Case), col(Case.id) == col(PanelDisposal.case_id))
        .where(col(PanelDisposal.recorded_at) <= known, in_use(col(Case.child_id)))
        .group_by(col(PanelDisposal.panel_id))
        .subquery("decided_there")
    )


def _quorums(protocol: Protocol) -> Iterator[Quorum]:
    rules = protocol.panel
    both = (rules.agencies_needed, rules.other_agencies_needed)
    begun = max(rule.entries[0].start for rule in both)
    later = {entry.start for rule in both for entry in rule.entries if entry.start > begun}
    starts = [begun, *sorted(later)]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), date.max]
    for start, end in zip(starts, ends, strict=True):
        yield Quorum(
            start,
            end,
            rules.agencies_needed.on(start).value,
            rules.other_agencies_needed.on(start).value,
        )


def _bench(quorums: Sequence[Quorum], present: CTE) -> Subquery:
    """Of each panel, how many of the agencies needed came, and how many others."""
    needed = [
        _many(present, present.c.agency.in_(each.needed)).label(f"needed_{number}")
        for number, each in enumerate(quorums)
    ]
    others = [
        _many(present, present.c.agency.not_in(each.needed)).label(f"others_{number}")
        for number, each in enumerate(quorums)
    ]
    came = select(present.c.panel_id, *needed, *others).group_by(present.c.panel_id)
    return came.subquery("bench")


def _many(present: CTE, condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(distinct(case((condition, present.c.agency))))


def _attended(held: CTE, present: CTE) -> Statement:
    rows = _counted("attended|" + present.c.agency, held)
    return rows.join(present, present.c.panel_id == held.c.id)


def _disposals(held: CTE, known: datetime) -> Statement:
    reasoned = col(PanelDisposal.departure_rationale).is_not(None)
    state = _departure("cases", col(PanelDisposal.departs_from_protocol), reasoned)
    return (
        _counted(state, held)
        .join(table(PanelDisposal), col(PanelDisposal.panel_id) == held.c.id)
        .join(table(Case), col(Case.id) == col(PanelDisposal.case_id))
        .where(col(PanelDisposal.recorded_at) <= known, in_use(col(Case.child_id)))
    )


def _deferrals(held: CTE, known: datetime) -> Statement:
    return (
        _counted("cases|" + type_coerce(col(AgendaItem.removed_because), String), held)
        .join(table(AgendaItem), col(AgendaItem.panel_id) == held.c.id)
        .join(table(Case), col(Case.id) == col(AgendaItem.case_id))
        .where(
            col(AgendaItem.removed_because).in_(DEFERRED),
            col(AgendaItem.removed_at) <= known,
            in_use(col(Case.child_id)),
        )
    )


def _police(span: Run, known: datetime) -> Statement:
    """The decisions that stood: those which depart, and whether anybody said why."""
    decision = journeys.standing_decision(known)
    rows: Statement = select(
        _departure("police", decision.c.departs_from_protocol, decision.c.reasoned).label("series"),
        journeys.keeper(col(Case.id), col(Case.area), decision.c.recorded_at).label("area"),
        quarter_of_day(decision.c.decided_on).label("quarter"),
        _NOTHING.label("cases"),
    ).join(decision, decision.c.case_id == col(Case.id))
    return rows.where(
        decision.c.departs_from_protocol,
        in_use(col(Case.child_id)),
        *day_within(span, decision.c.decided_on),
    )


def _departure(of: str, departs: Any, reasoned: Any) -> ColumnElement[str]:
    as_protocol, with_reason, without_reason = (f"{of}|{state}" for state in DECIDED)
    return case((~departs, as_protocol), (reasoned, with_reason), else_=without_reason)


def _counted(series: Any, held: CTE) -> Statement:
    columns = (series.label("series"), held.c.area, held.c.quarter, _NOTHING.label("cases"))
    return select(*columns).select_from(held)
