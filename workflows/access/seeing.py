"""What the two sides see of a company: the municipality's list and page, and the company's own. Plain frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models.actor import Actor, Scope
from models.base import Role
from models.case import Event
from models.parties import Certificate, Company, CompanyAccess
from models.text import Text, verbatim
from workflows.access.acting import right_words
from workflows.access.life import STATES, Move, offered, state_of
from workflows.access.standing import CannotJoin, why_not_join
from workflows.access.watching import WARN_DAYS
from workflows.clocks import day_of
from workflows.policy import authorize
from workflows.ports import Page, UnitOfWork
from workflows.ports_joining import CompanyLine, CompanyWish, Figures
from workflows.shared.certificates import CERTIFICATES

EXPORT_AT_ONCE = 500
MOST_EXPORTED = 20_000
NO_FIGURES = Figures()


@dataclass(frozen=True, slots=True)
class Proof:
    """One certificate. `days_left` until its last day, negative when it has passed, None when it has none."""

    id: str
    kind: str
    title: Text
    number: str
    person_id: str
    holder: str
    expires_on: date | None
    days_left: int | None
    file_name: str

    @property
    def ends_soon(self) -> bool:
        """Within the time in which a company is warned, or over."""
        return self.days_left is not None and self.days_left <= max(WARN_DAYS)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of an access, in the order it happened. `by` is empty for the portal itself."""

    kind: str
    at: datetime
    by: str
    words: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """One access as both sides see it."""

    municipality: str
    municipality_number: str
    state: str
    state_words: Text
    reason: str
    by_register: bool
    next_state: str
    next_on: date | None
    next_reason: str
    history: Sequence[Happening] = ()
    moves: Sequence[Move] = ()


@dataclass(frozen=True, slots=True)
class CompanyView:
    """A company with its snapshot of the register. `entry` is empty and `read_at` None when nobody has verified it.

    `cannot`: what the register's entry says against its joining. `figures` are of the reader's municipality. `right` says what
    the register shows of the right of whoever registered the company; None when nobody did.
    """

    id: str
    number: str
    name: str
    entry: Mapping[str, Any]
    read_at: datetime | None
    asked_at: datetime | None
    gone: str
    cannot: CannotJoin | None
    work_areas: Sequence[str]
    proofs: Sequence[Proof]
    people: Sequence[tuple[str, str, Role]]
    standings: Sequence[Standing]
    figures: Figures = NO_FIGURES
    right: Text | None = None
    further: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CompanyList:
    """One page of a municipality's companies, with how many have each standing and the figures of those shown."""

    page: Page[CompanyLine]
    counts: Mapping[str, int]
    figures: Mapping[str, Figures]


def company_list(wish: CompanyWish, after: str | None = None, limit: int = 50, *, actor: Actor, work: UnitOfWork) -> CompanyList:
    """The municipality's companies, those that wait for an answer first. Three queries, whatever the limit."""
    authorize(actor, "see_companies", municipality_id=actor.municipality_id)
    here = actor.municipality_id or ""
    with work:
        page = work.joining.companies_in(here, wish, after=after, limit=limit)
        figures = work.joining.figures_in(here, [one.id for one in page.rows])
        return CompanyList(page, work.joining.counts_in(here), figures)


def export_companies(wish: CompanyWish, *, actor: Actor, work: UnitOfWork, now: datetime) -> list[tuple[CompanyLine, Figures]]:
    """Every company that meets the wish, and one event that says who took them out."""
    authorize(actor, "export_companies", municipality_id=actor.municipality_id)
    here = actor.municipality_id or ""
    with work:
        found = list(_all(work, here, wish))
        work.log.record("companies_exported", actor=actor, at=now, data={"companies": len(found)}, stream=f"municipality:{here}")
        work.commit()
    return found


def _all(work: UnitOfWork, here: str, wish: CompanyWish) -> Iterator[tuple[CompanyLine, Figures]]:
    after: str | None = None
    for _turn in range(MOST_EXPORTED // EXPORT_AT_ONCE):
        page = work.joining.companies_in(here, wish, after=after, limit=EXPORT_AT_ONCE)
        figures = work.joining.figures_in(here, [one.id for one in page.rows])
        yield from ((one, figures.get(one.id, Figures())) for one in page.rows)
        after = page.next
        if after is None:
            return


def company_in_town(number: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CompanyView:
    """A company as the municipality it has a standing in sees it. Raises NotThere for every other."""
    authorize(actor, "see_companies", municipality_id=actor.municipality_id)
    here = actor.municipality_id or ""
    with work:
        company, access = work.joining.company_in(here, number)
        figures = work.joining.figures_in(here, [company.id]).get(company.id, Figures())
        return _view(company, [access], work, now, by="municipality", figures=figures)


def own_company(*, actor: Actor, work: UnitOfWork, now: datetime) -> CompanyView:
    """The actor's own company, its standing everywhere, and municipalities it could ask."""
    authorize(actor, "see_own_company", company_id=actor.company_id)
    with work:
        company = work.parties.company(actor.company_id or "")
        accesses = work.joining.accesses(company.id)
        asked = {one.municipality_id for one in accesses}
        further = {one.number: one.name for one in work.parties.municipalities() if one.id not in asked}
        return _view(company, accesses, work, now, by="company", further=further)


def _view(
    company: Company, accesses: Sequence[CompanyAccess], work: UnitOfWork, now: datetime, *, by: Any, figures: Figures = NO_FIGURES,
    further: Mapping[str, str] | None = None,
) -> CompanyView:  # fmt: skip
    members = work.parties.members(Scope(company_id=company.id))
    names = {person.id: person.name for person, _held in members}
    if company.registered_by and company.registered_by not in names:
        names |= work.parties.names([company.registered_by])
    return CompanyView(
        id=company.id, number=company.organisation_number, name=company.name, entry=company.register_entry,
        read_at=company.register_read_at, asked_at=company.register_asked_at, gone=company.gone,
        cannot=why_not_join(company.register_entry), work_areas=company.work_areas,
        proofs=[_proof(one, names, day_of(now)) for one in work.joining.certificates(company.id)],
        people=[(person.id, person.name, Role(held.role)) for person, held in members],
        standings=[_standing(one, work, by) for one in accesses], figures=figures, further=further,
        right=right_words(company.right_to_act, names.get(company.registered_by, "")) if company.registered_by else None,
    )  # fmt: skip


def _proof(held: Certificate, names: Mapping[str, str], today: date) -> Proof:
    left = (held.expires_on - today).days if held.expires_on else None
    title = CERTIFICATES.get(held.kind, verbatim(held.kind))
    holder = held.holder or names.get(held.person_id or "", "")
    return Proof(held.id, held.kind, title, held.number, held.person_id or "", holder, held.expires_on, left, held.file_name)


def _standing(access: CompanyAccess, work: UnitOfWork, by: Any) -> Standing:
    place = work.parties.municipality(access.municipality_id)
    events = work.joining.history(access.company_id, access.municipality_id)
    names = work.parties.names([one.actor_id for one in events if one.actor_id])
    return Standing(
        municipality=place.name, municipality_number=place.number, state=state_of(access), state_words=STATES[access.state],
        reason=access.reason, by_register=access.by_register, next_state=access.next_state, next_on=access.next_on,
        next_reason=access.next_reason, history=[_happening(one, names, by) for one in events], moves=offered(access, by),
    )  # fmt: skip


def _happening(event: Event, names: Mapping[str, str], by: str) -> Happening:
    """An event; a company is not told which official acted, only that the municipality did."""
    from_company = event.kind in ("access_requested", "access_answered")
    shown = names.get(event.actor_id or "", "") if by == "municipality" or from_company else ""
    return Happening(event.kind, event.at, shown, str(event.detail.get("words", "")), event.data)
