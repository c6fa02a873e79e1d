"""Cases are found by all they say; views are saved; lists are sorted by the days left on the municipality's clock."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

SENT = sa.text("submitted_at IS NOT NULL")
FTS = (
    "CREATE VIRTUAL TABLE case_words USING fts5(marks, head, answers, said, notes, detail=column, prefix='2 3 4',"
    ' tokenize="unicode61 remove_diacritics 0")'
)
"""Without positions and with beginnings: a third of the size, and what people type is found by one look."""


def upgrade() -> None:
    """Tables of words and views; every case there is becomes due, and is written by the portal in the background or by `search-fill`."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _words(is_sqlite=is_sqlite)
    _views()
    op.add_column("case", sa.Column("our_due_on", sa.Integer(), nullable=True))
    op.add_column("case", sa.Column("our_days_left", sa.Integer(), nullable=True))
    for name, column in (("left_in_a_municipality", "our_due_on"), ("standing_in_a_municipality", "our_days_left")):
        op.create_index(name, "case", ["municipality_id", column, "id"], sqlite_where=SENT, postgresql_where=SENT)
    _our_days()
    due = sa.table("search_due", sa.column("case_id"))
    op.execute(sa.insert(due).from_select(["case_id"], sa.select(sa.table("case", sa.column("id")).c.id)))


def _our_days() -> None:
    """Of a case that lies with the municipality the last day is its own; what stands still is told at its next turn, from its log."""
    case = sa.table("case", *map(sa.column, ("id", "status", "our_due_on")), sa.column("due_on", sa.Date()))
    ours = sa.select(case.c.id, case.c.due_on).where(
        case.c.status.in_(("submitted", "in_review", "resubmitted")), case.c.due_on.is_not(None)
    )
    connection = op.get_bind()
    rows = [{"of_case": row.id, "day": row.due_on.toordinal()} for row in connection.execute(ours)]
    if rows:
        changing = sa.update(case).where(case.c.id == sa.bindparam("of_case")).values(our_due_on=sa.bindparam("day"))
        connection.execute(changing, rows)


def _words(*, is_sqlite: bool) -> None:
    op.create_table(
        "case_search",
        sa.Column("n", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("place", "people", "answers", "said", "notes")),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("case_id"),
    )
    op.create_index("cases_of_words", "case_search", ["n", "case_id"])
    if is_sqlite:
        op.execute(FTS)
    else:
        op.create_index("words_of_cases", "case_search", ["words"], postgresql_using="gin")
    op.create_table(
        "search_due",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "search_word",
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "word"),
    )


def _views() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("views_in_a_municipality", "saved_view", ["municipality_id", "shared", "person_id"])
    op.create_table(
        "role_view",
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("view_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.ForeignKeyConstraint(["view_id"], ["saved_view.id"]),
        sa.PrimaryKeyConstraint("municipality_id", "role"),
    )
