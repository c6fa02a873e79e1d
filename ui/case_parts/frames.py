"""The frame of a visitor's pages: menu by role, who acts for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from nicegui import background_tasks

from models.base import Role
from models.errors import PortalError
from models.text import Text, _, _c
from ui.components import NavItem, Page, Viewer, Words, frame
from ui.visit import Visit
from workflows.notices.reading import unread_notices
from workflows.policy import MATRIX

NOTICES = "/notices"
ROOMS: tuple[tuple[str, Text, str, tuple[str, ...]], ...] = (
    ("see_board", _("Board"), "/board", ()),
    ("see_overview", _c("first page", "Home"), "/", ()),
    ("see_own_cases", _("Cases"), "/cases", ()),
    ("see_calendar", _("Calendar"), "/calendar", ()),
    ("see_tasks", _("To follow up"), "/tasks", ()),
    ("see_asked", _("Asked of you"), "/asked", ("/mentions",)),
    ("see_quality", _("Quality"), "/quality", ()),
    ("see_companies", _("Companies"), "/companies", ()),
    ("see_own_company", _("Your company"), "/company", ()),
    ("see_rules", _("Settings"), "/settings", ()),
    ("see_people", _("People"), "/people", ()),
    ("see_audit", _("The log"), "/audit", ()),
    ("see_notices", _c("inbox", "Notices"), NOTICES, ()),
)
"""The menu of both sides, from left to right: who may open it, its name, its address, and what else belongs to it.

One is there itself, and on the pages below it that have no place of their own in the menu: a case is nobody's room.
"""
_ALONE = frozenset({"/", "/cases", "/company"})
"""Below these lie pages of other rooms."""


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
    if actor.role == Role.PLATFORM_ADMIN:
        with platform_frame(visit, title=title, over=over, lead=lead, back=back, here=here or visit.path, wide=wide) as page:
            yield page
        return
    if actor.role == Role.EXPERT:
        with expert_frame(visit, title=title, over=over, lead=lead, back=back, here=here or visit.path, wide=wide) as page:
            yield page
        return
    menu = [NavItem(_("Your account"), "/account", icon="user")]
    if actor.role in MATRIX["keep_webhooks"] and not actor.is_staff:
        menu.append(NavItem(_("Webhooks"), "/account/webhooks", icon="share-2"))
    viewer = Viewer(actor.name, actor.tenant_name, csrf=visit.csrf)
    with frame(
        visit.speaker, title=title, viewer=viewer, nav=list(_rooms(visit)), menu=menu, heading=heading, over=over, lead=lead, back=back,
        here=here or visit.path, wide=wide,
    ) as page:  # fmt: skip
        visit.page = page
        count_notices(visit, page)
        yield page


def _rooms(visit: Visit) -> Iterator[NavItem]:
    """The menu of the visitor's role."""
    for action, name, address, others in ROOMS:
        if visit.actor.role in MATRIX[action]:
            below = address not in _ALONE and visit.path.startswith((f"{address}/", *others))
            yield NavItem(name, address, current=visit.path == address or below)


@contextmanager
def expert_frame(visit: Visit, **more: Any) -> Iterator[Page]:
    """The frame of an outside expert, who has no tenant and no cases but what they are asked about."""
    nav = [
        NavItem(_("Asked of you"), "/asked", current=visit.path.startswith("/asked")),
        NavItem(_c("inbox", "Notices"), NOTICES, current=visit.path == NOTICES),
    ]
    viewer = Viewer(visit.actor.name, visit.t(_("Outside expert")), csrf=visit.csrf)
    menu = [NavItem(_("Your account"), "/account", icon="user")]
    with frame(visit.speaker, viewer=viewer, nav=nav, menu=menu, **more) as page:
        visit.page = page
        count_notices(visit, page)
        yield page


@contextmanager
def platform_frame(visit: Visit, **more: Any) -> Iterator[Page]:
    """The frame of the platform's administrator, who has no cases, no tenant and no notices."""
    nav = [
        NavItem(_("Platform"), "/platform", current=visit.path.startswith("/platform")),
        NavItem(_("Personal data"), "/audit/data-map", current=visit.path == "/audit/data-map"),
    ]
    viewer = Viewer(visit.actor.name, visit.t(_("The portal")), csrf=visit.csrf)
    with frame(visit.speaker, viewer=viewer, nav=nav, menu=[NavItem(_("Your account"), "/account", icon="user")], **more) as page:
        visit.page = page
        yield page


def count_notices(visit: Visit, page: Page) -> None:
    """How many notices are unread, in the menu of every page, live. Asked for after the page is drawn: nobody waits for it."""

    async def count(changes: Sequence[Any] = ()) -> None:
        if changes and not any(change.tells("notice", "notices_read") for change in changes):
            return
        try:
            unread = await visit.ask(unread_notices)
        except PortalError:  # signed out, or the database is away: the page itself tells
            return
        if not page.client.is_deleted:
            page.header.count(NOTICES, unread)

    background_tasks.create(count(), name="count notices")
    visit.listen(f"person:{visit.actor.person_id}", count)
