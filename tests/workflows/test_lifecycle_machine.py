"""Random actions of random people on a real case: whatever they try, in whatever order, the promises of the life cycle hold.

`PORTAL_TEST_MACHINE` multiplies how many histories are tried, and tries others each time.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from models.base import Ball, Phase, Status
from models.case import Snapshot
from models.correspondence import OPEN_REQUEST_STATES, UNANSWERED_REQUEST_STATES, CorrectionRequest, RequestState
from models.errors import BadInput, NotAllowed, NotThere, PortalError
from storage.database import Database
from storage.demo import furnish
from storage.demo_answers import final, pickup
from storage.demo_cases import FINAL_PHOTOS
from storage.log import verify
from storage.migrations import upgrade
from tests.workflows.casework.desk import ADDRESS, OUTSIDERS, Desk
from workflows.casework import answering, deciding, drafting, reviewing, sending, talking
from workflows.casework.documents import Place
from workflows.casework.receipts import FullReceipt, receipt_of
from workflows.casework.views import Permitted
from workflows.lifecycle import ball_of

Action = Callable[[Desk, str, str, int], object]
"""Desk, the acting person's login, the case's ref, and a number to choose by."""
READERS = ("viewer", "auditor")
TIMES = int(os.environ.get("PORTAL_TEST_MACHINE", "1"))
FREE = reviewing.Wanted(what="Ring oss om stengingen.")
STEP = reviewing.Wanted(target="building", what="Se over bygningen.", extra_reason="Uklart.", reason_kind="incomplete")
ADVICE = reviewing.Wanted(target="job/description", what="Skriv gjerne mer.", extra_reason="Hjelper oss.", blocking=False)
WANTED = (ADDRESS, FREE, STEP, ADVICE)


def _picked(desk: Desk, ref: str, choice: int) -> CorrectionRequest:
    requests = desk.requests(ref)
    if not requests:
        raise BadInput
    return requests[choice % len(requests)]


def fill(desk: Desk, login: str, ref: str, _choice: int) -> None:
    """Everything a later phase asks for."""
    phase = desk.case(ref).phase
    if phase == Phase.APPLICATION:
        raise BadInput
    desk.fill(ref, phase, pickup(desk.job) if phase == Phase.WORK else final(desk.job), login)
    for slot in FINAL_PHOTOS if phase == Phase.FINAL else ():
        desk.photo(ref, Place(phase, slot, "1"), login, name=f"{slot}.jpg")


def dispute(desk: Desk, login: str, ref: str, _choice: int) -> None:
    """Everything that is asked is right, thinks the company."""
    waiting = [one for one in desk.requests(ref) if one.state in UNANSWERED_REQUEST_STATES]
    if not waiting:
        raise BadInput
    for one in waiting:
        desk.do(login, answering.answer_request, ref, one.id, "disputed", "Det stemmer.")


def accept(desk: Desk, login: str, ref: str, _choice: int) -> None:
    """Every answer is good."""
    answered = [one for one in desk.requests(ref) if one.state == RequestState.ANSWERED]
    if not answered:
        raise BadInput
    for one in answered:
        desk.do(login, reviewing.accept_answer, ref, one.id)


def answer(desk: Desk, login: str, ref: str, choice: int) -> object:
    """One answer of the application."""
    places: tuple[tuple[str, str, Any], ...] = (
        ("property", "address", "Storgata 14"), ("property", "address", "Strandgata 3"), ("job", "description", f"Ny {choice}"),
        ("parties", "authority", False), ("parties", "authority", True), ("building", "units_served", choice),
    )  # fmt: skip
    return desk.save(ref, *places[choice % len(places)], login=login)


def tick(desk: Desk, login: str, ref: str, choice: int) -> object:
    """Some row of the check-list, met or not."""
    rows = desk.office(ref).checklist
    return desk.do(login, reviewing.tick, ref, rows[choice % len(rows)].row.key, reason="Vet vi fra før.")


COMPANY: dict[str, Action] = {
    "answer": answer,
    "fill": fill,
    "dispute": dispute,
    "attach": lambda desk, who, ref, _n: desk.photo(ref, Place(Phase.APPLICATION, "photo_old"), who),
    "unlock": lambda desk, who, ref, n: desk.do(who, drafting.unlock_step, ref, ("job", "building")[n % 2], "Skrev feil."),
    "submit": lambda desk, who, ref, _n: desk.do(who, sending.submit, ref),
    "reply": lambda desk, who, ref, n: desk.do(
        who, answering.answer_request, ref, _picked(desk, ref, n).id, ("corrected", "disputed", "more_time")[n % 3], "Slik er det."
    ),
    "take_back": lambda desk, who, ref, n: desk.do(who, answering.take_back_answer, ref, _picked(desk, ref, n).id),
    "resubmit": lambda desk, who, ref, n: desk.do(who, sending.resubmit, ref, sentence="Vi har ikke mer." if n % 2 else ""),
    "withdraw": lambda desk, who, ref, n: desk.do(who, drafting.withdraw, ref, "Ble ikke noe av.") if n > 26 else None,
    "company_message": lambda desk, who, ref, _n: desk.do(who, talking.write_message, ref, "Hei."),
}
STAFF: dict[str, Action] = {
    "take": lambda desk, who, ref, _n: desk.do(who, reviewing.take, ref),
    "release": lambda desk, who, ref, _n: desk.do(who, reviewing.release, ref),
    "assign": lambda desk, who, ref, n: desk.do(who, reviewing.assign, ref, ("demo-officer", "demo-approver", "demo-officer2")[n % 3]),
    "begin": lambda desk, who, ref, _n: desk.do(who, reviewing.begin_review, ref),
    "tick": tick,
    "plan": lambda desk, who, ref, n: desk.do(who, reviewing.plan_request, ref, WANTED[n % len(WANTED)]),
    "delete": lambda desk, who, ref, n: desk.do(who, reviewing.delete_planned, ref, _picked(desk, ref, n).id),
    "send": lambda desk, who, ref, _n: desk.do(who, reviewing.send_requests, ref),
    "extend_requests": lambda desk, who, ref, n: desk.do(who, reviewing.extend_requests, ref, desk.now.date() + timedelta(days=n + 20)),
    "withdraw_request": lambda desk, who, ref, n: desk.do(who, reviewing.withdraw_request, ref, _picked(desk, ref, n).id, "Funnet."),
    "accept_all": accept,
    "accept": lambda desk, who, ref, n: desk.do(who, reviewing.accept_answer, ref, _picked(desk, ref, n).id),
    "again": lambda desk, who, ref, n: desk.do(who, reviewing.reopen_request, ref, _picked(desk, ref, n).id, "Fortsatt feil."),
    "propose": lambda desk, who, ref, _n: desk.do(who, deciding.propose, ref, "approved", "I orden."),
    "approve": lambda desk, who, ref, _n: desk.do(who, deciding.approve, ref, "I orden."),
    "reject": lambda desk, who, ref, n: desk.do(who, deciding.reject, ref, "Kan ikke.") if n > 26 else None,
    "reopen": lambda desk, who, ref, _n: desk.do(who, deciding.reopen, ref, "Klage."),
    "lapse": lambda desk, who, ref, n: desk.do(who, deciding.lapse, ref, "For sent.") if n > 26 else None,
    "note": lambda desk, who, ref, _n: desk.do(who, talking.write_note, ref, "Husk kum 7."),
    "staff_message": lambda desk, who, ref, _n: desk.do(who, talking.write_message, ref, "Hei."),
}
ACTIONS = {**COMPANY, **STAFF}
MEANS = {
    "fill": "answer", "attach": "answer", "unlock": "unlock_step", "reply": "answer_request", "take_back": "answer_request",
    "begin": "begin_review", "plan": "plan_request", "delete": "plan_request", "send": "send_requests", "accept": "judge_answer",
    "again": "judge_answer", "dispute": "answer_request", "accept_all": "judge_answer",
}  # fmt: skip
"""The action of the life cycle behind each, where it is called otherwise."""
SEVERAL = frozenset({"fill", "dispute", "accept_all"})
"""What is several acts, of which the first may have been done when one is refused."""
GOES_ON: dict[Status, tuple[tuple[str, str], ...]] = {
    Status.DRAFT: (("contractor", "fill"), ("contractor", "submit")),
    Status.SUBMITTED: (("officer", "begin"),),
    Status.RESUBMITTED: (("officer", "begin"),),
    Status.IN_REVIEW: (("officer", "plan"), ("officer", "send"), ("officer", "accept_all"), ("approver", "approve")),
    Status.PAUSED: (("contractor", "dispute"), ("contractor", "resubmit")),
}
"""What usually comes next, so that histories get far."""
IDLE = frozenset({"take", "release", "assign", "note", "company_message", "staff_message"})
"""What moves no case; tried by everybody all the time."""
EVERYBODY = ("contractor", "applicant", "viewer", "officer", "approver", "admin", "auditor", *OUTSIDERS)
SIDES = ("ball", "ball", "ball", "company", "municipality")


def answered(desk: Desk) -> str:
    """A case whose answers the officer looks at."""
    ref, _asked = desk.asked(ADDRESS, FREE)
    dispute(desk, "contractor", ref, 0)
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    return ref


BEGINNINGS: dict[str, Callable[[Desk], str]] = {
    "a draft": Desk.draft,
    "a case that lacks consent": lambda desk: desk.submitted(without=("authority",)),
    "a case being looked at": Desk.in_review,
    "a case asked to correct": lambda desk: desk.asked(ADDRESS, FREE)[0],
    "answers being looked at": answered,
    "an approved application": Desk.approved,
    "a reported case": Desk.reported,
}


@lru_cache
def _template(beginning: str) -> tuple[Path, str]:
    """A database in which a case has come as far as the beginning says, to copy; and the case's ref."""
    path = Path(tempfile.mkdtemp(prefix="portal-machine-")) / "portal.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    furnish(database)
    ref = BEGINNINGS[beginning](Desk(database))
    database.close()
    return path, ref


class LifeCycle(RuleBasedStateMachine):
    """One case, everybody at once."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="portal-machine-"))
        self.sent: dict[str, str] = {}
        self.receipts: dict[str, FullReceipt] = {}
        self.wrong = ""

    @initialize(beginning=st.sampled_from(sorted(BEGINNINGS)))
    def begin(self, beginning: str) -> None:
        """A fresh copy of a case that has come so far."""
        template, self.ref = _template(beginning)
        shutil.copy(template, self.folder / "portal.db")
        self.database = Database(f"sqlite:///{self.folder / 'portal.db'}")
        self.desk = Desk(self.database)
        self.desk.later(days=10)

    def teardown(self) -> None:
        """Every receipt still says what it said when the sending was new. Leave nothing behind."""
        if hasattr(self, "database"):
            now = {one.id: self._receipt(one) for one in self.desk.read(self.ref, "snapshots")} if self.receipts else {}
            self.database.close()
            assert now == self.receipts
        shutil.rmtree(self.folder, ignore_errors=True)

    def _receipt(self, sent: Snapshot) -> FullReceipt:
        found: FullReceipt = self.desk.do("officer", receipt_of, self.ref, phase=sent.phase, submission=sent.number)
        return found

    @rule(side=st.sampled_from(SIDES), which=st.integers(0, 1 << 16), choice=st.integers(0, 30))
    def somebody_does_what_a_button_offers(self, side: str, which: int, choice: int) -> None:
        """Mostly who has the ball; an approver may do everything staff may. Hours or days pass."""
        self.desk.later(hours=choice * 3)
        if (side == "ball" and self.desk.case(self.ref).ball == Ball.CONTRACTOR) or side == "company":
            self._offered("contractor", self.desk.home(self.ref).permitted, COMPANY, which, choice)
        elif self.desk.case(self.ref).submitted_at:
            self._offered("approver", self.desk.office(self.ref, "approver").permitted, STAFF, which, choice)

    def _offered(self, login: str, permitted: Mapping[str, Permitted], actions: Mapping[str, Action], which: int, choice: int) -> None:
        ready = [name for name in actions if (found := permitted.get(MEANS.get(name, name))) is not None and found.why_not is None]
        moving = [name for name in ready if name not in IDLE]
        if ready:
            self._try(login, (moving or ready)[which % len(moving or ready)], choice)

    @rule(step=st.integers(0, 11), choice=st.integers(0, 30))
    def the_case_goes_on(self, step: int, choice: int) -> None:
        """What usually comes next."""
        self.desk.later(hours=choice)
        usual = GOES_ON.get(self.desk.case(self.ref).status)
        if usual:
            self._try(*usual[step % len(usual)], choice)

    @rule(login=st.sampled_from(EVERYBODY), name=st.sampled_from(sorted(ACTIONS)), choice=st.integers(0, 30))
    def anybody_tries(self, login: str, name: str, choice: int) -> None:
        """Also those who may not."""
        self._try(login, name, choice)

    def _try(self, login: str, name: str, choice: int) -> None:
        before, events = self.desk.case(self.ref), len(self.desk.kinds(self.ref))
        open_before = [one for one in self._requests(before.phase) if one.blocking and one.state in OPEN_REQUEST_STATES]
        try:
            ACTIONS[name](self.desk, login, self.ref, choice)
        except PortalError as error:
            self.wrong = "" if login not in OUTSIDERS or isinstance(error, (NotThere, NotAllowed, BadInput)) else f"{login}: {error}"
            if name not in SEVERAL:
                assert len(self.desk.kinds(self.ref)) == events
                assert self.desk.case(self.ref).version == before.version
            return
        added = self.desk.kinds(self.ref)[events:]
        for kind in added:
            event(kind)
        assert not added or login not in (*OUTSIDERS, *READERS)
        if "approved" in added or "rejected" in added:
            assert open_before == []
        assert name in SEVERAL or len([kind for kind in added if kind not in CONSEQUENCES]) <= 1

    def _requests(self, phase: Phase) -> list[CorrectionRequest]:
        return [one for one in self.desk.requests(self.ref) if one.phase == phase]

    @invariant()
    def a_paused_case_waits_for_an_answer_and_only_a_running_one_has_open_requests(self) -> None:
        """Neither side can be left without anything to do."""
        case = self.desk.case(self.ref)
        waiting = [one for one in self._requests(case.phase) if one.blocking and one.state in UNANSWERED_REQUEST_STATES]
        open_anywhere = [one for one in self.desk.requests(self.ref) if one.state in OPEN_REQUEST_STATES]
        assert bool(waiting) == (case.status == Status.PAUSED)
        assert not open_anywhere or case.status in (Status.PAUSED, Status.RESUBMITTED, Status.IN_REVIEW)
        assert all(one.phase == case.phase for one in open_anywhere)

    @invariant()
    def lists_show_what_is_true(self) -> None:
        """The columns boards filter on are what follows from the case."""
        case = self.desk.case(self.ref)
        still_open = [one for one in self._requests(case.phase) if one.blocking and one.state in OPEN_REQUEST_STATES]
        assert case.ball == ball_of(case.status)
        assert case.open_requests == len(still_open)
        is_report = case.status == Status.DRAFT and case.phase == Phase.FINAL
        assert case.due_on is None or case.status in RUNNING or is_report

    @invariant()
    def the_log_is_whole_and_neither_clock_negative(self) -> None:
        """Every event follows the one before; clocks count up."""
        case = self.desk.case(self.ref)
        with self.database.reading.connect() as connection:
            assert verify(connection, f"case:{case.id}") is None
        clock = self.desk.home(self.ref).head.clock
        assert min(clock.municipality_days, clock.contractor_days) >= 0
        expected = {Status.PAUSED: "contractor", **dict.fromkeys(RUNNING - {Status.PAUSED}, "municipality")}
        assert clock.running_for == expected.get(case.status, "nobody")

    @invariant()
    def what_was_sent_never_changes(self) -> None:
        """A snapshot says for ever what it said when it was made, and its digest is its content's. Its receipt is looked at in the end."""
        for one in self.desk.read(self.ref, "snapshots"):
            assert self.sent.setdefault(one.id, one.sha256) == one.sha256
            assert sha256(dumps(one.content, sort_keys=True, default=str).encode()).hexdigest() == one.sha256
            if one.id not in self.receipts:
                self.receipts[one.id] = self._receipt(one)

    @invariant()
    def the_company_hears_and_sees_nothing_of_the_municipality_s_own_notes(self) -> None:
        """Neither in the timeline, nor among messages, nor as news."""
        home = self.desk.home(self.ref)
        assert "Husk kum 7." not in {one.body for one in home.messages}
        assert not {one.kind for one in home.timeline} & {"noted", "ticked", "request_planned", "proposed"}
        assert not [one for one in self.desk.hub.heard if one.kind in ("noted", "ticked", "request_planned", "proposed") and one.company_id]

    @invariant()
    def a_stranger_learns_no_reason(self) -> None:
        """They are told that it is not there, or not theirs to do; never why."""
        assert not self.wrong

    @invariant()
    def nobody_else_sees_the_case(self) -> None:
        """What is not yours is not there."""
        for login in OUTSIDERS:
            try:
                self.desk.home(self.ref, login)
            except NotThere:
                continue
            raise AssertionError(f"{login} saw it")


CONSEQUENCES = frozenset({"paused", "unpaused", "phase_opened", "completed", "file_judged"})
"""What the portal does by itself after somebody's action."""
RUNNING = frozenset({Status.SUBMITTED, Status.RESUBMITTED, Status.IN_REVIEW, Status.PAUSED})

TestLifeCycle = pytest.mark.timeout(120 * TIMES)(LifeCycle.TestCase)
TestLifeCycle.settings = settings(
    max_examples=25 * TIMES, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
