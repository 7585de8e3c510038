"""A report of a release that nobody made: every measure there is, some of its counts hidden."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

from app.statistics.audience import Audience
from app.statistics.figures import Figure, Place, Populations, places, table
from app.statistics.periods import Run, counted
from app.statistics.registry import SPECS
from app.statistics.report.release import WANTED, Table, Told
from app.statistics.schemas import MeasureRead, MeasureReleased, ReleaseRead, RuleRead
from app.statistics.spec import Counted, Measure, Spec
from panel_protocol.protocol import Protocol
from panel_protocol.rules.rates import Period

SVG = "{http://www.w3.org/2000/svg}"
AS_AT = date(2026, 11, 21)
THRESHOLD = 5
_RULE = RuleRead(
    audience=Audience.PARTNERS, threshold=THRESHOLD, rounding=1, text="Small are hidden."
)


def read(markup: str) -> ElementTree.Element:
    """As XML, which markup that its own data had cut open would not be."""
    return ElementTree.fromstring(markup.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314


def a_report(protocol: Protocol, *, of: Collection[Measure] = tuple(SPECS), years: int = 3) -> Told:
    """The same each time. Counts of 1 to 4 are hidden, and what rests on them with them."""
    span = counted(AS_AT, years=years, running=False)
    tables = {
        (measure, period): Table(_read(protocol, SPECS[measure], period, span),
                                 SPECS[measure].dimensions)
        for measure, period in WANTED
        if measure in of and measure in SPECS and period in SPECS[measure].answers
    }  # fmt: skip
    return Told(
        rule=_RULE,
        about=_about(protocol, [measure for measure, _ in tables]),
        tables=tables,
        areas=[*protocol.areas.values(), protocol.force_area],
        bases={},
    )


def _read(protocol: Protocol, spec: Spec, period: Period, span: Run) -> MeasureRead:
    figures = table(
        spec,
        period,
        span,
        counted=_counted(spec, protocol.areas, span),
        populations=Populations({}),
        rows=places(protocol, protocol.areas),
        seen=_seen,
    )
    return MeasureRead(
        items=[spec.reply.model_validate(_values(spec, figure)) for figure in figures],
        definition=f"What `{spec.measure}` counts.",
        source="The Board's own code <QS2>",
        release="2026-11-21-1",
        as_at=AS_AT,
        disclosure_rule=_RULE,
        series="local",
        notes=["Counted to 30 September 2026."],
    )


def _counted(spec: Spec, areas: Collection[str], span: Run) -> Counted:
    bases = sorted({base for series in spec.series for base in spec.base(series)})
    keys = [(base, area, quarter) for base in bases for area in areas for quarter in span]
    return Counted.of({}, {key: dict(_spread(str(key))) for key in keys})


def _spread(key: str) -> Iterator[tuple[int, int]]:
    """Few or none, and now and then more."""
    dice = sha256(key.encode()).digest()
    for place in range(dice[0] % 4):
        yield 3 + dice[place + 1] % 40, 1 + dice[place + 5] % 3


def _seen(_series: str, _place: Place, _run: Run, count: int) -> int | None:
    return None if 0 < count < THRESHOLD else count


def _values(spec: Spec, figure: Figure) -> dict[str, Any]:
    return {
        "area": figure.place.code,
        "period_start": figure.run.starts,
        "period_end": figure.run.ends,
        "count": figure.count,
        "suppressed": figure.suppressed,
        "rate_per_100_000": figure.rate,
        "population": figure.population,
        "population_year": figure.population_year,
        **spec.said(figure.series),
        **figure.values,
    }


def _about(protocol: Protocol, measures: Collection[Measure]) -> ReleaseRead:
    return ReleaseRead(
        id="2026-11-21-1",
        as_at=AS_AT,
        made_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
        edition=protocol.edition_on(AS_AT).name,
        series="local",
        disclosure_rule=_RULE,
        measures=[
            MeasureReleased(
                measure=measure,
                definition="",
                source=None,
                figures=9,
                hidden=1,
                hidden_from_public=None,
            )
            for measure in dict.fromkeys(measures)
        ],
        notes=["Counted to 30 September 2026."],
        sha256="0" * 64,
        public_rule=None,
        revisions=[],
        signature=None,
        key=None,
    )
