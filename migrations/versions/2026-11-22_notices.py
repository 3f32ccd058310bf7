"""Notices, statements of reasons and objections; what is hidden already gets its statement"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_notices"
down_revision = "0009_what_a_city_says"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DATA = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def points_at(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    """A foreign key that forbids deleting what it points at."""
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="RESTRICT")


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", KEY, nullable=False),
        sa.Column("process_id", KEY, nullable=False),
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("reply_id", KEY, nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("rule_id", KEY, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("request_key", sa.String(64), nullable=False),
        sa.Column("signs", DATA, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("ruling", sa.String(32), nullable=True),
        sa.Column("decision_reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        points_at("notice", "process_id", "process"),
        points_at("notice", "comment_id", "comment"),
        points_at("notice", "reply_id", "reply"),
        points_at("notice", "rule_id", "house_rule"),
        points_at("notice", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("process_id", "request_key", name="uq_notice_process_id_request_key"),
    )
    op.create_index("ix_notice_process_id_ruling", "notice", ["process_id", "ruling", "id"])
    op.create_index("ix_notice_comment_id_ruling", "notice", ["comment_id", "ruling"])
    op.create_table(
        "removal",
        sa.Column("id", KEY, nullable=False),
        sa.Column("process_id", KEY, nullable=False),
        sa.Column("comment_id", KEY, nullable=False),
        sa.Column("reply_id", KEY, nullable=True),
        sa.Column("rule_id", KEY, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("by_role", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("restored_at", MOMENT, nullable=True),
        sa.Column("key_hash", sa.String(64), nullable=True),
        sa.Column("objection", sa.String(), nullable=False),
        sa.Column("objected_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("outcome_reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_by_role", sa.String(32), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=True),
        points_at("removal", "process_id", "process"),
        points_at("removal", "comment_id", "comment"),
        points_at("removal", "reply_id", "reply"),
        points_at("removal", "rule_id", "house_rule"),
        points_at("removal", "by_id", "person"),
        points_at("removal", "decided_by_id", "person"),
        sa.PrimaryKeyConstraint("id", name="pk_removal"),
        sa.UniqueConstraint("key_hash", name="uq_removal_key_hash"),
    )
    op.create_index("ix_removal_process_id_id", "removal", ["process_id", "id"])
    op.create_index("ix_removal_process_id_objected_at", "removal", ["process_id", "objected_at"])
    op.create_index("ix_removal_comment_id", "removal", ["comment_id"])
    # The journal knows who hid what is hidden; in which role is not known any more.
    op.execute(
        """
        INSERT INTO removal (process_id, comment_id, rule_id, reason, cause, by_id, by_role, at,
                             objection, outcome_reason, decided_by_role)
        SELECT c.process_id, c.id, c.hidden_rule_id, c.hidden_reason,
               CASE WHEN EXISTS (SELECT 1 FROM stop s WHERE s.comment_id = c.id
                                 AND s.reply_id IS NULL AND s.release = 'refused')
                    THEN 'stop' ELSE 'own' END,
               (SELECT j.actor_id FROM journal_entry j
                WHERE j.subject_type = 'Comment' AND j.subject_id = c.id
                  AND j.deed IN ('comment.hidden', 'comment.refused')
                ORDER BY j.id DESC LIMIT 1),
               'moderator', c.hidden_at, '', '', ''
        FROM comment c
        WHERE c.state = 'hidden' AND c.hidden_rule_id IS NOT NULL AND c.hidden_at IS NOT NULL
        ORDER BY c.hidden_at
        """
    )


def downgrade() -> None:
    # The version before knows of no hidden answer; a place below 1 it shows to nobody.
    op.execute(
        "UPDATE reply SET position = -1000000 - position WHERE state = 'hidden' AND position > 0"
    )
    op.drop_table("removal")
    op.drop_table("notice")
