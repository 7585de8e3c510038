"""Who is at each gate: the groups' shares, beside those of the stage that feeds it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import Field
from sqlalchemy import Subquery, false, func, select

from app.access.scope import in_use, within
from app.cases.tables import Case
from app.conditions.tables import Breach
from app.database import Record, col
from app.disposals.tables import PanelDisposal, Plan
from app.statistics import characteristics, journeys
from app.statistics.calendar_columns import instant_within, quarter_of_instant
from app.statistics.characteristics import ALWAYS_KNOWN, EVERY_GROUP, GROUPS, NOT_KNOWN, Described
from app.statistics.intervals import ratio, share
from app.statistics.measured import timeliness
from app.statistics.periods import Run, periods
from app.statistics.queries import Statement, keeper, streamed
from app.statistics.rows import FigureRead
from app.statistics.spec import (
    BETWEEN,
    Counted,
    Measure,
    Shown,
    Spec,
    Spread,
    Value,
    series_of,
)
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.journey import Stage
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period
from panel_protocol.terms import Disposal

# What is sealed is read for the children of so many cases, and let go of before the next.
_AT_ONCE = 2_000
# Below this a normal approximation, which the interval is, is not taken to hold.
_ENOUGH = 5
ALL = "all"
# The gates, and the stage that feeds each.
FED_BY = {
    "sent_to_panel": "referral",
    "panel": "sent_to_panel",
    "formal_disposal": "panel",
    "diversion": "panel",
    "plan": "panel",
    "breach": "plan",
}
_STAGES = ("referral", *FED_BY)
# Which ways cases go from a stage. Some are no gate, and never shown; but whoever takes the
# gates away from what fed them is left with those.
_WAYS = (
    ("referral", ("sent_to_panel", "not_sent")),
    ("sent_to_panel", ("panel", "not_heard")),
    ("panel", ("formal_disposal", "diversion", "neither")),
    ("panel", ("plan", "no_plan")),
    ("plan", ("breach", "no_breach")),
)
_FORMAL = (Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION, Disposal.CHARGE)
_DIVERSION = (Disposal.COMMUNITY_RESOLUTION, Disposal.OUTCOME_22, Disposal.OUTCOME_23)


Ways = tuple[str, ...]
Group = tuple[str, str]  # of a characteristic


class DisproportionalityFigureRead(FigureRead):
    gate: str = Field(description="Which gate cases had come through; see the definition.")
    characteristic: str = Field(description="Of the child; `all` of any.")
    group: str = Field(description="Of that characteristic; `not_known` is in no share or ratio.")
    share: float | None = Field(
        description="Of all at this gate whose group is known, from 0 to 1; of `not_known`, of all."
    )
    gap: float | None = Field(
        description="Percentage points between that share and the one at the stage before."
    )
    rate: float | None = Field(description="Of the group at the stage before, from 0 to 1.")
    ratio: float | None = Field(description="That rate over the reference group's.")
    lower: float | None = Field(description="Lower end of its interval of 95 in a hundred.")
    upper: float | None = Field(description="Upper end.")
    small: bool | None = Field(
        description="Whether a count is below 5, so that the interval is not to be trusted."
    )


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """Cases by the quarter they were received in, and how far each had come by then."""
    alike: Counter[tuple[Ways, Group, str, int]] = Counter()
    async with streamed(tx, _received(tx, span, known)) as cases:
        async for some in cases.partitions(_AT_ONCE):
            said = await characteristics.described(
                tx, list({case.child_id for case in some}), known
            )
            alike.update(_cases(tx, some, said))
    found: Counter[tuple[str, str, int]] = Counter()
    every: Counter[tuple[str, int]] = Counter()
    for (ways, group, area, quarter), many in alike.items():
        found.update({(series_of(way, *group), area, quarter): many for way in ways})
        if group in _EVERYBODY:
            every[area, quarter] += many
    timed = await timeliness.timed(tx, timeliness.RECEIVED, span, known, every)
    return Counted({**found, **timed})


def _cases(
    tx: Transaction, cases: Sequence[Record], said: Mapping[str, list[Described]]
) -> Iterator[tuple[Ways, Group, str, int]]:
    for case in cases:
        ways, area, quarter = _ways(case), case.area, case.quarter
        groups = characteristics.groups(tx, said[case.child_id], case.received_at)
        for group in groups.items():
            yield ways, group, area, quarter


def _ways(case: Record) -> Ways:
    """Where each way a case has gone has ended so far; what it came past is the sum of those."""
    if not case.panel:
        return ("not_heard" if case.sent_to_panel else "not_sent",)
    given = "diversion" if case.diversion else "neither"
    plan = "breach" if case.breach else "no_breach"
    return ("formal_disposal" if case.formal_disposal else given, plan if case.plan else "no_plan")


def _received(tx: Transaction, span: Run, known: datetime) -> Statement:
    """Every case, a child's together, and which gates it had come through."""
    received, key = col(Case.received_at), col(Case.id)
    area, decision = keeper(received), journeys.standing_decision(known)
    sent = journeys.came_to(known, Stage.ASSESSMENT)
    panel, plan, breach = (
        _begun(col(PanelDisposal.recorded_at), known),
        _begun(col(Plan.started_at), known),
        _begun(col(Breach.opened_at), known),
    )
    rows: Statement = select(
        col(Case.child_id),
        received,
        area.label("area"),
        quarter_of_instant(span, received).label("quarter"),
        sent.c.case_id.is_not(None).label("sent_to_panel"),
        panel.c.case_id.is_not(None).label("panel"),
        func.coalesce(decision.c.disposal.in_(_FORMAL), false()).label("formal_disposal"),
        func.coalesce(decision.c.disposal.in_(_DIVERSION), false()).label("diversion"),
        plan.c.case_id.is_not(None).label("plan"),
        breach.c.case_id.is_not(None).label("breach"),
    )
    for event in (sent, panel, decision, plan, breach):
        rows = rows.outerjoin(event, event.c.case_id == key)
    rows = rows.where(within(tx.by, area), in_use(col(Case.child_id)))
    rows = rows.where(received <= known, *instant_within(span, received))
    return rows.order_by(col(Case.child_id))


def _begun(at: Any, known: datetime) -> Subquery:
    """The cases of which there was one of these."""
    of = at.table
    return select(of.c.case_id).where(at <= known).distinct().subquery(f"begun_{of.name}")


def _runs(kind: Period, span: Run) -> list[Run]:
    """Three whole financial years together: of one alone hardly a figure could be shown."""
    years = [year for year in periods(kind, span) if year.last <= span.last]
    return [Run(first.first, third.last) for first, third in zip(years, years[2:], strict=False)]


def _derived(series: str, shown: Shown, _spread: Spread | None) -> Mapping[str, Value]:
    gate, of, group = series.split(BETWEEN)
    before = FED_BY.get(gate)
    here, there = (_share(shown, stage, of, group) for stage in (gate, before))
    return {
        "share": here,
        "gap": None if here is None or there is None else round(100 * (here - there), 1),
        "rate": share(shown(series), shown(series_of(before, of, group))) if before else None,
        **_compared(shown, gate, of, group),
    }


def _share(shown: Shown, stage: str | None, of: str, group: str) -> float | None:
    if stage is None or of == ALL:
        return None
    whole = shown(series_of(stage, ALL, ALL))
    apart = group != NOT_KNOWN and of not in ALWAYS_KNOWN
    unknown = shown(series_of(stage, of, NOT_KNOWN)) if apart else 0
    if whole is None or unknown is None:
        return None
    return share(shown(series_of(stage, of, group)), whole - unknown)


def _compared(shown: Shown, gate: str, of: str, group: str) -> dict[str, Value]:
    """The ratio of the group's rate to the reference group's, where both have one."""
    nothing: dict[str, Value] = dict.fromkeys(("ratio", "lower", "upper", "small"))
    if gate not in FED_BY or of == ALL or group in (NOT_KNOWN, GROUPS[of][0]):
        return nothing
    number, at_risk, other, other_at_risk = (
        shown(series_of(stage, of, each)) or 0
        for each in (group, GROUPS[of][0])
        for stage in (gate, FED_BY[gate])
    )
    found = ratio(number, at_risk, other, other_at_risk)
    if found is None:
        return nothing
    times, interval = found
    return {
        "ratio": round(times, 2),
        "lower": round(interval.lower, 2),
        "upper": round(interval.upper, 2),
        "small": min(number, other) < _ENOUGH,
    }


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.disproportionality_definition.on(date.max)


def _sums() -> Iterator[tuple[str, tuple[str, ...]]]:
    for stage in _STAGES:
        for of in GROUPS:
            every = tuple(series_of(stage, *each) for each in EVERY_GROUP if each[0] == of)
            yield series_of(stage, ALL, ALL), every
    yield series_of("referral", ALL, ALL), (timeliness.TIMED, timeliness.NOT_TIMED)
    for stage, ways in _WAYS:
        for group in EVERY_GROUP:
            yield series_of(stage, *group), tuple(series_of(way, *group) for way in ways)


# Each case is counted in one of these.
_EVERYBODY = [("looked_after", group) for group in GROUPS["looked_after"]]
SPEC = Spec(
    measure=Measure.DISPROPORTIONALITY,
    count=count,
    definition=definition,
    reply=DisproportionalityFigureRead,
    dimensions=("gate", "characteristic", "group"),
    series=tuple(
        series_of(stage, *each) for stage in _STAGES for each in (*EVERY_GROUP, (ALL, ALL))
    ),
    sums=tuple(_sums()),
    same_as={timeliness.TIMED: (Measure.TIMELINESS, timeliness.RECEIVED)},
    supposed=frozenset((timeliness.NOT_TIMED,)),
    answers=(Period.FINANCIAL_YEAR,),
    pooled_only=True,
    runs=_runs,
    derived=_derived,
)
