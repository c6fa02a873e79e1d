"""What the municipality's books, the company register's snapshot and earlier cases say around one case.

The tables stand in for registers that come later. Four queries for what every case needs, one more for each kind of thing asked about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, func, or_, select, update

from models.actor import Scope
from models.base import Phase, Status
from models.case import Case
from models.correspondence import Decision
from models.errors import NotThere
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
from storage.chance import CHANCE
from storage.rows import insert_or, table_of
from workflows.facts import Approval, CertificateRecord, CompanyStanding, Known, LinkedCase, MeterRecord

OSLO = ZoneInfo("Europe/Oslo")
OVER = (Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED)
CASE, DECISION, METER, SEAL = table_of(Case), table_of(Decision), table_of(InstalledMeter), table_of(UsedSeal)
COMPANY, ACCESS, MUNICIPALITY = table_of(Company), table_of(CompanyAccess), table_of(Municipality)
PERSON, MEMBERSHIP, CERTIFICATE = table_of(Person), table_of(Membership), table_of(Certificate)
ADDRESS, CONNECTION = table_of(KnownAddress), table_of(KnownConnection)
SHORTEST_BEGINNING = 3
"""Letters of an address from which others are suggested."""
THESE: BindParameter[Any] = bindparam("these", expanding=True)
"""What is asked about by name. The statements that ask are made once: making one costs more than running it."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked about: one company's case (or answers without a case) in one municipality."""

    municipality_id: str
    company_id: str | None
    case_id: str
    workflow: str
    property_key: str
    meter_numbers: Sequence[str]
    seals: Sequence[str]
    addresses: Sequence[str]
    references: Sequence[str]


class StoredKnowledge:
    """The port `Knowledge` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def around(
        self,
        case: Case,
        *,
        property_key: str,
        meter_numbers: Sequence[str],
        seals: Sequence[str],
        addresses: Sequence[str],
        references: Sequence[str],
    ) -> Known:
        """Everything known around a case. `open_cases` names the company's own other cases only: nobody learns of a neighbour's."""
        asked = _Asked(
            case.municipality_id, case.company_id, case.id, case.workflow, property_key, meter_numbers, seals, addresses, references
        )
        return self._known(asked)

    def around_draft(
        self,
        scope: Scope,
        municipality_id: str,
        workflow: str,
        *,
        property_key: str,
        meter_numbers: Sequence[str],
        seals: Sequence[str],
        addresses: Sequence[str],
        references: Sequence[str],
    ) -> Known:
        """The same for answers without a case; a municipality's own people have no company, so nothing of one is known."""
        return self._known(
            _Asked(municipality_id, scope.company_id, "", workflow, property_key, meter_numbers, seals, addresses, references)
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

    def _known(self, asked: _Asked) -> Known:
        town, standing = self._municipality_and_standing(asked)
        members, certificates = self._people(asked)
        title = f"{town.number}-{asked.property_key}" if asked.property_key else None
        addresses, positions = self._places(asked, title)
        cases, still_open = self._cases(asked)
        return Known(
            municipality=town.number, municipality_name=town.name, municipality_bounds=_bounds(town.bounds),
            company=standing, members=members, certificates=certificates,
            connections=self._connections(asked, title), meters=self._meters(asked), seals=self._seals(asked), open_cases=still_open,
            cases=cases, addresses=addresses, property_positions=positions, approvals=self._approvals(asked, standing),
            company_id=asked.company_id or "",
        )  # fmt: skip

    def _municipality_and_standing(self, asked: _Asked) -> tuple[Any, CompanyStanding | None]:
        row = self._connection.execute(STANDING, {"of_company": asked.company_id or "", "of_municipality": asked.municipality_id}).first()
        if row is None:
            raise NotThere()
        standing = _standing(row.organisation_number, row.company, row.register_entry, row.state) if row.organisation_number else None
        return row, standing

    def _people(self, asked: _Asked) -> tuple[Mapping[str, str] | None, Mapping[str, Sequence[CertificateRecord]] | None]:
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

    def _connections(self, asked: _Asked, title: str | None) -> Mapping[str, str]:
        if not asked.references and not asked.property_key:
            return {}
        found = self._connection.execute(CONNECTIONS, {**_place(asked, title), "these": sorted(set(asked.references))})
        return {row.reference: row.property for row in found}

    def _meters(self, asked: _Asked) -> Mapping[str, MeterRecord]:
        if not asked.meter_numbers:
            return {}
        which = {"of_municipality": asked.municipality_id, "these": sorted(set(asked.meter_numbers))}
        return {row.number: _meter(row) for row in self._connection.execute(METERS, which)}

    def _seals(self, asked: _Asked) -> Mapping[str, str]:
        """Seals other cases have used; those from before the portal have no case number, so the value is empty."""
        if not asked.seals:
            return {}
        which = {"of_municipality": asked.municipality_id, "these": sorted(set(asked.seals)), "of_case": asked.case_id}
        return {row.number: row.case_number for row in self._connection.execute(SEALS, which)}

    def _cases(self, asked: _Asked) -> tuple[Mapping[str, LinkedCase] | None, Sequence[str] | None]:
        """The company's own cases that are referred to or stand on the same property, and which of them are open and of this kind.

        Nobody learns of another company's.
        """
        if asked.company_id is None:
            return None, None
        if not asked.references and not asked.property_key:
            return {}, ()
        which = {
            **_place(asked, asked.property_key or None),
            "of_company": asked.company_id,
            "of_case": asked.case_id,
            "these": sorted(set(asked.references)),
        }
        found: dict[str, LinkedCase] = {}
        still_open: dict[str, None] = {}
        for row in self._connection.execute(LINKED, which):
            approved = found[row.number].approved if row.number in found else frozenset()
            approved |= {Phase(row.decided)} if row.decided else set()
            found[row.number] = LinkedCase(row.number, row.workflow, str(row.status), row.property_key, approved)
            is_here = row.property_key == asked.property_key and row.workflow == asked.workflow
            if is_here and row.submitted_at is not None and row.status not in OVER:
                still_open[row.number] = None
        return found, list(still_open)[:20] if asked.property_key else ()

    def _places(self, asked: _Asked, title: str | None) -> tuple[Mapping[str, str], Mapping[str, tuple[float, float]]]:
        if not asked.addresses and not asked.property_key:
            return {}, {}
        typed = sorted({one.lower() for one in asked.addresses})
        which = {**_place(asked, title), "these": typed, "begins": _beginning(typed)}
        found = self._connection.execute(PLACES, which).all()
        positions = {row.property: (row.latitude, row.longitude) for row in found if row.latitude is not None and row.longitude is not None}
        return {row.address: row.property for row in found}, positions

    def _approvals(self, asked: _Asked, standing: CompanyStanding | None) -> Mapping[Any, Approval]:
        if not asked.case_id:
            return {}
        company = (asked.company_id or "", standing.name if standing else "")
        found = self._connection.execute(APPROVALS, {"of_case": asked.case_id})
        return {row.phase: Approval(row.phase, row.decided_at.astimezone(OSLO).date(), *company) for row in found}


STANDING = (
    select(
        MUNICIPALITY.c.number, MUNICIPALITY.c.name, MUNICIPALITY.c.bounds, COMPANY.c.organisation_number, COMPANY.c.name.label("company"),
        COMPANY.c.register_entry, ACCESS.c.state,
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
APPROVALS = (
    select(DECISION.c.phase, DECISION.c.decided_at)
    .where(DECISION.c.case_id == bindparam("of_case"), DECISION.c.outcome == "approved")
    .order_by(DECISION.c.decided_at)
)


def _either(name: Any, place: Any) -> ColumnElement[bool]:
    """The rows of these names, and those of the property."""
    return or_(name.in_(THESE), place == bindparam("of_property"))


CONNECTIONS = select(CONNECTION.c.reference, CONNECTION.c.property).where(
    CONNECTION.c.municipality_id == bindparam("of_municipality"), _either(CONNECTION.c.reference, CONNECTION.c.property)
)
METERS = select(METER).where(METER.c.municipality_id == bindparam("of_municipality"), METER.c.number.in_(THESE))
SEALS = (
    select(SEAL.c.number, func.coalesce(CASE.c.number, "").label("case_number"))
    .select_from(SEAL)
    .outerjoin(CASE, CASE.c.id == SEAL.c.case_id)
    .where(SEAL.c.municipality_id == bindparam("of_municipality"), SEAL.c.number.in_(THESE), SEAL.c.case_id != bindparam("of_case"))
)
LINKED = (
    select(CASE.c.number, CASE.c.workflow, CASE.c.status, CASE.c.property_key, CASE.c.submitted_at, DECISION.c.phase.label("decided"))
    .outerjoin(DECISION, and_(DECISION.c.case_id == CASE.c.id, DECISION.c.outcome == "approved"))
    .where(
        CASE.c.company_id == bindparam("of_company"),
        CASE.c.municipality_id == bindparam("of_municipality"),
        CASE.c.id != bindparam("of_case"),
        _either(CASE.c.number, CASE.c.property_key),
    )
    .order_by(CASE.c.number)
    .limit(200)
)
PLACES = (
    select(ADDRESS.c.address, ADDRESS.c.property, ADDRESS.c.latitude, ADDRESS.c.longitude)
    .where(
        ADDRESS.c.municipality_id == bindparam("of_municipality"),
        or_(_either(ADDRESS.c.address, ADDRESS.c.property), ADDRESS.c.address.like(bindparam("begins"), escape="\\")),
    )
    .order_by(ADDRESS.c.property != bindparam("of_property"), func.length(ADDRESS.c.address), ADDRESS.c.address)
    .limit(40)
)


def _beginning(typed: Sequence[str]) -> str:
    """What addresses that begin as the typed one are like; what is too short to help is like none."""
    words = typed[0] if typed and len(typed[0]) >= SHORTEST_BEGINNING else ""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%" if escaped else ""


def _place(asked: _Asked, title: str | None) -> dict[str, Any]:
    """The place asked about; None, which equals nothing, where no property is known.

    Cases write a property as `12/34/0/0`, the municipality's books with its number before it: `9999-12/34/0/0`.
    """
    return {"of_municipality": asked.municipality_id, "of_property": title}


def _bounds(kept: Sequence[float] | None) -> tuple[float, float, float, float] | None:
    """South, west, north, east; None where the municipality has not said where it lies."""
    if not kept:
        return None
    south, west, north, east = kept
    return south, west, north, east


def _standing(number: str, name: str, entry: Mapping[str, Any], access: str | None) -> CompanyStanding:
    """What Enhetsregisteret's entry means; a boolean that is missing counts as false. Source: domain README section 9."""
    gone, since = _gone(entry)
    return CompanyStanding(number, name, bool(entry.get("registrertIForetaksregisteret")), gone, since, access or "none")


def _gone(entry: Mapping[str, Any]) -> tuple[str, date | None]:
    if entry.get("slettedato") or entry.get("respons_klasse") == "SlettetEnhet":
        return "deleted", _day(entry.get("slettedato"))
    if entry.get("konkurs"):
        return "bankrupt", _day(entry.get("konkursdato"))
    if entry.get("underTvangsavviklingEllerTvangsopplosning"):
        return "forced_dissolution", None
    return "", None


def _day(words: Any) -> date | None:
    try:
        return date.fromisoformat(words)
    except (TypeError, ValueError):
        return None


def _meter(row: Any) -> MeterRecord:
    reading = Decimal(row.reading) if row.reading else None
    return MeterRecord(row.number, row.property, row.municipal, reading, row.read_on, row.active)
