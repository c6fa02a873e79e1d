"""The frame of a visitor's pages: menu by role, who acts for whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from models.text import Text, _
from ui.components import NavItem, Page, Viewer, Words, frame
from ui.visit import Visit
from workflows.policy import MATRIX


@contextmanager
def visitor_frame(
    visit: Visit,
    *,
    title: Words,
    heading: Words | None = None,
    over: Words | None = None,
    lead: Words | None = None,
    back: tuple[Text, str] | None = None,
    here: str = "",
    wide: bool = False,
) -> Iterator[Page]:
    """The frame around a page; the visit can speak on it from then on."""
    actor = visit.actor
    board = NavItem(_("Board"), "/board", current=visit.path == "/board")
    front = board if actor.is_staff else NavItem(_("Cases"), "/cases", current=visit.path in ("/", "/cases"))
    nav = [front]
    if actor.role in MATRIX["see_rules"]:
        nav.append(NavItem(_("Settings"), "/settings", current=visit.path.startswith("/settings")))
    menu = [NavItem(_("Your account"), "/account", icon="user")]
    viewer = Viewer(actor.name, actor.tenant_name, csrf=visit.csrf)
    with frame(
        visit.speaker, title=title, viewer=viewer, nav=nav, menu=menu, heading=heading, over=over, lead=lead, back=back,
        here=here or visit.path, wide=wide,
    ) as page:  # fmt: skip
        visit.page = page
        yield page
