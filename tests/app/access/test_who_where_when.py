"""Who may do what, to whose case, at which stage: every cell, against a table written by hand.

AZ-3, AZ-9. The roles stand in `test_rules.MAY`; here stands when a case can be dealt with so. Both
are written from the contract, not from the rules. Over HTTP the same is tried in `test_doors`.
"""

from itertools import product

import pytest

from app.access.actor import Actor, Role
from app.access.rules import RULES, UNDER_GLASS, allowed_actions, may, possible
from app.access.scope import holds
from panel_protocol.journey import Stage
from panel_protocol.terms import ClosedAs
from tests.app.access.test_rules import MAY
from tests.service import GATESHEAD, NORTH_TYNESIDE

# reView, Assessment, Panel_ready, Listed, Decided, Intervention, Breach_review, Closed.
LETTERS = dict(zip("VAPLDIBC", Stage, strict=True))

WHEN = {
    "VAPLDIB.": "allocate_case record_exploitation release_exploitation add_victim",
    "V.......": "review_triage",
    "VAPLD...": "withdraw_case",
    "VAP.DIB.": "transfer_case answer_transfer",
    "VAPLDIBC": "change_victim",
    ".A......": "save_assessment_section sign_assessment countersign_assessment",
    "..P.....": "list_case_at_panel",
    "...L....": "remove_case_from_panel declare_conflict recommend record_disposal",
    "....D...": "record_police_decision record_administration",
    ".....I..": "record_completion vary_condition open_breach conclude_case",
    ".....IB.": "record_progress",
    "......B.": "decide_breach",
    ".......C": "record_court_result",
}
# After a charge, or when the police were left to consider one.
ONLY_AFTER = {"record_court_result": {"charged", "charge_consideration"}}
AREAS = {"own": {NORTH_TYNESIDE}, "other": {GATESHEAD}, "none": set[str]()}

STAGES = {action: said for said, actions in WHEN.items() for action in actions.split()}


def by_hand(role: Role, action: str, area: str, stage: Stage) -> int:
    """What the tables above say of a case of North Tyneside's; if closed, closed as charged."""
    if action not in MAY[role].split():
        return 403
    if area != "own":
        return 404
    if action in STAGES and stage not in {LETTERS[each] for each in STAGES[action] if each != "."}:
        return 409
    return 200


def by_the_service(role: Role, action: str, area: str, stage: Stage) -> int:
    """What its one decision table and its scope say, in the order a request meets them."""
    actor = Actor("someone", frozenset({role}), frozenset(AREAS[area]))
    closed_as = ClosedAs.CHARGED if stage is Stage.CLOSED else None
    if not may(actor, action):
        return 403
    if not holds(actor, NORTH_TYNESIDE):
        return 404
    return 200 if possible(action, stage, closed_as) else 409


@pytest.mark.parametrize("role", Role)
def test_every_cell_is_as_it_was_written_by_hand(role):
    cells = list(product(RULES, AREAS, Stage))
    different = [
        (action, area, stage.value, by_hand(role, action, area, stage))
        for action, area, stage in cells
        if by_hand(role, action, area, stage) != by_the_service(role, action, area, stage)
    ]

    assert different == []
    assert len(cells) == len(RULES) * 3 * 8


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("stage", Stage)
def test_what_a_case_offers_is_the_same_table_read_the_other_way(role, stage):
    actor = Actor("someone", frozenset({role}), frozenset({NORTH_TYNESIDE}))

    offered = set(allowed_actions(actor, stage, ClosedAs.CHARGED))

    assert offered == {each for each in STAGES if by_hand(role, each, "own", stage) == 200}


@pytest.mark.parametrize("closed_as", ClosedAs)
def test_how_a_case_closed_matters_to_what_is_named_here_alone(closed_as):
    for action, said in STAGES.items():
        expected = "C" in said and closed_as in ONLY_AFTER.get(action, set(ClosedAs))
        assert possible(action, Stage.CLOSED, closed_as) == expected, action


def test_what_has_a_stage_is_what_is_done_to_a_case():
    assert {action for action, rule in RULES.items() if rule.stages is not None} == set(STAGES)


def test_the_glass_opens_nothing_that_changes_a_case():
    assert not UNDER_GLASS & set(STAGES)
    assert set(MAY[Role.YOT_OFFICER].split()) >= UNDER_GLASS
