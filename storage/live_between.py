"""Live news between the processes of one PostgreSQL database, spoken over its notifications.

Each process has one thread with one connection, which both listens and tells. Telling comes after the commit, never in its transaction: one
that notifies holds a lock of the whole server while its commit reaches the disk, and fails when the notification does. So a commit waits
for nobody here, and what is lost on the way is made good by looking again: the pages of this process when its connection was away, those of
all others when something could not be told, and when a process starts, as the one before may have died before it told.
"""

from __future__ import annotations

import asyncio
import logging
import selectors
import socket
import threading
import time
from collections import deque
from contextlib import closing, suppress
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

from storage.chance import CHANCE
from storage.database import Database
from storage.live import InProcessHub
from storage.live_letters import Letter, read, written
from workflows.ports import Change

logger = logging.getLogger(__name__)

CHANNEL, NAME = "portal_news", "portal news"
"""The channel, and how the connection calls itself in the server's list."""
HEARTBEAT_SECONDS = 10.0
FIRST_WAIT, LONGEST_WAIT = 0.2, 3.0
"""Seconds before the connection is tried again, doubled each time until one has held for `STEADY` seconds."""
STEADY = 10.0
MOST_WAITING = 2_000
"""Changes kept while the connection is away; past them the others are told to look again instead."""
AT_ONCE = 500
GATHER_SECONDS = 0.005
CLOSE_SECONDS = 5.0
PATIENCE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2, "tcp_user_timeout": 10_000}
"""A server that went without a word is missed after so long. In seconds, the last in milliseconds."""


def open_hub(database: Database) -> InProcessHub:
    """The hub for this engine: SQLite has one process with pages, PostgreSQL may have several."""
    return InProcessHub() if database.is_sqlite else SharedHub(database)


class SharedHub(InProcessHub):
    """A hub whose news reaches the pages of other processes too, and theirs ours. A command, which never opens it, tells all the same."""

    def __init__(self, database: Database, most_waiting: int = MOST_WAITING) -> None:
        super().__init__()
        self._line = Line(database, self, most_waiting)

    @property
    def hears_others(self) -> bool | None:
        """Whether news of other processes arrives now."""
        return self._line.is_up

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """Deliver in this loop, and hear the others from now on."""
        super().open(loop)
        self._line.tell_of_gap()

    def publish(self, change: Change) -> None:
        """Hand a change over to the event loop and to the others."""
        super().publish(change)
        self._line.tell(change)

    def close(self) -> None:
        """Deliver nothing more, tell the others what they have not heard yet, and let the connection go."""
        super().close()
        self._line.close()


class Line:
    """The thread and its connection, begun when there is first something to tell. `is_up`: it listens, and nothing has failed since."""

    def __init__(self, database: Database, hub: InProcessHub, most_waiting: int) -> None:
        self._database, self._hub, self._most_waiting = database, hub, most_waiting
        self._me = CHANCE.id()
        self._waiting: deque[Change] = deque()
        self._has_gap = False
        self._thread: threading.Thread | None = None
        self._bell: socket.socket | None = None
        self._lock = threading.Lock()
        self._end = threading.Event()
        self._has_refused = self._is_missed = False
        self.is_up = False

    def tell(self, change: Change) -> None:
        """Tell the others soon. From any thread, never waiting for the server."""
        with self._lock:
            is_first = not self._waiting
            if len(self._waiting) < self._most_waiting:
                self._waiting.append(change)
            else:
                self._has_gap = True
            self._begin()
        if is_first:  # else it has rung
            self._ring()

    def tell_of_gap(self) -> None:
        """Let the others look again."""
        with self._lock:
            self._has_gap = True
            self._begin()
        self._ring()

    def close(self) -> None:
        """Tell what waits, as far as the server answers within seconds, and end the thread."""
        with self._lock:
            self._end.set()
        self._ring()
        if self._thread is not None:
            self._thread.join(CLOSE_SECONDS)

    def _begin(self) -> None:
        if self._thread is None and not self._end.is_set():
            self._bell, ear = socket.socketpair()
            for one in (self._bell, ear):
                one.setblocking(False)
            self._thread = threading.Thread(target=self._run, args=(ear,), name=NAME, daemon=True)
            self._thread.start()

    def _ring(self) -> None:
        if self._bell is not None:
            with suppress(OSError):  # it rings already, or nobody is there any more
                self._bell.send(b"!")

    def _run(self, ear: socket.socket) -> None:
        """Listen and tell until the end, through every loss of the connection."""
        wait = FIRST_WAIT
        with ear:
            while True:
                began = time.monotonic()
                self._attempt(ear)
                wait = FIRST_WAIT if time.monotonic() - began > STEADY else wait
                if self._end.wait(wait):
                    break
                wait = min(wait * 2, LONGEST_WAIT)
        if self._bell is not None:
            self._bell.close()

    def _attempt(self, ear: socket.socket) -> None:
        """One connection, from its beginning to its end."""
        try:
            with closing(self._connected()) as connection:
                self.is_up, self._is_missed = True, False
                self._hub.look_again()  # what was told while nobody listened
                self._serve(connection, ear)
        except psycopg.Error as error:
            if not self._is_missed:  # once, not with every try
                logger.warning("news of other processes does not arrive: %s", type(error).__name__)
            self._is_missed = True
        except Exception:  # the thread's outermost door: past it this process would be deaf until its end
            logger.exception("news of other processes broke off")
        finally:
            self.is_up = False

    def _connected(self) -> psycopg.Connection[Any]:
        """A connection that listens. It never holds up a pool, and asks no more of the server than the pages' connections do."""
        given, named = self._database.writing.dialect.create_connect_args(self._database.url)
        connection = psycopg.connect(*given, **{**PATIENCE, **named, "application_name": NAME, "autocommit": True})
        try:
            connection.execute("SET statement_timeout = '5s'")
            connection.execute(SQL("LISTEN {}").format(Identifier(CHANNEL)))
        except BaseException:
            connection.close()
            raise
        return connection

    def _serve(self, connection: psycopg.Connection[Any], ear: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            for one in (connection, ear):
                selector.register(one, selectors.EVENT_READ)
            while True:
                is_ending = self._end.is_set()  # before telling: what was left until then is told
                self._tell_all(connection)
                for note in connection.notifies(timeout=0):
                    self._hear(note.payload)
                if is_ending:
                    return
                if not selector.select(HEARTBEAT_SECONDS):
                    connection.execute("SELECT 1")
                with suppress(BlockingIOError):  # the bell is silent
                    ear.recv(4096)
                    self._end.wait(GATHER_SECONDS)  # what a unit of work says comes together

    def _tell_all(self, connection: psycopg.Connection[Any]) -> None:
        """Tell everything that waits. What could not be told becomes a gap: it may have arrived or not."""
        while letter := self._next():
            try:
                connection.execute("SELECT pg_notify(%s, sheet) FROM unnest(%s::text[]) AS sheet", (CHANNEL, list(written(letter))))
            except BaseException:
                self._has_gap = True
                raise

    def _next(self) -> Letter | None:
        with self._lock:
            if self._has_gap:  # whoever looks at everything again needs no single changes
                self._has_gap = False
                self._waiting.clear()
                return Letter(self._me, is_gap=True)
            changes = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
        return Letter(self._me, changes) if changes else None

    def _hear(self, payload: str) -> None:
        letter = read(payload)
        if letter is None:
            if not self._has_refused:
                logger.warning("something that is no portal speaks on the channel %s", CHANNEL)
            self._has_refused = True
        elif letter.sender != self._me:
            if letter.is_gap:
                self._hub.look_again()
            for change in letter.changes:
                self._hub.hear(change)
