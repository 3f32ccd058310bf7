"""The moderators' desk: leases, drafts, inquiries, groups of notes, notes from paper and files."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

import app.models.base

revision = "0014_desk"
down_revision = "0013_unsubscribe"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column(
            "content",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_figures_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures")),
        sa.UniqueConstraint("process_id", name=op.f("uq_figures_process_id")),
    )
    op.create_table(
        "note_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "read",
                "taking",
                "taken",
                "refused",
                "dropped",
                name="importstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "settings",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("rows_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("same_count", sa.Integer(), nullable=False),
        sa.Column("faulty_count", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("taken_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_note_import_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_note_import_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_import")),
    )
    with op.batch_alter_table("note_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_import_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_note_import_process_id", ["process_id", "id"], unique=False)

    op.create_table(
        "text_module",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_text_module_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_text_module_organisation_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_text_module_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_module")),
    )
    with op.batch_alter_table("text_module", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_text_module_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            "ix_text_module_organisation_id", ["organisation_id", "process_id"], unique=False
        )

    op.create_table(
        "inquiry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("question", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "answered",
                "relayed",
                "recalled",
                name="inquirystate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("due_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("reminded_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("draft", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("draft_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("answered_by", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("answered_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("edited", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("edited_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("shown_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("relayed_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("recalled_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column(
            "statement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_inquiry_asked_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_inquiry_office_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_inquiry_process_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statement.id"],
            name=op.f("fk_inquiry_statement_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.UniqueConstraint("statement_id", name=op.f("uq_inquiry_statement_id")),
    )
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inquiry_asked_by_id"), ["asked_by_id"], unique=False)
        batch_op.create_index(
            "ix_inquiry_process_id_office_id", ["process_id", "office_id"], unique=False
        )
        batch_op.create_index(
            "ix_inquiry_process_id_state", ["process_id", "state", "due_at"], unique=False
        )

    op.create_table(
        "inquiry_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "inquiry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiry.id"],
            name=op.f("fk_inquiry_file_inquiry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_inquiry_file_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_file")),
    )
    with op.batch_alter_table("inquiry_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inquiry_file_inquiry_id"), ["inquiry_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inquiry_file_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "inquiry_letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "inquiry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("message", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column(
            "passed_on_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("sent_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("opened_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiry.id"],
            name=op.f("fk_inquiry_letter_inquiry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["passed_on_by"],
            ["inquiry_letter.id"],
            name=op.f("fk_inquiry_letter_passed_on_by"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_inquiry_letter_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_letter")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_inquiry_letter_token_hash")),
    )
    with op.batch_alter_table("inquiry_letter", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_inquiry_letter_inquiry_id"), ["inquiry_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_inquiry_letter_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "note_group",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("made_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("changed_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("looked_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("split_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["action_field.id"],
            name=op.f("fk_note_group_field_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_note_group_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_group")),
    )
    with op.batch_alter_table("note_group", schema=None) as batch_op:
        batch_op.create_index(
            "ix_note_group_process_id_is_answered",
            ["process_id", "is_answered", "size", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_note_group_process_id_size", ["process_id", "size", "id"], unique=False
        )

    op.create_table(
        "answer_draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "voice",
            sa.Enum("resident", "moderator", "office", name="voice", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("office_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("changed_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_answer_draft_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["office_id"],
            ["office.id"],
            name=op.f("fk_answer_draft_office_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_answer_draft_person_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_answer_draft_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_draft")),
        sa.UniqueConstraint(
            "comment_id", "person_id", name=op.f("uq_answer_draft_comment_id_person_id")
        ),
    )
    with op.batch_alter_table("answer_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_draft_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_answer_draft_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "apart",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_apart_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["note_group.id"], name=op.f("fk_apart_group_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_apart_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apart")),
        sa.UniqueConstraint("comment_id", "group_id", name=op.f("uq_apart_comment_id_group_id")),
    )
    with op.batch_alter_table("apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_apart_process_id"), ["process_id"], unique=False)

    op.create_table(
        "import_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fate", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column(
            "says",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "problems",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_import_row_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["note_import.id"],
            name=op.f("fk_import_row_import_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_import_row_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "position", name=op.f("uq_import_row_import_id_position")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index("ix_import_row_fate", ["import_id", "fate", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_import_row_process_id"), ["process_id"], unique=False)

    op.create_table(
        "inquiry_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "inquiry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_inquiry_note_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiry.id"],
            name=op.f("fk_inquiry_note_inquiry_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_inquiry_note_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry_note")),
        sa.UniqueConstraint(
            "inquiry_id", "comment_id", name=op.f("uq_inquiry_note_inquiry_id_comment_id")
        ),
    )
    with op.batch_alter_table("inquiry_note", schema=None) as batch_op:
        batch_op.create_index("ix_inquiry_note_comment_id", ["comment_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_inquiry_note_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "lease",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("until", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_lease_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_lease_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_lease_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_lease_comment_id")),
    )
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lease_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lease_process_id"), ["process_id"], unique=False)

    op.create_table(
        "note_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("media_type", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_note_file_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_note_file_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_note_file_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_file")),
    )
    with op.batch_alter_table("note_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_file_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_file_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_file_process_id"), ["process_id"], unique=False)

    op.create_table(
        "note_source",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("source_key", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("contact", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("agrees", sa.Integer(), nullable=False),
        sa.Column("disagrees", sa.Integer(), nullable=False),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_note_source_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["person.id"],
            name=op.f("fk_note_source_entered_by_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["note_import.id"],
            name=op.f("fk_note_source_import_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_note_source_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_source")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_note_source_comment_id")),
        sa.UniqueConstraint(
            "process_id", "source_key", name=op.f("uq_note_source_process_id_source_key")
        ),
    )
    with op.batch_alter_table("note_source", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_note_source_entered_by_id"), ["entered_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_note_source_import_id"), ["import_id"], unique=False)

    op.create_table(
        "pointer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("block_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("address", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("fragment", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("quote", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name=op.f("fk_pointer_block_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_pointer_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_pointer_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["field_id"], ["action_field.id"], name=op.f("fk_pointer_field_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_pointer_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pointer")),
    )
    with op.batch_alter_table("pointer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pointer_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_pointer_comment_id", ["comment_id"], unique=False)
        batch_op.create_index(
            "ix_pointer_process_id_field_id", ["process_id", "field_id"], unique=False
        )

    op.create_table(
        "remark",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("html", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_remark_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_remark_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_remark_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_remark_comment_id", ["comment_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remark_process_id"), ["process_id"], unique=False)

    op.create_table(
        "blackout",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("part", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("original", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("passage", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("undone_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_blackout_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_blackout_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_blackout_process_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["reply.id"], name=op.f("fk_blackout_reply_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blackout")),
    )
    with op.batch_alter_table("blackout", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blackout_by_id"), ["by_id"], unique=False)
        batch_op.create_index("ix_blackout_comment_id", ["comment_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blackout_process_id"), ["process_id"], unique=False)

    op.create_table(
        "reply_wording",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("html", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("until", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reply_wording_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_reply_wording_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_reply_wording_process_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["reply.id"], name=op.f("fk_reply_wording_reply_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_wording")),
        sa.UniqueConstraint(
            "reply_id", "position", name=op.f("uq_reply_wording_reply_id_position")
        ),
    )
    with op.batch_alter_table("reply_wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_wording_by_id"), ["by_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_reply_wording_process_id"), ["process_id"], unique=False
        )

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("receipt_due", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "note_group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "part_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "duplicate_of_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("parts_count", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("imported_agrees", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(
            sa.Column("imported_disagrees", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.create_index(
            "ix_comment_duplicate_of",
            ["duplicate_of_id"],
            unique=False,
            sqlite_where=sa.text("duplicate_of_id IS NOT NULL"),
            postgresql_where=sa.text("duplicate_of_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comment_note_group",
            ["note_group_id", "state", "number"],
            unique=False,
            sqlite_where=sa.text("note_group_id IS NOT NULL"),
            postgresql_where=sa.text("note_group_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comment_part_of",
            ["part_of_id"],
            unique=False,
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
            postgresql_where=sa.text("part_of_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comment_receipt_due",
            ["id"],
            unique=False,
            sqlite_where=sa.text("receipt_due = 1"),
            postgresql_where=sa.text("receipt_due"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comment_note_group_id"),
            "note_group",
            ["note_group_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comment_part_of_id"),
            "comment",
            ["part_of_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comment_duplicate_of_id"),
            "comment",
            ["duplicate_of_id"],
            ["id"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "approval",
                sa.Enum("none", "some", "all", name="approval", native_enum=False, length=32),
                server_default="none",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("approves_guests", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("approves_links", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column(
                "approval_words",
                sqlmodel.sql.sqltypes.AutoString(),
                server_default="",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column("approval_hours", sa.Integer(), server_default="24", nullable=False)
        )

    with op.batch_alter_table("removal", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "passage", sqlmodel.sql.sqltypes.AutoString(), server_default="", nullable=False
            )
        )

    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("edited_at", app.models.base.Moment(timezone=True), nullable=True)
        )


def downgrade() -> None:
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_column("edited_at")

    with op.batch_alter_table("removal", schema=None) as batch_op:
        batch_op.drop_column("passage")

    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_column("approval_hours")
        batch_op.drop_column("approval_words")
        batch_op.drop_column("approves_links")
        batch_op.drop_column("approves_guests")
        batch_op.drop_column("approval")

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_comment_duplicate_of_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_comment_part_of_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_comment_note_group_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_comment_receipt_due",
            sqlite_where=sa.text("receipt_due = 1"),
            postgresql_where=sa.text("receipt_due"),
        )
        batch_op.drop_index(
            "ix_comment_part_of",
            sqlite_where=sa.text("part_of_id IS NOT NULL"),
            postgresql_where=sa.text("part_of_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comment_note_group",
            sqlite_where=sa.text("note_group_id IS NOT NULL"),
            postgresql_where=sa.text("note_group_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comment_duplicate_of",
            sqlite_where=sa.text("duplicate_of_id IS NOT NULL"),
            postgresql_where=sa.text("duplicate_of_id IS NOT NULL"),
        )
        batch_op.drop_column("imported_disagrees")
        batch_op.drop_column("imported_agrees")
        batch_op.drop_column("parts_count")
        batch_op.drop_column("duplicate_of_id")
        batch_op.drop_column("part_of_id")
        batch_op.drop_column("note_group_id")
        batch_op.drop_column("receipt_due")

    with op.batch_alter_table("reply_wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_wording_process_id"))
        batch_op.drop_index(batch_op.f("ix_reply_wording_by_id"))

    op.drop_table("reply_wording")
    with op.batch_alter_table("blackout", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blackout_process_id"))
        batch_op.drop_index("ix_blackout_comment_id")
        batch_op.drop_index(batch_op.f("ix_blackout_by_id"))

    op.drop_table("blackout")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_process_id"))
        batch_op.drop_index("ix_remark_comment_id")
        batch_op.drop_index(batch_op.f("ix_remark_by_id"))

    op.drop_table("remark")
    with op.batch_alter_table("pointer", schema=None) as batch_op:
        batch_op.drop_index("ix_pointer_process_id_field_id")
        batch_op.drop_index("ix_pointer_comment_id")
        batch_op.drop_index(batch_op.f("ix_pointer_by_id"))

    op.drop_table("pointer")
    with op.batch_alter_table("note_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_source_import_id"))
        batch_op.drop_index(batch_op.f("ix_note_source_entered_by_id"))

    op.drop_table("note_source")
    with op.batch_alter_table("note_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_file_process_id"))
        batch_op.drop_index(batch_op.f("ix_note_file_comment_id"))
        batch_op.drop_index(batch_op.f("ix_note_file_by_id"))

    op.drop_table("note_file")
    with op.batch_alter_table("lease", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lease_process_id"))
        batch_op.drop_index(batch_op.f("ix_lease_person_id"))

    op.drop_table("lease")
    with op.batch_alter_table("inquiry_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_note_process_id"))
        batch_op.drop_index("ix_inquiry_note_comment_id")

    op.drop_table("inquiry_note")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_process_id"))
        batch_op.drop_index("ix_import_row_fate")

    op.drop_table("import_row")
    with op.batch_alter_table("apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_apart_process_id"))

    op.drop_table("apart")
    with op.batch_alter_table("answer_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_draft_process_id"))
        batch_op.drop_index(batch_op.f("ix_answer_draft_person_id"))

    op.drop_table("answer_draft")
    with op.batch_alter_table("note_group", schema=None) as batch_op:
        batch_op.drop_index("ix_note_group_process_id_size")
        batch_op.drop_index("ix_note_group_process_id_is_answered")

    op.drop_table("note_group")
    with op.batch_alter_table("inquiry_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_letter_process_id"))
        batch_op.drop_index(batch_op.f("ix_inquiry_letter_inquiry_id"))

    op.drop_table("inquiry_letter")
    with op.batch_alter_table("inquiry_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inquiry_file_process_id"))
        batch_op.drop_index(batch_op.f("ix_inquiry_file_inquiry_id"))

    op.drop_table("inquiry_file")
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.drop_index("ix_inquiry_process_id_state")
        batch_op.drop_index("ix_inquiry_process_id_office_id")
        batch_op.drop_index(batch_op.f("ix_inquiry_asked_by_id"))

    op.drop_table("inquiry")
    with op.batch_alter_table("text_module", schema=None) as batch_op:
        batch_op.drop_index("ix_text_module_organisation_id")
        batch_op.drop_index(batch_op.f("ix_text_module_by_id"))

    op.drop_table("text_module")
    with op.batch_alter_table("note_import", schema=None) as batch_op:
        batch_op.drop_index("ix_note_import_process_id")
        batch_op.drop_index(batch_op.f("ix_note_import_by_id"))

    op.drop_table("note_import")
    op.drop_table("figures")
