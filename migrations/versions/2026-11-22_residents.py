"""Residents: guests, what an author says later, who follows what, texts in other languages."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

import app.models.base

revision = "0011_residents"
down_revision = "0010_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_wish",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "pace",
            sa.Enum(
                "at_once", "daily", "weekly", "never", name="pace", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("changed_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_wish_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_mail_wish_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_wish")),
        sa.UniqueConstraint(
            "person_id", "process_id", name=op.f("uq_mail_wish_person_id_process_id")
        ),
    )
    with op.batch_alter_table("mail_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_wish_process_id"), ["process_id"], unique=False)

    op.create_table(
        "perspective",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_perspective_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perspective")),
        sa.UniqueConstraint(
            "process_id", "position", name=op.f("uq_perspective_process_id_position")
        ),
    )
    op.create_table(
        "heading_translation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "section_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("source_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("made_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_heading_translation_process_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["section.id"],
            name=op.f("fk_heading_translation_section_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heading_translation")),
        sa.UniqueConstraint(
            "section_id", "language", name=op.f("uq_heading_translation_section_id_language")
        ),
    )
    with op.batch_alter_table("heading_translation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_heading_translation_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "block_translation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("block_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column(
            "sentences",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "source_hashes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["block_id"],
            ["block.id"],
            name=op.f("fk_block_translation_block_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_block_translation_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_block_translation_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_translation")),
        sa.UniqueConstraint(
            "block_id", "language", name=op.f("uq_block_translation_block_id_language")
        ),
    )
    with op.batch_alter_table("block_translation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_block_translation_process_id"), ["process_id"], unique=False
        )

    op.create_table(
        "addition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=5000), nullable=False),
        sa.Column("html", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("created_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_addition_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_addition_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addition")),
        sa.UniqueConstraint("comment_id", "position", name=op.f("uq_addition_comment_id_position")),
    )
    op.create_table(
        "comment_wording",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("proposed_wording", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("until", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_wording_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_comment_wording_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_wording")),
        sa.UniqueConstraint(
            "comment_id", "position", name=op.f("uq_comment_wording_comment_id_position")
        ),
    )
    op.create_table(
        "following",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("field_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("created_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_following_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["field_id"],
            ["action_field.id"],
            name=op.f("fk_following_field_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_following_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_following_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_following")),
        sa.UniqueConstraint(
            "person_id",
            "process_id",
            "subject",
            name=op.f("uq_following_person_id_process_id_subject"),
        ),
    )
    with op.batch_alter_table("following", schema=None) as batch_op:
        batch_op.create_index(
            "ix_following_process_id_subject", ["process_id", "subject", "person_id"], unique=False
        )

    op.create_table(
        "guest_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(length=254), nullable=False),
        sa.Column("locale", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("created_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("reminded_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("confirmed_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_guest_note_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_guest_note_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_guest_note_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_note")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_guest_note_comment_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_guest_note_token_hash")),
    )
    with op.batch_alter_table("guest_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guest_note_email"), ["email"], unique=False)
        batch_op.create_index("ix_guest_note_open", ["confirmed_at", "expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_guest_note_person_id"), ["person_id"], unique=False)

    op.create_table(
        "note_band",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("band", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_note_band_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_note_band_process_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_band")),
        sa.UniqueConstraint("comment_id", "band", name=op.f("uq_note_band_comment_id_band")),
    )
    with op.batch_alter_table("note_band", schema=None) as batch_op:
        batch_op.create_index("ix_note_band_value", ["process_id", "band", "value"], unique=False)

    op.create_table(
        "echo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "disposition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("decided_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("said_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_echo_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["disposition_id"],
            ["disposition.id"],
            name=op.f("fk_echo_disposition_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_echo_process_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_echo")),
        sa.UniqueConstraint("comment_id", "decided_at", name=op.f("uq_echo_comment_id_decided_at")),
    )
    with op.batch_alter_table("echo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_echo_disposition_id"), ["disposition_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_echo_process_id"), ["process_id"], unique=False)

    op.create_table(
        "news",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "about",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("made_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("due_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", app.models.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_news_comment_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_news_person_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_news_process_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"], ["reply.id"], name=op.f("fk_news_reply_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_news_person_id_key")),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index("ix_news_due", ["sent_at", "due_at"], unique=False)
        batch_op.create_index("ix_news_process_id", ["process_id"], unique=False)

    op.create_table(
        "note_translation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=12), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("html", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", app.models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_note_translation_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_note_translation_comment_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_note_translation_process_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["reply_id"],
            ["reply.id"],
            name=op.f("fk_note_translation_reply_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_translation")),
    )
    with op.batch_alter_table("note_translation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_note_translation_process_id"), ["process_id"], unique=False
        )
        batch_op.create_index(
            "uq_note_translation_note",
            ["comment_id", "language"],
            unique=True,
            sqlite_where=sa.text("reply_id IS NULL"),
            postgresql_where=sa.text("reply_id IS NULL"),
        )
        batch_op.create_index(
            "uq_note_translation_reply",
            ["reply_id", "language"],
            unique=True,
            sqlite_where=sa.text("reply_id IS NOT NULL"),
            postgresql_where=sa.text("reply_id IS NOT NULL"),
        )

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "perspective_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column(
                "author_organisation",
                sqlmodel.sql.sqltypes.AutoString(length=120),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "author_district",
                sqlmodel.sql.sqltypes.AutoString(length=80),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column("shows_self", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("is_sketched", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("edited_at", app.models.base.Moment(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("withdrawn_at", app.models.base.Moment(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("additions_count", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_index(
            "ix_comment_not_sketched",
            ["id"],
            unique=False,
            sqlite_where=sa.text("is_sketched = 0"),
            postgresql_where=sa.text("NOT is_sketched"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comment_perspective_id"),
            "perspective",
            ["perspective_id"],
            ["id"],
            ondelete="RESTRICT",
        )

    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("takes_guests", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_column("takes_guests")

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_comment_perspective_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_comment_not_sketched",
            sqlite_where=sa.text("is_sketched = 0"),
            postgresql_where=sa.text("NOT is_sketched"),
        )
        batch_op.drop_column("additions_count")
        batch_op.drop_column("withdrawn_at")
        batch_op.drop_column("edited_at")
        batch_op.drop_column("is_sketched")
        batch_op.drop_column("shows_self")
        batch_op.drop_column("author_district")
        batch_op.drop_column("author_organisation")
        batch_op.drop_column("perspective_id")

    with op.batch_alter_table("note_translation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_note_translation_reply",
            sqlite_where=sa.text("reply_id IS NOT NULL"),
            postgresql_where=sa.text("reply_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_note_translation_note",
            sqlite_where=sa.text("reply_id IS NULL"),
            postgresql_where=sa.text("reply_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_note_translation_process_id"))

    op.drop_table("note_translation")
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.drop_index("ix_news_process_id")
        batch_op.drop_index("ix_news_due")

    op.drop_table("news")
    with op.batch_alter_table("echo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_echo_process_id"))
        batch_op.drop_index(batch_op.f("ix_echo_disposition_id"))

    op.drop_table("echo")
    with op.batch_alter_table("note_band", schema=None) as batch_op:
        batch_op.drop_index("ix_note_band_value")

    op.drop_table("note_band")
    with op.batch_alter_table("guest_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guest_note_person_id"))
        batch_op.drop_index("ix_guest_note_open")
        batch_op.drop_index(batch_op.f("ix_guest_note_email"))

    op.drop_table("guest_note")
    with op.batch_alter_table("following", schema=None) as batch_op:
        batch_op.drop_index("ix_following_process_id_subject")

    op.drop_table("following")
    op.drop_table("comment_wording")
    op.drop_table("addition")
    with op.batch_alter_table("block_translation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_translation_process_id"))

    op.drop_table("block_translation")
    with op.batch_alter_table("heading_translation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_heading_translation_process_id"))

    op.drop_table("heading_translation")
    op.drop_table("perspective")
    with op.batch_alter_table("mail_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_wish_process_id"))

    op.drop_table("mail_wish")
