"""All properties of a case are looked up by, not the first alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOST = 50
PARTS = ("gnr", "bnr", "fnr", "snr")


def upgrade() -> None:
    """A table of properties, filled from what was sent last, or from what is answered in a case that was never sent."""
    op.create_table(
        "case_property",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("property_key", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"]),
        sa.PrimaryKeyConstraint("case_id", "property_key"),
    )
    op.drop_index("cases_on_a_property", table_name="case")
    op.create_index("cases_on_a_property", "case_property", ["municipality_id", "property_key"])
    op.create_index("meters_on_a_property", "installed_meter", ["municipality_id", "property"])
    for name, columns in (
        ("sent_of_a_kind", ["workflow", "submitted_at", "municipality_id"]),
        ("sent_of_a_kind_here", ["municipality_id", "workflow", "submitted_at"]),
    ):
        is_sent = sa.text("submitted_at IS NOT NULL")
        op.create_index(name, "case", columns, sqlite_where=is_sent, postgresql_where=is_sent)
    _fill()


def _fill() -> None:
    case = sa.table("case", *map(sa.column, ("id", "municipality_id", "property_key")))
    stands = sa.table("case_property", *map(sa.column, ("case_id", "property_key", "municipality_id")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(case).order_by(case.c.id)).all():
        shown = [row.property_key] if row.property_key else []
        keys = dict.fromkeys([*shown, *(_key(each) for each in _properties(connection, row.id))])
        rows = [{"case_id": row.id, "property_key": key, "municipality_id": row.municipality_id} for key in keys if key]
        if rows:
            connection.execute(sa.insert(stands), rows)


def _properties(connection: sa.Connection, case_id: str) -> list[Mapping[str, Any]]:
    """The rows of properties that others know of: as sent last, else as answered."""
    snapshot = sa.table("snapshot", *map(sa.column, ("case_id", "phase", "number")), sa.column("content", sa.JSON()))
    answers = sa.table("answer_set", *map(sa.column, ("case_id", "phase", "step")), sa.column("answers", sa.JSON()))
    sent = sa.select(snapshot.c.content).where(snapshot.c.case_id == case_id, snapshot.c.phase == "application")
    content = connection.execute(sent.order_by(snapshot.c.number.desc()).limit(1)).scalar()
    if content is not None:
        given = content.get("answers", {}).get("property", {}).get("properties")
        return [one for one in given if isinstance(one, Mapping)][:MOST] if isinstance(given, list) else []
    which = (answers.c.case_id == case_id, answers.c.phase == "application", answers.c.step == "property")
    kept = connection.execute(sa.select(answers.c.answers).where(*which)).scalar() or {}
    order = _raw(kept.get("properties"))
    rows = order[:MOST] if isinstance(order, list) else []
    return [{name: _raw(kept.get(f"properties/{row}/{name}")) for name in PARTS} for row in rows]


def _key(row: Mapping[str, Any]) -> str:
    parts = [str(row.get(name) or "0").strip()[:10] for name in PARTS]
    is_one = all(part.isascii() and part.isdigit() for part in parts) and int(parts[0]) > 0
    return "/".join(str(int(part)) for part in parts) if is_one else ""


def _raw(entry: Any) -> Any:
    return entry.get("raw") if isinstance(entry, Mapping) else None
