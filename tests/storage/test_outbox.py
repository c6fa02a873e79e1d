"""The outbox on both engines: sorted once, gathered, sent by a real mail server in all its moods; nothing lost and nothing doubled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select

from models.access import OutboxItem
from models.notices import Mail, Notice
from models.parties import Person
from storage.chance import CHANCE
from storage.database import Database
from storage.live import InProcessHub
from storage.mail import LONGEST_SENDING, Mailer, MailServer
from storage.outbox import LEASE, Outbox, Postman
from storage.rows import every, table_of
from storage.threads import Threads
from storage.work import Works
from tests.mail_server import MailServerDouble
from tests.storage.world import World
from ui.print.mail import render_mail
from workflows.ports import Change

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CASE: dict[str, Any] = {"case": "ref-1", "number": "2026-000001", "place": "Storgata 1"}


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


class Office:
    """The portal's sending side, with a clock of its own."""

    def __init__(self, works: Works, database: Database, hub: InProcessHub, server: MailServerDouble) -> None:
        self.works, self.database, self.server, self.clock = works, database, server, Clock()
        self.threads, self.left = Threads(), 0
        self.outbox = Outbox(database, host="portal.example")
        self.hub = hub
        self.postman = self.another_postman()

    def another_postman(self, *, longest: float = LONGEST_SENDING) -> Postman:
        """The sending side of one more process on the same database."""
        at = MailServer("127.0.0.1", self.server.port, "portal@kommune.example", "Portalen", security="none", timeout=2, longest=longest)
        mailer = Mailer(at, lambda mail: render_mail(mail, "https://portal.example"))
        return Postman(Outbox(self.database, host="portal.example"), mailer, self.threads, self.hub, self.clock)

    def leave(self, kind: str, person: str | None = "per", case_id: str | None = "case-1", **payload: Any) -> None:
        values = {**CASE, **payload} if case_id else payload
        self.left += 1  # one after the other, though the clock stands still
        at = self.clock.now + timedelta(microseconds=self.left)
        item = OutboxItem(id=CHANCE.id(), kind=kind, case_id=case_id, person_id=person, payload=values, created_at=at)
        with self.works(writing=True) as work:
            work.dispatch(item)
            work.commit()

    def rows(self, entity: Any) -> Sequence[Any]:
        with self.database.reading.connect() as connection:
            return every(connection, entity, "id")

    @property
    def subjects(self) -> list[str]:
        return [str(letter["Subject"]).strip() for _to, letter in self.server.kept]  # a long one is folded with a space


@contextmanager
def held_up(database: Database, at: str) -> Iterator[tuple[threading.Event, threading.Event]]:
    """The first statement of a process that begins with `at` waits: tells when it stands there, and goes on when told, or after 1.5 s."""
    stands, go = threading.Event(), threading.Event()

    @event.listens_for(database.writing, "before_cursor_execute")
    def _wait(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        if statement.startswith(at) and not stands.is_set():
            stands.set()
            go.wait(1.5)

    yield stands, go
    event.remove(database.writing, "before_cursor_execute", _wait)


def in_between(first: Callable[[], object], database: Database, at: str, second: Callable[[], object]) -> None:
    """`first` is held up where it writes until `second` is done, or has waited for it a while."""
    with held_up(database, at) as (stands, go):
        one, other = threading.Thread(target=first), threading.Thread(target=second)
        one.start()
        assert stands.wait(5)
        other.start()
        other.join(0.7)
        go.set()
        one.join(20)
        other.join(20)


@pytest.fixture
def neighbour(database: Database) -> Iterator[Database]:
    """The same database as another process opens it."""
    opened = Database(database.url.render_as_string(hide_password=False))
    yield opened
    opened.close()


@pytest.fixture
async def office(works: Works, database: Database, world: World, hub: InProcessHub) -> AsyncIterator[Office]:
    async with MailServerDouble() as server:
        made = Office(works, database, hub, server)
        yield made
        made.threads.close()


async def test_what_was_left_becomes_a_notice_and_a_mail_in_the_receivers_language(office: Office) -> None:
    office.leave("paused")

    assert await office.postman.round() == 1

    (notice,) = office.rows(Notice)
    assert (notice.person_id, notice.kind, notice.case_id) == ("per", "paused", "case-1")
    ((to, letter),) = office.server.kept
    assert to == ["per@pipes.example"]
    assert str(letter["Subject"]) == "Du må gjøre noe: Kommunen ber deg rette 2026-000001: Storgata 1."
    assert str(letter["Auto-Submitted"]) == "auto-generated"
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert html is not None
    for part in (plain.get_content(), html.get_content()):
        assert "https://portal.example/cases/ref-1" in part
        assert "Kommunens frist står stille til du har svart." in part.replace("\n", " ")
    assert await office.postman.round() == 0
    assert len(office.server.kept) == 1


async def test_more_about_the_same_case_within_ten_minutes_comes_as_one(office: Office) -> None:
    office.leave("paused")
    await office.postman.round()
    for minutes, kind in ((2, "message"), (5, "approved"), (6, "message")):
        office.clock.now = NOON + timedelta(minutes=minutes)
        office.leave(kind)
        office.leave("message", case_id="case-2", number="2026-000002")
        await office.postman.round()
    assert len(office.subjects) == 2

    office.clock.now = NOON + timedelta(minutes=10)
    await office.postman.round()
    office.clock.now = NOON + timedelta(minutes=12)
    await office.postman.round()

    assert office.subjects[2:] == [
        "Til orientering (3 nyheter): Det er en ny melding i 2026-000001: Storgata 1.",
        "Til orientering (2 nyheter): Det er en ny melding i 2026-000002: Storgata 1.",
    ]
    assert len(office.rows(Notice)) == 7


async def test_wishes_are_kept_daily_off_and_what_protects_a_login_always(office: Office) -> None:
    with office.works(writing=True) as work:
        for topic, how in (("messages", "off"), ("progress", "daily"), ("safety", "off")):
            work.notices.wish("per", topic, how)
        work.commit()
    for kind in ("message", "approved", "rejected"):
        office.leave(kind)
    office.leave("identity_linked", case_id=None, provider="ID-porten")

    await office.postman.round()
    assert office.subjects == ["Til orientering: En innlogging med ID-porten er knyttet til kontoen din."]

    office.clock.now = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    await office.postman.round()
    assert office.subjects[1:] == ["Til orientering (2 nyheter): 2026-000001 er godkjent: Storgata 1."]
    assert len(office.rows(Notice)) == 4


async def test_a_device_not_seen_before_is_told_alone_at_once_and_leads_to_where_sessions_are_ended(office: Office) -> None:
    office.leave("message")
    office.leave("login_new_device", case_id=None, device="Safari · iPhone")
    with office.works(writing=True) as work:
        work.notices.wish("per", "safety", "daily")
        work.commit()

    await office.postman.round()

    assert [" ".join(one.split()) for one in office.subjects] == [
        "Til orientering: Det er en ny melding i 2026-000001: Storgata 1.",
        "Til orientering: Kontoen din er brukt fra en enhet vi ikke har sett før: Safari · iPhone.",
    ]
    _to, letter = office.server.kept[1]
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert "https://portal.example/account" in plain.get_content()
    assert "Var det ikke deg? Logg ut den enheten" in plain.get_content()
    assert {one.kind for one in office.rows(Notice)} == {"message", "login_new_device"}


async def test_a_token_goes_to_an_address_of_nobody_and_is_kept_nowhere_afterwards(office: Office) -> None:
    office.leave(
        "invitation", None, None, to="ny@firma.example", language="nn", name="Kari", tenant="Rør AS", until="fredag", token="t0p-secret"
    )

    await office.postman.round()

    ((to, letter),) = office.server.kept
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert to == ["ny@firma.example"]
    assert "https://portal.example/invitation/t0p-secret" in plain.get_content()
    assert "Lenkja verkar éin gong, til fredag." in plain.get_content()
    assert "/notices" not in plain.get_content()
    with office.database.reading.connect() as connection:
        left = [
            *connection.execute(select(table_of(OutboxItem).c.payload)).scalars(),
            *connection.execute(select(table_of(Mail).c.secret)).scalars(),
        ]
    assert "t0p-secret" not in str(left)
    assert office.rows(Notice) == []


@pytest.mark.parametrize("mood", ["busy", "slow", "cuts", "down"])
async def test_a_server_in_trouble_loses_nothing_and_the_mail_comes_once_it_is_well(office: Office, mood: str) -> None:
    office.server.mood = mood
    if mood == "down":
        await office.server.close()
    office.leave("approved")
    office.leave("approved", "ola")

    assert await office.postman.round() == 0
    assert office.server.kept == []
    waiting = office.rows(Mail)
    assert [one.attempts for one in waiting] == [1, 1]
    assert all(one.fault for one in waiting)
    assert await office.postman.round() == 0
    assert [one.attempts for one in office.rows(Mail)] == [1, 1]

    office.server.mood = "well"
    if mood == "down":
        await office.server.open()
    office.clock.now = NOON + timedelta(minutes=1)
    assert await office.postman.round() == 2
    assert sorted(to for (to,), _letter in office.server.kept) == ["ola@fjordvik.example", "per@pipes.example"]
    assert [str(letter["Message-ID"]) for _to, letter in office.server.kept] == [one.message_id for one in waiting]


async def test_a_refused_receiver_is_told_in_the_portal_and_does_not_hold_up_others(office: Office) -> None:
    office.server.mood = "unknown receiver"
    office.leave("approved")
    office.leave("approved", "ola")

    assert await office.postman.round() == 1
    office.clock.now = NOON + timedelta(days=1)
    assert await office.postman.round() == 0

    assert [to for to, _letter in office.server.kept] == [["ola@fjordvik.example"]]
    with office.works(writing=False) as work:
        assert work.notices.refused_mails("per") == ["per@pipes.example"]
        assert work.notices.refused_mails("ola") == []
    assert (office.postman.waiting, office.postman.given_up) == (0, 1)


async def test_a_refused_letter_is_final_and_five_days_without_a_server_are_too(office: Office) -> None:
    office.server.mood = "refuses"
    office.leave("approved")
    await office.postman.round()
    assert [one.fault for one in office.rows(Mail)] == ["refused-554"]

    office.server.mood = "busy"
    office.leave("approved", "ola")
    for hours in range(0, 24 * 6, 2):
        office.clock.now = NOON + timedelta(hours=hours)
        await office.postman.round()
    assert [one.given_up_at is not None for one in office.rows(Mail)] == [True, True]


async def test_two_senders_never_take_the_same_mail_and_a_dead_ones_mails_are_sent_by_the_other(office: Office) -> None:
    office.leave("approved")
    await office.threads.run_writing(office.outbox.sort, NOON)

    taken = await asyncio.gather(*(office.threads.run_writing(office.outbox.take, NOON) for _sender in range(3)))

    assert sorted(len(one) for one in taken) == [0, 0, 1]
    assert office.outbox.take(NOON + LEASE - timedelta(seconds=1)) == []
    office.clock.now = NOON + LEASE
    assert await office.postman.round() == 1


def kinds_of(mails: Sequence[Mail]) -> list[list[str]]:
    return [[line["kind"] for line in one.lines] for one in mails]


@pytest.mark.parametrize("at", ["UPDATE mail", "INSERT INTO mail"])
async def test_two_processes_that_sort_at_once_lose_no_line_and_begin_one_mail(office: Office, neighbour: Database, at: str) -> None:
    ours, theirs = office.outbox, Outbox(neighbour)
    office.leave("paused")
    ours.sort(NOON)
    if at == "UPDATE mail":
        office.leave("message")
        ours.sort(NOON + timedelta(minutes=1))
    office.leave("approved")

    def other() -> None:
        office.leave("message")
        theirs.sort(NOON + timedelta(minutes=2))

    in_between(lambda: ours.sort(NOON + timedelta(minutes=2)), office.database, at, other)

    told = kinds_of(office.rows(Mail))
    assert len(told) == 2
    assert sorted(told[1]) == sorted(["approved", "message"] + (["message"] if at == "UPDATE mail" else []))


def one_sent_and_one_that_waits(office: Office) -> list[Mail]:
    """The mail that has left; a second gathers until ten past, and something more about the case is left for it."""
    for minutes, kind in ((0, "paused"), (1, "message")):
        office.leave(kind)
        office.outbox.sort(NOON + timedelta(minutes=minutes))
    taken = list(office.outbox.take(NOON))
    office.outbox.sent(taken[0], NOON)
    office.leave("approved")
    return taken


async def test_a_mail_taken_while_another_process_sorts_leaves_with_all_its_lines(office: Office, neighbour: Database) -> None:
    ours, theirs, due = office.outbox, Outbox(neighbour), NOON + timedelta(minutes=10)
    taken = one_sent_and_one_that_waits(office)

    in_between(partial(ours.sort, due - timedelta(seconds=1)), office.database, "UPDATE mail", lambda: taken.extend(theirs.take(due)))

    taken += theirs.take(due)
    assert kinds_of(taken) == [["paused"], ["message", "approved"]]


async def test_a_line_that_comes_while_its_mail_is_taken_begins_another(office: Office, neighbour: Database) -> None:
    ours, theirs, due = office.outbox, Outbox(neighbour), NOON + timedelta(minutes=10)
    taken = one_sent_and_one_that_waits(office)

    in_between(lambda: taken.extend(theirs.take(due)), neighbour, "UPDATE mail", partial(ours.sort, due - timedelta(seconds=1)))

    theirs.sent(taken[1], due)
    taken += theirs.take(due + timedelta(minutes=10))
    assert kinds_of(taken) == [["paused"], ["message"], ["approved"]]


async def test_a_slow_server_and_two_processes_send_each_mail_once(office: Office, neighbour: Database) -> None:
    for case in ("case-1", "case-2", "case-3"):
        office.leave("approved", case_id=case)
    other = office.another_postman()

    async def three_minutes() -> None:
        office.clock.now += timedelta(minutes=3)
        if len(office.server.kept) == 2:  # six minutes: the lease of the third has run out, that of the second was renewed
            office.server.meanwhile = None
            assert await other.round() == 1

    office.server.meanwhile = three_minutes
    assert await office.postman.round() == 2

    assert len({str(letter["Message-ID"]) for _to, letter in office.server.kept}) == len(office.server.kept) == 3
    assert all(one.sent_at and not one.leased_until for one in office.rows(Mail))


async def test_who_lost_the_lease_neither_sends_nor_marks_a_fault_but_what_left_has_left(office: Office, neighbour: Database) -> None:
    ours, theirs, later = office.outbox, Outbox(neighbour), NOON + LEASE
    office.leave("approved")
    ours.sort(NOON)
    (mine,), (yours,) = ours.take(NOON), theirs.take(later)

    assert (ours.renew(mine, later), theirs.renew(yours, later)) == (False, True)
    ours.failed(mine, "server-did-not-answer", later, is_final=True)
    (kept,) = office.rows(Mail)
    assert (kept.leased_until, kept.given_up_at, kept.fault) == (later + LEASE, None, "")

    ours.sent(mine, later)  # the server had taken it when the lease was lost already
    assert theirs.renew(yours, later) is False
    theirs.failed(yours, "refused-554", later, is_final=True)
    (kept,) = office.rows(Mail)
    assert (kept.sent_at, kept.given_up_at, kept.fault) == (later, None, "")


async def test_a_server_that_answers_each_time_just_in_time_is_given_up_before_the_lease_ends(office: Office) -> None:
    office.server.mood = "just in time"
    office.leave("approved")

    assert await office.another_postman(longest=0.5).round() == 0

    assert office.server.kept == []
    assert [one.fault for one in office.rows(Mail)] == ["TimeoutError"]
    assert timedelta(seconds=LONGEST_SENDING) < LEASE


async def test_without_a_mail_server_notices_come_all_the_same_and_nothing_piles_up(office: Office) -> None:
    silent = Postman(Outbox(office.database, with_mail=False), None, office.threads, InProcessHub(), office.clock)
    office.leave("approved")

    assert await silent.round() == 0

    assert len(office.rows(Notice)) == 1
    assert office.rows(Mail) == []


async def test_notices_of_one_moment_stand_in_the_order_things_happened(office: Office) -> None:
    for _each in range(40):
        office.leave("paused")
    await office.postman.round()

    with office.works(writing=False) as work:
        told = [one.created_at for one in work.notices.of_person("per", limit=50).rows]

    assert len(told) == 40
    assert told == sorted(told, reverse=True)


async def test_who_can_no_longer_log_in_is_told_nothing(office: Office) -> None:
    with office.database.writing.begin() as connection:
        connection.execute(table_of(Person).update().where(table_of(Person).c.id == "per").values(disabled=True))
    office.leave("approved")

    assert await office.postman.round() == 0
    assert office.rows(Notice) == []


async def test_open_pages_hear_of_new_notices(office: Office, hub: InProcessHub) -> None:
    heard: list[Change] = []
    hub.open(asyncio.get_running_loop())
    hub.subscribe("person:per", lambda changes: heard.extend(changes))
    office.leave("approved")

    await office.postman.round()
    await asyncio.sleep(0.2)

    assert [(one.kind, one.by) for one in heard] == [("notice", "per")]


def test_notices_are_paged_counted_and_marked_for_one_person_only(works: Works, database: Database, world: World) -> None:
    with database.writing.begin() as connection:
        for number in range(5):
            for person in ("per", "ola"):
                made = Notice(id=f"n{number}-{person}", person_id=person, kind="approved", payload=CASE, created_at=NOON)
                connection.execute(table_of(Notice).insert().values(**made.model_dump()))
    with works(writing=True) as work:
        first = work.notices.of_person("per", limit=2)
        rest = work.notices.of_person("per", after=first.next, limit=10)
        assert [one.id for one in (*first.rows, *rest.rows)] == [f"n{number}-per" for number in (4, 3, 2, 1, 0)]
        assert work.notices.mark_read("per", NOON, "n1-per") == 1
        assert work.notices.mark_read("per", NOON, "n1-ola") == 0
        assert (work.notices.unread("per"), work.notices.unread("ola")) == (4, 5)
        assert work.notices.mark_read("per", NOON) == 4
        work.commit()
