"""The assessment as its readers see it; opening it is journalled."""

from collections.abc import Sequence

from app.assessments import queries
from app.assessments.queries import NEVER_SAVED, Standing
from app.assessments.schemas import (
    AssessmentRead,
    QuestionRead,
    SectionHistory,
    SectionRead,
    SectionVersion,
    SignatureRead,
)
from app.cases import queries as known_cases
from app.cases.actions import journal_case
from app.cases.queries import CaseRow
from app.children.schemas import ReasonRead
from app.journal.tables import JournalCategory
from app.problems import NotFound
from app.transaction import Transaction
from app.wire import open_cursor, seal_cursor
from panel_protocol.rules.answers import asked
from panel_protocol.rules.assessment import missing
from panel_protocol.terms import SignatureKind
from panel_protocol.tool import Section


async def opened(tx: Transaction, case_id: str) -> AssessmentRead:
    case = await known_cases.case(tx, case_id, action="read_assessment")
    await journal_case(tx, case, JournalCategory.CONSULTATION, "read_assessment")
    return await current(tx, case, await queries.standing(tx, case))


async def current(
    tx: Transaction, case: CaseRow, standing: Standing, cleared: Sequence[str] = ()
) -> AssessmentRead:
    """The assessment as it stands, for whoever has just opened or changed it."""
    signed = [SignatureRead.model_validate(row) for row in await queries.signatures(tx, case.id)]
    agreed = [each.by for each in signed if each.kind is SignatureKind.AGREED]
    return AssessmentRead(
        case_id=case.id,
        case_version=case.version,
        version=standing.version,
        tool_edition=standing.tool.edition,
        tool_title=standing.tool.title,
        status=standing.status,
        author=standing.author,
        countersigner=agreed[-1] if agreed else None,
        sections=sections(standing),
        missing=[
            ReasonRead.model_validate(reason)
            for reason in missing(standing.tool, standing.answers).reasons
        ],
        cleared=list(cleared),
        signatures=signed,
    )


async def section_history(
    tx: Transaction, case_id: str, section: str, *, limit: int, cursor: str | None
) -> SectionHistory:
    """What was said in a section and cleared or changed since: nothing saved is ever lost."""
    case = await known_cases.case(tx, case_id, action="read_assessment_section")
    standing = await queries.standing(tx, case)
    if standing.tool.section(section) is None:
        raise NotFound
    after = open_cursor(tx.cursor_key, "section-versions", cursor)
    found = await queries.versions(
        tx, case.id, section, before=after[0] if after else None, limit=limit + 1
    )
    page, more = found[:limit], len(found) > limit
    await journal_case(tx, case, JournalCategory.CONSULTATION, "read_assessment_section")
    return SectionHistory(
        items=[SectionVersion.model_validate(each) for each in page],
        next=seal_cursor(tx.cursor_key, "section-versions", [page[-1].version]) if more else None,
    )


def sections(standing: Standing) -> list[SectionRead]:
    """Every section in the tool's order, with the questions that arise and those answered."""
    return [_section(standing, section) for section in standing.tool.sections]


def _section(standing: Standing, section: Section) -> SectionRead:
    saved = standing.sections.get(section.id, NEVER_SAVED)
    given = saved.answers
    return SectionRead(
        section=section.id,
        title=section.title,
        questions=[
            QuestionRead(
                question=question.id,
                text=question.text,
                nature=question.nature,
                required=question.required,
                answered_by=list(saved.authors.get(question.id, ())),
            )
            for question in section.questions
            if question.id in given or asked(standing.tool, question, standing.answers)
        ],
        answers=dict(given),
        saved_at=saved.saved_at,
        saved_by=saved.saved_by,
    )
