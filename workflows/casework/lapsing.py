"""Closing permits nobody used: once a day the portal looks for them and lets each lapse, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from models.actor import Machine
from models.base import Status
from models.errors import Refused
from workflows.casework.dossiers import load
from workflows.casework.settling import close_requests, permit, settle, standing_of, tell
from workflows.clocks import day_of
from workflows.ports import Chance, UnitOfWork


def unused_permits(*, work: UnitOfWork, now: datetime) -> Sequence[str]:
    """Ids of the cases whose approval has run out while the next part lay unsent with the contractor. Reads only."""
    with work:
        drafts = work.cases.approved_drafts()
        found = []
        for case_id in drafts:
            standing = standing_of(load(work.cases.by_id(case_id), work=work, now=now))
            if standing.runs_out_on is not None and day_of(now) >= standing.runs_out_on:
                found.append(case_id)
    return found


def lapse_unused(case_id: str, *, work: UnitOfWork, now: datetime, chance: Chance) -> bool:
    """Let one case lapse, and tell who began it; whether it did. A case that somebody moved or used meanwhile is left alone."""
    with work:
        case = work.cases.by_id(case_id)
        if case.status != Status.DRAFT:
            return False
        loaded = load(case, work=work, now=now)
        try:
            status = permit(loaded, "lapse", Machine())
        except Refused:
            return False
        close_requests(loaded, work=work, now=now)
        settle(loaded, "lapsed", actor=Machine(), work=work, now=now, status=status, data={"automatic": True})
        tell(case, "lapsed", [case.created_by], work=work, chance=chance, now=now)
        work.commit()
    return True
