"""Drawing up a panel's papers: journalled, naming every child in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.assessments import queries as assessments
from app.assessments import readings as assessed
from app.assessments.queries import Standing
from app.cases.schemas import GravityRead
from app.children.schemas import ReasonRead
from app.database import Record
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.panels import agenda_queries, pack_queries, queries, readings
from app.panels.pack_schemas import (
    ChildInPack,
    OffenceInPack,
    OutcomeInPack,
    PackRead,
    PaperRead,
    VictimInPack,
)
from app.panels.queries import Listed
from app.panels.schemas import AgendaItemRead
from app.transaction import Transaction
from panel_protocol.facts import CaseFacts
from panel_protocol.rules.ages import age_on


@dataclass(frozen=True, slots=True)
class _Papers:
    """Everything the papers of all cases are made of, read once."""

    held_on: date
    facts: Mapping[str, CaseFacts]
    offences: Mapping[str, list[Record]]
    victims: Mapping[str, list[Record]]
    outcomes: Mapping[str, list[Record]]
    triage: Mapping[str, Record]
    assessments: Mapping[str, Standing]


async def pack(tx: Transaction, panel_id: str) -> PackRead:
    panel = await queries.panel(tx, panel_id)
    listed, withheld = await readings.shown(tx, panel_id)
    await journal.record(
        tx,
        category=JournalCategory.CONSULTATION,
        action="read_panel_pack",
        area=panel.area,
        children=[each.case.child_id for each in listed],
        panel_id=panel_id,
        count=len(listed),
    )
    items = await readings.items_of(tx, panel, listed)
    papers = await _papers(tx, panel.held_on, listed)
    return PackRead(
        panel_id=panel.id,
        area=panel.area,
        area_name=tx.protocol.areas[panel.area].name,
        held_on=panel.held_on,
        venue=panel.venue,
        made_at=tx.at,
        made_for=tx.by.name or tx.by.subject,
        members=readings.people(await queries.invited(tx, panel_id)),
        attendance=readings.people(await queries.present(tx, panel_id)),
        cases=[_paper(tx, each, item, papers) for each, item in zip(listed, items, strict=True)],
        withheld=withheld,
    )


async def _papers(tx: Transaction, held_on: date, listed: Sequence[Listed]) -> _Papers:
    ids = [each.case.id for each in listed]
    child_ids = [each.case.child_id for each in listed]
    return _Papers(
        held_on=held_on,
        facts=await pack_queries.facts(tx, ids),
        offences=await pack_queries.offences(tx, ids),
        victims=await pack_queries.victims(tx, ids),
        outcomes=await pack_queries.outcomes(tx, child_ids),
        triage=await agenda_queries.triage(tx, ids),
        assessments=await assessments.of_cases(tx, ids),
    )


def _paper(tx: Transaction, listed: Listed, item: AgendaItemRead, papers: _Papers) -> PaperRead:
    case, facts, triage = listed.case, papers.facts[listed.case.id], papers.triage[listed.case.id]
    assessment = papers.assessments.get(case.id)
    return PaperRead(
        case_id=case.id,
        reference=case.reference,
        stage=case.stage,
        child=_child(listed, papers.held_on),
        offences=[_offence(tx, row) for row in papers.offences[case.id]],
        test=facts.test,
        admission=facts.admission,
        gravity=GravityRead.model_validate(triage.answer["gravity"]),
        final_gravity=case.gravity,
        triage_reasons=[ReasonRead.model_validate(reason) for reason in triage.reasons],
        flags=item.flags,
        earlier_outcomes=[
            OutcomeInPack.model_validate(row) for row in papers.outcomes[case.child_id]
        ],
        victims=[VictimInPack.model_validate(row) for row in papers.victims[case.id]],
        assessment=assessed.sections(assessment) if assessment else [],
        assessed_by=assessment.author if assessment else None,
        conflicts=item.conflicts,
        recommendations=item.recommendations,
        police_informed_due=case.police_informed_due,
    )


def _child(listed: Listed, held_on: date) -> ChildInPack:
    age = age_on(listed.child["date_of_birth"], held_on)
    return ChildInPack(**listed.child, age=age)


def _offence(tx: Transaction, row: Record) -> OffenceInPack:
    known = tx.protocol.offences.get(row.offence_code)
    return OffenceInPack(
        offence_code=row.offence_code,
        title=known.title if known else None,
        committed_on=row.committed_on,
        area=row.area,
        summary=row.summary,
    )
