"""Victims of the cases that were decided: who was heard, and what they were offered and told."""

from datetime import date, datetime

from pydantic import Field
from sqlalchemy import ColumnElement, Label, Subquery, and_, case, func, select

from app.access.scope import in_use, within
from app.cases.tables import Case, Victim, VictimVersion
from app.database import col, table
from app.disposals.tables import PoliceDecision
from app.statistics.calendar_columns import day_within, quarter_of_day
from app.statistics.periods import Run
from app.statistics.queries import Statement, executed, keeper
from app.statistics.rows import FigureRead
from app.statistics.shares import share
from app.statistics.spec import Counted, Measure, Shown, Spec, Spread, Value
from app.transaction import Transaction
from panel_protocol.dated import Answer
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period
from panel_protocol.terms import RestorativeAnswer, VictimStatus

IDENTIFIED, CONSENTED, CONTACTED = "identified", "consented_to_contact", "contacted"
VIEWS, TOLD = "views_before_decision", "told_of_outcome"
OFFERED, TAKEN_UP = "restorative_justice_offered", "restorative_justice_taken_up"
ENGAGED = "consented_and_took_up_restorative_justice"
COUNTED = (IDENTIFIED, CONSENTED, CONTACTED, VIEWS, OFFERED, TAKEN_UP, ENGAGED, TOLD)

# What each is a part of. What is left over is never shown, and protected as the parts are.
_PARTS = (
    (IDENTIFIED, CONSENTED),
    (IDENTIFIED, CONTACTED),
    (IDENTIFIED, OFFERED),
    (IDENTIFIED, TOLD),
    (CONTACTED, VIEWS),
    (OFFERED, TAKEN_UP),
    (TAKEN_UP, ENGAGED),
)

_REACHED = (VictimStatus.CONTACTED, VictimStatus.VIEWS_RECORDED, VictimStatus.DECLINED)
_ASKED = (RestorativeAnswer.OFFERED, RestorativeAnswer.ACCEPTED, RestorativeAnswer.DECLINED)


class VictimFigureRead(FigureRead):
    counted: str = Field(description=", ".join(f"`{each}`" for each in COUNTED) + ".")
    share: float | None = Field(
        description="Of the victims identified, from 0 to 1; of those who consented to contact "
        f"where it is `{ENGAGED}` (key performance indicator 10). Null where hidden."
    )


async def count(tx: Transaction, span: Run, known: datetime) -> Counted:
    """Victims of the caller's areas' cases, as was known at an instant."""
    each = _heard(tx, span, known)
    rows: Statement = select(
        each.c.area,
        each.c.quarter,
        func.count().label(IDENTIFIED),
        *(func.sum(each.c[name]).label(name) for name in COUNTED[1:]),
    ).group_by(each.c.area, each.c.quarter)
    counts: dict[tuple[str, str, int], int] = {}
    for row in (await executed(tx, rows)).mappings():
        place = (row["area"], row["quarter"])
        counts |= {(name, *place): int(row[name]) for name in COUNTED}
        counts |= {
            (_rest(whole, part), *place): int(row[whole]) - int(row[part]) for whole, part in _PARTS
        }
    return Counted(counts)


def _heard(tx: Transaction, span: Run, known: datetime) -> Subquery:
    """One row a victim: 1 or 0 for each step. What a later statement takes back is not counted."""
    each = _statements(tx, span, known)
    steps = (func.max(each.c[name]).label(name) for name in COUNTED[1:])
    rows: Statement = select(each.c.area, each.c.quarter, *steps)
    return rows.group_by(each.c.victim_id, each.c.area, each.c.quarter).subquery("heard")


def _statements(tx: Transaction, span: Run, known: datetime) -> Subquery:
    """One row a statement, and what it says of each step."""
    decided, last = _decided(known), _last(known)
    said = table(VictimVersion)
    now = said.c.version == last.c.version
    accepted = and_(now, said.c.restorative_justice == RestorativeAnswer.ACCEPTED)
    consents = and_(now, said.c.consents_to_contact.is_(True))
    heard = and_(
        said.c.status == VictimStatus.VIEWS_RECORDED, said.c.recorded_at <= decided.c.recorded_at
    )
    area = keeper(decided.c.recorded_at)
    rows: Statement = (
        select(
            said.c.victim_id,
            area.label("area"),
            quarter_of_day(decided.c.decided_on).label("quarter"),
            _step(consents, CONSENTED),
            _step(said.c.status.in_(_REACHED), CONTACTED),
            _step(heard, VIEWS),
            _step(said.c.restorative_justice.in_(_ASKED), OFFERED),
            _step(accepted, TAKEN_UP),
            _step(and_(consents, accepted), ENGAGED),
            _step(and_(now, said.c.told_of_outcome.is_(True)), TOLD),
        )
        .select_from(table(Case))
        .join(decided, decided.c.case_id == col(Case.id))
        .join(table(Victim), col(Victim.case_id) == col(Case.id))
        .join(last, last.c.victim_id == col(Victim.id))
        .join(said, and_(said.c.victim_id == col(Victim.id), said.c.version <= last.c.version))
        .where(decided.c.place == 1, *day_within(span, decided.c.decided_on))
    )
    return rows.where(within(tx.by, area), in_use(col(Case.child_id))).subquery("said")


def _step(said: ColumnElement[bool], name: str) -> Label[int]:
    return case((said, 1), else_=0).label(name)


def _decided(known: datetime) -> Subquery:
    """The police decisions on each case; the first has place 1, whatever they decided since."""
    first = func.row_number().over(
        partition_by=col(PoliceDecision.case_id),
        order_by=(col(PoliceDecision.recorded_at), col(PoliceDecision.id)),
    )
    return (
        select(
            col(PoliceDecision.case_id),
            col(PoliceDecision.decided_on),
            col(PoliceDecision.recorded_at),
            first.label("place"),
        )
        .where(col(PoliceDecision.recorded_at) <= known)
        .subquery("decided")
    )


def _last(known: datetime) -> Subquery:
    return (
        select(col(VictimVersion.victim_id), func.max(col(VictimVersion.version)).label("version"))
        .where(col(VictimVersion.recorded_at) <= known)
        .group_by(col(VictimVersion.victim_id))
        .subquery("last")
    )


def _rest(whole: str, part: str) -> str:
    return f"{whole}_not_{part}"


def definition(protocol: Protocol) -> Answer[str]:
    return protocol.statistics.victims_definition.on(date.max)


def derived(series: str, shown: Shown, _spread: Spread | None) -> dict[str, Value]:
    if series == IDENTIFIED:
        return {"share": None}
    whole = CONSENTED if series == ENGAGED else IDENTIFIED
    return {"share": share(shown(series), [shown(whole)])}


SPEC = Spec(
    measure=Measure.VICTIMS,
    count=count,
    definition=definition,
    reply=VictimFigureRead,
    dimensions=("counted",),
    series=COUNTED,
    sums=tuple((whole, (part, _rest(whole, part))) for whole, part in _PARTS),
    # Years that overlap would leave less of either to be shown.
    answers=(Period.QUARTER, Period.FINANCIAL_YEAR),
    derived=derived,
)
