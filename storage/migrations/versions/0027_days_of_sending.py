"""The days on which each phase of a case was sent first and last, so that notice given is judged as of the day it was given."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OSLO = ZoneInfo("Europe/Oslo")


def upgrade() -> None:
    """One column, filled from what is kept of every sending."""
    op.add_column("case", sa.Column("sent_days", sa.JSON(), nullable=False, server_default="{}"))
    connection = op.get_bind()
    case = sa.table("case", sa.column("id"), sa.column("sent_days", sa.JSON()))
    kept = sa.table("snapshot", sa.column("case_id"), sa.column("phase"), sa.column("at", sa.DateTime(timezone=True)))
    of_phases = sa.select(kept.c.case_id, kept.c.phase, sa.func.min(kept.c.at), sa.func.max(kept.c.at))
    found: dict[str, dict[str, list[str]]] = {}
    for case_id, phase, first, last in connection.execute(of_phases.group_by(kept.c.case_id, kept.c.phase)):
        found.setdefault(case_id, {})[phase] = [_day(first), _day(last)]
    if found:
        rows = [{"of_case": case_id, "days": days} for case_id, days in found.items()]
        connection.execute(sa.update(case).where(case.c.id == sa.bindparam("of_case")).values(sent_days=sa.bindparam("days")), rows)


def _day(moment: datetime) -> str:
    """SQLite forgets that times are in UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(OSLO).date().isoformat()
