"""Who may do what, and at which stages of a case: one table, keyed by the route's name."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.access.actor import Actor, Role
from panel_protocol.journey import Stage
from panel_protocol.terms import ClosedAs


@dataclass(frozen=True, slots=True)
class Rule:
    """`stages` is set on what is done to one case, and says when it is possible."""

    roles: frozenset[Role]
    stages: frozenset[Stage] | None = None
    closed_as: frozenset[ClosedAs] | None = None  # at `closed`, only for cases closed this way


def _rule(
    roles: frozenset[Role],
    *,
    at: Iterable[Stage] | None = None,
    closed_as: Iterable[ClosedAs] | None = None,
) -> Rule:
    return Rule(
        roles,
        None if at is None else frozenset(at),
        None if closed_as is None else frozenset(closed_as),
    )


ANYONE = frozenset(Role)
CALCULATES = ANYONE - {Role.REGIONAL_PARTNER}
READS_RELEASES = ANYONE - {Role.POLICE_SUBMITTER, Role.PANEL_MEMBER}
POLICE = frozenset({Role.POLICE_SUBMITTER})
YJS = frozenset({Role.YOT_OFFICER, Role.YOT_MANAGER})
MANAGER = frozenset({Role.YOT_MANAGER})
CHAIR = frozenset({Role.PANEL_CHAIR})
MEMBER = frozenset({Role.PANEL_MEMBER})
AUDITOR = frozenset({Role.AUDITOR})
# Who sees the whole of every case of their areas; others see their part of it.
WHOLE_CASE = YJS | CHAIR

OPEN = frozenset(Stage) - {Stage.CLOSED}

# What may be read of a case of another area that was opened in an emergency; nothing is changed.
UNDER_GLASS = frozenset(
    "read_case read_case_history read_assessment read_assessment_section read_conditions "
    "read_child".split()
)

RULES: dict[str, Rule] = {
    # The protocol
    "read_protocol": _rule(ANYONE),
    "search_offences": _rule(ANYONE),
    "read_assessment_tool": _rule(ANYONE),
    "triage_described_case": _rule(CALCULATES),
    "check_conditions": _rule(CALCULATES),
    "compute_timescales": _rule(CALCULATES),
    "check_disclosure": _rule(CALCULATES),
    "check_duties": _rule(CALCULATES),
    # Cases
    "submit_case": _rule(POLICE),
    "read_submission": _rule(POLICE),
    "search_submissions": _rule(POLICE),
    "list_cases": _rule(YJS | CHAIR),
    # Police see what they need in order to decide; members, the cases they are invited to hear.
    "read_case": _rule(YJS | CHAIR | POLICE | MEMBER),
    "read_case_history": _rule(YJS | CHAIR),
    "allocate_case": _rule(MANAGER, at=OPEN),
    "review_triage": _rule(MANAGER, at={Stage.REVIEW}),
    # What runs already is ended by its conclusion or by a breach decision, never by withdrawal.
    "withdraw_case": _rule(YJS, at=OPEN - {Stage.INTERVENTION, Stage.BREACH_REVIEW}),
    # A chair takes a listed case off the agenda first, so that no panel waits for it.
    "transfer_case": _rule(MANAGER, at=OPEN - {Stage.LISTED}),
    "answer_transfer": _rule(MANAGER, at=OPEN - {Stage.LISTED}),
    "list_transfers": _rule(MANAGER),
    "break_glass": _rule(YJS),
    "list_break_glass": _rule(MANAGER | {Role.AUDITOR}),
    "record_exploitation": _rule(YJS | POLICE, at=OPEN),
    "release_exploitation": _rule(MANAGER, at=OPEN),
    "add_victim": _rule(YJS, at=OPEN),
    # A victim is told of the outcome after the case has closed.
    "change_victim": _rule(YJS, at=Stage),
    # Children
    "report_outcome": _rule(POLICE),
    "search_children": _rule(YJS),
    "read_child": _rule(YJS),
    "add_child_outcome": _rule(YJS),
    "check_entrant": _rule(YJS),
    # Assessment
    "read_assessment": _rule(YJS),
    "read_assessment_section": _rule(YJS),
    "save_assessment_section": _rule(YJS, at={Stage.ASSESSMENT}),
    "sign_assessment": _rule(YJS, at={Stage.ASSESSMENT}),
    "countersign_assessment": _rule(MANAGER, at={Stage.ASSESSMENT}),
    # Panels
    "convene_panel": _rule(CHAIR),
    "list_panels": _rule(YJS | CHAIR | MEMBER),
    "read_panel": _rule(YJS | CHAIR | MEMBER),
    "read_panel_pack": _rule(YJS | CHAIR | MEMBER),
    "list_case_at_panel": _rule(CHAIR, at={Stage.PANEL_READY}),
    "remove_case_from_panel": _rule(CHAIR, at={Stage.LISTED}),
    "record_attendance": _rule(CHAIR),
    # Officers and chairs sit on panels too, and whoever has an interest must be able to say so.
    "declare_conflict": _rule(YJS | CHAIR | MEMBER, at={Stage.LISTED}),
    "recommend": _rule(YJS | CHAIR | MEMBER, at={Stage.LISTED}),
    # Disposal and decision
    "read_options": _rule(YJS | CHAIR),
    "record_disposal": _rule(CHAIR, at={Stage.LISTED}),
    "record_police_decision": _rule(POLICE, at={Stage.DECIDED}),
    "record_administration": _rule(POLICE, at={Stage.DECIDED}),
    "record_court_result": _rule(
        POLICE | YJS,
        at={Stage.CLOSED},
        closed_as={ClosedAs.CHARGED, ClosedAs.CHARGE_CONSIDERATION},
    ),
    # Conditions
    "read_conditions": _rule(YJS | CHAIR | POLICE),
    # What happened before the breach was opened may still have to be written down.
    "record_progress": _rule(YJS, at={Stage.INTERVENTION, Stage.BREACH_REVIEW}),
    "record_completion": _rule(YJS, at={Stage.INTERVENTION}),
    "vary_condition": _rule(YJS, at={Stage.INTERVENTION}),
    "open_breach": _rule(YJS, at={Stage.INTERVENTION}),
    "decide_breach": _rule(YJS, at={Stage.BREACH_REVIEW}),
    "conclude_case": _rule(YJS, at={Stage.INTERVENTION}),
    # Statistics
    "list_releases": _rule(READS_RELEASES),
    "read_release": _rule(READS_RELEASES),
    "read_release_report": _rule(READS_RELEASES),
    "read_released_measure": _rule(READS_RELEASES),
    "read_live_measure": _rule(MANAGER),
    "read_published": _rule(READS_RELEASES),
    # Records and rights
    "read_journal": _rule(AUDITOR),
    "verify_journal": _rule(AUDITOR),
    "record_subject_request": _rule(AUDITOR),
    "list_subject_requests": _rule(AUDITOR),
    "move_request_clock": _rule(AUDITOR),
    "answer_subject_access": _rule(AUDITOR),
    "rectify_child": _rule(AUDITOR),
    "restrict_child": _rule(AUDITOR),
    "erase_child": _rule(AUDITOR),
    "list_retention_reviews": _rule(AUDITOR),
    "review_retention": _rule(AUDITOR),
}


def may(actor: Actor, action: str) -> bool:
    """Whether a role, and the client, may ever do this; an unknown action is an error."""
    rule = RULES[action]
    return (actor.only is None or action in actor.only) and not actor.roles.isdisjoint(rule.roles)


def possible(action: str, stage: Stage, closed_as: ClosedAs | None = None) -> bool:
    """Whether the case has come to where this can be done."""
    rule = RULES[action]
    if rule.stages is None:
        return True
    if stage not in rule.stages:
        return False
    return stage is not Stage.CLOSED or rule.closed_as is None or closed_as in rule.closed_as


def allowed_actions(actor: Actor, stage: Stage, closed_as: ClosedAs | None = None) -> list[str]:
    """What this actor may do to a case now, in the order of the journey."""
    return [
        action
        for action, rule in RULES.items()
        if rule.stages is not None and may(actor, action) and possible(action, stage, closed_as)
    ]
