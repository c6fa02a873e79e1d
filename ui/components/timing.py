"""Doing something a little later on the page's event loop, without an element that polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nicegui import background_tasks


def after(seconds: float, act: Callable[[], object]) -> None:
    """Call `act` once after so many seconds; it must bear that the page is gone by then."""

    async def wait() -> None:
        await asyncio.sleep(seconds)
        act()

    background_tasks.create(wait())
