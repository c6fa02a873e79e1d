"""Local rules hold more than parameters, say who published them, and are written as drafts first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Parameters move into the content of a set; drafts get a table."""
    op.add_column("local_rules", sa.Column("content", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("local_rules", sa.Column("published_by", sa.String(), nullable=False, server_default=""))
    op.add_column("local_rules", sa.Column("note", sa.String(), nullable=False, server_default=""))
    _move_parameters()
    with op.batch_alter_table("local_rules") as table:
        table.drop_column("values")
    op.create_table(
        "rules_draft",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.PrimaryKeyConstraint("municipality_id", "workflow"),
    )


def _move_parameters() -> None:
    rules = sa.table("local_rules", sa.column("id"), sa.column("values", sa.JSON()), sa.column("content", sa.JSON()))
    connection = op.get_bind()
    for row in connection.execute(sa.select(rules.c.id, rules.c["values"])).all():
        content = {"parameters": row[1] or {}}
        connection.execute(sa.update(rules).where(rules.c.id == row[0]).values(content=content))
