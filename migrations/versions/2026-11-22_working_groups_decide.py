"""Working groups decide: proposals, history, topics, traces, what comes back, keys and exports."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

import app.models.base

revision = "0019_groups_decide"
down_revision = "0018_names"
branch_labels = None
depends_on = None

OPEN = " AND state = 'public' AND parts_count = 0 AND duplicate_of_id IS NULL"


def upgrade() -> None:
    op.create_table(
        "signing_key",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("public", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("secret", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("name", name=op.f("uq_signing_key_name")),
    )
    op.create_table(
        "document_template",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("ended_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_document_template_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_document_template_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_document_template_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
    )
    with op.batch_alter_table("document_template", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_template_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_document_template_organisation_id", ["organisation_id", "process_id"], unique=False
        )

    op.create_table(
        "export",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("form", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("stamp", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing", "ready", "failed", name="bundlestate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("filename", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("total_count", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("ready_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("error", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_export_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_export_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
    )
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_export_process_id_form_id", ["process_id", "form", "id"], unique=False
        )

    op.create_table(
        "export_chunk",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "export_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"],
            ["export.id"],
            name=op.f("fk_export_chunk_export_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_export_chunk_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_chunk")),
        sa.UniqueConstraint(
            "export_id", "position", name=op.f("uq_export_chunk_export_id_position")
        ),
    )
    with op.batch_alter_table("export_chunk", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_export_chunk_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "topic",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("summary", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column(
            "words",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("notes_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["working_group.id"], name=op.f("fk_topic_group_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_topic_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("process_id", "slug", name=op.f("uq_topic_process_id_slug")),
    )
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_group_id"), ["group_id"], unique=False)

    op.create_table(
        "hand_back",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bundle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("form", sqlmodel.sql.sqltypes.AutoString(length=8), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "checking",
                "checked",
                "taking",
                "taken",
                "failed",
                name="handbackstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("rows_count", sa.Integer(), nullable=False),
        sa.Column("changes_count", sa.Integer(), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column(
            "fates",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "faults",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("error", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("checked_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("taken_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["bundle.id"], name=op.f("fk_hand_back_bundle_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_hand_back_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_hand_back_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_hand_back_process_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["draft_version.id"],
            name=op.f("fk_hand_back_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_back")),
    )
    with op.batch_alter_table("hand_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_back_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_hand_back_group_id_id", ["group_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_hand_back_process_id"), ["process_id"], unique=False)

    op.create_table(
        "tally",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "decision",
            sa.Enum(
                "adopted",
                "partly_adopted",
                "already_covered",
                "not_adopted",
                "out_of_scope",
                "noted",
                name="decision",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"], ["action_field.id"], name=op.f("fk_tally_field_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_tally_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sa.UniqueConstraint("field_id", "decision", name=op.f("uq_tally_field_id_decision")),
    )
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tally_process_id"), ["process_id"], unique=False)

    op.create_table(
        "hand_back_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "hand_back_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("block_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "after_block_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("sentence", sa.Integer(), nullable=True),
        sa.Column("old_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("new_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("old_html", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("new_html", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "notes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "faults",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["after_block_id"],
            ["block.id"],
            name=op.f("fk_hand_back_change_after_block_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["block_id"],
            ["block.id"],
            name=op.f("fk_hand_back_change_block_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["hand_back_id"],
            ["hand_back.id"],
            name=op.f("fk_hand_back_change_hand_back_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_hand_back_change_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_back_change")),
        sa.UniqueConstraint(
            "hand_back_id", "position", name=op.f("uq_hand_back_change_hand_back_id_position")
        ),
    )
    with op.batch_alter_table("hand_back_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hand_back_change_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "advice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "decision",
            sa.Enum(
                "adopted",
                "partly_adopted",
                "already_covered",
                "not_adopted",
                "out_of_scope",
                "noted",
                name="decision",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_advice_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_advice_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_advice_process_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_advice_topic_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
        sa.UniqueConstraint("topic_id", "comment_id", name=op.f("uq_advice_topic_id_comment_id")),
    )
    with op.batch_alter_table("advice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advice_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_advice_comment_id", ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advice_process_id"), ["process_id"], unique=False)

    op.create_table(
        "disposition_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "adopted",
                "partly_adopted",
                "already_covered",
                "not_adopted",
                "out_of_scope",
                "noted",
                name="decision",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("new_wording", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("passed_on_to", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_disposition_draft_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_disposition_draft_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_disposition_draft_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_disposition_draft_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposition_draft")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_disposition_draft_comment_id")),
    )
    with op.batch_alter_table("disposition_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disposition_draft_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_disposition_draft_process_id_group_id", ["process_id", "group_id"], unique=False
        )

    op.create_table(
        "earlier_disposition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "adopted",
                "partly_adopted",
                "already_covered",
                "not_adopted",
                "out_of_scope",
                "noted",
                name="decision",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("new_wording", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("passed_on_to", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("until", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column(
            "settled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_earlier_disposition_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_earlier_disposition_group_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_earlier_disposition_process_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"],
            ["person.id"],
            name=op.f("fk_earlier_disposition_settled_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_disposition")),
        sa.UniqueConstraint(
            "comment_id", "position", name=op.f("uq_earlier_disposition_comment_id_position")
        ),
    )
    with op.batch_alter_table("earlier_disposition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_earlier_disposition_process_id"), ["process_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_earlier_disposition_settled_by_id"), ["settled_by_id"], unique=False
        )

    op.create_table(
        "hand_back_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "hand_back_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "fate",
            sa.Enum(
                "changes",
                "same",
                "empty",
                "conflict",
                "wrong",
                "taken",
                name="rowfate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "decision",
            sa.Enum(
                "adopted",
                "partly_adopted",
                "already_covered",
                "not_adopted",
                "out_of_scope",
                "noted",
                name="decision",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("new_wording", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("passed_on_to", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "before",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "base",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "faults",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("overrules", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_hand_back_row_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["hand_back_id"],
            ["hand_back.id"],
            name=op.f("fk_hand_back_row_hand_back_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_hand_back_row_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_back_row")),
        sa.UniqueConstraint(
            "hand_back_id", "position", name=op.f("uq_hand_back_row_hand_back_id_position")
        ),
    )
    with op.batch_alter_table("hand_back_row", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hand_back_row_hand_back_id_fate", ["hand_back_id", "fate", "position"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_hand_back_row_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "left_open",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_left_open_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["action_field.id"],
            name=op.f("fk_left_open_field_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_left_open_process_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["draft_version.id"],
            name=op.f("fk_left_open_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_left_open")),
        sa.UniqueConstraint(
            "version_id", "comment_id", name=op.f("uq_left_open_version_id_comment_id")
        ),
    )
    with op.batch_alter_table("left_open", schema=None) as batch_op:
        batch_op.create_index("ix_left_open_comment_id", ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_left_open_process_id"), ["process_id"], unique=False)

    op.create_table(
        "topic_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("dropped_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_topic_note_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_topic_note_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_topic_note_process_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_note_topic_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_note")),
        sa.UniqueConstraint(
            "topic_id", "comment_id", name=op.f("uq_topic_note_topic_id_comment_id")
        ),
    )
    with op.batch_alter_table("topic_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_note_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_topic_note_comment_id", ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_note_process_id"), ["process_id"], unique=False)

    op.create_table(
        "trace",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "old_block_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("old_sentence", sa.Integer(), nullable=True),
        sa.Column(
            "new_block_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("new_sentence", sa.Integer(), nullable=True),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("confirmed_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_trace_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_trace_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["new_block_id"], ["block.id"], name=op.f("fk_trace_new_block_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["old_block_id"], ["block.id"], name=op.f("fk_trace_old_block_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_trace_process_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["draft_version.id"],
            name=op.f("fk_trace_version_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trace")),
    )
    with op.batch_alter_table("trace", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trace_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_trace_comment_id", ["comment_id"], unique=False)
        batch_op.create_index("ix_trace_new_block_id", ["new_block_id"], unique=False)
        batch_op.create_index("ix_trace_old_block_id", ["old_block_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_trace_process_id"), ["process_id"], unique=False)
        batch_op.create_index(
            "ix_trace_version_id_comment_id", ["version_id", "comment_id"], unique=False
        )

    with op.batch_alter_table("bundle", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "since_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("with_contacts", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_bundle_since_id"), "bundle", ["since_id"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_decided", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_index(
            "ix_comment_undecided",
            ["process_id", "field_id"],
            unique=False,
            sqlite_where=sa.text("is_decided = 0" + OPEN),
            postgresql_where=sa.text("NOT is_decided" + OPEN),
        )

    with op.batch_alter_table("disposition", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "new_wording", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column(
                "wording_html",
                sqlmodel.sql.sqltypes.AutoString(),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "measure",
                sqlmodel.sql.sqltypes.AutoString(length=300),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "passed_on_to",
                sqlmodel.sql.sqltypes.AutoString(length=200),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "remark", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""
            )
        )
        batch_op.add_column(
            sa.Column(
                "origin",
                sqlmodel.sql.sqltypes.AutoString(length=20),
                nullable=False,
                server_default="web",
            )
        )
        batch_op.add_column(
            sa.Column(
                "note_group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "settled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("changes", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(
            batch_op.f("ix_disposition_settled_by_id"), ["settled_by_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_disposition_note_group_id"),
            "note_group",
            ["note_group_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_disposition_settled_by_id"),
            "person",
            ["settled_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("working_group", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "fields", "topic", "steering", name="groupkind", native_enum=False, length=32
                ),
                nullable=False,
                server_default="fields",
            )
        )
        batch_op.add_column(
            sa.Column(
                "people",
                sa.Enum("none", "names", "contacts", name="people", native_enum=False, length=32),
                nullable=False,
                server_default="names",
            )
        )
        batch_op.add_column(
            sa.Column("sees_hidden", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    _count_what_is_decided()


def _count_what_is_decided() -> None:
    """Mark the notes that have a decision already, and count these for each field."""
    op.execute(
        "UPDATE comment SET is_decided = true WHERE EXISTS"
        " (SELECT 1 FROM disposition WHERE disposition.comment_id = comment.id)"
    )
    op.execute(
        "INSERT INTO tally (process_id, field_id, decision, notes)"
        " SELECT comment.process_id, comment.field_id, disposition.decision, count(*)"
        " FROM disposition JOIN comment ON comment.id = disposition.comment_id"
        " WHERE comment.state = 'public' AND comment.parts_count = 0"
        " AND comment.duplicate_of_id IS NULL"
        " GROUP BY comment.process_id, comment.field_id, disposition.decision"
    )


def downgrade() -> None:
    with op.batch_alter_table("working_group", schema=None) as batch_op:
        batch_op.drop_column("sees_hidden")
        batch_op.drop_column("people")
        batch_op.drop_column("kind")

    with op.batch_alter_table("disposition", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_disposition_settled_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_disposition_note_group_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_disposition_settled_by_id"))
        batch_op.drop_column("changes")
        batch_op.drop_column("settled_by_id")
        batch_op.drop_column("note_group_id")
        batch_op.drop_column("origin")
        batch_op.drop_column("remark")
        batch_op.drop_column("passed_on_to")
        batch_op.drop_column("measure")
        batch_op.drop_column("wording_html")
        batch_op.drop_column("new_wording")

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_comment_undecided",
            sqlite_where=sa.text("is_decided = 0" + OPEN),
            postgresql_where=sa.text("NOT is_decided" + OPEN),
        )
        batch_op.drop_column("is_decided")

    with op.batch_alter_table("bundle", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_bundle_since_id"), type_="foreignkey")
        batch_op.drop_column("with_contacts")
        batch_op.drop_column("since_id")

    with op.batch_alter_table("trace", schema=None) as batch_op:
        batch_op.drop_index("ix_trace_version_id_comment_id")
        batch_op.drop_index(batch_op.f("ix_trace_process_id"))
        batch_op.drop_index("ix_trace_old_block_id")
        batch_op.drop_index("ix_trace_new_block_id")
        batch_op.drop_index("ix_trace_comment_id")
        batch_op.drop_index(batch_op.f("ix_trace_by_id"))

    op.drop_table("trace")
    with op.batch_alter_table("topic_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_note_process_id"))
        batch_op.drop_index("ix_topic_note_comment_id")
        batch_op.drop_index(batch_op.f("ix_topic_note_by_id"))

    op.drop_table("topic_note")
    with op.batch_alter_table("left_open", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_left_open_process_id"))
        batch_op.drop_index("ix_left_open_comment_id")

    op.drop_table("left_open")
    with op.batch_alter_table("hand_back_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_back_row_process_id"))
        batch_op.drop_index("ix_hand_back_row_hand_back_id_fate")

    op.drop_table("hand_back_row")
    with op.batch_alter_table("earlier_disposition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_disposition_settled_by_id"))
        batch_op.drop_index(batch_op.f("ix_earlier_disposition_process_id"))

    op.drop_table("earlier_disposition")
    with op.batch_alter_table("disposition_draft", schema=None) as batch_op:
        batch_op.drop_index("ix_disposition_draft_process_id_group_id")
        batch_op.drop_index(batch_op.f("ix_disposition_draft_by_id"))

    op.drop_table("disposition_draft")
    with op.batch_alter_table("advice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advice_process_id"))
        batch_op.drop_index("ix_advice_comment_id")
        batch_op.drop_index(batch_op.f("ix_advice_by_id"))

    op.drop_table("advice")
    with op.batch_alter_table("hand_back_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_back_change_process_id"))

    op.drop_table("hand_back_change")
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tally_process_id"))

    op.drop_table("tally")
    with op.batch_alter_table("hand_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_back_process_id"))
        batch_op.drop_index("ix_hand_back_group_id_id")
        batch_op.drop_index(batch_op.f("ix_hand_back_by_id"))

    op.drop_table("hand_back")
    with op.batch_alter_table("topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_group_id"))

    op.drop_table("topic")
    with op.batch_alter_table("export_chunk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_chunk_process_id"))

    op.drop_table("export_chunk")
    with op.batch_alter_table("export", schema=None) as batch_op:
        batch_op.drop_index("ix_export_process_id_form_id")
        batch_op.drop_index(batch_op.f("ix_export_by_id"))
        batch_op.drop_index(batch_op.f("ix_export_asked_at"))

    op.drop_table("export")
    with op.batch_alter_table("document_template", schema=None) as batch_op:
        batch_op.drop_index("ix_document_template_organisation_id")
        batch_op.drop_index(batch_op.f("ix_document_template_by_id"))

    op.drop_table("document_template")
    op.drop_table("signing_key")
