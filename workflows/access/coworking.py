"""Co-working: a company asks another to work on one of its cases, and either ends it when it likes."""

from __future__ import annotations

from datetime import datetime

from models.actor import Actor
from models.delegation import ACTIVE, DECLINED, ENDED, INVITED, OPEN_COWORK, Cowork
from models.errors import NotThere, Refused
from models.text import _
from workflows.access.partners import demand_open, notify, partner, people_of
from workflows.casework.dossiers import load
from workflows.casework.reaching import reached
from workflows.casework.settling import settle
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork


def invite_cowork(
    ref: str, number: str, may_send: bool = False, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Cowork:
    """Ask the company with this organisation number to work on the case: answer and attach, and send where `may_send`.

    Raises NotThere, NotAllowed, BadInput, Refused for a company that is not approved here, is asked already, or a case that has ended.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "invite_cowork", company_id=case.company_id)
        demand_open(case)
        other = partner(number, case, work)
        if any(one.company_id == other.id and one.state in OPEN_COWORK for one in work.delegation.coworks(case.id)):
            raise Refused(_("{company} is asked already, or works on the case.", company=other.name), target="number")
        asked = Cowork(id=chance.ref(), case_id=case.id, company_id=other.id, may_send=may_send, invited_by=actor.person_id, invited_at=now)
        work.delegation.save_cowork(asked)
        data = {"cowork": asked.id, "company": other.id, "may_send": may_send}
        loaded = load(case, work=work, now=now)
        settle(loaded, "cowork_invited", actor=actor, work=work, now=now, data=data, detail={"words": other.name}, others=[other.id])
        told = people_of(other.id, work)
        notify("cowork_invited", case, told, company=actor.tenant_name, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return asked


def accept_cowork(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Cowork:
    """Begin to work on the case. Raises NotThere when nobody asks (any more)."""
    return _answer(ref, ACTIVE, actor=actor, work=work, now=now, chance=chance)


def decline_cowork(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Cowork:
    """Say no. Raises NotThere when nobody asks (any more)."""
    return _answer(ref, DECLINED, actor=actor, work=work, now=now, chance=chance)


def _answer(ref: str, state: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Cowork:
    authorize(actor, "answer_cowork", company_id=actor.company_id)
    with work:
        case = work.delegation.offered_case(actor.scope, ref)
        coworks = work.delegation.coworks(case.id)
        asked = next((one for one in coworks if one.company_id == actor.company_id and one.state == INVITED), None)
        if asked is None:
            raise NotThere
        asked.state, asked.answered_by, asked.answered_at = state, actor.person_id, now
        if state == DECLINED:
            asked.ended_by, asked.ended_at = actor.person_id, now
        work.delegation.save_cowork(asked)
        kind = "cowork_accepted" if state == ACTIVE else "cowork_declined"
        loaded = load(case, work=work, now=now)
        data, own = {"cowork": asked.id, "company": asked.company_id}, [asked.company_id]
        settle(loaded, kind, actor=actor, work=work, now=now, data=data, detail={"words": actor.tenant_name}, others=own)
        notify(kind, case, [asked.invited_by], company=actor.tenant_name, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return asked


def end_cowork(ref: str, cowork_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Cowork:
    """End a co-working at once, or take back an invitation; by the case's company, or by the company that works on it.

    Open pages of the company that worked on the case become as if it were not there. Raises NotThere, NotAllowed.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "end_cowork", company_id=case.company_id)
        found = next((one for one in work.delegation.coworks(case.id) if one.id == cowork_id and one.state in OPEN_COWORK), None)
        if found is None or (actor.works_for is not None and found.company_id != actor.company_id):
            raise NotThere
        found.state, found.ended_by, found.ended_at = ENDED, actor.person_id, now
        work.delegation.save_cowork(found)
        other = work.parties.company(found.company_id)
        loaded = load(case, work=work, now=now)
        data, gone = {"cowork": found.id, "company": other.id}, [other.id]
        settle(loaded, "cowork_ended", actor=actor, work=work, now=now, data=data, detail={"words": other.name}, others=gone)
        if actor.works_for is None:
            told, name = people_of(other.id, work), actor.tenant_name
            notify("cowork_ended", case, told, company=name, actor=actor, work=work, now=now, chance=chance)
        else:
            told, name = [case.created_by, found.invited_by], other.name
            notify("cowork_left", case, told, company=name, actor=actor, work=work, now=now, chance=chance)
        work.commit()
    return found
