"""Oversight: searching the log, the platform's administrator, looks behind the glass, wishes to be forgotten, rounds that were done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ONE_TENANT = "((company_id IS NULL) <> (municipality_id IS NULL)) <> (role = 'platform_admin')"
UNGUARD_SQLITE = "DROP TRIGGER event_is_never_changed"
UNGUARD_POSTGRESQL = "DROP TRIGGER event_is_never_changed ON event"
# the guard against changes is away for one moment of this transaction, and covers the new column after it
GUARD_SQLITE = (
    "CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF id, stream, seq, case_id, municipality_id, company_id, about, kind, phase,"
    " actor_id, at, data, commitment, previous_hash, hash ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END"
)
GUARD_POSTGRESQL = (
    "CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF id, stream, seq, case_id, municipality_id, company_id, about, kind, phase,"
    " actor_id, at, data, commitment, previous_hash, hash ON event FOR EACH ROW EXECUTE FUNCTION refuse_change()"
)


def upgrade() -> None:
    """Three tables, a searchable subject for events, and a role without a tenant."""
    op.create_table(
        "break_glass",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("glasses_of_a_person", "break_glass", ["person_id", "until"])
    op.create_index("ix_break_glass_case_id", "break_glass", ["case_id"])
    op.create_table(
        "erasure_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("receipt", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"]),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("receipt"),
    )
    op.create_index("ix_erasure_request_person_id", "erasure_request", ["person_id"])
    op.create_table(
        "chore",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.add_column("municipality", sa.Column("paused_at", MOMENT, nullable=True))
    op.add_column("event", sa.Column("about", sa.String(), nullable=True))
    op.create_index("events_about", "event", ["about"])
    op.create_index("events_in_a_company", "event", ["company_id", "at"])
    # SQLite makes these tables anew; `upgrade` has switched its foreign keys off meanwhile, because others point at them
    for table, name in (("membership", "each_membership_is_in_one_tenant"), ("invitation", "each_invitation_is_to_one_tenant")):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(name, type_="check")
            changed.create_check_constraint(name, ONE_TENANT)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(UNGUARD_SQLITE if is_sqlite else UNGUARD_POSTGRESQL)
    _name_the_tenants()
    op.execute(GUARD_SQLITE if is_sqlite else GUARD_POSTGRESQL)


def _name_the_tenants() -> None:
    """Events of an access were found by their stream alone; now their columns say whose they are, as the stream in the hash does."""
    event = sa.table("event", sa.column("stream"), sa.column("company_id"), sa.column("municipality_id"), sa.column("about"))
    connection = op.get_bind()
    for stream in connection.execute(sa.select(event.c.stream).distinct().where(event.c.stream.like("access:%"))).scalars().all():
        parts = stream.split(":")
        if len(parts) == 3:
            values = {"company_id": parts[1], "municipality_id": parts[2], "about": parts[1]}
            connection.execute(sa.update(event).where(event.c.stream == stream).values(**values))
