"""What is so of a case: as was said of it, or as its offence says by itself."""

from datetime import date

from panel_protocol.decision import Reason
from panel_protocol.facts import CaseFacts
from panel_protocol.groups.shapes import Words
from panel_protocol.protocol import Protocol


def holds(protocol: Protocol, facts: CaseFacts, on: date, fact: str) -> bool:
    """Whether this is so, whatever was ticked: some offences are hate crimes by their title."""
    by_offence = fact == "hate_crime" and bool(_hateful(protocol, facts, on))
    return by_offence or bool(getattr(facts, fact))


def hate_crime_by_offence(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """That the offence says what nobody said of it; empty where it was said, or is not so."""
    codes = _hateful(protocol, facts, on)
    if facts.hate_crime or not codes:
        return ()
    text = (
        f"{titles(protocol, codes)}: a hate crime by the offence itself, though not marked as one"
    )
    source = protocol.routing.hate_crime_codes.on(on).source
    return (Reason("hate_crime_by_offence", text, source),)


def sent_for(facts: CaseFacts, listed: Words) -> tuple[str, ...]:
    """Those of the listed offence codes that the case is about, each once."""
    codes = dict.fromkeys(offence.offence_code for offence in facts.offences)
    return tuple(code for code in codes if code in listed)


def titles(protocol: Protocol, codes: tuple[str, ...]) -> str:
    known = protocol.offences
    return "; ".join(known[code].title if code in known else code for code in codes)


def _hateful(protocol: Protocol, facts: CaseFacts, on: date) -> tuple[str, ...]:
    return sent_for(facts, protocol.routing.hate_crime_codes.on(on).value)
