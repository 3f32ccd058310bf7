"""How many people wrote the notes of a group, and which notes have been looked for similar ones"""

import sqlalchemy as sa
from alembic import op

revision = "0017_people_of_groups"
down_revision = "0016_foreign_notes"
branch_labels = None
depends_on = None
OPEN = {
    "sqlite_where": sa.text("is_sketched = 1 AND is_gathered = 0"),
    "postgresql_where": sa.text("is_sketched AND NOT is_gathered"),
}


def upgrade() -> None:
    op.add_column(
        "note_group", sa.Column("people_count", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "comment", sa.Column("is_gathered", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_comment_not_gathered", "comment", ["id"], **OPEN)


def downgrade() -> None:
    op.drop_index("ix_comment_not_gathered", "comment", **OPEN)
    op.drop_column("comment", "is_gathered")
    op.drop_column("note_group", "people_count")
