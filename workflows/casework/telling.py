"""Who is told what about a case: the people who work on it, and the administrator when they do not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from models.actor import Scope
from models.base import Role
from models.case import Case, Event
from models.text import Text, pack
from workflows.casework.dossiers import Loaded
from workflows.ports import UnitOfWork


def packed_moment(moment: datetime) -> dict[str, Any]:
    """A time as a notice's value: each language writes it its own way, in Europe/Oslo."""
    return pack(Text("{words}", {"words": moment}, context="verbatim"))


WRITERS = (Role.COMPANY_ADMIN, Role.APPLICANT)
HANDLERS = (Role.CASE_WORKER, Role.APPROVER)


def officers_of(case: Case, work: UnitOfWork) -> list[str]:
    """Who handles the case, else everybody who handles cases."""
    handlers = _members(Scope(municipality_id=case.municipality_id), HANDLERS, work)
    return [case.assignee_id] if case.assignee_id in handlers else handlers


def company_people(loaded: Loaded, work: UnitOfWork, events: Sequence[Event] = ()) -> list[str]:
    """Who began the case and who has worked on it in its phase (`events` tell), as far as they still act for the company.

    Where nobody of them does, its administrators. Those who work on it for other companies are with them.
    """
    case = loaded.case
    writers = _members(Scope(company_id=case.company_id), WRITERS, work)
    worked = {one.actor_id for one in events if one.phase == case.phase and one.actor_id}
    found = [one for one in writers if one == case.created_by or one in worked]
    return [*(found or company_admins(case, work)), *work.delegation.coworkers(case.id)]


def company_admins(case: Case, work: UnitOfWork) -> list[str]:
    """The administrators of the company."""
    return _members(Scope(company_id=case.company_id), (Role.COMPANY_ADMIN,), work)


def municipality_admins(case: Case, work: UnitOfWork) -> list[str]:
    """The administrators of the municipality."""
    return _members(Scope(municipality_id=case.municipality_id), (Role.MUNICIPALITY_ADMIN,), work)


def _members(scope: Scope, roles: Sequence[Role], work: UnitOfWork) -> list[str]:
    return [person.id for person, held in work.parties.members(scope) if held.role in roles]
