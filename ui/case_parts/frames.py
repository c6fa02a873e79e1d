"""The frame of a visitor's pages: menu by role, who acts for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from nicegui import background_tasks

from models.errors import PortalError
from models.text import Text, _, _c
from ui.components import NavItem, Page, Viewer, Words, frame
from ui.visit import Visit
from workflows.notices.reading import unread_notices
from workflows.policy import MATRIX

NOTICES = "/notices"


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
    if actor.role in MATRIX["see_companies"]:
        nav.append(NavItem(_("Companies"), "/companies", current=visit.path.startswith("/companies")))
    if actor.role in MATRIX["see_own_company"]:
        nav.append(NavItem(_("Your company"), "/company", current=visit.path == "/company"))
    if actor.role in MATRIX["see_rules"]:
        nav.append(NavItem(_("Settings"), "/settings", current=visit.path.startswith("/settings")))
    if actor.role in MATRIX["see_people"]:
        nav.append(NavItem(_("People"), "/people", current=visit.path.startswith("/people")))
    nav.append(NavItem(_c("inbox", "Notices"), NOTICES, current=visit.path == NOTICES))
    menu = [NavItem(_("Your account"), "/account", icon="user")]
    viewer = Viewer(actor.name, actor.tenant_name, csrf=visit.csrf)
    with frame(
        visit.speaker, title=title, viewer=viewer, nav=nav, menu=menu, heading=heading, over=over, lead=lead, back=back,
        here=here or visit.path, wide=wide,
    ) as page:  # fmt: skip
        visit.page = page
        count_notices(visit, page)
        yield page


def count_notices(visit: Visit, page: Page) -> None:
    """How many notices are unread, in the menu of every page, live. Asked for after the page is drawn: nobody waits for it."""

    async def count(changes: Sequence[Any] = ()) -> None:
        if changes and not any(change.kind in ("notice", "notices_read") for change in changes):
            return
        try:
            unread = await visit.ask(unread_notices)
        except PortalError:  # signed out, or the database is away: the page itself tells
            return
        if not page.client.is_deleted:
            page.header.count(NOTICES, unread)

    background_tasks.create(count(), name="count notices")
    visit.listen(f"person:{visit.actor.person_id}", count)
