"""`/asked`: what somebody is asked for a statement on; `/asked/{statement}`: one of them, with what may be read and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.base import Role
from models.statements import ASKED
from models.text import Text, _
from models.values import place_name
from ui.case_parts.frames import visitor_frame
from ui.case_parts.tasks import plain_rows
from ui.components import Column, SummaryRow, Tag, button, data_table, heading, link, notice, paragraph, row, section, summary_list
from ui.hearing.lines import show_file
from ui.theme import Tone
from ui.visit import Visit, portal_page
from workflows.casework.stating import AskedMatter, asked_list, asked_matter, give_statement, read_asked
from workflows.clocks import day_of
from workflows.policy import MATRIX
from workflows.ports_statements import AskedLine
from workflows.registry import workflow

COLUMNS = (
    Column("question", _("Question"), "link"),
    Column("due", _("Wanted by"), "tag"),
    Column("case", _("Case")),
    Column("place", _("Place")),
    Column("from", _("Asked by")),
)
SHOWN = 120


@portal_page("/asked", action="see_asked")
async def asked_page(visit: Visit) -> None:
    """The list; an expert's first page."""
    found: Sequence[AskedLine] = await visit.ask(asked_list)
    lead = _("What you are asked for a statement on. What waits for you stands first.")
    with visitor_frame(visit, title=_("Asked of you"), lead=lead, wide=True):
        if visit.actor.role in MATRIX["see_mentions"]:
            with row():
                link(_("Where you are named"), "/mentions")
        shown = data_table(COLUMNS, rows_of(found, visit), caption=_("Asked of you"), summary=summary_of(found))

    async def look_again(_changes: Sequence[Any]) -> None:
        fresh: Sequence[AskedLine] = await visit.ask(asked_list)
        shown.show(rows_of(fresh, visit), summary=summary_of(fresh))

    visit.listen(f"person:{visit.actor.person_id}", visit.handler(look_again))


def rows_of(found: Sequence[AskedLine], visit: Visit) -> list[dict[str, Any]]:
    """The questions as the table's rows."""
    today = day_of(visit.now())
    return [
        {
            "id": one.statement.id,
            "question": {"words": one.statement.question[:SHOWN], "href": f"/asked/{one.statement.id}"},
            "due": due_tag(one, visit, late=one.statement.due_on < today),
            "case": f"{one.number} · {visit.t(workflow(one.workflow).title)}",
            "place": place_name(one.address, one.property_key),
            "from": one.municipality,
        }
        for one in found
    ]


def due_tag(one: AskedLine, visit: Visit, *, late: bool) -> dict[str, Any]:
    """By when, or that it is given."""
    if one.statement.state != ASKED:
        return {"words": visit.t(_("Statement given")), "tone": Tone.GREEN, "strong": False}
    return {"words": visit.speaker.day(one.statement.due_on), "tone": Tone.RED if late else Tone.PLAIN, "strong": late}


def summary_of(found: Sequence[AskedLine]) -> Text | None:
    """What is said of an empty list."""
    return None if found else _("Nobody asks you for a statement now.")


@portal_page("/asked/{statement}", action="see_asked")
async def matter_page(visit: Visit, statement: str) -> None:
    """One question; live, so that access that ends ends on the open page too."""
    matter: AskedMatter = await visit.do(read_asked, statement)
    over = " · ".join(part for part in (matter.number, visit.t(matter.title), place_name(matter.address, matter.property_key)) if part)
    with visitor_frame(visit, title=_("Statement to {municipality}", municipality=matter.municipality), over=over,
                       back=(_("Asked of you"), "/asked")):  # fmt: skip
        page = Matter(visit, matter)
        page.draw()
    visit.listen(f"case:{matter.case_id}", visit.news(page.look_again))


class Matter:
    """One open page; what is half written stays while the case changes around it."""

    def __init__(self, visit: Visit, matter: AskedMatter) -> None:
        self.visit, self.matter = visit, matter
        self.words = {"statement": ""}

    async def look_again(self, _changes: Sequence[Any] = ()) -> None:
        """Still theirs? Then what changed. Raises NotThere when it is not."""
        fresh: AskedMatter = await self.visit.ask(asked_matter, self.matter.id)
        if fresh != self.matter:
            self.matter = fresh
            self.top.clear()
            with self.top:
                self.draw_question()
            self.body.clear()
            with self.body:
                self.draw_case()

    def draw(self) -> None:
        """The question, the answer, then what may be read."""
        self.top = Tag("div", classes="stack stack-4")
        with self.top:
            self.draw_question()
        self.answer = Tag("div", classes="stack stack-4")
        with self.answer:
            self.draw_answer()
        self.body = Tag("div", classes="stack stack-8")
        with self.body:
            self.draw_case()

    def draw_question(self) -> None:
        """What is asked, by whom, by when, and how long the case can be read."""
        one = self.matter
        notice(one.question, Tone.BLUE, title=_("{name} asks", name=one.asked_by))
        paragraph(_("Wanted by {day}.", day=one.due_on))
        if self.visit.actor.role == Role.EXPERT:
            paragraph(_("You can open this case until {time}. What you read and download is logged.", time=one.expires_at), look="small")
        else:
            with row():
                link(_("Open the case"), f"/cases/{one.ref}")

    def draw_answer(self) -> None:
        """The statement that was given, or the place to write it, with its files."""
        one = self.matter
        with section(_("Your statement")):
            if not (one.may_give and self.visit.actor.role in MATRIX["give_statement"]):
                Tag("blockquote", one.words, classes="request-words statement-words")
                if one.given_at is not None:
                    paragraph(_("Given {time}.", time=one.given_at), look="small")
                self.draw_files(may_change=False)
                return
            self.draw_files(may_change=True)
            Tag("label", _("Write your statement"), classes="field-label", for_="statement-words")
            box = Tag("textarea", classes="control", id="statement-words", rows="8")
            box.on("input", lambda event: self.words.update(statement=str(event.args)[:20_000]), js_handler="(e) => emit(e.target.value)")
            with row():
                button(_("Give the statement"), self.visit.handler(self.give), icon="send")
            paragraph(_("You give it once. Ask {name} if you need to add something later.", name=one.asked_by), look="small")

    def draw_files(self, *, may_change: bool) -> None:
        """Files beside the words, and a native form for one more."""
        one, csrf = self.matter, self.visit.csrf
        for file in one.files:
            show_file(file, f"/asked/{one.id}/files/{file.id}")
            if may_change:
                with Tag("form", method="post", action=f"/asked/{one.id}/files/{file.id}/remove"):
                    Tag("input", type="hidden", name="csrf", value=csrf)
                    Tag("button", _("Remove {name}", name=file.name), classes="button button-quiet button-small", type="submit")
        if may_change:
            with Tag("form", classes="stack stack-2", method="post", action=f"/asked/{one.id}/files", enctype="multipart/form-data"):
                Tag("input", type="hidden", name="csrf", value=csrf)
                Tag("label", _("Add a file (optional)"), classes="field-label", for_="statement-file")
                Tag("p", _("PDF or picture, at most 20 MB. Add files before you write: the page is loaded anew."), classes="field-hint")
                Tag("input", type="file", name="file", id="statement-file", required=True, classes="control")
                with row():
                    Tag("button", _("Upload the file"), classes="button button-secondary", type="submit")

    async def give(self) -> None:
        """Give it, and show it as given."""
        await self.visit.do(give_statement, self.matter.id, self.words["statement"])
        self.matter = await self.visit.ask(asked_matter, self.matter.id)
        self.answer.clear()
        with self.answer:
            notice(_("Thank you. The municipality has your statement."), Tone.GREEN, live=True)
            self.draw_answer()

    def draw_case(self) -> None:
        """What an outsider may read of the case; staff have its page."""
        one = self.matter
        if not one.sections and not one.documents:
            return
        with section(_("The case")):
            rows = [SummaryRow(_("Company"), one.company), SummaryRow(_("Place"), place_name(one.address, one.property_key))]
            summary_list(rows, title=_("About"))
            if one.documents:
                heading(_("Documents"), level=3)
                with Tag("ul", classes="plain-list stack stack-2"):
                    for file in one.documents:
                        with Tag("li"):
                            link(file.name, f"/asked/{one.id}/documents/{file.id}", icon="download")
            for phase, part in one.sections:
                lines, groups = plain_rows(part.parts)
                if lines:
                    summary_list(lines, title=_("{phase}: {part}", phase=phase, part=part.title))
                for title, found in groups:
                    summary_list(found, title=title)
