"""The first shape: parties, access, cases, correspondence, files, and the log nobody can rewrite."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SENT: dict[str, Any] = {"sqlite_where": sa.text("submitted_at IS NOT NULL"), "postgresql_where": sa.text("submitted_at IS NOT NULL")}


def upgrade() -> None:
    """Make all tables, then the triggers that guard the log."""
    for make in TABLES:
        make()
    for statement in SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_GUARDS:
        op.execute(sa.text(statement))


def _case_counter() -> None:
    op.create_table(
        "case_counter",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year"),
    )


def _company() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_number", sa.String(9), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("register_entry", sa.JSON(), nullable=False),
        sa.Column("register_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("organisation_number"),
    )


def _municipality() -> None:
    op.create_table(
        "municipality",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(4), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("contact", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )


def _outbox_item() -> None:
    op.create_table(
        "outbox_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "outbox_to_deliver",
        "outbox_item",
        ["created_at"],
        unique=False,
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("form_view", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )


def _probe() -> None:
    op.create_table(
        "probe", sa.Column("id", sa.Integer(), nullable=False), sa.Column("n", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id")
    )


def _replay() -> None:
    op.create_table(
        "replay",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "key"),
    )


def _throttle() -> None:
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def _case() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("ball", sa.String(40), nullable=False),
        sa.Column("board_column", sa.String(40), nullable=False),
        sa.Column("assignee_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("property_key", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("open_requests", sa.Integer(), nullable=False),
        sa.Column("lacking", sa.Integer(), nullable=False),
        sa.Column("proposal_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("open_requests >= 0", name="open_requests_are_counted"),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.UniqueConstraint("ref"),
    )
    op.create_index(
        "board_of_a_municipality",
        "case",
        ["municipality_id", "board_column", "due_on", "id", "workflow", "assignee_id", "submitted_at"],
        unique=False,
        **SENT,
    )
    op.create_index("cases_of_a_company", "case", ["company_id", "ball", "updated_at", "id"], unique=False)
    op.create_index("cases_on_a_property", "case", ["municipality_id", "property_key", "workflow"], unique=False)
    op.create_index(op.f("ix_case_assignee_id"), "case", ["assignee_id"], unique=False)
    op.create_index(op.f("ix_case_municipality_id"), "case", ["municipality_id"], unique=False)
    op.create_index("recent_in_a_municipality", "case", ["municipality_id", "updated_at", "id"], unique=False, **SENT)
    op.create_index("recent_of_a_company", "case", ["company_id", "updated_at", "id"], unique=False)
    op.create_index("urgent_in_a_municipality", "case", ["municipality_id", "due_on", "id"], unique=False, **SENT)


def _certificate() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_certificate_company_id"), "certificate", ["company_id"], unique=False)


def _company_access() -> None:
    op.create_table(
        "company_access",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("company_id", "municipality_id", name="one_access_per_company_and_municipality"),
    )
    op.create_index(op.f("ix_company_access_municipality_id"), "company_access", ["municipality_id"], unique=False)


def _installed_meter() -> None:
    op.create_table(
        "installed_meter",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("property", sa.String(), nullable=False),
        sa.Column("municipal", sa.Boolean(), nullable=False),
        sa.Column("reading", sa.String(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality_id", "number", name="one_row_per_meter_number"),
    )
    op.create_index(op.f("ix_installed_meter_municipality_id"), "installed_meter", ["municipality_id"], unique=False)


def _known_address() -> None:
    op.create_table(
        "known_address",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("property", sa.String(), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_known_address_address"), "known_address", ["address"], unique=False)
    op.create_index(op.f("ix_known_address_municipality_id"), "known_address", ["municipality_id"], unique=False)


def _known_connection() -> None:
    op.create_table(
        "known_connection",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("property", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_known_connection_municipality_id"), "known_connection", ["municipality_id"], unique=False)


def _local_rules() -> None:
    op.create_table(
        "local_rules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality_id", "workflow", "version", name="one_row_per_rules_version"),
    )
    op.create_index(op.f("ix_local_rules_municipality_id"), "local_rules", ["municipality_id"], unique=False)


def _membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=True),
        sa.Column("municipality_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(company_id IS NULL) <> (municipality_id IS NULL)", name="each_membership_is_in_one_tenant"),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["company.id"],
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id", "company_id", "municipality_id", name="one_membership_per_person_and_tenant"),
    )
    op.create_index(op.f("ix_membership_company_id"), "membership", ["company_id"], unique=False)
    op.create_index(op.f("ix_membership_municipality_id"), "membership", ["municipality_id"], unique=False)
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)


def _used_seal() -> None:
    op.create_table(
        "used_seal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("municipality_id", "number", name="one_row_per_seal_number"),
    )
    op.create_index(op.f("ix_used_seal_municipality_id"), "used_seal", ["municipality_id"], unique=False)


def _answer_set() -> None:
    op.create_table(
        "answer_set",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "phase", "step"),
    )


def _api_key() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("membership_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key_hash"),
    )
    op.create_index(op.f("ix_api_key_person_id"), "api_key", ["person_id"], unique=False)


def _correction_request() -> None:
    op.create_table(
        "correction_request",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("target_kind", sa.String(40), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column("extra_reason", sa.String(), nullable=False),
        sa.Column("reason_kind", sa.String(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("blocking", sa.Boolean(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("how_to_fix", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("baseline", sa.String(), nullable=False),
        sa.Column("answer_kind", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("requests_of_a_case", "correction_request", ["case_id", "state"], unique=False)


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "phase", "number", name="one_decision_per_number"),
    )
    op.create_index(op.f("ix_decision_case_id"), "decision", ["case_id"], unique=False)


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("object_key", sa.String(), nullable=False),
        sa.Column("preview_key", sa.String(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=True),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("documents_of_a_case", "document", ["case_id", "phase", "slot"], unique=False)
    op.create_index(
        "documents_to_check",
        "document",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'checking'"),
        postgresql_where=sa.text("state = 'checking'"),
    )
    op.create_index(op.f("ix_document_object_key"), "document", ["object_key"], unique=False)


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("stream", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=True),
        sa.Column("municipality_id", sa.String(), nullable=True),
        sa.Column("company_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=True),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("commitment", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("stream", "seq", name="one_event_per_place_in_a_stream"),
    )
    op.create_index("events_in_a_municipality", "event", ["municipality_id", "at"], unique=False)
    op.create_index("events_of_a_case", "event", ["case_id", "seq"], unique=False)


def _login_session() -> None:
    op.create_table(
        "login_session",
        sa.Column("id_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("membership_id", sa.String(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("csrf_token", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("login_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["membership.id"],
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
        ),
        sa.PrimaryKeyConstraint("id_hash"),
    )
    op.create_index(op.f("ix_login_session_person_id"), "login_session", ["person_id"], unique=False)


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("from_staff", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["person.id"],
        ),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("messages_of_a_case", "message", ["case_id", "at"], unique=False)


def _snapshot() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "phase", "number", name="one_snapshot_per_sending"),
    )
    op.create_index(op.f("ix_snapshot_case_id"), "snapshot", ["case_id"], unique=False)


def _tick() -> None:
    op.create_table(
        "tick",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "phase", "key"),
    )


def _waiver() -> None:
    op.create_table(
        "waiver",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["case.id"],
        ),
        sa.PrimaryKeyConstraint("case_id", "phase", "key"),
    )


TABLES = (
    _case_counter,
    _company,
    _municipality,
    _outbox_item,
    _person,
    _probe,
    _replay,
    _throttle,
    _case,
    _certificate,
    _company_access,
    _installed_meter,
    _known_address,
    _known_connection,
    _local_rules,
    _membership,
    _used_seal,
    _answer_set,
    _api_key,
    _correction_request,
    _decision,
    _document,
    _event,
    _login_session,
    _message,
    _snapshot,
    _tick,
    _waiver,
)


EVENT_FACTS = "id, stream, seq, case_id, municipality_id, company_id, kind, phase, actor_id, at, data, commitment, previous_hash, hash"

SQLITE_GUARDS = (
    "CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
    "CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF " + EVENT_FACTS + " ON event"
    " BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER event_detail_is_only_erased BEFORE UPDATE OF detail, salt ON event WHEN NEW.detail <> '{}' OR NEW.salt <> ''"
    " BEGIN SELECT RAISE(ABORT, 'the detail of an event can only be erased'); END",
    "CREATE TRIGGER snapshot_is_never_deleted BEFORE DELETE ON snapshot BEGIN SELECT RAISE(ABORT, 'snapshots are never deleted'); END",
    "CREATE TRIGGER snapshot_is_never_changed BEFORE UPDATE ON snapshot BEGIN SELECT RAISE(ABORT, 'snapshots are never changed'); END",
)

POSTGRESQL_GUARDS = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$""",
    "CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER event_is_never_emptied BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER event_is_never_changed BEFORE UPDATE OF " + EVENT_FACTS + " ON event FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER event_detail_is_only_erased BEFORE UPDATE OF detail, salt ON event FOR EACH ROW"
    " WHEN (NEW.detail::text <> '{}' OR NEW.salt <> '') EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER snapshot_is_never_deleted BEFORE DELETE ON snapshot FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER snapshot_is_never_emptied BEFORE TRUNCATE ON snapshot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER snapshot_is_never_changed BEFORE UPDATE ON snapshot FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)
