"""Companies that work on a case of another's, and cases that pass from one company to another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
OPEN_COWORK = sa.text("state IN ('invited', 'active')")
OPEN_HANDOVER = sa.text("state IN ('offered', 'accepted')")


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "cowork",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("may_send", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        *(sa.ForeignKeyConstraint([name], ["person.id"]) for name in ("invited_by", "answered_by", "ended_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_cowork_per_company_and_case",
        "cowork",
        ["case_id", "company_id"],
        unique=True,
        sqlite_where=OPEN_COWORK,
        postgresql_where=OPEN_COWORK,
    )
    op.create_index("coworks_of_a_company", "cowork", ["company_id", "state", "case_id"])
    op.create_table(
        "handover",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("from_company_id", sa.String(), nullable=False),
        sa.Column("to_company_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("by_municipality", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("offered_by", sa.String(), nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("accepted_by", sa.String(), nullable=True),
        sa.Column("accepted_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        *(sa.ForeignKeyConstraint([name], ["person.id"]) for name in ("offered_by", "accepted_by", "closed_by")),
        *(sa.ForeignKeyConstraint([name], ["company.id"]) for name in ("from_company_id", "to_company_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "one_open_handover_per_case",
        "handover",
        ["case_id"],
        unique=True,
        sqlite_where=OPEN_HANDOVER,
        postgresql_where=OPEN_HANDOVER,
    )
    op.create_index("handovers_of_a_case", "handover", ["case_id", "offered_at"])
    op.create_index("handovers_from_a_company", "handover", ["from_company_id", "state"])
    op.create_index("handovers_to_a_company", "handover", ["to_company_id", "state"])
