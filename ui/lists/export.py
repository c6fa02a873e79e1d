"""The municipality's cases as a file for spreadsheets, piece by piece from one joined query; that it was taken out is in the log."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.actor import Actor
from models.text import Text, _
from ui.login.desk import known_guest
from ui.municipality.pieces.lane import LANES
from ui.municipality.wish import wish_from
from ui.sheets import Row, kind_of, stream, walked
from ui.texts import Speaker, known_locale
from ui.theme.status import status_look
from ui.visit import house
from workflows.casework.lists import begin_case_export, export_cases
from workflows.clocks import Calendar, age, day_of
from workflows.ports import CaseFilter, Page
from workflows.ports_lists import CaseLine
from workflows.registry import workflow

HEADINGS: tuple[Text, ...] = (
    _("Case"), _("Type"), _("Phase"), _("Status"), _("Stands in"), _("Address"), _("Property"), _("Own reference"), _("Company"),
    _("Organisation number"), _("Handled by"), _("Received"), _("Deadline"), _("Days used"), _("Open requests"), _("Lacking"),
    _("Work begins"), _("Approved"), _("Last changed"), _("Latitude"), _("Longitude"),
)  # fmt: skip


async def take_out(request: Request) -> Response:
    """What the filters of the address choose, or the cases in `refs`, joined by dots. Raises NotSignedIn, NotAllowed, BadInput."""
    guest, here = known_guest(request), house()
    wish, now = wish_from(request.query_params), here.now()
    narrowed = wish.filter(person_id=guest.actor.person_id, today=day_of(now))
    chosen = request.query_params.get("refs")
    refs = [one for one in chosen.split(".") if one] if chosen else None
    record = functools.partial(begin_case_export, narrowed, refs, actor=guest.actor, work=here.open_work(writing=True), now=now)
    await here.run_writing(record)
    speaker = Speaker(known_locale(guest.person.language))
    header = [speaker(one) for one in HEADINGS]
    lines = case_rows(CaseFilter() if refs else narrowed, refs, guest.actor, speaker)
    return await stream(kind_of(request.query_params.get("kind", "")), "cases", header, lines)


def case_rows(wish: CaseFilter, refs: Sequence[str] | None, actor: Actor, speaker: Speaker) -> AsyncIterator[Sequence[Row]]:
    """The lines in words, a thousand at a time."""
    here = house()

    def page_after(key: str | None) -> Page[CaseLine]:
        return export_cases(wish, refs, key, actor=actor, work=here.open_work(writing=False))

    return walked(here.run_reading, page_after, lambda lines: cells(lines, speaker, day_of(here.now())))


def cells(lines: Sequence[CaseLine], speaker: Speaker, today: date) -> list[Row]:
    """Lines of the file, all of one municipality's cases; words that repeat are spoken once."""

    @functools.cache
    def run_since(day: date | None, closed: frozenset[date]) -> int:
        return age(0, day, today, Calendar(closed)) or 0

    @functools.cache
    def said(words: Text) -> str:
        return speaker(words)

    rows: list[Row] = []
    for line in lines:
        card = line.card
        kind = workflow(card.workflow)
        look = status_look(card.status, card.phase, works=card.work_is_on)
        used = None if card.clock_days is None else card.clock_days + run_since(card.clock_since, card.closed_days)
        rows.append(
            [
                card.number, said(kind.title), said(kind.phase(card.phase).title), speaker(look.words("officer", card.company)),
                said(LANES[card.column][0]) if card.column in LANES else "", card.address, card.property_key, card.reference, card.company,
                line.company_number, card.assignee, card.submitted_at, card.due_on, used,
                card.open_requests, card.lacking, line.starts_on, line.approved_at, card.updated_at, line.latitude, line.longitude,
            ]
        )  # fmt: skip
    return rows


def case_export_routes() -> APIRouter:
    """The route; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/board/export", take_out, methods=["GET"], response_model=None)
    return routes
