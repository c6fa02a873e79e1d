"""One thing asked and sent at once, without the tray: what is put to many contractors alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from models.actor import Actor
from models.case import Case
from models.errors import Refused
from workflows.casework.dossiers import Loaded, load
from workflows.casework.freshness import demand_seen
from workflows.casework.reaching import reached
from workflows.casework.reviewing import Wanted, planned
from workflows.casework.settling import permit, standing_of
from workflows.casework.tray_sending import sent_tray
from workflows.lifecycle import decide, no_planned_requests
from workflows.ports import Chance, UnitOfWork


def ask_at_once(
    ref: str,
    wanted: Wanted,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    due: date | None = None,
    seen_version: int | None = None,
) -> Case:
    """Ask one thing and send it, in one action; nothing that somebody is still preparing in the tray is sent with it.

    Raises Refused when something lies in the tray or nothing may be asked now, CaseMoved when others changed the case since
    `seen_version`, BadInput as `plan_request`.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit_asking(loaded, actor)
        demand_seen(case, seen_version, actor, work)
        planned(loaded, wanted, actor, work, now, chance)
        loaded.requests = work.cases.requests(case.id)
        loaded.changed()
        sent_tray(loaded, due, None, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return case


def permit_asking(loaded: Loaded, actor: Actor) -> None:
    """Raise unless one thing may be asked and sent at once: NotAllowed, or Refused with the reason."""
    permit(loaded, "plan_request", actor)
    standing = standing_of(loaded)
    in_the_way = no_planned_requests(standing, actor)
    if in_the_way is not None:
        raise Refused(in_the_way.why)
    decide(replace(standing, planned=1, planned_blocking=1), "send_requests", actor)
