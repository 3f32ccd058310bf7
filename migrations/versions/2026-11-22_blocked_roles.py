"""A role can rest: a city blocks what somebody may do there, and keeps which roles those were"""

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = "0005_blocked_roles"
down_revision = "0004_proofs_and_stops"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("blocked_at", app.models.base.Moment(timezone=True), nullable=True)
        )


def downgrade() -> None:
    # Without the column what rested would count again.
    op.execute("DELETE FROM role_grant WHERE blocked_at IS NOT NULL")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_column("blocked_at")
