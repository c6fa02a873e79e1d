"""What oversight needs from the outside: reading the log within a tenant, verifying its chain, the glass, erasure. Storage fulfils it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from models.actor import Scope
from models.case import Case, Event
from models.oversight import BreakGlass, ErasureRequest
from models.parties import Membership, Municipality, Person
from models.people import Invitation

if TYPE_CHECKING:
    from workflows.ports import Page


@dataclass(frozen=True, slots=True)
class AuditWish:
    """What the log is narrowed to; empty means all. Days are Europe/Oslo, both included. `person` and `company` search names."""

    person: str = ""
    company: str = ""
    case: str = ""
    kinds: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LoggedLine:
    """One event with the names of what it tells of, as they are now. `about_person` is whom it happened to."""

    event: Event
    person: str = ""
    case_ref: str = ""
    case_number: str = ""
    company: str = ""
    company_number: str = ""
    about_person: str = ""


@dataclass(frozen=True, slots=True)
class ChainSlice:
    """The outcome of verifying some streams: `broken` is stream, number and how it shows, None when they are whole."""

    events: int
    broken: tuple[str, int, str] | None = None


class Oversight(Protocol):
    """The log as its readers see it, and what only the portal's own administration touches."""

    def lines(
        self, scope: Scope, wish: AuditWish, *, hidden: frozenset[str], after: str | None = None, limit: int = 50
    ) -> Page[LoggedLine]:
        """The newest first, by key paging, without events of these kinds."""
        ...

    def streams(self, scope: Scope) -> Sequence[str]:
        """Every stream that holds an event of the tenant."""
        ...

    def verify(self, streams: Sequence[str]) -> ChainSlice:
        """Read these streams from their first event to their last, up to the first broken link."""
        ...

    def case_numbered(self, number: str) -> Case:
        """A case that was sent, whoever's it is: for the platform administrator alone. Raises NotThere."""
        ...

    def add_glass(self, glass: BreakGlass) -> None: ...
    def save_glass(self, glass: BreakGlass) -> None: ...
    def open_glass(self, person_id: str, ref: str, now: datetime) -> tuple[BreakGlass, Case]:
        """The leave a person has now for the case with this reference. Raises NotThere."""
        ...

    def glasses(self, person_id: str, now: datetime) -> Sequence[tuple[BreakGlass, Case]]:
        """The leaves a person has now."""
        ...

    def save_municipality(self, town: Municipality) -> None: ...
    def administrators_of(self, scope: Scope) -> Sequence[str]:
        """Ids of the people who administrate a tenant."""
        ...

    def wish_of(self, person_id: str) -> ErasureRequest | None:
        """A person's wish to be erased that is open, or was carried out."""
        ...

    def add_wish(self, wish: ErasureRequest) -> None: ...
    def save_wish(self, wish: ErasureRequest) -> None: ...
    def wish(self, wish_id: str) -> ErasureRequest:
        """One wish. Raises NotThere."""
        ...

    def open_wishes(self, scope: Scope | None) -> Sequence[tuple[ErasureRequest, Person]]:
        """Wishes of people of a tenant, of everybody when there is none; the oldest first."""
        ...

    def memberships(self, person_id: str) -> Sequence[Membership]: ...
    def platform_admins(self) -> Sequence[tuple[Person, Membership]]:
        """Who administrates the portal itself, by address, each with that role."""
        ...

    def open_platform_invitations(self, email: str, now: datetime) -> Sequence[Invitation]:
        """Links sent to an address for that role that still work."""
        ...

    def open_cases_of(self, person_id: str) -> int:
        """How many cases that are not over are a person's own or theirs to handle, wherever they lie."""
        ...

    def erase(self, person: Person, name: str, now: datetime) -> Mapping[str, int]:
        """Take the person's name and everything that is theirs alone away; what was taken, counted.

        Their id stays, so what they did in cases still has an actor. Details of the log that name them are shredded.
        """
        ...

    def drafts_left(self, before: datetime) -> Sequence[Case]:
        """Drafts never sent and not changed since, whoever's they are: for the machine."""
        ...

    def strip_draft(self, case: Case) -> None:
        """Delete what was written and uploaded in a draft, and shred the words of its log."""
        ...

    def held_about(self, person: Person) -> Sequence[tuple[str, Sequence[Mapping[str, Any]]]]:
        """Everything the portal holds about a person, by the name of what it is; secrets are left out."""
        ...
