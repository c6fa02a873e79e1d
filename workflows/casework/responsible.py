"""Who is responsible for a case in its company: the one who is told of it. Any colleague who may write can change it; the case goes on.

The case is the company's and never hangs on one person. Source: product.md 1, row 29.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from models.access import OutboxItem
from models.actor import Actor, Scope
from models.base import Role
from models.case import Case
from models.errors import BadInput, Refused
from models.text import Text, _
from workflows.casework.dossiers import load
from workflows.casework.reaching import reached
from workflows.casework.settling import OVER, settle
from workflows.policy import MATRIX, authorize, may
from workflows.ports import Chance, UnitOfWork


@dataclass(frozen=True, slots=True)
class ResponsibleView:
    """Who is responsible for a case, and the colleagues who could be, by id; `why_not` says why it cannot be changed."""

    ref: str
    number: str
    address: str
    person_id: str
    name: str
    colleagues: Mapping[str, str]
    why_not: Text | None


def responsible_view(ref: str, *, actor: Actor, work: UnitOfWork) -> ResponsibleView:
    """The case's responsible person. Raises NotThere; NotAllowed for who works on it for another company."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_overview", company_id=case.company_id)
        colleagues = _colleagues(case, work)
        name = colleagues.get(case.created_by) or work.parties.names([case.created_by]).get(case.created_by, "")
    return ResponsibleView(
        case.ref, case.number, case.address or case.property_key, case.created_by, name, colleagues, _why_not(case, actor)
    )


def change_responsible(ref: str, person_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Case:
    """Make a colleague responsible for the case; both are told, but for who does it. Nothing happens when they are already.

    Raises BadInput for somebody who is no colleague or may only read, Refused for a case that is over.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "change_responsible", company_id=case.company_id)
        if case.status in OVER:
            raise Refused(_IS_OVER)
        colleagues = _colleagues(case, work)
        if person_id not in colleagues:
            raise BadInput(_("Choose a colleague who may fill in cases."), target="person")
        before = case.created_by
        if person_id == before:
            return case
        loaded = load(case, work=work, now=now)
        data, detail = {"from": before, "to": person_id}, {"words": colleagues[person_id]}
        settle(loaded, "responsible_changed", actor=actor, work=work, now=now, data=data, detail=detail, created_by=person_id)
        told = {person_id: "responsible_given", before: "responsible_taken"}
        payload = {"case": case.ref, "number": case.number, "place": case.address or case.property_key or case.title or case.number}
        payload |= {"name": actor.name, "to": colleagues[person_id]}
        for person in told.keys() - {actor.person_id}:
            work.dispatch(
                OutboxItem(id=chance.id(), kind=told[person], case_id=case.id, person_id=person, payload=payload, created_at=now)
            )  # fmt: skip
        work.commit()
    return case


_IS_OVER = _("The case is over. Nobody has to do anything on it.")


def _colleagues(case: Case, work: UnitOfWork) -> dict[str, str]:
    members = work.parties.members(Scope(company_id=case.company_id))
    return {person.id: person.name for person, held in members if Role(held.role) in MATRIX["change_responsible"]}


def _why_not(case: Case, actor: Actor) -> Text | None:
    if not may(actor, "change_responsible", company_id=case.company_id):
        return _("Your role lets you read the case, not change it.")
    return _IS_OVER if case.status in OVER else None
