"""What was chosen is found by the words people saw: every case that was sent becomes due for the search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No change of shape; the portal writes what is due in the background, or `fill-search` does at once."""
    case = sa.table("case", sa.column("id"), sa.column("submitted_at"))
    due = sa.table("search_due", sa.column("case_id"))
    waits = sa.select(due.c.case_id).where(due.c.case_id == case.c.id).exists()
    sent = sa.select(case.c.id).where(case.c.submitted_at.is_not(None), ~waits)
    op.execute(sa.insert(due).from_select(["case_id"], sent))
