"""What waits for the moderation is counted, replies wait as well, and each barrier counts"""

import sqlalchemy as sa
from alembic import op

revision = "0008_waiting_counted"
down_revision = "0007_given_by_a_provider"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("barrier", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stopped_count", sa.Integer(), server_default="0", nullable=False)
        )

    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("waiting_count", sa.Integer(), server_default="0", nullable=False)
        )

    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "reply_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.drop_constraint("uq_stop_comment_id", type_="unique")
        batch_op.create_unique_constraint("uq_stop_reply_id", ["reply_id"])
        batch_op.create_foreign_key(
            "fk_stop_reply_id", "reply", ["reply_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_index(
            "uq_stop_note",
            ["comment_id"],
            unique=True,
            sqlite_where=sa.text("reply_id IS NULL"),
            postgresql_where=sa.text("reply_id IS NULL"),
        )


def downgrade() -> None:
    # The version before knows of no stopped reply, and would show it: it goes with its reasons.
    op.execute("DELETE FROM stop WHERE reply_id IS NOT NULL")
    op.execute("DELETE FROM reply WHERE position < 0")
    with op.batch_alter_table("stop", schema=None) as batch_op:
        batch_op.drop_index("uq_stop_note")
        batch_op.drop_constraint("fk_stop_reply_id", type_="foreignkey")
        batch_op.drop_constraint("uq_stop_reply_id", type_="unique")
        batch_op.create_unique_constraint("uq_stop_comment_id", ["comment_id"])
        batch_op.drop_column("reply_id")

    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_column("waiting_count")

    with op.batch_alter_table("barrier", schema=None) as batch_op:
        batch_op.drop_column("stopped_count")
