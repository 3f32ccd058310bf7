"""What speaks against a guest's note, known when it came, is kept until it is confirmed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_guest_reasons"
down_revision = "0011_residents"
branch_labels = None
depends_on = None
DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("guest_note", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reasons", DATA, nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("guest_note", schema=None) as batch_op:
        batch_op.drop_column("reasons")
