"""Everything held on one child, table by table, as they may read it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.children import queries as children
from app.database import Record
from app.provenance.kinds import Controller, Kept
from app.provenance.whole import KEPT, child_in_case, masked
from app.retention.readings import kept_until
from app.rights import queries
from app.rights.readings import recipients
from app.rights.schemas import (
    CaseStandingOf,
    EntryHeld,
    NarrativeHeld,
    RequestRead,
    SectionHeld,
    SubjectReport,
)
from app.transaction import Transaction
from panel_protocol.tool import Nature

_NOTICES = (
    "What is about other people is withheld: it is theirs. Professionals are named by role.",
    "Text that somebody wrote may mention other people: a person must read it before it is given.",
    "What was worked out from these data, and opaque numbers that join them, are left out.",
)


async def report(
    tx: Transaction, child_id: str, *, request: RequestRead, withheld: frozenset[str]
) -> SubjectReport:
    cases = await queries.cases(tx, child_id)
    tools = {
        row.case_id: row.tool_edition
        for row in await queries.rows(
            tx, "assessment", child_id, frozenset({"case_id", "tool_edition"})
        )
    }
    sections = [
        await _section(tx, child_id, name, kept, cases, tools)
        for name, kept in KEPT.items()
        if name not in withheld
    ]
    held = [each for each in sections if each.entries or each.withheld]
    results = await queries.court_results(tx, [case.id for case in cases])
    outcomes = await children.outcomes(tx, child_id)
    overturned = {each.case_id for each in outcomes if each.overturned_on}
    return SubjectReport(
        child_id=child_id,
        request=request,
        made_at=tx.at,
        cases=[
            CaseStandingOf(
                reference=case.reference,
                category=child_in_case(
                    case.closed_as, results.get(case.id), overturned=case.id in overturned
                ),
            )
            for case in cases
        ],
        sections=held,
        sources=sorted({each.source for each in held}),
        recipients=await recipients(tx, child_id),
        kept_until=await kept_until(tx, child_id),
        notices=[*_NOTICES, *_left_out(withheld)],
    )


def _left_out(withheld: frozenset[str]) -> list[str]:
    return ["Some of what is held is left out, as the law allows."] if withheld else []


async def _section(
    tx: Transaction,
    child_id: str,
    name: str,
    kept: Kept,
    cases: Sequence[Record],
    tools: Mapping[str, str],
) -> SectionHeld:
    told = kept.shown | frozenset(kept.narratives)
    rows = await queries.rows(tx, name, child_id, told | kept.keys)
    references = {case.id: case.reference for case in cases}
    entries = [_entry(tx, kept, row, references, tools) for row in rows] if told else []
    return SectionHeld(
        section=name,
        title=kept.title,
        controller=kept.controller,
        controllers=_controllers(tx, kept, cases),
        source=kept.author,
        entries=entries,
        withheld=len(rows) if kept.others and not told else 0,
    )


def _controllers(tx: Transaction, kept: Kept, cases: Iterable[Record]) -> list[str]:
    force = [f"{tx.protocol.force_area.name} police"]
    areas = sorted({case.area for case in cases} & tx.protocol.areas.keys())
    councils = [tx.protocol.areas[area].name for area in areas]
    return {
        Controller.FORCE: force,
        Controller.AUTHORITY: councils,
        Controller.JOINT: [*force, *councils],
    }[kept.controller]


def _entry(
    tx: Transaction,
    kept: Kept,
    row: Record,
    references: Mapping[str, str],
    tools: Mapping[str, str],
) -> EntryHeld:
    said = row._asdict()
    case_id = said.get("case_id")
    about = {"case": references[case_id]} if case_id in references else {}
    values = {name: masked(said[name]) for name in said if name in kept.shown}
    author = said.get("agency") or kept.author
    narratives = [
        NarrativeHeld(field=name, said=masked(said[name]), nature=nature, author=author)
        for name, nature in kept.narratives.items()
        if said[name] is not None and name != "answers"
    ]
    if "answers" in said:
        narratives += _answers(tx, said["answers"], tools.get(str(case_id), ""), author)
    return EntryHeld(values={**about, **values}, narratives=narratives)


def _answers(
    tx: Transaction, answers: Mapping[str, Any], edition: str, author: str
) -> list[NarrativeHeld]:
    """Each answer under its question, as what the shared tool says it is."""
    tool = tx.protocol.tool_named(edition)
    asked = {each.id: each for _, each in tool.questions()} if tool else {}
    return [
        NarrativeHeld(
            field=asked[name].text if name in asked else name,
            said=masked(answer),
            nature=asked[name].nature if name in asked else Nature.ASSESSMENT,
            author=author,
        )
        for name, answer in answers.items()
        if answer is not None
    ]
