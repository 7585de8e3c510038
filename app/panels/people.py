"""Telling people apart: who declared an interest, by account or else by name."""

from collections.abc import Iterable, Sequence

from panel_protocol.rules.panel import Attendee


def same_person(one: Attendee, other: Attendee) -> bool:
    """By account where both have one; otherwise by name, within an agency."""
    if one.subject and other.subject:
        return one.subject == other.subject
    return (one.agency, one.name.casefold()) == (other.agency, other.name.casefold())


def conflicted(
    people: Iterable[Attendee], asked: Sequence[Attendee], interested: Sequence[Attendee]
) -> frozenset[str]:
    """How everyone with an interest is known: a name recorded without an account is traced to
    the account it was invited by."""

    def has_interest(person: Attendee) -> bool:
        also = [each for each in asked if same_person(each, person)]
        return any(same_person(each, who) for each in (person, *also) for who in interested)

    named = {person.known_as for person in people if has_interest(person)}
    return frozenset(named | {who.subject for who in interested if who.subject})
