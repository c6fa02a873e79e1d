"""What is due to go: listed without changing anything, removed by kind; drafts only after a warning, and the chain stays whole."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from models.base import Status
from models.settings import Settings
from storage.condition import condition_of
from storage.database import Database
from storage.demo import furnish
from storage.log import verify_all
from storage.retention import Retention
from storage.threads import Threads
from tests.workflows.casework.desk import Desk
from workflows.access import handover, people

SETTINGS = Settings()


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people at work."""
    furnish(database)
    return Desk(database)


@pytest.fixture
def threads() -> Iterator[Threads]:
    opened = Threads()
    yield opened
    opened.close()


def due(desk: Desk) -> dict[str, int]:
    """What would go now."""
    return {one.name: one.count for one in Retention(desk.database, desk.works, SETTINGS).due(desk.now) if one.count}


def let_go(desk: Desk, threads: Threads) -> None:
    asyncio.run(Retention(desk.database, desk.works, SETTINGS).run(threads, desk.now))


def told(desk: Desk) -> list[str]:
    """Who is warned of a draft."""
    with desk.database.reading.connect() as connection:
        return list(connection.execute(text("SELECT person_id FROM outbox_item WHERE kind = 'draft_expiring'")).scalars())


def test_a_draft_nobody_sends_is_warned_of_and_goes_while_its_log_stays_whole(desk: Desk, threads: Threads) -> None:
    left, sent = desk.draft(), desk.submitted()
    desk.later(days=75)
    assert due(desk) == {}
    desk.later(days=2)
    assert due(desk) == {"drafts to warn of": 1}
    assert due(desk) == {"drafts to warn of": 1}, "a dry run changes nothing"

    let_go(desk, threads)
    assert told(desk) == ["demo-contractor"]
    desk.later(days=13, hours=23)
    let_go(desk, threads)
    assert desk.case(left).status == Status.DRAFT, "warned less than fourteen days ago"
    desk.later(hours=2)
    assert due(desk)["drafts"] == 1
    let_go(desk, threads)

    pruned = desk.case(left)
    assert (pruned.status, pruned.address, pruned.title) == (Status.WITHDRAWN, "", "")
    assert desk.read(left, "answers") == []
    assert desk.case(sent).address == "Storgata 14"
    assert desk.kinds(left)[-2:] == ["draft_warned", "draft_pruned"]
    assert verify_all(desk.database) == []


def test_what_was_frozen_and_found_of_a_draft_goes_with_it(desk: Desk, threads: Threads) -> None:
    left, sent = desk.draft(), desk.submitted()
    for ref in (left, sent):
        desk.do("contractor", handover.offer_handover, ref, "213000047", "Ola er syk.")
        desk.do("contractor", handover.withdraw_handover, ref)
    desk.later(days=77)
    let_go(desk, threads)
    desk.later(days=14)
    let_go(desk, threads)

    with desk.database.reading.connect() as connection:
        for table in ("handover", "case_property"):
            assert set(connection.execute(text(f"SELECT case_id FROM {table}")).scalars()) == {desk.case(sent).id}
    assert list(desk.home(left).head.companies.handovers) == []
    assert verify_all(desk.database) == []


def test_a_draft_somebody_works_on_after_the_warning_stays(desk: Desk, threads: Threads) -> None:
    left = desk.draft()
    desk.later(days=77)
    let_go(desk, threads)
    desk.later(days=5)
    desk.save(left, "responsible", "reference", "Snart ferdig")
    desk.later(days=20)
    let_go(desk, threads)

    assert desk.case(left).status == Status.DRAFT


def test_an_invitation_nobody_accepted_goes_and_one_that_was_used_stays(desk: Desk, threads: Threads) -> None:
    desk.do("contractor", people.invite, "a@ror.example", "viewer", token="a", token_hash="a")
    desk.do("contractor2", people.invite, "viewer@demo.example", "viewer", token="b", token_hash="b")
    desk.do("viewer", people.accept_as, "b")
    desk.later(days=38)
    assert due(desk)["invitations"] == 1

    let_go(desk, threads)

    with desk.database.reading.connect() as connection:
        assert connection.execute(text("SELECT email FROM invitation")).scalars().all() == ["viewer@demo.example"]
    chores = condition_of(desk.database).chores
    assert chores["retention"] == (desk.now, "invitations: 1")
    assert due(desk) == {}
