"""Erasing a person: name, address and login go, what is theirs alone is deleted, details of the log that name them are shredded.

The person's id stays: what they did in cases is archive and needs an actor, whom pages then call by the name given here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, and_, cast, delete, or_, select, update

from models.access import ApiKey, LoginSession, OutboxItem, Replay
from models.boards import SavedView
from models.case import AnswerSet, Case, CaseProperty, Event, Waiver
from models.casepage import CaseStreet
from models.correspondence import CorrectionRequest, Message
from models.delegation import Handover
from models.document import Document
from models.identities import Identity, PendingSignIn
from models.joining import Registration
from models.notices import Mail, Notice, NoticeWish
from models.parties import Certificate, Person
from models.people import Invitation, OneTimeLink, RecoveryCode
from models.statements import Statement
from storage.rows import table_of
from storage.scope import end_memberships
from storage.search_index import forget, unlearn

PERSON, EVENT, INVITATION, REGISTRATION = table_of(Person), table_of(Event), table_of(Invitation), table_of(Registration)
VIEW = table_of(SavedView)
CERTIFICATE, OUTBOX, MAIL, PENDING = table_of(Certificate), table_of(OutboxItem), table_of(Mail), table_of(PendingSignIn)
THEIRS = {
    "sessions": table_of(LoginSession), "keys": table_of(ApiKey), "links": table_of(OneTimeLink), "codes": table_of(RecoveryCode),
    "notices": table_of(Notice), "wishes": table_of(NoticeWish), "mails": MAIL, "replays": table_of(Replay), "outbox": OUTBOX,
    "identities": table_of(Identity), "sign_ins": PENDING,
}  # fmt: skip
"""Tables of what is one person's alone."""


STATEMENT = table_of(Statement)
TOLD = (OUTBOX.c.payload, table_of(Notice).c.payload, MAIL.c.lines)
"""Where others were told of a person."""
OF_A_DRAFT = tuple(table_of(one) for one in (AnswerSet, Waiver, CorrectionRequest, Message, Document, Handover, CaseProperty, CaseStreet))
"""Tables of what is written and uploaded in a draft, of what was frozen of it for another company, and where it is found."""


def erase(connection: Connection, person: Person, name: str, now: datetime) -> Mapping[str, int]:
    """Do it in the caller's transaction; how many rows of what."""
    counted = {what: connection.execute(delete(table).where(table.c.person_id == person.id)).rowcount for what, table in THEIRS.items()}
    counted["mails"] += connection.execute(delete(MAIL).where(MAIL.c.address == person.email)).rowcount
    # a login begun to take up an invitation holds the name and nobody's id yet
    sent = select(INVITATION.c.token_hash).where(INVITATION.c.email == person.email)
    counted["sign_ins"] += connection.execute(delete(PENDING).where(PENDING.c.invitation_hash.in_(sent))).rowcount
    told = and_(STATEMENT.c.is_outside.is_(True), or_(STATEMENT.c.person_id == person.id, STATEMENT.c.email == person.email))
    counted["statements"] = connection.execute(update(STATEMENT).where(told).values(email="", whom="")).rowcount
    counted["details"] = _shred(connection, person)
    counted["told"] = sum(_rename(connection, column, person, name) for column in TOLD)
    invited = connection.execute(
        update(INVITATION).where(INVITATION.c.email == person.email).values(email=f"{person.id}@erased.invalid")
    ).rowcount
    # a code that was never used to join: what was typed is theirs as well
    typed = [id_ for id_, content in connection.execute(select(REGISTRATION.c.id, REGISTRATION.c.content)) if _names(content, person)]
    if typed:
        connection.execute(update(REGISTRATION).where(REGISTRATION.c.id.in_(typed)).values(content={}))
    held = connection.execute(update(CERTIFICATE).where(CERTIFICATE.c.person_id == person.id).values(person_id=None, holder=name)).rowcount
    connection.execute(end_memberships(person.id))
    gone: dict[str, Any] = {
        "email": f"{person.id}@erased.invalid", "name": name, "phone": "", "password_hash": None, "totp_secret": None, "disabled": True,
        "board_view": "", "epoch": PERSON.c.epoch + 1,
    }  # fmt: skip
    connection.execute(update(PERSON).where(PERSON.c.id == person.id).values(**gone))
    unlearn(connection, person.name)
    connection.execute(delete(VIEW).where(VIEW.c.person_id == person.id, VIEW.c.shared.is_(False)))
    return counted | {"invitations": invited, "registrations": len(typed), "certificates": held}


def _shred(connection: Connection, person: Person) -> int:
    """Empty details and salts that name the person or tell of their account; what is hashed stays, so the chain stays whole."""
    own = EVENT.c.stream == f"person:{person.id}"
    columns = (EVENT.c.id, EVENT.c.detail, own.label("own"))
    details = connection.execute(select(*columns).where(EVENT.c.salt != "", or_(own, _may_name(EVENT.c.detail, person))))
    naming = [id_ for id_, detail, is_own in details if is_own or _names(detail, person)]
    for start in range(0, len(naming), 500):
        connection.execute(update(EVENT).where(EVENT.c.id.in_(naming[start : start + 500])).values(detail={}, salt=""))
    return len(naming)


def _rename(connection: Connection, column: ColumnElement[Any], person: Person, name: str) -> int:
    """Where others were told of the person, tell it of somebody without a name; in how many rows."""
    table = column.table
    found = connection.execute(select(table.c.id, column).where(_may_name(column, person))).all()
    for id_, told in found:
        connection.execute(update(table).where(table.c.id == id_).values({column: _without(told, person, name)}))
    return len(found)


def _may_name(column: ColumnElement[Any], person: Person) -> ColumnElement[bool]:
    """Whether the words of a JSON column hold the name or address, as they are or as JSON writes letters such as å."""
    words = cast(column, String)
    return or_(*(words.contains(one, autoescape=True) for known in (person.name, person.email) for one in (known, json.dumps(known)[1:-1])))


def _without(told: Any, person: Person, name: str) -> Any:
    if isinstance(told, str):
        return told.replace(person.name, name).replace(person.email, "")
    if isinstance(told, dict):
        return {key: _without(value, person, name) for key, value in told.items()}
    return [_without(value, person, name) for value in told] if isinstance(told, list) else told


def _names(detail: Any, person: Person) -> bool:
    """Whether words anywhere in it hold the person's name or address."""
    wanted = (person.email.lower(), person.name.lower())
    return any(one in words.lower() for words in _words(detail) for one in wanted if one)


def _words(detail: Any) -> Iterator[str]:
    if isinstance(detail, str):
        yield detail
    elif isinstance(detail, dict):
        for value in detail.values():
            yield from _words(value)
    elif isinstance(detail, list):
        for value in detail:
            yield from _words(value)


def strip_draft(connection: Connection, case: Case) -> None:
    """Delete what was written and uploaded in a draft, and shred the words of its log; files are swept when no row names them."""
    forget(connection, [case.id])
    for table in OF_A_DRAFT:
        connection.execute(delete(table).where(table.c.case_id == case.id))
    connection.execute(update(EVENT).where(EVENT.c.case_id == case.id, EVENT.c.salt != "").values(detail={}, salt=""))
