"""Who acts, as one role in one tenant at a time, and the scope of what that tenant may reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.base import Role
from models.errors import NotThere


@dataclass(frozen=True, slots=True)
class Scope:
    """The tenant whose rows may be touched: exactly one of the two ids is set. Every tenant query takes one as its first argument."""

    company_id: str | None = None
    municipality_id: str | None = None

    def __post_init__(self) -> None:
        if (self.company_id is None) == (self.municipality_id is None):
            raise ValueError("a scope is either a company's or a municipality's")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one role, loaded afresh from session or key for every action.

    `login_at` is when the password was last given, or the key made. `only`: the actions a key is limited to; None for all of the role's.
    `works_for` is the company on whose case the actor's own company works; then `rights` are the actions that company has given.
    """

    person_id: str
    name: str
    email: str
    role: Role
    membership_id: str
    company_id: str | None
    municipality_id: str | None
    tenant_name: str
    language: str
    login_at: datetime
    through: str = "page"
    only: frozenset[str] | None = None
    works_for: str | None = None
    rights: frozenset[str] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Acts for a municipality."""
        return self.municipality_id is not None

    @property
    def scope(self) -> Scope:
        """What this actor's tenant may reach. Raises NotThere for the platform's administrator, who has none and reaches no case."""
        if self.company_id is None and self.municipality_id is None:
            raise NotThere
        return Scope(company_id=self.company_id, municipality_id=self.municipality_id)


@dataclass(frozen=True, slots=True)
class Machine:
    """The portal itself acting: automatic pause, lapse, file checks. It has no tenant and no name."""

    through: str = "machine"
