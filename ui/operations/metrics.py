"""Figures for Prometheus: requests by route and status, open pages, saves, uploads, queues and how late the event loop is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector, generate_latest

LAG_EVERY = 0.5
"""Seconds between two looks at the event loop."""


class Metrics:
    """The portal's figures in a registry of their own. One per process; `watch` adds gauges that are read when asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        seconds = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)
        self.requests = Histogram(
            "portal_request_seconds",
            "Requests answered, by route template and status",
            ("method", "route", "status"),
            buckets=seconds,
            registry=self.registry,
        )
        self.saves = Counter("portal_saves", "Answers saved", registry=self.registry)
        self.uploads = Counter("portal_uploads", "Files received", registry=self.registry)
        self.upload_bytes = Counter("portal_upload_bytes", "Bytes of files received", registry=self.registry)
        self.database = Histogram(
            "portal_database_seconds",
            "Database calls, by way (reading, writing) and part (waited, took)",
            ("way", "part"),
            buckets=seconds,
            registry=self.registry,
        )
        self.lag = Gauge("portal_event_loop_lag_seconds", "How late the event loop was at the last look", registry=self.registry)
        self._worst_lag = 0.0
        self.watch("event_loop_worst_lag_seconds", "How late it was at worst since the figures were last fetched", self._take_worst_lag)

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add the gauge `portal_<name>`, whose value `read` gives whenever the figures are fetched. It must be quick and not raise."""
        Gauge(f"portal_{name}", meaning, registry=self.registry).set_function(read)

    def database_call(self, way: str, waited: float, took: float) -> None:
        """Count one call: `waited` seconds in its queue, `took` seconds to run. From any thread."""
        self.database.labels(way, "waited").observe(waited)
        self.database.labels(way, "took").observe(took)

    def received_file(self, size: int) -> None:
        """Count one file of `size` bytes that lies in the store."""
        self.uploads.inc()
        self.upload_bytes.inc(size)

    def page(self) -> bytes:
        """All figures in the Prometheus text format; the worst lag starts over."""
        return generate_latest(self.registry)

    async def watch_the_loop(self) -> None:
        """Measure the event loop's lateness until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_EVERY
            await asyncio.sleep(LAG_EVERY)
            late = max(0.0, loop.time() - due)
            self.lag.set(late)
            self._worst_lag = max(late, self._worst_lag)

    def _take_worst_lag(self) -> float:
        worst, self._worst_lag = self._worst_lag, 0.0
        return worst
