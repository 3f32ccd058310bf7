"""What authors said to a decision stays when the group takes the decision back."""

import sqlalchemy as sa
from alembic import op

revision = "0020_echo_stays"
down_revision = "0019_groups_decide"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("echo", schema=None) as batch_op:
        batch_op.alter_column("disposition_id", existing_type=NUMBER, nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("echo", schema=None) as batch_op:
        batch_op.alter_column("disposition_id", existing_type=NUMBER, nullable=False)
