"""What the company register showed of the right of whoever registered a company, and companies found by name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns and an index."""
    with op.batch_alter_table("company") as table:
        table.add_column(sa.Column("right_to_act", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("registered_by", sa.String(), nullable=False, server_default=""))
    op.create_index("register_units_by_name", "register_unit", ["name"])
