"""A house rule that is worded anew keeps its earlier wording for what was hidden by it; offices
name further domains, a link waits for consent, an answer knows the name that it was filled with."""

import sqlalchemy as sa
from alembic import op

from app.models.base import Moment

revision = "0022_rules_reworded"
down_revision = "0021_who_takes_in"
branch_labels = None
depends_on = None

ONE_NUMBER = "uq_house_rule_process_id_number"
ONE_EDITION = "uq_house_rule_process_id_number_edition"


def upgrade() -> None:
    with op.batch_alter_table("house_rule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("position", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("since", Moment(), nullable=True))
        batch_op.add_column(sa.Column("ended_at", Moment(), nullable=True))
        batch_op.drop_constraint(batch_op.f(ONE_NUMBER), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f(ONE_EDITION), ["process_id", "number", "edition"]
        )
    op.execute("UPDATE house_rule SET position = number")
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.add_column(sa.Column("domains", sa.String(), server_default="", nullable=False))
    with op.batch_alter_table("inquiry_letter", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("awaits_consent", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("named", sa.String(length=200), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_column("named")
    with op.batch_alter_table("inquiry_letter", schema=None) as batch_op:
        batch_op.drop_column("awaits_consent")
    with op.batch_alter_table("office", schema=None) as batch_op:
        batch_op.drop_column("domains")
    _number_editions()
    with op.batch_alter_table("house_rule", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(ONE_EDITION), type_="unique")
        batch_op.create_unique_constraint(batch_op.f(ONE_NUMBER), ["process_id", "number"])
        for column in ("ended_at", "since", "position", "edition"):
            batch_op.drop_column(column)


def _number_editions() -> None:
    """Each later wording becomes a rule of its own: what cites it goes on doing so."""
    bind = op.get_bind()
    later = bind.execute(
        sa.text("SELECT id, process_id FROM house_rule WHERE edition > 1 ORDER BY id")
    ).all()
    for rule_id, process_id in later:
        bind.execute(
            sa.text(
                "UPDATE house_rule SET edition = 1, number = (SELECT MAX(number) + 1 "
                "FROM house_rule WHERE process_id = :process) WHERE id = :rule"
            ),
            {"process": process_id, "rule": rule_id},
        )
