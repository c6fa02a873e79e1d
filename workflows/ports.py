"""What the use cases need from the outside, as protocols named by need. Storage fulfils them; `main.py` marries the two.

All calls are synchronous and run in a worker thread. Everything that touches a tenant's rows takes a `Scope` first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

from models.access import OutboxItem
from models.actor import Actor, Machine, Scope
from models.base import BoardColumn, Phase, Status
from models.case import AnswerSet, Case, Event, Snapshot, Tick, Waiver
from models.correspondence import CorrectionRequest, Decision, Message
from models.document import Document, FileState
from models.notices import Notice
from models.parties import Company, Membership, Municipality, Person
from models.rules import LocalRules, RulesDraft
from workflows.cards import UNASSIGNED as UNASSIGNED
from workflows.cards import CaseCard as CaseCard
from workflows.cards import CaseFilter as CaseFilter
from workflows.cards import CaseOrder as CaseOrder
from workflows.facts import Known
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

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list. `next` is the opaque key of the following page, None on the last."""

    rows: Sequence[T]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """News about a committed change, small enough for every open page. `kind` is the event kind; `paths` the answer paths changed.

    `others` are the companies that work on the case besides `company_id`; a unit of work adds those that do to what it announces.
    """

    case_id: str
    ref: str
    kind: str
    municipality_id: str
    company_id: str
    version: int
    by: str = ""
    phase: str = ""
    paths: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def tells(self, *kinds: str) -> bool:
        """Whether this is news of one of these kinds, or may be."""
        return self.kind in kinds or self.kind == MISSED.kind

    def is_after(self, version: int) -> bool:
        """Whether the case has gone on since this version, or may have."""
        return self.version > version or self.kind == MISSED.kind


MISSED = Change("", "", "missed", "", "", 0)
"""News may have been missed: told to all who listen, of whatever topic, so that they look again."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody has a case open, and perhaps stands in a field of it."""

    person_id: str
    name: str
    phase: str = ""
    path: str = ""


class Presence(Protocol):
    """Who has which case open right now."""

    def enter(self, case_id: str, page: str, who: Present) -> None:
        """A page (by its own key) is open on a case, or moved to another field."""
        ...

    def leave(self, case_id: str, page: str) -> None:
        """A page was closed."""
        ...

    def watch(self, case_id: str, page: str, callback: Callable[[], None]) -> None:
        """Call back whenever another page enters, moves or leaves; until this page leaves."""
        ...

    def on(self, case_id: str, *, but: str = "") -> Sequence[Present]:
        """Who is on a case, once for each page, without the page that asks."""
        ...


class Cases(Protocol):
    """Cases and what hangs on them. Every method that takes a scope raises `NotThere` for what lies outside it."""

    def add(self, case: Case) -> None: ...
    def next_number(self, year: int) -> str: ...
    def get(self, scope: Scope, ref: str) -> Case:
        """The case; drafts never submitted are not there for a municipality."""
        ...

    def by_id(self, case_id: str) -> Case:
        """For the machine and for jobs only."""
        ...

    def move(self, case: Case, *, expect: tuple[Phase, Status], **changes: Any) -> None:
        """Write changed columns with the expected old phase and status in the WHERE clause; raises `MovedOn` unless one row changed.

        Always raises `version` by one and sets `updated_at`. `properties` are all the case stands on; the first becomes what lists show.
        """
        ...

    def touch(self, case: Case, **changes: Any) -> None:
        """Write changed columns that are no status change (counts, title, address, assignee, due date); raises `version` by one."""
        ...

    def answers(self, case_id: str) -> Sequence[AnswerSet]: ...
    def answer_set(self, case_id: str, phase: Phase, step: str) -> AnswerSet: ...
    def save_answer_set(self, answers: AnswerSet) -> None: ...
    def waivers(self, case_id: str) -> Sequence[Waiver]: ...
    def save_waiver(self, waiver: Waiver) -> None: ...
    def remove_waiver(self, case_id: str, phase: Phase, key: str) -> None: ...
    def ticks(self, case_id: str, phase: Phase) -> Sequence[Tick]: ...
    def save_tick(self, tick: Tick) -> None: ...
    def remove_tick(self, case_id: str, phase: Phase, key: str) -> None: ...
    def snapshots(self, case_id: str) -> Sequence[Snapshot]: ...
    def add_snapshot(self, snapshot: Snapshot) -> None: ...
    def requests(self, case_id: str) -> Sequence[CorrectionRequest]: ...
    def save_request(self, request: CorrectionRequest) -> None: ...
    def delete_request(self, request_id: str) -> None:
        """Only planned requests may be deleted; storage refuses others."""
        ...

    def decisions(self, case_id: str) -> Sequence[Decision]: ...
    def add_decision(self, decision: Decision) -> None: ...
    def messages(self, case_id: str, *, internal: bool) -> Sequence[Message]:
        """Messages between the two sides or, when `internal`, the notes of the staff alone; oldest first."""
        ...

    def add_message(self, message: Message) -> None: ...
    def events(self, case_id: str, *, without: frozenset[str] = frozenset()) -> Sequence[Event]:
        """What happened, in order, without events of these kinds."""
        ...

    def cards(
        self,
        scope: Scope,
        wish: CaseFilter,
        *,
        after: str | None = None,
        limit: int = 50,
        order: CaseOrder = "urgent",
    ) -> Page[CaseCard]:
        """Cards within the scope by key paging; the number of queries does not depend on the number of rows.

        `urgent`: due date first (none last); `recent`: last changed first; `action`: the actor's own ball first, then last changed;
        `left`: least left on the municipality's clock first, then those whose clock stands still, then those that have none.
        """
        ...

    def card(self, scope: Scope, case_id: str) -> CaseCard | None: ...
    def counts(self, scope: Scope, wish: CaseFilter) -> Mapping[BoardColumn, int]: ...
    def on_properties(self, scope: Scope, municipality_id: str, keys: Sequence[str], workflow: str) -> Sequence[CaseCard]: ...


class Documents(Protocol):
    """Rows of uploaded files; the bytes are behind `Objects`."""

    def of_case(self, case_id: str) -> Sequence[Document]:
        """All files of a case in order of upload, removed ones too."""
        ...

    def get(self, case_id: str, document_id: str) -> Document: ...
    def add(self, document: Document) -> None: ...
    def save(self, document: Document) -> None: ...
    def waiting_for_check(self, limit: int) -> Sequence[Document]: ...
    def count_and_size(self, case_id: str) -> tuple[int, int]: ...


class Parties(Protocol):
    """Municipalities, companies and people."""

    def municipality(self, municipality_id: str) -> Municipality: ...
    def municipality_by_number(self, number: str) -> Municipality: ...
    def add_municipality(self, id_: str, number: str, name: str) -> Municipality:
        """A new municipality. Raises BadInput without a name."""
        ...

    def set_bounds(self, municipality_id: str, bounds: Sequence[float] | None) -> None:
        """Write where a municipality lies: south, west, north, east in degrees, or that nobody says so."""
        ...

    def municipalities(self) -> Sequence[Municipality]:
        """All municipalities of the portal, by name. Who they are is no secret."""
        ...

    def municipalities_for(self, company_id: str) -> Sequence[tuple[Municipality, str]]:
        """Municipalities the company has any standing in, with the standing."""
        ...

    def company(self, company_id: str) -> Company: ...
    def companies_in(self, municipality_id: str) -> Sequence[Company]:
        """Companies with any standing in the municipality, by name."""
        ...

    def person(self, person_id: str) -> Person: ...
    def names(self, person_ids: Sequence[str]) -> Mapping[str, str]: ...
    def members(self, scope: Scope) -> Sequence[tuple[Person, Membership]]: ...


class Knowledge(Protocol):
    """What registers, other cases and the municipality's books say; the stand-in for registers that come later."""

    def around(
        self,
        case: Case,
        *,
        property_keys: Sequence[str],
        meter_numbers: Sequence[str],
        seals: Sequence[str],
        addresses: Sequence[str],
        references: Sequence[str],
    ) -> Known:
        """`property_keys` are those answered now; lists may still show the case under the one that was sent."""
        ...

    def around_draft(
        self,
        scope: Scope,
        municipality_id: str,
        workflow: str,
        *,
        property_keys: Sequence[str],
        meter_numbers: Sequence[str],
        seals: Sequence[str],
        addresses: Sequence[str],
        references: Sequence[str],
    ) -> Known:
        """The same for answers without a case (the stateless check)."""
        ...

    def remember_meters(
        self, case: Case, *, installed: Mapping[str, tuple[str, str, date]], removed: Sequence[str], seals: Sequence[str]
    ) -> None:
        """Write an approved final documentation into the meter book: number -> (property, reading in m³, day)."""
        ...


class Rules(Protocol):
    """Local rules by version; version 0 means the defaults of the workflow."""

    def newest(self, municipality_id: str, workflow: str) -> LocalRules | None: ...
    def version(self, municipality_id: str, workflow: str, version: int) -> LocalRules | None: ...
    def by_id(self, id_: str) -> LocalRules | None: ...
    def versions(self, municipality_id: str, workflow: str, most: int = 50) -> Sequence[LocalRules]:
        """The newest first."""
        ...

    def publish(self, rules: LocalRules) -> None: ...
    def draft(self, municipality_id: str, workflow: str) -> RulesDraft | None: ...
    def save_draft(self, draft: RulesDraft) -> None: ...
    def remove_draft(self, municipality_id: str, workflow: str) -> None: ...


class Log(Protocol):
    """The append-only, hash-chained log."""

    def record(
        self,
        kind: str,
        *,
        actor: Actor | Machine,
        at: datetime,
        case: Case | None = None,
        data: Mapping[str, Any] | None = None,
        detail: Mapping[str, Any] | None = None,
        stream: str | None = None,
        about: str | None = None,
    ) -> Event:
        """Append one event in this transaction. `data`: opaque ids, keys, numbers; `detail`: names, words, committed to but not hashed.

        `about` is the id of the thing it tells of, for searching; it stands in `stream` or `data` too.
        """
        ...


class Replays(Protocol):
    """Answers to requests that carried an idempotency key."""

    def find(self, person_id: str, key: str) -> tuple[str, int, Mapping[str, Any]] | None: ...
    def keep(self, person_id: str, key: str, fingerprint: str, status: int, answer: Mapping[str, Any], at: datetime) -> None: ...


class Notices(Protocol):
    """One person's notices and wishes. Nobody reads another's, so every method takes the person first."""

    def of_person(self, person_id: str, *, after: str | None = None, limit: int = 30) -> Page[Notice]:
        """The newest first, by key paging."""
        ...

    def unread(self, person_id: str) -> int:
        """How many are unread, counted to a hundred at most."""
        ...

    def mark_read(self, person_id: str, at: datetime, notice_id: str | None = None) -> int:
        """Mark one as read, or all; how many that changed."""
        ...

    def wishes(self, person_id: str) -> Mapping[str, str]:
        """Topic -> `instant`, `daily` or `off`, where something was chosen."""
        ...

    def wish(self, person_id: str, topic: str, how: str) -> None: ...

    def refused_mails(self, person_id: str) -> Sequence[str]:
        """The address of the newest mail to this person, when it was given up."""
        ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` undoes everything. `announce` collects news that is published after COMMIT returned."""

    cases: Cases
    documents: Documents
    parties: Parties
    knowledge: Knowledge
    rules: Rules
    log: Log
    replays: Replays
    notices: Notices
    people: People
    joining: Joining
    tasks: Tasks
    identities: Identities
    delegation: Delegation
    figures: Figures
    oversight: Oversight
    keys: Keys
    quality: Quality
    followup: FollowUps
    letters: Letters
    lists: Lists
    boards: Boards
    hearing: Hearing
    statements: Statements
    records: Records
    casepages: CasePages

    def __enter__(self) -> Self: ...
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
    def announce(self, change: Change) -> None: ...
    def dispatch(self, item: OutboxItem) -> None: ...
    def commit(self) -> None: ...


class WorkFactory(Protocol):
    """Opens units of work: `writing=True` begins immediately as the one writer, `writing=False` is a read-only view."""

    def __call__(self, *, writing: bool) -> UnitOfWork: ...


class Chance(Protocol):
    """Where new ids come from, handed in so that use cases stay reproducible."""

    def id(self) -> str:
        """A time-ordered unique id for rows."""
        ...

    def ref(self) -> str:
        """A random public id of at least 128 bits, URL-safe."""
        ...


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that lies durably in the store before its row is written."""

    object_key: str
    name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What the check of a file found. `doubts` are (message id, values) pairs; `refusal` is a message id when refused."""

    state: FileState
    refusal: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    doubts: Sequence[tuple[str, Mapping[str, Any]]] = ()
    preview_key: str | None = None
