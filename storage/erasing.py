"""Erasing a person: name, address and login go, what is theirs alone is deleted, details of the log that name them are shredded.

The person's id stays: what they did in cases is archive and needs an actor, whom pages then call by the name given here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Select, String, Table, and_, cast, delete, func, literal, or_, select, update

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
from models.parties import Certificate, Membership, Person
from models.people import Invitation, OneTimeLink, RecoveryCode
from models.statements import Statement
from storage.rows import entities, table_of
from storage.scope import cases_near, colleagues
from storage.scope_people import end_memberships, every_membership
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
    near = _near(connection, person)
    counted["details"] = _shred(connection, person, near)
    counted["told"] = sum(_rename(connection, column, person, name, near) for column in TOLD)
    invited = connection.execute(
        update(INVITATION).where(INVITATION.c.email == person.email).values(email=f"{person.id}@erased.invalid")
    ).rowcount
    # a code that was never used to join: what was typed is theirs as well
    known = _Known.of(person)
    kept = connection.execute(select(REGISTRATION.c.id, REGISTRATION.c.content))
    typed = [id_ for id_, content in kept if known.is_in(content, by_name=False)]
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


@dataclass(frozen=True)
class _Near:
    """Where somebody may be meant by a name alone: the cases and tenants they act in, their colleagues, and whom they invited."""

    cases: Select[Any]
    colleagues: Select[Any]
    invited: Select[Any]
    tenants: Sequence[ColumnElement[bool]]

    def of_event(self, person_id: str) -> ColumnElement[bool]:
        """Events by or about them, or in what is near."""
        theirs = (EVENT.c.actor_id == person_id, EVENT.c.about == person_id)
        return or_(*theirs, *self.tenants, EVENT.c.case_id.in_(self.cases))

    def of_told(self, table: Table) -> ColumnElement[bool]:
        """Rows in which somebody near was told something, or anybody something of a case that is."""
        near = [table.c.person_id.in_(self.colleagues)]
        if "case_id" in table.c:
            near.append(table.c.case_id.in_(self.cases))
        if table is MAIL:
            near += [MAIL.c.address.in_(self.invited), MAIL.c.thread.in_(select(literal("case:") + self.cases.selected_columns.id))]
        if table is OUTBOX:
            near.append(OUTBOX.c.payload["to"].as_string().in_(self.invited))
        return or_(*near)


def _near(connection: Connection, person: Person) -> _Near:
    held = entities(Membership, connection.execute(every_membership(person.id)))
    companies, towns = [one.company_id for one in held if one.company_id], [one.municipality_id for one in held if one.municipality_id]
    return _Near(
        cases_near(person.id, companies, towns),
        colleagues(companies, towns),
        select(INVITATION.c.email).where(INVITATION.c.invited_by == person.id),
        (EVENT.c.company_id.in_(companies), EVENT.c.municipality_id.in_(towns)),
    )


def _shred(connection: Connection, person: Person, near: _Near) -> int:
    """Empty details and salts that name the person or tell of their account; what is hashed stays, so the chain stays whole.

    An address is one person's, wherever it stands. A name is many people's: it counts only near the person.
    """
    own, is_near = EVENT.c.stream == f"person:{person.id}", near.of_event(person.id)
    columns = (EVENT.c.id, EVENT.c.detail, own.label("own"), is_near.label("near"))
    which = and_(EVENT.c.salt != "", or_(is_near, _may_hold(EVENT.c.detail, person.email)))
    details = connection.execute(select(*columns).where(or_(own, which)))
    known = _Known.of(person)
    naming = [id_ for id_, detail, is_own, here in details if is_own or known.is_in(detail, by_name=bool(here))]
    for start in range(0, len(naming), 500):
        connection.execute(update(EVENT).where(EVENT.c.id.in_(naming[start : start + 500])).values(detail={}, salt=""))
    return len(naming)


def _rename(connection: Connection, column: ColumnElement[Any], person: Person, name: str, near: _Near) -> int:
    """Where others were told of the person, tell it of somebody without a name; in how many rows."""
    table, known = column.table, _Known.of(person)
    is_near = near.of_told(table)
    which = or_(_may_hold(column, person.email), and_(is_near, _may_hold(column, person.name)))
    found = connection.execute(select(table.c.id, column, is_near.label("near")).where(which)).all()
    changed = {id_: said for id_, told, here in found if (said := known.without(told, name, by_name=bool(here))) != told}
    for id_, told in changed.items():
        connection.execute(update(table).where(table.c.id == id_).values({column: told}))
    return len(changed)


def _may_hold(column: ColumnElement[Any], known: str) -> ColumnElement[bool]:
    """Whether the text of a JSON column may hold these words, as they are or as JSON writes letters such as å."""
    text = func.lower(cast(column, String))
    written = {known.lower(), json.dumps(known)[1:-1].lower(), json.dumps(known.lower())[1:-1]}
    return or_(*(text.contains(one, autoescape=True) for one in sorted(written)))


@dataclass(frozen=True)
class _Known:
    """What a person is known by in words of others: an address, and the name, as whole words.

    A first name alone may be anybody's and any word's part: it counts only where it is all that stands.
    """

    address: re.Pattern[str]
    name: re.Pattern[str]

    @classmethod
    def of(cls, person: Person) -> Self:
        words = [re.escape(one) for one in person.name.split()]
        called = r"\s+".join(words) if words else r"(?!)"
        called = rf"(?<!\w){called}(?!\w)" if len(words) > 1 else rf"\A\s*{called}\s*\Z"
        address = rf"(?<![\w.+-]){re.escape(person.email)}(?![\w-]|\.\w)" if person.email else r"(?!)"
        return cls(re.compile(address, re.IGNORECASE), re.compile(called, re.IGNORECASE))

    def is_in(self, detail: Any, *, by_name: bool) -> bool:
        """Whether any text in it holds the address or, `by_name`, the name."""
        return any(self.address.search(words) or (by_name and self.name.search(words)) for words in _words(detail))

    def without(self, told: Any, name: str, *, by_name: bool) -> Any:
        """The same with `name` where the person's stood, and without the address."""
        if isinstance(told, str):
            return self.address.sub("", self.name.sub(lambda _found: name, told) if by_name else told)
        if isinstance(told, dict):
            return {key: self.without(value, name, by_name=by_name) for key, value in told.items()}
        return [self.without(value, name, by_name=by_name) for value in told] if isinstance(told, list) else told


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
