"""Two portals on one PostgreSQL database: what is done through one shows on pages that are open in the other, within five seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from tests.bench.page_client import OpenPage
from tests.browser.seeding import PLACES, Seed
from tests.engines import postgresql, postgresql_database
from tests.faults.visitors import Gate, typing_of
from tests.portal_process import PortalProcess

__all__ = ["postgresql"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # two portals start, on whatever machine

WITHIN = 5.0
SECRET = "Vq3pZ8-kT1mR6wYx0bN4cH7dJ9sLfA2g"
LINES = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'portal news'"
COUNT, CUT = text(f"SELECT count(*) {LINES}"), text(f"SELECT pg_terminate_backend(pid) {LINES}")
DURING = "Skrevet mens linjen var borte"


@pytest.fixture(scope="module")
def gates(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Gate, Gate]]:
    """Two processes that share database, files and secret, as behind one proxy."""
    folder = tmp_path_factory.mktemp("both")
    with ExitStack() as stack:
        url = stack.enter_context(postgresql_database(postgresql))
        seed = Seed(folder, url)
        stack.callback(seed.database.close)
        shared = {"PORTAL_DATABASE_URL": url, "PORTAL_STORE_URL": (folder / "store").as_uri(), "PORTAL_SECRET": SECRET}
        portals = [PortalProcess(folder / name, shared) for name in ("one", "other")]
        for portal in portals:
            stack.callback(portal.stop)
            portal.start()
        yield Gate(portals[0], seed), Gate(portals[1], seed)


async def shown(page: OpenPage, words: str, within: float = WITHIN) -> float:
    """Seconds until the page was sent these words. Raises TimeoutError when they do not come."""
    began, read = time.perf_counter(), 0
    async with asyncio.timeout(within):
        while not any(words in str(data) for _at, data in page.updates[read:]):
            read = len(page.updates)
            page.arrived.clear()
            await page.arrived.wait()
    return time.perf_counter() - began


def authorised(gate: Gate, login: str) -> dict[str, str]:
    """Headers with a key for the API."""
    return {"Authorization": f"Bearer {gate.seed.sessions.create_api_key(f'{login}@demo.example', datetime.now(UTC))}"}


async def hears(gate: Gate) -> bool:
    """Whether the process says that it hears the other, in both its ways."""
    async with httpx.AsyncClient(base_url=gate.portal.base) as client:
        figures, ready = await client.get("/metrics"), await client.get("/readyz")
    return "portal_hears_others 1.0" in figures.text and ready.json()["parts"]["news"] == "ok"


async def until_both_hear(gates: tuple[Gate, Gate]) -> None:
    """Wait until the connections are back."""
    async with asyncio.timeout(10):
        while not (await hears(gates[0]) and await hears(gates[1])):
            await asyncio.sleep(0.2)


def ask(gate: Gate, statement: Any) -> Any:
    """What the database says to one question."""
    with gate.seed.database.writing.begin() as connection:
        return connection.execute(statement).scalar()


async def test_what_is_typed_through_one_process_stands_on_the_page_open_in_the_other(gates: tuple[Gate, Gate]) -> None:
    one, other = gates
    await until_both_hear(gates)
    path = f"/cases/{one.seed.draft(place=0)}/application/parties"

    async with one.visitor("contractor").page(path) as typing, other.visitor("contractor").page(path) as open_elsewhere:
        await typing.socket.emit("event", typing_of(typing, "owner_name", "Ny Eier"))
        assert await shown(open_elsewhere, "Ny Eier") < WITHIN


async def test_a_case_that_is_sent_through_one_process_comes_onto_the_board_open_in_the_other(gates: tuple[Gate, Gate]) -> None:
    one, other = gates
    await until_both_hear(gates)
    ref = one.seed.draft(place=1)

    async with other.visitor("officer").page("/board") as board:
        async with httpx.AsyncClient(base_url=f"{one.portal.base}/api/v1", headers=authorised(one, "contractor"), timeout=30) as client:
            answer = await client.post(f"/cases/{ref}/actions/submit", json={})
        assert answer.status_code == 200, answer.text
        assert await shown(board, PLACES[1][0]) < WITHIN


async def test_a_page_catches_up_with_what_was_done_while_the_connection_was_away(gates: tuple[Gate, Gate]) -> None:
    one, other = gates
    await until_both_hear(gates)
    path = f"/cases/{one.seed.draft(place=2)}/application/parties"

    async with one.visitor("contractor").page(path) as typing, other.visitor("contractor").page(path) as open_elsewhere:
        await asyncio.to_thread(ask, other, CUT)
        await typing.socket.emit("event", typing_of(typing, "owner_name", DURING))
        assert await shown(open_elsewhere, DURING) < WITHIN
        await until_both_hear(gates)


async def test_each_process_holds_one_connection_and_lets_it_go_when_it_stops(gates: tuple[Gate, Gate]) -> None:
    await until_both_hear(gates)

    assert ask(gates[0], COUNT) == 2
    assert [gate.portal.stop() for gate in gates] == [0, 0]
    assert ask(gates[0], COUNT) == 0
