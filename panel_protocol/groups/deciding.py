"""What is asked where a disposal is chosen."""

from dataclasses import dataclass

from panel_protocol.dated import Dated
from panel_protocol.groups.shapes import Table, Words


@dataclass(frozen=True, slots=True)
class OptionsRules:
    youth_caution_evidence: Dated[Words]
    youth_conditional_caution_evidence: Dated[Words]
    community_resolution_evidence: Dated[Words]
    outcome_22_evidence: Dated[Words]
    outcome_22_threshold: Dated[str]
    outcome_23_evidence: Dated[Words]
    charge_evidence: Dated[Words]
    youth_caution_admission: Dated[Words]
    youth_conditional_caution_admission: Dated[Words]
    community_resolution_admission: Dated[Words]
    admission_not_needed: Dated[Words]
    admission_needs_appropriate_adult: Dated[Words]
    appropriate_adult_up_to_age: Dated[int]
    children_only: Dated[Words]
    children_only_by_guidance: Dated[Words]
    outcome_22_means: Dated[str]
    outcome_23_means: Dated[str]
    community_resolution_needs_victim_contact: Dated[bool]
    conditional_caution_authority: Dated[str]
    conditional_caution_for_prosecutor: Dated[Words]
    conditional_caution_prosecutor_list: Dated[Words]
    counts_as_youth_caution: Dated[Words]
    caution_discharge_bar_years: Dated[int]
    conditional_caution_discharge_bar_years: Dated[int]
    caution_programme: Dated[str]
    caution_citable: Dated[str]
    conditional_caution_breach: Dated[str]
    conditional_caution_signed: Dated[str]


@dataclass(frozen=True, slots=True)
class PanelRules:
    agencies_needed: Dated[Words]
    other_agencies_needed: Dated[int]
    team_members: Dated[Words]


@dataclass(frozen=True, slots=True)
class ResolutionRules:
    """Community resolutions."""

    appropriate_adult_up_to_age: Dated[int]
    contact_that_serves: Dated[Words]
    views_that_are_recorded: Dated[Words]
    victim_views: Dated[str]
    rationale: Dated[str]
    agreement: Dated[str]
    history_guidance: Dated[Words]
    panel_counts_as_consultation: Dated[bool]
    not_enforceable: Dated[str]
    not_for: Dated[Words]
    no_penalty_notice: Dated[str]


@dataclass(frozen=True, slots=True)
class ProsecutorRules:
    """What goes to a prosecutor, and with which form."""

    information_form_limbs: Dated[Words]
    information_form_by: Dated[str]
    information_form_each_time: Dated[str]
    care_leaver_up_to_age: Dated[int]
    unknown_maximum_counts: Dated[Words]


@dataclass(frozen=True, slots=True)
class DisagreementRules:
    """When panel, service and police differ."""

    joint_decision: Dated[str]
    police_last_word: Dated[str]
    borderline_scores: Dated[Words]
    escalation_is_used: Dated[bool]
    ladder: Dated[tuple[Table, ...]]
    goes_to_scrutiny: Dated[bool]
    scrutiny_categories: Dated[Words]
