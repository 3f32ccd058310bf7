"""When the names of residents in a process were replaced by numbers."""

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = "0018_names"
down_revision = "0017_people_of_groups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("process", schema=None) as batch_op:
        moment = app.models.base.Moment(timezone=True)
        batch_op.add_column(sa.Column("pseudonymised_at", moment, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_column("pseudonymised_at")
