"""What panels do: how many cases, with whom at the table, what they put off, where they depart.

Counts are of a quarter and an area, never of one meeting: a panel of one case says what that
child was given.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, NamedTuple

from pydantic import Field
from sqlalchemy import (
    CTE,
    ColumnElement,
    String,
    Subquery,
    and_,
    case,
    cast,
    distinct,
    func,
    or_,
    select,
    union_all,
)

from app import clock
from app.access.scope import in_use, visible, within
from app.cases.tables import Case
from app.database import col, table
from app.disposals.tables import PanelDisposal
from app.panels.tables import AgendaItem, Panel, PanelAttendance
from app.statistics import journeys
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.intervals import share
from app.statistics.periods import Run
from app.statistics.queries import Statement, counts, keeper, spreads
from app.statistics.rows import FigureRead
from app.statistics.spec import BETWEEN, Counted, Measure, Shown, Spec, Spread, Value, series_of
from app.statistics.spreads import quartiles
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period
from panel_protocol.terms import AgendaRemoval

QUORATE, NOT_QUORATE, NOT_RECORDED = "quorate", "not_quorate", "not_recorded"
AS_PROTOCOL, WITH_REASON, WITHOUT = "as_protocol", "departed_with_reason", "departed_without_reason"
DEFERRED = (AgendaRemoval.ADJOURNED, AgendaRemoval.NOT_READY)
# Of the packaged partnership; whoever else is at the table is another agency.
AGENCIES = (
    "police youth_justice health education childrens_social_care probation victim_services "
    "early_help substance_misuse housing community"
).split()
OTHER = "other_agency"


class Quorum(NamedTuple):
    """From which day to which, which agencies must be there, and how many others."""

    first: date
    last: date
    needed: tuple[str, ...]
    others: int


class PanelFigureRead(FigureRead):
    of: str = Field(description="`meetings`, `attended`, `cases` or `police`; see the definition.")
    counted: str = Field(description="Which of those; of `attended`, the agency.")
    share: float | None = Field(
        description="From 0 to 1: of meetings whose attendance is recorded, of cases decided "
        "where they depart or not, of cases brought where they were decided or deferred."
    )
    lower_quartile: float | None = Field(description="Cases decided at a meeting; of all.")
    median: float | None = Field(description="Cases decided at a meeting; of all.")
    upper_quartile: float | None = Field(description="Cases decided at a meeting; of all.")


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    held, present = _held(tx, span, known).cte("held"), _present(known).cte("present")
    meetings = _meetings(tx.protocol, held, present, known).subquery("meeting")
    others = union_all(
        _attended(held, present),
        _disposals(held, known),
        _deferrals(held, known),
        _police(tx, span, known),
    ).subquery("other")
    return Counted.of(
        await counts(tx, select(others, func.count().label("counted"))),
        await spreads(tx, select(meetings, func.count().label("counted"))),
    )


def _held(tx: Transaction, span: Run, known: datetime) -> Statement:
    held_on = col(Panel.held_on)
    mine: Statement = select(
        col(Panel.id), col(Panel.area), held_on, quarter_of_day(held_on).label("quarter")
    )
    met = (col(Panel.convened_at) <= known, held_on <= clock.london(known))
    return visible(mine, to=tx.by, area=col(Panel.area)).where(*met, *day_within(span, held_on))


def _present(known: datetime) -> Statement:
    """The agencies that somebody came from, as last recorded by then."""
    replaced = col(PanelAttendance.replaced_at)
    came: Statement = select(col(PanelAttendance.panel_id), col(PanelAttendance.agency)).where(
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
        (came.c.panel_id.is_(None), series_of("meetings", NOT_RECORDED)),
        (or_(*quorate), series_of("meetings", QUORATE)),
        else_=series_of("meetings", NOT_QUORATE),
    )
    cases = func.coalesce(decided.c.cases, 0).label("value")
    return (
        select(state.label("series"), held.c.area, held.c.quarter, cases)
        .select_from(held)
        .outerjoin(came, came.c.panel_id == held.c.id)
        .outerjoin(decided, decided.c.panel_id == held.c.id)
    )


def _decided(known: datetime) -> Subquery:
    return (
        select(col(PanelDisposal.panel_id), func.count().label("cases"))
        .where(col(PanelDisposal.recorded_at) <= known, _used(col(PanelDisposal.case_id)))
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
    agency = case((present.c.agency.in_(AGENCIES), present.c.agency), else_=OTHER)
    rows: Statement = select(
        ("attended" + BETWEEN + agency).label("series"), held.c.area, held.c.quarter, held.c.id
    ).join_from(held, present, present.c.panel_id == held.c.id)
    # Somebody from each of two other agencies is one meeting with another agency.
    each = rows.distinct().subquery("attended")
    return select(each.c.series, each.c.area, each.c.quarter)


def _disposals(held: CTE, known: datetime) -> Statement:
    reasoned = col(PanelDisposal.departure_rationale).is_not(None)
    state = _departure("cases", col(PanelDisposal.departs_from_protocol), reasoned)
    return (
        select(state.label("series"), held.c.area, held.c.quarter)
        .join_from(held, table(PanelDisposal), col(PanelDisposal.panel_id) == held.c.id)
        .where(col(PanelDisposal.recorded_at) <= known, _used(col(PanelDisposal.case_id)))
    )


def _deferrals(held: CTE, known: datetime) -> Statement:
    why = cast(col(AgendaItem.removed_because), String)
    return (
        select(("cases" + BETWEEN + why).label("series"), held.c.area, held.c.quarter)
        .join_from(held, table(AgendaItem), col(AgendaItem.panel_id) == held.c.id)
        .where(
            col(AgendaItem.removed_because).in_(DEFERRED),
            col(AgendaItem.removed_at) <= known,
            _used(col(AgendaItem.case_id)),
        )
    )


def _police(tx: Transaction, span: Run, known: datetime) -> Statement:
    """The decisions that stood: those which depart, and whether anybody said why."""
    decision = journeys.standing_decision(known)
    area = keeper(decision.c.recorded_at)
    rows: Statement = select(
        _departure("police", decision.c.departs_from_protocol, decision.c.reasoned).label("series"),
        area.label("area"),
        quarter_of_day(decision.c.decided_on).label("quarter"),
    ).join(decision, decision.c.case_id == col(Case.id))
    return rows.where(
        decision.c.departs_from_protocol,
        within(tx.by, area),
        in_use(col(Case.child_id)),
        *day_within(span, decision.c.decided_on),
    )


def _departure(of: str, departs: Any, reasoned: Any) -> ColumnElement[str]:
    kept, with_reason, without = (series_of(of, state) for state in _DECIDED)
    return case((~departs, kept), (reasoned, with_reason), else_=without)


def _used(case_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the case may be used: the meeting it was before is one of the caller's."""
    return case_id.in_(select(col(Case.id)).where(in_use(col(Case.child_id))))


def _derived(series: str, shown: Shown, spread: Spread | None) -> Mapping[str, Value]:
    whole = _WHOLE.get(series)
    part = share(shown(series), shown(whole)) if whole else None
    # Of a few meetings, how many cases each decided gives away how many they decided in all.
    cases = spread if series == _MEETINGS and shown(_MADE) is not None else None
    return quartiles(cases) | {"share": part}


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.panels_definition.on(date.max)


_DECIDED = (AS_PROTOCOL, WITH_REASON, WITHOUT)
_MEETINGS, _RECORDED = series_of("meetings", "all"), series_of("meetings", "recorded")
_BROUGHT, _MADE = series_of("cases", "brought"), series_of("cases", "decided")
_DEPARTED, _PUT_OFF = series_of("cases", "departed"), series_of("cases", "deferred")
_POLICE = series_of("police", "departed")
_ATTENDED = tuple(series_of("attended", agency) for agency in (*AGENCIES, OTHER))

SUMS = {
    _RECORDED: tuple(series_of("meetings", state) for state in (QUORATE, NOT_QUORATE)),
    _MEETINGS: (_RECORDED, series_of("meetings", NOT_RECORDED)),
    _DEPARTED: tuple(series_of("cases", state) for state in (WITH_REASON, WITHOUT)),
    _MADE: (series_of("cases", AS_PROTOCOL), _DEPARTED),
    _PUT_OFF: tuple(series_of("cases", why) for why in DEFERRED),
    _BROUGHT: (_MADE, _PUT_OFF),
    _POLICE: tuple(series_of("police", state) for state in (WITH_REASON, WITHOUT)),
}
# What each share is a share of.
_WHOLE = {part: whole for whole, parts in SUMS.items() for part in parts} | dict.fromkeys(
    _ATTENDED, _RECORDED
)

SPEC = Spec(
    measure=Measure.PANELS,
    count=count,
    definition=definition,
    reply=PanelFigureRead,
    dimensions=("of", "counted"),
    series=tuple(dict.fromkeys((*chain.from_iterable(SUMS.values()), *SUMS, *_ATTENDED))),
    sums=tuple(SUMS.items()),
    nearly=[([_MADE], Measure.TIMELINESS, ["assessment_to_panel|ended"])],
    answers=(Period.QUARTER, Period.FINANCIAL_YEAR),
    derived=_derived,
)
