"""Every read of assessments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select

from app import clock
from app.assessments.tables import Assessment, AssessmentSection, AssessmentSignature
from app.cases.queries import CaseRow
from app.cases.tables import CaseChange
from app.database import Record, col, table
from app.transaction import Transaction
from panel_protocol.dated import NotInForce
from panel_protocol.journey import Stage
from panel_protocol.terms import AssessmentStatus
from panel_protocol.tool import Tool

# Made once: an assessment is saved a section at a time, and each time this is asked.
_LATEST = (
    select(
        col(AssessmentSection.case_id).label("case_id"),
        func.max(col(AssessmentSection.version)).label("version"),
    )
    .where(col(AssessmentSection.case_id).in_(bindparam("cases", expanding=True)))
    .group_by(col(AssessmentSection.case_id), col(AssessmentSection.section))
    .subquery()
)
_STANDING = (
    select(
        *(table(Assessment).c[n] for n in "case_id version tool_edition status author".split()),
        *(
            table(AssessmentSection).c[name]
            for name in "section version answers saved_at saved_by authors cleared".split()
        ),
    )
    .join(_LATEST, _LATEST.c.case_id == col(Assessment.case_id))
    .join(
        table(AssessmentSection),
        and_(
            col(AssessmentSection.case_id) == _LATEST.c.case_id,
            col(AssessmentSection.version) == _LATEST.c.version,
        ),
    )
)


@dataclass(frozen=True, slots=True)
class SavedSection:
    """A section as last saved; `version` is that of the assessment that saving made."""

    version: int
    answers: Mapping[str, Any]
    saved_at: datetime | None
    saved_by: str | None
    authors: Mapping[str, Sequence[str]]
    cleared: Sequence[str] = ()


NEVER_SAVED = SavedSection(0, {}, None, None, {})


@dataclass(frozen=True, slots=True)
class Standing:
    """An assessment as it stands, with the tool it is answered on."""

    case_id: str
    version: int
    tool: Tool
    status: AssessmentStatus
    author: str | None
    sections: Mapping[str, SavedSection]

    @property
    def answers(self) -> dict[str, Mapping[str, Any]]:
        return {section: saved.answers for section, saved in self.sections.items()}


async def standing(tx: Transaction, case: CaseRow) -> Standing:
    """The assessment of a case the caller was shown to hold, whether or not it has been begun."""
    begun = (await of_cases(tx, [case.id])).get(case.id)
    if begun is not None:
        return begun
    tool = tx.protocol.tool_on(await _came_to_assessment(tx, case))
    return Standing(case.id, 0, tool, AssessmentStatus.UNSIGNED, None, {})


async def of_cases(tx: Transaction, case_ids: Sequence[str]) -> dict[str, Standing]:
    """The assessments begun among cases the caller was shown to hold, by case."""
    rows = (await tx.db.execute(_STANDING, {"cases": case_ids})).all()
    found: dict[str, Standing] = {}
    sections: dict[str, dict[str, SavedSection]] = {}
    for case_id, version, edition, status, author, section, *saved in rows:
        mine = sections.setdefault(case_id, {})
        mine[section] = _saved(*saved)
        found[case_id] = Standing(case_id, version, _tool(tx, edition), status, author, mine)
    return found


def _saved(
    version: int,
    answers: Mapping[str, Any],
    at: datetime,
    by: str,
    authors: Mapping[str, Sequence[str]] | None,
    cleared: Sequence[str] | None,
) -> SavedSection:
    """Sections saved before each answer had its author are all by whoever saved them last."""
    known = {id: [by] for id in answers} if authors is None else authors
    return SavedSection(version, answers, at, by, known, cleared or ())


async def versions(
    tx: Transaction, case_id: str, section: str, *, before: int | None, limit: int
) -> list[SavedSection]:
    """A section as often as it was saved, newest first, earlier than `before` if it is given."""
    names = "version answers saved_at saved_by authors cleared".split()
    wanted = [col(AssessmentSection.case_id) == case_id, col(AssessmentSection.section) == section]
    wanted += [col(AssessmentSection.version) < before] if before is not None else []
    found = select(*(table(AssessmentSection).c[name] for name in names)).where(*wanted)
    newest = found.order_by(col(AssessmentSection.version).desc()).limit(limit)
    return [_saved(*row) for row in (await tx.db.execute(newest)).all()]


async def signatures(tx: Transaction, case_id: str) -> Sequence[Record]:
    """Every signature and return, in order."""
    names = "version kind by at comment".split()
    found = select(*(table(AssessmentSignature).c[name] for name in names))
    mine = found.where(col(AssessmentSignature.case_id) == case_id)
    return (await tx.db.execute(mine.order_by(col(AssessmentSignature.version)))).all()


async def has_written(tx: Transaction, case_id: str) -> bool:
    """Whether the caller saved any of it."""
    own = select(col(AssessmentSection.version)).where(
        col(AssessmentSection.case_id) == case_id,
        col(AssessmentSection.saved_by) == tx.by.subject,
    )
    return (await tx.db.execute(own.limit(1))).first() is not None


async def _came_to_assessment(tx: Transaction, case: CaseRow) -> date:
    """The day that picks the tool's edition; for a case never assessed, the day it came in."""
    arrived = select(func.min(col(CaseChange.case_version))).where(
        col(CaseChange.case_id) == case.id, col(CaseChange.to_stage) == Stage.ASSESSMENT
    )
    at = select(col(CaseChange.at)).where(
        col(CaseChange.case_id) == case.id,
        col(CaseChange.case_version) == arrived.scalar_subquery(),
    )
    return clock.london((await tx.db.execute(at)).scalar_one_or_none() or case.received_at)


def _tool(tx: Transaction, edition: str) -> Tool:
    found = tx.protocol.tool_named(edition)
    if found is None:
        raise NotInForce("The edition of the assessment this case began with is no longer loaded")
    return found
