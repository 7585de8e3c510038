import pytest
from sqlalchemy import column, select, update
from sqlalchemy import table as a_table

from app.access.actor import Actor, Role
from app.access.rules import RULES, allowed_actions, may, possible
from app.access.scope import holds, visible
from panel_protocol.journey import Stage
from panel_protocol.terms import ClosedAs

# Written from the contract's table of roles, not from the rules: each role, and all it may do.
PROTOCOL = "read_protocol search_offences read_assessment_tool"
CALCULATORS = (
    "triage_described_case check_conditions check_disclosure check_duties compute_timescales"
)
RELEASES = "list_releases read_release read_release_report read_released_measure read_published"
CASEWORK = """
    list_cases read_case read_case_history withdraw_case add_victim change_victim
    record_exploitation
    search_children read_child add_child_outcome check_entrant
    read_assessment read_assessment_section save_assessment_section sign_assessment
    list_panels read_panel read_panel_pack read_options record_court_result
    break_glass
    read_conditions record_progress record_completion vary_condition
    open_breach decide_breach conclude_case declare_conflict recommend
"""
MAY = {
    Role.POLICE_SUBMITTER: f"""{PROTOCOL} {CALCULATORS}
        submit_case read_submission search_submissions report_outcome read_case read_conditions
        record_exploitation
        record_police_decision record_administration record_court_result""",
    Role.YOT_OFFICER: f"{PROTOCOL} {CALCULATORS} {RELEASES} {CASEWORK}",
    Role.YOT_MANAGER: f"""{PROTOCOL} {CALCULATORS} {RELEASES} {CASEWORK}
        allocate_case review_triage countersign_assessment read_live_measure
        release_exploitation transfer_case answer_transfer list_transfers
        list_break_glass""",
    Role.PANEL_MEMBER: f"""{PROTOCOL} {CALCULATORS}
        read_case list_panels read_panel read_panel_pack declare_conflict recommend""",
    Role.PANEL_CHAIR: f"""{PROTOCOL} {CALCULATORS} {RELEASES}
        list_cases read_case read_case_history read_options read_conditions
        convene_panel list_panels read_panel read_panel_pack list_case_at_panel
        remove_case_from_panel record_attendance declare_conflict recommend
        record_disposal""",
    Role.REGIONAL_PARTNER: f"{PROTOCOL} {RELEASES}",
    Role.AUDITOR: f"""{PROTOCOL} {CALCULATORS} {RELEASES}
        read_journal verify_journal list_break_glass
        record_subject_request list_subject_requests move_request_clock answer_subject_access
        rectify_child restrict_child erase_child list_retention_reviews review_retention""",
    Role.ADMINISTRATOR: f"{PROTOCOL} {CALCULATORS} {RELEASES}",
}


def someone(*roles, areas=("E08000022",)):
    return Actor(subject="someone", roles=frozenset(roles), areas=frozenset(areas))


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_the_contract_gives_it_and_nothing_else(role):
    assert {action for action in RULES if may(someone(role), action)} == set(MAY[role].split())


def test_someone_with_two_roles_may_do_what_either_may():
    both = someone(Role.PANEL_MEMBER, Role.YOT_OFFICER)

    assert may(both, "recommend")
    assert may(both, "conclude_case")
    assert not may(both, "record_disposal")


def test_someone_without_a_role_may_do_nothing():
    assert not any(may(someone(), action) for action in RULES)


def test_an_action_nobody_has_decided_about_is_an_error_not_a_permission():
    with pytest.raises(KeyError):
        may(someone(*Role), "shred_case")


def test_every_stage_but_the_end_leaves_something_to_do():
    everyone = someone(*Role)

    for stage in Stage:
        ahead = set(allowed_actions(everyone, stage)) - {"change_victim", "record_court_result"}
        assert bool(ahead) == (stage is not Stage.CLOSED)


def test_what_may_be_done_now_is_said_in_the_order_of_the_journey():
    assert allowed_actions(someone(Role.PANEL_CHAIR), Stage.LISTED) == [
        "remove_case_from_panel",
        "declare_conflict",
        "recommend",
        "record_disposal",
    ]
    assert allowed_actions(someone(Role.REGIONAL_PARTNER), Stage.LISTED) == []


@pytest.mark.parametrize("closed_as", ClosedAs)
def test_a_court_result_belongs_to_a_case_that_went_to_court(closed_as):
    went = closed_as in (ClosedAs.CHARGED, ClosedAs.CHARGE_CONSIDERATION)

    assert possible("record_court_result", Stage.CLOSED, closed_as) == went


def test_a_query_is_narrowed_to_the_actors_areas_and_changes_are_too():
    case = a_table("panel_case", column("id"), column("area"))
    actor = someone(Role.YOT_OFFICER, areas=("E08000022", "E08000021"))

    seen = visible(select(case.c.id), to=actor, area=case.c.area).compile()
    changed = visible(update(case).values(id="x"), to=actor, area=case.c.area).compile()

    assert "WHERE panel_case.area IN" in str(seen)
    assert seen.params["area_1"] == ["E08000021", "E08000022"]
    assert "WHERE panel_case.area IN" in str(changed)


def test_an_actor_without_areas_sees_nothing():
    case = a_table("panel_case", column("id"), column("area"))
    nowhere = someone(Role.YOT_OFFICER, areas=())

    seen = visible(select(case.c.id), to=nowhere, area=case.c.area).compile()

    assert seen.params["area_1"] == []
    assert not holds(nowhere, "E08000022")
    assert holds(someone(Role.YOT_OFFICER), "E08000022")


def test_a_case_is_withdrawn_until_something_runs():
    assert {stage for stage in Stage if possible("withdraw_case", stage)} == {
        Stage.REVIEW,
        Stage.ASSESSMENT,
        Stage.PANEL_READY,
        Stage.LISTED,
        Stage.DECIDED,
    }
