"""Statements on a case, with their files, and the role of who gives one from outside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ONE_TENANT = "((company_id IS NULL) <> (municipality_id IS NULL)) <> (role IN ('platform_admin', 'expert'))"


def upgrade() -> None:
    """Two tables, and one more role without a tenant."""
    op.create_table(
        "statement",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("is_outside", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("invitation_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("hidden_documents", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=True),
        sa.Column("given_at", MOMENT, nullable=True),
        sa.Column("shared_by", sa.String(), nullable=True),
        sa.Column("shared_at", MOMENT, nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        *(sa.ForeignKeyConstraint([name], ["person.id"]) for name in ("person_id", "asked_by", "given_by", "shared_by", "ended_by")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("statements_of_a_case", "statement", ["case_id", "asked_at"])
    op.create_index("statements_of_a_person", "statement", ["person_id", "state"])
    op.create_index("statements_due", "statement", ["state", "due_on"])
    op.create_index("ix_statement_invitation_id", "statement", ["invitation_id"])
    op.create_table(
        "statement_file",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("statement_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("object_key", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["uploaded_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_statement_file_statement_id", "statement_file", ["statement_id"])
    op.create_index("ix_statement_file_case_id", "statement_file", ["case_id"])
    for table, name in (("membership", "each_membership_is_in_one_tenant"), ("invitation", "each_invitation_is_to_one_tenant")):
        with op.batch_alter_table(table) as changed:  # SQLite makes these tables anew
            changed.drop_constraint(name, type_="check")
            changed.create_check_constraint(name, ONE_TENANT)
