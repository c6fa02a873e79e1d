"""What the municipality's books, the company register's snapshot and earlier cases say around one case.

The tables stand in for registers that come later. Two queries for what every
case needs, one for the books, one for the company's other cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, and_, bindparam, or_, select, update

from models.actor import Scope
from models.base import Phase
from models.case import Case
from models.correspondence import Decision
from models.errors import NotThere
from models.letters import DecisionLetter
from models.parties import (
    Certificate,
    Company,
    CompanyAccess,
    InstalledMeter,
    KnownAddress,
    KnownConnection,
    Membership,
    Municipality,
    Person,
    UsedSeal,
)
from storage.books import Asked, look_up
from storage.chance import CHANCE
from storage.gathering import CaseRows
from storage.rows import insert_or, table_of
from storage.scope import OVER
from workflows.access.standing import gone, in_business_register
from workflows.closed_days import days_of
from workflows.facts import Approval, CertificateRecord, CompanyStanding, Known, LinkedCase

OSLO = ZoneInfo("Europe/Oslo")
CASE, DECISION, METER, SEAL = table_of(Case), table_of(Decision), table_of(InstalledMeter), table_of(UsedSeal)
COMPANY, ACCESS, MUNICIPALITY = table_of(Company), table_of(CompanyAccess), table_of(Municipality)
PERSON, MEMBERSHIP, CERTIFICATE = table_of(Person), table_of(Membership), table_of(Certificate)
ADDRESS, CONNECTION = table_of(KnownAddress), table_of(KnownConnection)
THESE: BindParameter[Any] = bindparam("these", expanding=True)
"""Cases asked about by number. The statements that ask are made once: making one costs more than running it."""


class StoredKnowledge:
    """The port `Knowledge` over one connection."""

    def __init__(self, connection: Connection, rows: CaseRows) -> None:
        self._connection = connection
        self._rows = rows

    def around(
        self,
        case: Case,
        *,
        property_keys: Sequence[str],
        meter_numbers: Sequence[str],
        seals: Sequence[str],
        addresses: Sequence[str],
        references: Sequence[str],
    ) -> Known:
        """Everything known around a case. `open_cases` names the company's own other cases only: nobody learns of a neighbour's."""
        asked = Asked(
            case.municipality_id, case.company_id, case.id, case.workflow, property_keys, meter_numbers, seals, addresses, references
        )
        return self._known(asked)

    def around_draft(
        self,
        scope: Scope,
        municipality_id: str,
        workflow: str,
        *,
        property_keys: Sequence[str],
        meter_numbers: Sequence[str],
        seals: Sequence[str],
        addresses: Sequence[str],
        references: Sequence[str],
    ) -> Known:
        """The same for answers without a case; a municipality's own people have no company, so nothing of one is known."""
        return self._known(
            Asked(municipality_id, scope.company_id, "", workflow, property_keys, meter_numbers, seals, addresses, references)
        )

    def remember_meters(
        self, case: Case, *, installed: Mapping[str, tuple[str, str, date]], removed: Sequence[str], seals: Sequence[str]
    ) -> None:
        """Write an approved final documentation into the meter book."""
        if removed:
            which = (METER.c.municipality_id == case.municipality_id, METER.c.number.in_(removed))
            self._connection.execute(update(METER).where(*which).values(active=False))
        for number, (place, reading, day) in installed.items():
            now_known = {"property": place, "reading": reading, "read_on": day, "active": True, "case_id": case.id}
            meter = insert_or(self._connection, InstalledMeter).on_conflict_do_update(
                index_elements=["municipality_id", "number"], set_=now_known
            )
            row = {"id": CHANCE.id(), "municipality_id": case.municipality_id, "number": number, "municipal": True, **now_known}
            self._connection.execute(meter, row)
        for number in dict.fromkeys(seals):
            seal = insert_or(self._connection, UsedSeal).on_conflict_do_nothing(index_elements=["municipality_id", "number"])
            self._connection.execute(
                seal, {"id": CHANCE.id(), "municipality_id": case.municipality_id, "number": number, "case_id": case.id}
            )

    def _known(self, asked: Asked) -> Known:
        town, standing = self._municipality_and_standing(asked)
        members, certificates = self._people(asked)
        books = look_up(self._connection, asked, town.number)
        self._rows.remember_standing(asked.municipality_id, asked.property_keys, books.here)
        cases, still_open = self._cases(asked, books.here)
        return Known(
            municipality=town.number, municipality_name=town.name, municipality_bounds=_bounds(town.bounds),
            closed_days=days_of(town.closed_days),
            company=standing, members=members, certificates=certificates,
            connections=books.connections, meters=books.meters, seals=books.seals,
            open_cases=still_open, cases=cases, addresses=books.addresses, property_positions=books.positions,
            approvals=self._approvals(asked, standing),
            company_id=asked.company_id or "",
        )  # fmt: skip

    def _municipality_and_standing(self, asked: Asked) -> tuple[Any, CompanyStanding | None]:
        row = self._connection.execute(STANDING, {"of_company": asked.company_id or "", "of_municipality": asked.municipality_id}).first()
        if row is None:
            raise NotThere()
        standing = _standing(row.organisation_number, row.company, row.register_entry, row.state) if row.organisation_number else None
        return row, standing

    def _people(self, asked: Asked) -> tuple[Mapping[str, str] | None, Mapping[str, Sequence[CertificateRecord]] | None]:
        if asked.company_id is None:
            return None, None
        members: dict[str, str] = {}
        certificates: dict[str, list[CertificateRecord]] = {}
        for row in self._connection.execute(PEOPLE, {"of_company": asked.company_id}):
            members[row.id] = row.name
            records = certificates.setdefault(row.id, [])
            if row.kind:
                records.append(CertificateRecord(row.kind, row.number, row.expires_on))
        return members, certificates

    def _cases(self, asked: Asked, here: Sequence[str]) -> tuple[Mapping[str, LinkedCase] | None, Sequence[str] | None]:
        """The company's own cases that are referred to or stand on one of its properties, and which of them are open and of this kind.

        Nobody learns of another company's.
        """
        if asked.company_id is None:
            return None, None
        if not asked.references and not asked.property_keys:
            return {}, ()
        which = {
            "of_municipality": asked.municipality_id,
            "of_company": asked.company_id,
            "standing_here": list(here),
            "of_case": asked.case_id,
            "these": sorted(set(asked.references)),
        }
        found: dict[str, LinkedCase] = {}
        still_open: dict[str, None] = {}
        for row in self._connection.execute(LINKED, which):
            approved = found[row.number].approved if row.number in found else frozenset()
            approved |= {Phase(row.decided)} if row.decided else set()
            found[row.number] = LinkedCase(row.number, row.workflow, str(row.status), row.property_key, approved)
            if row.id in here and row.workflow == asked.workflow and row.submitted_at is not None and row.status not in OVER:
                still_open[row.number] = None
        return found, list(still_open)[:20] if asked.property_keys else ()

    def _approvals(self, asked: Asked, standing: CompanyStanding | None) -> Mapping[Any, Approval]:
        if not asked.case_id:
            return {}
        company = (asked.company_id or "", standing.name if standing else "")
        letters = {one.decision_id: one for one in self._rows.every(DecisionLetter, case_id=asked.case_id)}
        approvals: dict[Any, Approval] = {}
        for one in self._rows.every(Decision, "decided_at", "number", case_id=asked.case_id, outcome="approved"):
            before, letter = approvals.get(one.phase), letters.get(one.id)
            # a correction takes the place of an approval and is none anew: the day stays that of the first
            on = before.on if before and letter and letter.corrects else one.decided_at.astimezone(OSLO).date()
            approvals[one.phase] = Approval(one.phase, on, *company, until=letter.begin_by if letter else None)
        return approvals


STANDING = (
    select(
        MUNICIPALITY.c.number, MUNICIPALITY.c.name, MUNICIPALITY.c.bounds, COMPANY.c.organisation_number, COMPANY.c.name.label("company"),
        COMPANY.c.register_entry, ACCESS.c.state, MUNICIPALITY.c.closed_days,
    )
    .select_from(MUNICIPALITY)
    .outerjoin(COMPANY, COMPANY.c.id == bindparam("of_company"))
    .outerjoin(ACCESS, and_(ACCESS.c.company_id == COMPANY.c.id, ACCESS.c.municipality_id == MUNICIPALITY.c.id))
    .where(MUNICIPALITY.c.id == bindparam("of_municipality"))
)  # fmt: skip
PEOPLE = (
    select(PERSON.c.id, PERSON.c.name, CERTIFICATE.c.kind, CERTIFICATE.c.number, CERTIFICATE.c.expires_on)
    .select_from(MEMBERSHIP)
    .join(PERSON, PERSON.c.id == MEMBERSHIP.c.person_id)
    .outerjoin(CERTIFICATE, and_(CERTIFICATE.c.person_id == PERSON.c.id, CERTIFICATE.c.company_id == MEMBERSHIP.c.company_id))
    .where(MEMBERSHIP.c.company_id == bindparam("of_company"), MEMBERSHIP.c.active.is_(True), PERSON.c.disabled.is_(False))
    .order_by(PERSON.c.name, PERSON.c.id, CERTIFICATE.c.id)
)
LINKED = (
    select(
        CASE.c.id, CASE.c.number, CASE.c.workflow, CASE.c.status, CASE.c.property_key, CASE.c.submitted_at,
        DECISION.c.phase.label("decided"),
    )
    .outerjoin(DECISION, and_(DECISION.c.case_id == CASE.c.id, DECISION.c.outcome == "approved"))
    .where(
        CASE.c.company_id == bindparam("of_company"),
        CASE.c.municipality_id == bindparam("of_municipality"),
        CASE.c.id != bindparam("of_case"),
        or_(CASE.c.number.in_(THESE), CASE.c.id.in_(bindparam("standing_here", expanding=True))),
    )
    .order_by(CASE.c.number)
    .limit(200)
)  # fmt: skip


def _bounds(kept: Sequence[float] | None) -> tuple[float, float, float, float] | None:
    """South, west, north, east; None where the municipality has not said where it lies."""
    if not kept:
        return None
    south, west, north, east = kept
    return south, west, north, east


def _standing(number: str, name: str, entry: Mapping[str, Any], access: str | None) -> CompanyStanding:
    """What Enhetsregisteret's entry means; a company that was never found there has none."""
    how, since = gone(entry)
    return CompanyStanding(number, name, in_business_register(entry), how, since, access or "none")
