"""Registrations, companies, the life of their access and their certificates, over one connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from models.actor import Scope
from models.case import Event
from models.errors import MovedOn, NotThere
from models.joining import Registration
from models.parties import Certificate, Company, CompanyAccess, Person
from storage.paging import Segment, Stop, order_of, page_of, unpacked
from storage.rows import add, entities, every, maybe, one, put, table_of, values_of
from storage.scope import figures_within, last_mark, unfinished_of, wrongly_marked
from storage.search_index import company_is_called
from workflows.ports import Page
from workflows.ports_joining import CaseHint, CompanyLine, CompanyWish, Figures

COMPANY, ACCESS, EVENT, CERTIFICATE = table_of(Company), table_of(CompanyAccess), table_of(Event), table_of(Certificate)
REGISTRATION = table_of(Registration)
ORDER = "companies"
WAITING = "requested"
LONGEST_PAGE = 500
SHOWN = (
    COMPANY.c.id, COMPANY.c.organisation_number, COMPANY.c.name, ACCESS.c.state, COMPANY.c.gone, COMPANY.c.register_read_at,
    ACCESS.c.requested_at, ACCESS.c.decided_at, ACCESS.c.next_state, ACCESS.c.next_on,
    select(func.min(CERTIFICATE.c.expires_on)).where(CERTIFICATE.c.company_id == COMPANY.c.id).scalar_subquery().label("proof_ends_on"),
)  # fmt: skip


class StoredJoining:
    """The port `Joining` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def registration(self, id_: str) -> Registration | None:
        """The registration that a form sent."""
        return maybe(self._connection, Registration, id=id_)

    def registration_by_token(self, token_hash: str) -> Registration | None:
        """The registration whose link was mailed with this token."""
        return maybe(self._connection, Registration, token_hash=token_hash)

    def save_registration(self, registration: Registration) -> None:
        """Write a registration, new or changed."""
        put(self._connection, registration)

    def forget_registrations(self, before: datetime) -> int:
        """Delete what nobody confirmed in time."""
        which = (REGISTRATION.c.used_at.is_(None), REGISTRATION.c.expires_at < before)
        return self._connection.execute(REGISTRATION.delete().where(*which)).rowcount

    def company_by_number(self, number: str) -> Company | None:
        """The company with this organisation number."""
        return maybe(self._connection, Company, organisation_number=number)

    def company(self, company_id: str) -> Company:
        """The company, locked where the engine locks rows."""
        found = self._connection.execute(select(COMPANY).where(COMPANY.c.id == company_id).with_for_update()).all()
        if not found:
            raise NotThere
        return entities(Company, found)[0]

    def add(self, *rows: Any) -> None:
        """New rows."""
        for row in rows:
            add(self._connection, row)

    def save_company(self, company: Company) -> None:
        """Write a company that is there; under another name its cases are found by that."""
        called = self._connection.execute(select(COMPANY.c.name).where(COMPANY.c.id == company.id)).scalar()
        put(self._connection, company)
        if called not in (None, company.name):
            company_is_called(self._connection, company.id)

    def person_by_email(self, email: str) -> Person | None:
        """The person with this address."""
        return maybe(self._connection, Person, email=email.strip().lower())

    def access(self, company_id: str, municipality_id: str) -> CompanyAccess | None:
        """One company's standing in one municipality."""
        return maybe(self._connection, CompanyAccess, company_id=company_id, municipality_id=municipality_id)

    def accesses(self, company_id: str) -> Sequence[CompanyAccess]:
        """All of a company's standings."""
        return every(self._connection, CompanyAccess, "id", company_id=company_id)

    def move_access(self, access: CompanyAccess, *, expect: str) -> None:
        """Write an access with the expected old state in the WHERE clause."""
        which = (ACCESS.c.id == access.id, ACCESS.c.state == expect)
        if self._connection.execute(update(ACCESS).where(*which).values(**values_of(access))).rowcount != 1:
            raise MovedOn

    def company_in(self, municipality_id: str, number: str) -> tuple[Company, CompanyAccess]:
        """The company and its standing in this municipality."""
        statement = select(COMPANY, ACCESS).join(ACCESS, ACCESS.c.company_id == COMPANY.c.id)
        which = (ACCESS.c.municipality_id == municipality_id, COMPANY.c.organisation_number == number)
        found = self._connection.execute(statement.where(*which)).all()
        if not found:
            raise NotThere
        return entities(Company, found)[0], entities(CompanyAccess, found, start=len(COMPANY.columns))[0]

    def companies_in(self, municipality_id: str, wish: CompanyWish, *, after: str | None = None, limit: int = 50) -> Page[CompanyLine]:
        """One page of a municipality's companies."""
        limit = max(1, min(limit, LONGEST_PAGE))
        stop = unpacked(after, ORDER, len(SEGMENTS)) if after else None
        page = page_of(_wanted(municipality_id, wish), SEGMENTS, stop, limit)
        here = and_(ACCESS.c.company_id == COMPANY.c.id, ACCESS.c.municipality_id == municipality_id)
        statement = select(*SHOWN, page.c.segment, page.c.key).join(page, page.c.id == COMPANY.c.id).join(ACCESS, here)
        rows = self._connection.execute(statement.order_by(*order_of(page, SEGMENTS))).all()
        last = rows[limit - 1] if len(rows) > limit else None
        return Page([_line(row) for row in rows[:limit]], Stop(ORDER, last.segment, last.key, last.id).packed() if last else None)

    def counts_in(self, municipality_id: str) -> Mapping[str, int]:
        """How many companies have each standing."""
        statement = select(ACCESS.c.state, func.count()).where(ACCESS.c.municipality_id == municipality_id).group_by(ACCESS.c.state)
        return {row[0]: row[1] for row in self._connection.execute(statement)}

    def figures_in(self, municipality_id: str, company_ids: Sequence[str]) -> Mapping[str, Figures]:
        """Cases of these companies as the municipality knows them, in one query."""
        if not company_ids:
            return {}
        rows = self._connection.execute(figures_within(Scope(municipality_id=municipality_id), company_ids))
        return {row.company_id: Figures(row.open, row.finished, row.decided, row.first_time) for row in rows}

    def hints(self, company_id: str, municipality_id: str | None = None) -> Sequence[CaseHint]:
        """The company's cases that are not over."""
        rows = self._connection.execute(unfinished_of(company_id, municipality_id))
        return [CaseHint(row.id, row.ref, row.version, row.assignee_id, row.submitted_at is not None) for row in rows]

    def cases_to_mark(self, after: str = "", limit: int = 100) -> Sequence[str]:
        """Ids of sent cases, those after one, that are not over and whose log tells another end of their company than is known."""
        return self._connection.execute(wrongly_marked(after, limit)).scalars().all()

    def mark_of(self, case_id: str) -> str:
        """What the log of a case told last of its company: `company_gone`, `company_back`, or empty."""
        return self._connection.execute(last_mark(case_id)).scalar() or ""

    def history(self, company_id: str, municipality_id: str) -> Sequence[Event]:
        """The log of one access."""
        statement = select(EVENT).where(EVENT.c.stream == f"access:{company_id}:{municipality_id}").order_by(EVENT.c.seq)
        return entities(Event, self._connection.execute(statement))

    def certificates(self, company_id: str) -> Sequence[Certificate]:
        """A company's certificates."""
        return every(self._connection, Certificate, "kind", "id", company_id=company_id)

    def certificate(self, company_id: str, certificate_id: str) -> Certificate:
        """One of a company's certificates."""
        return one(self._connection, Certificate, id=certificate_id, company_id=company_id)

    def save_certificate(self, certificate: Certificate) -> None:
        """Write a certificate that is there."""
        put(self._connection, certificate)

    def remove_certificate(self, company_id: str, certificate_id: str) -> None:
        """Take it away; its file is swept later."""
        which = (CERTIFICATE.c.id == certificate_id, CERTIFICATE.c.company_id == company_id)
        self._connection.execute(CERTIFICATE.delete().where(*which))

    def changes_due(self, today: date, limit: int = 50) -> Sequence[CompanyAccess]:
        """Accesses whose planned change has come."""
        statement = select(ACCESS).where(ACCESS.c.next_on <= today).order_by(ACCESS.c.next_on, ACCESS.c.id).limit(limit)
        return entities(CompanyAccess, self._connection.execute(statement))

    def companies_to_read(self, before: datetime, limit: int = 20) -> Sequence[Company]:
        """Companies with access that were not asked about since."""
        concerned = or_(ACCESS.c.state == "approved", ACCESS.c.by_register.is_(True))
        asked = func.coalesce(COMPANY.c.register_asked_at, COMPANY.c.register_read_at)
        statement = select(COMPANY).where(
            COMPANY.c.id.in_(select(ACCESS.c.company_id).where(concerned)), or_(asked.is_(None), asked < before)
        )
        return entities(Company, self._connection.execute(statement.order_by(asked, COMPANY.c.id).limit(limit)))

    def certificates_ending(self, after: date, until: date, warned_above: int, limit: int = 100) -> Sequence[Certificate]:
        """Certificates that end soon and nobody was told of."""
        told = CERTIFICATE.c.warned_for
        which = (CERTIFICATE.c.expires_on > after, CERTIFICATE.c.expires_on <= until, or_(told.is_(None), told > warned_above))
        statement = select(CERTIFICATE).where(*which).order_by(CERTIFICATE.c.expires_on, CERTIFICATE.c.id).limit(limit)
        return entities(Certificate, self._connection.execute(statement))


NAME = func.lower(COMPANY.c.name)
SEGMENTS = (Segment(ACCESS.c.state == WAITING, NAME, COMPANY.c.id), Segment(ACCESS.c.state != WAITING, NAME, COMPANY.c.id))


def _wanted(municipality_id: str, wish: CompanyWish) -> list[ColumnElement[bool]]:
    """The municipality's companies that meet the wish."""
    wanted: list[ColumnElement[bool]] = [ACCESS.c.company_id == COMPANY.c.id, ACCESS.c.municipality_id == municipality_id]
    wanted += [ACCESS.c.state == wish.state] if wish.state else []
    wanted += [COMPANY.c.gone != ""] if wish.gone else []
    if wish.proof_ends_by:
        wanted.append(COMPANY.c.id.in_(select(CERTIFICATE.c.company_id).where(CERTIFICATE.c.expires_on <= wish.proof_ends_by)))
    searched = func.lower(COMPANY.c.name + "\n" + COMPANY.c.organisation_number)
    return wanted + [searched.contains(word.lower(), autoescape=True) for word in wish.text.split()[:8]]


def _line(row: Any) -> CompanyLine:
    return CompanyLine(
        row.id, row.organisation_number, row.name, row.state, row.gone, row.register_read_at is not None, row.requested_at,
        row.decided_at, row.next_state, row.next_on, row.proof_ends_on,
    )  # fmt: skip
