"""When a disposal is spent, and what basic, standard and enhanced checks make of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from panel_protocol.dated import Dated
from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.rules.eligibility import for_children_only, over_age
from panel_protocol.rules.outcomes import spent_on
from panel_protocol.saying import written
from panel_protocol.terms import Disposal, Shown

_UNSPENT, _SPENT = "unspent", "spent"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFacts:
    disposal: Disposal
    given_on: date
    date_of_birth: date | None = None
    conditions_end_on: date | None = None
    end_is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Disclosure:
    """`spent_on` is None where nothing is given that could be spent."""

    spent_on: date | None
    basic: Shown
    standard: Shown
    enhanced: Shown
    notes: tuple[Reason, ...]
    for_the_child: tuple[Reason, ...]


def disclosed(protocol: Protocol, facts: DisclosureFacts, on: date) -> Disclosure:
    """What a check made on `on` shows; one made before the giving is answered for that day.

    What Outcome 23 discloses nobody has said, and the question stops here.
    """
    day = max(on, facts.given_on)
    spent = spent_on(protocol, facts.disposal, facts.given_on, facts.conditions_end_on)
    if facts.disposal is Disposal.CHARGE:
        return _by_the_court(protocol, facts, day)
    if spent is None:
        return _informal(protocol, facts, day)
    return _caution(protocol, facts, day, spent)


def _caution(protocol: Protocol, facts: DisclosureFacts, day: date, spent: date) -> Disclosure:
    rules = protocol.disclosure
    state = _SPENT if spent <= day else _UNSPENT
    shows = state in rules.basic_shows.on(day).value
    may_show = state == _UNSPENT or rules.spent_may_show.on(day).value
    return Disclosure(
        spent_on=spent,
        basic=Shown.SHOWS if shows else Shown.DOES_NOT_SHOW,
        standard=Shown.MAY_SHOW if may_show else Shown.DOES_NOT_SHOW,
        enhanced=Shown.MAY_SHOW,
        notes=(
            *_age(protocol, facts),
            *_spending(protocol, facts, spent),
            *_basic(protocol, day, spent, shows=shows),
            *_standard(protocol, day, spent, state),
            *_discretion(protocol, day),
        ),
        for_the_child=_words(protocol, day, state, spent),
    )


def _spending(protocol: Protocol, facts: DisclosureFacts, spent: date) -> Iterator[Reason]:
    outcomes = protocol.outcomes
    if facts.disposal is not Disposal.YOUTH_CONDITIONAL_CAUTION:
        source = outcomes.spent_when_given.on(facts.given_on).source
        yield Reason("spent", f"Spent on the day it is given, {written(spent)}", source)
        return
    months = outcomes.spent_after_months.on(facts.given_on)
    text = (
        f"Spent on {written(spent)}: when its conditions end, and at the latest "
        f"{months.value} months after it is given"
    )
    yield Reason("spent", text, months.source)
    if facts.conditions_end_on is None:
        text = "When the conditions end is not known: this is the latest day, and it may be sooner"
        yield Reason("spent_at_latest", text, months.source)
    elif facts.end_is_planned:
        text = "This is by the planned end of the conditions: it is told again when they have ended"
        yield Reason("spent_by_planned_end", text, months.source)


def _basic(protocol: Protocol, day: date, spent: date, *, shows: bool) -> Iterator[Reason]:
    source = protocol.disclosure.basic_shows.on(day).source
    text = f"A basic check shows it until it is spent on {written(spent)}, and not from that day"
    yield Reason("basic_check", text if shows else "A basic check does not show it", source)


def _standard(protocol: Protocol, day: date, spent: date, state: str) -> Iterator[Reason]:
    rules = protocol.disclosure
    after = rules.spent_may_show.on(day)
    if state == _UNSPENT:
        yield from _conflict(protocol, day, spent)
    elif after.value:
        text = "It is spent, and the filtering rules of that time may still have let it show"
        yield Reason("standard_check", text, after.source)
    else:
        text = "It is spent, and standard and enhanced checks do not show it automatically"
        yield Reason("standard_check", text, after.source)


def _conflict(protocol: Protocol, day: date, spent: date) -> Iterator[Reason]:
    """Two sources differ on a caution that is not spent; both are named and neither is picked."""
    rules = protocol.disclosure
    checker = rules.checker_on_unspent.on(day)
    text = f"On standard and enhanced checks it may be disclosed until spent, on {written(spent)}"
    yield Reason("standard_check", text, checker.source)
    yield Reason("unspent_by_the_checker", checker.value, checker.source)
    if rules.guidance_on_unspent.entry_on(day) is not None:
        guidance = rules.guidance_on_unspent.on(day)
        yield Reason("unspent_by_the_guidance", guidance.value, guidance.source)


def _informal(protocol: Protocol, facts: DisclosureFacts, day: date) -> Disclosure:
    check = _informal_check(protocol, facts.disposal).on(facts.given_on)
    return Disclosure(
        spent_on=None,
        basic=Shown.DOES_NOT_SHOW,
        standard=Shown.DOES_NOT_SHOW,
        enhanced=Shown.MAY_SHOW,
        notes=(
            *_age(protocol, facts),
            Reason("standard_check", check.value, check.source),
            *_discretion(protocol, day),
        ),
        for_the_child=_words(protocol, day, facts.disposal.value),
    )


def _informal_check(protocol: Protocol, disposal: Disposal) -> Dated[str]:
    rules = protocol.disclosure
    return {
        Disposal.NO_FURTHER_ACTION: rules.no_further_action_check,
        Disposal.COMMUNITY_RESOLUTION: rules.community_resolution_check,
        Disposal.OUTCOME_22: rules.outcome_22_check,
    }[disposal]


def _by_the_court(protocol: Protocol, facts: DisclosureFacts, day: date) -> Disclosure:
    check = protocol.disclosure.charge_check.on(facts.given_on)
    shown = Shown.DEPENDS_ON_COURT
    return Disclosure(
        spent_on=None,
        basic=shown,
        standard=shown,
        enhanced=shown,
        notes=(
            *_age(protocol, facts),
            Reason("charge_check", check.value, check.source),
            *_conviction(protocol, day),
        ),
        for_the_child=_words(protocol, day, facts.disposal.value),
    )


def _conviction(protocol: Protocol, day: date) -> Iterator[Reason]:
    months = protocol.disclosure.conviction_months
    if months.entry_on(day) is None:
        return
    known = months.on(day)
    text = (
        f"A conviction shows on standard and enhanced checks for {known.value} months; after that "
        "it depends on the offence, and a sentence of custody always shows"
    )
    yield Reason("conviction_check", text, known.source)


def _discretion(protocol: Protocol, day: date) -> Iterator[Reason]:
    may = protocol.disclosure.enhanced_discretion.on(day)
    yield Reason("enhanced_check", may.value, may.source)


def _words(
    protocol: Protocol, day: date, which: str, spent: date | None = None
) -> tuple[Reason, ...]:
    words = protocol.disclosure.for_the_child
    if words.entry_on(day) is None:
        return ()
    said = words.on(day)
    if which not in said.value:
        return ()
    text = said.value[which].replace("{day}", written(spent) if spent else "")
    return (Reason("for_the_child", text, said.source),)


def _age(protocol: Protocol, facts: DisclosureFacts) -> Iterator[Reason]:
    """What could not be given to somebody of that age; the answer supposes that it was."""
    born, on = facts.date_of_birth, facts.given_on
    if born is None:
        return
    if for_children_only(protocol, facts.disposal, on) is not None:
        yield from over_age(protocol, born, on)
    youngest = protocol.eligibility.youngest_age.on(on)
    if age_on(born, on) < youngest.value:
        text = f"A child under {youngest.value} commits no offence, and is given nothing for one"
        yield Reason("under_age", text, youngest.source)
