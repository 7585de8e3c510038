"""Which disposals are open to this child today, why the others are not, and what each means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules import eligibility, giving, prosecutor, resolution
from panel_protocol.rules.bars import adult_is_needed, bars, said
from panel_protocol.rules.caution_warnings import warnings
from panel_protocol.rules.consequences import Consequences, consequences
from panel_protocol.rules.gravity import score
from panel_protocol.rules.open_questions import told
from panel_protocol.terms import Disposal, EvidenceTest


@dataclass(frozen=True, slots=True)
class Option:
    disposal: Disposal
    open: bool
    starting_point: bool
    reasons: tuple[Reason, ...]
    consequences: Consequences
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question about one disposal, so that it is handed on whole."""

    protocol: Protocol
    facts: CaseFacts
    on: date
    gravity: int | None
    victims_settled: bool | None


def options(
    protocol: Protocol,
    facts: CaseFacts,
    on: date,
    gravity: int | None = None,
    *,
    victims_settled: bool | None = None,
) -> tuple[Option, ...]:
    """All seven disposals, from the least serious, as they stand for this child on this day.

    `gravity` is a reviewer's score, put in place of the matrix's. `victims_settled` is None where
    there is no identified victim, or where it is not yet known.
    """
    final = gravity if gravity is not None else score(protocol, facts, on).answer.final
    asking = _Asking(protocol, facts, on, final, victims_settled)
    return tuple(_option(asking, disposal) for disposal in Disposal)


def _option(asking: _Asking, disposal: Disposal) -> Option:
    protocol, facts, on = asking.protocol, asking.facts, asking.on
    closed = bars(protocol, facts, on, disposal, victims_settled=asking.victims_settled)
    starting, stance = _starting_point(asking, disposal)
    means, notes = consequences(protocol, facts, on, disposal)
    return Option(
        disposal=disposal,
        open=not closed,
        starting_point=starting,
        reasons=(
            *closed,
            *stance,
            *_what_it_is(asking, disposal),
            *warnings(protocol, facts, on, disposal),
            *_how(asking, disposal),
            *notes,
        ),
        consequences=means,
        needs=() if closed else tuple(_needs(asking, disposal, departs=_departs(stance))),
    )


def _starting_point(asking: _Asking, disposal: Disposal) -> tuple[bool, tuple[Reason, ...]]:
    """Whether a decision at this score starts here; a departure is allowed, with a rationale."""
    if asking.gravity is None or _nothing_to_weigh(asking, disposal):
        return False, ()
    rule = asking.protocol.gravity.starting_points
    if rule.entry_on(asking.on) is None:
        return False, ()
    points, question = told(lambda: rule.on(asking.on))
    if points is None:
        return False, question
    starts = points.value.get(str(asking.gravity), ())
    if disposal in starts:
        text = f"A score of {asking.gravity} starts here"
        return True, (Reason("starting_point", text, points.source),)
    text = f"A score of {asking.gravity} does not start here: the departure needs a rationale"
    return False, (Reason("departs_from_starting_point", text, points.source),)


def _nothing_to_weigh(asking: _Asking, disposal: Disposal) -> bool:
    """Whether nothing else could be done, so that ending the case departs from no score."""
    protocol, facts, on = asking.protocol, asking.facts, asking.on
    return disposal is Disposal.NO_FURTHER_ACTION and bool(
        eligibility.under_age(protocol, facts, on) or eligibility.no_evidence(protocol, facts, on)
    )


def _what_it_is(asking: _Asking, disposal: Disposal) -> Iterator[Reason]:
    rules, on = asking.protocol.options, asking.on
    meaning = {
        Disposal.OUTCOME_22: rules.outcome_22_means,
        Disposal.OUTCOME_23: rules.outcome_23_means,
    }.get(disposal)
    if meaning is not None and meaning.entry_on(on) is not None:
        yield Reason("meaning", meaning.on(on).value, meaning.on(on).source)
    free = rules.admission_not_needed
    if free.entry_on(on) is not None and disposal in free.on(on).value:
        text = f"{said(disposal)} does not need an admission"
        yield Reason("admission_not_needed", text, free.on(on).source)


def _how(asking: _Asking, disposal: Disposal) -> Iterator[Reason]:
    """Who decides it, how it is given, and what goes with it."""
    protocol, facts, on = asking.protocol, asking.facts, asking.on
    if disposal is Disposal.COMMUNITY_RESOLUTION:
        yield from resolution.told_of(protocol, facts, on, victims=asking.victims_settled)
    if disposal is Disposal.OUTCOME_22:
        yield from _threshold(asking)
    yield from giving.told_before(protocol, disposal, on)
    yield from prosecutor.told_of(protocol, facts, on, disposal)


def _threshold(asking: _Asking) -> Iterator[Reason]:
    """The guidance's own test was not found: what rests on less than the full one is told."""
    rule = asking.protocol.options.outcome_22_threshold
    if asking.facts.test is EvidenceTest.THRESHOLD and rule.entry_on(asking.on) is not None:
        yield from told(lambda: rule.on(asking.on))[1]


def _departs(stance: tuple[Reason, ...]) -> bool:
    """Whether the score starts elsewhere; of the older scale nobody has said where."""
    return any(reason.code == "departs_from_starting_point" for reason in stance)


def _needs(asking: _Asking, disposal: Disposal, *, departs: bool) -> Iterator[str]:
    """What must still be done before an open disposal can be given."""
    if departs:
        yield "departure_rationale"
    protocol, facts, on = asking.protocol, asking.facts, asking.on
    if adult_is_needed(protocol, facts, on, disposal):
        yield "appropriate_adult"
    if disposal is Disposal.COMMUNITY_RESOLUTION:
        unknown = asking.victims_settled is None
        yield "victim_contact_if_any" if unknown else "victim_views"
    if asked := prosecutor.must_be_asked(protocol, facts, on, disposal):
        yield "prosecutor_decision"
    if asked or disposal is Disposal.CHARGE:
        yield from ["child_information_form"] * bool(
            prosecutor.information_form(protocol, facts, on)
        )
    yield from _NEEDS.get(disposal, ())


_NEEDS: dict[Disposal, tuple[str, ...]] = {
    Disposal.COMMUNITY_RESOLUTION: ("agreement_to_take_part",),
    Disposal.OUTCOME_22: ("agreed_plan", "activity_undertaken"),
    Disposal.OUTCOME_23: ("decision_to_prosecute", "agreed_plan"),
    Disposal.YOUTH_CAUTION: ("effect_explained", "youth_justice_referral"),
    Disposal.YOUTH_CONDITIONAL_CAUTION: (
        "effect_explained",
        "conditions",
        "signed_consent",
        "authorised_officer",
        "youth_justice_referral",
    ),
}
