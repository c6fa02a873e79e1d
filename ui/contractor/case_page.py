"""A case as its company sees it: what the municipality asks for first, then the parts, documents, messages and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.base import Status
from models.text import Text, _, _n
from models.values import place_name
from ui.case_companies.lines import companies_part
from ui.case_parts.clocks import clock_box
from ui.case_parts.frames import visitor_frame
from ui.case_parts.head import case_head, over_line
from ui.case_parts.receipts import receipt_table
from ui.case_parts.records import records_part
from ui.case_parts.rules import contact_lines, new_rules_notice
from ui.case_parts.story import StoryPart
from ui.case_parts.talk import message_views, show_documents, show_messages
from ui.case_parts.tasks import show_record
from ui.components import (
    Dialog,
    MessageThread,
    Tag,
    TaskGroup,
    TaskRow,
    TaskState,
    button,
    dialog,
    link,
    notice,
    paragraph,
    row,
    section,
    task_list,
)
from ui.components.timing import after
from ui.contractor.decided import show_decided, tell_opened
from ui.contractor.requests import show_requests
from ui.hearing.lines import show_shared
from ui.site.box import SitePanel
from ui.theme import Tone
from ui.visit import Visit
from workflows.casework.drafting import withdraw
from workflows.casework.overview import case_home
from workflows.casework.site import REMINDED
from workflows.casework.views import CaseHome
from workflows.policy import MATRIX
from workflows.registry import WORKFLOWS

LATER_SECONDS = 2

STATES = {
    "not_started": TaskState.NOT_STARTED,
    "started": TaskState.STARTED,
    "lacks": TaskState.LACKS,
    "ready": TaskState.READY,
    "to_correct": TaskState.MUST_CORRECT,
}


async def home_page(visit: Visit, ref: str) -> None:
    """Lay out the case; when it changes on other people's screens, this one follows."""
    home: CaseHome = await visit.ask(case_home, ref)
    head = home.head
    title = place_name(head.address, head.property_key) or head.number
    with visitor_frame(visit, title=title, over=over_line(head, visit), back=(_("Cases"), "/cases")):
        page = Home(visit, home)
        page.draw()
    visit.listen(f"case:{head.id}", visit.news(page.on_news))
    await tell_opened(home, visit)


class Home:
    """One open page of a case. News redraws what is read; what is being written, in a message or a dialog, is left alone."""

    def __init__(self, visit: Visit, home: CaseHome) -> None:
        self.visit, self.home = visit, home
        self.thread: MessageThread | None = None
        self.waits = False

    def draw(self) -> None:
        """Everything, in order."""
        self.lead = Tag("div", classes="stack stack-8")
        self.site = SitePanel(self.visit, self.home.site, self.home.head.ref, self.refresh)
        self.top = Tag("div", classes="stack stack-8")
        self.talk = Tag("div", classes="stack stack-8")
        self._draw_top()
        self._draw_talk()
        with section(_("What has happened")):
            self.story = StoryPart(self.visit, self.visit.speaker, self.home.head.ref, self.home.story, has_more=True)
        self.foot = Tag("div")
        with self.foot:
            show_withdraw(self.home, self.visit)

    def _draw_top(self) -> None:
        home, visit = self.home, self.visit
        with self.lead:
            case_head(home.head, visit)
            if home.head.status == Status.PAUSED:
                show_requests(home, visit)
            clock_box(home.head)
            new_rules_notice(home.head)
            contact_lines(home.head)
        with self.top:
            show_parts(home, visit)
            show_decided(home, visit)
            show_shared(home.statements, home.head.ref)
            show_record(home.record, home.tasks, visit)
            show_documents(home.documents, home.head.ref, visit)
            with section(_("Who works on this case")):
                companies_part(home.head.companies, home.head.company, visit.speaker)
                paragraph(_("Responsible in the company: {name}", name=home.head.responsible or "–"))
                with row():
                    if "withdraw" in home.permitted:
                        button(_("Change who is responsible"), href=f"/cases/{home.head.ref}/responsible", kind="quiet", icon="user")
                    leads = f"/cases/{home.head.ref}/companies"
                    if visit.actor.role in MATRIX["invite_cowork"]:
                        button(_("Co-working and handover"), href=leads, kind="quiet", icon="users")
                    else:
                        link(_("Co-working and handover"), leads)
            if home.sent:
                if len(home.sent) > 1:
                    link(_("See the sendings side by side"), f"/cases/{home.head.ref}/changes", icon="columns-3")
                with section(_("Receipts")):
                    receipt_table(home.sent, home.head.ref, visit.speaker)
                with section(_("Take the case along")):
                    records_part(home.head.ref, has_been_sent=True)

    def _draw_talk(self) -> None:
        """A case that was never sent has nobody to write to."""
        home = self.home
        if self.thread is not None:
            self.thread.show(message_views(home.messages, home.head, self.visit))
        elif home.messages or (home.head.submitted_at and self.visit.actor.role in MATRIX["message"]):
            with self.talk:
                self.thread = show_messages(home.messages, home.head, self.visit)

    async def on_news(self, changes: Sequence[Any]) -> None:
        """Something happened to the case."""
        if any(change.is_after(self.home.head.version) or change.tells(REMINDED) for change in changes):
            await self.refresh()

    async def refresh(self) -> None:
        """Show the case as it is now; while a dialog is open, later."""
        if any(isinstance(one, Dialog) and one.is_open for place in (self.lead, self.top, self.foot) for one in place.descendants()):
            self._try_later()
            return
        self.home = await self.visit.ask(case_home, self.home.head.ref)
        self.lead.clear()
        self.top.clear()
        self._draw_top()
        self.site.show(self.home.site)
        self._draw_talk()
        await self.story.show(self.home.story)
        self.foot.clear()
        with self.foot:
            show_withdraw(self.home, self.visit)

    def _try_later(self) -> None:
        if self.waits:
            return
        self.waits = True

        async def again() -> None:
            self.waits = False
            if not self.visit.client.is_deleted:
                await self.visit.handler(self.refresh)()

        after(LATER_SECONDS, again)


def show_parts(home: CaseHome, visit: Visit) -> None:
    """The task list, and the way to sending."""
    head = home.head
    with section(head.phase_title):
        task_list(groups_of(home), headline_of(home))
        if home.is_editable:
            begun = head.status == Status.PAUSED or any(step.state != "not_started" for step in home.steps)
            first = next((step.key for step in home.steps if step.state != "ready"), "")
            with row():
                if first:
                    words = _("Go on") if begun else _("Begin")
                    button(words, href=f"/cases/{head.ref}/{head.phase}/{first}", icon="arrow-right")
                words = _("Check and send the answers") if head.status == Status.PAUSED else _("Check your answers and send")
                button(words, href=f"/cases/{head.ref}/review", kind="secondary" if first else "primary")
        elif head.status not in (Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED):
            notice(_("The municipality has the case. You can read everything; you can change it if they ask you to."), Tone.SKY)


def headline_of(home: CaseHome) -> Text:
    """How many parts are ready, and how many things stop the sending."""
    ready = sum(step.state == "ready" for step in home.steps)
    blocking = len(home.ledger.blocking)
    first = _("{ready} of {all} parts are ready.", ready=ready, all=len(home.steps))
    if not blocking:
        return first
    return _n(
        "{ready} of {all} parts are ready. {n} thing is missing before you can send.",
        "{ready} of {all} parts are ready. {n} things are missing before you can send.",
        blocking,
        ready=ready,
        all=len(home.steps),
    )


def groups_of(home: CaseHome) -> list[TaskGroup]:
    """Steps under the sections they are declared in; those in which the municipality's new rules ask something say so."""
    head = home.head
    renewed = {one.step for one in head.new_rules}
    groups: list[tuple[Text | None, list[TaskRow]]] = []
    for step in home.steps:
        section_title = step.section or (groups[-1][0] if groups else None)
        state = TaskState.NEW_QUESTIONS if f"{head.phase}/{step.key}" in renewed else STATES[step.state]
        line = TaskRow(step.title, f"/cases/{head.ref}/{head.phase}/{step.key}", state, count=step.lacking)
        if groups and groups[-1][0] == section_title:
            groups[-1][1].append(line)
        else:
            groups.append((section_title, [line]))
    return [TaskGroup(title or _("The case"), rows) for title, rows in groups]


def show_withdraw(home: CaseHome, visit: Visit) -> None:
    """Taking the case back, with a second thought."""
    may = home.permitted.get("withdraw")
    if may is None or may.why_not is not None:
        return
    written = {"reason": ""}

    async def take_back() -> None:
        await visit.do(withdraw, home.head.ref, written["reason"])
        visit.client.open("/cases")

    with dialog(_("Withdraw the case?")) as box:
        paragraph(_("A withdrawn case cannot be taken up again. What you have sent stays in the municipality's archive."))
        Tag("label", _("Reason (optional)"), classes="field-label", for_="withdraw-reason")
        reason = Tag("textarea", classes="control", id="withdraw-reason", rows="2")
        reason.on("input", lambda event: written.update(reason=str(event.args)[:2000]), js_handler="(e) => emit(e.target.value)")
        button(_("Withdraw the case"), visit.handler(take_back), kind="danger")
    other = home.permitted.get("convert")
    with row():
        if other is not None and other.why_not is None and len(WORKFLOWS) > 1:
            button(_("This is another kind of case"), href=f"/cases/{home.head.ref}/convert", kind="quiet")
        button(_("Withdraw the case"), box.open, kind="quiet", icon="trash-2")
