"""The port `Oversight` over one connection: the log for its readers, the glass, wishes to be erased, and carrying them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from models.actor import Scope
from models.base import Role
from models.case import Case, Event
from models.errors import NotThere
from models.oversight import BreakGlass, ErasureRequest
from models.parties import Membership, Municipality, Person
from models.people import Invitation
from storage import audit
from storage.about_person import held_about
from storage.erasing import erase, strip_draft
from storage.rows import add, entities, one, put, table_of
from storage.scope import Reach, case_by_number, cases_of_glasses, drafts_left, open_cases_anywhere
from storage.scope_people import administrators_within, every_membership, members_waiting, platform_administrators
from workflows.ports import Page
from workflows.ports_oversight import AuditWish, ChainSlice, LoggedLine

GLASS, WISH, PERSON, EVENT = table_of(BreakGlass), table_of(ErasureRequest), table_of(Person), table_of(Event)
INVITATION = table_of(Invitation)


class StoredOversight:
    """The port `Oversight`."""

    def __init__(self, connection: Connection, reach: Reach) -> None:
        self._connection, self._reach = connection, reach

    def lines(
        self, scope: Scope, wish: AuditWish, *, hidden: frozenset[str], after: str | None = None, limit: int = 50
    ) -> Page[LoggedLine]:
        """One page of a tenant's log."""
        return audit.lines(self._connection, scope, wish, hidden=hidden, after=after, limit=limit)

    def streams(self, scope: Scope) -> Sequence[str]:
        """The chains with a tenant's events."""
        return audit.streams(self._connection, scope)

    def verify(self, streams: Sequence[str]) -> ChainSlice:
        """Some of them, from end to end."""
        return audit.verified(self._connection, streams)

    def case_numbered(self, number: str) -> Case:
        """A case that was sent. Raises NotThere."""
        found = entities(Case, self._connection.execute(case_by_number(number)).all())
        if not found:
            raise NotThere()
        self._reach.admit(found[0].id)
        return found[0]

    def add_glass(self, glass: BreakGlass) -> None:
        """A new leave."""
        add(self._connection, glass)

    def save_glass(self, glass: BreakGlass) -> None:
        """Write a leave that is there."""
        put(self._connection, glass)

    def open_glass(self, person_id: str, ref: str, now: datetime) -> tuple[BreakGlass, Case]:
        """The leave for one case. Raises NotThere."""
        for glass, case in self.glasses(person_id, now):
            if case.ref == ref:
                return glass, case
        raise NotThere()

    def glasses(self, person_id: str, now: datetime) -> Sequence[tuple[BreakGlass, Case]]:
        """The leaves that hold now, the newest first."""
        held = and_(GLASS.c.person_id == person_id, GLASS.c.until > now, GLASS.c.ended_at.is_(None))
        rows = self._connection.execute(cases_of_glasses(GLASS).where(held).order_by(GLASS.c.id.desc())).all()
        return list(zip(entities(BreakGlass, rows), entities(Case, rows, start=len(GLASS.columns)), strict=True))

    def save_municipality(self, town: Municipality) -> None:
        """Write a municipality that is there."""
        put(self._connection, town)

    def administrators_of(self, scope: Scope) -> Sequence[str]:
        """Ids of the people who administrate it."""
        return list(self._connection.execute(administrators_within(scope)).scalars())

    def wish_of(self, person_id: str) -> ErasureRequest | None:
        """The newest wish that was not taken back."""
        which = (WISH.c.person_id == person_id, WISH.c.withdrawn_at.is_(None))
        rows = self._connection.execute(select(WISH).where(*which).order_by(WISH.c.id.desc()).limit(1)).all()
        return entities(ErasureRequest, rows)[0] if rows else None

    def add_wish(self, wish: ErasureRequest) -> None:
        """A new wish."""
        add(self._connection, wish)

    def save_wish(self, wish: ErasureRequest) -> None:
        """Write a wish that is there."""
        put(self._connection, wish)

    def wish(self, wish_id: str) -> ErasureRequest:
        """One wish. Raises NotThere."""
        return one(self._connection, ErasureRequest, id=wish_id)

    def open_wishes(self, scope: Scope | None) -> Sequence[tuple[ErasureRequest, Person]]:
        """Those nobody has carried out."""
        statement = select(WISH, PERSON).join(PERSON, PERSON.c.id == WISH.c.person_id)
        statement = statement.where(WISH.c.done_at.is_(None), WISH.c.withdrawn_at.is_(None)).order_by(WISH.c.id)
        if scope is not None:
            statement = statement.where(members_waiting(scope, WISH.c.person_id))
        rows = self._connection.execute(statement).all()
        return list(zip(entities(ErasureRequest, rows), entities(Person, rows, start=len(WISH.columns)), strict=True))

    def memberships(self, person_id: str) -> Sequence[Membership]:
        """All of a person's, ended ones too."""
        return entities(Membership, self._connection.execute(every_membership(person_id)).all())

    def platform_admins(self) -> Sequence[tuple[Person, Membership]]:
        """Who administrates the portal itself, by address, each with that role."""
        rows = self._connection.execute(platform_administrators()).all()
        return list(zip(entities(Person, rows), entities(Membership, rows, start=len(PERSON.columns)), strict=True))

    def open_platform_invitations(self, email: str, now: datetime) -> Sequence[Invitation]:
        """Links sent to an address for that role that still work."""
        usable = (INVITATION.c.used_at.is_(None), INVITATION.c.revoked_at.is_(None), INVITATION.c.expires_at > now)
        which = (INVITATION.c.email == email, INVITATION.c.role == Role.PLATFORM_ADMIN, *usable)
        return entities(Invitation, self._connection.execute(select(INVITATION).where(*which)).all())

    def open_cases_of(self, person_id: str) -> int:
        """Cases that are not over and theirs, anywhere."""
        return int(self._connection.execute(open_cases_anywhere(person_id)).scalar_one())

    def erase(self, person: Person, name: str, now: datetime) -> Mapping[str, int]:
        """Take away what is theirs alone."""
        return erase(self._connection, person, name, now)

    def drafts_left(self, before: datetime) -> Sequence[Case]:
        """Drafts nobody has touched since."""
        found = entities(Case, self._connection.execute(drafts_left(before)).all())
        self._reach.admit(*(one.id for one in found))
        return found

    def strip_draft(self, case: Case) -> None:
        """Take out what was written in it."""
        strip_draft(self._connection, case)

    def held_about(self, person: Person) -> Sequence[tuple[str, Sequence[Mapping[str, Any]]]]:
        """Everything held about a person."""
        return held_about(self._connection, person)
