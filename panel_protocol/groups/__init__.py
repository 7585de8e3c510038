"""The typed parameters: one group for each parameters/<name>.toml, one field for each entry in it.

Allowed types: Dated of bool, int, str, tuple[str, ...], Mapping[str, one of those], or Table
(a tree of plain values). To add a group: write <Name>Rules in one of these files, add its line to
Groups, write parameters/<name>.toml with the same names.
"""

from dataclasses import dataclass

from panel_protocol.groups.counting import (
    CodesRules,
    EntrantsRules,
    OutcomesRules,
    StatisticsRules,
)
from panel_protocol.groups.deciding import (
    DisagreementRules,
    OptionsRules,
    PanelRules,
    ProsecutorRules,
    ResolutionRules,
)
from panel_protocol.groups.giving import (
    ConditionsRules,
    DisclosureRules,
    DutiesRules,
    GivingRules,
    TimescalesRules,
)
from panel_protocol.groups.records import RetentionRules, RightsRules
from panel_protocol.groups.triage import (
    EligibilityRules,
    ExploitationRules,
    GravityRules,
    HomeHostRules,
    ImageryRules,
    KnifeRules,
    RoutingRules,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Every group the protocol holds, by the name of its parameter file."""

    eligibility: EligibilityRules
    gravity: GravityRules
    routing: RoutingRules
    options: OptionsRules
    panel: PanelRules
    timescales: TimescalesRules
    conditions: ConditionsRules
    outcomes: OutcomesRules
    entrants: EntrantsRules
    statistics: StatisticsRules
    duties: DutiesRules
    disclosure: DisclosureRules
    knife: KnifeRules
    imagery: ImageryRules
    exploitation: ExploitationRules
    resolution: ResolutionRules
    giving: GivingRules
    prosecutor: ProsecutorRules
    home_host: HomeHostRules
    disagreement: DisagreementRules
    codes: CodesRules
    rights: RightsRules
    retention: RetentionRules
