"""A role says on whose word it was given: an identity provider's, or nobody's but ours"""

import sqlalchemy as sa
from alembic import op

revision = "0007_given_by_a_provider"
down_revision = "0006_cities_of_their_own"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("issuer", sa.String(length=300), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_column("issuer")
