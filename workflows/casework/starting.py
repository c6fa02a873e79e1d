"""Where a company may begin a case, and what it has begun there already."""

from __future__ import annotations

from collections.abc import Sequence

from models.actor import Actor
from models.base import Status
from models.errors import Refused
from models.parties import Municipality
from models.text import _
from workflows.casework.local import newest_local
from workflows.policy import authorize
from workflows.ports import CaseCard, UnitOfWork
from workflows.registry import WORKFLOWS


def places_to_start(*, actor: Actor, work: UnitOfWork) -> dict[str, tuple[str, str]]:
    """Municipality number -> (name, the company's standing there), approved ones first."""
    authorize(actor, "start_case", company_id=actor.company_id)
    with work:
        found = work.parties.municipalities_for(actor.company_id or "")
    ordered = sorted(found, key=lambda one: (one[1] != "approved", one[0].name))
    return {place.number: (place.name, standing) for place, standing in ordered}


def kinds_open(*, actor: Actor, work: UnitOfWork) -> dict[str, frozenset[str]]:
    """Municipality number -> keys of the workflows it takes new cases of."""
    authorize(actor, "start_case", company_id=actor.company_id)
    with work:
        places = [place for place, _standing in work.parties.municipalities_for(actor.company_id or "")]
        return {
            place.number: frozenset(key for key, one in WORKFLOWS.items() if newest_local(one, place.id, work).content.is_open)
            for place in places
        }


def similar_cases(workflow: str, municipality: str, property_key: str, *, actor: Actor, work: UnitOfWork) -> Sequence[CaseCard]:
    """The company's drafts and open cases of this workflow on the property, newest first."""
    authorize(actor, "start_case")
    with work:
        place = work.parties.municipality_by_number(municipality)
        cards = work.cases.on_properties(actor.scope, place.id, [property_key], workflow)
    over = {Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED}
    return [card for card in cards if card.status not in over]


def refuse_paused(place: Municipality) -> None:
    """Raise Refused for a municipality the platform's administrator has paused."""
    if place.paused_at is not None:
        raise Refused(_("{municipality} takes nothing in for now. Your draft is kept; try again later.", municipality=place.name))
