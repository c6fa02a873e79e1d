"""Doing something a little later on the page's event loop, without an element that polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nicegui import background_tasks

from ui.components.base import call


def after(seconds: float, act: Callable[[], Any]) -> None:
    """Call `act`, a function or a coroutine function, once after so many seconds; it must bear that the page is gone by then."""

    async def wait() -> None:
        await asyncio.sleep(seconds)
        await call(act)

    background_tasks.create(wait())
