"""People of a tenant and the ways in: members, invitations, one-time links, recovery codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from models.access import ApiKey
from models.actor import Scope
from models.base import Role, Status
from models.case import Case
from models.errors import NotThere, Refused
from models.parties import Membership, Person
from models.people import Invitation, OneTimeLink, RecoveryCode
from models.text import _
from storage.rows import add, entities, maybe, put, table_of
from storage.scope import of_tenant, owned
from storage.search_index import due

CASE, PERSON, MEMBERSHIP, INVITATION = table_of(Case), table_of(Person), table_of(Membership), table_of(Invitation)
KEY, CODE = table_of(ApiKey), table_of(RecoveryCode)
OVER = (Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED)
ADMINS = (Role.COMPANY_ADMIN, Role.MUNICIPALITY_ADMIN)


class StoredPeople:
    """The port `People` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def members(self, scope: Scope) -> Sequence[tuple[Person, Membership]]:
        """Everybody who has or had a role, those who have one first, by name."""
        statement = select(PERSON, MEMBERSHIP).join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id).where(of_tenant(scope, MEMBERSHIP))
        rows = self._connection.execute(statement.order_by(MEMBERSHIP.c.active.desc(), PERSON.c.name, PERSON.c.id)).all()
        return list(zip(entities(Person, rows), entities(Membership, rows, start=len(PERSON.columns)), strict=True))

    def member(self, scope: Scope, membership_id: str) -> tuple[Person, Membership]:
        """One member. Raises NotThere."""
        statement = select(PERSON, MEMBERSHIP).join(MEMBERSHIP, MEMBERSHIP.c.person_id == PERSON.c.id)
        rows = self._connection.execute(statement.where(of_tenant(scope, MEMBERSHIP), MEMBERSHIP.c.id == membership_id)).all()
        if not rows:
            raise NotThere()
        return entities(Person, rows)[0], entities(Membership, rows, start=len(PERSON.columns))[0]

    def administrators(self, scope: Scope) -> Sequence[str]:
        """Ids of the active administrators' memberships, locked until the end of the transaction."""
        which = (of_tenant(scope, MEMBERSHIP), MEMBERSHIP.c.role.in_(ADMINS), MEMBERSHIP.c.active.is_(True), PERSON.c.disabled.is_(False))
        statement = select(MEMBERSHIP.c.id).join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id).where(*which).order_by(MEMBERSHIP.c.id)
        return list(self._connection.execute(statement.with_for_update(of=MEMBERSHIP)).scalars())

    def save_membership(self, membership: Membership) -> None:
        """Write a role, new or changed."""
        put(self._connection, membership)

    def end_keys(self, membership_id: str, now: datetime) -> None:
        """Revoke the keys for the API that act by this role."""
        which = (KEY.c.membership_id == membership_id, KEY.c.revoked_at.is_(None))
        self._connection.execute(update(KEY).where(*which).values(revoked_at=now))

    def forget_codes(self, person_id: str) -> None:
        """Take a person's one-time codes and recovery codes away."""
        self._connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(totp_secret=None))
        self._connection.execute(delete(CODE).where(CODE.c.person_id == person_id))

    def raise_epoch(self, person_id: str) -> None:
        """Make every session made so far worthless."""
        self._connection.execute(update(PERSON).where(PERSON.c.id == person_id).values(epoch=PERSON.c.epoch + 1))

    def keep_link(self, token_hash: str, purpose: str, person_id: str, now: datetime, until: datetime) -> None:
        """Keep a one-time link of a person."""
        link = OneTimeLink(token_hash=token_hash, purpose=purpose, person_id=person_id, created_at=now, expires_at=until)
        add(self._connection, link)

    def person_by_email(self, email: str) -> Person | None:
        """Whoever has this address."""
        return maybe(self._connection, Person, email=email)

    def add_person(self, person: Person) -> None:
        """A new person."""
        add(self._connection, person)

    def membership_of(self, person_id: str, scope: Scope) -> Membership | None:
        """A person's role in the tenant, ended or not."""
        rows = self._connection.execute(select(MEMBERSHIP).where(of_tenant(scope, MEMBERSHIP), MEMBERSHIP.c.person_id == person_id)).all()
        return entities(Membership, rows)[0] if rows else None

    def invitations(self, scope: Scope, now: datetime) -> Sequence[Invitation]:
        """Those that can still be accepted, the newest first."""
        statement = select(INVITATION).where(of_tenant(scope, INVITATION), *_open(now))
        return entities(Invitation, self._connection.execute(statement.order_by(INVITATION.c.id.desc())).all())

    def invitation(self, scope: Scope, invitation_id: str) -> Invitation:
        """One invitation. Raises NotThere."""
        rows = self._connection.execute(select(INVITATION).where(of_tenant(scope, INVITATION), INVITATION.c.id == invitation_id)).all()
        if not rows:
            raise NotThere()
        return entities(Invitation, rows)[0]

    def invitation_by_token(self, token_hash: str, now: datetime) -> Invitation | None:
        """The invitation of a link that still works, locked until the end of the transaction."""
        statement = select(INVITATION).where(INVITATION.c.token_hash == token_hash, *_open(now)).with_for_update()
        rows = self._connection.execute(statement).all()
        return entities(Invitation, rows)[0] if rows else None

    def save_invitation(self, invitation: Invitation) -> None:
        """Write an invitation, new or changed."""
        put(self._connection, invitation)

    def open_cases(self, scope: Scope, person_id: str) -> int:
        """How many open cases are a person's own."""
        return int(self._connection.execute(select(func.count()).select_from(CASE).where(*_own_open(scope, person_id))).scalar_one())

    def hand_on(self, scope: Scope, from_person: str, to_person: str | None) -> Sequence[str]:
        """Give a leaver's open cases to a colleague, or to nobody where that is possible; their ids."""
        ids = list(self._connection.execute(select(CASE.c.id).where(*_own_open(scope, from_person)).order_by(CASE.c.id)).scalars())
        if ids and scope.company_id and to_person is None:
            raise Refused(_("Choose who takes over the open cases."), target="to")
        owner = {"created_by": to_person} if scope.company_id else {"assignee_id": to_person}
        if ids:
            self._connection.execute(update(CASE).where(CASE.c.id.in_(ids)).values(**owner, version=CASE.c.version + 1))
            due(self._connection, ids)
        return ids


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (INVITATION.c.used_at.is_(None), INVITATION.c.revoked_at.is_(None), INVITATION.c.expires_at > now)


def _own_open(scope: Scope, person_id: str) -> tuple[ColumnElement[bool], ...]:
    own = CASE.c.created_by if scope.company_id else CASE.c.assignee_id
    return (and_(owned(scope), own == person_id, CASE.c.status.not_in(OVER)),)
