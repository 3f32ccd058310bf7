"""A file that a group handed back keeps who uploaded it beside who took it in."""

import sqlalchemy as sa
from alembic import op

revision = "0021_who_takes_in"
down_revision = "0020_echo_stays"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("hand_back", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_by_id", NUMBER, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_hand_back_taken_by_id"),
            "person",
            ["taken_by_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_index(op.f("ix_hand_back_taken_by_id"), ["taken_by_id"])
    # Until now the one who took a file in was written over the one who uploaded it.
    op.execute("UPDATE hand_back SET taken_by_id = by_id WHERE state IN ('taking', 'taken')")


def downgrade() -> None:
    with op.batch_alter_table("hand_back", schema=None) as batch_op:
        batch_op.drop_index(op.f("ix_hand_back_taken_by_id"))
        batch_op.drop_constraint(op.f("fk_hand_back_taken_by_id"), type_="foreignkey")
        batch_op.drop_column("taken_by_id")
