"""What the law requires or bars once a disposal is given: assessment, referral, court."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import EarlierOutcome
from panel_protocol.protocol import Protocol
from panel_protocol.rules import history
from panel_protocol.rules.discharge_bar import Bar, Given, bar
from panel_protocol.rules.open_questions import told
from panel_protocol.saying import written
from panel_protocol.terms import Disposal, OutcomeKind, TeamDuty


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyFacts:
    """`offence_committed_on` is the offence a court may one day look at, where it is known."""

    disposal: Disposal
    given_on: date
    history: tuple[EarlierOutcome, ...] = ()
    offence_committed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Duties:
    """`youth_offending_team` is None where no statute gives the team a duty; whether something
    is citable is None where nobody has said."""

    youth_offending_team: Decision[TeamDuty | None]
    referral: Decision[bool]
    conditional_discharge: Bar
    citability: Decision[bool | None]
    reasons: tuple[Reason, ...]


def duties(protocol: Protocol, facts: DutyFacts) -> Duties:
    """Everything that follows for the child, the team and a court; the order of history is
    never looked at, only its days."""
    return Duties(
        youth_offending_team=_team(protocol, facts),
        referral=_referral(protocol, facts),
        conditional_discharge=discharge_bar(protocol, facts),
        citability=_citability(protocol, facts),
        reasons=tuple(_besides(protocol, facts)),
    )


def discharge_bar(protocol: Protocol, facts: DutyFacts) -> Bar:
    on = facts.given_on
    plain = [each.given_on for each in history.youth_cautions(protocol, facts.history, on)]
    conditional = [each.given_on for each in history.conditional_cautions(facts.history, on)]
    if facts.disposal is Disposal.YOUTH_CAUTION:
        plain.append(on)
    if facts.disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        conditional.append(on)
    return bar(protocol, Given(plain, conditional), on, facts.offence_committed_on)


def _team(protocol: Protocol, facts: DutyFacts) -> Decision[TeamDuty | None]:
    """Must assess, unless the child was never referred before nor given a conditional caution."""
    if facts.disposal is not Disposal.YOUTH_CAUTION:
        return Decision(None, ())
    on = facts.given_on
    programme = protocol.options.caution_programme.on(on)
    before = history.referred(protocol, facts.history, on)
    before += history.conditional_cautions(facts.history, on)
    if before:
        reason = Reason("youth_justice_must_assess", programme.value, programme.source)
        because = tuple(_counted(protocol, each, on) for each in before)
        return Decision(TeamDuty.MUST_ASSESS, (reason, *because))
    text = (
        "At a first youth caution the youth offending team may assess the child, "
        "and may arrange a rehabilitation programme"
    )
    reason = Reason("youth_justice_may_assess", text, programme.source)
    return Decision(TeamDuty.MAY_ASSESS, (reason,))


def _counted(protocol: Protocol, earlier: EarlierOutcome, on: date) -> Reason:
    said = earlier.outcome.value.replace("_", " ")
    conditional = earlier.outcome is OutcomeKind.YOUTH_CONDITIONAL_CAUTION
    if conditional:
        source = protocol.options.caution_programme.on(on).source
    else:
        source = protocol.duties.counts_as_referral.on(on).source
    text = f"The {said} of {written(earlier.given_on)} counts"
    return Reason("earlier_caution_counts", text, source)


def _referral(protocol: Protocol, facts: DutyFacts) -> Decision[bool]:
    asked = {
        Disposal.YOUTH_CAUTION: protocol.duties.caution_referral,
        Disposal.YOUTH_CONDITIONAL_CAUTION: protocol.duties.conditional_caution_referral,
    }.get(facts.disposal)
    if asked is None:
        source = protocol.duties.caution_referral.on(facts.given_on).source
        text = "The Act requires a referral only after a caution; guidance may ask for one"
        return Decision(False, (Reason("no_referral_by_statute", text, source),))
    must = asked.on(facts.given_on)
    return Decision(True, (Reason("must_refer", must.value, must.source),))


def _citability(protocol: Protocol, facts: DutyFacts) -> Decision[bool | None]:
    on = facts.given_on
    citable, earlier = protocol.options.caution_citable.on(on), tuple(_cited(protocol, facts))
    if facts.disposal is Disposal.YOUTH_CAUTION:
        failure = protocol.duties.failure_citable.on(on)
        reasons = (
            Reason("citable_in_court", citable.value, citable.source),
            Reason("failure_citable", failure.value, failure.source),
        )
        return Decision(True, (*reasons, *earlier))
    if facts.disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        # Only told: whether the caution can be given does not hang on it.
        asked = protocol.duties.conditional_caution_citable
        answer, awaited = told(lambda: asked.on(on))
        said = (Reason("citable_in_court", answer.value, answer.source),) if answer else awaited
        return Decision(True if answer else None, (*said, *earlier))
    text = "The Act makes only youth cautions citable as a conviction is"
    return Decision(False, (Reason("not_citable", text, citable.source), *earlier))


def _cited(protocol: Protocol, facts: DutyFacts) -> Iterator[Reason]:
    source = protocol.options.caution_citable.on(facts.given_on).source
    for each in history.youth_cautions(protocol, facts.history, facts.given_on):
        said = each.outcome.value.replace("_", " ")
        text = f"The {said} of {written(each.given_on)} may be cited"
        yield Reason("earlier_caution_citable", text, source)


def _besides(protocol: Protocol, facts: DutyFacts) -> Iterator[Reason]:
    """What was made of the history, and that its length closes nothing."""
    yield from history.doubts(protocol, facts.history, facts.given_on)
    if facts.disposal is Disposal.YOUTH_CAUTION:
        free = protocol.duties.no_limit_on_number.on(facts.given_on)
        yield Reason("no_limit_on_number", free.value, free.source)
    counted = history.standing(facts.history, facts.given_on)
    if len(counted) < len(facts.history):
        source = protocol.options.counts_as_youth_caution.on(facts.given_on).source
        text = "What was given later, or was overturned by then, is not counted"
        yield Reason("not_standing", text, source)
