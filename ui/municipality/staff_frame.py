"""The frame of the municipality's pages: the same head and menu everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from models.text import _
from ui.components import NavItem, Page, Viewer, Words, frame
from ui.visit import Visit


@contextmanager
def staff_frame(visit: Visit, *, title: Words, here: str, on_board: bool = False, **options: Any) -> Iterator[Page]:
    """The frame around a page for staff; `options` as in `frame`. The visit learns its page, so that it can speak on it."""
    actor = visit.actor
    viewer = Viewer(actor.name, actor.tenant_name, visit.csrf)
    nav = [NavItem(_("Board"), "/board", current=on_board)]
    menu = [NavItem(_("Account"), "/account", icon="user")]
    with frame(visit.speaker, title=title, viewer=viewer, nav=nav, menu=menu, wide=True, here=here, **options) as page:
        visit.page = page
        yield page
