"""What is counted about the quality of documentation: each sent part of a case, and what it lacked. Old cases are filled in by a job."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

COUNTED = [
    "municipality_id", "decided_on", "workflow", "phase", "company_id", "month", "outcome", "right_first", "rounds", "own_days",
    "their_days", "extra", "doubtful",
]  # fmt: skip


def upgrade() -> None:
    """Two tables."""
    numbers = ("sendings", "right_first", "rounds", "own_days", "their_days", "extra", "doubtful")
    op.create_table(
        "part_fact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        *_shared(),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_part_fact_case_id", "part_fact", ["case_id"])
    op.create_index("decided_parts", "part_fact", COUNTED)
    op.create_index("parts_like_this", "part_fact", ["municipality_id", "workflow", "phase", "decided_on", "outcome", "own_days"])
    op.create_index("sent_parts", "part_fact", ["municipality_id", "workflow", "phase", "sent_on"])
    op.create_index("parts_of_a_company", "part_fact", ["company_id", "decided_on"])
    op.create_table(
        "missed_fact",
        sa.Column("part_id", sa.String(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        *_shared(),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["part_fact.id"]),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"]),
        sa.PrimaryKeyConstraint("part_id", "requirement"),
    )
    wide = ["municipality_id", "decided_on", "workflow", "phase", "requirement", "company_id", "asked", "days"]
    op.create_index("missed_in_decided_parts", "missed_fact", wide)
    op.create_index("missed_in_sent_parts", "missed_fact", ["municipality_id", "requirement", "workflow", "phase", "sent_on"])
    op.create_index("missed_by_a_company", "missed_fact", ["company_id", "decided_on"])


def _shared() -> list[sa.Column[object]]:
    return [
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
    ]
