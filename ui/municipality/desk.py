"""The officer's desk: one case, laid out in pieces, each redrawn when what it shows has changed, whoever changed it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol

from models.base import Ball, Status
from models.errors import BadInput
from models.text import Text, _
from models.values import place_name
from ui.case_parts.clocks import clock_box, due_words
from ui.case_parts.head import deemed_notice, gone_notice, standing_parts
from ui.case_parts.receipts import receipt_rows, receipt_table
from ui.case_parts.records import records_part
from ui.case_parts.story import StoryPart
from ui.case_parts.tasks import task_box
from ui.components import Page, ProcessStep, Tag, button, key_facts, link, message_thread, process_bar, standing_fold, status_tag
from ui.components.talk import MessageView
from ui.hearing.desk import Watch
from ui.hearing.lines import open_notice, show_lines
from ui.hearing.notes import note_thread
from ui.municipality.acts import ACTS, DONE, FRESH, Deed, Doing
from ui.municipality.case_words import CaseWords
from ui.municipality.choices import choices, proposal_words
from ui.municipality.dates import later_due, proposed_due
from ui.municipality.letter.decided import DecidedPart, write_link
from ui.municipality.pieces.assignee import assignee
from ui.municipality.pieces.changes import changes
from ui.municipality.pieces.checklist import Show, checklist
from ui.municipality.pieces.companies import show_companies
from ui.municipality.pieces.decision import decision_panel
from ui.municipality.pieces.documents import document_browser
from ui.municipality.pieces.nearby import nearby
from ui.municipality.pieces.panel import Fact, Part, case_sub, next_step, panel, part_nav
from ui.municipality.pieces.requests import request_pairs
from ui.municipality.pieces.tray import other_request, tray
from ui.site.box import SitePanel
from ui.theme.status import status_look
from workflows.casework.freshness import CaseMoved
from workflows.casework.overview import officer_case
from workflows.casework.views import Head, MessageInfo, OfficerCase
from workflows.clocks import day_of
from workflows.policy import MATRIX, is_fresh


class Visit(Doing, Protocol):
    """The visit, as far as the desk needs it."""

    async def ask(self, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run a reading use case with the rights the person has now."""
        ...

    def now(self) -> datetime:
        """The moment, in UTC."""
        ...

    @property
    def path(self) -> str:
        """Where the visitor is."""
        ...

    def handler(self, act: Callable[..., Awaitable[Any]]) -> Callable[..., Coroutine[Any, Any, bool]]:
        """The same act, telling in words what went wrong."""
        ...


class Desk:
    """One officer's open case. `lay` builds the pieces once; `look_again` fetches and redraws those that differ."""

    def __init__(self, visit: Visit, page: Page, case: OfficerCase) -> None:
        self.visit, self.page, self.case = visit, page, case
        self.speaker = page.speaker
        self._press = visit.handler(self.act)
        self._companies_shown: object = None
        self._statements_shown: object = None
        self._reason: dict[str, str] = {}

    def lay(self) -> None:
        """Build the page from the case in hand."""
        words = CaseWords(self.case, self.speaker)
        self._steps = words.steps()
        with Tag("div", classes="case-page"):
            self._lay_head()
            with Tag("div", classes="case-layout"):
                with Tag("div", classes="case-main"):
                    self._lay_main(words)
                with Tag("aside", classes="case-side", aria_label=_("Handling")):
                    self._lay_side(words)

    async def look_again(self, *_news: object) -> None:
        """Fetch the case and redraw what differs; what is open or half written in the browser stays."""
        fresh: OfficerCase = await self.visit.ask(officer_case, self.case.head.ref)
        if fresh != self.case:
            self.case = fresh
            self._show(CaseWords(fresh, self.speaker))
            await self._story.show(fresh.story)
        await self.watch.follow(fresh.head.version)

    async def act(self, name: str, value: Any) -> None:
        """Carry out what a piece called for, then show the outcome. Raises what the use case raises."""
        carry_out = ACTS.get(name)
        if carry_out is None:
            raise BadInput
        if name in FRESH and not is_fresh(self.visit.actor, self.visit.now()) and self._is_decision(value):
            raise BadInput(_("Sign in again before you decide."))
        try:
            await carry_out(Deed(self.visit, self.case, value, self.watch.seen))
        except CaseMoved:
            await self.look_again()
            raise
        await self.look_again()
        if name in DONE:
            self.page.toast(DONE[name])

    @staticmethod
    def _is_decision(value: Any) -> bool:
        return not str(value.get("key", "") if isinstance(value, dict) else "").startswith("propose_")

    def _lay_head(self) -> None:
        head = self.case.head
        with Tag("div", classes="case-headline"):
            self._tag = status_tag(head.status, head.phase, side="officer", firm=head.company, works=head.work_is_on)
            self._sub = case_sub(self._identity(head))
        facts = self._key_facts(head)
        with standing_fold(standing_parts(head, facts["ball"])) as self._fold:
            self._bar = process_bar(bar_steps(head, self.speaker.day))
            self._facts = key_facts(**facts)
            self._clock = clock_box(head)
        with Tag("div", classes="case-told"):
            self.watch = Watch(self.visit, head, self.speaker)
            deemed_notice(head, day_of(self.visit.now()), for_staff=True)
            self._gone = Tag("div")
            with self._gone:
                gone_notice(head)
        self._nav = part_nav(self._parts())

    def _lay_main(self, words: CaseWords) -> None:
        case = self.case
        self._next = next_step(*self._next_step(), on_act=self._press)
        with panel(_("Requirements"), "part-checks"):
            self._checks = checklist(self._steps, first=self._first_show(), **self._may_check(), on_act=self._press)
        with panel(_("Requests and answers"), "part-requests"):
            self._pairs = request_pairs(words.requests(), **self._may_judge(), on_act=self._press)
        with panel(_("Changed since the sending before"), "part-changes") as box:
            self._changes_box = box
            link(_("See the sendings side by side"), f"/cases/{case.head.ref}/changes", icon="columns-3")
            self._changes = changes(words.changes())
        box.set_visibility(case.sendings > 1)
        self._decided = DecidedPart(self.visit, case, self.speaker, day_of(self.visit.now()), self.look_again, self.visit.handler)
        with panel(_("Documents"), "part-documents"):
            link(_("See all documents, also those that were replaced"), f"/cases/{case.head.ref}/documents", icon="eye")
            self._documents = document_browser(words.documents())
        if self.visit.actor.role in MATRIX["see_similar"]:
            with panel(_("Earlier cases nearby"), "part-nearby", landmark=False):
                nearby(self.visit, self.speaker, case.head.ref)
        with panel(_("Receipts"), "part-receipts", landmark=False):
            self._receipts = receipt_table(case.sent, case.head.ref, self.speaker)
        with panel(_("Statements"), "part-statements"):
            self._statements_box = Tag("div", classes="stack stack-4")
            self._draw_statements()
        with panel(_("Take the case along"), "part-records"):
            records_part(case.head.ref, has_been_sent=bool(case.sent))
        with panel(_("Messages with the contractor"), "part-messages", landmark=False):
            self._messages = message_thread(
                self._talk(case.messages), label=_("Messages with the contractor"), on_send=self._writer("message", "message")
            )
        with panel(_("Internal notes"), "part-notes", landmark=False):
            self._notes = note_thread(self._talk(case.notes), case.colleagues, on_send=self._writer("note", "note"))
        with panel(_("What has happened"), "part-timeline"):
            self._story = StoryPart(self.visit, self.speaker, case.head.ref, case.story, has_more=False)

    def _lay_side(self, words: CaseWords) -> None:
        case, head = self.case, self.case.head
        with panel(_("Handling"), "part-handling"):
            self._assignee = assignee(head.assignee, self._colleagues(), **self._may_assign(), on_act=self._press)
        with panel(_("Requests to send"), "part-tray") as box:
            self._tray_box = box
            self._tray = tray(words.planned(), **self._tray_terms(), on_act=self._press)
            self._other = other_request(words.targets(), on_act=self._press)
        box.set_visibility(self._has("plan_request"))
        with panel(_("Decision"), "part-decision") as box:
            self._decision_box = box
            write_link(case)
            self._open_statements = Tag("div")
            self._decision = decision_panel(
                choices(case), turn=turn_of(case), proposal=proposal_words(case, self.speaker), login=self._login(), on_act=self._press
            )
        box.set_visibility(bool(choices(case)))
        self._draw_open_statements()
        self._site = SitePanel(self.visit, case.site, head.ref, self.look_again)
        with panel(_("Companies on the case"), "part-companies"):
            self._companies_box = Tag("div", classes="stack stack-4")
            self._draw_companies()
        self._follow_up = Tag("div")
        self._show_follow_up()

    def _show_follow_up(self) -> None:
        """What is to be done on a closed case, and the way to record it."""
        case = self.case
        self._follow_up.clear()
        if case.record is None or not (case.tasks or self._may("keep_record")):
            return
        with self._follow_up, panel(case.record.title, "part-record"):
            task_box(case.tasks, day_of(self.visit.now()))
            if self._may("keep_record"):
                button(_("Record"), href=f"/cases/{case.head.ref}/record", kind="secondary", icon="file")

    def _show(self, words: CaseWords) -> None:
        case, head = self.case, self.case.head
        self._steps = words.steps()
        look = status_look(head.status, head.phase, works=head.work_is_on)
        self._tag.show(look.words("officer", head.company), look.tone, strong=look.strong)
        self._sub.show(self._identity(head))
        self._bar.show(bar_steps(head, self.speaker.day))
        facts = self._key_facts(head)
        self._fold.show(standing_parts(head, facts["ball"]))
        self._facts.show(**facts)
        self._clock.show(head)
        self._gone.clear()
        with self._gone:
            gone_notice(head)
        self._draw_companies()
        self._site.show(case.site)
        self._draw_statements()
        self._draw_open_statements()
        self._nav.show(self._parts())
        self._next.show(*self._next_step())
        self._checks.show(self._steps, **self._may_check())
        self._pairs.show(words.requests(), **self._may_judge())
        self._changes.show(words.changes())
        self._changes_box.set_visibility(case.sendings > 1)
        self._decided.show(case)
        self._documents.show(words.documents())
        self._receipts.show(receipt_rows(case.sent, case.head.ref, self.speaker))
        self._messages.show(self._talk(case.messages))
        self._notes.show(self._talk(case.notes), case.colleagues)
        self._assignee.show(head.assignee, self._colleagues(), **self._may_assign())
        self._tray.show(words.planned(), **self._tray_terms())
        self._other.show(words.targets())
        self._decision.show(choices(case), turn=turn_of(case), proposal=proposal_words(case, self.speaker), login=self._login())
        self._decision_box.set_visibility(bool(choices(case)))
        self._show_follow_up()

    def _draw_companies(self) -> None:
        """Who answers for the case, who works on it, and a handover to decide; redrawn only when it differs."""
        head = self.case.head
        shown = (head.companies, head.company, head.company_gone)
        if shown == self._companies_shown:
            return
        self._companies_shown = shown
        self._companies_box.clear()
        with self._companies_box:
            show_companies(self.visit, head, self._reason, done=self.look_again)

    def _draw_statements(self) -> None:
        """What was asked of colleagues and experts, and the way to ask; redrawn only when it differs."""
        lines = self.case.statements
        if lines == self._statements_shown:
            return
        self._statements_shown = lines
        self._statements_box.clear()
        with self._statements_box:
            show_lines(lines, self.case.head.ref)
            button(_("Ask for a statement, or see to those asked for"), href=f"/cases/{self.case.head.ref}/statements", kind="secondary")

    def _draw_open_statements(self) -> None:
        self._open_statements.clear()
        with self._open_statements:
            open_notice(self.case.statements, self.speaker)

    def _has(self, action: str) -> bool:
        """The role gives the action at all, now or later."""
        return action in self.case.permitted

    def _may(self, action: str) -> bool:
        """The action can be done now."""
        return self._has(action) and self.case.permitted[action].why_not is None

    def _may_check(self) -> dict[str, bool]:
        return {"may_tick": self._may("tick"), "may_plan": self._may("plan_request")}

    def _may_judge(self) -> dict[str, Any]:
        later = later_due(self.case.head.clock.answer_by, day_of(self.visit.now())) if self._may("extend_requests") else None
        return {"may": self._may("judge_answer") or self._may("withdraw_request"), "later": later}

    def _may_assign(self) -> dict[str, bool]:
        return {"may_take": self._may("take"), "may_release": self._may("release"), "may_assign": self._may("assign")}

    def _first_show(self) -> Show:
        """After a resubmission only what changed needs a look."""
        return "changed" if self.case.sendings > 1 and any(one.changed for one in self.case.checklist) else "all"

    def _tray_terms(self) -> dict[str, Any]:
        today = day_of(self.visit.now())
        why = self.case.permitted["send_requests"].why_not if self._has("send_requests") else None
        return proposed_due(today) | {"why": why}

    def _login(self) -> str:
        deciding = any(self._may(action) for action in ("approve", "reject", "reopen", "lapse"))
        stale = deciding and not is_fresh(self.visit.actor, self.visit.now())
        return f"/login?next=/cases/{self.case.head.ref}&again=1" if stale else ""

    def _colleagues(self) -> list[tuple[str, str]]:
        return [(person, name) for person, name in self.case.handlers.items() if person != self.case.head.assignee_id]

    def _writer(self, action: str, act: str) -> Callable[[str], Any] | None:
        if not self._may(action):
            return None

        async def write(words: str) -> bool:
            return await self._press(act, words)

        return write

    def _talk(self, found: Sequence[MessageInfo]) -> list[MessageView]:
        ours, theirs = _("the municipality"), self.case.head.company
        return [
            MessageView(one.id, one.who, ours if one.from_staff else theirs, self.speaker.moment(one.at), one.body, one.from_staff)
            for one in found
        ]

    def _identity(self, head: Head) -> list[Fact]:
        others = [(_("Also open here"), f"{one.number}, {one.company}", f"/cases/{one.ref}") for one in self.case.others_here]
        return [
            (_("Company"), head.company, ""),
            (_("Property"), place_name("", head.property_key), ""),
            (_("Part"), head.phase_title, ""),
            (_("Their reference"), head.reference, ""),
            (_("Guarantee until"), self.speaker.day(head.guarantee_until), ""),
            *others,
        ]

    def _key_facts(self, head: Head) -> dict[str, Any]:
        balls = {Ball.MUNICIPALITY: _("The municipality"), Ball.CONTRACTOR: head.company, Ball.NOBODY: _("Nobody")}
        today = day_of(self.visit.now())
        late = head.due is not None and head.due < today
        return {"ball": balls[head.ball], "due": due_words(head), "next_": head.next_step, "overdue": late}

    def _next_step(self) -> tuple[str, Text | str, Text | str]:
        """The act, its label, or only words about who acts."""
        head = self.case.head
        if self._may("begin_review"):
            label = _("Look at the answers") if head.status == Status.RESUBMITTED else _("Begin the check")
            return ("begin_review", label, "")
        if head.status == Status.DRAFT:
            return ("", "", _("{company} is preparing this part. You see it when it has been sent.", company=head.company))
        if head.status == Status.PAUSED:
            return ("", "", _("{company} is answering. The time limit stands still meanwhile.", company=head.company))
        return ("", "", "")

    def _parts(self) -> list[Part]:
        case = self.case
        answered = sum(one.state == "answered" for one in case.requests)
        unseen = sum(not line.tick for step in self._steps for line in step.lines)
        return [
            Part("part-checks", _("Requirements"), unseen),
            Part("part-requests", _("Requests and answers"), answered or len(case.requests), bool(answered)),
            *([Part("part-changes", _("Changes"), len(case.differences))] if case.sendings > 1 else []),
            Part("part-documents", _("Documents"), len(case.documents)),
            Part("part-statements", _("Statements"), sum(one.is_open for one in case.statements) or len(case.statements)),
            Part("part-messages", _("Messages"), len(case.messages)),
            Part("part-notes", _("Notes"), len(case.notes)),
            Part("part-timeline", _("What has happened")),
            *([Part("part-tray", _("Requests to send"), len(case.planned), bool(case.planned))] if self._has("plan_request") else []),
            *([Part("part-decision", _("Decision"))] if choices(case) else []),
            *([Part("part-companies", _("Companies on the case"), 1, True)] if case.head.companies.waiting else []),
        ]


def turn_of(case: OfficerCase) -> str:
    """What is decided upon now: the phase, and how often it was decided before."""
    return f"{case.head.phase}-{len(case.decisions)}-"


def bar_steps(head: Head, in_words: Callable[[Any], str]) -> list[ProcessStep]:
    """The process bar of a case; days in words."""
    return [ProcessStep(one.label, one.state, in_words(one.day), one.paused) for one in head.bar]
