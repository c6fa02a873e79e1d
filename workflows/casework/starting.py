"""Where a company may begin a case."""

from __future__ import annotations

from models.actor import Actor
from workflows.casework.local import newest_local
from workflows.policy import authorize
from workflows.ports import UnitOfWork
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
