"""Where a case lies and when its work begins, so that maps and calendars are paged by the database.

What was answered before is brought along: the place is kept as GeoJSON beside its answer, the day as it was typed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

SENT = sa.text("submitted_at IS NOT NULL")
STARTS = {"application": "planned_start", "work": "start_date"}
"""The questions that announced a start when this step was written, by phase."""


def upgrade() -> None:
    """Three columns, filled from what is answered, and the indexes that lists walk."""
    with op.batch_alter_table("case") as table:
        table.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("latitude", sa.Float(), nullable=True))
        table.add_column(sa.Column("longitude", sa.Float(), nullable=True))
    _fill()
    for name, columns in (
        ("sent_in_a_municipality", ["municipality_id", "id"]),
        ("starts_in_a_municipality", ["municipality_id", "starts_on", "id"]),
        ("places_in_a_municipality", ["municipality_id", "board_column", "latitude", "longitude"]),
    ):
        op.create_index(name, "case", columns, sqlite_where=SENT, postgresql_where=SENT)


def _fill() -> None:
    connection = op.get_bind()
    case = sa.table("case", *(sa.column(name) for name in ("id", "latitude", "longitude", "starts_on", "submitted_at", "phase", "status")))
    answers = sa.table("answer_set", *(sa.column(name) for name in ("case_id", "phase", "step")), sa.column("answers", sa.JSON()))
    drafts = {row.id: row.phase for row in connection.execute(sa.select(case).where(case.c.status == "draft"))}
    sent = {row.id for row in connection.execute(sa.select(case.c.id).where(case.c.submitted_at.is_not(None)))}
    found: dict[str, dict[str, Any]] = {}
    kept = sa.select(answers).where(answers.c.phase.in_(list(STARTS))).order_by(answers.c.case_id, answers.c.phase, answers.c.step)
    for row in connection.execute(kept).all():
        given = row.answers if isinstance(row.answers, Mapping) else json.loads(row.answers or "{}")
        known = found.setdefault(row.case_id, {})
        if row.phase == "application" and "latitude" not in known:
            known.update(_place(given))
        if row.case_id in sent and drafts.get(row.case_id) != row.phase:
            known.update(_start(given.get(STARTS[row.phase])))
    for case_id, values in found.items():
        if values:
            connection.execute(sa.update(case).where(case.c.id == case_id).values(values))


def _place(given: Mapping[str, Any]) -> dict[str, float]:
    drawn = next((one["value"] for one in given.values() if isinstance(one, Mapping) and "value" in one), None)
    if not drawn:
        return {}
    pairs = list(_pairs(drawn["coordinates"]))
    east, north = [one[0] for one in pairs], [one[1] for one in pairs]
    return {"latitude": (min(north) + max(north)) / 2, "longitude": (min(east) + max(east)) / 2}


def _pairs(coordinates: Sequence[Any]) -> Iterator[Sequence[float]]:
    if isinstance(coordinates[0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from _pairs(part)


def _start(entry: Any) -> dict[str, date]:
    try:
        return {"starts_on": date.fromisoformat(str(entry["raw"]))}
    except (TypeError, KeyError, ValueError):
        return {}
