"""What the rules are asked about a case: as submitted, and as known of the child since."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.assessments import queries as assessments
from app.cases import hold_queries
from app.cases import queries as cases
from app.cases.queries import CaseRow
from app.children import queries as children
from app.problems import RefusedByProtocol
from app.transaction import Transaction
from app.triage.facts import as_known
from panel_protocol.facts import CaseFacts, OffenceFacts, to_record
from panel_protocol.protocol import Protocol
from panel_protocol.rules import hold, resolution
from panel_protocol.rules.bars import bars
from panel_protocol.rules.options import Option, options
from panel_protocol.terms import Disposal, ModeOfTrial


@dataclass(frozen=True, slots=True)
class Asked:
    """`gravity` is the score after any review; the two of victims are None without a victim."""

    facts: CaseFacts
    gravity: int | None
    victims_settled: bool | None
    victims_heard: bool | None

    def kept(self) -> dict[str, Any]:
        """Whole, for replay."""
        return {
            "case": to_record(self.facts),
            "gravity": self.gravity,
            "victims_settled": self.victims_settled,
            "victims_heard": self.victims_heard,
        }


async def of_case(tx: Transaction, case: CaseRow) -> Asked:
    """The submitted facts with today's knowledge of the child: history, birthday, home and care."""
    known = await as_known(tx, case)
    child = await children.of_case(tx, case.child_id)
    services = await _services_involved(tx, case)
    facts = replace(
        known,
        looked_after=child.looked_after or "looked_after" in services,
        child_in_need="child_in_need" in services or known.child_in_need,
        care_leaver="care_leaver" in services or known.care_leaver,
        exploitation_hold=await hold_queries.child_is_held(tx, case.child_id),
        breach_excused=await _breach_excused(tx, case),
    )
    victims = [victim.status for victim in await cases.victims(tx, case.id)]
    return Asked(
        facts,
        case.gravity,
        resolution.contacted(tx.protocol, victims, tx.today),
        resolution.heard(tx.protocol, victims, tx.today),
    )


async def _breach_excused(tx: Transaction, case: CaseRow) -> bool | None:
    """What was last said of the excuse for not keeping to a conditional caution, if anything."""
    caution = Disposal.YOUTH_CONDITIONAL_CAUTION
    decided = await cases.decisions(tx, case.id, kind="breach_decision")
    said: list[bool | None] = [
        row.facts.get("reasonable_excuse") for row in decided if row.facts["disposal"] == caution
    ]
    return next((each for each in reversed(said) if each is not None), None)


async def _services_involved(tx: Transaction, case: CaseRow) -> Collection[str]:
    """What the assessment says of who works with the family; empty where it says nothing."""
    assessment = (await assessments.of_cases(tx, [case.id])).get(case.id)
    sections = assessment.answers.values() if assessment else ()
    answers = [section.get("services_involved") for section in sections]
    return [service for answer in answers if isinstance(answer, list) for service in answer]


def refuse_held(tx: Transaction, asked: Asked) -> None:
    """Nothing is weighed for a child while a named person has not released the decision."""
    held = hold.held(tx.protocol, asked.facts, tx.today)
    if held:
        raise RefusedByProtocol("The decision about this child is held", held)


def all_options(tx: Transaction, asked: Asked, on: date) -> tuple[Option, ...]:
    return options(
        tx.protocol, asked.facts, on, asked.gravity, victims_settled=asked.victims_settled
    )


def open_option(tx: Transaction, asked: Asked, disposal: Disposal, on: date) -> Option:
    """The option chosen, as it stood that day; a closed one is refused with everything against."""
    against = bars(tx.protocol, asked.facts, on, disposal, victims_settled=asked.victims_settled)
    if against:
        raise RefusedByProtocol("This disposal is not open to this child on that day", against)
    return next(o for o in all_options(tx, asked, on) if o.disposal is disposal)


def departs(option: Option) -> bool:
    """Whether the score starts somewhere else, so that a rationale is needed."""
    return "departure_rationale" in option.needs


def for_another_offence(facts: CaseFacts, offence_code: str | None) -> bool:
    """Whether an outcome is for an offence that was never submitted."""
    return offence_code is not None and offence_code not in {
        each.offence_code for each in facts.offences
    }


def main_offence(protocol: Protocol, facts: CaseFacts, on: date) -> OffenceFacts:
    """The one the matrix scores highest; the first named among equals."""
    matrix = protocol.matrix_on(on)
    scores = matrix.scores if matrix else {}
    return max(facts.offences, key=lambda offence: scores.get(offence.offence_code, 0))


def mode_of_trial(protocol: Protocol, facts: CaseFacts, on: date) -> ModeOfTrial | None:
    """How the main offence may be tried, which sets the most a penalty may be."""
    known_as = protocol.offences.get(main_offence(protocol, facts, on).offence_code)
    return known_as.mode_of_trial if known_as else None
