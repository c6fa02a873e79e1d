"""Layout and words: stacks, rows, cards, columns, headings, paragraphs, links and icons as light native elements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from models.text import _
from ui.components.base import Tag, View, Words, html, safe_href

Look = Literal["body", "lead", "muted", "small"]
Gap = Literal[0, 1, 2, 3, 4, 6, 8, 12]


def stack(gap: Gap = 4, *, tag: str = "div") -> Tag:
    """Children below each other, `gap` in steps of 4 px."""
    return Tag(tag, classes=f"stack stack-{gap}")


def row(gap: Gap = 2, *, tag: str = "div") -> Tag:
    """Children beside each other, wrapping on narrow screens; `gap` in steps of 4 px."""
    return Tag(tag, classes=f"row row-{gap}")


@contextmanager
def card(title: Words | None = None, *, level: int = 2) -> Iterator[Tag]:
    """A quiet box with a line around it, titled when it is a part of its own."""
    with Tag("section" if title else "div", classes="card stack stack-4") as box:
        if title:
            heading(title, level=level)
        yield box


@contextmanager
def section(title: Words, *, level: int = 2, lead: Words | None = None) -> Iterator[Tag]:
    """A titled part of the page."""
    with Tag("section", classes="section stack stack-4") as part:
        heading(title, level=level)
        if lead:
            paragraph(lead, look="muted")
        yield part


@contextmanager
def two_columns() -> Iterator[tuple[Tag, Tag]]:
    """A main column and a sticky one at its right; below each other on narrow screens. Enter each with `with`."""
    with Tag("div", classes="columns"):
        main = Tag("div", classes="columns-main stack stack-6")
        aside = Tag("aside", classes="columns-aside", aria_label=_("Beside the form"))
    yield main, aside


@contextmanager
def details(summary: Words, *, is_open: bool = False) -> Iterator[Tag]:
    """More to read behind one line, opened by the person."""
    with Tag("details", classes="details", open=True if is_open else None) as box:
        Tag("summary", summary)
        with Tag("div", classes="details-body stack stack-2"):
            yield box


def heading(words: Words, *, level: int = 2, id_: str | None = None) -> Tag:
    """A heading of level 2 to 4; the one h1 of a page is drawn by `frame`."""
    return Tag(f"h{level}", words, f"h{level}", id=id_)


def paragraph(words: Words, *, look: Look = "body") -> Tag:
    """A paragraph; line breaks in a person's own words are kept."""
    return Tag("p", words, "" if look == "body" else f"text-{look}")


def link(words: Words, href: str, *, icon: str | None = None, new_tab: bool = False) -> View:
    """A link; one that opens a new tab says so."""
    return Link({"words": words, "href": safe_href(href), "icon": icon, "new_tab": _("(opens in a new tab)") if new_tab else None})


class Link(View):
    """See `link`."""

    template = html("link")


class Icon(View):
    """A decorative icon of the sprite; the words beside it carry the meaning."""

    template = html("icon")


def icon(name: str) -> Icon:
    """An icon by its name in `ui/static/icons.svg`."""
    return Icon({"name": name})
