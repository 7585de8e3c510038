"""For whom a release is: what is hidden from each, and how exact the rest is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.statistics.spec import Value
from app.statistics.spreads import without_fractions
from panel_protocol.protocol import Protocol


class Audience(StrEnum):
    PARTNERS = "partners"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Policy:
    """Counts from 1 up to but not including the threshold are hidden, the others rounded."""

    audience: Audience
    threshold: int
    rounding: int
    text: str

    def rounded(self, count: int) -> int:
        """To the nearest, half up."""
        return (2 * count + self.rounding) // (2 * self.rounding) * self.rounding

    def told(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """What is worked out besides; whoever is shown rounded counts learns none otherwise."""
        return values if self.rounding == 1 else without_fractions(values)

    def said(self) -> dict[str, Any]:
        return {
            "audience": self.audience.value,
            "threshold": self.threshold,
            "rounding": self.rounding,
            "text": self.text,
        }


def policies(protocol: Protocol, on: date) -> Mapping[Audience, Policy]:
    """Partners first: what is hidden from them is hidden from everybody."""
    rules = protocol.statistics
    return {
        Audience.PARTNERS: Policy(
            Audience.PARTNERS,
            threshold=rules.partners_threshold.on(on).value,
            rounding=1,
            text=rules.partners_rule.on(on).value,
        ),
        Audience.PUBLIC: Policy(
            Audience.PUBLIC,
            threshold=rules.public_threshold.on(on).value,
            rounding=rules.public_rounding.on(on).value,
            text=rules.public_rule.on(on).value,
        ),
    }
