"""Everything the portal holds about one person, for their own copy of it. Secrets (hashes, tokens) are left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, or_, select

from models.access import ApiKey, LoginSession
from models.boards import SavedView
from models.case import Event
from models.correspondence import Decision, Message
from models.delegation import Cowork, Handover
from models.document import Document
from models.followup import Appointment
from models.hearing import Mention
from models.identities import Identity, PendingSignIn
from models.letters import Appeal, DecisionDraft, DecisionLetter, LetterheadVersion
from models.notices import Mail, Notice, NoticeWish
from models.oversight import BreakGlass, ErasureRequest
from models.parties import Certificate, Company, Person
from models.people import Invitation
from models.records import Webhook
from models.statements import Statement, StatementFile
from storage.rows import table_of
from storage.scope import cases_made_by
from storage.scope_people import memberships_of
from workflows.access.resetting import DEVICE_MET

SECRETS = frozenset(
    {
        "id_hash", "key_hash", "token_hash", "code_hash", "password_hash", "totp_secret", "totp_last_step", "csrf_token", "secret", "salt",
        "commitment", "previous_hash", "hash", "object_key", "preview_key", "lines", "payload", "message_id", "epoch",
        "state_hash", "browser_hash", "nonce_hash", "invitation_hash", "given", "frozen", "old_salt", "printed",
    }
)  # fmt: skip
"""Columns that prove who somebody is or hold the log together, and what only repeats other rows for machines or is a whole case."""


def held_about(connection: Connection, person: Person) -> Sequence[tuple[str, Sequence[Mapping[str, Any]]]]:
    """What it is -> its rows, in a stable order."""
    id_ = person.id
    sources: list[tuple[str, type[Any], str, Any]] = [
        ("identities", Identity, "person_id", id_), ("sign_ins", PendingSignIn, "person_id", id_),
        ("sessions", LoginSession, "person_id", id_), ("keys", ApiKey, "person_id", id_),
        ("invitations", Invitation, "email", person.email),
        ("notices", Notice, "person_id", id_), ("mails", Mail, "person_id", id_), ("wishes", NoticeWish, "person_id", id_),
        ("views", SavedView, "person_id", id_),
        ("certificates", Certificate, "person_id", id_), ("messages", Message, "author_id", id_),
        ("mentions", Mention, "person_id", id_), ("statements", Statement, "person_id asked_by given_by shared_by ended_by", id_),
        ("statement_files", StatementFile, "uploaded_by", id_), ("files", Document, "uploaded_by", id_),
        ("decisions", Decision, "decided_by", id_), ("glasses", BreakGlass, "person_id", id_),
        ("inspections", Appointment, "officer_id created_by changed_by", id_), ("webhooks", Webhook, "created_by", id_),
        ("erasure_requests", ErasureRequest, "person_id", id_),
        ("letters_opened", DecisionLetter, "opened_by", id_), ("appeals", Appeal, "registered_by answered_by", id_),
        ("decisions_written", DecisionDraft, "proposed_by returned_by updated_by", id_),
        ("letterheads", LetterheadVersion, "saved_by", id_),
        ("coworks", Cowork, "invited_by answered_by ended_by", id_), ("handovers", Handover, "offered_by accepted_by closed_by", id_),
    ]  # fmt: skip
    found: list[tuple[str, Sequence[Mapping[str, Any]]]] = [("person", _rows(connection, table_of(Person), table_of(Person).c.id == id_))]
    found.append(("roles", [dict(row) for row in connection.execute(memberships_of(id_)).mappings()]))
    for name, entity, columns, value in sources:
        table = table_of(entity)
        found.append((name, _rows(connection, table, or_(*(table.c[column] == value for column in columns.split())))))
    found.append(("companies_registered", [dict(row) for row in connection.execute(_registered_by(id_)).mappings()]))
    found.append(("cases_started", [dict(row) for row in connection.execute(cases_made_by(id_)).mappings()]))
    event = table_of(Event)
    met = select(event.c.at, event.c.detail["device"].as_string().label("device")).where(event.c.stream == f"person:{id_}")
    met = met.where(event.c.kind == DEVICE_MET).order_by(event.c.seq)
    found.append(("devices", [dict(row) for row in connection.execute(met).mappings()]))
    theirs = or_(event.c.actor_id == id_, event.c.about == id_, event.c.stream == f"person:{id_}")
    shown = [event.c[name] for name in ("at", "kind", "phase", "actor_id", "data")]
    found.append(("log", [dict(row) for row in connection.execute(select(*shown).where(theirs).order_by(event.c.id)).mappings()]))
    return found


def _registered_by(person_id: str) -> Select[Any]:
    company = table_of(Company)
    columns = (company.c.organisation_number, company.c.name, company.c.right_to_act)
    return select(*columns).where(company.c.registered_by == person_id).order_by(company.c.id)


def _rows(connection: Connection, table: Table, which: ColumnElement[bool]) -> list[Mapping[str, Any]]:
    columns = [column for column in table.columns if column.key not in SECRETS]
    rows = connection.execute(select(*columns).where(which).order_by(*table.primary_key.columns)).mappings()
    return [dict(row) for row in rows]
