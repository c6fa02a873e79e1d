"""Tags, notices and the states a page can be in: empty, done. Pages come whole and what fails says so by itself, so none waits or errs."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import Phase, Status
from models.text import _
from ui.components.base import View, Words, html, safe_href
from ui.theme.status import Side, Tone, status_look

_ICONS = {Tone.GREEN: "circle-check", Tone.YELLOW: "triangle-alert", Tone.RED: "circle-alert"}


class StatusTag(View):
    """A short status: words first, tone second."""

    template = html("status-tag")

    def show(self, words: Words, tone: Tone = Tone.GREY, *, strong: bool = False) -> None:
        """Another status in place."""
        self.change(words=words, tone=tone, strong=strong)


def tag(words: Words, tone: Tone = Tone.GREY, *, strong: bool = False) -> StatusTag:
    """A tag of any wording; the status of a case has its own, `status_tag`."""
    return StatusTag({"words": words, "tone": tone, "strong": strong})


def status_tag(
    status: Status, phase: Phase = Phase.APPLICATION, *, side: Side = "contractor", firm: str = "", works: bool = False
) -> StatusTag:
    """The status of a case as one side reads it; `works` as `status_look` takes it."""
    look = status_look(status, phase, works=works)
    return tag(look.words(side, firm), look.tone, strong=look.strong)


class Notice(View):
    """A calm box with something worth knowing on this page."""

    template = html("notice")

    def show(self, words: Words, tone: Tone = Tone.BLUE, *, title: Words | None = None) -> None:
        """Other words in place."""
        self.change(words=words, tone=tone, title=title, icon=_ICONS.get(tone, "info"))


def notice(
    words: Words, tone: Tone = Tone.BLUE, *, title: Words | None = None, link: tuple[Words, str] | None = None, live: bool = False
) -> Notice:
    """A notice in the flow of the page; `live` has screen readers hear it when it appears later."""
    shown_link = (link[0], safe_href(link[1])) if link else None
    role = "status" if live else None
    return Notice({"words": words, "tone": tone, "title": title, "link": shown_link, "icon": _ICONS.get(tone, "info"), "role": role})


class PlaceholderState(View):
    """What stands where content would be."""

    template = html("placeholder-state")


def empty_state(icon: str, title: Words, words: Words, *, action: tuple[Words, str] | None = None, level: int = 2) -> PlaceholderState:
    """Nothing here yet: why, and the way to the first one."""
    shown = (action[0], safe_href(action[1])) if action else None
    return PlaceholderState({"icon": icon, "title": title, "words": words, "action": shown, "level": level})


class Confirmation(View):
    """The receipt on screen after something was sent."""

    template = html("confirmation")


def confirmation(title: Words, reference: str = "", lines: Sequence[Words] = ()) -> Confirmation:
    """It is done: the reference, and what happens next."""
    return Confirmation({"title": title, "reference": reference, "lines": list(lines), "caption": _("Your reference:")})
