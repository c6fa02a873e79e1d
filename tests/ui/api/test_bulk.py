"""One act on many cases by a program: each case is a transaction of its own, and one that fails meanwhile takes no other with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from storage.chance import CHANCE
from storage.sessions import Sessions
from storage.threads import Threads
from storage.work import Work
from tests.engines import database, postgresql, sqlite_template, sqlite_url
from tests.workflows.casework.conftest import any_desk
from tests.workflows.casework.desk import Desk
from ui.api.app import build_api
from ui.api.parts import ApiParts
from ui.visit import House
from workflows.casework import drafting, reviewing

__all__ = ["any_desk", "database", "postgresql", "sqlite_template", "sqlite_url"]

TAKE: dict[str, Any] = {"action": "take", "dry_run": False}


@dataclass
class Office:
    """The API on a real database in this process. `before[n]` is called just before the n-th unit of work is opened for writing."""

    desk: Desk
    threads: Threads = field(default_factory=Threads)
    before: dict[int, Callable[[], Any]] = field(default_factory=dict)
    opened: int = 0

    def open_work(self, *, writing: bool) -> Work:
        """As the portal opens one."""
        self.opened += writing
        if writing and self.opened in self.before:
            self.before[self.opened]()
        return self.desk.works(writing=writing)

    def web(self, login: str, *, faults_matter: bool = True) -> httpx.AsyncClient:
        """A program of one of the demonstration's people, with a key just made."""
        sessions, nothing = Sessions(self.desk.database), Any
        reading, writing = self.threads.run_reading, self.threads.run_writing
        here = House(nothing, nothing, self.open_work, reading, writing, self.desk.hub, CHANCE, lambda: self.desk.now)  # type: ignore[arg-type]  # neither is asked
        parts = ApiParts(here, nothing, nothing, nothing, sessions.api_actor)  # type: ignore[arg-type]  # the same
        key = sessions.create_api_key(f"{login}@demo.example", self.desk.now, "test")
        transport = httpx.ASGITransport(build_api(parts), raise_app_exceptions=faults_matter)
        return httpx.AsyncClient(transport=transport, base_url="http://portal.example", headers={"Authorization": f"Bearer {key}"})

    def handled_by(self, refs: list[str]) -> list[str | None]:
        """Who has each case."""
        return [self.desk.case(ref).assignee_id for ref in refs]


@pytest.fixture
def office(any_desk: Desk) -> Iterator[Office]:
    made = Office(any_desk)
    yield made
    made.threads.close()


async def test_a_case_that_was_changed_meanwhile_says_so_and_the_others_are_done(office: Office) -> None:
    desk = office.desk
    refs = [desk.submitted() for _case in range(4)]
    office.before[2] = lambda: desk.do("contractor", drafting.withdraw, refs[1], "Utgår.")
    office.before[3] = lambda: desk.do("approver", reviewing.take, refs[2])
    async with office.web("officer") as web:
        answer = (await web.post("/cases/bulk", json={**TAKE, "cases": refs})).json()

    assert [one["ok"] for one in answer["cases"]] == [True, False, False, True]
    assert all(one["version"] is not None for one in answer["cases"]), "when it was looked at, each could be done"
    assert all(one["problem"] for one in answer["cases"][1:3])
    assert answer["ok"] == 2
    assert office.handled_by(refs) == ["demo-officer", None, "demo-approver", "demo-officer"]
    assert ["taken" in desk.kinds(ref) for ref in refs] == [True, False, True, True]
    assert desk.kinds(refs[1])[-1] == "withdrawn"


async def test_what_was_done_before_a_crash_stays_done_and_the_same_again_does_the_rest(office: Office) -> None:
    desk = office.desk
    refs = [desk.submitted() for _case in range(3)]

    def crash() -> None:
        raise RuntimeError("the process dies here")

    office.before[2] = crash
    async with office.web("officer", faults_matter=False) as web:
        assert (await web.post("/cases/bulk", json={**TAKE, "cases": refs})).status_code == 500
        assert office.handled_by(refs) == ["demo-officer", None, None]
        again = (await web.post("/cases/bulk", json={**TAKE, "cases": refs})).json()

    assert office.handled_by(refs) == ["demo-officer"] * 3
    assert [one["ok"] for one in again["cases"]][1:] == [True, True]
    assert [desk.kinds(ref).count("taken") for ref in refs] == [1, 1, 1]


async def test_a_question_to_many_is_asked_of_each_by_itself(office: Office) -> None:
    desk = office.desk
    refs = [desk.in_review() for _case in range(3)]
    office.before[1] = lambda: desk.do("contractor", drafting.withdraw, refs[0], "Utgår.")
    async with office.web("officer") as web:
        body = {"action": "ask", "what": "Hvor langt er røret?", "dry_run": False, "cases": refs}
        answer = (await web.post("/cases/bulk", json=body)).json()

    assert [one["ok"] for one in answer["cases"]] == [False, True, True]
    assert [desk.kinds(ref).count("paused") for ref in refs] == [0, 1, 1]
    assert [len(desk.requests(ref)) for ref in refs] == [0, 1, 1]


async def test_a_preview_writes_nothing(office: Office) -> None:
    refs = [office.desk.submitted() for _case in range(2)]
    before = office.desk.kinds(refs[0])
    async with office.web("officer") as web:
        answer = (await web.post("/cases/bulk", json={**TAKE, "dry_run": True, "cases": refs})).json()

    assert (answer["ok"], office.opened, office.handled_by(refs)) == (2, 0, [None, None])
    assert office.desk.kinds(refs[0]) == before
