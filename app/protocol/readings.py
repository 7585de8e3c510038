"""The protocol on a day, and its calculators: nothing here is stored, but use is journalled."""

from datetime import date
from typing import Any

from app.children.schemas import ReasonRead
from app.disposals.plans import plan_facts
from app.disposals.readings import option_read
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import NotFound
from app.protocol.schemas import (
    AreaRead,
    DisposalRead,
    MatrixRead,
    OffenceRead,
    OffencesFound,
    OutcomeCodeRead,
    PlanChecked,
    PlanDescribed,
    ProtocolRead,
    ToolRead,
    TriageDescribed,
    UnansweredRead,
)
from app.transaction import Transaction
from app.triage import facts as facts_of
from app.triage.actions import triage_read
from app.triage.schemas import CaseDescribed
from app.wire import open_cursor, seal_cursor
from panel_protocol.authority import MatrixStatus
from panel_protocol.catalogue import Matrix, Offence
from panel_protocol.dated import NotInForce
from panel_protocol.rules import codes, conditions, options, panel, routing
from panel_protocol.rules.assessment_schema import described, json_schema
from panel_protocol.rules.existence import existed
from panel_protocol.terms import Disposal

_ILLUSTRATIVE = (
    "Illustrative: the NPCC's scores are not public. Do not decide a real case on these; "
    "the force imports its own matrix."
)


def protocol_on(tx: Transaction, on: date) -> ProtocolRead:
    known = tx.protocol
    edition = known.edition_on(on)
    gravity = known.gravity
    return ProtocolRead(
        edition=edition.name,
        title=edition.title,
        starts=edition.starts,
        notes=edition.notes,
        on=on,
        areas=[AreaRead.model_validate(area) for area in known.areas.values()],
        force_area=AreaRead.model_validate(known.force_area),
        agencies=dict(known.agencies),
        team_members=list(panel.team_members(known, on)),
        disposals=[_disposal(tx, disposal, on) for disposal in Disposal],
        outcome_codes=[OutcomeCodeRead.model_validate(code) for code in codes.all_codes(known, on)],
        gravity_matrix=_matrix(known.matrix_on(on)),
        factors={
            "aggravating": _in_force(gravity.aggravating_factors, on),
            "mitigating": _in_force(gravity.mitigating_factors, on),
        },
        awaiting=[UnansweredRead.model_validate(each) for each in known.awaiting_on(on)],
    )


def _in_force(factors: Any, on: date) -> dict[str, str]:
    try:
        return dict(factors.on(on).value)
    except NotInForce:
        return {}


def _disposal(tx: Transaction, disposal: Disposal, on: date) -> DisposalRead:
    begun = existed(tx.protocol, disposal, on)
    sent = codes.exported_as(tx.protocol, disposal, on)
    row = codes.kpi_6_bucket(tx.protocol, disposal, on)
    code = codes.home_office_code(tx.protocol, disposal, on) if begun.answer else None
    return DisposalRead(
        disposal=disposal,
        home_office_code=code,
        in_force=begun.answer,
        exported_as=sent.answer,
        notes=[
            ReasonRead.model_validate(each)
            for each in (*begun.reasons, *sent.reasons, *row.reasons)
        ],
    )


def _matrix(matrix: Matrix | None) -> MatrixRead:
    if matrix is None:
        note = "No matrix is in force on this day: every case is unscored and goes to review."
        return MatrixRead(status="none", edition=None, starts=None, sha256=None, note=note)
    illustrative = matrix.status is MatrixStatus.ILLUSTRATIVE
    return MatrixRead(
        status=matrix.status,
        edition=matrix.edition,
        starts=matrix.starts,
        sha256=matrix.sha256,
        note=_ILLUSTRATIVE if illustrative else "The force's own matrix.",
    )


def search_offences(
    tx: Transaction, wanted: str, *, limit: int, cursor: str | None
) -> OffencesFound:
    """Every word must be found in the code, title, act, class or group."""
    words = wanted.casefold().split()
    after = open_cursor(tx.cursor_key, "offences", cursor)
    found = [
        offence
        for code, offence in sorted(tx.protocol.offences.items())
        if (after is None or code > after[0]) and all(word in _text(offence) for word in words)
    ]
    page, more = found[:limit], len(found) > limit
    matrix = tx.protocol.matrix_on(tx.today)
    return OffencesFound(
        items=[_offence(offence, matrix) for offence in page],
        next=seal_cursor(tx.cursor_key, "offences", [page[-1].code]) if more else None,
    )


def _text(offence: Offence) -> str:
    parts = (offence.code, offence.title, offence.act, offence.home_office_class, offence.group)
    return " ".join(parts).casefold()


def _offence(offence: Offence, matrix: Matrix | None) -> OffenceRead:
    return OffenceRead(
        code=offence.code,
        title=offence.title,
        act=offence.act,
        home_office_class=offence.home_office_class,
        group=offence.group,
        mode_of_trial=offence.mode_of_trial,
        gravity=matrix.scores.get(offence.code) if matrix else None,
        matrix=matrix.status if matrix else "none",
    )


def tool(tx: Transaction, edition: str | None) -> ToolRead:
    """The assessment in force today, or the edition an earlier one is answered on."""
    found = tx.protocol.tool_on(tx.today) if edition is None else tx.protocol.tool_named(edition)
    if found is None:
        raise NotFound
    return ToolRead(
        edition=found.edition,
        sections=described(found),
        signed_by=[signature.by for signature in found.signatures],
        json_schema=json_schema(found),
    )


async def triage(tx: Transaction, body: CaseDescribed) -> TriageDescribed:
    on = body.on or tx.today
    facts_of.check_described(tx, body, on)
    facts = facts_of.described(body)
    verdict = routing.triage(tx.protocol, facts, on)
    opened = options.options(tx.protocol, facts, on, gravity=verdict.gravity.final)
    await _used(tx, "triage_described_case", verdict.edition)
    return TriageDescribed(
        triage=triage_read(verdict), options=[option_read(option) for option in opened]
    )


async def check_plan(tx: Transaction, body: PlanDescribed) -> PlanChecked:
    verdict = conditions.lawful(
        tx.protocol,
        plan_facts(
            disposal=body.disposal,
            date_of_birth=body.date_of_birth,
            given_on=body.given_on,
            mode_of_trial=body.mode_of_trial,
            conditions=body.conditions,
            consent_signed=body.consent_signed,
        ),
    )
    await _used(tx, "check_conditions", tx.protocol.edition_on(body.given_on).name)
    return PlanChecked.model_validate(verdict)


async def _used(tx: Transaction, action: str, edition: str) -> None:
    await journal.record(tx, category=JournalCategory.ADMIN, action=action, edition=edition)
