"""`/company`: what the register says, where the company may act and what it is asked, and its certificates; live."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.company.pieces import TONES, ends_words, history_part, proofs_part, register_part, standing_words, typed_words
from ui.components import Tag, button, card, details, heading, link, notice, paragraph, row, section, tag
from ui.login.words import ROLES
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.access.asking import answer_question, request_access
from workflows.access.life import APPROVED, ENDED, MORE_INFO, REJECTED, REQUESTED
from workflows.access.seeing import CompanyView, Proof, Standing, own_company
from workflows.policy import MATRIX

LEADS: dict[str, Text] = {
    REQUESTED: _("The municipality has your request. You can prepare drafts meanwhile; sending opens when they approve you."),
    MORE_INFO: _("The municipality asks for more before it decides."),
    APPROVED: _("You can send cases here."),
    REJECTED: _("The municipality said no. Mend what it points at, then ask again."),
    ENDED: _("The access has ended. You can ask again."),
}


@portal_page("/company", action="see_own_company")
async def company_page(visit: Visit) -> None:
    """The company as it stands now."""
    page = OwnCompany(visit, await visit.ask(own_company))
    with visitor_frame(visit, title=_("Your company"), heading=page.view.name):
        page.box = Tag("div", classes="stack stack-8")
        page.draw()
    visit.listen(f"company:{visit.actor.company_id}", visit.handler(page.look_again))


def form_of(proof: Proof) -> str:
    """Where a certificate is changed."""
    return f"/company/certificates/{proof.id}"


def file_of(proof: Proof) -> str:
    """Where its file is fetched."""
    return f"/company/certificates/{proof.id}/file"


class OwnCompany:
    """One open page. What is half written stays when something changes around it."""

    def __init__(self, visit: Visit, view: CompanyView) -> None:
        self.visit, self.view = visit, view
        self.typed: dict[str, dict[str, str]] = {}
        self.box: Tag
        self.may_ask = visit.actor.role in MATRIX["ask_access"]

    async def look_again(self, _changes: Sequence[Any] = ()) -> None:
        """Fetch, and redraw when something differs."""
        fresh: CompanyView = await self.visit.ask(own_company)
        if fresh != self.view:
            self.view = fresh
            self.draw()

    def draw(self) -> None:
        """Everything anew."""
        self.box.clear()
        with self.box:
            self.draw_warnings()
            with section(_("Municipalities")):
                for standing in sorted(self.view.standings, key=lambda one: one.municipality):
                    self.draw_standing(standing)
                self.draw_further()
            with section(_("Certificates"), lead=_("Municipalities you asked can see them.")):
                proofs_part(self.view.proofs, self.visit, form=form_of if self.may_ask else None, file=file_of)
                if self.may_ask:
                    with row():
                        button(_("Add a certificate"), href="/company/certificates/new", icon="plus", kind="secondary")
            register_part(self.view, self.visit)
            with section(_("People")), Tag("ul", classes="plain-list stack stack-2"):
                for _id, name, role in self.view.people:
                    Tag("li", _("{name} – {role}", name=name, role=ROLES[role]))
            if self.visit.actor.role in MATRIX["see_company_log"]:
                with row():
                    link(_("What your people did"), "/company/log")

    def draw_warnings(self) -> None:
        """Certificates that end soon or have ended."""
        for one in self.view.proofs:
            if one.ends_soon:
                words, tone = ends_words(one)
                notice(_("{certificate}, {holder}: {ends}.", certificate=one.title, holder=one.holder, ends=words), tone)

    def draw_standing(self, standing: Standing) -> None:
        """One municipality: where the access stands, why, and what the company can do."""
        with card(level=3) as box:
            box.put(data_standing=standing.municipality_number)
            with row(gap=4):
                heading(standing.municipality, level=3)
                tag(standing.state_words, TONES[standing.state], strong=standing.state == MORE_INFO)
            if standing.state in LEADS:
                paragraph(LEADS[standing.state])
            words = standing_words(standing)
            if words:
                notice(words, Tone.YELLOW)
            for move in standing.moves if self.may_ask else ():
                self.draw_move(standing, move.name)
            with details(_("What has happened")):
                history_part(standing.history, self.visit, standing.municipality)

    def draw_move(self, standing: Standing, name: str) -> None:
        """Answer, or ask again."""
        number = standing.municipality_number
        if name == "request":
            button(_("Ask {municipality} again", municipality=standing.municipality), self._ask(number), kind="secondary")
        elif name == "answer":
            typed = self.typed.setdefault(number, {})
            typed_words(_("Your answer"), f"answer-{number}", typed)
            button(_("Send the answer"), self.visit.handler(functools.partial(self.answer, number)))

    def draw_further(self) -> None:
        """Municipalities that were not asked yet."""
        further = self.view.further or {}
        if not further or not self.may_ask:
            return
        with details(_("Ask a further municipality")), Tag("ul", classes="plain-list stack stack-2"):
            for number, name in further.items():
                with Tag("li"):
                    button(_("Ask {municipality} for access", municipality=name), self._ask(number), kind="secondary")

    def _ask(self, number: str) -> Any:
        async def ask() -> None:
            await self.visit.do(request_access, number)
            await self.look_again()
            self.visit.tell(_("The municipality has your request."), Tone.GREEN)

        return self.visit.handler(ask)

    async def answer(self, number: str) -> None:
        """Send what is written."""
        await self.visit.do(answer_question, number, self.typed.get(number, {}).get("words", ""))
        self.typed.pop(number, None)
        await self.look_again()
        self.visit.tell(_("The answer is sent."), Tone.GREEN)
