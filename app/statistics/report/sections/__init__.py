"""The sections of a report in their order; one whose measure a release lacks is left out."""

from collections.abc import Callable, Sequence

from app.statistics.report.release import Told
from app.statistics.report.sections.completion import completion
from app.statistics.report.sections.disposals import disposals
from app.statistics.report.sections.entrants import entrants
from app.statistics.report.sections.equals import consistency
from app.statistics.report.sections.fairness import fairness
from app.statistics.report.sections.intensity import intensity
from app.statistics.report.sections.layout import Section
from app.statistics.report.sections.panels import panels
from app.statistics.report.sections.revised import revised
from app.statistics.report.sections.timeliness import timeliness
from app.statistics.report.sections.victims import victims

SECTIONS: Sequence[Callable[[Told], Section | None]] = (
    entrants,
    disposals,
    timeliness,
    completion,
    victims,
    consistency,
    intensity,
    fairness,
    panels,
    revised,
)
