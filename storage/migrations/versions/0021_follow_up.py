"""Inspections, marks of the work on site, the day a case is looked at for reminders, and a municipality's closed days."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN = ("draft", "submitted", "in_review", "paused", "resubmitted", "approved")


def upgrade() -> None:
    """One table, four columns, and every open case to be looked at once."""
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("turn", sa.String(), nullable=False),
        sa.Column("by_company", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("comes", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("officer_id", sa.String(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.ForeignKeyConstraint(["officer_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_appointment_case_id", "appointment", ["case_id"])
    op.create_index("appointments_of_an_officer", "appointment", ["officer_id", "state"])
    op.add_column("case", sa.Column("work_started_on", sa.Date(), nullable=True))
    op.add_column("case", sa.Column("work_finished_on", sa.Date(), nullable=True))
    op.add_column("case", sa.Column("look_on", sa.Date(), nullable=True))
    op.add_column("municipality", sa.Column("closed_days", sa.JSON(), nullable=False, server_default="[]"))
    case = sa.table("case", sa.column("look_on", sa.Date()), sa.column("status", sa.String()))
    op.execute(case.update().where(case.c.status.in_(OPEN)).values(look_on=date(2026, 1, 1)))
    where = sa.text("look_on IS NOT NULL")
    op.create_index("cases_to_look_at", "case", ["look_on"], sqlite_where=where, postgresql_where=where)
