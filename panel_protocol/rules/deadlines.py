"""Every clock that runs on a case, what nobody has set a clock for, and what comes too late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from panel_protocol.dated import Answer, Dated
from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages_at import turning_18
from panel_protocol.rules.bail import bail_clocks, bail_reasons, under_investigation
from panel_protocol.rules.existence import begun
from panel_protocol.rules.open_questions import told
from panel_protocol.rules.timescales import Clock, Pause, clocks, working_day_clock
from panel_protocol.saying import written
from panel_protocol.terms import Bail, Disposal

T = TypeVar("T")
Clocks = tuple[Clock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What the clocks of a case start from; None where it is not so, or not known."""

    referred_on: date
    bail: Bail | None = None
    bailed_on: date | None = None
    bail_until: date | None = None
    given_on: date | None = None
    disposal: Disposal | None = None
    date_of_birth: date | None = None
    pauses: tuple[Pause, ...] = ()
    looked_at: date | None = None


def deadlines(protocol: Protocol, dates: Dates) -> Decision[Clocks]:
    """Every clock, and all that must be said beside them."""
    answered, open_questions = _awaited(protocol, dates)
    plan, of_plan = _plan(protocol, dates)
    running = (*_referral(protocol, dates), *answered, *_bail(protocol, dates), *plan)
    return Decision(
        (*running, *_eighteen(protocol, dates)),
        (
            *_bail_reasons(protocol, dates),
            *of_plan,
            *_too_late(protocol, dates, running),
            *open_questions,
        ),
    )


def _referral(protocol: Protocol, dates: Dates) -> Clocks:
    """Assessment and report, and the panel that hears the case once the assessment is complete."""
    held = protocol.timescales.panel_frequency_days.on(dates.referred_on)
    found = clocks(protocol, dates.referred_on, bailed_on=dates.bailed_on, pauses=dates.pauses)
    ready = found[0].due_on
    heard_by = ready + timedelta(days=held.value)
    return (*found, Clock("panel_heard", ready, heard_by, None, held.source))


def _awaited(protocol: Protocol, dates: Dates) -> tuple[Clocks, tuple[Reason, ...]]:
    """Deadlines that no source sets: each a clock or a reason once somebody has answered."""
    rules, day = protocol.timescales, dates.referred_on
    pdat, no_pdat = _asked(rules.pdat_complete, day)
    victim, no_victim = _asked(rules.victim_contacted, day)
    referral, no_referral = _asked(rules.referral_made, day)
    notice, no_notice = _asked(rules.notice_of_decision, day)
    counted = (("pdat_complete", pdat), ("victim_contacted", victim))
    in_words = (("referral_made", referral), ("notice_of_decision", notice))
    return tuple(
        working_day_clock(protocol, name, day, days, dates.pauses)
        for name, days in counted
        if days is not None
    ), (
        *(Reason(code, text.value, text.source) for code, text in in_words if text is not None),
        *(*no_pdat, *no_victim, *no_referral, *no_notice),
    )


def _asked(rule: Dated[T], on: date) -> tuple[Answer[T] | None, tuple[Reason, ...]]:
    return told(lambda: rule.on(on))


def _bail(protocol: Protocol, dates: Dates) -> Clocks:
    return bail_clocks(protocol, dates.bailed_on) if dates.bailed_on else ()


def _bail_reasons(protocol: Protocol, dates: Dates) -> Iterator[Reason]:
    if dates.bailed_on is not None:
        yield from bail_reasons(protocol, dates.bailed_on, dates.bail_until)
    yield from under_investigation(protocol, dates.bail, dates.referred_on)


def _plan(protocol: Protocol, dates: Dates) -> tuple[Clocks, tuple[Reason, ...]]:
    """The weeks a plan usually and at most runs, where that day the disposal had a plan."""
    given_on, disposal = dates.given_on, dates.disposal
    if given_on is None or disposal is None:
        return (), ()
    rules = protocol.conditions
    plans = (begun(rules.statutory_plan, given_on), begun(rules.diversion_plan, given_on))
    with_plans = {each for plan in plans if plan for each in plan.value}
    if disposal not in with_plans:
        source = rules.statutory_plan.on(given_on).source
        text = f"No plan ran under {disposal.replace('_', ' ')} on {written(given_on)}"
        return (), (Reason("no_plan_clock", text, source),)
    found = []
    for name, rule in (("plan_usual", rules.usual_weeks), ("plan_longest", rules.longest_weeks)):
        weeks = rule.on(given_on)
        ends = given_on + timedelta(weeks=weeks.value[disposal])
        found.append(Clock(name, given_on, ends, None, weeks.source))
    return tuple(found), ()


def _eighteen(protocol: Protocol, dates: Dates) -> Clocks:
    """The last day on which a caution can be given."""
    if dates.date_of_birth is None:
        return ()
    turning = turning_18(protocol, dates.date_of_birth, dates.referred_on).answer
    source = protocol.eligibility.oldest_age.on(dates.referred_on).source
    last = turning.turns_18_on - timedelta(days=1)
    return (Clock("last_day_before_18", turning.urgent_from, last, None, source),)


def _too_late(protocol: Protocol, dates: Dates, running: Clocks) -> Iterator[Reason]:
    """What would be reached only after the eighteenth birthday."""
    if dates.date_of_birth is None:
        return
    looked_at = max(dates.looked_at or dates.referred_on, dates.referred_on)
    decision = turning_18(protocol, dates.date_of_birth, looked_at)
    day = decision.answer.turns_18_on
    yield from decision.reasons
    late = {clock.name for clock in running if clock.due_on >= day}
    if dates.given_on is None and "panel_heard" in late:
        source = protocol.eligibility.oldest_age.on(dates.referred_on).source
        text = (
            f"The eighteenth birthday, {written(day)}, comes before a panel must: "
            "ask for an early one"
        )
        yield Reason("eighteen_before_panel", text, source)
    given_on = dates.given_on
    if given_on is not None and "plan_longest" in late:
        answer, open_question = told(lambda: protocol.conditions.turning_eighteen.on(given_on))
        yield from open_question
        if answer is not None:
            yield Reason("eighteen_during_plan", answer.value, answer.source)
