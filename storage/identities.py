"""Identities linked to people, and sign-ins that are on their way to a provider."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from models.errors import NotThere
from models.identities import Identity, PendingSignIn
from models.parties import Membership, Person
from storage.rows import add, entities, table_of
from storage.scope import roles_of_person

IDENTITY, PENDING, PERSON = table_of(Identity), table_of(PendingSignIn), table_of(Person)


class StoredIdentities:
    """The port `Identities` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, pending: PendingSignIn) -> None:
        """Keep a sign-in, and forget those nobody came back from."""
        self._connection.execute(delete(PENDING).where(PENDING.c.expires_at <= pending.created_at))
        add(self._connection, pending)

    def take(self, state_hash: str, now: datetime) -> PendingSignIn | None:
        """The sign-in with this state; one statement, so that of two who come at once only one gets it."""
        found = self._connection.execute(delete(PENDING).where(PENDING.c.state_hash == state_hash).returning(*PENDING.c)).all()
        taken = entities(PendingSignIn, found)
        return taken[0] if taken and taken[0].expires_at > now else None

    def holder(self, issuer: str, subject: str) -> tuple[Identity, Person] | None:
        """Whose identity this is."""
        statement = select(IDENTITY, PERSON).join(PERSON, PERSON.c.id == IDENTITY.c.person_id)
        rows = self._connection.execute(statement.where(IDENTITY.c.issuer == issuer, IDENTITY.c.subject == subject)).all()
        return (entities(Identity, rows)[0], entities(Person, rows, start=len(IDENTITY.columns))[0]) if rows else None

    def of_person(self, person_id: str) -> Sequence[Identity]:
        """A person's identities, the oldest first."""
        statement = select(IDENTITY).where(IDENTITY.c.person_id == person_id).order_by(IDENTITY.c.linked_at, IDENTITY.c.id)
        return entities(Identity, self._connection.execute(statement.with_for_update()).all())

    def link(self, identity: Identity) -> None:
        """A new identity of a person."""
        add(self._connection, identity)

    def unlink(self, person_id: str, identity_id: str) -> Identity:
        """Take a person's identity away. Raises NotThere."""
        which = (IDENTITY.c.id == identity_id, IDENTITY.c.person_id == person_id)
        found = entities(Identity, self._connection.execute(delete(IDENTITY).where(*which).returning(*IDENTITY.c)).all())
        if not found:
            raise NotThere()
        return found[0]

    def used(self, identity_id: str, at: datetime) -> None:
        """Remember when somebody last came in by it."""
        self._connection.execute(update(IDENTITY).where(IDENTITY.c.id == identity_id).values(last_used_at=at))

    def roles(self, person_id: str) -> Sequence[tuple[Membership, str]]:
        """A person's active roles in the order they were made, each with its municipality's number, empty for a company."""
        rows = self._connection.execute(roles_of_person(person_id)).all()
        return list(zip(entities(Membership, rows), [row.of_town or "" for row in rows], strict=True))

    def person(self, person_id: str) -> Person:
        """The person, locked until the end of the transaction. Raises NotThere."""
        rows = self._connection.execute(select(PERSON).where(PERSON.c.id == person_id).with_for_update()).all()
        if not rows:
            raise NotThere()
        return entities(Person, rows)[0]
