"""Starts who works off the queues of records: the courier of webhooks, and the archivist where an archive is set."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from models.settings import Settings
from storage.archive import ArchiveQueue, Archivist, Print, open_archive
from storage.database import Database
from storage.live import Hub
from storage.object_parts import Objects
from storage.threads import Threads
from storage.webhooks import Courier, Sender, WebhookQueue
from workflows.ports import WorkFactory


class Watched(Protocol):
    """Where figures are shown to the operator."""

    def watch(self, name: str, words: str, figure: Callable[[], float]) -> object: ...


class Joined(Protocol):
    """What the workers need of the portal."""

    @property
    def settings(self) -> Settings: ...
    @property
    def secret(self) -> str: ...
    @property
    def metrics(self) -> Watched: ...
    @property
    def database(self) -> Database: ...
    @property
    def works(self) -> WorkFactory: ...
    @property
    def threads(self) -> Threads: ...
    @property
    def objects(self) -> Objects: ...
    @property
    def hub(self) -> Hub: ...


def records_workers(portal: Joined, print_: Print) -> Callable[[], None]:
    """What starts them, to be called in the running loop. `print_` makes a package's sheets and its message."""
    works: list[Callable[[], Coroutine[Any, Any, None]]] = []
    transport = open_archive(portal.settings.archive_url)
    if transport is not None:
        queue = ArchiveQueue(portal.database)
        archivist = Archivist(queue, portal.works, portal.threads, portal.objects, transport, print_, portal.hub)
        portal.metrics.watch("archive_waiting", "Entries that have not reached the archive", lambda: archivist.waiting)
        portal.metrics.watch("archive_failed", "Entries for the archive that wait for a person", lambda: archivist.failed)
        works.append(archivist.run)
    sender = Sender(allows_private=portal.settings.webhook_private_addresses, allows_local=portal.settings.demo)
    courier = Courier(WebhookQueue(portal.database), sender, portal.secret, portal.threads, portal.hub)
    portal.metrics.watch("webhooks_waiting", "Messages to other programs that have not arrived", lambda: courier.waiting)
    works.append(courier.run)
    running: set[asyncio.Task[None]] = set()

    def start() -> None:
        for work in works:
            running.add(asyncio.get_running_loop().create_task(work()))  # kept, or the loop would forget them

    return start
