"""The log as a CSV file for spreadsheets, piece by piece as it is read; no cell can begin a formula (security rule 50)."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.actor import Actor
from models.text import Text, _
from ui.login.desk import known_guest
from ui.oversight.rows import who
from ui.oversight.wish import wish_from
from ui.oversight.words import said
from ui.sheets import Row, stream, walked
from ui.texts import Speaker, known_locale
from ui.visit import house
from workflows.oversight.auditing import begin_export, export_page
from workflows.ports import Page
from workflows.ports_oversight import AuditWish, LoggedLine

HEADINGS: tuple[Text, ...] = (
    _("Time (UTC)"), _("Who"), _("What"), _("Kind"), _("Case"), _("Company"), _("Organisation number"), _("Person concerned"), _("Chain"),
    _("Number"), _("Fingerprint"),
)  # fmt: skip


async def take_out(request: Request) -> Response:
    """What the filters of the address choose, as a download. That it was taken out is recorded first. Raises NotSignedIn, NotAllowed."""
    guest, here = known_guest(request), house()
    wish = wish_from(request.query_params)
    record = functools.partial(begin_export, wish, actor=guest.actor, work=here.open_work(writing=True), now=here.now())
    await here.run_writing(record)
    speaker = Speaker(known_locale(guest.person.language))
    return await stream("csv", "log", [speaker(one) for one in HEADINGS], _lines(wish, guest.actor, speaker))


def _lines(wish: AuditWish, actor: Actor, speaker: Speaker) -> AsyncIterator[Sequence[Row]]:
    """Five hundred lines at a time."""
    here = house()

    def page_after(key: str | None) -> Page[LoggedLine]:
        return export_page(wish, key, actor=actor, work=here.open_work(writing=False))

    return walked(here.run_reading, page_after, lambda lines: [cells(one, speaker) for one in lines])


def cells(line: LoggedLine, speaker: Speaker) -> Row:
    """One line of the log."""
    event = line.event
    words = [speaker(who(line)), speaker(said(event.kind)), event.kind, line.case_number, line.company, line.company_number]
    return [event.at.isoformat(timespec="seconds"), *words, line.about_person, event.stream, event.seq, event.hash]


def audit_export_routes() -> APIRouter:
    """The route; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/audit/export", take_out, methods=["GET"], response_model=None)
    return routes
