"""An office agrees to the edited text of its statement, or objects to it."""

import sqlalchemy as sa
from alembic import op

revision = "0015_office_agrees"
down_revision = "0014_desk"
branch_labels = None
depends_on = None
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("objected_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("objection", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("inquiry", schema=None) as batch_op:
        batch_op.drop_column("objection")
        batch_op.drop_column("objected_at")
        batch_op.drop_column("agreed_at")
