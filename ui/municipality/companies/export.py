"""The municipality's companies as a CSV file for spreadsheets; no cell can begin a formula (security rule 50)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.text import Text, _
from ui.login.desk import known_guest
from ui.municipality.companies.wish import wish_from
from ui.sheets import safe_cell
from ui.texts import Speaker, known_locale
from ui.visit import house
from workflows.access.life import STATES
from workflows.access.seeing import export_companies
from workflows.access.standing import COMPANY_IS_GONE
from workflows.clocks import day_of
from workflows.ports_joining import CompanyLine, Figures

HEADINGS: tuple[Text, ...] = (
    _("Organisation number"), _("Company"), _("Standing"), _("The company register"), _("Asked"), _("Decided"), _("Open cases"),
    _("Finished cases"), _("Applications approved"), _("Of these right first time"), _("First certificate to expire"),
)  # fmt: skip


def table(found: Iterable[tuple[CompanyLine, Figures]], speaker: Speaker) -> str:
    """The whole file; semicolons, as Norwegian spreadsheets expect, and a mark that it is UTF-8."""
    kept = io.StringIO()
    writer = csv.writer(kept, delimiter=";", lineterminator="\r\n")
    writer.writerow([speaker(one) for one in HEADINGS])
    for one, figures in found:
        said = COMPANY_IS_GONE.get(one.gone) or (_("In order") if one.is_verified else _("Not verified"))
        words = [
            one.number,
            one.name,
            speaker(STATES[one.state]),
            speaker(said),
            speaker.day(one.requested_at),
            speaker.day(one.decided_at),
        ]
        numbers = [figures.open, figures.finished, figures.decided, figures.first_time]
        ends = speaker.day(one.proof_ends_on) if one.proof_ends_on else ""
        writer.writerow([*map(safe_cell, words), *numbers, ends])
    return "\ufeff" + kept.getvalue()


async def take_out(request: Request) -> Response:
    """What the filters of the address choose, as a download. Raises NotSignedIn, NotAllowed."""
    guest, here = known_guest(request), house()
    now = here.now()
    wish = wish_from(request.query_params, day_of(now))
    found = await here.run_writing(lambda: export_companies(wish, actor=guest.actor, work=here.open_work(writing=True), now=now))
    content = table(found, Speaker(known_locale(guest.person.language)))
    headers = {"Content-Disposition": 'attachment; filename="companies.csv"', "Cache-Control": "no-store"}
    return Response(content.encode(), media_type="text/csv; charset=utf-8", headers=headers)


def company_export_routes() -> APIRouter:
    """The route; to be added before the pages, whose addresses cover its."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/companies/export", take_out, methods=["GET"], response_model=None)
    return routes
