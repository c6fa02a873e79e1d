"""One company as a municipality sees it: what the register says, what it has proved, what happened, and what the administrator may do."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from models.errors import BadInput, NotThere, Unavailable
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.company import REGISTER
from ui.company.pieces import TONES, history_part, proofs_part, register_part, standing_words, typed_words
from ui.components import SummaryRow, Tag, button, link, notice, paragraph, row, section, summary_list, tag, two_columns
from ui.login.words import ROLES
from ui.municipality.companies.wish import share_words
from ui.theme import Tone
from ui.visit import Visit, house, portal_page
from workflows.access import deciding
from workflows.access.areas import AREAS
from workflows.access.life import Move
from workflows.access.proving import expiry_of
from workflows.access.seeing import CompanyView, Proof, Standing, company_in_town
from workflows.access.watching import mark_case, read_again
from workflows.policy import MATRIX
from workflows.ports_joining import CompanyRegister, RegisterAnswer

logger = logging.getLogger(__name__)

ACTS: dict[str, tuple[Text, Text, str, Callable[..., None]]] = {
    "approve": (_("Approve the company"), _("Words to the company (optional)"), "primary", deciding.approve_access),
    "ask_more": (_("Ask the company for more"), _("What do you need?"), "secondary", deciding.ask_more),
    "reject": (_("Do not approve"), _("Reason; the company reads it"), "danger", deciding.reject_access),
    "restore": (_("Restore the access"), _("Words to the company (optional)"), "primary", deciding.restore_access),
    "suspend": (_("Suspend the access"), _("Reason; the company reads it"), "danger", deciding.suspend_access),
    "end": (_("End the access"), _("Reason; the company reads it"), "danger", deciding.end_access),
}


@portal_page("/companies/{number}", action="see_companies")
async def company_in_town_page(visit: Visit, number: str) -> None:
    """The company, if it has any standing here."""
    page = CompanyPage(visit, await visit.ask(company_in_town, number))
    with visitor_frame(visit, title=page.view.name, back=(_("Companies"), "/companies"), wide=True):
        page.box = Tag("div")
        page.draw()
    for topic in (f"municipality:{visit.actor.municipality_id}", f"company:{page.view.id}"):
        visit.listen(topic, visit.handler(page.look_again))


class CompanyPage:
    """One open page; what is half written stays when something changes around it."""

    def __init__(self, visit: Visit, view: CompanyView) -> None:
        self.visit, self.view = visit, view
        self.typed: dict[str, dict[str, str]] = {}
        self.box: Tag
        self.may_decide = visit.actor.role in MATRIX["decide_access"]

    @property
    def standing(self) -> Standing:
        """The company's standing here."""
        return self.view.standings[0]

    async def look_again(self, _changes: Sequence[Any] = ()) -> None:
        """Fetch, and redraw when something differs."""
        fresh: CompanyView = await self.visit.ask(company_in_town, self.view.number)
        if fresh != self.view:
            self.view = fresh
            self.draw()

    def draw(self) -> None:
        """Everything anew."""
        self.box.clear()
        with self.box, two_columns() as (main, aside):
            with main:
                register_part(self.view, self.visit)
                if self.may_decide:
                    with row():
                        button(_("Read the register again"), self.visit.handler(self.read_again), kind="secondary", icon="refresh-cw")
                with section(_("Certificates")):
                    proofs_part(self.view.proofs, self.visit, file=self._file_of)
                self.draw_figures()
                self.draw_people()
                with section(_("What has happened")):
                    history_part(self.standing.history, self.visit, self.standing.municipality)
            with aside:
                self.draw_standing()

    def _file_of(self, proof: Proof) -> str:
        return f"/companies/{self.view.number}/certificates/{proof.id}"

    def draw_people(self) -> None:
        """Who is in the company, and what it does."""
        with section(_("People")), Tag("ul", classes="plain-list stack stack-2"):
            for _id, name, role in self.view.people:
                Tag("li", _("{name} – {role}", name=name, role=ROLES[role]))
        areas = [AREAS[one][0] for one in self.view.work_areas if one in AREAS]
        if areas:
            with section(_("What the company does")), Tag("ul", classes="plain-list stack stack-2"):
                for words in areas:
                    Tag("li", words)

    def draw_standing(self) -> None:
        """Where its access stands, why, and what can be done."""
        with section(_("Access")):
            with row():
                tag(self.standing.state_words, TONES[self.standing.state])
            words = standing_words(self.standing)
            if words:
                notice(words, Tone.YELLOW)
            if not self.may_decide:
                paragraph(_("The municipality's administrator decides about access."), look="muted")
                return
            if not self.visit.has_fresh_login:
                again = f"/login?next={self.visit.path}&again=1"
                notice(_("Sign in again before you decide."), Tone.YELLOW, link=(_("Sign in again"), again))
            for move in self.standing.moves:
                self.draw_move(move)

    def draw_move(self, move: Move) -> None:
        """One thing the administrator may do, behind its name: words, a day where it takes one, and the button."""
        label, words, kind, _use_case = ACTS[move.name]
        typed = self.typed.setdefault(move.name, {})
        with Tag("details", classes="details", data_move=move.name, open=True if typed.get("open") else None) as box:
            Tag("summary", label)
            with Tag("div", classes="details-body stack stack-3"):
                typed_words(words, f"words-{move.name}", typed)
                if move.takes_day:
                    Tag("label", _("From (empty: today)"), classes="field-label", for_=f"day-{move.name}")
                    day = Tag("input", classes="control", id=f"day-{move.name}", type="date", value=typed.get("day", ""))
                    day.on("change", lambda event: typed.update(day=str(event.args)[:10]), js_handler="(e) => emit(e.target.value)")
                with row():
                    button(label, self.visit.handler(functools.partial(self.decide, move.name)), kind=kind)  # type: ignore[arg-type]  # one of the kinds
        box.on("toggle", lambda event: typed.update(open="1" if event.args else ""), js_handler="(e) => emit(e.target.open)")

    def draw_figures(self) -> None:
        """Its cases here, and how many were right as first sent."""
        figures, speaker = self.view.figures, self.visit.speaker
        rows = [
            SummaryRow(_("Open cases"), speaker.number(figures.open)),
            SummaryRow(_("Finished cases"), speaker.number(figures.finished)),
            SummaryRow(_("Right first time"), share_words(figures) or _("No application decided yet")),
        ]
        with section(_("Cases here")):
            summary_list(rows, title=_("Figures"))
            link(_("See the cases"), f"/board?view=table&company={self.view.id}")

    async def decide(self, name: str) -> None:
        """Do it, and show the outcome."""
        typed = self.typed.get(name, {})
        given: list[Any] = [self.view.number, typed.get("words", "")]
        if "day" in typed:
            given.append(_day(typed["day"]))
        await self.visit.do(ACTS[name][3], *given)
        self.typed.clear()
        await self.look_again()
        self.visit.tell(_("Done. The company is told."), Tone.GREEN)

    async def read_again(self) -> None:
        """Ask the register now, keep what it says, and act on it."""
        register: CompanyRegister = house().extras[REGISTER]
        answer: RegisterAnswer | None = None
        with suppress(NotThere, Unavailable):  # then nothing is changed but when it was asked
            answer = await asyncio.to_thread(register.look_up, self.view.number, anew=True)
        for case in await self.visit.do(read_again, self.view.number, answer):
            here = house()
            try:
                await here.run_writing(functools.partial(mark_case, case, work=here.open_work(writing=True), now=here.now()))
            except Exception:  # one case's fault must not keep the others unmarked; the night tries it again
                logger.exception("a case could not be marked")
        await self.look_again()
        if answer is None or not answer.is_fresh:
            self.visit.tell(_("The company register gave no usable answer. What it said before still stands."), Tone.YELLOW)


def _day(words: str) -> date | None:
    try:
        return expiry_of(words)
    except ValueError:
        raise BadInput(_("Choose a day.")) from None
