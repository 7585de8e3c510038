"""When a court may not give a conditional discharge, because of the cautions that came before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from panel_protocol.dated import Answer
from panel_protocol.decision import Reason
from panel_protocol.protocol import Protocol
from panel_protocol.rules.months import last_day_of_years
from panel_protocol.saying import written


@dataclass(frozen=True, slots=True)
class Given:
    """The days on which youth cautions and conditional cautions were given."""

    cautions: Sequence[date]
    conditional: Sequence[date]


@dataclass(frozen=True, slots=True)
class Period:
    """The bar holds for an offence committed on any day from the first to the last."""

    first: date
    last: date
    reasons: tuple[Reason, ...]

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Bar:
    """`first` and `last` are None where nothing given brings a bar."""

    barred: bool
    first: date | None
    last: date | None
    reasons: tuple[Reason, ...]


def bar(protocol: Protocol, given: Given, on: date, committed_on: date | None) -> Bar:
    """Whether an offence of that day is barred; of no day, whether any bar runs on `on`."""
    asked = on if committed_on is None else committed_on
    every = tuple(periods(protocol, given, on))
    holding = [period for period in every if period.holds(asked)]
    shown = holding or [period for period in every if period.last >= on]
    return Bar(
        barred=bool(holding),
        first=min((period.first for period in shown), default=None),
        last=max((period.last for period in shown), default=None),
        reasons=(
            # Once each: every period of a kind carries the same doubt.
            *dict.fromkeys(reason for period in shown for reason in period.reasons),
            *_of_the_offence(protocol, on, committed_on, holding=bool(holding), shown=bool(shown)),
        ),
    )


def periods(protocol: Protocol, given: Given, on: date) -> Iterator[Period]:
    """Every bar that what was given brings, whether it runs still or has ended."""
    yield from _after_cautions(protocol, given, on)
    yield from _after_conditional_cautions(protocol, given, on)


def _after_cautions(protocol: Protocol, given: Given, on: date) -> Iterator[Period]:
    """After two youth cautions, or one that followed a conditional caution: from the last."""
    if not given.cautions:
        return
    last = max(given.cautions)
    second = len(given.cautions) > 1
    followed = [day for day in given.conditional if day <= last]
    if not second and not followed:
        return
    years = protocol.options.caution_discharge_bar_years.on(on)
    counts = protocol.duties.bar_counts_first_day.on(on).value
    ends = last_day_of_years(last, years.value, counting_first_day=counts)
    why = "Two or more youth cautions" if second else "A youth caution after a conditional caution"
    reasons = [_barred(f"{why}, the last on {written(last)}", last, ends, years)]
    if not second and min(followed) == last:
        text = (
            "Both cautions are of one day, and which came first is not known: "
            "the bar is told as if the youth caution came last"
        )
        reasons.append(Reason("same_day_order_unknown", text, years.source))
    yield Period(last, ends, tuple(reasons))


def _after_conditional_cautions(protocol: Protocol, given: Given, on: date) -> Iterator[Period]:
    years = protocol.options.conditional_caution_discharge_bar_years.on(on)
    counts = protocol.duties.conditional_caution_bar_counts_first_day.on(on)
    text = (
        "The Act says 'within' the years 'of the giving': whether the anniversary itself belongs "
        "to them is not settled"
    )
    doubt = Reason("anniversary_not_settled", text, counts.source)
    for day in sorted(set(given.conditional)):
        ends = last_day_of_years(day, years.value, counting_first_day=counts.value)
        said = f"A conditional caution, given on {written(day)}"
        yield Period(day, ends, (_barred(said, day, ends, years), doubt))


def _barred(said: str, first: date, last: date, years: Answer[int]) -> Reason:
    text = (
        f"{said}: if convicted of an offence committed from {written(first)} to "
        f"{written(last)} ({years.value} years), no conditional discharge unless the "
        "circumstances are exceptional"
    )
    return Reason("conditional_discharge_barred", text, years.source)


def _of_the_offence(
    protocol: Protocol, on: date, committed_on: date | None, *, holding: bool, shown: bool
) -> Iterator[Reason]:
    source = protocol.options.caution_discharge_bar_years.on(on).source
    if not shown:
        text = "Nothing given so far keeps a court from a conditional discharge"
        yield Reason("no_bar", text, source)
    elif committed_on is None:
        text = "No day of an offence was given: the answer is for one committed on the day given"
        yield Reason("offence_day_not_given", text, source)
    elif not holding:
        text = f"An offence of {written(committed_on)} is outside these days: it is not barred"
        yield Reason("offence_outside_bar", text, source)
