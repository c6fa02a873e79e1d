"""The officer's desk: one case, laid out in pieces, each redrawn when what it shows has changed, whoever changed it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, Protocol

from models.base import Ball, Status
from models.errors import BadInput
from models.text import Text, _
from models.values import place_name
from ui.case_parts.head import deemed_notice, gone_notice, standing_parts
from ui.case_parts.receipts import receipt_rows, receipt_table
from ui.components import Page, ProcessStep, Tag, key_facts, message_thread, process_bar, standing_fold, status_tag, timeline
from ui.components.talk import MessageView, TimelineEntry
from ui.municipality.acts import ACTS, DONE, FRESH, Deed, Doing
from ui.municipality.case_words import CaseWords
from ui.municipality.choices import choices, proposal_words
from ui.municipality.dates import later_due, proposed_due
from ui.municipality.pieces.assignee import assignee
from ui.municipality.pieces.changes import changes
from ui.municipality.pieces.checklist import Show, checklist
from ui.municipality.pieces.decision import decision_panel
from ui.municipality.pieces.documents import document_browser
from ui.municipality.pieces.panel import Fact, Part, case_sub, clock_lines, next_step, panel, part_nav
from ui.municipality.pieces.requests import request_pairs
from ui.municipality.pieces.tray import other_request, tray
from ui.theme.status import status_look
from workflows.casework.overview import officer_case
from workflows.casework.views import Head, MessageInfo, OfficerCase
from workflows.clocks import day_of
from workflows.policy import is_fresh


class Visit(Doing, Protocol):
    """The visit, as far as the desk needs it."""

    async def ask(self, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run a reading use case with the rights the person has now."""
        ...

    def now(self) -> datetime:
        """The moment, in UTC."""
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

    async def act(self, name: str, value: Any) -> None:
        """Carry out what a piece called for, then show the outcome. Raises what the use case raises."""
        carry_out = ACTS.get(name)
        if carry_out is None:
            raise BadInput
        if name in FRESH and not is_fresh(self.visit.actor, self.visit.now()) and self._is_decision(value):
            raise BadInput(_("Sign in again before you decide."))
        await carry_out(Deed(self.visit, self.case, value))
        await self.look_again()
        if name in DONE:
            self.page.toast(DONE[name])

    @staticmethod
    def _is_decision(value: Any) -> bool:
        return not str(value.get("key", "") if isinstance(value, dict) else "").startswith("propose_")

    def _lay_head(self) -> None:
        head = self.case.head
        with Tag("div", classes="case-headline"):
            self._tag = status_tag(head.status, head.phase, side="officer", firm=head.company)
            self._sub = case_sub(self._identity(head))
        facts = self._key_facts(head)
        with standing_fold(standing_parts(head, facts["ball"])) as self._fold:
            self._bar = process_bar(bar_steps(head, self.speaker.day))
            self._facts = key_facts(**facts)
            self._clock = clock_lines(head.clock.explanation)
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
            self._changes = changes(words.changes())
        box.set_visibility(case.sendings > 1)
        with panel(_("Documents"), "part-documents"):
            self._documents = document_browser(words.documents())
        with panel(_("Receipts"), "part-receipts", landmark=False):
            self._receipts = receipt_table(case.sent, case.head.ref, self.speaker)
        with panel(_("Messages with the contractor"), "part-messages", landmark=False):
            self._messages = message_thread(
                self._talk(case.messages), label=_("Messages with the contractor"), on_send=self._writer("message", "message")
            )
        with panel(_("Internal notes"), "part-notes", landmark=False):
            self._notes = message_thread(self._talk(case.notes), label=_("Internal notes"), on_send=self._writer("note", "note"))
            note = {"label": _("Write a note; only staff read it"), "send": _("Keep the note"), "empty": _("No notes yet")}
            self._notes.change(id="note-field", words={**self._notes.data["words"], **note})
        with panel(_("What has happened"), "part-timeline"):
            self._timeline = timeline(self._events())

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
            self._decision = decision_panel(
                choices(case), turn=turn_of(case), proposal=proposal_words(case), login=self._login(), on_act=self._press
            )
        box.set_visibility(bool(choices(case)))

    def _show(self, words: CaseWords) -> None:
        case, head = self.case, self.case.head
        self._steps = words.steps()
        look = status_look(head.status, head.phase)
        self._tag.show(look.words("officer", head.company), look.tone, strong=look.strong)
        self._sub.show(self._identity(head))
        self._bar.show(bar_steps(head, self.speaker.day))
        facts = self._key_facts(head)
        self._fold.show(standing_parts(head, facts["ball"]))
        self._facts.show(**facts)
        self._clock.show(head.clock.explanation)
        self._gone.clear()
        with self._gone:
            gone_notice(head)
        self._nav.show(self._parts())
        self._next.show(*self._next_step())
        self._checks.show(self._steps, **self._may_check())
        self._pairs.show(words.requests(), **self._may_judge())
        self._changes.show(words.changes())
        self._changes_box.set_visibility(case.sendings > 1)
        self._documents.show(words.documents())
        self._receipts.show(receipt_rows(case.sent, case.head.ref, self.speaker))
        self._messages.show(self._talk(case.messages))
        self._notes.show(self._talk(case.notes))
        self._timeline.show(self._events())
        self._assignee.show(head.assignee, self._colleagues(), **self._may_assign())
        self._tray.show(words.planned(), **self._tray_terms())
        self._other.show(words.targets())
        self._decision.show(choices(case), turn=turn_of(case), proposal=proposal_words(case), login=self._login())
        self._decision_box.set_visibility(bool(choices(case)))

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

    def _events(self) -> list[TimelineEntry]:
        return [
            TimelineEntry(self.speaker.moment(one.at), one.who or self.speaker(_("The portal")), one.what, one.words or None)
            for one in self.case.timeline
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
        due = (
            _("{day} (if they answer today)", day=head.clock.due)
            if head.clock.is_provisional and head.clock.due
            else self.speaker.day(head.due)
        )
        if head.status == Status.PAUSED and head.due:
            due = _("The contractor answers by {day}", day=head.due)
        late = head.due is not None and head.due < today
        return {"ball": balls[head.ball], "due": due or _("No deadline"), "next_": head.next_step, "overdue": late}

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
            Part("part-messages", _("Messages"), len(case.messages)),
            Part("part-notes", _("Notes"), len(case.notes)),
            Part("part-timeline", _("What has happened")),
            *([Part("part-tray", _("Requests to send"), len(case.planned), bool(case.planned))] if self._has("plan_request") else []),
            *([Part("part-decision", _("Decision"))] if choices(case) else []),
        ]


def turn_of(case: OfficerCase) -> str:
    """What is decided upon now: the phase, and how often it was decided before."""
    return f"{case.head.phase}-{len(case.decisions)}-"


def bar_steps(head: Head, in_words: Callable[[Any], str]) -> list[ProcessStep]:
    """The process bar of a case; days in words."""
    return [ProcessStep(one.label, one.state, in_words(one.day), one.paused) for one in head.bar]
