"""Companies join by themselves: kept register entries, registrations that wait, the life of an access, certificates with files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Three tables, and what companies, accesses and certificates now remember."""
    op.create_table(
        "register_unit",
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "register_import",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("fingerprint"),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("organisation_number", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("company_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("company") as table:
        table.add_column(sa.Column("gone", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("register_asked_at", MOMENT, nullable=True))
        table.add_column(sa.Column("work_areas", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("company_access") as table:
        table.add_column(sa.Column("requested_at", MOMENT, nullable=True))
        table.add_column(sa.Column("by_register", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("next_state", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("next_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("next_reason", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("certificate") as table:
        table.alter_column("person_id", existing_type=sa.String(), nullable=True)
        table.add_column(sa.Column("holder", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("object_key", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("file_name", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("file_size", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("warned_for", sa.Integer(), nullable=True))
    op.create_index("accesses_that_change", "company_access", ["next_on"])
    op.create_index("certificates_that_expire", "certificate", ["expires_on"])
    _mark_those_gone()


def _mark_those_gone() -> None:
    """Companies whose entry already says that they are gone."""
    company = sa.table("company", sa.column("id"), sa.column("register_entry", sa.JSON()), sa.column("gone"))
    connection = op.get_bind()
    for id_, entry in connection.execute(sa.select(company.c.id, company.c.register_entry)).all():
        known = entry or {}
        gone = "deleted" if known.get("slettedato") else "bankrupt" if known.get("konkurs") else ""
        gone = gone or ("forced_dissolution" if known.get("underTvangsavviklingEllerTvangsopplosning") else "")
        if gone:
            connection.execute(sa.update(company).where(company.c.id == id_).values(gone=gone))
