"""From the outbox to people: what was left in a transaction becomes notices and mails, once, and mails leave until they have arrived.

Sorting is one transaction: an item is delivered in the same moment its notice and its place in a mail are written. Sending is not: a
mail is leased, tried, and marked afterwards. A crash in between sends it again under the same `Message-ID`, so that a mailbox can tell.

Several processes may do both. One of them sorts at a time; a lease is renewed before each mail and belongs to one taking of it, which the
number of attempts tells: whoever lost it to another leaves that mail alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, or_, select, update

from models.access import OutboxItem
from models.notices import Mail, Notice, NoticeWish
from models.parties import Person
from storage.chance import CHANCE
from storage.database import Database
from storage.live import Hub
from storage.mail import Mailer
from storage.rows import add, entities, every, maybe, table_of
from storage.rows import now as utc_now
from storage.threads import Threads
from storage.worker import Worker
from workflows.notices.kinds import KINDS
from workflows.notices.telling import LONGEST_TRY, How, due_at, thread_of, wait_before_try, wish_for
from workflows.ports import Change

logger = logging.getLogger(__name__)

ITEM, MAIL = table_of(OutboxItem), table_of(Mail)
SORTED_AT_ONCE, SENT_AT_ONCE = 200, 20
LEASE = timedelta(minutes=5)
"""How long a mail is in the hands of who took it; longer than the mailer tries one (`storage.mail.LONGEST_SENDING`)."""
SORTING = "outbox: sorting"
"""The lock of whoever sorts, on PostgreSQL."""
LOOK_AGAIN_SECONDS = 5.0
SECRET = "token"  # noqa: S105  # the name of a payload's key, not a secret
"""The payload key of a one-time link's token: it goes into the mail and nowhere else."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom an item goes: a person of the portal, or an address that is nobody's yet."""

    address: str
    language: str
    person_id: str | None = None


class Outbox:
    """The database's side: each method is one short transaction. `with_mail` is off where no mail server is set."""

    def __init__(self, database: Database, *, host: str = "portal.invalid", with_mail: bool = True) -> None:
        self._database, self._host, self._with_mail = database, host, with_mail

    def sort(self, now: datetime) -> Sequence[str]:
        """Turn what waits into notices and mails; the people who were told something."""
        with self._database.writing.begin() as connection:
            _sort_alone(connection)
            waiting = select(ITEM).where(ITEM.c.delivered_at.is_(None), ITEM.c.kind.in_(KINDS)).order_by(ITEM.c.created_at, ITEM.c.id)
            items = entities(OutboxItem, connection.execute(_unlocked(connection, waiting.limit(SORTED_AT_ONCE), ITEM)).all())
            told = [self._tell(connection, item, now) for item in items]
            for item in items:
                kept = {name: value for name, value in item.payload.items() if name != SECRET}
                connection.execute(update(ITEM).where(ITEM.c.id == item.id).values(delivered_at=now, payload=kept))
        return list(dict.fromkeys(one for one in told if one))

    def _tell(self, connection: Connection, item: OutboxItem, now: datetime) -> str | None:
        receiver = _receiver(connection, item)
        if receiver is None:
            return None
        payload = {name: value for name, value in item.payload.items() if name not in (SECRET, "to")}
        if receiver.person_id:
            told = Notice(
                id=CHANCE.id(),
                person_id=receiver.person_id,
                kind=item.kind,
                case_id=item.case_id,
                payload=payload,
                created_at=item.created_at,
            )
            add(connection, told)
        if self._with_mail:
            self._write(connection, item, receiver, payload, now)
        return receiver.person_id

    def _write(self, connection: Connection, item: OutboxItem, receiver: Receiver, payload: Mapping[str, Any], now: datetime) -> None:
        how = _how(connection, item.kind, receiver)
        if how == "off":
            return
        line = {"kind": item.kind, "payload": dict(payload)}
        thread = thread_of(item.kind, item.case_id, how, item.id)
        last = _last_of_thread(connection, receiver, thread)
        if last is not None and last.due_at > now and _told_along(connection, last, line):
            return
        id_ = CHANCE.id()
        made = Mail(
            id=id_, message_id=f"<{id_}@{self._host}>", person_id=receiver.person_id, address=receiver.address, language=receiver.language,
            thread=thread, lines=[line], secret=str(item.payload.get(SECRET, "")), created_at=now,
            due_at=due_at(how, now, last.due_at if last else None),
        )  # fmt: skip
        add(connection, made)

    def take(self, now: datetime) -> Sequence[Mail]:
        """Mails that may leave now, leased to whoever asks."""
        free = or_(MAIL.c.leased_until.is_(None), MAIL.c.leased_until <= now)
        ready = select(MAIL).where(MAIL.c.sent_at.is_(None), MAIL.c.given_up_at.is_(None), MAIL.c.due_at <= now, free)
        with self._database.writing.begin() as connection:
            found = connection.execute(_unlocked(connection, ready.order_by(MAIL.c.due_at, MAIL.c.id).limit(SENT_AT_ONCE), MAIL)).all()
            mails = entities(Mail, found)
            taken = MAIL.c.id.in_([one.id for one in mails])
            connection.execute(update(MAIL).where(taken).values(leased_until=now + LEASE, attempts=MAIL.c.attempts + 1))
        return mails

    def renew(self, mail: Mail, now: datetime) -> bool:
        """Hold a mail that was taken for a whole lease more; False when another has taken it since, or it has left."""
        return self._mark(*_held(mail), leased_until=now + LEASE)

    def sent(self, mail: Mail, now: datetime) -> None:
        """It has arrived at the server; the secret of its link is forgotten here.

        That holds whoever has the lease by now: who took it since must find it sent, and leave it.
        """
        self._mark(MAIL.c.id == mail.id, MAIL.c.sent_at.is_(None), sent_at=now, given_up_at=None, secret="", fault="", leased_until=None)

    def failed(self, mail: Mail, fault: str, now: datetime, *, is_final: bool) -> None:
        """Try it later, or give it up: when the receiver is refused, or after five days. Whoever took it since decides that alone."""
        if is_final or now - mail.due_at > LONGEST_TRY:
            self._mark(*_held(mail), given_up_at=now, secret="", fault=fault[:200], leased_until=None)
        else:
            self._mark(*_held(mail), fault=fault[:200], leased_until=now + wait_before_try(mail.attempts + 1))

    def counts(self) -> tuple[int, int]:
        """How many mails have not left, and how many were given up."""
        left, given_up = MAIL.c.sent_at.is_(None), MAIL.c.given_up_at
        counted = select(func.count().filter(left, given_up.is_(None)), func.count().filter(given_up.is_not(None))).select_from(MAIL)
        with self._database.reading.connect() as connection:
            waiting, refused = connection.execute(counted).one()
        return int(waiting), int(refused)

    def _mark(self, *which: ColumnElement[bool], **values: Any) -> bool:
        with self._database.writing.begin() as connection:
            return connection.execute(update(MAIL).where(*which).values(**values)).rowcount == 1


class Postman(Worker):
    """Sorts and sends until it is cancelled: at once when something was committed, and every few seconds in any case.

    `waiting` and `given_up` are how many mails stood so after the last round, for metrics.
    """

    def __init__(self, outbox: Outbox, mailer: Mailer | None, threads: Threads, hub: Hub, now: Callable[[], datetime] = utc_now) -> None:
        super().__init__(hub, name="the outbox", seconds=LOOK_AGAIN_SECONDS)
        self._outbox, self._mailer, self._threads, self._now = outbox, mailer, threads, now
        self.waiting = self.given_up = 0

    async def round(self) -> int:
        """Sort what waits and send what is due; how many mails left."""
        for person in await self._threads.run_writing(self._outbox.sort, self._now()):
            self._hub.publish(Change("", "", "notice", "", "", 0, by=person))
        if self._mailer is None:
            return 0
        mails = await self._threads.run_writing(self._outbox.take, self._now())
        left = await self._send(mails)
        self.waiting, self.given_up = await self._threads.run_reading(self._outbox.counts)
        return left

    async def _send(self, mails: Sequence[Mail]) -> int:
        left = 0
        if self._mailer is None:
            return left
        async for mail, fault in self._mailer.send(mails, self._renew):
            if fault is None:
                left += 1
                await self._threads.run_writing(self._outbox.sent, mail, self._now())
            else:
                logger.warning("a mail did not leave: %s", fault.code)
                await self._threads.run_writing(self._failed, mail, fault.code, fault.is_final)
        return left

    async def _renew(self, mail: Mail) -> bool:
        return await self._threads.run_writing(self._outbox.renew, mail, self._now())

    def _failed(self, mail: Mail, code: str, is_final: bool) -> None:
        self._outbox.failed(mail, code, self._now(), is_final=is_final)

    def wakes(self, change: Change) -> bool:
        """Whatever may have left something here; notices and their reading leave nothing."""
        return bool(change.case_id) or change.kind not in ("notice", "notices_read")


def _sort_alone(connection: Connection) -> None:
    """Wait until nobody else sorts, and keep others out until this transaction ends; on SQLite the one writer is alone anyway.

    Two at a time would both read a person's last mail and write a line into it, or both begin one.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(SORTING, 0))))


def _told_along(connection: Connection, mail: Mail, line: Mapping[str, Any]) -> bool:
    """Whether a thing could still be added to a mail: not once somebody has taken it."""
    waits = (MAIL.c.sent_at.is_(None), MAIL.c.given_up_at.is_(None), MAIL.c.leased_until.is_(None))
    return connection.execute(update(MAIL).where(MAIL.c.id == mail.id, *waits).values(lines=[*mail.lines, line])).rowcount == 1


def _held(mail: Mail) -> tuple[ColumnElement[bool], ...]:
    """The mail while it is in the hands of whoever took it as it stands here: each taking counts one attempt."""
    return MAIL.c.id == mail.id, MAIL.c.attempts == mail.attempts + 1, MAIL.c.sent_at.is_(None), MAIL.c.given_up_at.is_(None)


def _unlocked(connection: Connection, statement: Any, table: Table) -> Any:
    """Rows no other process has in hand; SQLite has one writer, who is us."""
    return statement if connection.dialect.name == "sqlite" else statement.with_for_update(skip_locked=True, of=table)


def _receiver(connection: Connection, item: OutboxItem) -> Receiver | None:
    """Who is told; None for somebody who can no longer log in."""
    if item.person_id is None:
        address = str(item.payload.get("to", ""))
        return Receiver(address, str(item.payload.get("language", "nb"))) if address else None
    person = maybe(connection, Person, id=item.person_id)
    return Receiver(person.email, person.language, person.id) if person is not None and not person.disabled else None


def _how(connection: Connection, kind: str, receiver: Receiver) -> How:
    wishes = {one.topic: one.how for one in every(connection, NoticeWish, person_id=receiver.person_id)} if receiver.person_id else {}
    return wish_for(kind, wishes)


def _last_of_thread(connection: Connection, receiver: Receiver, thread: str) -> Mail | None:
    """The person's last mail of a thread, locked until this transaction ends, so that nobody takes it with half its lines."""
    if receiver.person_id is None:
        return None
    which = (MAIL.c.person_id == receiver.person_id, MAIL.c.thread == thread)
    last = select(MAIL).where(*which).order_by(MAIL.c.due_at.desc(), MAIL.c.id.desc()).limit(1)
    found = connection.execute(last.with_for_update()).all()
    return entities(Mail, found)[0] if found else None
