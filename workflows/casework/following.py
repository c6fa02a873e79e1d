"""What is confirmed of the work on site: that it began and ended, that a trench may be filled back, and that it was.

Marks, not states: the case stays where it is. Source: domain README section 4; product.md 3.5 and idea 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from models.actor import Actor
from models.case import Case
from models.errors import BadInput, Refused
from models.text import _
from workflows.access.moving import packed_day
from workflows.casework.dossiers import Loaded, load
from workflows.casework.reaching import reached
from workflows.casework.settling import DRAFT_KINDS, LAPSE_DUTY, settle, tell
from workflows.casework.site import ALLOWED, BACKFILLED, FINISHED, STARTED, current_trench, why_not
from workflows.casework.telling import company_people, officers_of
from workflows.clocks import day_of
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork

LONGEST = 2000


def confirm_start(ref: str, day: date, leads: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Case:
    """The work began, or begins today; `leads` is who of the company leads it. Said anew it replaces what was said before.

    Raises NotThere, NotAllowed, Refused before anything is approved, BadInput for a day that cannot be and for who is not of the company.
    """
    with work:
        loaded, actor = _reached(ref, "confirm_start", actor=actor, work=work, now=now)
        case = loaded.case
        approved = min((one.on for one in loaded.known.approvals.values()), default=None)
        _demand_past(day, now)
        if approved is not None and day < approved:
            raise BadInput(_("The work was approved {day}. Give a day from then on.", day=approved), target="day")
        if case.work_finished_on is not None and day > case.work_finished_on:
            raise BadInput(_("The work was finished {day}. Give a day before that.", day=case.work_finished_on), target="day")
        if leads not in (loaded.known.members or {}):
            raise BadInput(_("Choose who leads the work."), target="leads")
        data = {"on": day.isoformat(), "leads": leads}
        settle(loaded, STARTED, actor=actor, work=work, now=now, data=data, work_started_on=day)
        work.tasks.drop(case.id, LAPSE_DUTY)
        tell(case, STARTED, officers_of(case, work), work=work, chance=chance, now=now, day=packed_day(day))
        work.commit()
    return case


def confirm_end(ref: str, day: date, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Case:
    """The work on site is finished; what remains is the documentation. Raises as `confirm_start`, and Refused before it began."""
    with work:
        loaded, actor = _reached(ref, "confirm_end", actor=actor, work=work, now=now)
        case = loaded.case
        _demand_past(day, now)
        if case.work_started_on is not None and day < case.work_started_on:
            raise BadInput(_("The work started {day}. Give a day from then on.", day=case.work_started_on), target="day")
        settle(loaded, FINISHED, actor=actor, work=work, now=now, data={"on": day.isoformat()}, work_finished_on=day)
        tell(case, FINISHED, officers_of(case, work), work=work, chance=chance, now=now, day=packed_day(day))
        work.commit()
    return case


def allow_backfill(ref: str, words: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Case:
    """The municipality has seen enough: the trench may be filled back, once. Raises NotThere, NotAllowed, Refused."""
    with work:
        loaded, actor = _reached(ref, "allow_backfill", actor=actor, work=work, now=now)
        case = loaded.case
        settle(loaded, ALLOWED, actor=actor, work=work, now=now, data=_counted(loaded), detail=_said(words))
        told = {"reason": words.strip()[:LONGEST]} if words.strip() else {}
        tell(case, ALLOWED, company_people(loaded, work), work=work, chance=chance, now=now, **told)
        work.commit()
    return case


def backfill(ref: str, words: str = "", *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Case:
    """The trench is being filled back now; how much of its proof had arrived by then is recorded.

    Raises NotThere, NotAllowed, Refused where the municipality must say so first, BadInput without a word on why something lacks.
    """
    with work:
        loaded, actor = _reached(ref, "backfill", actor=actor, work=work, now=now)
        case, trench = loaded.case, current_trench(loaded)
        if trench is not None and not trench.is_safe and not words.strip():
            raise BadInput(_("Say why you backfill although photos or measurements lack."), target="words")
        settle(loaded, BACKFILLED, actor=actor, work=work, now=now, data=_counted(loaded), detail=_said(words))
        tell(case, BACKFILLED, officers_of(case, work), work=work, chance=chance, now=now, **_counted(loaded))
        work.commit()
    return case


def _reached(ref: str, act: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> tuple[Loaded, Actor]:
    """The case, and the actor as they act on it. Raises Refused with the reason the button gives."""
    case, actor = reached(ref, actor=actor, work=work)
    authorize(actor, act, company_id=case.company_id, municipality_id=case.municipality_id)
    loaded = load(case, work=work, now=now)
    why = why_not(act, loaded, work.cases.events(case.id, without=DRAFT_KINDS), ())
    if why is not None:
        raise Refused(why)
    return loaded, actor


def _demand_past(day: date, now: datetime) -> None:
    if day > day_of(now):
        raise BadInput(_("Confirm it on the day itself, not before."), target="day")


def _counted(loaded: Loaded) -> dict[str, Any]:
    trench = current_trench(loaded)
    return {"ready": trench.ready, "wanted": trench.wanted} if trench else {"ready": 0, "wanted": 0}


def _said(words: str) -> Mapping[str, str]:
    return {"words": words.strip()[:LONGEST]} if words.strip() else {}
