"""Units of work: one transaction with all ports on it, undone unless committed, its news published only after COMMIT returned."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.access import OutboxItem
from models.errors import MovedOn, StorageFull
from storage.cases import StoredCases
from storage.database import Database, in_our_words
from storage.documents import StoredDocuments
from storage.joining import StoredJoining
from storage.knowledge import StoredKnowledge
from storage.live import Hub
from storage.log import StoredLog
from storage.notices import StoredNotices
from storage.parties import StoredParties
from storage.people import StoredPeople
from storage.replays import StoredReplays
from storage.rows import add
from storage.rules import StoredRules
from storage.scope import Reach
from workflows.ports import Cases, Change, Documents, Knowledge, Log, Notices, Parties, Replays, Rules
from workflows.ports_joining import Joining
from workflows.ports_people import People


class Work:
    """One unit of work; may be entered again after it was left, never twice at once."""

    def __init__(self, database: Database, hub: Hub, *, writing: bool) -> None:
        self._database = database
        self._hub = hub
        self._writing = writing
        self._reach = Reach()
        self._news: list[Change] = []
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        if self._connection is not None:
            raise RuntimeError("this unit of work has already begun")
        if self._writing:
            self._database.demand_room()
        engine = self._database.writing if self._writing else self._database.reading
        try:
            connection = self._connection = engine.connect()
            connection.begin()  # now: a unit that writes must hold the write lock before it reads
        except DBAPIError as error:
            self._leave()
            raise in_our_words(error) from error
        self.cases: Cases = StoredCases(connection, self._reach, writing=self._writing)
        self.documents: Documents = StoredDocuments(connection, self._reach)
        self.parties: Parties = StoredParties(connection)
        self.knowledge: Knowledge = StoredKnowledge(connection)
        self.rules: Rules = StoredRules(connection)
        self.log: Log = StoredLog(connection)
        self.replays: Replays = StoredReplays(connection)
        self.notices: Notices = StoredNotices(connection)
        self.people: People = StoredPeople(connection)
        self.joining: Joining = StoredJoining(connection)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._leave()
        if isinstance(error, DBAPIError):
            raise in_our_words(error) from error

    def announce(self, change: Change) -> None:
        """Publish this once the unit is committed."""
        self._news.append(change)

    def dispatch(self, item: OutboxItem) -> None:
        """Keep an effect for delivery after the unit is committed."""
        add(self._open(), item)

    def commit(self) -> None:
        """Make everything lasting, then tell the hub. A failed commit is final: nothing is published and it is never tried again."""
        connection = self._open()
        try:
            connection.commit()
        except DBAPIError as error:
            ours = in_our_words(error)
            if not isinstance(ours, (StorageFull, MovedOn)):  # on these the engine has undone everything, else nobody knows
                self._database.mark_broken(str(error.orig))
            raise ours from error
        news, self._news = self._news, []
        for change in news:
            self._hub.publish(change)

    def _open(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("this unit of work has not begun")
        return self._connection

    def _leave(self) -> None:
        connection, self._connection = self._connection, None
        self._news.clear()
        self._reach.forget()
        if connection is not None:
            connection.close()


class Works:
    """Opens units of work on one database; fulfils the port `WorkFactory`."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database = database
        self._hub = hub

    def __call__(self, *, writing: bool) -> Work:
        return Work(self._database, self._hub, writing=writing)
