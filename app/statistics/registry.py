"""The measures that are counted; a name without a line here is not there."""

from collections.abc import Mapping

from app.statistics.measured import (
    consistency,
    disposals,
    disproportionality,
    first_time_entrants,
    kpi_6,
    net_widening,
    outcome_22,
    panels,
    timeliness,
    victims,
)
from app.statistics.spec import Measure, Spec

SPECS: Mapping[Measure, Spec] = {
    spec.measure: spec
    for spec in (
        first_time_entrants.SPEC,
        disposals.SPEC,
        outcome_22.SPEC,
        kpi_6.SPEC,
        victims.SPEC,
        timeliness.SPEC,
        disproportionality.SPEC,
        consistency.SPEC,
        net_widening.SPEC,
        panels.SPEC,
    )
}
