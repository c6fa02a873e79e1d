"""Earlier cases on the same property and in the same street, with what was decided. Fetched after the page is drawn: nobody waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nicegui import background_tasks

from models.errors import PortalError
from models.text import Text, _
from models.values import place_name
from ui.case_parts.story import Asking
from ui.components.base import View, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.texts import Speaker
from ui.theme.status import status_look
from workflows.casework.nearby import Similar, SimilarCase, SimilarDecision, similar_cases


class Nearby(View):
    """The cases; until they are there it says that it is looking."""

    template = html("nearby", TEMPLATES)


def nearby(visit: Asking, speaker: Speaker, ref: str) -> Nearby:
    """The piece, which fills itself once the page is drawn."""
    words = {
        "looking": _("Looking for earlier cases …"),
        "none": _("There are no other cases on this property or in this street."),
        "more": _("There are more. Search for the street on the board."),
        "conditions": _("Conditions"),
        "away": _("Earlier cases could not be looked up now. Load the page again."),
    }
    piece = Nearby({"state": "looking", "groups": [], "more": False, "words": words})

    async def fill() -> None:
        try:
            found: Similar = await visit.ask(similar_cases, ref)
        except PortalError:  # signed out, or the database is away: the case itself stands there
            shown: dict[str, Any] = {"state": "away"}
        else:
            shown = {"state": "here", "groups": groups_of(found, speaker), "more": found.more}
        if not piece.client.is_deleted:
            piece.change(**shown)

    background_tasks.create(fill(), name="cases nearby")
    return piece


def groups_of(found: Similar, speaker: Speaker) -> list[dict[str, Any]]:
    """The cases on the property, then those in the street; a group without any is left out."""
    street = found.street[:1].upper() + found.street[1:]
    named: Sequence[tuple[Text, Sequence[SimilarCase]]] = (
        (_("On the same property"), found.on_property),
        (_("In the same street ({street})", street=street), found.in_street),
    )
    return [{"title": title, "cases": [_case(one, speaker) for one in cases]} for title, cases in named if cases]


def _case(one: SimilarCase, speaker: Speaker) -> dict[str, Any]:
    look = status_look(one.status, one.phase)
    return {
        "href": safe_href(f"/cases/{one.ref}"),
        "name": _("{number} · {kind}", number=one.number, kind=one.title),
        "where": place_name(one.address, one.property_key),
        "about": _("{company}, sent {day}", company=one.company, day=speaker.day(one.submitted_at)),
        "state": look.words("officer", one.company),
        "tone": look.tone,
        "decisions": [_decision(given, speaker) for given in one.decisions],
    }


def _decision(given: SimilarDecision, speaker: Speaker) -> dict[str, Any]:
    day = speaker.day(given.at)
    words = (
        _("{part}: approved {day}", part=given.part, day=day)
        if given.outcome == "approved"
        else _("{part}: rejected {day}", part=given.part, day=day)
    )
    return {"words": words, "reason": given.reason, "conditions": list(given.conditions)}
