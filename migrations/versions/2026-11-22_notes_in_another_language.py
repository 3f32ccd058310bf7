"""Public notes that are not in German, for the inbox of the moderation

Revision ID: 0016_foreign_notes
Revises: 0015_office_agrees
Create Date: 2026-11-22 21:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0016_foreign_notes"
down_revision = "0015_office_agrees"
branch_labels = None
depends_on = None

FOREIGN = "language <> 'de' AND state = 'public'"


def upgrade() -> None:
    op.create_index(
        "ix_comment_foreign",
        "comment",
        ["process_id", "number"],
        sqlite_where=sa.text(FOREIGN),
        postgresql_where=sa.text(FOREIGN),
    )


def downgrade() -> None:
    op.drop_index("ix_comment_foreign", "comment")
