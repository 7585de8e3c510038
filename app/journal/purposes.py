"""Why each thing is done: derived from what is done, so that nobody has to type it.

DUAA 2025 s.82 took the typed justification out of DPA 2018 s.62; a purpose is still recorded, as
data is used for limited purposes (s.36) and an investigation asks for it first.
"""

from collections.abc import Mapping
from enum import StrEnum


class Purpose(StrEnum):
    ADVISE = "protocol.advise"
    MAINTAIN = "protocol.maintain"
    RECEIVE = "case.receive"
    FOLLOW = "case.follow"
    WORK = "case.work"
    SAFEGUARD = "child.safeguard"
    IDENTIFY = "child.identify"
    HISTORY = "child.history"
    VICTIM = "victim.care"
    ASSESS = "assessment.make"
    CONVENE = "panel.convene"
    PREPARE = "panel.prepare"
    DECIDE = "disposal.record"
    SUPERVISE = "conditions.supervise"
    COUNT = "statistics.build"
    RIGHTS = "child.rights"
    RETAIN = "record.retain"
    OVERSEE = "journal.oversee"
    SERVE = "service.operate"


_BY_PURPOSE: dict[Purpose, str] = {
    Purpose.ADVISE: """
        read_protocol search_offences read_assessment_tool triage_described_case check_conditions
        compute_timescales check_disclosure check_duties""",
    Purpose.MAINTAIN: "import_matrix replay_protocol",
    Purpose.RECEIVE: "submit_case",
    Purpose.FOLLOW: "read_submission search_submissions",
    Purpose.WORK: """
        list_cases read_case read_case_history allocate_case review_triage withdraw_case
        transfer_case answer_transfer list_transfers""",
    Purpose.SAFEGUARD: """
        record_exploitation release_exploitation break_glass list_break_glass""",
    Purpose.IDENTIFY: "search_children read_child",
    Purpose.HISTORY: "report_outcome add_child_outcome check_entrant",
    Purpose.VICTIM: "add_victim change_victim",
    Purpose.ASSESS: """
        read_assessment read_assessment_section save_assessment_section sign_assessment
        countersign_assessment""",
    Purpose.CONVENE: """
        convene_panel list_panels list_case_at_panel remove_case_from_panel record_attendance""",
    Purpose.PREPARE: "read_panel read_panel_pack declare_conflict recommend",
    Purpose.DECIDE: """
        read_options record_disposal record_police_decision record_administration
        record_court_result""",
    Purpose.SUPERVISE: """
        start_plan read_conditions record_progress record_completion vary_condition open_breach
        decide_breach conclude_case""",
    Purpose.COUNT: """
        import_populations import_published reconcile_statistics make_release export_release
        list_releases read_release read_release_report read_released_measure read_live_measure
        read_published make_kpi_6_return list_kpi_6_gaps""",
    Purpose.RIGHTS: """
        record_subject_request list_subject_requests move_request_clock answer_subject_access
        rectify_child restrict_child erase_child""",
    Purpose.RETAIN: "list_retention_reviews review_retention",
    Purpose.OVERSEE: """
        read_journal verify_journal export_journal report_who_saw report_breach""",
    Purpose.SERVE: "rehearse metrics ask withdraw_access restore_access rotate_keys",
}

PURPOSES: Mapping[str, Purpose] = {
    action: purpose for purpose, actions in _BY_PURPOSE.items() for action in actions.split()
}


class ActionWithoutPurpose(LookupError):
    """What nobody has said the purpose of is not done."""


def purpose_of(action: str) -> Purpose:
    try:
        return PURPOSES[action]
    except KeyError:
        raise ActionWithoutPurpose(
            f"{action} has no purpose in app/journal/purposes.py: say what it is for"
        ) from None
