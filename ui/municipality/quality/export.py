"""The parts behind the figures as a file for spreadsheets, streamed: five hundred rows are fetched when they are asked for."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.actor import Actor
from models.text import Text, _
from ui.login.desk import known_guest
from ui.municipality.quality.cases_page import OUTCOMES, behind_of
from ui.municipality.quality.wish import PHASES, query_from
from ui.sheets import Row, kind_of, stream, walked
from ui.texts import Speaker, known_locale
from ui.visit import house
from workflows.clocks import day_of
from workflows.measures.figures import begin_quality_export, quality_export_page
from workflows.ports import Page
from workflows.ports_quality import Behind, PartLine
from workflows.quality import QualityWish
from workflows.registry import WORKFLOWS

HEADINGS: tuple[Text, ...] = (
    _("Case"), _("Kind of case"), _("Part of the case"), _("Place"), _("Organisation number"), _("Company"), _("Sent"), _("Decided"),
    _("Outcome"), _("Right the first time"), _("Sendings"), _("Correction rounds"), _("Days with the municipality"),
    _("Days with the contractor"), _("Extra demands"), _("Doubtful documents"), _("What it lacked"),
)  # fmt: skip


async def take_out(request: Request) -> Response:
    """What the filters of the address choose. That it was taken out is recorded first. Raises NotSignedIn, NotAllowed."""
    guest, here, asked = known_guest(request), house(), request.query_params
    wish = query_from(asked, day_of(here.now())).wish
    record = functools.partial(begin_quality_export, wish, actor=guest.actor, work=here.open_work(writing=True), now=here.now())
    await here.run_writing(record)
    speaker = Speaker(known_locale(guest.person.language))
    behind, requirement = behind_of(asked.get("behind", "")), asked.get("missed", "")[:200]
    batches = part_rows(wish, behind, requirement, guest.actor, speaker)
    return await stream(kind_of(asked.get("format", "")), "quality", [speaker(one) for one in HEADINGS], batches)


def part_rows(wish: QualityWish, behind: Behind, requirement: str, actor: Actor, speaker: Speaker) -> AsyncIterator[Sequence[Row]]:
    """The parts as rows in words, some hundred at a time."""
    here = house()

    def page_after(key: str | None) -> Page[PartLine]:
        return quality_export_page(wish, behind, requirement, key, actor=actor, work=here.open_work(writing=False))

    return walked(here.run_reading, page_after, lambda parts: [cells(one, speaker) for one in parts])


def cells(one: PartLine, speaker: Speaker) -> Row:
    """One part as a row of the file."""
    kind = speaker(WORKFLOWS[one.workflow].title) if one.workflow in WORKFLOWS else one.workflow
    return [
        one.number, kind, speaker(PHASES[one.phase]), one.place, one.company_number, one.company, one.sent_on, one.decided_on,
        speaker(OUTCOMES.get(one.outcome, one.outcome)), speaker(_("Yes")) if one.right_first else speaker(_("No")), one.sendings,
        one.rounds, one.own_days, one.their_days, one.extra, one.doubtful, " ".join(one.missed),
    ]  # fmt: skip


def quality_export_routes() -> APIRouter:
    """The route; to be added before the pages, whose addresses cover its."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/quality/export", take_out, methods=["GET"], response_model=None)
    return routes
