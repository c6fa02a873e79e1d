"""Where queries about people begin: their roles, who administrates a tenant, and what the log tells of their accounts; see `scope.py`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Update, exists, literal, select, update

from models.actor import Scope
from models.base import Role
from storage.scope import ADMINS, COMPANY, EVENT, MEMBERSHIP, MUNICIPALITY, PERSON, of_tenant
from workflows.access.resetting import ACCOUNT_KINDS


def account_events(scope: Scope) -> list[ColumnElement[bool]]:
    """What happened to the accounts of people who have a role in the tenant now: how they came in, passwords, codes.

    Such an event belongs to no tenant. One that does, such as acting for another or a key for it, is that tenant's alone.
    """
    theirs = select(literal("person:") + MEMBERSHIP.c.person_id).where(of_tenant(scope, MEMBERSHIP), MEMBERSHIP.c.active.is_(True))
    nobodys = (EVENT.c.company_id.is_(None), EVENT.c.municipality_id.is_(None), EVENT.c.case_id.is_(None))
    return [EVENT.c.stream.in_(theirs), EVENT.c.kind.in_(ACCOUNT_KINDS), *nobodys]


def administrators_within(scope: Scope) -> Select[Any]:
    """Ids of the active people who administrate a tenant."""
    statement = select(PERSON.c.id).join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id)
    which = (MEMBERSHIP.c.role.in_(ADMINS), MEMBERSHIP.c.active.is_(True), PERSON.c.disabled.is_(False))
    return statement.where(of_tenant(scope, MEMBERSHIP), *which).order_by(PERSON.c.id)


def platform_administrators() -> Select[Any]:
    """For the operator: all columns of people who administrate the portal itself, then those of that role, by address."""
    which = (MEMBERSHIP.c.role == Role.PLATFORM_ADMIN, MEMBERSHIP.c.active.is_(True))
    return select(PERSON, MEMBERSHIP).join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id).where(*which).order_by(PERSON.c.email)


def members_waiting(scope: Scope, person_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether somebody has or had a role in the tenant."""
    return exists().where(of_tenant(scope, MEMBERSHIP), MEMBERSHIP.c.person_id == person_id)


def memberships_of(person_id: str) -> Select[Any]:
    """For a person's own data: their roles, with the names of where they have them."""
    columns = (MEMBERSHIP.c.role, MEMBERSHIP.c.active, COMPANY.c.name.label("company"), MUNICIPALITY.c.name.label("municipality"))
    statement = select(*columns).select_from(MEMBERSHIP).outerjoin(COMPANY, COMPANY.c.id == MEMBERSHIP.c.company_id)
    statement = statement.outerjoin(MUNICIPALITY, MUNICIPALITY.c.id == MEMBERSHIP.c.municipality_id)
    return statement.where(MEMBERSHIP.c.person_id == person_id).order_by(MEMBERSHIP.c.id)


def every_membership(person_id: str) -> Select[Any]:
    """For erasing a person: their roles wherever they have or had one."""
    return select(MEMBERSHIP).where(MEMBERSHIP.c.person_id == person_id).order_by(MEMBERSHIP.c.id)


def end_memberships(person_id: str) -> Update:
    """For erasing a person: no role any more, anywhere."""
    return update(MEMBERSHIP).where(MEMBERSHIP.c.person_id == person_id).values(active=False)
