"""What a city says about privacy and accessibility"""

import sqlalchemy as sa
from alembic import op

revision = "0009_what_a_city_says"
down_revision = "0008_waiting_counted"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        for name in ("privacy", "accessibility"):
            batch_op.add_column(
                sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False)
            )


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("accessibility")
        batch_op.drop_column("privacy")
