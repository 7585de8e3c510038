"""From everything counted to the tables of a release: what is hidden in them, and the attack on it.

Nothing here touches a database, so that no lock is held while the programmes run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.statistics.figures import Figure, Place, Populations, table
from app.statistics.linking import Earlier, Group, Key, groups
from app.statistics.periods import Run
from app.statistics.registry import SPECS
from app.statistics.spec import Counted, Measure, Spec
from app.statistics.systems import hidden_in


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a release is made of, as known at one instant."""

    as_at: date
    span: Run
    places: Sequence[Place]
    counted: Mapping[Measure, Counted]
    populations: Populations
    earlier: Sequence[Earlier]
    releases_before: int
    threshold: int


def protected(material: Material) -> dict[Measure, list[Figure]]:
    """Every table of the release, small counts and whatever betrays them hidden; or NotSafe."""
    hidden = _hidden(material)
    return {measure: _measure(material, spec, hidden) for measure, spec in SPECS.items()}


def _hidden(material: Material) -> set[Key]:
    counts = {measure: counted.counts for measure, counted in material.counted.items()}
    found: set[Key] = set()
    for series in groups(SPECS.values()):
        group = Group(
            series,
            counts=counts,
            places=material.places,
            span=material.span,
            earlier=material.earlier,
            threshold=material.threshold,
        )
        found |= hidden_in(group, threshold=material.threshold)
    return found


def _measure(material: Material, spec: Spec, hidden: set[Key]) -> list[Figure]:
    shown = frozenset(spec.series)

    def seen(series: str, place: Place, run: Run, count: int) -> int | None:
        if series not in shown or (spec.measure, series, place.code, run) in hidden:
            return None
        return count

    return [
        figure
        for period in spec.answers
        for figure in table(
            spec,
            period,
            material.span,
            counted=material.counted[spec.measure],
            populations=material.populations,
            rows=material.places,
            seen=seen,
        )
    ]
