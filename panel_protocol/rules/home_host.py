"""Which service keeps a case, and who else is on the record of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from panel_protocol.catalogue import Area
from panel_protocol.decision import Decision, Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.protocol import Protocol
from panel_protocol.rules.existence import begun, quoted


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Area codes; `keeps` is None where no area of the partnership has to do with the case."""

    keeps: str | None
    presents: tuple[str, ...]
    placed_out_of_area: bool


def responsible(protocol: Protocol, facts: CaseFacts, on: date) -> Decision[Responsibility]:
    """The service that keeps the case, and every reason that is worth saying."""
    keeps, why = _keeps(protocol, facts, on)
    presents = tuple(dict.fromkeys(o.area for o in facts.offences if o.area != keeps))
    placed = tuple(_placement(protocol, facts, on))
    away = any(reason.code in _OUT_OF_AREA for reason in placed)
    return Decision(
        Responsibility(keeps, presents, away),
        (
            *why,
            *(_presents(protocol, on) if keeps and presents else ()),
            *placed,
            *_host_protocol(protocol, on, needed=away),
            *looked_after(protocol, facts, on),
        ),
    )


def looked_after(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """What the national protocol asks of everybody who deals with a looked-after child."""
    asked = protocol.routing.looked_after
    if not facts.looked_after or begun(asked, on) is None:
        return ()
    return (quoted("looked_after_protocol", asked, on),)


def may_move(protocol: Protocol, facts: CaseFacts, keeps: str, on: date) -> Decision[bool]:
    """Whether a child's move takes the case along: a placement of a looked-after child does not."""
    if authority_area(protocol, facts, on) != keeps:
        return Decision(True, ())
    rule = protocol.home_host.looked_after_home
    return Decision(False, (quoted("looked_after_home", rule, on),))


def authority_area(protocol: Protocol, facts: CaseFacts, on: date) -> str | None:
    """The area of the authority that looks after the child, where it is one of ours."""
    if not facts.looked_after or facts.responsible_authority is None:
        return None
    name = " ".join(facts.responsible_authority.casefold().split())
    for suffix in protocol.home_host.authority_suffixes.on(on).value:
        name = name.removesuffix(f" {suffix}")
    found = [area.code for area in protocol.areas.values() if _is_called(area, name)]
    return found[0] if len(found) == 1 else None


def _is_called(area: Area, name: str) -> bool:
    """By its code, its name, or the first words of it where only one area begins so."""
    whole = area.name.casefold()
    return name in (area.code.casefold(), whole) or whole.startswith(f"{name} ")


def _keeps(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[str | None, tuple[Reason, ...]]:
    rules, home = protocol.home_host, facts.home_area
    if home in protocol.areas:
        away = any(offence.area != home for offence in facts.offences)
        told = (("home", rules.home), ("home_keeps", rules.home_keeps)) if away else ()
        return home, tuple(quoted(code, rule, on) for code, rule in told)
    ours = authority_area(protocol, facts, on)
    if ours is not None:
        return ours, (quoted("looked_after_home", rules.looked_after_home, on),)
    here = [each.area for each in facts.offences if each.area in protocol.areas]
    if here:
        return here[0], (quoted("lives_elsewhere", rules.elsewhere, on),)
    return None, ()


def _presents(protocol: Protocol, on: date) -> Iterator[Reason]:
    rule = protocol.home_host.offence_area_presents.on(on)
    text = f"The offence was elsewhere: {rule.value}"
    yield Reason("offence_area_presents", text, rule.source)


def _placement(protocol: Protocol, facts: CaseFacts, on: date) -> Iterator[Reason]:
    """Where a looked-after child lives, against who looks after them. It never moves a case."""
    if not facts.looked_after:
        return
    source = protocol.home_host.looked_after_home.on(on).source
    area = authority_area(protocol, facts, on)
    if facts.responsible_authority is None:
        text = "It is not said which authority looks after the child: ask"
        yield Reason("responsible_authority_not_said", text, source)
    elif area is None:
        text = "The child is looked after by an authority that is not known to be one of ours"
        yield Reason("responsible_authority_elsewhere", text, source)
    elif area != facts.home_area:
        text = (
            f"Looked after by {protocol.areas[area].name} and living elsewhere: "
            "the two services settle which of them is home, and both stand on the record"
        )
        yield Reason("placed_out_of_area", text, source)


def _host_protocol(protocol: Protocol, on: date, *, needed: bool) -> tuple[Reason, ...]:
    rule = protocol.home_host.host_protocol
    if not needed or begun(rule, on) is None:
        return ()
    return (quoted("host_protocol", rule, on),)


_OUT_OF_AREA = {"placed_out_of_area", "responsible_authority_elsewhere"}
