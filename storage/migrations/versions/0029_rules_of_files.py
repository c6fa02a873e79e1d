"""A file in a slot of the municipality's own remembers the rules it came there under, so that it can be asked whether it still fits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Files of before came under the newest rules there were when they were uploaded; for a case that was sent, under its own at most."""
    op.add_column("document", sa.Column("rules", sa.String(), nullable=False, server_default=""))
    op.execute(
        """
        UPDATE document SET rules = COALESCE(
            (
                SELECT held.id FROM local_rules AS held JOIN "case" AS holder ON holder.municipality_id = held.municipality_id
                    AND holder.workflow = held.workflow
                WHERE holder.id = document.case_id AND held.published_at <= document.uploaded_at
                    AND (holder.submitted_at IS NULL OR held.version <= holder.rules_version)
                ORDER BY held.version DESC LIMIT 1
            ),
            ''
        )
        WHERE slot LIKE 'own!_%' ESCAPE '!'
        """
    )
