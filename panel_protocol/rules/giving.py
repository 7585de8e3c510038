"""How a caution is given: what must be told before, and what the record leaves open after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules import resolution
from panel_protocol.rules.existence import quoted
from panel_protocol.terms import AdultCategory, AuthorisedPerson, Disposal, SignedPart


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultFacts:
    """The appropriate adult who was there, and whether anybody nearer to the child could be.

    `of_full_age` is None where nobody said.
    """

    category: AdultCategory
    police_employee: bool
    others_unavailable: bool
    of_full_age: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingFacts:
    """What happened in the room; `admission` is what the child said there to the officer.

    None, here and there, is what nobody said.
    """

    disposal: Disposal
    given_on: date
    admission: bool
    effect_explained: bool
    adult: AdultFacts | None
    victims_settled: bool | None = None
    victims_heard: bool | None = None
    failure_warned: bool | None = None
    document_holds: tuple[SignedPart, ...] | None = None
    given_as: AuthorisedPerson | None = None
    rank: str | None = None
    agrees_to_take_part: bool | None = None


def told_before(protocol: Protocol, disposal: Disposal, on: date) -> tuple[Reason, ...]:
    """What a panel and a child should know of how a caution is given."""
    rules = protocol.giving
    if disposal is Disposal.YOUTH_CAUTION:
        return (
            quoted("constable_decides", rules.constable_decides, on),
            quoted("no_other_caution", rules.no_other_caution, on),
        )
    if disposal is not Disposal.YOUTH_CONDITIONAL_CAUTION:
        return ()
    return (
        quoted("youth_justice_consulted", rules.consultation, on),
        quoted("authorised_person", protocol.options.conditional_caution_authority, on),
        quoted("child_signs", protocol.options.conditional_caution_signed, on),
        quoted("child_may_withdraw", rules.withdrawal, on),
    )


def stays_open(protocol: Protocol, given: GivingFacts) -> tuple[Reason, ...]:
    """What the child may still do once it has been given, and nobody can make them do."""
    rules, on = protocol.giving, given.given_on
    if given.disposal is Disposal.YOUTH_CONDITIONAL_CAUTION:
        return (quoted("child_may_withdraw", rules.withdrawal, on),)
    if given.disposal is Disposal.COMMUNITY_RESOLUTION:
        return (quoted("not_enforceable", protocol.resolution.not_enforceable, on),)
    return ()


def doubts(protocol: Protocol, given: GivingFacts) -> tuple[Reason, ...]:
    """What the law asks and nobody said, or guidance would have had otherwise."""
    on = given.given_on
    if given.disposal is Disposal.COMMUNITY_RESOLUTION:
        return tuple(
            resolution.doubts(
                protocol,
                agrees=given.agrees_to_take_part,
                victims_heard=given.victims_heard,
                on=on,
            )
        )
    conditional = given.disposal is Disposal.YOUTH_CONDITIONAL_CAUTION
    return (
        *_adults_age(protocol, given),
        *(_of_conditional_caution(protocol, given) if conditional else ()),
    )


def _adults_age(protocol: Protocol, given: GivingFacts) -> Iterator[Reason]:
    adult, rules, on = given.adult, protocol.giving, given.given_on
    if adult is None or adult.of_full_age is not None:
        return
    if adult.category in rules.adults_of_full_age.on(on).value:
        age = rules.full_age.on(on)
        text = f"Nobody said whether the appropriate adult is {age.value} or over"
        yield Reason("adults_age_not_said", text, age.source)


def _of_conditional_caution(protocol: Protocol, given: GivingFacts) -> Iterator[Reason]:
    rules, on = protocol.giving, given.given_on
    if given.failure_warned is None:
        source = rules.failure_warned.on(on).source
        text = "Nobody said whether the child was warned that failing may lead to prosecution"
        yield Reason("warning_not_said", text, source)
    if given.document_holds is None:
        parts = rules.signed_document.on(on)
        text = f"The signed document must hold the {', the '.join(parts.value)}"
        yield Reason("document_must_hold", text, parts.source)
    ranks = rules.conditional_caution_ranks.on(on)
    said = (given.rank or "").casefold()
    if given.rank is not None and not any(rank in said for rank in ranks.value):
        authority = protocol.options.conditional_caution_authority.on(on).value
        text = f"{authority}: this rank is none of those known to us"
        yield Reason("rank_below_guidance", text, ranks.source)
