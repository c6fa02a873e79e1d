"""Requests keep where their demand comes from as a text with an address; those made before keep their English words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the source in every language."""
    op.add_column("correction_request", sa.Column("origin", sa.JSON(), nullable=False, server_default="{}"))
