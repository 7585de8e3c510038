"""The whole journey: children, cases, assessments, panels, disposals, conditions, releases.

Safe while the old release runs: there is no old release.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001_first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "child",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("police_person_id", sa.String(length=40), nullable=False),
        sa.Column("pnc_id", sa.String(length=40), nullable=True),
        sa.Column("given_names", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("search_name", sa.String(length=603), nullable=False),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column(
            "sex",
            sa.Enum(
                "female",
                "male",
                "other",
                "not_known",
                name="sex",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("ethnicity", sa.String(length=4), nullable=True),
        sa.Column("home_area", sa.String(length=9), nullable=False),
        sa.Column("looked_after", sa.Boolean(), nullable=False),
        sa.Column("responsible_authority", sa.String(length=200), nullable=True),
        sa.Column("interpreter_language", sa.String(length=200), nullable=True),
        sa.Column("communication_needs", sa.JSON(), nullable=False),
        sa.Column("school", sa.String(length=200), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("police_person_id", name=op.f("uq_child_police_person_id")),
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_date_of_birth"), ["date_of_birth"], unique=False)
        batch_op.create_index(batch_op.f("ix_child_home_area"), ["home_area"], unique=False)
        batch_op.create_index(batch_op.f("ix_child_search_name"), ["search_name"], unique=False)

    op.create_table(
        "first_reply",
        sa.Column("client", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "key", name=op.f("pk_first_reply")),
    )
    op.create_table(
        "gravity_matrix",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_gravity_matrix")),
    )
    op.create_table(
        "journal_line",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "category",
            sa.Enum(
                "collection",
                "alteration",
                "consultation",
                "disclosure",
                "combination",
                "erasure",
                "denied",
                "admin",
                name="journal_category",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.Column("area", sa.String(length=9), nullable=True),
        sa.Column("request_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=True),
        sa.Column("children", sa.JSON(), nullable=False),
        sa.Column("resource", sa.JSON(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_journal_line")),
    )
    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_line_actor"), ["actor"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_line_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_journal_line_case_id"), ["case_id"], unique=False)

    op.create_table(
        "panel",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("convened_by", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
    )
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.create_index("ix_panel_calendar", ["area", "held_on", "id"], unique=False)

    op.create_table(
        "population_estimate",
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("mid_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint(
            "area", "mid_year", "imported_at", name=op.f("pk_population_estimate")
        ),
    )
    op.create_table(
        "statistics_release",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("disclosure_rule", sa.JSON(), nullable=False),
        sa.Column("measures", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_release")),
    )
    op.create_table(
        "child_area",
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_child_area_child_id_child")
        ),
        sa.PrimaryKeyConstraint("child_id", "area", name=op.f("pk_child_area")),
    )
    with op.batch_alter_table("child_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_area_area"), ["area"], unique=False)

    op.create_table(
        "child_outcome",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                "reprimand",
                "final_warning",
                "conviction",
                name="outcome_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("home_area", sa.String(length=9), nullable=False),
        sa.Column("offence_code", sa.String(length=12), nullable=False),
        sa.Column("offence_committed_on", sa.Date(), nullable=True),
        sa.Column("overturned_on", sa.Date(), nullable=True),
        sa.Column("home_office_code", sa.String(length=4), nullable=True),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("reported_as", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_child_outcome_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_outcome")),
    )
    with op.batch_alter_table("child_outcome", schema=None) as batch_op:
        batch_op.create_index(
            "uq_child_outcome_standing",
            ["child_id", "outcome", "given_on", "offence_code", "case_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.create_table(
        "child_version",
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_child_version_child_id_child")
        ),
        sa.PrimaryKeyConstraint("child_id", "version", name=op.f("pk_child_version")),
    )
    op.create_table(
        "panel_attendance",
        sa.Column("panel_id", sa.String(length=22), nullable=False),
        sa.Column("panel_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_panel_attendance_panel_id_panel")
        ),
        sa.PrimaryKeyConstraint(
            "panel_id", "panel_version", "position", name=op.f("pk_panel_attendance")
        ),
    )
    op.create_table(
        "panel_case",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "review",
                "assessment",
                "panel_ready",
                "listed",
                "decided",
                "intervention",
                "breach_review",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "closed_as",
            sa.Enum(
                "officer_resolution",
                "charge_consideration",
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charged",
                "returned_to_police",
                "withdrawn",
                "transferred_out",
                name="closed_as",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.Column("police_reference", sa.String(length=40), nullable=False),
        sa.Column("submitted_by", sa.String(length=200), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("allocated_to", sa.String(length=200), nullable=True),
        sa.Column(
            "route",
            sa.Enum(
                "officer_resolution",
                "panel",
                "charge_consideration",
                "no_further_action",
                "return_to_police",
                "review",
                name="route",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("gravity", sa.Integer(), nullable=True),
        sa.Column("assessment_due", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("police_informed_due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_panel_case_child_id_child")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_panel_case_reference")),
    )
    with op.batch_alter_table("panel_case", schema=None) as batch_op:
        batch_op.create_index("ix_case_due", ["area", "due_on"], unique=False)
        batch_op.create_index(
            "ix_case_submitter", ["submitted_by", "police_reference"], unique=False
        )
        batch_op.create_index(
            "ix_case_worklist", ["area", "stage", "received_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_panel_case_child_id"), ["child_id"], unique=False)
        batch_op.create_index(
            "uq_case_submitted_once",
            ["police_reference", "child_id"],
            unique=True,
            sqlite_where=sa.text(
                "closed_as IS NULL OR closed_as NOT IN "
                "('withdrawn', 'returned_to_police', 'charged', 'charge_consideration')"
            ),
            postgresql_where=sa.text(
                "closed_as IS NULL OR closed_as NOT IN "
                "('withdrawn', 'returned_to_police', 'charged', 'charge_consideration')"
            ),
        )

    op.create_table(
        "panel_member",
        sa.Column("panel_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_panel_member_panel_id_panel")
        ),
        sa.PrimaryKeyConstraint("panel_id", "position", name=op.f("pk_panel_member")),
    )
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.create_index("ix_panel_member_invited", ["subject", "panel_id"], unique=False)

    op.create_table(
        "release_cell",
        sa.Column("release", sa.String(length=16), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column(
            "period_kind",
            sa.Enum(
                "financial_year",
                "calendar_year",
                "quarter",
                "rolling_12_months",
                name="period",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("disposal", sa.String(length=40), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("suppressed", sa.Boolean(), nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("population_year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["release"],
            ["statistics_release.id"],
            name=op.f("fk_release_cell_release_statistics_release"),
        ),
        sa.PrimaryKeyConstraint(
            "release",
            "measure",
            "period_kind",
            "period_start",
            "area",
            "disposal",
            name=op.f("pk_release_cell"),
        ),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("panel_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(length=200), nullable=True),
        sa.Column(
            "removed_because",
            sa.Enum(
                "adjourned",
                "not_ready",
                "listed_in_error",
                "withdrawn",
                name="agenda_removal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("removal_narrative", sa.String(length=4000), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_agenda_item_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_agenda_item_panel_id_panel")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_item_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_item_panel_id"), ["panel_id"], unique=False)
        batch_op.create_index(
            "uq_agenda_item_open",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND decided_at IS NULL"),
        )

    op.create_table(
        "assessment",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("tool_edition", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "unsigned",
                "signed",
                "returned",
                "countersigned",
                name="assessment_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_assessment_case_id_panel_case")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_assessment")),
    )
    op.create_table(
        "case_change",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column(
            "from_stage",
            sa.Enum(
                "review",
                "assessment",
                "panel_ready",
                "listed",
                "decided",
                "intervention",
                "breach_review",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "review",
                "assessment",
                "panel_ready",
                "listed",
                "decided",
                "intervention",
                "breach_review",
                "closed",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "closed_as",
            sa.Enum(
                "officer_resolution",
                "charge_consideration",
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charged",
                "returned_to_police",
                "withdrawn",
                "transferred_out",
                name="closed_as",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.Column("why", sa.String(length=4100), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_case_change_case_id_panel_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_change")),
        sa.UniqueConstraint(
            "case_id", "case_version", name=op.f("uq_case_change_case_id_case_version")
        ),
    )
    op.create_table(
        "case_decision",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("looked_at", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_case_decision_case_id_panel_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_decision")),
    )
    with op.batch_alter_table("case_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_decision_case_id"), ["case_id"], unique=False)

    op.create_table(
        "case_offence",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("offence_code", sa.String(length=12), nullable=False),
        sa.Column("committed_on", sa.Date(), nullable=False),
        sa.Column("area", sa.String(length=9), nullable=False),
        sa.Column("summary", sa.String(length=4000), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_case_offence_case_id_panel_case")
        ),
        sa.PrimaryKeyConstraint("case_id", "position", name=op.f("pk_case_offence")),
    )
    op.create_table(
        "court_result",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "convicted",
                "acquitted",
                "discontinued",
                "referred_back",
                name="court_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("result_on", sa.Date(), nullable=False),
        sa.Column("offence_code", sa.String(length=12), nullable=True),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("outcome_id", sa.String(length=22), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_court_result_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["child_outcome.id"],
            name=op.f("fk_court_result_outcome_id_child_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_result")),
    )
    with op.batch_alter_table("court_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_court_result_case_id"), ["case_id"], unique=False)

    op.create_table(
        "declared_interest",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("panel_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("interest", sa.String(length=4000), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_declared_interest_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_declared_interest_panel_id_panel")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_interest")),
    )
    with op.batch_alter_table("declared_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_interest_case_id"), ["case_id"], unique=False)

    op.create_table(
        "disposal",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("panel_id", sa.String(length=22), nullable=False),
        sa.Column(
            "disposal",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                name="disposal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rationale", sa.String(length=4000), nullable=False),
        sa.Column("rejected", sa.JSON(), nullable=False),
        sa.Column("departs_from_protocol", sa.Boolean(), nullable=False),
        sa.Column("departure_rationale", sa.String(length=4000), nullable=True),
        sa.Column("child_voice", sa.String(length=4000), nullable=True),
        sa.Column("victim_voice", sa.String(length=4000), nullable=True),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_disposal_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_disposal_panel_id_panel")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
    )
    with op.batch_alter_table("disposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disposal_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_disposal_panel_id"), ["panel_id"], unique=False)
        batch_op.create_index(
            "uq_disposal_standing",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text("set_aside_at IS NULL"),
            postgresql_where=sa.text("set_aside_at IS NULL"),
        )

    op.create_table(
        "first_entry",
        sa.Column("child_id", sa.String(length=22), nullable=False),
        sa.Column("outcome_id", sa.String(length=22), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                "reprimand",
                "final_warning",
                "conviction",
                name="outcome_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("residence", sa.String(length=9), nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["child.id"], name=op.f("fk_first_entry_child_id_child")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["child_outcome.id"],
            name=op.f("fk_first_entry_outcome_id_child_outcome"),
        ),
        sa.PrimaryKeyConstraint("child_id", name=op.f("pk_first_entry")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_first_entry_outcome_id")),
    )
    with op.batch_alter_table("first_entry", schema=None) as batch_op:
        batch_op.create_index("ix_first_entry_counting", ["residence", "given_on"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("panel_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=False),
        sa.Column(
            "disposal",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                name="disposal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_recommendation_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["panel_id"], ["panel.id"], name=op.f("fk_recommendation_panel_id_panel")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_recommendation_latest",
            ["panel_id", "case_id", "agency"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.create_table(
        "submission",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_submission_case_id_panel_case")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_submission")),
    )
    op.create_table(
        "victim",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("offence_position", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "person",
                "organisation",
                name="victim_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("may_share_with_yjs", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_victim_case_id_panel_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim")),
    )
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_case_id"), ["case_id"], unique=False)

    op.create_table(
        "administration",
        sa.Column("disposal_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "disposal",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                name="disposal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("appropriate_adult", sa.JSON(), nullable=True),
        sa.Column("admission", sa.Boolean(), nullable=False),
        sa.Column("effect_explained", sa.Boolean(), nullable=False),
        sa.Column("signed_consent", sa.Boolean(), nullable=True),
        sa.Column("given_by_rank", sa.String(length=100), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("conditions_end_on", sa.Date(), nullable=True),
        sa.Column("outcome_id", sa.String(length=22), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_administration_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_administration_disposal_id_disposal")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["child_outcome.id"],
            name=op.f("fk_administration_outcome_id_child_outcome"),
        ),
        sa.PrimaryKeyConstraint("disposal_id", name=op.f("pk_administration")),
    )
    with op.batch_alter_table("administration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_administration_case_id"), ["case_id"], unique=False)

    op.create_table(
        "assessment_section",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["assessment.case_id"],
            name=op.f("fk_assessment_section_case_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("case_id", "version", name=op.f("pk_assessment_section")),
    )
    with op.batch_alter_table("assessment_section", schema=None) as batch_op:
        batch_op.create_index(
            "ix_assessment_section_latest", ["case_id", "section", "version"], unique=False
        )

    op.create_table(
        "assessment_signature",
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "signed",
                "agreed",
                "returned",
                name="signature_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment", sa.String(length=4000), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["assessment.case_id"],
            name=op.f("fk_assessment_signature_case_id_assessment"),
        ),
        sa.PrimaryKeyConstraint("case_id", "version", name=op.f("pk_assessment_signature")),
    )
    op.create_table(
        "intervention_plan",
        sa.Column("disposal_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "disposal",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                name="disposal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_intervention_plan_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_intervention_plan_disposal_id_disposal")
        ),
        sa.PrimaryKeyConstraint("disposal_id", name=op.f("pk_intervention_plan")),
    )
    with op.batch_alter_table("intervention_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intervention_plan_case_id"), ["case_id"], unique=False)

    op.create_table(
        "police_decision",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("disposal_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column(
            "disposal",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                name="disposal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("departs_from_protocol", sa.Boolean(), nullable=False),
        sa.Column("rationale", sa.String(length=4000), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("officer_rank", sa.String(length=100), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_police_decision_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["disposal_id"], ["disposal.id"], name=op.f("fk_police_decision_disposal_id_disposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_decision")),
    )
    with op.batch_alter_table("police_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_police_decision_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_police_decision_standing",
            ["disposal_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.create_table(
        "victim_version",
        sa.Column("victim_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["victim_id"], ["victim.id"], name=op.f("fk_victim_version_victim_id_victim")
        ),
        sa.PrimaryKeyConstraint("victim_id", "version", name=op.f("pk_victim_version")),
    )
    op.create_table(
        "breach",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("disposal_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("excuse_considered", sa.Boolean(), nullable=False),
        sa.Column("narrative", sa.String(length=4000), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_breach_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["disposal_id"],
            ["intervention_plan.disposal_id"],
            name=op.f("fk_breach_disposal_id_intervention_plan"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breach")),
    )
    with op.batch_alter_table("breach", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_breach_case_id"), ["case_id"], unique=False)

    op.create_table(
        "conclusion",
        sa.Column("disposal_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "disposal",
            sa.Enum(
                "no_further_action",
                "community_resolution",
                "outcome_22",
                "outcome_23",
                "youth_caution",
                "youth_conditional_caution",
                "charge",
                name="disposal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("concluded_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.String(length=4000), nullable=False),
        sa.Column("outcome_id", sa.String(length=22), nullable=True),
        sa.Column("home_office_code", sa.String(length=4), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_conclusion_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["disposal_id"],
            ["intervention_plan.disposal_id"],
            name=op.f("fk_conclusion_disposal_id_intervention_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"],
            ["child_outcome.id"],
            name=op.f("fk_conclusion_outcome_id_child_outcome"),
        ),
        sa.PrimaryKeyConstraint("disposal_id", name=op.f("pk_conclusion")),
    )
    with op.batch_alter_table("conclusion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conclusion_case_id"), ["case_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("disposal_id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "letter_of_apology",
                "community_payback",
                "direct_work",
                "victim_awareness",
                "restorative_meeting",
                "education",
                "substance_misuse",
                "mental_health",
                "mentoring",
                "knife_awareness",
                "exclusion",
                "curfew",
                "restriction",
                "financial_penalty",
                "compensation",
                "other",
                name="condition_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "object",
            sa.Enum(
                "rehabilitation",
                "reparation",
                "punishment",
                name="condition_object",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("hours_required", sa.Integer(), nullable=True),
        sa.Column("attendance_place", sa.String(length=200), nullable=True),
        sa.Column("amount_pounds", sa.Integer(), nullable=True),
        sa.Column("payee", sa.String(length=200), nullable=True),
        sa.Column("payment_method", sa.String(length=200), nullable=True),
        sa.Column("replaces_id", sa.String(length=22), nullable=True),
        sa.Column(
            "settled",
            sa.Enum(
                "pending",
                "on_track",
                "overdue",
                "completed",
                "not_completed",
                "excused",
                "varied",
                name="condition_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["panel_case.id"], name=op.f("fk_condition_case_id_panel_case")
        ),
        sa.ForeignKeyConstraint(
            ["disposal_id"],
            ["intervention_plan.disposal_id"],
            name=op.f("fk_condition_disposal_id_intervention_plan"),
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["condition.id"], name=op.f("fk_condition_replaces_id_condition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint(
            "disposal_id", "position", name=op.f("uq_condition_disposal_id_position")
        ),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_condition_replaces_id")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_case_id"), ["case_id"], unique=False)

    op.create_table(
        "breach_decision",
        sa.Column("breach_id", sa.String(length=22), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "no_action",
                "vary",
                "extend",
                "return_to_panel",
                "resume_prosecution",
                name="breach_choice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rationale", sa.String(length=4000), nullable=False),
        sa.Column("excused_conditions", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("agreed_by_child", sa.Boolean(), nullable=True),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["breach.id"], name=op.f("fk_breach_decision_breach_id_breach")
        ),
        sa.PrimaryKeyConstraint("breach_id", name=op.f("pk_breach_decision")),
    )
    op.create_table(
        "completion",
        sa.Column("condition_id", sa.String(length=22), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.String(length=4000), nullable=False),
        sa.Column("hours_completed", sa.Integer(), nullable=False),
        sa.Column("hours_short_reason", sa.String(length=4000), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["condition.id"], name=op.f("fk_completion_condition_id_condition")
        ),
        sa.PrimaryKeyConstraint("condition_id", name=op.f("pk_completion")),
    )
    op.create_table(
        "condition_version",
        sa.Column("condition_id", sa.String(length=22), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "settled",
            sa.Enum(
                "pending",
                "on_track",
                "overdue",
                "completed",
                "not_completed",
                "excused",
                "varied",
                name="condition_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("why", sa.String(length=4000), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition_id"],
            ["condition.id"],
            name=op.f("fk_condition_version_condition_id_condition"),
        ),
        sa.PrimaryKeyConstraint("condition_id", "version", name=op.f("pk_condition_version")),
    )
    op.create_table(
        "progress",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("condition_id", sa.String(length=22), nullable=False),
        sa.Column("condition_version", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column(
            "attendance",
            sa.Enum(
                "attended",
                "late",
                "missed_acceptable",
                "missed_unacceptable",
                name="attendance_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=4000), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["condition.id"], name=op.f("fk_progress_condition_id_condition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
    )
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_progress_condition_id"), ["condition_id"], unique=False
        )

    op.create_table(
        "variation",
        sa.Column("condition_id", sa.String(length=22), nullable=False),
        sa.Column("replaced_by", sa.String(length=22), nullable=False),
        sa.Column("agreed_by_child", sa.Boolean(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("agency", sa.String(length=60), nullable=True),
        sa.ForeignKeyConstraint(
            ["condition_id"], ["condition.id"], name=op.f("fk_variation_condition_id_condition")
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["condition.id"], name=op.f("fk_variation_replaced_by_condition")
        ),
        sa.PrimaryKeyConstraint("condition_id", name=op.f("pk_variation")),
        sa.UniqueConstraint("replaced_by", name=op.f("uq_variation_replaced_by")),
    )


def downgrade() -> None:
    op.drop_table("variation")
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_condition_id"))

    op.drop_table("progress")
    op.drop_table("condition_version")
    op.drop_table("completion")
    op.drop_table("breach_decision")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_case_id"))

    op.drop_table("condition")
    with op.batch_alter_table("conclusion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conclusion_case_id"))

    op.drop_table("conclusion")
    with op.batch_alter_table("breach", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_breach_case_id"))

    op.drop_table("breach")
    op.drop_table("victim_version")
    with op.batch_alter_table("police_decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_police_decision_standing",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_police_decision_case_id"))

    op.drop_table("police_decision")
    with op.batch_alter_table("intervention_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intervention_plan_case_id"))

    op.drop_table("intervention_plan")
    op.drop_table("assessment_signature")
    with op.batch_alter_table("assessment_section", schema=None) as batch_op:
        batch_op.drop_index("ix_assessment_section_latest")

    op.drop_table("assessment_section")
    with op.batch_alter_table("administration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_administration_case_id"))

    op.drop_table("administration")
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_victim_case_id"))

    op.drop_table("victim")
    op.drop_table("submission")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_recommendation_latest",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_recommendation_case_id"))

    op.drop_table("recommendation")
    with op.batch_alter_table("first_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_first_entry_counting")

    op.drop_table("first_entry")
    with op.batch_alter_table("disposal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_disposal_standing",
            sqlite_where=sa.text("set_aside_at IS NULL"),
            postgresql_where=sa.text("set_aside_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_disposal_panel_id"))
        batch_op.drop_index(batch_op.f("ix_disposal_case_id"))

    op.drop_table("disposal")
    with op.batch_alter_table("declared_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_interest_case_id"))

    op.drop_table("declared_interest")
    with op.batch_alter_table("court_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_court_result_case_id"))

    op.drop_table("court_result")
    op.drop_table("case_offence")
    with op.batch_alter_table("case_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_decision_case_id"))

    op.drop_table("case_decision")
    op.drop_table("case_change")
    op.drop_table("assessment")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_agenda_item_open",
            sqlite_where=sa.text("removed_at IS NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL AND decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_agenda_item_panel_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_item_case_id"))

    op.drop_table("agenda_item")
    op.drop_table("release_cell")
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.drop_index("ix_panel_member_invited")

    op.drop_table("panel_member")
    with op.batch_alter_table("panel_case", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_case_submitted_once",
            sqlite_where=sa.text(
                "closed_as IS NULL OR closed_as NOT IN "
                "('withdrawn', 'returned_to_police', 'charged', 'charge_consideration')"
            ),
            postgresql_where=sa.text(
                "closed_as IS NULL OR closed_as NOT IN "
                "('withdrawn', 'returned_to_police', 'charged', 'charge_consideration')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_panel_case_child_id"))
        batch_op.drop_index("ix_case_worklist")
        batch_op.drop_index("ix_case_submitter")
        batch_op.drop_index("ix_case_due")

    op.drop_table("panel_case")
    op.drop_table("panel_attendance")
    op.drop_table("child_version")
    with op.batch_alter_table("child_outcome", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_child_outcome_standing",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.drop_table("child_outcome")
    with op.batch_alter_table("child_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_area_area"))

    op.drop_table("child_area")
    op.drop_table("statistics_release")
    op.drop_table("population_estimate")
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.drop_index("ix_panel_calendar")

    op.drop_table("panel")
    with op.batch_alter_table("journal_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_line_case_id"))
        batch_op.drop_index(batch_op.f("ix_journal_line_at"))
        batch_op.drop_index(batch_op.f("ix_journal_line_actor"))

    op.drop_table("journal_line")
    op.drop_table("gravity_matrix")
    op.drop_table("first_reply")
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_search_name"))
        batch_op.drop_index(batch_op.f("ix_child_home_area"))
        batch_op.drop_index(batch_op.f("ix_child_date_of_birth"))

    op.drop_table("child")
