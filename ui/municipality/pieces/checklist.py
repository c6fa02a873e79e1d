"""The ledger as the officer's check-list: a line for each place in the form, with what was given and the requirements it answers to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from models.text import Text, _, _n
from ui.components.base import View, Words, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.theme.status import Tone
from workflows.casework.wording import ACTION_VERBS, LONG_SENTENCE, NO_ACTION, TOO_LONG

Act = Callable[[str, Any], Awaitable[object] | None]
Show = Literal["changed", "unseen", "lacking", "all"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something given: an answer in words, or a document with its picture. `was` is what stood there at the sending before.

    `maps` are the places it shows, as `shown_map` tells them.
    """

    words: Words
    label: Words = ""
    href: str = ""
    thumb: str = ""
    was: Words | None = None
    note: Words = ""
    maps: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """One requirement at a place. `in_own_words`: its prompt names a fault that is not there, so a request needs the officer's words."""

    key: str
    id: str
    what: Words
    how: Words
    source: Words = ""
    source_href: str = ""
    unmet: bool = False
    ticked: bool = False
    in_own_words: bool = False


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One place. `tick` says who found it good and when; `asked` what has been asked about it."""

    key: str
    label: Words
    demands: Sequence[Demand]
    state: Words = ""
    tone: Tone = Tone.PLAIN
    evidence: Sequence[Evidence] = ()
    is_answerable: bool = True
    waiver: Words = ""
    tick: Words = ""
    asked: Words = ""
    changed: bool = False

    @property
    def unmet(self) -> bool:
        """Something is lacking or doubtful here."""
        return any(one.unmet for one in self.demands)


@dataclass(frozen=True, slots=True)
class CheckStep:
    """The lines of one step, and the checks the portal made by itself and found in order."""

    key: str
    title: Words
    lines: Sequence[CheckLine] = ()
    by_itself: Sequence[Demand] = ()


class Checklist(View):
    """The check-list. Acts: `tick` with keys and reason (of an unmet line), `untick` with keys, `plan` with key, comment, kind, what."""

    template = html("checklist", TEMPLATES)

    def show(self, steps: Sequence[CheckStep], *, may_tick: bool, may_plan: bool) -> None:
        """The list as it is now; what is open and typed in the browser stays."""
        self.change(**_checklist(steps), may_tick=may_tick, may_plan=may_plan)


def checklist(steps: Sequence[CheckStep], *, first: Show, may_tick: bool, may_plan: bool, on_act: Act) -> Checklist:
    """The check-list, opened on the lines of `first`."""
    data = {**_checklist(steps), "may_tick": may_tick, "may_plan": may_plan}
    return Checklist({**data, "show": first, "words": _words(), "kinds": reason_kinds(), **sentence_terms()}, on_act=on_act)


def _checklist(steps: Sequence[CheckStep]) -> dict[str, Any]:
    lines = [line for step in steps for line in step.lines]
    shows = []
    for key, label in _SHOWS:
        among = [line for line in lines if key in _in(line)]
        seen = sum(bool(line.tick) for line in (lines if key == "unseen" else among))
        count = _("{seen} of {all} looked at", seen=seen, all=len(lines if key == "unseen" else among))
        shows.append({"key": key, "label": label, "n": len(among), "count": count})
    return {"steps": [_step(step) for step in steps if step.lines or step.by_itself], "shows": shows, "any": bool(lines)}


def _step(step: CheckStep) -> dict[str, Any]:
    seen = _("{seen} of {all}", seen=sum(bool(line.tick) for line in step.lines), all=len(step.lines))
    ready = [one.key for line in step.lines if not line.unmet and not line.asked for one in line.demands if not one.ticked]
    by_itself = [_demand(one) for one in step.by_itself]
    note = _n("{n} check by the portal without remarks", "{n} checks by the portal without remarks", len(by_itself))
    return {
        "key": step.key, "title": step.title, "seen": seen, "lines": [_line(line) for line in step.lines], "ready": ready,
        "by_itself": by_itself, "note": note,
    }  # fmt: skip


def _line(line: CheckLine) -> dict[str, Any]:
    demands = [_demand(one) for one in line.demands]
    first = next((one for one in line.demands if one.unmet), None) or next(
        (one for one in line.demands if not one.in_own_words), line.demands[0]
    )
    return {
        "key": line.key, "label": line.label, "state": line.state, "tone": line.tone, "evidence": [_evidence(one) for one in line.evidence],
        "answerable": line.is_answerable, "waiver": line.waiver, "tick": line.tick, "asked": line.asked, "changed": line.changed,
        "unmet": line.unmet, "demands": demands, "keys": [one.key for one in line.demands], "first": first.key, "in": _in(line),
        "count": _n("{n} requirement", "{n} requirements", len(demands)),
    }  # fmt: skip


def _demand(one: Demand) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in Demand.__slots__}
    return {**shown, "source_href": safe_href(one.source_href or None)}


def _evidence(one: Evidence) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Evidence.__slots__}


def _in(line: CheckLine) -> list[Show]:
    """Which of the filters show this line."""
    wanted: list[tuple[Show, bool]] = [("changed", line.changed), ("unseen", not line.tick), ("lacking", line.unmet), ("all", True)]
    return [key for key, shown in wanted if shown]


_SHOWS: tuple[tuple[Show, Text], ...] = (
    ("changed", _("Changed since last time")),
    ("unseen", _("Not looked at")),
    ("lacking", _("Lacking or doubtful")),
    ("all", _("All requirements")),
)


def sentence_terms() -> dict[str, Any]:
    """What the browser needs to warn about a sentence of the officer's own while it is typed."""
    return {"long": LONG_SENTENCE, "verbs": sorted(ACTION_VERBS)}


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
        "nothing_yet": _("Nothing has been sent in this part yet."),
        "changed": _("Changed"),
        "before": _("Before"),
        "now": _("Now"),
        "empty": _("empty"),
        "new_tab": _("opens in a new tab"),
        "nothing": _("Not answered"),
        "waiver": _("The contractor cannot supply this"),
        "ok": _("OK"),
        "ok_all": _("OK for the rest of this part"),
        "not_ok": _("Not OK …"),
        "which": _("Which requirement?"),
        "what": _("What should the contractor do?"),
        "what_lacks": _("Write what the contractor should do"),
        "form_title": _("The contractor will read this:"),
        "comment": _("Add a sentence of your own"),
        "comment_hint": _("Optional. Begin with what they should do."),
        "long": TOO_LONG,
        "no_action": NO_ACTION,
        "kind": _("What kind of request is it?"),
        "put_in_tray": _("Add to requests"),
        "cancel": _("Cancel"),
        "otherwise": _("Why is this good enough?"),
        "otherwise_hint": _("The requirement is not met as it stands. Your reason is kept in the log."),
        "reason_lacks": _("Write a short reason"),
        "met_otherwise": _("Mark as met"),
    }
