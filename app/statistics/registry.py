"""The measures that are counted; a name without a line here is not there."""

from collections.abc import Mapping

from app.statistics.measured import (
    consistency,
    disposals,
    disproportionality,
    first_time_entrants,
    net_widening,
    panels,
    timeliness,
)
from app.statistics.spec import Measure, Spec

SPECS: Mapping[Measure, Spec] = {
    spec.measure: spec
    for spec in (
        first_time_entrants.SPEC,
        disposals.SPEC,
        timeliness.SPEC,
        disproportionality.SPEC,
        consistency.SPEC,
        net_widening.SPEC,
        panels.SPEC,
    )
}
