"""The log refuses to be overwritten by an insert too: on SQLite, REPLACE deletes without asking the triggers that forbid deleting."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# A row's number counts too: SQLite replaces by it as well. It is -1 in a trigger where the insert leaves it open.
SQLITE_GUARDS = (
    "CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event"
    " WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id OR (stream = NEW.stream AND seq = NEW.seq) OR rowid = NEW.rowid)"
    " BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END",
    "CREATE TRIGGER event_is_never_moved BEFORE UPDATE ON event WHEN NEW.rowid <> OLD.rowid"
    " BEGIN SELECT RAISE(ABORT, 'events are never moved'); END",
    "CREATE TRIGGER snapshot_is_never_replaced BEFORE INSERT ON snapshot"
    " WHEN EXISTS (SELECT 1 FROM snapshot WHERE id = NEW.id OR (case_id = NEW.case_id AND phase = NEW.phase AND number = NEW.number)"
    " OR rowid = NEW.rowid)"
    " BEGIN SELECT RAISE(ABORT, 'snapshots are never replaced'); END",
)


def upgrade() -> None:
    """PostgreSQL has no REPLACE, and its ON CONFLICT DO UPDATE meets the triggers against changing."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE_GUARDS:
            op.execute(sa.text(statement))
