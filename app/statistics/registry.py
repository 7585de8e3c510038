"""The measures that are counted; a name without a line here is not there."""

from collections.abc import Mapping

from app.statistics.measured import disposals, first_time_entrants, kpi_6, outcome_22, victims
from app.statistics.spec import Measure, Spec

SPECS: Mapping[Measure, Spec] = {
    spec.measure: spec
    for spec in (
        first_time_entrants.SPEC,
        disposals.SPEC,
        outcome_22.SPEC,
        kpi_6.SPEC,
        victims.SPEC,
    )
}
