"""What an outcome is recorded as, and what returns make of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from panel_protocol.decision import Decision, Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.existence import begun
from panel_protocol.rules.open_questions import told
from panel_protocol.rules.outcomes import Outcome
from panel_protocol.terms import Disposal


@dataclass(frozen=True, slots=True)
class Code:
    """A Home Office outcome code; `alternate_of` is the code it is a part of."""

    code: str
    label: str
    group: str | None
    alternate_of: str | None


def home_office_code(
    protocol: Protocol, outcome: Outcome, on: date, *, alternate: bool = False
) -> str | None:
    """The code under which an outcome recorded that day goes, if it has one of its own.

    `alternate` is for an outcome that relates to another offence than the one recorded.
    """
    code = protocol.outcomes.home_office_codes.on(on).value.get(outcome)
    if code is None or not alternate:
        return code
    return protocol.codes.alternate.on(on).value.get(code, code)


def recorded_as(
    protocol: Protocol, outcome: Outcome, on: date, *, alternate: bool
) -> Decision[str | None]:
    """The code of an outcome, and why where it is not the usual one."""
    code = home_office_code(protocol, outcome, on, alternate=alternate)
    if code == home_office_code(protocol, outcome, on):
        return Decision(code, ())
    source = protocol.codes.alternate.on(on).source
    text = f"Recorded as {code}: the offence is not one of those recorded"
    return Decision(code, (Reason("alternate_offence", text, source),))


def no_further_action_code(protocol: Protocol, said: str | None, on: date) -> Decision[str | None]:
    """What the police record for no further action, or what is assumed where they do not say."""
    if said is not None:
        return Decision(said, ())
    codes = protocol.outcomes.home_office_codes.on(on)
    code = codes.value.get(Disposal.NO_FURTHER_ACTION)
    family = protocol.codes.no_further_action.on(on).value
    text = f"Code {code} is assumed: the police may record another of {', '.join(family)}"
    return Decision(code, (Reason("nfa_code_assumed", text, codes.source),))


def is_no_further_action(protocol: Protocol, code: str, on: date) -> bool:
    return code in protocol.codes.no_further_action.on(on).value


def all_codes(protocol: Protocol, on: date) -> tuple[Code, ...]:
    """The framework as it stood that day."""
    rules = protocol.codes
    newer = begun(rules.newer_labels, on)
    labels = {**rules.labels.on(on).value, **(newer.value if newer else {})}
    groups = {code: name for name, held in rules.groups.on(on).value.items() for code in held}
    usual = {other: code for code, other in rules.alternate.on(on).value.items()}
    return tuple(
        Code(code, label, groups.get(code), usual.get(code)) for code, label in labels.items()
    )


def exported_as(protocol: Protocol, disposal: Disposal, on: date) -> Decision[str | None]:
    """What a disposal that returns have no name for is sent as, and how that reads back."""
    rules = protocol.codes
    names = begun(rules.exported_as, on)
    name = names.value.get(disposal) if names else None
    return Decision(name, tuple(_exported(protocol, name, on)) if name else ())


def _exported(protocol: Protocol, name: str, on: date) -> Iterator[Reason]:
    rules = protocol.codes
    text = f"Sent in returns as {name} until they have a name for it"
    yield Reason("exported_for_now", text, rules.exported_as.on(on).source)
    back = rules.reads_back.on(on)
    yield Reason("reads_back_as_two", back.value, back.source)


def kpi_6_bucket(
    protocol: Protocol, outcome: Outcome, on: date, *, with_yjs: bool = True
) -> Decision[str | None]:
    """The row of key performance indicator 6 it counts in; none without youth justice work.

    That nobody has made a row for it is told as a reason: the row is counted in, never decided by.
    """
    if not with_yjs:
        return Decision(None, ())
    rules = protocol.outcomes
    if outcome == Disposal.OUTCOME_23 and rules.kpi_6_outcome_23.entry_on(on):
        return Decision(*told(lambda: rules.kpi_6_outcome_23.on(on).value))
    buckets = begun(rules.kpi_6_buckets, on)
    return Decision(buckets.value.get(outcome) if buckets else None, ())
