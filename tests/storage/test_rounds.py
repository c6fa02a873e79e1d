"""The rounds at night: a few companies at a time, whatever the register does, and what it says is acted upon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from models.case import Case
from models.joining import RegisterImport, RegisterUnit
from storage.database import Database
from storage.registers import Enhetsregisteret, JoiningRounds, StoredRegister
from storage.rows import now as utc_now
from storage.rows import put, table_of
from storage.threads import Threads
from storage.work import Works
from tests.register_server import RegisterServer, register_server, unit
from tests.storage.world import World

NUMBER = "310000004"


@pytest.fixture
def server() -> Iterator[RegisterServer]:
    with register_server() as running:
        running.units[NUMBER] = unit(NUMBER, "RØR AS")
        yield running


@pytest.fixture
def rounds(works: Works, database: Database, server: RegisterServer, world: World) -> Iterator[JoiningRounds]:
    threads = Threads()
    register = StoredRegister(database, Enhetsregisteret(server.url, seconds=1.0))
    yield JoiningRounds(works, threads, register, asks_register=True, breath=0)
    threads.close()
    register.close()


def standing(works: Works) -> tuple[str, bool, str]:
    with works(writing=False) as work:
        company, access = work.joining.company_in("fjordvik", NUMBER)
        return access.state, access.by_register, company.gone


async def test_a_bankruptcy_found_at_night_suspends_and_a_mistake_is_undone_the_next(
    works: Works, server: RegisterServer, rounds: JoiningRounds
) -> None:
    now = utc_now()
    server.units[NUMBER]["konkurs"] = True
    assert await rounds.read(now) == 1
    assert standing(works) == ("suspended", True, "bankrupt")
    assert await rounds.read(now) == 0, "once a night"

    server.units[NUMBER]["konkurs"] = False
    assert await rounds.read(now + timedelta(days=1)) == 1
    assert standing(works) == ("approved", False, "")


async def test_a_case_that_cannot_be_marked_holds_up_no_other_and_is_tried_again_the_next_night(
    works: Works, database: Database, server: RegisterServer, rounds: JoiningRounds, world: World
) -> None:
    now, cases = utc_now(), [world.case(workflow="no-such-kind"), world.case(), world.case()]
    with database.writing.begin() as connection:
        for case in cases:
            put(connection, case)

    def marks() -> list[str]:
        with works(writing=False) as work:
            return [work.joining.mark_of(one.id) for one in cases]

    server.units[NUMBER]["konkurs"] = True
    await rounds.read(now)
    assert marks() == ["", "company_gone", "company_gone"]

    await rounds.mark_left(now)
    assert marks() == ["", "company_gone", "company_gone"]
    with database.writing.begin() as connection:
        connection.execute(table_of(Case).update().where(table_of(Case).c.id == cases[0].id).values(workflow="water-meter"))
    await rounds.mark_left(now)
    assert marks()[0] == "", "once a night"
    await rounds.mark_left(now + timedelta(days=1))
    assert marks()[0] == "company_gone"


@pytest.mark.parametrize("mode", ["500", "html", "cut"])
async def test_a_register_that_is_down_changes_nothing(works: Works, server: RegisterServer, rounds: JoiningRounds, mode: str) -> None:
    server.mode = mode

    assert await rounds.read(utc_now()) == 1
    assert standing(works) == ("approved", False, "")


async def test_a_company_the_register_does_not_know_stays_as_it_is(works: Works, server: RegisterServer, rounds: JoiningRounds) -> None:
    del server.units[NUMBER]

    assert await rounds.read(utc_now()) == 1
    assert standing(works) == ("approved", False, "")


async def test_without_network_a_newer_imported_file_is_acted_upon(works: Works, database: Database, world: World) -> None:
    entry = unit(NUMBER, "RØR AS", slettedato="2026-11-01")
    with database.writing.begin() as connection:
        put(connection, RegisterUnit(number=NUMBER, name="RØR AS", form="AS", source="file", read_at=utc_now(), entry=entry))
    threads = Threads()
    await JoiningRounds(works, threads, StoredRegister(database, None), asks_register=True, breath=0).read(utc_now())
    threads.close()

    assert standing(works) == ("suspended", True, "deleted")


async def test_without_network_who_is_missing_from_the_newest_file_is_suspended_at_night(
    works: Works, database: Database, world: World
) -> None:
    now = utc_now()
    with database.writing.begin() as connection:
        before = RegisterUnit(number=NUMBER, name="RØR AS", form="AS", source="file", read_at=now - timedelta(days=30), entry={})
        put(connection, before)
        for days in (30, 1):
            at = now - timedelta(days=days)
            put(connection, RegisterImport(fingerprint=str(days), rows=100, as_of=at, begun_at=at, finished_at=at if days == 30 else None))
    threads = Threads()
    rounds = JoiningRounds(works, threads, StoredRegister(database, None), asks_register=True, breath=0)
    await rounds.read(now)
    assert standing(works) == ("approved", False, "")

    with database.writing.begin() as connection:
        connection.execute(table_of(RegisterImport).update().values(finished_at=now))
    await rounds.read(now + timedelta(days=1))
    threads.close()

    assert standing(works) == ("suspended", True, "deleted")
