"""A page belongs to the session that loaded it.

Each attack is tried on the portal, and on one whose guard is switched off, where it succeeds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from socketio.exceptions import ConnectionError as Refused

from tests.bench.page_client import OpenPage
from tests.faults.visitors import Gate, Visitor, bare_socket, typing_of

EVIL = "https://evil.example"
Attack = Callable[[Gate, Visitor, OpenPage], Awaitable[None]]


async def with_headers(gate: Gate, page: OpenPage, headers: dict[str, str]) -> None:
    """Join a socket for the victim's page and type into it."""
    async with bare_socket(gate, page.query, headers) as socket:
        await socket.emit("event", typing_of(page, "owner_name", "Stjålet"))
        await asyncio.sleep(0.5)


async def without_a_cookie(gate: Gate, _victim: Visitor, page: OpenPage) -> None:
    await with_headers(gate, page, {"Origin": gate.portal.base})


async def from_another_site(gate: Gate, victim: Visitor, page: OpenPage) -> None:
    await with_headers(gate, page, {**victim.headers, "Origin": EVIL})


async def without_an_origin(gate: Gate, victim: Visitor, page: OpenPage) -> None:
    await with_headers(gate, page, {"Cookie": victim.headers["Cookie"]})


async def with_an_opaque_origin(gate: Gate, victim: Visitor, page: OpenPage) -> None:
    await with_headers(gate, page, {**victim.headers, "Origin": "null"})


async def with_another_session_and_the_victims_page(gate: Gate, _victim: Visitor, page: OpenPage) -> None:
    await with_headers(gate, page, gate.visitor("contractor2").headers)


async def by_a_second_handshake(gate: Gate, _victim: Visitor, page: OpenPage) -> None:
    async with gate.visitor("contractor2").page("/cases") as own:
        await own.socket.call("handshake", page.query)
        await own.socket.emit("event", typing_of(page, "owner_name", "Stjålet"))
        await asyncio.sleep(0.5)


async def from_an_own_page(gate: Gate, _victim: Visitor, page: OpenPage) -> None:
    async with gate.visitor("contractor2").page("/cases") as own:
        await own.socket.emit("event", typing_of(page, "owner_name", "Stjålet"))
        await asyncio.sleep(0.5)


async def by_a_colleague_who_may_only_read(gate: Gate, _victim: Visitor, page: OpenPage) -> None:
    async with gate.visitor("viewer").page("/cases") as own:
        await own.socket.emit("event", typing_of(page, "owner_name", "Stjålet"))
        await asyncio.sleep(0.5)


ATTACKS = (
    without_a_cookie,
    from_another_site,
    without_an_origin,
    with_an_opaque_origin,
    with_another_session_and_the_victims_page,
    by_a_second_handshake,
    from_an_own_page,
    by_a_colleague_who_may_only_read,
)


async def name_after(gate: Gate, attack: Attack) -> str:
    """The owner's name in the victim's draft after the attack."""
    ref, victim = gate.seed.draft(place=0), gate.visitor("contractor")
    async with victim.page(f"/cases/{ref}/application/parties") as page:
        with suppress(Refused):
            await attack(gate, victim, page)
    return str(gate.seed.answer_of(ref, "parties", "owner_name"))


@pytest.mark.parametrize("attack", ATTACKS)
async def test_nobody_types_into_somebody_elses_page(gate: Gate, attack: Attack) -> None:
    assert await name_after(gate, attack) == "Anna Eier"


@pytest.mark.parametrize("attack", ATTACKS)
async def test_with_the_guard_switched_off_the_same_attack_succeeds(open_doors: Gate, attack: Attack) -> None:
    assert await name_after(open_doors, attack) == "Stjålet"


async def test_the_owner_of_the_page_types_into_it(gate: Gate) -> None:
    async def own(_gate: Gate, _victim: Visitor, page: OpenPage) -> None:
        await page.socket.emit("event", typing_of(page, "owner_name", "Eget navn"))
        await asyncio.sleep(0.5)

    assert await name_after(gate, own) == "Eget navn"


def log_out(gate: Gate, visitor: Visitor) -> None:
    with visitor.client() as client:
        assert client.post("/logout", data={"csrf": visitor.csrf}).status_code == 303


def end_all_sessions_elsewhere(gate: Gate, visitor: Visitor) -> None:
    other = gate.visitor("applicant")
    with other.client() as client:
        client.post("/account/sessions/end", data={"csrf": other.csrf, "session": "others"})


def disable_the_account(gate: Gate, visitor: Visitor) -> None:
    gate.seed.sessions.change_person("demo-applicant", disabled=True)


def raise_the_epoch(gate: Gate, visitor: Visitor) -> None:
    gate.seed.sessions.bump_epoch("demo-applicant")


@pytest.mark.parametrize("end", [log_out, end_all_sessions_elsewhere, raise_the_epoch, disable_the_account])
async def test_when_a_session_ends_its_sockets_are_closed_within_five_seconds(gate: Gate, end: Callable[[Gate, Visitor], None]) -> None:
    ref, visitor = gate.seed.draft(place=1), gate.visitor("applicant")
    async with visitor.page(f"/cases/{ref}/application/parties") as page:
        end(gate, visitor)
        await page.socket.emit("event", typing_of(page, "owner_name", "Etter utlogging"))
        async with asyncio.timeout(5):
            while page.socket.connected:
                await asyncio.sleep(0.05)
    assert gate.seed.answer_of(ref, "parties", "owner_name") == "Anna Eier"
    with visitor.client() as client:
        assert client.get("/cases", headers={"Accept": "text/html"}).status_code == 303
    gate.seed.sessions.change_person("demo-applicant", disabled=False)
