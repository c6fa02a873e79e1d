"""The ledger as the officer's check-list: each requirement beside what was given, to tick or to ask about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from models.text import Text, _
from ui.components.base import View, Words, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.theme.status import Tone

Act = Callable[[str, Any], Awaitable[object] | None]
Show = Literal["changed", "unseen", "lacking", "all"]

LONG_SENTENCE = 300
"""A free sentence above this length is warned about. Source: product.md 3.12."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something given: an answer in words, or a document with its picture. `was` is what stood there at the sending before."""

    words: Words
    label: Words = ""
    href: str = ""
    thumb: str = ""
    was: Words | None = None
    note: Words = ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One requirement at one place. `finding` is what the ledger says when it is unmet, `tick` who found it good and when."""

    key: str
    label: Words
    id: str
    state: Words
    tone: Tone
    what: Words = ""
    how: Words = ""
    source: Words = ""
    source_href: str = ""
    evidence: Sequence[Evidence] = ()
    finding: Words = ""
    waiver: Words = ""
    tick: Words = ""
    asked: Words = ""
    changed: bool = False
    unmet: bool = False


@dataclass(frozen=True, slots=True)
class CheckStep:
    """The rows of one step, and all its answers for those who want to read on."""

    key: str
    title: Words
    rows: Sequence[CheckRow] = ()
    answers: Sequence[Evidence] = field(default_factory=tuple)


class Checklist(View):
    """The check-list. Acts: `tick` with key and reason (of an unmet row), `untick` with a key, `plan` with key, comment, kind."""

    template = html("checklist", TEMPLATES)

    def show(self, steps: Sequence[CheckStep], *, may_tick: bool, may_plan: bool) -> None:
        """The list as it is now; what is open and typed in the browser stays."""
        self.change(**_checklist(steps), may_tick=may_tick, may_plan=may_plan)


def checklist(steps: Sequence[CheckStep], *, first: Show, may_tick: bool, may_plan: bool, on_act: Act) -> Checklist:
    """The check-list, opened on the rows of `first`."""
    data = {**_checklist(steps), "may_tick": may_tick, "may_plan": may_plan}
    return Checklist({**data, "show": first, "words": _words(), "kinds": reason_kinds(), "long": LONG_SENTENCE}, on_act=on_act)


def _checklist(steps: Sequence[CheckStep]) -> dict[str, Any]:
    rows = [row for step in steps for row in step.rows]
    seen = sum(bool(row.tick) for row in rows)
    shows = [{"key": key, "label": label, "n": sum(key in _in(row) for row in rows)} for key, label in _SHOWS]
    count = _("{seen} of {all} looked at", seen=seen, all=len(rows))
    return {"steps": [_step(step) for step in steps if step.rows], "shows": shows, "count": count}


def _step(step: CheckStep) -> dict[str, Any]:
    seen = _("{seen} of {all}", seen=sum(bool(row.tick) for row in step.rows), all=len(step.rows))
    rows = [_row(row) for row in step.rows]
    return {"key": step.key, "title": step.title, "seen": seen, "rows": rows, "answers": [_evidence(one) for one in step.answers]}


def _row(row: CheckRow) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in CheckRow.__slots__}
    shown.update(evidence=[_evidence(one) for one in row.evidence], source_href=safe_href(row.source_href or None), given=not row.finding)
    return {**shown, "in": _in(row)}


def _evidence(one: Evidence) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Evidence.__slots__}


def _in(row: CheckRow) -> list[Show]:
    """Which of the filters show this row."""
    wanted: list[tuple[Show, bool]] = [("changed", row.changed), ("unseen", not row.tick), ("lacking", row.unmet), ("all", True)]
    return [key for key, shown in wanted if shown]


_SHOWS: tuple[tuple[Show, Text], ...] = (
    ("changed", _("Changed since last time")),
    ("unseen", _("Not looked at")),
    ("lacking", _("Lacking or doubtful")),
    ("all", _("All requirements")),
)


def reason_kinds() -> list[dict[str, Any]]:
    """The two kinds of reason: an incomplete case starts its time limit anew, an incorrect one goes on where it stopped."""
    return [
        {"key": "incomplete", "label": _("Something is missing"), "hint": _("The time limit starts anew when the answer comes.")},
        {"key": "incorrect", "label": _("Something must be corrected"), "hint": _("The time limit goes on where it stopped.")},
    ]


def _words() -> dict[str, Text]:
    return {
        "filter": _("Which requirements to show"),
        "none": _("Nothing to show here. Choose “All requirements” to see the rest."),
        "changed": _("Changed"),
        "before": _("Before"),
        "now": _("Now"),
        "empty": _("empty"),
        "new_tab": _("opens in a new tab"),
        "nothing": _("Not answered"),
        "waiver": _("The contractor cannot supply this"),
        "why": _("Requirement and source"),
        "ok": _("OK"),
        "not_ok": _("Not OK …"),
        "form_title": _("The contractor will read this:"),
        "comment": _("Add a sentence of your own"),
        "comment_hint": _("Optional. Begin with what they should do."),
        "long": _("Long texts are seldom read. Try to say it in fewer than 300 characters."),
        "kind": _("What kind of request is it?"),
        "put_in_tray": _("Add to requests"),
        "cancel": _("Cancel"),
        "all_answers": _("All answers in this step"),
        "otherwise": _("Why is this good enough?"),
        "otherwise_hint": _("The requirement is not met as it stands. Your reason is kept in the log."),
        "reason_lacks": _("Write a short reason"),
        "met_otherwise": _("Mark as met"),
    }
