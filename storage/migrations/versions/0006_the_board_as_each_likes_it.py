"""The board comes back as each person left it, and its cards tell how long the municipality has had the case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen anything yet; how long a case has been here is worked out at its next turn."""
    op.add_column("person", sa.Column("board_view", sa.String(), nullable=False, server_default=""))
    op.add_column("case", sa.Column("clock_days", sa.Integer(), nullable=True))
    op.add_column("case", sa.Column("clock_since", sa.Date(), nullable=True))
