"""Delivering to the archive, in a folder and in a real bucket: once, in order, whatever breaks on the way."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
import pytest

from models.access import OutboxItem
from models.actor import Scope
from models.notices import Mail
from models.records import ArchiveItem, ArchiveOutcome, ArchiveState
from storage.archive import Answer, ArchiveQueue, ArchiveTransport, Archivist, Parcel, ParcelFile, open_archive
from storage.archive import folder as folders
from storage.archive.bucket import BucketArchive
from storage.archive.transport import MESSAGE, RECEIPT
from storage.database import Database
from storage.demo import furnish
from storage.live import InProcessHub
from storage.object_bucket import open_bucket
from storage.objects import open_objects
from storage.outbox import Outbox
from storage.rows import every
from storage.threads import Threads
from storage.trouble import tell_administrators
from tests.bucket_server import bucket_server
from tests.storage.test_objects import stream
from tests.workflows.casework.desk import Desk
from ui.print.archive_sheets import printed
from ui.print.arkivmelding_read import read_message
from ui.records.verifying import verify_folder
from workflows.casework import deciding, statements, stating
from workflows.casework.statements import Ask
from workflows.clocks import day_of
from workflows.notices.kinds import OUTSIDE
from workflows.notices.reading import choose_mails, mark_notices
from workflows.notices.telling import line_of
from workflows.ports import ReceivedFile
from workflows.records.archiving import change_archive_rules

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
PLACE = ("9999", "2026-000001", "0000040-sending")


@pytest.fixture(scope="session")
def bucket() -> Iterator[str]:
    """One S3 server for the session."""
    with bucket_server() as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive is, once of each kind; each test has its own."""
    if request.param == "folder":
        return (tmp_path / "archive").as_uri()
    address = str(request.getfixturevalue("bucket"))
    return address.replace("/portal?", f"/archive-{tmp_path.name.replace('_', '-')}?")


def contents(url: str) -> dict[str, bytes]:
    """Everything that lies in an archive."""
    if urlsplit(url).scheme == "file":
        root = Path(urlsplit(url).path)
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    store = open_bucket(url)
    return {one["path"]: bytes(obstore.get(store, one["path"]).bytes()) for one in obstore.list(store).collect()}


def parcel(*files: bytes, message: bytes = b"<arkivmelding/>") -> Parcel:
    made = [ParcelFile(f"dok-{n:02d}.bin", hashlib.sha256(one).hexdigest(), len(one), opener(one)) for n, one in enumerate(files, start=1)]
    return Parcel("sending:1", PLACE, message, made)


def opener(content: bytes) -> Callable[[], AsyncIterator[bytes]]:
    return lambda: stream(content)


async def test_a_message_lies_there_whole_with_its_files_and_its_receipt(url: str) -> None:
    archive = opened(url)
    big = os.urandom(6_000_000)

    answer = await archive.deliver(parcel(b"small", big))

    where = "/".join(PLACE)
    there = contents(url)
    assert sorted(there) == sorted(f"{where}/{name}" for name in (MESSAGE, RECEIPT, "dok-01.bin", "dok-02.bin"))
    assert there[f"{where}/dok-02.bin"] == big
    assert (answer.outcome, answer.receipt["key"], answer.receipt["place"]) == (ArchiveOutcome.KEPT, "sending:1", where)
    assert answer.receipt["files"]["dok-01.bin"] == {"sha256": hashlib.sha256(b"small").hexdigest(), "size": 5}


async def test_delivering_again_changes_nothing_and_gives_the_first_receipt(url: str) -> None:
    archive = opened(url)
    first = await archive.deliver(parcel(b"one"))
    before = contents(url)

    again = await archive.deliver(parcel(b"another", message=b"<other/>"))

    assert again == first
    assert contents(url) == before
    assert await archive.ask("sending:1", PLACE) == first


async def test_what_was_never_delivered_is_not_found(url: str) -> None:
    assert (await opened(url).ask("sending:1", PLACE)).outcome == ArchiveOutcome.NOT_FOUND


async def test_a_file_that_is_not_what_was_sent_is_never_archived(url: str) -> None:
    whole = parcel(b"one")
    wrong = replace(whole, files=[replace(whole.files[0], open=opener(b"two"))])

    answer = await opened(url).deliver(wrong)

    assert (answer.outcome, answer.words) == (ArchiveOutcome.INVALID, "checksum of dok-01.bin")
    assert f"{'/'.join(PLACE)}/{MESSAGE}" not in contents(url), "without its message nothing counts"


async def test_what_a_crash_left_half_written_is_written_anew(url: str) -> None:
    archive = opened(url)

    async def breaks() -> AsyncIterator[bytes]:
        yield b"half"
        raise KeyboardInterrupt

    whole = parcel(b"one", b"two")
    with pytest.raises(KeyboardInterrupt):
        await archive.deliver(replace(whole, files=[whole.files[0], replace(whole.files[1], open=breaks)]))
    if urlsplit(url).scheme == "file":
        Path(urlsplit(url).path).joinpath(*PLACE[:2], f"{PLACE[2]}.part").mkdir(parents=True, exist_ok=True)

    assert (await archive.deliver(whole)).outcome == ArchiveOutcome.KEPT
    assert contents(url)[f"{'/'.join(PLACE)}/dok-02.bin"] == b"two"
    assert not [name for name in contents(url) if ".part" in name]


async def test_a_full_disk_is_told_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = (tmp_path / "archive").as_uri()

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folders, "sync_file", full)
    answer = await opened(url).deliver(parcel(b"one"))

    assert (answer.outcome, answer.words) == (ArchiveOutcome.SERVER_FAULT, "no space left")
    assert contents(url) == {}
    monkeypatch.undo()
    assert (await opened(url).deliver(parcel(b"one"))).outcome == ArchiveOutcome.KEPT


async def test_a_bucket_that_is_down_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    archive = BucketArchive("s3://nowhere/archive?endpoint=http://127.0.0.1:9")

    assert (await archive.deliver(parcel(b"one"))).outcome == ArchiveOutcome.SERVER_FAULT


def opened(url: str) -> ArchiveTransport:
    found = open_archive(url)
    assert found is not None
    return found


@dataclass
class Moody:
    """An archive that answers as it is told to, and remembers what it was asked."""

    answers: list[Answer] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def deliver(self, given: Parcel) -> Answer:
        self.heard.append(given.key)
        return self.answers.pop(0) if self.answers else Answer(ArchiveOutcome.KEPT, receipt={"key": given.key})

    async def ask(self, key: str, place: tuple[str, str, str]) -> Answer:
        self.asked.append(key)
        return self.answers.pop(0) if self.answers else Answer(ArchiveOutcome.KEPT, receipt={"key": key})


class Office:
    """A database with its archivist, and a clock the test moves."""

    def __init__(self, database: Database, tmp_path: Path, transport: Any) -> None:
        furnish(database)
        self.desk = Desk(database)
        self.objects = open_objects((tmp_path / "store").as_uri())
        self.queue, self.threads = ArchiveQueue(database), Threads()
        self.archivist = Archivist(
            self.queue, self.desk.works, self.threads, self.objects, transport, printed, InProcessHub(), lambda: self.desk.now
        )

    def items(self) -> list[ArchiveItem]:
        with self.desk.database.reading.connect() as connection:
            return list(every(connection, ArchiveItem, "case_id", "place"))

    def states(self) -> list[tuple[str, str]]:
        return [(one.kind, one.state.value) for one in self.items()]


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Iterator[tuple[Office, Moody]]:
    """An office whose archive has moods, on each engine."""
    moody = Moody()
    made = Office(database, tmp_path, moody)
    yield made, moody
    made.threads.close()


async def test_a_whole_case_arrives_in_a_real_archive_and_verifies(sqlite_url: str, tmp_path: Path) -> None:
    database, url = Database(sqlite_url), (tmp_path / "archive").as_uri()
    office = Office(database, tmp_path, opened(url))
    ref = await asyncio.to_thread(office.desk.draft, with_photo=False)
    kept = await office.objects.receive(stream(os.urandom(300_000)), 10**9)
    await asyncio.to_thread(put_photo, office.desk, ref, kept)
    await asyncio.to_thread(send_and_reject, office.desk, ref)

    assert await office.archivist.round() == 3

    root = Path(urlsplit(url).path)
    packages = sorted(path.parent for path in root.rglob(MESSAGE))
    assert [one.name.partition("-")[2] for one in packages] == ["sending", "decision", "closing"]
    for one in packages:
        found = verify_folder(one)
        assert found.faults == []
    first = read_message((packages[0] / MESSAGE).read_bytes())
    assert first.folder is not None
    (photo,) = [file for document in first.entry.documents[1:] for file in document.files]
    assert (photo.sha256, photo.size) == (kept.sha256, 300_000)
    assert (packages[0] / photo.reference).stat().st_size == 300_000
    (packages[0] / photo.reference).write_bytes(b"changed")
    assert verify_folder(packages[0]).faults == [f"{photo.reference}: was changed"]
    office.threads.close()
    database.close()


async def test_a_statement_arrives_with_its_files_in_a_real_archive(sqlite_url: str, tmp_path: Path) -> None:
    database, url = Database(sqlite_url), (tmp_path / "archive").as_uri()
    office = Office(database, tmp_path, opened(url))
    desk = office.desk
    kept = await office.objects.receive(stream(b"%PDF the report"), 10**9)
    await asyncio.to_thread(state, desk, await asyncio.to_thread(desk.submitted, with_photo=False), kept)

    assert await office.archivist.round() == 3

    folders = {path.parent.name.partition("-")[2]: path.parent for path in Path(urlsplit(url).path).rglob(MESSAGE)}
    assert set(folders) == {"sending", "statement", "statement_shared"}
    assert [verify_folder(one).faults for one in folders.values()] == [[], [], []]
    assert (folders["statement"] / "dok-02.pdf").read_bytes() == b"%PDF the report"
    assert sorted(path.name for path in folders["statement_shared"].glob("dok-*")) == ["dok-01.pdf"]
    office.threads.close()
    database.close()


def state(desk: Desk, ref: str, kept: Any) -> None:
    """A colleague is asked and answers with a file, and the company may read it."""
    wanted = Ask("Er grunnen trygg?", day_of(desk.now) + timedelta(days=7), person="demo-admin")
    made = desk.do("officer", statements.ask_statement, ref, wanted, token="", token_hash="")
    desk.do("admin", stating.add_file, made.id, ReceivedFile(kept.key, "rapport.pdf", "application/pdf", kept.size, kept.sha256))
    desk.do("admin", stating.give_statement, made.id, "Grunnen er trygg.")
    desk.do("officer", statements.share_statement, ref, made.id)


def put_photo(desk: Desk, ref: str, kept: Any) -> None:
    from models.base import Phase
    from workflows.casework import documents

    file = ReceivedFile(kept.key, "bilde.jpg", "image/jpeg", kept.size, kept.sha256)
    desk.judge(desk.do("contractor", documents.attach, ref, documents.Place(Phase.APPLICATION, "photo_old"), file))


def send_and_reject(desk: Desk, ref: str) -> None:
    from workflows.casework import reviewing, sending

    desk.do("contractor", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    desk.do("approver", deciding.reject, ref, "Nei.")


async def test_entries_of_a_case_go_in_order_and_one_that_fails_holds_the_others(office: tuple[Office, Moody]) -> None:
    here, moody = office
    moody.answers = [Answer(ArchiveOutcome.INVALID, "noe er galt")]
    await asyncio.to_thread(rejected, here.desk)

    assert await here.archivist.round() == 0
    assert here.states() == [("sending", "failed"), ("decision", "waiting"), ("closing", "waiting")]
    assert (here.items()[0].fault, here.items()[0].words) == ("ugyldigforespoersel", "noe er galt")
    assert here.archivist.failed == 1

    await asyncio.to_thread(again, here.desk, here.items()[0].id)
    assert await here.archivist.round() == 3
    assert moody.heard[1:] == [one.key for one in here.items()]
    assert {one.state for one in here.items()} == {ArchiveState.DELIVERED}


def rejected(desk: Desk) -> str:
    ref = desk.in_review()
    desk.do("approver", deciding.reject, ref, "Nei.")
    return ref


def again(desk: Desk, item_id: str) -> None:
    from workflows.records.archiving import send_again

    desk.do("admin", send_again, item_id)


async def test_an_archive_that_is_down_is_tried_again_with_growing_waits_and_given_to_a_person_at_last(
    office: tuple[Office, Moody],
) -> None:
    here, moody = office
    moody.answers = [Answer(ArchiveOutcome.SERVER_FAULT, "down")] * 200
    await asyncio.to_thread(here.desk.submitted)
    waits: list[timedelta] = []
    begun = here.desk.now
    while here.items()[0].state == ArchiveState.WAITING and len(waits) < 150:
        await here.archivist.round()
        until = here.items()[0].leased_until
        if until is not None:
            waits.append(until - here.desk.now)
            here.desk.now = until
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert here.items()[0].state == ArchiveState.FAILED
    assert timedelta(days=4) < here.desk.now - begun < timedelta(days=7)


async def test_an_archive_that_answers_later_is_asked_again_and_not_sent_to_twice(office: tuple[Office, Moody]) -> None:
    here, moody = office
    moody.answers = [Answer(ArchiveOutcome.RECEIVED)]
    await asyncio.to_thread(here.desk.submitted)

    assert await here.archivist.round() == 0
    assert here.states() == [("sending", "received")]
    here.desk.later(days=1)
    assert await here.archivist.round() == 1
    assert (len(moody.heard), len(moody.asked)) == (1, 1)


async def test_what_one_process_has_in_hand_no_other_takes_until_its_lease_is_over(office: tuple[Office, Moody]) -> None:
    here, _moody = office
    await asyncio.to_thread(here.desk.submitted)

    first, second = here.queue.take(here.desk.now), ArchiveQueue(here.desk.database).take(here.desk.now)
    assert ([one.item.kind for one in first], list(second)) == (["sending"], [])

    here.desk.later(minutes=16)
    assert [one.item.attempts for one in here.queue.take(here.desk.now)] == [1], "a crash gives it back"


async def test_what_a_municipality_holds_back_is_not_sent(office: tuple[Office, Moody]) -> None:
    here, moody = office
    here.desk.do("admin", change_archive_rules, {"moment": "at_end"})
    ref = await asyncio.to_thread(here.desk.in_review)

    assert await here.archivist.round() == 0
    here.desk.do("approver", deciding.reject, ref, "Nei.")
    assert await here.archivist.round() == 3
    assert len(moody.heard) == 3


def told(desk: Desk, kind: str = "archive_failed") -> list[tuple[str | None, dict[str, Any]]]:
    """Whom a kind of notice was left for, oldest first, with what it says."""
    with desk.database.reading.connect() as connection:
        return [(one.person_id, one.payload) for one in every(connection, OutboxItem, "created_at", "id") if one.kind == kind]


async def test_administrators_are_told_of_what_the_archive_did_not_take_once_for_all_of_it(office: tuple[Office, Moody]) -> None:
    here, moody = office
    refs = [await asyncio.to_thread(here.desk.submitted) for _number in range(3)]
    moody.answers = [Answer(ArchiveOutcome.INVALID), Answer(ArchiveOutcome.INVALID), Answer(ArchiveOutcome.NOT_FOUND)]

    await here.archivist.round()

    assert here.archivist.failed == 3
    ((person, payload),) = told(here.desk)
    assert person == "demo-admin"
    assert payload["number"] in {here.desk.case(ref).number for ref in refs}
    line = line_of("archive_failed", payload)
    assert line is not None
    assert (line.said.in_english(), line.path) == (
        f"The archive has not taken an entry of {payload['number']}, and it is tried no more.", "/settings/archive?state=failed",
    )  # fmt: skip


async def test_what_is_tried_again_is_told_to_nobody_before_it_is_given_to_a_person(office: tuple[Office, Moody]) -> None:
    here, moody = office
    moody.answers = [Answer(ArchiveOutcome.SERVER_FAULT, "down")] * 3
    await asyncio.to_thread(here.desk.submitted)
    for _number in range(2):
        await here.archivist.round()
        here.desk.later(hours=1)
    assert told(here.desk) == []

    here.desk.later(days=6)
    await here.archivist.round()

    assert [person for person, _payload in told(here.desk)] == ["demo-admin"]


async def test_who_has_read_the_notice_or_waited_a_day_is_told_anew(office: tuple[Office, Moody]) -> None:
    here, moody = office
    outbox = Outbox(here.desk.database)

    async def fail() -> int:
        await asyncio.to_thread(here.desk.submitted)
        moody.answers = [Answer(ArchiveOutcome.INVALID)]
        await here.archivist.round()
        outbox.sort(here.desk.now)
        return len(told(here.desk))

    assert [await fail(), await fail()] == [1, 1], "an unread notice is enough"
    here.desk.do("admin", mark_notices)
    assert await fail() == 2
    here.desk.later(hours=25)
    assert await fail() == 3


async def test_each_municipality_hears_of_its_own_archive(office: tuple[Office, Moody]) -> None:
    here, moody = office
    await asyncio.to_thread(here.desk.submitted)
    here.desk.job = replace(here.desk.job, town="9998")
    await asyncio.to_thread(here.desk.submitted)
    moody.answers = [Answer(ArchiveOutcome.INVALID)] * 2

    await here.archivist.round()

    assert sorted(str(person) for person, _payload in told(here.desk)) == ["demo-admin", "demo-admin2"]


def test_mails_about_it_come_as_the_administrator_wants_them(database: Database) -> None:
    furnish(database)
    desk, outbox = Desk(database), Outbox(database)
    for how, mails in (("off", 0), ("daily", 1), ("instant", 2)):
        desk.do("admin", choose_mails, OUTSIDE, how)
        with database.writing.begin() as connection:
            tell_administrators(connection, Scope(municipality_id="demo-fjordvik"), "archive_failed", how, {"number": "1"}, desk.now)
        outbox.sort(desk.now)
        with database.reading.connect() as connection:
            assert len(every(connection, Mail)) == mails, how
    with database.reading.connect() as connection:
        due = [one.due_at for one in every(connection, Mail, "id")]
    assert due[0] > desk.now
    assert due[1] == desk.now
