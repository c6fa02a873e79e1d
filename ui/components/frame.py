"""The frame of every page: skip link, header, main with its one h1, footer, live region and toasts.

NiceGUI's page is already the `main` landmark; header and footer are put around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from nicegui import Client, context
from nicegui.element import Element

from models.text import Text, _, _n
from ui.components.base import Tag, View, Words, html, safe_href, use_speaker
from ui.components.browser import OrderBoard, tell_browser
from ui.components.dialog import Toasts
from ui.texts import Speaker
from ui.theme.status import Tone


def product() -> Text:
    """The name of the product, as people read it."""
    return _("Contractor portal")


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the main or the person's menu; `count` stands behind it when it is more than 0."""

    label: Words
    href: str
    current: bool = False
    count: int = 0
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: name, the company or municipality acted for, and the CSRF token of the forms in the menu."""

    name: str
    acting_as: str
    csrf: str = ""


class Header(View):
    """Product, who one acts for, navigation, language, theme and person menu; behind one button on a phone."""

    template = html("header")

    def count(self, href: str, n: int) -> None:
        """The number behind the entry that leads there; 0 shows none."""
        self.change(nav=[{**item, "count": n, "news": news_words(n)} if item["href"] == href else item for item in self.data["nav"]])


class Footer(View):
    """The quiet end of a page."""

    template = html("footer")


class PageHead(View):
    """The way back, the one h1 and what the page is for."""

    template = html("page-head")


class Page:
    """The page in hand: what `frame` gives."""

    def __init__(self, client: Client, speaker: Speaker, header: Header, head: PageHead, toasts: Toasts, content: Tag) -> None:
        self.client, self.speaker, self.header, self.content = client, speaker, header, content
        self._head, self._toasts = head, toasts

    def announce(self, words: Words) -> None:
        """Have screen readers say this politely, at most one sentence in five seconds."""
        tell_browser("announce", self.speaker(words), self.client)

    def toast(self, words: Words, *, tone: Tone = Tone.GREEN, undo: Callable[[], Any] | None = None) -> None:
        """A short sentence at the lower edge, heard too; never the only place where something important stands."""
        self._toasts.add(words, tone, undo)

    def focus(self, place: str) -> None:
        """Take the person to a field's key or a DOM id and mark it for three seconds."""
        tell_browser("focus", place, self.client)

    def retitle(self, words: Words, *, heading: Words | None = None) -> None:
        """Another title of the tab and the heading."""
        self.client.title = _tab_title(self.speaker, words)
        tell_browser("title", self.client.title, self.client)
        self._head.change(heading=heading or words)


def _tab_title(speaker: Speaker, title: Words) -> str:
    return f"{speaker(title)} – {speaker(product())}"


@contextmanager
def frame(
    speaker: Speaker,
    *,
    title: Words,
    viewer: Viewer | None = None,
    nav: Sequence[NavItem] = (),
    menu: Sequence[NavItem] = (),
    heading: Words | None = None,
    over: Words | None = None,
    lead: Words | None = None,
    back: tuple[Words, str] | None = None,
    wide: bool = False,
    here: str = "/",
) -> Iterator[Page]:
    """The frame around a page's content; the children of the `with` land in `main`.

    `here` is the path of the page, to come back after a change of language. The forms of the menu post to `/account/language` (`locale`,
    `next`, `csrf`) and `/logout` (`csrf`). `wide` gives boards and tables the whole width.
    """
    use_speaker(speaker)
    client = context.client
    client.title = _tab_title(speaker, title)
    _main_of(client).props.set_optional("id", "main")
    with client.layout:
        header = Header(_header(viewer, nav, menu, here, speaker))
        header.move(client.layout, 0)
        Footer(
            {
                "product": product(),
                "name": _("About the portal"),
                "links": [{"label": _("Accessibility statement"), "href": "/accessibility"}],
            }
        )
        Tag("div", id="portal-live", classes="unseen", role="status", aria_live="polite")
        OrderBoard().give("lang", speaker.locale)
        toasts = Toasts()
    with Tag("div", classes="page page-wide" if wide else "page") as content:
        shown_back = (back[0], safe_href(back[1])) if back else None
        head = PageHead({"heading": heading or title, "over": over, "lead": lead, "back": shown_back})
        yield Page(client, speaker, header, head, toasts, content)


def _main_of(client: Client) -> Element:
    """NiceGUI's page element, which the browser shows as `main`."""
    slot = client.content.parent_slot
    if slot is None:
        raise RuntimeError("the page's content has no page around it")
    return slot.parent


def _header(viewer: Viewer | None, nav: Sequence[NavItem], menu: Sequence[NavItem], here: str, speaker: Speaker) -> dict[str, Any]:
    words = {
        "skip": _("Skip to the content"),
        "product": product(),
        "main_menu": _("Main menu"),
        "settings": _("Language and look"),
        "language": _("Language"),
        "theme": _("Look"),
        "logout": _("Log out"),
        "down": _("No connection to the portal. What you have typed stays on this device."),
        "out": _("You are logged out. What you have typed stays on this device."),
        "back_in": _("Log in and go on here"),
    }
    themes = [("", _("As device"), "monitor"), ("light", _("Light"), "sun"), ("dark", _("Dark"), "moon")]
    name = viewer.name if viewer else ""
    return {
        "words": words,
        "name": name,
        "acting_as": viewer.acting_as if viewer else "",
        "csrf": viewer.csrf if viewer else "",
        "initials": "".join(part[0] for part in name.split()[:1] + name.split()[1:][-1:]).upper(),
        "nav": [_item(item) for item in nav],
        "menu": [_item(item) for item in menu],
        "here": safe_href(here),
        "locale": speaker.locale,
        "languages": [{"key": "nb", "label": "Bokmål"}, {"key": "nn", "label": "Nynorsk"}, {"key": "en", "label": "English"}],
        "themes": [{"key": key, "label": label, "icon": icon} for key, label, icon in themes],
    }


def _item(item: NavItem) -> dict[str, Any]:
    count = {"count": item.count, "news": news_words(item.count)}
    return {"label": item.label, "href": safe_href(item.href), "current": item.current, "icon": item.icon, **count}


def news_words(n: int) -> Text:
    """A number behind an entry of the menu, as it is heard."""
    return _n("{n} new", "{n} new", n)
