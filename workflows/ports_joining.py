"""What joining needs from the outside: the company register, and rows of companies, access and certificates.

Storage fulfils both; `main.py` marries them with the pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from models.case import Event
from models.joining import Registration
from models.parties import Certificate, Company, CompanyAccess, Membership, Person

if TYPE_CHECKING:
    from workflows.ports import Page


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What Enhetsregisteret says of one unit, under its own field names in `entry`; what is missing there counts as false.

    `read_at` is when it said so (UTC). `is_fresh` when it was asked now, not taken from memory or an imported file (`source`).
    """

    number: str
    name: str
    form: str
    entry: Mapping[str, Any]
    read_at: datetime
    source: str
    is_fresh: bool


@dataclass(frozen=True, slots=True)
class RegisteredRole:
    """A person with a role in a company: the register's code (`DAGL`, `LEDE`, `INNH` ...) and the whole name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class RegisterHit:
    """A company found by name, with its place."""

    number: str
    name: str
    place: str


class CompanyRegister(Protocol):
    """Enhetsregisteret. Synchronous, may take seconds: call it in a thread, never inside a transaction."""

    def look_up(self, number: str, *, anew: bool = False) -> RegisterAnswer:
        """The unit with this organisation number, which must be a valid one; `anew` does not settle for an answer minutes old.

        Raises NotThere for a number no unit has, Unavailable when it cannot be asked and nothing is kept.
        """
        ...

    def roles(self, number: str) -> Sequence[RegisteredRole] | None:
        """Who has a role in the company now; None when that cannot be asked. Nothing of it is kept."""
        ...

    def search(self, name: str, most: int = 10) -> Sequence[RegisterHit]:
        """Companies by name, from what is kept where the register cannot be asked."""
        ...


@dataclass(frozen=True, slots=True)
class CompanyWish:
    """What the municipality's list of companies is narrowed to; `text` searches name and number, `gone` wants those gone only.

    `proof_ends_by` wants those with a certificate whose last day is this day or earlier.
    """

    text: str = ""
    state: str = ""
    gone: bool = False
    proof_ends_by: date | None = None


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """One company in a municipality's list; `proof_ends_on` is the last day of the certificate that ends first, None while none ends."""

    id: str
    number: str
    name: str
    state: str
    gone: str
    is_verified: bool
    requested_at: datetime | None
    decided_at: datetime | None
    next_state: str
    next_on: date | None
    proof_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """A company's cases in one municipality. `decided`: approved applications, `first_time`: those of them accepted as first sent."""

    open: int = 0
    finished: int = 0
    decided: int = 0
    first_time: int = 0


@dataclass(frozen=True, slots=True)
class CaseHint:
    """Just enough of a case to tell open pages that its surroundings changed."""

    id: str
    ref: str
    version: int
    assignee_id: str | None
    was_sent: bool


class Joining(Protocol):
    """Registrations, companies, their access and certificates. What belongs to a tenant takes its id first."""

    def registration(self, id_: str) -> Registration | None: ...
    def registration_by_token(self, token_hash: str) -> Registration | None: ...
    def save_registration(self, registration: Registration) -> None: ...
    def forget_registrations(self, before: datetime) -> int:
        """Those whose link nobody used before it ended, by this moment; how many are gone."""
        ...

    def company_by_number(self, number: str) -> Company | None: ...
    def company(self, company_id: str) -> Company:
        """The company, locked for the rest of the transaction where the engine locks rows."""
        ...

    def add(self, *entities: Company | Person | Membership | CompanyAccess | Certificate) -> None:
        """New rows. Raises MovedOn when somebody made the same meanwhile."""
        ...

    def save_company(self, company: Company) -> None: ...
    def person_by_email(self, email: str) -> Person | None: ...
    def access(self, company_id: str, municipality_id: str) -> CompanyAccess | None: ...
    def accesses(self, company_id: str) -> Sequence[CompanyAccess]: ...
    def move_access(self, access: CompanyAccess, *, expect: str) -> None:
        """Write an access whose state was `expect`; raises MovedOn when it is another by now."""
        ...

    def company_in(self, municipality_id: str, number: str) -> tuple[Company, CompanyAccess]:
        """The company with this number, if it has any standing in the municipality. Raises NotThere."""
        ...

    def companies_in(self, municipality_id: str, wish: CompanyWish, *, after: str | None = None, limit: int = 50) -> Page[CompanyLine]:
        """Those that wait for an answer first, then by name; by key paging."""
        ...

    def counts_in(self, municipality_id: str) -> Mapping[str, int]:
        """Standing -> how many companies have it."""
        ...

    def figures_in(self, municipality_id: str, company_ids: Sequence[str]) -> Mapping[str, Figures]: ...
    def hints(self, company_id: str, municipality_id: str | None = None) -> Sequence[CaseHint]:
        """The company's cases that are not over, in one municipality or all."""
        ...

    def cases_to_mark(self, after: str = "", limit: int = 100) -> Sequence[str]:
        """Ids of sent cases, those after one, that are not over and whose log tells another end of their company than is known."""
        ...

    def mark_of(self, case_id: str) -> str:
        """What the log of a case told last of its company: `company_gone`, `company_back`, or empty."""
        ...

    def history(self, company_id: str, municipality_id: str) -> Sequence[Event]:
        """What happened to an access, in order."""
        ...

    def certificates(self, company_id: str) -> Sequence[Certificate]: ...
    def certificate(self, company_id: str, certificate_id: str) -> Certificate: ...
    def save_certificate(self, certificate: Certificate) -> None: ...
    def remove_certificate(self, company_id: str, certificate_id: str) -> None: ...
    def changes_due(self, today: date, limit: int = 50) -> Sequence[CompanyAccess]:
        """For the machine: accesses that become something else by this day."""
        ...

    def companies_to_read(self, before: datetime, limit: int = 20) -> Sequence[Company]:
        """For the machine: companies with access, or suspended by the register, not asked about since; longest ago first."""
        ...

    def certificates_ending(self, after: date, until: date, warned_above: int, limit: int = 100) -> Sequence[Certificate]:
        """For the machine: those that end after one day and by another, and were not warned of as late as `warned_above` days before."""
        ...
