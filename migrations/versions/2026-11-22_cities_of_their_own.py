"""A slug belongs to its city, a host to one city, a mail to the city it speaks for"""

import sqlalchemy as sa
from alembic import op

revision = "0006_cities_of_their_own"
down_revision = "0005_blocked_roles"
branch_labels = None
depends_on = None

# Going back, a slug that two cities use stays with the older process.
_RENAME = """
UPDATE process SET slug = substr(slug, 1, 60) || '-' || id
WHERE EXISTS (SELECT 1 FROM process AS older WHERE older.slug = process.slug
              AND older.id < process.id)
"""


def upgrade() -> None:
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_constraint("uq_process_slug", type_="unique")
        batch_op.create_unique_constraint(
            "uq_process_slug_organisation_id", ["slug", "organisation_id"]
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_organisation_host_taken",
            ["host"],
            unique=True,
            sqlite_where=sa.text("host <> ''"),
            postgresql_where=sa.text("host <> ''"),
        )

    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "organisation_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.create_foreign_key(
            op.f("fk_outbox_mail_organisation_id"),
            "organisation",
            ["organisation_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch_op.create_index("ix_outbox_mail_organisation_id_id", ["organisation_id", "id"])
    op.execute(
        "UPDATE outbox_mail SET organisation_id = (SELECT process.organisation_id FROM process"
        " WHERE process.id = outbox_mail.process_id) WHERE process_id IS NOT NULL"
    )


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_mail_organisation_id_id")
        batch_op.drop_constraint(op.f("fk_outbox_mail_organisation_id"), type_="foreignkey")
        batch_op.drop_column("organisation_id")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index("ix_organisation_host_taken")

    op.execute(_RENAME)
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_constraint("uq_process_slug_organisation_id", type_="unique")
        batch_op.create_unique_constraint("uq_process_slug", ["slug"])
