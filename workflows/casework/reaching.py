"""How every use case gets hold of a case: within the actor's reach, and with the rights the actor has on this one.

On a case of another company, the actor is who they are, with what that company has given them. Nothing else needs to ask whose case it is.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.actor import Actor
from models.case import Case
from models.delegation import APPROVED
from models.errors import NotThere
from workflows.policy import COWORK_ANSWERS, COWORK_READS, COWORK_SENDS
from workflows.ports import UnitOfWork


def reached(ref: str, *, actor: Actor, work: UnitOfWork) -> tuple[Case, Actor]:
    """The case, and the actor as they act on it. Raises NotThere."""
    case = work.cases.get(actor.scope, ref)
    return case, acting_on(case, actor, work)


def reached_then(ref: str, *, actor: Actor, work: UnitOfWork) -> tuple[Case, Actor, datetime | None]:
    """As `reached`; a company that has handed the case over reaches it too, up to the moment that is returned. Raises NotThere."""
    try:
        return *reached(ref, actor=actor, work=work), None
    except NotThere:
        if actor.is_staff:
            raise
    case = work.delegation.past_case(actor.scope, ref)
    ends = [
        one.closed_at for one in work.delegation.handovers(case.id) if one.from_company_id == actor.company_id and one.state == APPROVED
    ]
    return case, replace(actor, works_for=case.company_id, rights=COWORK_READS), max(one for one in ends if one is not None)


def acting_on(case: Case, actor: Actor, work: UnitOfWork) -> Actor:
    """The actor with the rights their company has on a case that was reached."""
    if actor.is_staff or case.company_id == actor.company_id:
        return actor
    shared = work.delegation.shared(case.id, actor.company_id or "")
    rights = COWORK_READS if shared.is_gone else COWORK_SENDS if shared.may_send else COWORK_ANSWERS
    return replace(actor, works_for=case.company_id, rights=rights)
