"""Colleagues named in notes, and demands that rest on no requirement."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
COUNT_THOSE_SENT = """
INSERT INTO extra_demand (request_id, case_id, municipality_id, workflow, phase, is_question, sent_at)
SELECT r.id, r.case_id, c.municipality_id, c.workflow, r.phase, r.target = '', r.sent_at
FROM correction_request r JOIN "case" c ON c.id = r.case_id
WHERE r.requirement = '' AND r.sent_at IS NOT NULL
"""


def upgrade() -> None:
    """Two tables; what was demanded before is counted too."""
    op.create_table(
        "mention",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.PrimaryKeyConstraint("message_id", "person_id"),
    )
    op.create_index("mentions_of_a_person", "mention", ["person_id", "municipality_id", "at"])
    op.create_index("ix_mention_case_id", "mention", ["case_id"])
    op.create_table(
        "extra_demand",
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("is_question", sa.Boolean(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["correction_request.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.PrimaryKeyConstraint("request_id"),
    )
    op.create_index("extra_demands_of_a_kind", "extra_demand", ["municipality_id", "workflow", "sent_at"])
    op.create_index("ix_extra_demand_case_id", "extra_demand", ["case_id"])
    op.execute(COUNT_THOSE_SENT)
