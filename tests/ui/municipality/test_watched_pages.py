"""Pages on which something is decided or judged: nobody does so over what a colleague did since the page was opened."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from nicegui.testing import user_simulation

from models.base import Phase
from models.errors import MovedOn, NotThere
from models.letters import Terms
from tests.workflows.casework.conftest import database, desk, furnished, postgresql, sqlite_template, sqlite_url
from tests.workflows.casework.desk import ADDRESS, Desk
from ui.documents.changes_page import ComparePage
from ui.municipality.choices import choices, proposal_words
from ui.municipality.letter.form import form_of
from ui.municipality.letter.page import DecisionPage
from ui.texts import Speaker
from workflows.casework import deciding, proposing, reviewing, sending, talking
from workflows.casework.comparing import Wanted, compare_sendings
from workflows.casework.freshness import CaseMoved
from workflows.casework.proposing import preview_letter

__all__ = ["database", "desk", "furnished", "postgresql", "sqlite_template", "sqlite_url"]


class Window:
    """Somebody's page without a browser: what it asks and does are the real use cases."""

    def __init__(self, desk: Desk, login: str) -> None:
        self.desk, self.login, self.path, self.page, self.went = desk, login, "/", None, list[str]()
        self.actor, self.speaker, self.client = desk.actor(login), Speaker("nb"), SimpleNamespace(open=self.went.append)

    def now(self) -> Any:
        return self.desk.now

    def handler(self, act: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        return act

    def t(self, words: Any) -> str:
        return self.speaker(words)

    async def ask(self, use_case: Callable[..., Any], *given: Any, **more: Any) -> Any:
        if use_case is preview_letter:
            raise NotThere
        return self.desk.do(self.login, use_case, *given, **more)

    do = ask


def on_a_page(build: Callable[[], Any], then: Callable[[Any], Awaitable[None]]) -> None:
    """Draw something on a simulated page, in a thread of its own, and go on with it."""

    async def run() -> None:
        made: list[Any] = []
        async with user_simulation(lambda: made.append(build())) as user:
            await user.open("/")
            await then(made[0])

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run()).result()


def letter_page(window: Window, ref: str, which: tuple[Phase, int] | None = None) -> Callable[[], DecisionPage]:
    def build() -> DecisionPage:
        page = DecisionPage(window, window.desk.do(window.login, proposing.decision_desk, ref, which), which)  # type: ignore[arg-type]  # as far as the page needs it
        page.draw()
        return page

    return build


@pytest.mark.parametrize(("login", "act"), [("approver", "approve"), ("approver", "reject"), ("officer", "propose")])
def test_on_the_letter_s_page_nobody_decides_over_a_colleague_s_change(desk: Desk, login: str, act: str) -> None:
    ref, window = desk.in_review(), Window(desk, login)
    form = form_of(desk.do(login, proposing.decision_desk, ref)) | {"reason": "Fordi.", "outcome": "rejected"}
    form |= {"outcome": "approved"} if act == "approve" else {}

    async def go(page: DecisionPage) -> None:
        await page.act("typed", form)
        await page._keep()
        desk.do("officer" if login == "approver" else "approver", talking.write_note, ref, "Vent: eieren ringte.")
        for _again in range(2):
            with pytest.raises(CaseMoved):
                await page.act(act, form)
        assert [one.kind for one in page.look.moves] == ["noted"]
        assert page.look.box.data["moves"][0]["part"] == f"/cases/{ref}#part-notes"
        assert window.went == []
        await page.look.looked()
        await page.act(act, form)
        assert page.look.box.data["moves"] == []

    on_a_page(letter_page(window, ref), go)
    assert window.went == [f"/cases/{ref}"]
    assert desk.kinds(ref).count({"approve": "approved", "reject": "rejected", "propose": "proposed"}[act]) == 1


def test_what_another_wrote_of_the_decision_meanwhile_is_not_decided_over(desk: Desk) -> None:
    ref, window = desk.in_review(), Window(desk, "approver")
    form = form_of(desk.do("approver", proposing.decision_desk, ref)) | {"reason": "Fordi."}

    async def go(page: DecisionPage) -> None:
        desk.do("officer", proposing.save_decision, ref, Terms(reason="Annet.", conditions=("Ring først.",)), 0)
        with pytest.raises(MovedOn):
            await page.act("approve", form)

    on_a_page(letter_page(window, ref), go)
    assert desk.case(ref).phase == Phase.APPLICATION
    assert desk.read(ref, "decisions") == []


def test_the_page_of_a_correction_says_that_a_new_decision_is_being_written_and_offers_nothing(desk: Desk) -> None:
    ref, window = desk.in_review(), Window(desk, "approver")
    desk.do("approver", deciding.reject, ref, "Nei.")
    desk.do("approver", deciding.reopen, ref, "Klage.")
    desk.do("officer", proposing.save_decision, ref, Terms(reason="Likevel."), 0)

    async def go(page: DecisionPage) -> None:
        assert page.form.data["acts"] == []
        assert page.form.data["locked"] is True

    on_a_page(letter_page(window, ref, (Phase.APPLICATION, 1)), go)


@pytest.mark.parametrize("act", ["accept", "reopen"])
def test_side_by_side_no_answer_is_judged_over_a_colleague_s_change(desk: Desk, act: str) -> None:
    ref, (asked,) = desk.asked(ADDRESS)
    desk.save(ref, "property", "address", "Storgata 16")
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    window = Window(desk, "officer")
    value = asked.id if act == "accept" else {"id": asked.id, "reason": "Skriv oppgangen."}

    def build() -> ComparePage:
        page = ComparePage(window, ref, Wanted())  # type: ignore[arg-type]  # as far as the page needs it
        page.found = desk.do("officer", compare_sendings, ref, Wanted())
        page.lay()
        return page

    async def go(page: ComparePage) -> None:
        desk.do("approver", talking.write_note, ref, "Vent: eieren ringte.")
        with pytest.raises(CaseMoved):
            await page.act(act, value)
        assert [one.kind for one in page.look.moves] == ["noted"]
        await page.look.looked()
        await page.act(act, value)

    on_a_page(build, go)
    assert desk.kinds(ref).count("answer_accepted" if act == "accept" else "request_reopened") == 1


def test_the_panel_leads_to_the_letter_where_more_is_written_than_it_shows(desk: Desk) -> None:
    ref = desk.in_review()
    assert {one.href for one in choices(desk.office(ref, "approver"))} == {""}
    written = Terms(reason="I orden.", conditions=("Ring først.",), copies=("Naboen",))
    desk.do("officer", proposing.propose, ref, "approved", "I orden.", written.conditions, terms=written)

    shown = desk.office(ref, "approver")

    assert {one.href for one in choices(shown) if one.key in ("approve", "reject")} == {f"/cases/{ref}/decision"}
    assert "Allerede skrevet: vilkårene, kopiene." in str(proposal_words(shown, Speaker("nb")))


def test_the_panel_leads_to_grounds_that_are_being_written_and_decides_upon_those_that_are_proposed(desk: Desk) -> None:
    ref = desk.in_review()
    desk.do("officer", proposing.save_decision, ref, Terms(reason="Fordi."), 0)
    assert {one.href for one in choices(desk.office(ref))} == {f"/cases/{ref}/decision"}

    desk.do("officer", proposing.propose, ref, "approved", "Fordi.")
    assert {one.href for one in choices(desk.office(ref, "approver"))} == {""}
