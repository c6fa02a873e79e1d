"""The live missing panel: what is still to be done, grouped by weight, each line leading to its place. Source: product.md 3.11.

On wide screens it stands in the right column; on a phone the same element is a bar at the bottom that opens as a sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum
from typing import Any

from models.text import Text, _, _n
from ui.components.base import View, Words, call, html, safe_href


class MissingKind(StrEnum):
    """The groups, in the order they are shown."""

    ASKED_FOR = "asked_for"
    BLOCKS = "blocks"
    NEEDED = "needed"
    DOUBTFUL = "doubtful"
    RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True)
class MissingLine:
    """One thing to do: a short imperative and its section.

    `target` is the key of a field on this page, `href` the address where it stands on another. `why` is the rule in one line with its
    address in `why_href`. `can_waive` offers “I cannot get this”.
    """

    key: str
    words: Words
    place: Words = ""
    target: str = ""
    href: str | None = None
    why: Words | None = None
    why_href: str | None = None
    can_waive: bool = False


@dataclass(frozen=True, slots=True)
class MissingGroup:
    """The lines of one weight."""

    kind: MissingKind
    lines: Sequence[MissingLine]


@dataclass(frozen=True, slots=True)
class MissingView:
    """What the panel shows. Of what is met it says how much (`done`), and what when somebody opens the list (`tell_done`): there can be
    thousands.
    """

    groups: Sequence[MissingGroup] = attribute(default_factory=tuple)
    done: int = 0
    tell_done: Callable[[], Sequence[Words]] = tuple


def _title(kind: MissingKind) -> Text:
    titles = {
        MissingKind.ASKED_FOR: _("Must be corrected"),
        MissingKind.BLOCKS: _("Missing before you can send"),
        MissingKind.NEEDED: _("Needed for a decision"),
        MissingKind.DOUBTFUL: _("Have another look"),
        MissingKind.RECOMMENDED: _("Recommended"),
    }
    return titles[kind]


class MissingPanel(View):
    """See `missing_panel`."""

    template = html("missing-panel")

    def __init__(self, view: MissingView, on_cannot: Callable[[str], Any] | None, when_ready: Text | None = None) -> None:
        self._view, self._on_cannot, self._is_done_open = view, on_cannot, False
        words = {
            "name": _("What is missing"),
            "ready": when_ready or _("Everything is ready. Look it over and send."),
            "may": on_cannot is not None,
            "why": _("Why?"),
            "rule": _("Read the rule"),
            "new_tab": _("(opens in a new tab)"),
            "cannot": _("I cannot get this"),
        }
        super().__init__({**words, **self._shown()}, on_act=self._act)

    def show(self, view: MissingView) -> None:
        """What is missing now; the count is announced politely, at most every five seconds."""
        self._view = view
        self.change(**self._shown())

    def _shown(self) -> dict[str, Any]:
        return {**_shown(self._view), "done": list(self._view.tell_done()) if self._is_done_open else []}

    def _act(self, name: str, value: Any) -> Any:
        if name == "done":
            self._is_done_open = value is True
            self.change(**self._shown())
        return call(self._on_cannot, value) if name == "cannot" and isinstance(value, str) else None


def _shown(view: MissingView) -> dict[str, Any]:
    order = list(MissingKind)
    groups = sorted((group for group in view.groups if group.lines), key=lambda group: order.index(group.kind))
    count = sum(len(group.lines) for group in groups if group.kind is not MissingKind.RECOMMENDED)
    ready = _("Everything is ready. Look it over and send.")
    return {
        "groups": [{"kind": group.kind, "title": _title(group.kind), "lines": [_line(line) for line in group.lines]} for group in groups],
        "count": count,
        "bar": _n("{n} thing missing", "{n} things missing", count) if count else _("Everything is ready"),
        "say": _n("{n} thing is missing now", "{n} things are missing now", count) if count else ready,
        "done_words": _("Show {n} done", n=view.done) if view.done else "",
    }


def _line(line: MissingLine) -> dict[str, Any]:
    links = {"href": safe_href(line.href), "why_href": safe_href(line.why_href)}
    return {
        "key": line.key,
        "words": line.words,
        "place": line.place,
        "target": line.target,
        "why": line.why,
        "can_waive": line.can_waive,
        **links,
    }


def missing_panel(view: MissingView, *, on_cannot: Callable[[str], Any] | None = None, when_ready: Text | None = None) -> MissingPanel:
    """The panel of one case; `on_cannot` gets the key of a line the person cannot fulfil, `when_ready` is said when nothing lacks."""
    return MissingPanel(view, on_cannot, when_ready)
