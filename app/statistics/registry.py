"""The measures that are counted; a name without a line here is not there."""

from collections.abc import Mapping

from app.statistics.measured import disposals, first_time_entrants
from app.statistics.spec import Measure, Spec

SPECS: Mapping[Measure, Spec] = {
    spec.measure: spec
    for spec in (
        first_time_entrants.SPEC,
        disposals.SPEC,
    )
}
