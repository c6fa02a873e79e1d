"""How often the municipality asks for more than its rules do: by kind of case, never by officer. Source: product.md, idea 2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from models.actor import Actor
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.ports_hearing import DemandCount

YEAR = timedelta(days=365)


def extra_demands(
    since: datetime | None = None, until: datetime | None = None, *, actor: Actor, work: UnitOfWork, now: datetime
) -> Sequence[DemandCount]:
    """Extra demands and free questions the actor's municipality sent, of the last year unless told otherwise. Raises NotAllowed."""
    authorize(actor, "see_demands", municipality_id=actor.municipality_id)
    end = until or now
    with work:
        return work.hearing.demands(actor.municipality_id or "", since or end - YEAR, end)
