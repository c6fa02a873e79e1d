"""`/cases/{ref}/statements`: the statements of a case, and asking a colleague or an outside expert for one more."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from models.errors import BadInput
from models.statements import GIVEN, Statement
from models.text import Text, _
from ui.case_parts.frames import visitor_frame
from ui.components import Change, Choice, FieldView, Tag, answer_form, button, dialog, field, notice, paragraph, row, section
from ui.doors.keeper import hash_of
from ui.hearing.lines import show_lines
from ui.theme import Tone
from ui.visit import Visit, house, portal_page
from workflows.casework.statements import (
    Ask,
    StatementsView,
    ask_statement,
    share_statement,
    statements_view,
    withdraw_statement,
)
from workflows.casework.views import StatementLine

WORDS = 4000
MOST = 500


@portal_page("/cases/{ref}/statements", action="see_statements")
async def statements_page(visit: Visit, ref: str) -> None:
    """The list and the form, live."""
    view: StatementsView = await visit.ask(statements_view, ref)
    lead = _("Ask a colleague, another department or somebody outside. Only staff read the answers until you share one.")
    with visitor_frame(visit, title=_("Statements"), over=view.number, lead=lead, back=(_("The case"), f"/cases/{ref}")):
        page = StatementsPage(visit, view)
        page.draw()
    visit.listen(f"case:{view.case_id}", visit.news(page.look_again))


class StatementsPage:
    """One open page; what is half written stays when a statement comes in."""

    def __init__(self, visit: Visit, view: StatementsView) -> None:
        self.visit, self.view = visit, view
        self.typed = self.blank()

    def blank(self) -> dict[str, Any]:
        """An empty form with what is usual."""
        view = self.view
        return {
            "who": "outside" if not view.colleagues else "colleague", "person": "", "email": "", "whom": "", "question": "",
            "due_on": view.due_on.isoformat(), "expires_on": view.expires_on.isoformat(), "steps": [one.key for one in view.steps],
            "documents": [one.id for one in view.documents],
        }  # fmt: skip

    def draw(self) -> None:
        """The list, then the form."""
        self.told = Tag("div", role="status")
        self.box = Tag("div", classes="stack stack-4")
        self.draw_lines()
        self.form = Tag("div")
        self.draw_form()

    async def look_again(self, _changes: Sequence[Any] = ()) -> None:
        """The statements as they are now."""
        fresh: StatementsView = await self.visit.ask(statements_view, self.view.ref)
        if fresh.lines != self.view.lines:
            self.view = fresh
            self.draw_lines()

    def draw_lines(self) -> None:
        """Every statement with what can be done about it."""
        self.box.clear()
        with self.box:
            if not self.view.lines:
                paragraph(_("No statement has been asked for in this case."), look="muted")
            else:
                show_lines(self.view.lines, self.view.ref, acts=self.draw_acts)

    def draw_acts(self, one: StatementLine) -> None:
        """Sharing what was given, and taking back what is asked or an outsider's access."""
        if not self.view.may_ask:
            return

        async def share() -> None:
            await self.visit.do(share_statement, self.view.ref, one.id)
            await self.look_again()

        async def withdraw() -> None:
            await self.visit.do(withdraw_statement, self.view.ref, one.id)
            await self.look_again()

        with row():
            if one.state == GIVEN and not one.is_shared:
                button(_("Share with the contractor: {whom}", whom=one.whom), self.visit.handler(share), kind="secondary", icon="users")
            still_reads = one.is_outside and one.state == GIVEN and one.expires_at > self.visit.now()
            if one.is_open or still_reads:
                with dialog(_("End it for {whom}?", whom=one.whom)) as box:
                    paragraph(_("It ends at once: the question is gone, and somebody outside can no longer open the case."))
                    button(_("End it now"), self.visit.handler(withdraw), kind="danger", icon="x")
                words = (
                    _("Take back the question to {whom}", whom=one.whom) if one.is_open else _("End the access of {whom}", whom=one.whom)
                )
                button(words, box.open, kind="quiet", icon="x")

    def draw_form(self) -> None:
        """Whom, what, by when, and what an outsider may read."""
        self.form.clear()
        if not self.view.may_ask:
            return
        with self.form, section(_("Ask for a statement")):
            with answer_form("", self.took):
                who = [
                    Choice("colleague", _("A colleague or another department here"), _("They read the case anyway, and are told at once.")),
                    Choice("outside", _("Somebody outside"), _("They get a link by mail that works once, and see this case alone.")),
                ]
                field(FieldView("who", _("Whom do you ask?"), "choice", self.typed["who"], options=who))
                self.inside = Tag("div", classes="stack stack-4")
                with self.inside:
                    people = [Choice(id_, name) for id_, name in self.view.colleagues.items()]
                    field(FieldView("person", _("Colleague"), "choice", self.typed["person"], options=people))
                self.outside = Tag("div", classes="stack stack-4")
                with self.outside:
                    field(FieldView("email", _("E-mail"), "email", self.typed["email"]))
                self.draw_rest()
            self.show_side()
            with row():
                button(_("Ask"), self.visit.handler(self.ask), icon="send")

    def draw_rest(self) -> None:
        """What is alike for all, then what only an outsider is shown."""
        hint = _("The department or the expert, as the list shall say.")
        field(FieldView("whom", _("Name or department (optional)"), "text", self.typed["whom"], hint=hint))
        field(FieldView("question", _("What do you want a statement on?"), "longtext", self.typed["question"]))
        field(FieldView("due_on", _("Wanted by"), "date", self.typed["due_on"]))
        self.parts = Tag("div", classes="stack stack-4")
        with self.parts:
            field(FieldView("expires_on", _("They can open the case until"), "date", self.typed["expires_on"]))
            steps = [Choice(one.key, one.title, one.phase) for one in self.view.steps]
            field(FieldView("steps", _("Parts they may read"), "multi", self.typed["steps"], options=steps))
            if self.view.documents:
                files = [Choice(one.id, one.name) for one in self.view.documents]
                hint = _("Of the parts above. Internal notes and messages are never shown.")
                field(FieldView("documents", _("Documents they may read"), "multi", self.typed["documents"], options=files, hint=hint))

    async def took(self, changes: Sequence[Change]) -> bool:
        """Keep what is typed in this window."""
        for one in changes:
            if one.key in ("steps", "documents"):
                self.typed[one.key] = [str(key)[:200] for key in one.value][:MOST] if isinstance(one.value, list) else []
            elif one.key in self.typed:
                self.typed[one.key] = str(one.value or "")[:WORDS]
        self.show_side()
        return True

    def show_side(self) -> None:
        """Only what concerns whom is asked."""
        is_outside = self.typed["who"] == "outside"
        self.inside.set_visibility(not is_outside)
        self.outside.set_visibility(is_outside)
        self.parts.set_visibility(is_outside)

    async def ask(self) -> None:
        """Ask; without a mail server the link is shown once. Raises what the use case raises."""
        typed, is_outside = self.typed, self.typed["who"] == "outside"
        if not is_outside and not typed["person"]:
            raise BadInput(_("Choose a colleague from the list."), target="person")
        hidden = [one.id for one in self.view.documents if one.id not in typed["documents"]]
        wanted = Ask(
            question=typed["question"], due_on=day(typed["due_on"]), person="" if is_outside else typed["person"], email=typed["email"],
            whom=typed["whom"], steps=typed["steps"] if is_outside else None, hidden_documents=hidden if is_outside else (),
            expires_on=day(typed["expires_on"]) if is_outside else None,
        )  # fmt: skip
        token = secrets.token_urlsafe(32)
        made: Statement = await self.visit.do(ask_statement, self.view.ref, wanted, token=token, token_hash=hash_of(token))
        self.told.clear()
        with self.told:
            notice(self.said(made, token), Tone.GREEN)
        self.typed = self.blank()
        self.draw_form()
        await self.look_again()

    def said(self, made: Statement, token: str) -> Text:
        """That it was asked, and how the person learns of it."""
        if not made.is_outside:
            return _("The question is asked, and your colleague is told.")
        if house().extras.get("mails"):
            return _("The invitation of {email} is on its way.", email=made.email)
        link = f"{house().keeper.base_url}/invitation/{token}"
        return _("No mail can be sent from here. Give {email} this link yourself; it works once: {link}", email=made.email, link=link)


def day(words: str) -> date:
    """A day as a field has it. Raises BadInput."""
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise BadInput(_("Choose a day."), target="due_on") from None
