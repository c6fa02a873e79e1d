"""A desk at which the demonstration's people act on a real database by the real use cases, at a time the test sets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from models.access import OutboxItem
from models.actor import Actor
from models.base import Phase
from models.case import Case
from models.correspondence import CorrectionRequest, RequestState
from models.document import Document, FileState
from storage.chance import CHANCE
from storage.database import Database
from storage.demo_answers import Answers, Job, application, final, pickup
from storage.demo_cases import FINAL_PHOTOS, actor_of
from storage.live import InProcessHub
from storage.rows import table_of
from storage.work import Works
from workflows.casework import deciding, documents, drafting, overview, reviewing, sending
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange, Saved
from workflows.casework.views import CaseHome, OfficerCase
from workflows.ports import Change, FileVerdict, ReceivedFile
from workflows.registry import workflow

KEY = "water-meter"
MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
OUTSIDERS = ("contractor2", "officer2", "approver2")
"""Another company's and another municipality's people."""
JOB = Job(
    "Storgata 14",
    101,
    27,
    "2021-000087",
    "20110417",
    "Anna Eier",
    "demo-contractor",
    "lat/long 62.47235 6.1512",
    (MONDAY + timedelta(days=4)).date(),
)


class Listening(InProcessHub):
    """A hub that remembers what was published."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Change] = []

    def publish(self, change: Change) -> None:
        self.heard.append(change)


@dataclass
class Desk:
    """Everything acts on one database; `now` stands still until the test moves it."""

    database: Database
    now: datetime = MONDAY
    job: Job = JOB
    hub: Listening = field(default_factory=Listening)
    numbers: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.works = Works(self.database, self.hub)

    def actor(self, login: str) -> Actor:
        """One of the demonstration's people, just signed in."""
        return actor_of(login, self.now)

    def do(self, login: str, use_case: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """One use case by one person, now."""
        context: dict[str, Any] = {"actor": self.actor(login), "work": self.works(writing=True), "now": self.now, "chance": CHANCE}
        code = use_case.__code__
        wanted = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return use_case(*given, **{name: value for name, value in context.items() if name in wanted}, **more)

    def later(self, **span: float) -> None:
        """Time goes by."""
        self.now += timedelta(**span)

    def draft(
        self, without: Sequence[str] = (), with_photo: bool = True, login: str = "contractor", cells: dict[str, Any] | None = None
    ) -> str:
        """A draft in which nothing lacks but the fields `without`; its ref. `cells` change the first meter."""
        answers = deepcopy(application(self.job))
        answers["meters"]["meters"][0] |= cells or {}
        for step in answers.values():
            for name in without:
                step.pop(name, None)
        ref = str(self.do(login, drafting.start_case, KEY, self.job.town, changes(Phase.APPLICATION, answers)).ref)
        if with_photo:
            self.photo(ref, Place(Phase.APPLICATION, "photo_old"), login)
        return ref

    def photo(self, ref: str, place: Place, login: str = "contractor", name: str = "bilde.jpg", **more: Any) -> Document:
        """A file in a slot, found good."""
        document: Document = self.do(login, documents.attach, ref, place, received(next(self.numbers), name), **more)
        self.judge(document)
        return document

    def judge(self, document: Document, state: FileState = FileState.READY, refusal: str = "") -> None:
        """The verdict of the check."""
        facts = {"width": 800, "height": 600, "taken_at": self.now.replace(tzinfo=None).isoformat()}
        verdict = FileVerdict(state, refusal, facts)
        documents.judge(document.case_id, document.id, verdict, work=self.works(writing=True), now=self.now)

    def save(
        self,
        ref: str,
        step: str,
        path: str,
        raw: Any,
        login: str = "contractor",
        phase: Phase = Phase.APPLICATION,
        based_on: int | None = None,
    ) -> Saved:
        """One answer."""
        saved: Saved = self.do(login, drafting.save_answers, ref, [AnswerChange(phase, step, path, raw, based_on)])
        return saved

    def kept(self, ref: str, step: str, path: str) -> dict[str, Any]:
        """An answer as the database keeps it."""
        return dict(next(one for one in self.read(ref, "answers") if one.step == step).answers[path])

    def submitted(self, **wanted: Any) -> str:
        """A case that was sent; complete unless told otherwise."""
        ref = self.draft(**wanted)
        self.do("contractor", sending.submit, ref)
        return ref

    def in_review(self) -> str:
        """A complete case an officer looks at."""
        ref = self.submitted()
        self.do("officer", reviewing.begin_review, ref)
        return ref

    def asked(self, *wanted: reviewing.Wanted, **more: Any) -> tuple[str, list[CorrectionRequest]]:
        """A complete case in which the officer has asked for these corrections; the address unless told otherwise."""
        ref = self.in_review()
        return ref, self.ask(ref, *(wanted or (ADDRESS,)), **more)

    def ask(self, ref: str, *wanted: reviewing.Wanted, **more: Any) -> list[CorrectionRequest]:
        """Plan corrections and send them together."""
        for one in wanted:
            self.do("officer", reviewing.plan_request, ref, one)
        self.do("officer", reviewing.send_requests, ref, **more)
        return [one for one in self.requests(ref) if one.state == RequestState.SENT]

    def approved(self) -> str:
        """A case whose application is approved: the meter may be fetched."""
        ref = self.in_review()
        self.do("approver", deciding.approve, ref, "I orden.")
        return ref

    def reported(self) -> str:
        """A case whose final documentation is complete and looked at."""
        ref = self.approved()
        self.later(days=3)
        self.fill(ref, Phase.WORK, pickup(self.job))
        self.handled(ref)
        self.later(days=2)
        self.do("approver", deciding.approve, ref, "Hentet.")
        self.fill(ref, Phase.FINAL, final(self.job))
        for slot in FINAL_PHOTOS:
            self.photo(ref, Place(Phase.FINAL, slot, "1"), name=f"{slot}.jpg")
        self.handled(ref)
        return ref

    def handled(self, ref: str) -> None:
        """Send, and begin to look."""
        self.do("contractor", sending.submit, ref)
        self.do("officer", reviewing.begin_review, ref)

    def fill(self, ref: str, phase: Phase, answers: Answers, login: str = "contractor") -> Saved:
        """Answers of a phase, whole."""
        saved: Saved = self.do(login, drafting.save_nested, ref, phase, answers, {})
        return saved

    def home(self, ref: str, login: str = "contractor") -> CaseHome:
        """The case as its company sees it."""
        found: CaseHome = overview.case_home(ref, actor=self.actor(login), work=self.works(writing=False), now=self.now)
        return found

    def office(self, ref: str, login: str = "officer") -> OfficerCase:
        """The case as the municipality sees it."""
        found: OfficerCase = overview.officer_case(ref, actor=self.actor(login), work=self.works(writing=False), now=self.now)
        return found

    def case(self, ref: str) -> Case:
        """The row."""
        with self.works(writing=False) as work:
            return work.cases.get(self.actor("contractor").scope, ref)

    def read(self, ref: str, question: str, *given: Any) -> Any:
        """What one question of the port `Cases` answers about a case."""
        with self.works(writing=False) as work:
            case = work.cases.get(self.actor("contractor").scope, ref)
            return getattr(work.cases, question)(case.id, *given)

    def requests(self, ref: str) -> list[CorrectionRequest]:
        """All requests, whatever their state."""
        return list(self.read(ref, "requests"))

    def notices(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        """Receiver and values of every notice of a kind, the first one first."""
        item = table_of(OutboxItem).c
        with self.database.reading.connect() as connection:
            rows = connection.execute(select(item.person_id, item.payload).where(item.kind == kind).order_by(item.id)).all()
        return [(row.person_id, row.payload) for row in rows]

    def kinds(self, ref: str) -> list[str]:
        """What happened, in order."""
        return [one.kind for one in self.read(ref, "events")]


ADDRESS = reviewing.Wanted(target="property/address", what="Skriv riktig adresse.", extra_reason="Skiltet viser noe annet.")


def changes(phase: Phase, answers: Answers) -> list[AnswerChange]:
    """Nested answers as single changes."""
    return list(drafting.changes_of(workflow(KEY), phase, answers))


def received(number: int, name: str = "bilde.jpg", size: int = 1000) -> ReceivedFile:
    """A file in the store; no two alike."""
    return ReceivedFile(f"object-{number}", name, "image/jpeg", size, hashlib.sha256(str(number).encode()).hexdigest())
