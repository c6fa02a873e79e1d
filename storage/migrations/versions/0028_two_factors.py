"""A session knows whether two factors were given, so that no staff role is taken on without the second."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Sessions of before count as opened without: whoever changes to a staff role in one is asked once for a code."""
    with op.batch_alter_table("login_session") as table:
        table.add_column(sa.Column("two_factors", sa.Boolean(), nullable=False, server_default=sa.false()))
