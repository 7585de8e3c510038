"""The panel's disposal: quorum, law and plan asked again inside the transaction that keeps it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import update

from app.cases import actions as cases
from app.cases.queries import CaseRow
from app.children.schemas import ReasonRead
from app.database import col, new_id, table
from app.disposals import facts as facts_of
from app.disposals import plans
from app.disposals.facts import Asked
from app.disposals.schemas import DisposalMade, DisposalRecorded, OptionRead
from app.disposals.tables import PanelDisposal
from app.panels import actions as panels
from app.panels import queries as known_panels
from app.panels.queries import Bench
from app.problems import RefusedByProtocol, Unacceptable, said
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.journey import Stage
from panel_protocol.rules import panel as quorum
from panel_protocol.rules.conditions import PlanVerdict
from panel_protocol.rules.options import Option


async def record(
    tx: Transaction, *, case_id: str, version: int, body: DisposalRecorded
) -> DisposalMade:
    """Decide the case as the panel did, if a panel so made up may decide so."""
    case = await cases.for_change(tx, case_id, version, action="record_disposal")
    bench = await known_panels.bench(tx, body.panel_id, case_id)
    _check(tx, bench, body)
    _quorate(tx, bench)
    asked = await facts_of.of_case(tx, case)
    option = facts_of.open_option(tx, asked, body.disposal, bench.held_on)
    _departure(body, option)
    verdict = _plan(tx, asked, bench, body)
    await _insert(tx, case, bench, body, departs=facts_of.departs(option))
    decided = await cases.move(
        tx,
        case,
        action="record_disposal",
        to=Stage.DECIDED,
        due_on=case.police_informed_due,
        why=body.rationale,
    )
    await panels.take_off(tx, case_id, panel_id=body.panel_id)
    await _keep_quorum(tx, decided, bench)
    await keep_option(tx, decided, asked, option, verdict, on=bench.held_on, kind="disposal")
    return made(tx, decided, option, verdict, on=bench.held_on)


async def set_aside(tx: Transaction, case: CaseRow) -> None:
    """The panel is to decide again: what it decided before no longer stands, but stays."""
    standing = (col(PanelDisposal.case_id) == case.id, col(PanelDisposal.set_aside_at).is_(None))
    await tx.db.execute(update(table(PanelDisposal)).where(*standing).values(set_aside_at=tx.at))


def _check(tx: Transaction, bench: Bench, body: DisposalRecorded) -> None:
    errors = []
    if bench.held_on > tx.today:
        errors.append(("/panel_id", "not_held_yet", "This panel has not met yet"))
    rejected = [each.disposal for each in body.rejected]
    if body.disposal in rejected:
        errors.append(("/rejected", "chosen", "What was chosen cannot also be rejected"))
    if len(set(rejected)) < len(rejected):
        errors.append(("/rejected", "repeated", "Each disposal is rejected once, with one why"))
    if body.departs_from_protocol and not body.departure_rationale:
        message = "Say why the panel departs from where the score starts"
        errors.append(("/departure_rationale", "missing", message))
    if errors:
        raise Unacceptable(errors)


def _quorate(tx: Transaction, bench: Bench) -> None:
    verdict = quorum.may_decide(tx.protocol, bench.present, bench.conflicted, bench.held_on)
    against = list(verdict.reasons)
    if tx.by.subject in bench.conflicted:
        source = tx.protocol.panel.agencies_needed.on(bench.held_on).source
        text = "Whoever declared an interest in a case has no part in deciding it"
        against.append(Reason("chair_conflicted", text, source))
    if against:
        raise RefusedByProtocol("The panel may not decide this case", against)


def _departure(body: DisposalRecorded, option: Option) -> None:
    if not facts_of.departs(option) or body.departs_from_protocol:
        return
    why = [r for r in option.reasons if r.code == "departs_from_starting_point"]
    raise RefusedByProtocol("A departure from the starting point needs its rationale", why)


def _plan(tx: Transaction, asked: Asked, bench: Bench, body: DisposalRecorded) -> PlanVerdict:
    plan = plans.for_child(
        tx,
        asked.facts,
        disposal=body.disposal,
        given_on=bench.held_on,
        conditions=body.conditions,
        # The child signs when a conditional caution is given, not when it is decided.
        consent_signed=None,
        long_plan_reason=body.long_plan_reason,
    )
    return plans.lawful(tx, plan)


async def _insert(
    tx: Transaction, case: CaseRow, bench: Bench, body: DisposalRecorded, *, departs: bool
) -> None:
    await tx.add(
        PanelDisposal,
        id=new_id(),
        case_id=case.id,
        **body.model_dump(exclude={"rejected", "conditions", "departs_from_protocol"}),
        departs_from_protocol=departs,
        rejected=[each.model_dump(mode="json") for each in body.rejected],
        conditions=plans.kept(body.conditions),
        decided_on=bench.held_on,
        recorded_at=tx.at,
        recorded_by=tx.by.subject,
        agency=tx.by.agency,
    )


async def _keep_quorum(tx: Transaction, case: CaseRow, bench: Bench) -> None:
    await cases.keep_decision(
        tx,
        case,
        kind="panel_quorum",
        answer={"may_decide": True},
        reasons=(),
        facts={
            "present": [
                {"agency": each.agency, "known_as": each.known_as} for each in bench.present
            ],
            "conflicted": sorted(bench.conflicted),
        },
        looked_at=bench.held_on,
    )


async def keep_option(
    tx: Transaction,
    case: CaseRow,
    asked: Asked,
    option: Option,
    verdict: PlanVerdict,
    *,
    on: date,
    kind: str,
    besides: Mapping[str, Any] | None = None,
) -> None:
    """Keep a choice whole: the option chosen, what its plan was warned of, and the facts."""
    await cases.keep_decision(
        tx,
        case,
        kind=kind,
        answer={
            **OptionRead.model_validate(option).model_dump(mode="json", exclude={"reasons"}),
            "departs_from_protocol": facts_of.departs(option),
            "warnings": said(verdict.warnings),
        },
        reasons=option.reasons,
        facts=asked.kept() | plans.judged(verdict) | dict(besides or {}),
        looked_at=on,
    )


def made(
    tx: Transaction, case: CaseRow, option: Option, verdict: PlanVerdict, *, on: date
) -> DisposalMade:
    """A decision as whoever made it reads it."""
    return DisposalMade(
        **cases.standing(case).model_dump(),
        disposal=option.disposal,
        departs_from_protocol=facts_of.departs(option),
        home_office_code=option.consequences.home_office_code,
        edition=tx.protocol.edition_on(on).name,
        looked_at=on,
        reasons=[ReasonRead.model_validate(reason) for reason in option.reasons],
        warnings=[ReasonRead.model_validate(warning) for warning in verdict.warnings],
    )
