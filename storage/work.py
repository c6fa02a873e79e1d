"""Units of work: one transaction with all ports on it, undone unless committed, its news published only after COMMIT returned."""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from models.access import OutboxItem
from models.errors import MovedOn, StorageFull
from storage.boards import StoredBoards
from storage.casepage import StoredCasePages
from storage.cases import StoredCases
from storage.database import Database, in_our_words
from storage.delegation import StoredDelegation
from storage.documents import StoredDocuments
from storage.figures import StoredFigures
from storage.followup import StoredFollowUps
from storage.gathering import CaseRows
from storage.hearing import StoredHearing
from storage.identities import StoredIdentities
from storage.joining import StoredJoining
from storage.keys import StoredKeys
from storage.knowledge import StoredKnowledge
from storage.letters import StoredLetters
from storage.lists import StoredLists
from storage.live import Hub
from storage.log import StoredLog
from storage.notices import StoredNotices
from storage.oversight import StoredOversight
from storage.parties import StoredParties
from storage.people import StoredPeople
from storage.quality import StoredQuality
from storage.records import StoredRecords
from storage.replays import StoredReplays
from storage.rows import add
from storage.rules import StoredRules
from storage.scope import Reach
from storage.search import Search
from storage.search_index import refresh
from storage.statements import StoredStatements
from storage.tasks import StoredTasks
from workflows.ports import Cases, Change, Documents, Knowledge, Log, Notices, Parties, Replays, Rules
from workflows.ports_boards import Boards
from workflows.ports_casepage import CasePages
from workflows.ports_delegation import Delegation
from workflows.ports_figures import Figures
from workflows.ports_followup import FollowUps
from workflows.ports_hearing import Hearing
from workflows.ports_identities import Identities
from workflows.ports_joining import Joining
from workflows.ports_keys import Keys
from workflows.ports_letters import Letters
from workflows.ports_lists import Lists
from workflows.ports_oversight import Oversight
from workflows.ports_people import People
from workflows.ports_quality import Quality
from workflows.ports_records import Records
from workflows.ports_statements import Statements
from workflows.ports_tasks import Tasks
from workflows.searching.labels import Speak, in_english_alone


class Work:
    """One unit of work; may be entered again after it was left, never twice at once."""

    def __init__(self, database: Database, hub: Hub, *, writing: bool, speak: Speak = in_english_alone) -> None:
        self._database = database
        self._speak = speak
        self._hub = hub
        self._writing = writing
        self._reach = Reach()
        self._news: list[Change] = []
        self._reworded: set[str] = set()
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
        rows, search = CaseRows(connection, writing=self._writing), Search(connection)
        self.cases: Cases = StoredCases(connection, self._reach, rows, search, self._reworded, writing=self._writing)
        self.boards: Boards = StoredBoards(connection, search)
        self.documents: Documents = StoredDocuments(connection, self._reach, rows)
        self.parties: Parties = StoredParties(connection)
        self.knowledge: Knowledge = StoredKnowledge(connection, rows)
        self.rules: Rules = StoredRules(connection)
        self.log: Log = StoredLog(connection)
        self.replays: Replays = StoredReplays(connection)
        self.notices: Notices = StoredNotices(connection)
        self.people: People = StoredPeople(connection)
        self.joining: Joining = StoredJoining(connection)
        self.tasks: Tasks = StoredTasks(connection, self._reach, rows)
        self.identities: Identities = StoredIdentities(connection)
        self.delegation: Delegation = StoredDelegation(connection, self._reach, rows, writing=self._writing)
        self.figures: Figures = StoredFigures(connection)
        self.oversight: Oversight = StoredOversight(connection, self._reach)
        self.keys: Keys = StoredKeys(connection)
        self.quality: Quality = StoredQuality(connection, self._reach)
        self.followup: FollowUps = StoredFollowUps(connection, self._reach, rows)
        self.letters: Letters = StoredLetters(connection, self._reach, rows)
        self.lists: Lists = StoredLists(connection, search)
        self.hearing: Hearing = StoredHearing(connection, self._reach)
        self.statements: Statements = StoredStatements(connection, self._reach, writing=self._writing)
        self.records: Records = StoredRecords(connection, self._reach)
        self.casepages: CasePages = StoredCasePages(connection, self._reach, rows)
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
        refresh(connection, self._reworded, self._speak)
        self._reworded.clear()
        news: list[Change] = []
        try:
            news, self._news = self._with_coworkers(self._news), []
            connection.commit()
        except DBAPIError as error:
            ours = in_our_words(error)
            if not isinstance(ours, (StorageFull, MovedOn)):  # on these the engine has undone everything, else nobody knows
                self._database.mark_broken(str(error.orig))
            raise ours from error
        for change in news:
            self._hub.publish(change)

    def _with_coworkers(self, news: list[Change]) -> list[Change]:
        """What a case's company hears, the companies that work on it hear too; what is the municipality's own, neither."""
        cases = {change.case_id for change in news if change.case_id and change.company_id}
        if not cases:
            return news
        on = self.delegation.companies_on(sorted(cases))
        return [replace(one, others=(*one.others, *on.get(one.case_id, ()))) if one.company_id else one for one in news]

    def _open(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("this unit of work has not begun")
        return self._connection

    def _leave(self) -> None:
        connection, self._connection = self._connection, None
        self._news.clear()
        self._reworded.clear()
        self._reach.forget()
        if connection is not None:
            connection.close()


class Works:
    """Opens units of work on one database; fulfils the port `WorkFactory`. `speak` says labels in every language, for the search."""

    def __init__(self, database: Database, hub: Hub, speak: Speak = in_english_alone) -> None:
        self._database = database
        self._hub = hub
        self._speak = speak

    def __call__(self, *, writing: bool) -> Work:
        return Work(self._database, self._hub, writing=writing, speak=self._speak)
