"""Figures: what a request leaves behind, and how late the loop is."""

from __future__ import annotations

import asyncio
import time

import httpx
from fastapi import FastAPI

from ui.operations.metrics import LAG_EVERY, Metrics
from ui.operations.requests import RequestLog


async def test_requests_are_counted_by_template_so_that_no_address_becomes_a_figure() -> None:
    metrics, app = Metrics(), FastAPI()

    @app.get("/cases/{ref}")
    async def case(ref: str) -> dict[str, str]:
        return {"ref": ref}

    transport = httpx.ASGITransport(RequestLog(app, metrics))
    async with httpx.AsyncClient(transport=transport, base_url="http://portal") as client:
        for path in ("/cases/one", "/cases/two?name=Kari", "/nowhere/Kari"):
            await client.get(path)
        await client.request("KARI", "/cases/one")

    page = metrics.page().decode()
    assert 'portal_request_seconds_count{method="GET",route="/cases/{ref}",status="200"} 2.0' in page
    assert 'portal_request_seconds_count{method="GET",route="(none)",status="404"} 1.0' in page
    assert 'portal_request_seconds_count{method="OTHER",route="/cases/{ref}",status="405"} 1.0' in page
    assert "kari" not in page.lower()


async def test_each_request_has_an_id_of_its_own() -> None:
    transport = httpx.ASGITransport(RequestLog(FastAPI(), Metrics()))
    async with httpx.AsyncClient(transport=transport, base_url="http://portal") as client:
        ids = {(await client.get("/", headers={"X-Request-Id": "mine"})).headers["x-request-id"] for _ in range(3)}

    assert len(ids) == 3
    assert "mine" not in ids


async def test_a_blocked_loop_is_seen_once() -> None:
    metrics = Metrics()
    watching = asyncio.ensure_future(metrics.watch_the_loop())
    await asyncio.sleep(0)
    time.sleep(LAG_EVERY + 0.2)
    await asyncio.sleep(0.05)
    watching.cancel()

    assert _figure(metrics, "portal_event_loop_worst_lag_seconds") >= 0.15
    assert _figure(metrics, "portal_event_loop_worst_lag_seconds") == 0


def _figure(metrics: Metrics, name: str) -> float:
    lines = metrics.page().decode().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{name} ")))


def test_gauges_are_read_when_the_figures_are_fetched() -> None:
    metrics, waiting = Metrics(), [3.0]
    metrics.watch("queue_depth", "Writes that wait", lambda: waiting[0])
    waiting[0] = 5.0

    assert _figure(metrics, "portal_queue_depth") == 5
