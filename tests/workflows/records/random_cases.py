"""Cases of every kind in every state, made from a seed and written as rows: what people do in months, in a few milliseconds.

Words are as people write them, and worse: signs no XML file holds, quotation marks, scripts from elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from models.actor import Machine
from models.base import Phase, Status
from models.case import AnswerSet, Case, Snapshot
from models.correspondence import CorrectionRequest, Decision, Message, RequestState, TargetKind
from models.document import Document, FileState
from models.letters import Appeal, AppealState
from models.statements import GIVEN, Statement, StatementFile
from models.text import pack, verbatim
from storage.chance import CHANCE
from tests.builders import Example
from tests.workflows.test_every_workflow import CASES, complete
from workflows.casework.paths import flat
from workflows.index import index_of
from workflows.ports import UnitOfWork

START = datetime(2026, 11, 2, 7, 30, tzinfo=UTC)
OURS, COMPANY, SENDER, OFFICER = "demo-fjordvik", "demo-rorlegger", "demo-contractor", "demo-officer"
WORDS = (
    "Rett adressen",
    "<b>&amp;",
    'Kum "SK-12"',
    "]]>",
    "øæå ØÆÅ",
    "Ωλα",
    "水道",
    "\x00\x08\x1f",
    "\ufffe",
    "😀",
    "linje\nto\n",
    "‮",
    "a" * 300,
)
ENDINGS = ("pdf", "jpg", "PNG", "heic", "dwg", "ifc", "sos", "kof", "gml", "csv", "xlsx", "mp4", "zip", "wpt", "bin", "")
OWN_SLOT = "own_vedlegg"


class Maker:
    """One case after the other, each from its seed."""

    def __init__(self, work: UnitOfWork, seed: int) -> None:
        self.work, self.chance, self.now = work, Random(seed), START + timedelta(days=seed % 300)
        self.case = self._case(seed)
        self.requests: list[CorrectionRequest] = []

    def _case(self, seed: int) -> Case:
        name, variant, _phase = CASES[seed % len(CASES)]
        self.phases = [phase for each, kind, phase in CASES if (each, kind) == (name, variant)]
        self.examples = {phase: complete(name, variant, phase) for phase in self.phases}
        key = self.examples[self.phases[0]].workflow.key
        case = Case(
            id=CHANCE.id(), ref=CHANCE.ref(), number=f"2026-{900_000 + seed}", workflow=key, municipality_id=OURS, company_id=COMPANY,
            created_by=SENDER, created_at=self.now, updated_at=self.now, assignee_id=self.chance.choice([None, OFFICER]),
            property_key="12/34/0/0", reference=self.words()[:40],
        )  # fmt: skip
        self.work.cases.add(case)
        return case

    def words(self) -> str:
        """What somebody wrote."""
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 3)))

    def live(self) -> None:
        """From the first sending to wherever chance ends it."""
        for phase in self.phases:
            self.case.phase = phase
            self.send("submitted", phase)
            while self.chance.random() < 0.35:
                self.pause(phase)
                self.send("resubmitted", phase)
            while self.chance.random() < 0.3:
                self.say(self.chance.random() < 0.5, internal=self.chance.random() < 0.3)
            while self.chance.random() < 0.25:
                self.state(phase, is_outside=self.chance.random() < 0.5, is_shared=self.chance.random() < 0.4)
            if self.chance.random() < 0.2:
                self.end("withdrawn", Status.WITHDRAWN)
                return
            goes_on = self.decide(phase)
            if self.chance.random() < 0.2:
                self.appeal(phase)
            if not goes_on or self.chance.random() < 0.3:
                return
        self.end("completed", Status.COMPLETED)

    def send(self, kind: str, phase: Phase) -> None:
        """One sending, with a few files more than the one before."""
        self.later()
        example = self.examples[phase]
        files = self._files(example, phase)
        number = 1 + sum(one.phase == phase for one in self.work.cases.snapshots(self.case.id))
        content: dict[str, Any] = {"answers": example.answers[phase], "places": {}, "files": files, "ledger": [], "waivers": {}}
        id_ = CHANCE.id()
        kept = Snapshot(id=id_, case_id=self.case.id, phase=phase, number=number, at=self.now, by=SENDER, content=content, sha256="0" * 64)
        self.work.cases.add_snapshot(kept)
        self._answers(example, phase)
        self.record(kind, {"snapshot": kept.id, "sending": number, "sha256": kept.sha256}, {"words": self.words()})
        self.case.submitted_at = self.case.submitted_at or self.now

    def _answers(self, example: Example, phase: Phase) -> None:
        steps = index_of(example.workflow, phase).steps
        for step, given in example.answers[phase].items():
            told = {path: {"raw": raw, "version": 1, "by": SENDER, "at": self.now.isoformat()} for path, raw in flat(steps[step], given)}
            self.work.cases.save_answer_set(AnswerSet(case_id=self.case.id, phase=phase, step=step, answers=told))

    def _files(self, example: Example, phase: Phase) -> dict[str, list[dict[str, Any]]]:
        there = [one for one in self.work.documents.of_case(self.case.id) if one.phase == phase]
        slots = list(index_of(example.workflow, phase).slots) or [OWN_SLOT]
        for _more in range(self.chance.randint(0, 4)):
            slot = self.chance.choice([*slots, OWN_SLOT])
            id_, name = CHANCE.id(), f"{self.words()[:60]}.{self.chance.choice(ENDINGS)}"
            row = Document(
                id=id_, case_id=self.case.id, phase=phase, step="documents", slot=slot, name=name, content_type="application/pdf",
                size=self.chance.randint(1, 2**31 - 1), sha256=hashlib.sha256(id_.encode()).hexdigest(), object_key=f"aa/{id_}",
                state=FileState.READY, uploaded_by=SENDER, uploaded_at=self.now,
            )  # fmt: skip
            self.work.documents.add(row)
            there.append(row)
        found: dict[str, list[dict[str, Any]]] = {}
        for one in there:
            told = {"id": one.id, "name": one.name, "sha256": one.sha256, "size": one.size, "state": str(one.state)}
            found.setdefault(one.slot, []).append(told)
        return found

    def pause(self, phase: Phase) -> None:
        """What an officer, or the portal itself, asks for."""
        self.later()
        asked = []
        for _one in range(self.chance.randint(1, 4)):
            self.requests.append(
                CorrectionRequest(
                    id=CHANCE.id(), case_id=self.case.id, phase=phase, number=len(self.requests) + 1, state=RequestState.SENT,
                    target_kind=TargetKind.FREE, what=pack(verbatim(self.words())), how_to_fix=pack(verbatim(self.words())),
                    comment=self.words(), created_at=self.now, sent_at=self.now,
                )
            )  # fmt: skip
            self.work.cases.save_request(self.requests[-1])
            asked.append(self.requests[-1].id)
        due = (self.now + timedelta(days=21)).date().isoformat()
        automatic = self.chance.random() < 0.5
        data: dict[str, Any] = {"automatic": True, "asked": asked, "requests": len(asked)} if automatic else {"requests": asked}
        self.record("paused", {**data, "due": due, "reason": "incorrect"}, {})

    def say(self, from_staff: bool, *, internal: bool) -> None:
        """A message, or a note."""
        self.later()
        author = OFFICER if from_staff or internal else SENDER
        message = Message(
            id=CHANCE.id(), case_id=self.case.id, internal=internal, from_staff=from_staff or internal, author_id=author, body=self.words(),
            at=self.now,
        )  # fmt: skip
        self.work.cases.add_message(message)
        self.record("noted" if internal else "message", {"message": message.id}, {"words": message.body})

    def state(self, phase: Phase, *, is_outside: bool, is_shared: bool) -> None:
        """A statement that was asked for and given, with files; shared with the company or not."""
        self.later()
        id_, asked_at = CHANCE.id(), self.now
        self.later()
        kept = Statement(
            id=id_, case_id=self.case.id, municipality_id=OURS, phase=phase, state=GIVEN, is_outside=is_outside, person_id="demo-admin",
            email="vern@geologi.example" if is_outside else "",
            whom=" ".join(self.words().split())[:100], question=self.words(), due_on=self.now.date(),
            expires_at=self.now + timedelta(days=14), asked_by=OFFICER, asked_at=asked_at, words=self.words(), given_by="demo-admin",
            given_at=self.now,
        )  # fmt: skip
        self.work.statements.save(kept)
        for _more in range(self.chance.randint(0, 3)):
            file, name = CHANCE.id(), f"{self.words()[:60]}.{self.chance.choice(ENDINGS)}"
            row = StatementFile(
                id=file, statement_id=id_, case_id=self.case.id, name=name, content_type="application/pdf",
                size=self.chance.randint(1, 2**31 - 1), sha256=hashlib.sha256(file.encode()).hexdigest(), object_key=f"bb/{file}",
                uploaded_by="demo-admin", uploaded_at=self.now,
            )  # fmt: skip
            self.work.statements.add_file(row)
        self.record("statement_given", {"statement": id_}, {"words": kept.words})
        if is_shared:
            self.later()
            kept.shared_by, kept.shared_at = OFFICER, self.now
            self.work.statements.save(kept)
            self.record("statement_shared", {"statement": id_}, {})

    def decide(self, phase: Phase) -> bool:
        """A decision; whether the case goes on."""
        self.later()
        good = self.chance.random() < 0.8
        outcome = "approved" if good else "rejected"
        self.work.cases.add_decision(
            Decision(
                id=CHANCE.id(), case_id=self.case.id, phase=phase, outcome=outcome, reason=self.words(), decided_by="demo-approver",
                conditions=[self.words() for _one in range(self.chance.randint(0, 3))], decided_at=self.now,
            )
        )  # fmt: skip
        self.case.status = Status.APPROVED if good else Status.REJECTED
        self.record(outcome, {"outcome": outcome}, {"reason": "x"})
        return good

    def appeal(self, phase: Phase) -> None:
        """Somebody appeals against the newest decision; it is answered, sent on first, or left open, and the case reopened or not."""
        came_on = self.now.date()
        self.later()
        decision = self.work.cases.decisions(self.case.id)[-1]
        appellant = self.chance.choice(["Nilsen Eiendom AS", " ".join(self.words().split())[:200]])
        appeal = Appeal(
            id=CHANCE.id(), case_id=self.case.id, decision_id=decision.id, received_on=came_on, appellant=appellant, words=self.words(),
            registered_by=OFFICER, registered_at=self.now,
        )  # fmt: skip
        self.work.letters.save_appeal(appeal)
        data = {"appeal": appeal.id, "of_phase": str(phase), "number": decision.number, "received_on": came_on.isoformat()}
        self.record("appeal_registered", data, {"appellant": appellant, "words": appeal.words})
        for state in self.chance.choice([[], ["sent_on"], ["sent_on", "upheld"], ["upheld"], ["changed"]]):
            self.later()
            appeal.state, appeal.answer, appeal.answered_on = AppealState(state), self.words(), self.now.date()
            self.work.letters.save_appeal(appeal)
            self.record("appeal_answered", {"appeal": appeal.id, "state": state}, {"words": appeal.answer})
        if appeal.state == AppealState.CHANGED:
            self.later()
            self.record("reopened", {}, {"reason": self.words()})

    def end(self, kind: str, status: Status) -> None:
        """The case is over."""
        self.later()
        self.case.status = status
        self.record(kind, {}, {})

    def record(self, kind: str, data: dict[str, Any], detail: dict[str, Any]) -> None:
        """As the use cases do."""
        detail = {name: "".join(sign for sign in words if sign != "\x00") for name, words in detail.items()}
        self.work.log.record(kind, actor=Machine(), at=self.now, case=self.case, data=data, detail=detail)

    def later(self) -> None:
        """Time goes by."""
        self.now += timedelta(minutes=self.chance.randint(1, 5000))


def make_cases(work: UnitOfWork, seeds: Iterator[int]) -> list[str]:
    """One case for each seed; their ids."""
    made = []
    for seed in seeds:
        maker = Maker(work, seed)
        maker.live()
        made.append(maker.case.id)
    return made
