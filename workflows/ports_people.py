"""What the use cases about people need from the outside: members, invitations, one-time links. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from models.actor import Scope
from models.parties import Membership, Person
from models.people import Invitation


class People(Protocol):
    """People of one tenant, and the ways in. What takes a scope raises `NotThere` for what lies outside it."""

    def members(self, scope: Scope) -> Sequence[tuple[Person, Membership]]:
        """Everybody who has or had a role, those who have one first, by name."""
        ...

    def member(self, scope: Scope, membership_id: str) -> tuple[Person, Membership]: ...

    def administrators(self, scope: Scope) -> Sequence[str]:
        """Ids of the active administrators' memberships, locked until the end of the transaction: one must always be left."""
        ...

    def save_membership(self, membership: Membership) -> None: ...
    def end_keys(self, membership_id: str, now: datetime) -> None:
        """Revoke the keys for the API that act by this role."""
        ...

    def forget_codes(self, person_id: str) -> None:
        """Take a person's one-time codes and recovery codes away."""
        ...

    def raise_epoch(self, person_id: str) -> None:
        """Make every session made so far worthless; open pages close within five seconds."""
        ...

    def keep_link(self, token_hash: str, purpose: str, person_id: str, now: datetime, until: datetime) -> None:
        """Keep a one-time link of a person."""
        ...

    def person_by_email(self, email: str) -> Person | None: ...
    def add_person(self, person: Person) -> None: ...
    def membership_of(self, person_id: str, scope: Scope) -> Membership | None:
        """A person's role in the tenant, ended or not."""
        ...

    def invitations(self, scope: Scope, now: datetime) -> Sequence[Invitation]:
        """Those that can still be accepted, the newest first."""
        ...

    def invitation(self, scope: Scope, invitation_id: str) -> Invitation: ...
    def invitation_by_token(self, token_hash: str, now: datetime) -> Invitation | None:
        """The invitation of a link that still works, locked until the end of the transaction."""
        ...

    def save_invitation(self, invitation: Invitation) -> None: ...
    def hand_on(self, scope: Scope, from_person: str, to_person: str | None) -> Sequence[str]:
        """Give a leaver's open cases to a colleague, or to nobody where that is possible; their ids.

        A company's cases need somebody who is told of them, so there `to_person` is demanded when there are any (`Refused`).
        """
        ...

    def open_cases(self, scope: Scope, person_id: str) -> int:
        """How many open cases are a person's own."""
        ...
