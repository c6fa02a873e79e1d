"""A municipality may say where it lies, so that a place outside it is doubted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """South, west, north and east in degrees; nothing is checked while it is empty."""
    op.add_column("municipality", sa.Column("bounds", sa.JSON(), nullable=True))
