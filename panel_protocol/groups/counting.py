"""What is asked where an outcome is recorded and counted."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel_protocol.dated import Dated
from panel_protocol.groups.shapes import Words


@dataclass(frozen=True, slots=True)
class OutcomesRules:
    home_office_codes: Dated[Mapping[str, str]]
    kpi_6_buckets: Dated[Mapping[str, str]]
    kpi_6_outcome_23: Dated[str]
    kpi_6_rows: Dated[Words]
    kpi_6_youngest_age: Dated[int]
    kpi_6_oldest_age: Dated[int]
    substantive: Dated[Words]
    seriousness: Dated[Words]
    spent_when_given: Dated[Words]
    spent_after_months: Dated[int]
    outcome_23_spent: Dated[str]


@dataclass(frozen=True, slots=True)
class CodesRules:
    """Home Office outcome codes and what returns make of them."""

    labels: Dated[Mapping[str, str]]
    newer_labels: Dated[Mapping[str, str]]
    alternate: Dated[Mapping[str, str]]
    groups: Dated[Mapping[str, Words]]
    no_further_action: Dated[Words]
    under_age: Dated[str]
    evidence_not_met: Dated[Words]
    exported_as: Dated[Mapping[str, str]]
    reads_back: Dated[str]


@dataclass(frozen=True, slots=True)
class EntrantsRules:
    youngest_age: Dated[int]
    oldest_age: Dated[int]
    residence_not_counted: Dated[Words]
    definition: Dated[str]
    limits: Dated[Words]
    rate_limits: Dated[Words]
    kpi_6_limits: Dated[Words]


@dataclass(frozen=True, slots=True)
class StatisticsRules:
    years_shown: Dated[int]
    partners_threshold: Dated[int]
    partners_rule: Dated[str]
    public_threshold: Dated[int]
    public_rounding: Dated[int]
    public_rule: Dated[str]
    disposals_definition: Dated[str]
    outcome_22_definition: Dated[str]
    kpi_6_definition: Dated[str]
    victims_definition: Dated[str]
    timeliness_definition: Dated[str]
    disproportionality_definition: Dated[str]
    consistency_definition: Dated[str]
    net_widening_definition: Dated[str]
    panels_definition: Dated[str]
    ethnic_groups: Dated[Mapping[str, str]]
    retired_area_codes: Dated[Mapping[str, str]]
