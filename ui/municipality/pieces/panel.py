"""The boxes of the officer's page, and the line of links that leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import Tag, View, Words, html
from ui.municipality.pieces import TEMPLATES


@contextmanager
def panel(title: Words, place: str, *, landmark: bool = True) -> Iterator[Tag]:
    """A titled box; `place` is its id, which links on the page lead to. Not a landmark where its content is one already."""
    named = {"aria_labelledby": f"{place}-title"} if landmark else {}
    with Tag("section" if landmark else "div", classes="panel", id=place, **named) as box:
        Tag("h2", title, classes="panel-title", id=f"{place}-title")
        yield box


@dataclass(frozen=True, slots=True)
class Part:
    """One link of the line: where it leads, its words, and how much is there; `urgent` when somebody waits for it."""

    place: str
    label: Words
    n: int = 0
    urgent: bool = False


KEYS = {
    "part-checks": "c", "part-requests": "r", "part-changes": "e", "part-documents": "d", "part-statements": "s", "part-messages": "m",
    "part-notes": "n", "part-timeline": "h", "part-tray": "t", "part-decision": "v",
}  # fmt: skip
"""The key that leads to a part, the same in every language and every case (`desk.js`)."""
KEYS_WORDS: dict[str, Text] = {
    "keys": _("Keys"), "keys_title": _("Keys you can use here"), "close": _("Close"), "letters": _("Use keys of one letter on this device"),
}  # fmt: skip
"""What the list of keys says (`keys-help.html`). That single keys can be switched off is WCAG 2.1, 2.1.4."""


class PartNav(View):
    """The line of links to the parts of the page, with the list of keys that lead there too."""

    template = html("part-nav", TEMPLATES)

    def show(self, parts: Sequence[Part]) -> None:
        """The parts with their numbers as they are now."""
        self.change(parts=_parts(parts), keys=_keys(parts))


def part_nav(parts: Sequence[Part]) -> PartNav:
    """The line of links."""
    return PartNav({"parts": _parts(parts), "keys": _keys(parts), "name": _("Parts of the case"), "words": KEYS_WORDS})


def _keys(parts: Sequence[Part]) -> list[dict[str, Words]]:
    leading = [{"key": KEYS[one.place], "words": one.label} for one in parts if one.place in KEYS]
    return [*leading, {"key": "?", "words": _("Show this list")}]


def _parts(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [{"place": one.place, "label": one.label, "n": one.n, "urgent": one.urgent, "key": KEYS.get(one.place, "")} for one in parts]


Fact = tuple[Words, Words, str]


class CaseSub(View):
    """What identifies a case, in one line under its heading."""

    template = html("case-sub", TEMPLATES)

    def show(self, facts: Sequence[Fact]) -> None:
        """The facts as they are now; empty ones are left out."""
        self.change(facts=_facts(facts))


def case_sub(facts: Sequence[Fact]) -> CaseSub:
    """Label, words, and the address they lead to or nothing."""
    return CaseSub({"facts": _facts(facts)})


def _facts(facts: Sequence[Fact]) -> list[Fact]:
    return [one for one in facts if one[1]]


class NextStep(View):
    """The one thing to do next, when a single press does it. Acts: the key that is shown."""

    template = html("next-step", TEMPLATES)

    def show(self, act: str, label: Words, words: Words = "") -> None:
        """Another step, or only words about who acts."""
        self.change(act=act, label=label, words=words)


def next_step(act: str, label: Words, words: Words, on_act: Any) -> NextStep:
    """The next step; without an act only its words are shown."""
    return NextStep({"act": act, "label": label, "words": words}, on_act=on_act)
