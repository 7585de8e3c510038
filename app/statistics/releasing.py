"""From everything counted to the tables of a release: what is hidden in them, and the attack on it.

Nothing here touches a database, so that no lock is held while the programmes run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.statistics.audience import Audience, Policy
from app.statistics.few import dividing_too_few
from app.statistics.figures import Figure, Place, Populations, table
from app.statistics.linking import Earlier, Group, Key, groups
from app.statistics.periods import Run
from app.statistics.registry import SPECS
from app.statistics.spec import Counted, Measure, Spec
from app.statistics.systems import hidden_in

Tables = Mapping[Audience, Mapping[Measure, Sequence[Figure]]]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a release is made of, as known at one instant."""

    as_at: date
    span: Run
    since: int  # the quarter that tables begin with: nothing was on record before it
    places: Sequence[Place]
    counted: Mapping[Measure, Counted]
    populations: Populations
    earlier: Mapping[Audience, Sequence[Earlier]]
    releases_before: int
    policies: Mapping[Audience, Policy]


def protected(material: Material) -> Tables:
    """Every table of the release, small counts and whatever betrays them hidden; or NotSafe."""
    hidden = _hidden(material)
    return {
        audience: {
            measure: _measure(material, SPECS[measure], policy, hidden[audience])
            for measure in material.counted
        }
        for audience, policy in material.policies.items()
    }


def _hidden(material: Material) -> Mapping[Audience, set[Key]]:
    """As if counts were shown as they are: rounding is not relied on to hide anything."""
    counts = {measure: counted.counts for measure, counted in material.counted.items()}
    found: dict[Audience, set[Key]] = {audience: set() for audience in material.policies}
    for series in groups([SPECS[measure] for measure in material.counted]):
        if not any(_counts_any(material, spec, each) for spec, each in series):
            continue
        group = Group(
            series,
            counts=counts,
            places=material.places,
            span=material.span,
            since=material.since,
        )
        hidden = set[Key]()
        for audience, policy in material.policies.items():
            before = group.before(material.earlier[audience], policy.threshold)
            # What is hidden from some is hidden from whoever is told less; and what was hidden
            # before and has not changed stays so, or one release would tell what another hid.
            hidden |= before.hidden
            hidden |= hidden_in(group, before, threshold=policy.threshold, already=hidden)
            found[audience] |= hidden
    for audience, policy in material.policies.items():
        for measure, counted in material.counted.items():
            told = dividing_too_few(
                SPECS[measure],
                counted.counts,
                places=material.places,
                span=material.span,
                since=material.since,
                threshold=policy.threshold,
            )
            found[audience].update(told)
    return found


def _counts_any(material: Material, spec: Spec, series: str) -> bool:
    """Where nobody is counted, and nobody ever was, there is nothing to hide."""
    earlier = material.earlier[Audience.PARTNERS]
    every = [
        material.counted[spec.measure].counts,
        *(each.counts.get(spec.measure, {}) for each in earlier),
    ]
    bases = spec.base(series)
    return any(count for counts in every for (base, _, _), count in counts.items() if base in bases)


def _measure(material: Material, spec: Spec, policy: Policy, hidden: set[Key]) -> list[Figure]:
    shown = frozenset(spec.series)

    def seen(series: str, place: Place, run: Run, count: int) -> int | None:
        if series not in shown or (spec.measure, series, place.code, run) in hidden:
            return None
        return policy.rounded(count)

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
            since=material.since,
            seen=seen,
            told=policy.told,
        )
    ]
