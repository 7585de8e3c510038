"""Of the child: who they are, what they were given, what they asked."""

from collections.abc import Mapping

from app.provenance.kinds import Controller, Kept, kept

CHILD: Mapping[str, Kept] = {
    "child": kept(
        "Who you are",
        Controller.JOINT,
        "police",
        shown="""police_person_id pnc_id given_names family_name date_of_birth sex ethnicity
            home_area looked_after responsible_authority interpreter_language communication_needs
            school synthetic created_at version""",
        keys="id",
        derived="police_person_index",
    ),
    "child_version": kept(
        "How you were described before",
        Controller.JOINT,
        "police",
        shown="version details recorded_at",
        keys="child_id",
        professionals="recorded_by",
    ),
    "child_area": kept(
        "Whose services know you", Controller.JOINT, "service", shown="area since", keys="child_id"
    ),
    "child_token": kept(
        "What your record is found by",
        Controller.JOINT,
        "service",
        keys="child_id",
        derived="area token",
    ),
    "child_outcome": kept(
        "What you were given before",
        Controller.FORCE,
        "police",
        shown="""outcome given_on home_area offence_code offence_committed_on first_hearing_on
            overturned_on home_office_code reported_as recorded_at replaced_at""",
        keys="id child_id case_id",
        professionals="recorded_by",
    ),
    "first_entry": kept(
        "Your first substantive outcome",
        Controller.JOINT,
        "service",
        shown="outcome given_on residence",
        keys="child_id outcome_id",
    ),
    "child_restriction": kept(
        "When your record was not to be used",
        Controller.JOINT,
        "data_protection_officer",
        shown="ground imposed_at areas lifted_at",
        assessment="reason lifting_reason",
        keys="id child_id",
        professionals="imposed_by lifted_by",
    ),
    "rectification": kept(
        "What was put right",
        Controller.JOINT,
        "data_protection_officer",
        shown="version changed recorded_at",
        fact="statement",
        assessment="reason",
        keys="id child_id",
        professionals="recorded_by",
    ),
    "subject_request": kept(
        "What you asked for",
        Controller.JOINT,
        "data_protection_officer",
        shown="received_on extended_on pauses answered_at recipient recorded_at",
        assessment="extension_reason",
        keys="id child_id",
        professionals="recorded_by",
    ),
    "retention_decision": kept(
        "How long your record is kept",
        Controller.JOINT,
        "data_protection_officer",
        shown="step due_on edition next_review_on dispose_on areas recorded_at",
        assessment="reason",
        keys="id child_id number",
        professionals="recorded_by",
    ),
}
