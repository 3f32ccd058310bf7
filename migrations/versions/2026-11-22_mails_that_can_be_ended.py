"""A mail of news knows the address that ends mails like it."""

import sqlalchemy as sa
from alembic import op

revision = "0013_unsubscribe"
down_revision = "0012_guest_reasons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unsubscribe", sa.String(length=400), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_column("unsubscribe")
