"""What pages and programs are shown of a case: plain frozen values, made inside one reading transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal

from models.base import Ball, BoardColumn, Phase, Status
from models.correspondence import RequestState, TargetKind
from models.document import FileState
from models.letters import Written
from models.local_set import Contact
from models.statements import ASKED
from models.text import Text
from workflows.casework.companies import NOBODY_ELSE, CaseCompanies
from workflows.casework.reading_letters import Decided
from workflows.casework.site_views import NO_SITE, Site
from workflows.changes import Difference
from workflows.clocks import Clock
from workflows.declare import Group, Offer, Question, Slot
from workflows.ledger import Ledger, LedgerRow
from workflows.local.comparing import SetDifference
from workflows.measures.expecting import Expected
from workflows.parts import Source
from workflows.ports import CaseCard
from workflows.progress import BarStep, StepProgress
from workflows.summary import SummarySection

NO_CONTACT = Contact()


@dataclass(frozen=True, slots=True)
class Permitted:
    """One action the actor's role gives: its label, and why it cannot be done now (None: it can)."""

    action: str
    label: Text
    why_not: Text | None


@dataclass(frozen=True, slots=True)
class Record:
    """What the municipality has recorded itself, as both sides read it; without sections nothing is recorded yet."""

    title: Text
    sections: Sequence[SummarySection]


@dataclass(frozen=True, slots=True)
class TaskInfo:
    """One task on a closed case."""

    label: Text
    by: date
    done_on: date | None
    opens_on: date


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over every page of a case. `due` is the municipality's or the contractor's day, whoever has the ball.

    `is_notice`: the municipality takes note of the phase instead of deciding it. `deemed_granted_on`: the day after which the law lets the
    permit count as given. `contact`: whom the municipality lets contractors ask. `new_rules`: what it changed in its rules since
    a draft was last saved. `guarantee_until`: the last day of the guarantee of a case that is closed. `company_gone`: how the company
    register says that the company is gone. `companies`: who else is or was on the case. `work_is_on`: the contractor has confirmed the
    start of the work and not its end. `expected`: when it will probably be answered. `responsible`: who answers for it in its company.
    """

    id: str
    ref: str
    number: str
    workflow: str
    title: Text
    address: str
    property_key: str
    reference: str
    company: str
    municipality: str
    phase: Phase
    phase_title: Text
    status: Status
    ball: Ball
    column: BoardColumn
    due: date | None
    next_step: Text
    assignee_id: str | None
    assignee: str
    bar: Sequence[BarStep]
    clock: Clock
    version: int
    open_requests: int
    submitted_at: datetime | None
    is_notice: bool = False
    deemed_granted_on: date | None = None
    guarantee_until: date | None = None
    contact: Contact = NO_CONTACT
    new_rules: Sequence[SetDifference] = ()
    company_gone: str = ""
    companies: CaseCompanies = NOBODY_ELSE
    expected: Expected | None = None
    responsible: str = ""
    work_is_on: bool = False


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One file that is not removed. `doubts` and `refusal` are in words; `at` is its place in the form."""

    id: str
    phase: Phase
    step: str
    slot: str
    row: str | None
    at: str
    name: str
    content_type: str
    size: int
    sha256: str
    state: FileState
    refusal: Text | None
    doubts: Sequence[Text]
    facts: Mapping[str, Any]
    has_preview: bool
    uploaded_at: datetime
    uploaded_by: str


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """One correction request as both sides see it. `is_ready`: the contractor has answered it and it can be sent. `is_extra`: it demands
    what no requirement asks for; `extra_reason` is why, or why something is asked at all.

    `old` and `new` are what stood at the target when it was asked and what stands there now, in words; None for steps and free questions.
    """

    id: str
    number: int
    phase: Phase
    state: RequestState
    target_kind: TargetKind
    target: str
    step: str
    at: str
    label: Text
    requirement: str
    what: Text
    how_to_fix: Text
    source: Source
    comment: str
    extra_reason: str
    reason_kind: str
    automatic: bool
    blocking: bool
    due_on: date | None
    answer_kind: str
    answer: str
    is_ready: bool
    answered_by: str
    answered_at: datetime | None
    closing_reason: str
    old: Text | None
    new: Text | None
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened, in words. `who` is a name, or empty for the portal itself. `words` quotes what somebody wrote."""

    seq: int
    kind: str
    at: datetime
    who: str
    what: Text
    words: str
    phase: str


@dataclass(frozen=True, slots=True)
class StoryLink:
    """Something a sentence names. `kind` is `request` (with its id), `documents`, `changes` or `receipt` (with `phase/number`)."""

    label: Text
    kind: Literal["request", "documents", "changes", "receipt"]
    value: str


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One thing that happened. `clock` is what it meant for the time limit, `words` quotes what somebody wrote.

    `group` is what the reader may narrow the story to: decisions and sendings, messages, everything; `noise` is many small things folded
    into one, of which `lines` tell how many there were of each, and `until` when the last of them happened.
    """

    seq: int
    kind: str
    at: datetime
    what: Text
    group: Literal["steps", "messages", "other", "noise"]
    clock: Text | None = None
    words: str = ""
    links: Sequence[StoryLink] = ()
    lines: Sequence[Text] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoryDay:
    """What happened on one day in one phase, the newest first. `phase_title` is None for what belongs to no phase."""

    day: date
    phase: str
    phase_title: Text | None
    entries: Sequence[StoryEntry]


@dataclass(frozen=True, slots=True)
class SendingInfo:
    """One sending, by its phase and its number there."""

    phase: Phase
    phase_title: Text
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageInfo:
    """One message or internal note."""

    id: str
    at: datetime
    who: str
    from_staff: bool
    body: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class DecisionInfo:
    """One decision of a phase."""

    phase: Phase
    outcome: str
    reason: str
    conditions: Sequence[str]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a statement."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement as staff read it; the contractor only when it `is_shared`, without `question`, `asked_by` and `reason`.

    `whom` says who was asked, in words.
    """

    id: str
    whom: str
    is_outside: bool
    state: str
    has_come: bool
    question: str
    due_on: date
    expires_at: datetime
    asked_by: str
    asked_at: datetime
    words: str
    given_at: datetime | None
    is_shared: bool
    reason: str
    files: Sequence[FileLine]

    @property
    def is_open(self) -> bool:
        """It is waited for."""
        return self.state == ASKED


@dataclass(frozen=True, slots=True)
class CaseHome:
    """A case as its company sees it."""

    head: Head
    steps: Sequence[StepProgress]
    ledger: Ledger
    requests: Sequence[RequestInfo]
    documents: Sequence[DocumentInfo]
    messages: Sequence[MessageInfo]
    timeline: Sequence[TimelineEntry]
    decisions: Sequence[DecisionInfo]
    permitted: Mapping[str, Permitted]
    is_editable: bool
    sent: Sequence[SendingInfo]
    story: Sequence[StoryDay] = ()
    record: Record | None = None
    tasks: Sequence[TaskInfo] = ()
    site: Site = NO_SITE
    decided: Sequence[Decided] = ()
    statements: Sequence[StatementLine] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """One question, group or slot of a step as it stands. Paths as in `AnswerSet`; `locked` is why it cannot be changed now.

    For a question: raw, version and who last saved it. For a group: its rows with their parts. For a slot: its files. `problem` is the
    sentence when what was typed was not understood. `asked` are the municipality's unanswered requests at this place. `worked_out` is the
    value a computed question has without being answered. `suggestions` may be chosen while typing; `offer` fills in other answers.
    `must_confirm`: the question or slot asks for something else than when it was filled. `near` is where an empty map begins: the
    property, else the municipality, as least and greatest latitude and longitude.
    """

    path: str
    part: Question | Group | Slot
    shown: bool
    locked: Text | None
    raw: Any = None
    version: int = 0
    saved_by: str = ""
    problem: Text | None = None
    how_to_fix: Text | None = None
    rows: Sequence[RowView] = ()
    files: Sequence[DocumentInfo] = ()
    asked: Sequence[RequestInfo] = ()
    worked_out: Text | None = None
    suggestions: Sequence[str] = ()
    offer: Offer | None = None
    must_confirm: bool = False
    near: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, eq=False)
class RowView:
    """One row of a group. What stands in it is described when somebody looks, from values that no longer change: a page shows a dozen of
    hundreds of rows.

    `describe` gives some of the group's questions and slots as they stand in this row, `tell` the row's first answers.
    """

    id: str
    number: int
    group: Group
    describe: Callable[[Sequence[Question | Slot]], Sequence[PartView]]
    tell: Callable[[], Text | None]

    @cached_property
    def parts(self) -> Sequence[PartView]:
        """Questions and slots in order, hidden ones with `shown` False."""
        return [*self.describe(self.group.row.questions), *self.slots]

    @cached_property
    def slots(self) -> Sequence[PartView]:
        """The document slots among its parts."""
        return self.describe(self.group.row.slots)

    @cached_property
    def words(self) -> Text | None:
        """Its first answers, to tell it from the others; None while it is empty."""
        return self.tell()


@dataclass(frozen=True, slots=True)
class StepView:
    """One page of the wizard. `previous` and `following` are step keys, empty at the ends; `next_lacking` the next that lacks something."""

    head: Head
    phase: Phase
    step: str
    title: Text
    intro: Text | None
    parts: Sequence[PartView]
    steps: Sequence[StepProgress]
    ledger: Ledger
    previous: str
    following: str
    next_lacking: str
    saved_at: datetime | None
    locked: Text | None
    people: Mapping[str, str]
    municipalities: Mapping[str, str]
    largest_file_mb: int


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One ledger row on the check-list. `tick_by` is set while a tick counts; `changed`: its evidence differs from the sending before."""

    row: LedgerRow
    tick_by: str
    tick_at: datetime | None
    tick_reason: str
    evidence: Text | None
    files: Sequence[DocumentInfo]
    changed: bool
    asked: RequestState | None


@dataclass(frozen=True, slots=True)
class OfficerCase:
    """A case as staff see it. `planned` lie in the tray; `differences` are since the sending before, of whose files `earlier` are gone.

    `colleagues` are whom a note can name: person id -> what stands after the @.
    `conditions` are the municipality's standard ones as its letters say them. `written` is what lies ready of a new decision.
    `others_here` are other companies' open cases of the same kind on its properties: the municipality's knowledge, never a company's.
    """

    head: Head
    checklist: Sequence[CheckedRow]
    sections: Sequence[SummarySection]
    planned: Sequence[RequestInfo]
    requests: Sequence[RequestInfo]
    documents: Sequence[DocumentInfo]
    differences: Sequence[Difference]
    sendings: int
    sent: Sequence[SendingInfo]
    messages: Sequence[MessageInfo]
    notes: Sequence[MessageInfo]
    timeline: Sequence[TimelineEntry]
    decisions: Sequence[DecisionInfo]
    proposal: TimelineEntry | None
    proposed_outcome: str
    permitted: Mapping[str, Permitted]
    handlers: Mapping[str, str]
    four_eyes: bool
    conditions: Sequence[str] = ()
    written: Written | None = None
    earlier: Sequence[DocumentInfo] = ()
    others_here: Sequence[CaseCard] = ()
    story: Sequence[StoryDay] = ()
    record: Record | None = None
    tasks: Sequence[TaskInfo] = ()
    site: Site = NO_SITE
    decided: Sequence[Decided] = ()
    colleagues: Mapping[str, str] = field(default_factory=dict)
    statements: Sequence[StatementLine] = ()
