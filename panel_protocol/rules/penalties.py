"""What a condition to pay may ask of a child, and what it must say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.terms import ModeOfTrial


@dataclass(frozen=True, slots=True)
class Penalty:
    label: str
    amount_pounds: int | Decimal | None
    payee: str | None
    payment_method: str | None


def not_available(protocol: Protocol, given_on: date) -> Reason:
    text = "A financial penalty can be a condition of a conditional caution only"
    source = protocol.conditions.penalty_needs.on(given_on).source
    return Reason("penalty_not_available", text, source)


def wrong_with(
    protocol: Protocol,
    penalties: Sequence[Penalty],
    age: int,
    mode: ModeOfTrial | None,
    given_on: date,
) -> Iterator[Reason]:
    """Everything wrong with the penalties of one conditional caution, taken together."""
    for penalty in penalties:
        yield from _unsaid(protocol, penalty, given_on)
    total = sum((Decimal(each.amount_pounds or 0) for each in penalties), Decimal(0))
    yield from _above_the_act(protocol, total, given_on)
    if mode is None:
        source = protocol.conditions.financial_penalty.on(given_on).source
        text = "The mode of trial must be known, because the most that may be asked depends on it"
        yield Reason("mode_of_trial_missing", text, source)
        return
    yield from _too_much(protocol, total, age, mode, given_on)


def _unsaid(protocol: Protocol, penalty: Penalty, given_on: date) -> Iterator[Reason]:
    needs = protocol.conditions.penalty_needs.on(given_on)
    if penalty.amount_pounds is None or penalty.amount_pounds <= 0:
        text = f"{penalty.label} must say how much is to be paid"
        yield Reason("amount_missing", text, needs.source)
    said = {"payee": penalty.payee, "payment_method": penalty.payment_method}
    for need in needs.value:
        if not (said[need] or "").strip():
            text = f"{penalty.label} must name the {need.replace('_', ' ')}"
            yield Reason(f"{need}_missing", text, needs.source)


def _above_the_act(protocol: Protocol, total: Decimal, given_on: date) -> Iterator[Reason]:
    """The Act's own ceiling, whatever the order made under it allows."""
    ceiling = protocol.conditions.act_ceiling_pounds.on(given_on)
    if total > ceiling.value:
        text = f"The Act allows at most £{ceiling.value} to be asked of a child"
        yield Reason("penalty_above_the_act", text, ceiling.source)


def _too_much(
    protocol: Protocol, total: Decimal, age: int, mode: ModeOfTrial, given_on: date
) -> Iterator[Reason]:
    table = protocol.conditions.financial_penalty.on(given_on)
    most = next(
        (row[mode] for row in table.value if row["from_age"] <= age <= row["to_age"]),
        None,
    )
    if most is None:
        text = "No financial penalty is prescribed for this age"
        yield Reason("penalty_age", text, table.source)
    elif total > most:
        how = mode.replace("_", " ")
        text = f"At most £{most} may be asked at {age} for an offence tried {how}, in all"
        yield Reason("penalty_too_high", text, table.source)
