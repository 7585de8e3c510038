"""Of the case: what was said of it, who was hurt, and the assessment."""

from collections.abc import Mapping

from app.provenance.kinds import Controller, Kept, kept

CASE: Mapping[str, Kept] = {
    "panel_case": kept(
        "Your cases",
        Controller.JOINT,
        "service",
        shown="""reference version stage closed_as area police_reference received_at route gravity
            assessment_due due_on police_informed_due""",
        keys="id child_id",
        derived="police_reference_index",
        professionals="submitted_by allocated_to",
    ),
    "submission": kept(
        "What the police sent",
        Controller.FORCE,
        "police",
        allegation="body",
        derived="facts",
        keys="case_id area",
    ),
    "case_offence": kept(
        "What you were suspected of",
        Controller.FORCE,
        "police",
        shown="offence_code committed_on area",
        allegation="summary",
        keys="case_id position case_area",
    ),
    "case_change": kept(
        "What happened to your cases",
        Controller.JOINT,
        "service",
        shown="case_version action from_stage to_stage closed_as at agency",
        assessment="why",
        keys="id case_id area",
        professionals="by",
    ),
    "case_decision": kept(
        "What the protocol said",
        Controller.JOINT,
        "service",
        shown="case_version kind edition looked_at decided_at agency",
        assessment="answer reasons",
        derived="facts",
        keys="id case_id area",
        professionals="decided_by",
    ),
    "case_transfer": kept(
        "When another service was asked to take your case",
        Controller.JOINT,
        "service",
        shown="""version reference from_area to_area receiving_service reason child_moved_on status
            offered_at answered_at""",
        assessment="narrative comment",
        keys="id case_id child_id",
        professionals="receiving_manager offered_by answered_by",
    ),
    "break_glass": kept(
        "When somebody of another area read your case in an emergency",
        Controller.JOINT,
        "service",
        shown="reference area opened_at agency from_areas expires_at",
        assessment="reason",
        keys="id case_id child_id",
        professionals="opened_by",
    ),
    "exploitation_hold": kept(
        "Whether somebody may be exploiting you",
        Controller.AUTHORITY,
        "youth_justice",
        shown="source referred_on opened_at agency released_at",
        assessment="concern rationale referral_decision",
        keys="id case_id area",
        professionals="opened_by released_by",
    ),
    "victim": kept(
        "Those it was done to",
        Controller.FORCE,
        "police",
        keys="id case_id offence_position area",
        others="version kind name may_share_with_yjs status recorded_at",
    ),
    "victim_version": kept(
        "What they said",
        Controller.AUTHORITY,
        "youth_justice",
        keys="victim_id version area",
        others="""details status consents_to_contact restorative_justice told_of_outcome
            recorded_at""",
        professionals="recorded_by",
    ),
    "assessment": kept(
        "Your assessment",
        Controller.AUTHORITY,
        "youth_justice",
        shown="version tool_edition status started_at",
        keys="case_id area",
        professionals="author",
    ),
    "assessment_section": kept(
        "What the assessment says",
        Controller.AUTHORITY,
        "youth_justice",
        shown="version section saved_at agency cleared",
        assessment="answers",
        keys="case_id area",
        professionals="saved_by authors",
    ),
    "assessment_signature": kept(
        "Who stood by the assessment",
        Controller.AUTHORITY,
        "youth_justice",
        shown="version kind agency at",
        assessment="comment",
        keys="case_id area",
        professionals="by",
    ),
}
