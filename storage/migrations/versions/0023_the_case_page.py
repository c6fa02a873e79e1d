"""The street each case lies in, filled for those that are there, and which changes the municipality has looked at."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MANY = 2_000
NUMBERED = re.compile(r"^(.*?[^\W\d_].*?)[\s.]+\d+\s*[a-zæøå]?(?=$|[\s/–-])")


def upgrade() -> None:
    """Two tables; one is filled from the addresses."""
    street = op.create_table(
        "case_street",
        sa.Column("case_id", sa.String(), sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("municipality_id", sa.String(), sa.ForeignKey("municipality.id"), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
    )
    op.create_index("cases_in_a_street", "case_street", ["municipality_id", "street", "case_id"])
    op.create_table(
        "seen_change",
        sa.Column("case_id", sa.String(), sa.ForeignKey("case.id"), primary_key=True),
        sa.Column("phase", sa.String(), primary_key=True),
        sa.Column("place", sa.String(), primary_key=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("by", sa.String(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    _fill(street)


def _fill(street: sa.Table) -> None:
    """A page of cases at a time, so that a large database is not held in memory."""
    case = sa.table("case", sa.column("id"), sa.column("municipality_id"), sa.column("address"))
    after, there = "", op.get_bind()
    while True:
        page = there.execute(sa.select(case).where(case.c.id > after).order_by(case.c.id).limit(MANY)).all()
        if not page:
            return
        rows = [{"case_id": row.id, "municipality_id": row.municipality_id, "street": _street(row.address or "")} for row in page]
        op.bulk_insert(street, [row for row in rows if row["street"]])
        after = page[-1].id


def _street(address: str) -> str:
    """As streets were told from addresses when this was written."""
    first = " ".join(address.casefold().split(",")[0].split())
    found = NUMBERED.match(first)
    words = (found[1] if found else first).strip(" .-")
    return words[:100] if any(sign.isalpha() for sign in words) else ""
