"""What is asked about the record itself: who may see it, and how long it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel_protocol.dated import Dated


@dataclass(frozen=True, slots=True)
class RightsRules:
    """The rights of the people in the records."""

    access_months: Dated[int]
    access_extension_months: Dated[int]


@dataclass(frozen=True, slots=True)
class RetentionRules:
    """How long a child's record is kept. Nothing here is the service's to choose."""

    months: Dated[Mapping[str, int]]
    counted_from: Dated[Mapping[str, str]]
    grace_days: Dated[int]
