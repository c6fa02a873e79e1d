"""Shapes of requests and answers. Input lists its fields and refuses others; status, owner and times are never read from a caller."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:/@-]{1,200}$")]
PhaseKey = Literal["application", "work", "final"]
Answers = dict[str, dict[str, Any]]


class Strict(BaseModel):
    """Input: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Check(Strict):
    """What a stateless check is given: answers by step and field, documents by slot (a count, or counts per row)."""

    municipality: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    phase: PhaseKey
    answers: Answers = Field(default_factory=dict)
    documents: dict[str, Any] = Field(default_factory=dict)
    earlier: dict[PhaseKey, Answers] = Field(default_factory=dict)
    today: date | None = None


class LedgerRow(BaseModel):
    """One requirement at one place. Exactly one of `field` and `slot` is given where it stands at a question or a document slot."""

    key: str
    id: str
    phase: str
    step: str
    field: str | None = None
    slot: str | None = None
    row: int | None = None
    level: str
    state: str
    what: str
    how_to_fix: str
    source: str


class LedgerRows(BaseModel):
    """A ledger: every requirement of one phase."""

    rows: list[LedgerRow]


class PersonOut(BaseModel):
    """Somebody whom answers and assignments can name by `id`. `is_you`: the one whose key this is."""

    id: str
    name: str
    role: str
    is_you: bool


class PersonList(BaseModel):
    """The active people of the key's own company or municipality, by name."""

    people: list[PersonOut]


class NewCase(Strict):
    """A draft to be started."""

    workflow: Key
    municipality: Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
    answers: Answers = Field(default_factory=dict)


class AnswerChanges(Strict):
    """Answers to save, valid or not. `versions` maps `step/field` to the version a change was based on; a stale one is not overwritten."""

    phase: PhaseKey | None = None
    answers: Answers
    versions: dict[str, int] = Field(default_factory=dict)


class Conflict(BaseModel):
    """A change that was not made, because somebody else had changed the same answer: what stands there now, and its version."""

    step: str
    field: str
    value: Any
    version: int
    by: str
    at: datetime


class Saved(BaseModel):
    """What was saved: new versions by `step/field`, and what was not."""

    ref: str
    versions: dict[str, int]
    conflicts: list[Conflict]
    case_version: int
    blocking: int
    needed: int


class FoundOut(BaseModel):
    """Where a search found a case: `place`, `people`, `answers`, `said` or, for staff, `notes`; and the words there, as plain text."""

    where: str
    before: str
    hit: str
    after: str


class ExpectedOut(BaseModel):
    """An estimate: the median of the last `cases` similar cases. `on` is null where it has taken longer than usual already."""

    on: date | None
    median_days: int
    cases: int
    if_answered_today: bool


class CaseOut(BaseModel):
    """A case in a list. `due` is the day of whoever has the ball, `our_due` the municipality's last day while its clock runs.

    While that stands still, `our_days_left` are the working days it has when it runs again. `found` is filled by a search alone.
    `expected` is null where nothing can be told. `responsible`, who answers for it in its company, is told to companies, `assignee`, who
    handles it, to the municipality: an id and a name, both empty to the other side.
    """

    ref: str
    number: str
    workflow: str
    municipality: str
    company: str
    phase: str
    status: str
    ball: str
    title: str
    address: str
    property: str
    reference: str
    due: date | None
    submitted_at: datetime | None
    updated_at: datetime
    open_requests: int
    lacking: int
    version: int
    our_due: date | None = None
    our_days_left: int | None = None
    expected: ExpectedOut | None = None
    responsible: str = ""
    responsible_name: str = ""
    assignee: str = ""
    assignee_name: str = ""
    found: list[FoundOut] = []


class CasePage(BaseModel):
    """One page of cases; `next` is given to `after` for the following page. `near`: typed word -> words searched for beside it."""

    cases: list[CaseOut]
    next: str | None = None
    near: dict[str, list[str]] = {}


class ActionOut(BaseModel):
    """Whether an action may be done now, and why not."""

    action: str
    allowed: bool
    why_not: str | None = None


class TaskOut(BaseModel):
    """Something the municipality has to do on a closed case. It is asked for from `opens_on`; `done_on` is null while it is not done."""

    label: str
    opens_on: date
    by: date
    done_on: date | None = None


class CaseDetail(CaseOut):
    """A case with its answers and what may be done with it. `versions` tells those of the current phase's answers, by `step/field`.

    `places` are the answers that show a place, by phase and `step/field`: GeoJSON in degrees, with `system` (EPSG) and `points` as given.

    `guarantee_until` is the last day of the guarantee of a closed case, null where there is none. `record` are the answers the municipality
    gives itself, by step, and `tasks` what it has to do once the case is closed.
    """

    guarantee_until: date | None = None
    answers: dict[str, Answers]
    places: dict[str, dict[str, dict[str, Any]]]
    versions: dict[str, int]
    actions: list[ActionOut]
    record: Answers = {}
    tasks: list[TaskOut] = []


class DocumentOut(BaseModel):
    """An uploaded file."""

    id: str
    phase: str
    step: str
    slot: str
    row: str | None
    name: str
    size: int
    sha256: str
    state: str
    why: str = ""
    uploaded_at: datetime


class DocumentKept(BaseModel):
    """An upload that lies durably in the store."""

    id: str
    state: str
    sha256: str
    size: int


class RequestOut(BaseModel):
    """A correction request. Planned ones are shown to the municipality only. `source` is where the demand comes from, empty for none."""

    id: str
    number: int
    phase: str
    state: str
    target: str
    requirement: str
    what: str
    how_to_fix: str
    source: str
    source_url: str
    comment: str
    due: date | None
    blocking: bool
    automatic: bool
    answer_kind: str
    answer: str
    is_ready: bool


class RequestList(BaseModel):
    """Correction requests of the current phase."""

    requests: list[RequestOut]


class Done(BaseModel):
    """The outcome of an action; `result` depends on the action."""

    action: str
    ref: str
    status: str
    phase: str
    version: int
    result: dict[str, Any] = Field(default_factory=dict)


class DocumentList(BaseModel):
    """All files of a case that are not removed."""

    documents: list[DocumentOut]


class EventOut(BaseModel):
    """One entry of the case's log."""

    seq: int
    kind: str
    phase: str | None
    at: datetime
    actor: str
    data: dict[str, Any]
    hash: str


class EventList(BaseModel):
    """The log of a case in order."""

    events: list[EventOut]


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    code: str
