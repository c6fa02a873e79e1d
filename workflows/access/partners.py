"""What co-working and handover have in common: finding the other company, whom to tell, and how each act ends in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from models.access import OutboxItem
from models.actor import Actor, Scope
from models.base import Role
from models.case import Case
from models.errors import BadInput, Refused
from models.parties import Company
from models.text import _
from models.values import organisation_number
from workflows.casework.settling import OVER
from workflows.ports import Chance, UnitOfWork

WRITERS = (Role.COMPANY_ADMIN, Role.APPLICANT)
LONGEST = 2000


def partner(number: str, case: Case, work: UnitOfWork) -> Company:
    """The company with this organisation number that may take part in the case.

    Raises BadInput for what is no such number or the case's own company; Refused, in the same words, for one that is not here, is approved
    nowhere, or is gone.
    """
    digits = organisation_number(number)
    if digits is None:
        raise BadInput(_("Write the nine digits of the company's organisation number."), target="number")
    found = work.joining.company_by_number(digits)
    if found is not None and found.id == case.company_id:
        raise BadInput(_("The case is with this company already. Write the number of another."), target="number")
    approved = found is not None and any(one.state == "approved" for one in work.joining.accesses(found.id))
    if found is None or found.gone or not approved:
        raise Refused(_("No approved company in the portal has this number. Check it, or ask the company to join."), target="number")
    return found


def demand_open(case: Case) -> None:
    """Raises Refused for a case that has ended."""
    if case.status in OVER:
        raise Refused(_("The case has ended. It stays with the company that had it."))


def reason_of(words: str) -> str:
    """A reason somebody else reads. Raises BadInput without one."""
    if not words.strip():
        raise BadInput(_("Write a reason."), target="reason")
    return words.strip()[:LONGEST]


def people_of(company_id: str, work: UnitOfWork, roles: Iterable[Role] = WRITERS) -> list[str]:
    """Who in a company is told."""
    wanted = set(roles)
    return [person.id for person, held in work.parties.members(Scope(company_id=company_id)) if held.role in wanted]


def deciders_of(case: Case, work: UnitOfWork) -> list[str]:
    """Who in the municipality decides about a handover: whoever has the case if they may decide, else all who may."""
    members = work.parties.members(Scope(municipality_id=case.municipality_id))
    approvers = [person.id for person, held in members if held.role == Role.APPROVER]
    return [case.assignee_id] if case.assignee_id in approvers else approvers


def notify(
    kind: str,
    case: Case,
    receivers: Sequence[str],
    *,
    company: str,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    **more: Any,
) -> None:
    """Leave one notice for each receiver but the one who acts."""
    place = case.address or case.property_key or case.title or case.number
    payload = {"case": case.ref, "number": case.number, "place": place, "company": company, **more}
    for person in dict.fromkeys(receivers):
        if person and person != actor.person_id:
            item = OutboxItem(id=chance.id(), kind=kind, case_id=case.id, person_id=person, payload=payload, created_at=now)
            work.dispatch(item)
