"""Is the portal alive, is it ready, how is it doing: `/healthz`, `/readyz` and `/metrics` as plain routes.

Alive means that the event loop answers. Ready means that a row and a file were just written and read back: a probe that only reads
said 200 on a full disk. Little free disk is told as `degraded`, still with 200, because reading goes on.
"""

from __future__ import annotations

import asyncio
import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from models.errors import NotThere, StorageFull
from models.text import _
from ui.api.problems import problem
from ui.operations.metrics import Metrics

log = structlog.get_logger("portal.health")
Probe = Callable[[], Awaitable[None]]
LONGEST_PROBE = 5.0
KEEP_FOR = 1.0
LEAST_FREE_BYTES = 500_000_000
LEAST_FREE_SHARE = 0.05


@dataclass
class Readiness:
    """Runs the probes, at most once a second however many ask: anybody may ask, and each probe writes.

    `free_disk` gives free and total bytes, or None where that has no meaning. A part in `may_be_full` takes no more files when the disk
    gets tight, while answers are still saved: it is degraded then, not failed. `hears_others` is whether news of other processes arrives,
    None where there are none: without it everything can be done, but open pages are late.
    """

    probes: Mapping[str, Probe]
    free_disk: Callable[[], tuple[int, int] | None] = lambda: None
    may_be_full: frozenset[str] = frozenset({"store"})
    hears_others: Callable[[], bool | None] = lambda: None
    _known: dict[str, str] = field(default_factory=dict)
    _at: float = float("-inf")
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def parts(self) -> dict[str, str]:
        """`ok`, `degraded` or `failed` for each part."""
        async with self._one_at_a_time:
            if time.monotonic() - self._at > KEEP_FOR:
                outcomes = await asyncio.gather(*(self._outcome(name, probe) for name, probe in self.probes.items()))
                self._known = dict(zip(self.probes, outcomes, strict=True)) | self._disk() | self._news()
                self._at = time.monotonic()
            return dict(self._known)

    async def _outcome(self, name: str, probe: Probe) -> str:
        try:
            await asyncio.wait_for(probe(), LONGEST_PROBE)
        except Exception as error:  # the outer door of the probes: whatever breaks means not ready
            log.error("probe_failed", part=name, exc_info=error)
            return "degraded" if isinstance(error, StorageFull) and name in self.may_be_full else "failed"
        return "ok"

    def _disk(self) -> dict[str, str]:
        known = self.free_disk()
        if known is None:
            return {}
        free, total = known
        return {"disk": "degraded" if free < LEAST_FREE_BYTES or free < total * LEAST_FREE_SHARE else "ok"}

    def _news(self) -> dict[str, str]:
        hears = self.hears_others()
        return {} if hears is None else {"news": "ok" if hears else "degraded"}


def install_operations(app: FastAPI, readiness: Readiness, metrics: Metrics, *, metrics_token: str) -> None:
    """Add the three routes to the app. `metrics_token` empty means that only this machine may read the figures."""

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})

    @app.get("/readyz", include_in_schema=False)
    async def readyz(request: Request) -> Response:
        return _answer(request, await readiness.parts())

    @app.get("/metrics", include_in_schema=False)
    async def figures(request: Request) -> Response:
        if not _may_read_figures(request, metrics_token):
            return problem(request, 404, NotThere.code, NotThere.text)
        return Response(metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8", headers={"Cache-Control": "no-store"})


def _answer(request: Request, parts: dict[str, str]) -> Response:
    failed = sorted(name for name, state in parts.items() if state == "failed")
    if failed:
        detail = _("These parts do not answer: {parts}. Nothing can be saved until they do.", parts=", ".join(failed))
        return problem(request, 503, "not-ready", detail, headers={"Retry-After": "5", "Cache-Control": "no-store"}, parts=parts)
    status = "degraded" if "degraded" in parts.values() else "ready"
    return JSONResponse({"status": status, "parts": parts}, headers={"Cache-Control": "no-store"})


def _may_read_figures(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    return request.client is not None and request.client.host in {"127.0.0.1", "::1"}
