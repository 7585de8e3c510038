"""What a caution would mean for this child, given what came before."""

from collections.abc import Iterator
from datetime import date

from panel_protocol.dated import Answer
from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.officer import standing
from panel_protocol.terms import Disposal, OutcomeKind


def warnings(
    protocol: Protocol, facts: CaseFacts, on: date, disposal: Disposal
) -> tuple[Reason, ...]:
    """What the child must be told, and the panel must weigh, before this disposal."""
    if disposal is Disposal.YOUTH_CAUTION:
        return tuple(_of_youth_caution(protocol, facts, on))
    if disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        return tuple(_of_conditional_caution(protocol, on))
    return ()


def _of_youth_caution(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    earlier = [each.outcome for each in standing(facts, on)]
    counted = protocol.options.counts_as_youth_caution.on(on)
    second = any(outcome in counted.value for outcome in earlier)
    after_conditional = OutcomeKind.YOUTH_CONDITIONAL_CAUTION in earlier
    if second or after_conditional:
        years = protocol.options.caution_discharge_bar_years.on(on)
        said = "second or later youth caution" if second else "caution after a conditional caution"
        yield _discharge_bar(f"This would be a {said}", years)
    programme = protocol.options.caution_programme.on(on)
    if second or after_conditional:
        yield Reason("youth_justice_must_assess", programme.value, programme.source)
    else:
        text = "At a first youth caution the youth offending team may assess the child"
        yield Reason("youth_justice_may_assess", text, programme.source)
    citable = protocol.options.caution_citable.on(on)
    yield Reason("citable_in_court", citable.value, citable.source)


def _of_conditional_caution(protocol: Protocol, on: date) -> Iterator[Reason]:
    breach = protocol.options.conditional_caution_breach.on(on)
    yield Reason("breach_may_be_prosecuted", breach.value, breach.source)
    years = protocol.options.conditional_caution_discharge_bar_years.on(on)
    yield _discharge_bar("A conditional caution is given", years)


def _discharge_bar(said: str, years: Answer[int]) -> Reason:
    text = (
        f"{said}: if convicted of an offence committed within {years.value} years, "
        "no conditional discharge unless the circumstances are exceptional"
    )
    return Reason("conditional_discharge_barred", text, years.source)
