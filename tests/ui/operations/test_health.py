"""Alive, ready, and the figures: what machines ask the portal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest
from fastapi import FastAPI

from models.errors import StorageFull
from ui.operations.health import Readiness, install_operations
from ui.operations.metrics import Metrics

Answers = Callable[..., Awaitable[httpx.Response]]


async def works() -> None:
    """A part that answers."""


async def breaks() -> None:
    """A part that does not."""
    raise OSError("No space left on device: /home/kari.nordmann")


async def ask(path: str, readiness: Readiness, *, token: str = "", frm: str = "127.0.0.1", **headers: str) -> httpx.Response:
    """The answer of an app with these parts to a caller at the address `frm`."""
    app = FastAPI()
    install_operations(app, readiness, Metrics(), metrics_token=token)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(frm, 1)), base_url="http://portal") as client:
        return await client.get(path, headers=headers)


async def test_alive_says_ok_even_when_nothing_else_works() -> None:
    answer = await ask("/healthz", Readiness({"database": breaks}))

    assert (answer.status_code, answer.text) == (200, "ok")


async def test_ready_names_each_part() -> None:
    answer = await ask("/readyz", Readiness({"database": works, "store": works}, lambda: (900_000_000, 1_000_000_000)))

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "parts": {"database": "ok", "store": "ok", "disk": "ok"}}


async def test_not_ready_says_which_part_failed_and_nothing_about_how() -> None:
    answer = await ask("/readyz", Readiness({"database": works, "store": breaks}), **{"Accept-Language": "en"})

    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert answer.json()["parts"] == {"database": "ok", "store": "failed"}
    assert answer.json()["detail"] == "These parts do not answer: store. Nothing can be saved until they do."
    assert "kari" not in answer.text


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [(499_999_999, 600_000_000, "degraded"), (500_000_000, 600_000_000, "ready"), (49_000_000_000, 1_000_000_000_000, "degraded")],
)
async def test_little_free_disk_is_degraded_but_still_answers(free: int, total: int, state: str) -> None:
    answer = await ask("/readyz", Readiness({"store": works}, lambda: (free, total)))

    assert (answer.status_code, answer.json()["status"]) == (200, state)


async def full() -> None:
    """A part that has no room for more."""
    raise StorageFull()


async def test_a_store_without_room_is_degraded_and_a_database_without_room_is_not_ready() -> None:
    assert await Readiness({"database": works, "store": full}).parts() == {"database": "ok", "store": "degraded"}
    assert await Readiness({"database": full, "store": full}).parts() == {"database": "failed", "store": "degraded"}


@pytest.mark.parametrize(("hears", "parts"), [(None, {}), (True, {"news": "ok"}), (False, {"news": "degraded"})])
async def test_a_process_that_does_not_hear_the_others_is_degraded_and_still_answers(hears: bool | None, parts: dict[str, str]) -> None:
    answer = await ask("/readyz", Readiness({}, hears_others=lambda: hears))

    assert (answer.status_code, answer.json()["parts"]) == (200, parts)


async def test_many_callers_at_once_cost_one_probe() -> None:
    probed: list[str] = []

    async def counted() -> None:
        probed.append("probe")
        await asyncio.sleep(0.01)

    readiness = Readiness({"database": counted})
    await asyncio.gather(*(readiness.parts() for _ in range(50)))

    assert probed == ["probe"]


@pytest.mark.parametrize(
    ("frm", "given", "status"),
    [("127.0.0.1", "", 200), ("10.0.0.9", "", 404), ("10.0.0.9", "Bearer wrong", 404), ("10.0.0.9", "Bearer figures-please", 200)],
)
async def test_figures_are_for_this_machine_or_for_the_holder_of_the_token(frm: str, given: str, status: int) -> None:
    answer = await ask("/metrics", Readiness({}), token="figures-please", frm=frm, Authorization=given)

    assert answer.status_code == status


async def test_without_a_token_no_other_machine_gets_figures() -> None:
    assert (await ask("/metrics", Readiness({}), frm="10.0.0.9", Authorization="Bearer ")).status_code == 404
