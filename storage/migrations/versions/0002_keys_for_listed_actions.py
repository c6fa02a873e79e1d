"""Keys can be limited to actions of the permission table; those made before may do all that their role gives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the list of actions to keys."""
    op.add_column("api_key", sa.Column("actions", sa.JSON(), nullable=False, server_default="[]"))
