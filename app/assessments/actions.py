"""Everything that changes an assessment: saving, signing, countersigning."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from app.assessments import queries, readings
from app.assessments.queries import NEVER_SAVED, SavedSection, Standing
from app.assessments.schemas import AssessmentRead, Countersigned
from app.assessments.tables import Assessment, AssessmentSection, AssessmentSignature
from app.cases import actions as cases
from app.cases import hold_actions
from app.cases import queries as known_cases
from app.cases.queries import CaseRow
from app.database import col, table
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import (
    Forbidden,
    NotFound,
    RefusedByProtocol,
    StaleVersion,
    Unacceptable,
    WrongStage,
)
from app.transaction import Transaction
from panel_protocol.decision import Reason
from panel_protocol.journey import Stage
from panel_protocol.rules import hold
from panel_protocol.rules.answer_checks import AnswerProblem, check_answers
from panel_protocol.rules.answers import Arising, arising, authors, not_asked
from panel_protocol.rules.assessment import missing
from panel_protocol.terms import AssessmentStatus, Countersignature, HoldSource, SignatureKind

_MAY_BE_WRITTEN = (AssessmentStatus.UNSIGNED, AssessmentStatus.RETURNED)


async def save_section(
    tx: Transaction, *, case_id: str, section: str, version: int, answers: Mapping[str, Any]
) -> AssessmentRead:
    """Keep a new version of the section, its earlier answers merged with these.

    What depended on an answer that has changed is cleared, in this section and in any other;
    the versions that held it stay.
    """
    case = await _case(tx, case_id, "save_assessment_section")
    before = await _standing(tx, case, version, _MAY_BE_WRITTEN, "It has been signed already")
    _check(before, section, answers)
    now = _merged(before, section, answers)
    written = _written(tx, before, section, now)
    after = replace(
        before,
        version=version + len(written),
        author=before.author or tx.by.subject,
        sections={**before.sections, **written},
    )
    await _keep(tx, after, new=version == 0)
    await tx.add_all(AssessmentSection, [_row(tx, case_id, *each) for each in written.items()])
    cleared = [id for saved in written.values() for id in saved.cleared]
    await _journal(tx, case, "save_assessment_section", after.version, cleared)
    return await readings.current(tx, case, after, cleared)


def _check(standing: Standing, section: str, answers: Mapping[str, Any]) -> None:
    if standing.tool.section(section) is None:
        raise NotFound
    _refuse(check_answers(standing.tool, section, answers))


def _refuse(problems: Sequence[AnswerProblem]) -> None:
    if problems:
        raise Unacceptable([(f"/answers/{p.question}", p.code, p.message) for p in problems])


def _merged(before: Standing, section: str, answers: Mapping[str, Any]) -> Arising:
    earlier = before.answers.get(section, {})
    merged = {id: value for id, value in {**earlier, **answers}.items() if value is not None}
    now = arising(before.tool, {**before.answers, section: merged})
    _refuse(not_asked(now.cleared.get(section, ()), answers, earlier))
    return now


def _written(
    tx: Transaction, before: Standing, section: str, now: Arising
) -> dict[str, SavedSection]:
    """The section saved, then each other that lost an answer by it: a version of its own each."""
    others = [each for each in now.cleared if each != section]
    return {
        each: _saved(tx, before, each, now, before.version + number)
        for number, each in enumerate([section, *others], 1)
    }


def _saved(
    tx: Transaction, before: Standing, section: str, now: Arising, version: int
) -> SavedSection:
    earlier = before.sections.get(section, NEVER_SAVED)
    answers = now.kept[section]
    return SavedSection(
        version=version,
        answers=answers,
        saved_at=tx.at,
        saved_by=tx.by.subject,
        authors=authors(answers, earlier.answers, earlier.authors, tx.by.subject),
        cleared=now.cleared.get(section, ()),
    )


def _row(tx: Transaction, case_id: str, section: str, saved: SavedSection) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "version": saved.version,
        "section": section,
        "answers": saved.answers,
        "authors": saved.authors,
        "cleared": list(saved.cleared),
        "saved_at": saved.saved_at,
        "saved_by": saved.saved_by,
        "agency": tx.by.agency,
    }


async def sign(tx: Transaction, *, case_id: str, version: int) -> AssessmentRead:
    """Its author says it is complete; every required question still open is a reason against."""
    case = await _case(tx, case_id, "sign_assessment")
    before = await _standing(tx, case, version, _MAY_BE_WRITTEN, "It has been signed already")
    open_still = missing(before.tool, before.answers)
    if open_still.answer:
        raise RefusedByProtocol("The assessment is not complete", open_still.reasons)
    if not await queries.has_written(tx, case_id):
        raise Forbidden("Only someone who wrote the assessment may sign it as its author")
    after = replace(
        before, version=version + 1, status=AssessmentStatus.SIGNED, author=tx.by.subject
    )
    await _keep(tx, after)
    await _keep_signature(tx, after, SignatureKind.SIGNED, None)
    await _journal(tx, case, "sign_assessment", after.version)
    return await readings.current(tx, case, after)


async def countersign(
    tx: Transaction, *, case_id: str, version: int, body: Countersigned
) -> AssessmentRead:
    """A manager who is not the author agrees, and the case is ready for a panel; or returns it."""
    case = await _case(tx, case_id, "countersign_assessment")
    before = await _standing(
        tx, case, version, (AssessmentStatus.SIGNED,), "Its author has not signed it"
    )
    await _refuse_author(tx, before)
    agreed = body.decision is Countersignature.AGREED
    if not (agreed or body.comment):
        raise Unacceptable([("/comment", "missing", "Say what the author is to look at again")])
    status = AssessmentStatus.COUNTERSIGNED if agreed else AssessmentStatus.RETURNED
    after = replace(before, version=version + 1, status=status)
    await _keep(tx, after)
    await _keep_signature(tx, after, SignatureKind(body.decision), body.comment)
    await _journal(tx, case, "countersign_assessment", after.version)
    if agreed:
        case = await _make_ready(tx, case, after, body.comment)
    return await readings.current(tx, case, after)


async def _refuse_author(tx: Transaction, standing: Standing) -> None:
    """Nobody agrees to what they wrote themselves, be it the whole or a part."""
    code, text = "countersigner_is_author", "The author of an assessment may not countersign it"
    if tx.by.subject != standing.author:
        if not await queries.has_written(tx, standing.case_id):
            return
        code, text = "countersigner_wrote_part", "Whoever wrote part of it may not countersign it"
    raise RefusedByProtocol(
        "Somebody who wrote none of it must countersign",
        [Reason(code, f"{text}; another manager must", standing.tool.source)],
    )


async def _make_ready(
    tx: Transaction, case: CaseRow, standing: Standing, comment: str | None
) -> CaseRow:
    ready = await cases.move(
        tx,
        case,
        action="countersign_assessment",
        to=Stage.PANEL_READY,
        due_on=case.police_informed_due,
        why=comment,
    )
    text = "Every required question is answered, and two people have signed"
    await cases.keep_decision(
        tx,
        ready,
        kind="assessment",
        answer={
            "decision": Countersignature.AGREED.value,
            "author": standing.author,
            "countersigner": tx.by.subject,
        },
        reasons=[Reason("assessment_complete", text, standing.tool.source)],
        # The answers themselves are kept once, under these versions, and never change there.
        facts={
            "tool_edition": standing.tool.edition,
            "assessment_version": standing.version,
            "sections": {section: saved.version for section, saved in standing.sections.items()},
        },
        looked_at=tx.today,
    )
    await _hold(tx, ready, standing)
    return ready


async def _hold(tx: Transaction, case: CaseRow, standing: Standing) -> None:
    """What the assessment found of exploitation holds the decision, whoever released it before."""
    if not hold.found(tx.protocol, standing.answers, tx.today):
        return
    await hold_actions.open_hold(tx, case, HoldSource.ASSESSMENT)
    await hold_actions.keep(tx, case, HoldSource.ASSESSMENT)


async def _case(tx: Transaction, case_id: str, action: str) -> CaseRow:
    """The case, locked: two people who save at once follow one another."""
    case = await known_cases.case(tx, case_id, lock=True)
    cases.at_stage(case, action)
    return case


async def _standing(
    tx: Transaction,
    case: CaseRow,
    version: int,
    possible: tuple[AssessmentStatus, ...],
    otherwise: str,
) -> Standing:
    standing = await queries.standing(tx, case)
    if standing.status not in possible:
        raise WrongStage(f"The assessment is {standing.status}. {otherwise}")
    if standing.version != version:
        raise StaleVersion
    return standing


async def _keep(tx: Transaction, standing: Standing, *, new: bool = False) -> None:
    values = {
        "version": standing.version,
        "status": standing.status,
        "author": standing.author,
    }
    if new:
        made = values | {
            "case_id": standing.case_id,
            "tool_edition": standing.tool.edition,
            "started_at": tx.at,
        }
        await tx.add(Assessment, **made)
    else:
        mine = col(Assessment.case_id) == standing.case_id
        await tx.db.execute(update(table(Assessment)).where(mine).values(**values))


async def _keep_signature(
    tx: Transaction, standing: Standing, kind: SignatureKind, comment: str | None
) -> None:
    await tx.add(
        AssessmentSignature,
        case_id=standing.case_id,
        version=standing.version,
        kind=kind,
        by=tx.by.subject,
        agency=tx.by.agency,
        at=tx.at,
        comment=comment,
    )


async def _journal(
    tx: Transaction, case: CaseRow, action: str, version: int, cleared: Sequence[str] = ()
) -> None:
    told: dict[str, Any] = {"assessment_version": version}
    # Which questions lost their answers, never what the answers were.
    told |= {"cleared": list(cleared)} if cleared else {}
    await journal.record(
        tx,
        category=JournalCategory.ALTERATION,
        action=action,
        area=case.area,
        case_id=case.id,
        children=[case.child_id],
        **told,
    )
