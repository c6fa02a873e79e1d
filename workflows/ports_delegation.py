"""What the use cases of delegation need from the outside: who works on a case besides its company, and where it passed from and to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from models.actor import Scope
from models.case import Case
from models.delegation import Cowork, Handover
from models.parties import Company


@dataclass(frozen=True, slots=True)
class Shared:
    """What a company has been given on a case of another's. `is_gone`: the company register says it can no longer act."""

    may_send: bool
    is_gone: bool


@dataclass(frozen=True, slots=True)
class NamedCase:
    """What a case is called and whose it is; nothing of what is in it."""

    id: str
    ref: str
    number: str
    workflow: str
    address: str
    property_key: str
    title: str
    company: str
    municipality: str


@dataclass(frozen=True, slots=True)
class PartOf:
    """Somebody who acts, or acted, for one of the companies asked about."""

    company_id: str
    company: str


class Delegation(Protocol):
    """Co-workings and handovers. What takes a case's id raises `NotThere` unless that case was reached before."""

    def shared(self, case_id: str, company_id: str) -> Shared:
        """What the company may do on the case it works on. Raises NotThere when it does not work on it."""
        ...

    def coworks(self, case_id: str) -> Sequence[Cowork]:
        """All co-workings of a case, ended ones too, in the order they were asked for."""
        ...

    def handovers(self, case_id: str) -> Sequence[Handover]:
        """All handovers of a case in the order they were offered, without what was frozen."""
        ...

    def frozen(self, handover_id: str) -> Handover:
        """One handover of a case that was reached, with what was frozen."""
        ...

    def save_cowork(self, cowork: Cowork) -> None: ...
    def add_handover(self, handover: Handover) -> None: ...
    def move_handover(self, handover: Handover, *, expect: str) -> None:
        """Write a handover whole with the expected old state in the WHERE clause; raises `MovedOn` when somebody was faster."""
        ...

    def close_all(self, case_id: str, now: datetime) -> None:
        """The case has ended: nobody is asked any more."""
        ...

    def coworkers(self, case_id: str) -> Sequence[str]:
        """The people who took up the active co-workings: who is told, in the other companies, what becomes of the case."""
        ...

    def offered(self, scope: Scope) -> Sequence[NamedCase]:
        """Cases the company is asked to work on or to take over."""
        ...

    def handed_over(self, scope: Scope) -> Sequence[NamedCase]:
        """Cases the company was responsible for before and is no longer."""
        ...

    def offered_case(self, scope: Scope, ref: str) -> Case:
        """A case the company is asked about, to be answered; a unit that writes holds it alone. Raises NotThere."""
        ...

    def past_case(self, scope: Scope, ref: str) -> Case:
        """A case the company was responsible for before. Raises NotThere."""
        ...

    def companies_on(self, case_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Case id -> the companies that work on it besides its own; for live news."""
        ...

    def companies(self, company_ids: Sequence[str]) -> Mapping[str, Company]:
        """These companies by id, whoever they are."""
        ...

    def parts_of(self, company_ids: Sequence[str], person_ids: Sequence[str]) -> Mapping[str, PartOf]:
        """Person id -> for which of these companies they act or acted."""
        ...
