"""What was given to a child before, and what of it counts as a youth caution."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import EarlierOutcome
from panel_protocol.protocol import Protocol
from panel_protocol.saying import written
from panel_protocol.terms import OutcomeKind


def standing(history: Iterable[EarlierOutcome], on: date) -> list[EarlierOutcome]:
    """Everything given by `on` and not overturned by then, in the order it was given.

    On one day the order is that of the words, so that the order of a list never matters.
    """
    found = [
        earlier
        for earlier in history
        if earlier.given_on <= on and not (earlier.overturned_on and earlier.overturned_on <= on)
    ]
    return sorted(found, key=_place)


def youth_cautions(
    protocol: Protocol, history: Iterable[EarlierOutcome], on: date
) -> list[EarlierOutcome]:
    """Those that count as youth cautions for any enactment, old reprimands and warnings too."""
    counted = protocol.options.counts_as_youth_caution.on(on).value
    return [
        each
        for each in standing(history, on)
        if each.outcome in counted and not _ended(protocol, each)
    ]


def referred(
    protocol: Protocol, history: Iterable[EarlierOutcome], on: date
) -> list[EarlierOutcome]:
    """Those after which the child was referred to a youth offending team."""
    counted = protocol.duties.counts_as_referral.on(on).value
    return [
        each
        for each in standing(history, on)
        if each.outcome in counted and not _ended(protocol, each)
    ]


def conditional_cautions(history: Iterable[EarlierOutcome], on: date) -> list[EarlierOutcome]:
    wanted = OutcomeKind.YOUTH_CONDITIONAL_CAUTION
    return [each for each in standing(history, on) if each.outcome is wanted]


def doubts(protocol: Protocol, history: Sequence[EarlierOutcome], on: date) -> Iterator[Reason]:
    """Entries that could not have been given when they say: not counted, and said so."""
    for each in standing(history, on):
        if not _ended(protocol, each):
            continue
        ended = protocol.duties.ended_outcomes.on(each.given_on)
        said = each.outcome.value.replace("_", " ")
        text = (
            f"The {said} of {written(each.given_on)} cannot be one: none could be given by then. "
            "It is not counted as a youth caution; check the record"
        )
        yield Reason("reprimand_after_2013", text, ended.source)
        stands_for = protocol.duties.ended_outcome_stands_for
        if stands_for.entry_on(each.given_on) is not None:
            may_be = stands_for.on(each.given_on)
            yield Reason("reprimand_may_be_outcome_23", may_be.value, may_be.source)


def _ended(protocol: Protocol, earlier: EarlierOutcome) -> bool:
    ended = protocol.duties.ended_outcomes
    if ended.entry_on(earlier.given_on) is None:
        return False
    return earlier.outcome in ended.on(earlier.given_on).value


def _place(earlier: EarlierOutcome) -> tuple[date, str, str, str]:
    committed = earlier.offence_committed_on
    return (
        earlier.given_on,
        earlier.outcome.value,
        earlier.offence_code or "",
        committed.isoformat() if committed else "",
    )
