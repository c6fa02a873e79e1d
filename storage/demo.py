"""Demonstration data: two municipalities, three companies, their people and books. Written once, into a database without any party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pwdlib import PasswordHash
from sqlalchemy import select
from sqlmodel import SQLModel

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
from models.values import PropertyNumber
from storage.database import Database
from storage.demo_joining import ANSWERED, ASKED, tell_of_joining
from storage.demo_people import FIRMS, LOGIN_WORD, PEOPLE, TENANTLESS, TOWNS
from storage.demo_places import ADDRESSES, CONNECTIONS, METERS, SEALS
from storage.rows import add, now, table_of


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the table printed at the start."""

    email: str
    role: str
    tenant: str
    password: str


def logins() -> Sequence[Login]:
    """Who can log in to the demonstration, and as what."""
    names: dict[str, str] = {firm.id: firm.name for firm in FIRMS} | {town.id: town.name for town in TOWNS} | {"": ""}
    return [Login(human.email, human.role.value, names[human.tenant], LOGIN_WORD) for human in (*PEOPLE, *TENANTLESS)]


def furnish(database: Database) -> bool:
    """Write the demonstration into a database that has no municipality yet; whether it was written."""
    with database.writing.begin() as connection:
        if connection.execute(select(table_of(Municipality).c.id).limit(1)).first() is not None:
            return False
        for row in _everything():
            add(connection, row)
        tell_of_joining(connection, now())
    return True


def _everything() -> Iterator[SQLModel]:
    for town in TOWNS:
        contact = {"email": town.mail, "phone": town.phone}
        yield Municipality(
            id=town.id, number=town.number, name=town.name, language=town.language, contact=contact, bounds=list(town.bounds)
        )
    yield from _firms()
    yield from _people()
    for town in TOWNS:
        yield from _books(town.id, town.number)


def _firms() -> Iterator[SQLModel]:
    read_at = now()
    for firm in FIRMS:
        entry: dict[str, Any] = firm.register_entry
        yield Company(id=firm.id, organisation_number=firm.number, name=firm.name, register_entry=entry, register_read_at=read_at)
        for town, state in firm.standings.items():
            times: dict[str, Any] = {"requested_at": read_at - ASKED, "decided_at": None if state == "requested" else read_at - ANSWERED}
            yield CompanyAccess(id=f"{firm.id}-in-{town}", company_id=firm.id, municipality_id=town, state=state, **times)


def _people() -> Iterator[SQLModel]:
    hashed = PasswordHash.recommended().hash(LOGIN_WORD)
    firms = {firm.id for firm in FIRMS}
    for human in (*PEOPLE, *TENANTLESS):
        person_id = f"demo-{human.login}"
        yield Person(id=person_id, email=human.email, name=human.name, language=human.language, password_hash=hashed)
        company, town = (human.tenant, None) if human.tenant in firms else (None, human.tenant or None)
        membership_id = f"{person_id}-as-{human.role.value}"
        yield Membership(id=membership_id, person_id=person_id, role=human.role, company_id=company, municipality_id=town)
        for kind, number, expires_on in human.certificates:
            held = f"{person_id}-{kind}"
            yield Certificate(id=held, company_id=human.tenant, person_id=person_id, kind=kind, number=number, expires_on=expires_on)


def _books(town: str, number: str) -> Iterator[SQLModel]:
    for place, (address, gnr, bnr, latitude, longitude) in enumerate(ADDRESSES[town]):
        plot = str(PropertyNumber(number, gnr, bnr))
        known: dict[str, Any] = {"municipality_id": town, "property": plot, "latitude": latitude, "longitude": longitude}
        yield KnownAddress(id=f"{town}-address-{place}", address=address.lower(), **known)
    for reference, gnr, bnr in CONNECTIONS[town]:
        plot = str(PropertyNumber(number, gnr, bnr))
        yield KnownConnection(id=f"{town}-connection-{reference}", municipality_id=town, reference=reference, property=plot)
    for meter, gnr, bnr, municipal, reading, read_on, active in METERS[town]:
        plot = str(PropertyNumber(number, gnr, bnr))
        facts: dict[str, Any] = {"property": plot, "municipal": municipal, "reading": reading, "read_on": read_on, "active": active}
        yield InstalledMeter(id=f"{town}-meter-{meter}", municipality_id=town, number=meter, **facts)
    for seal in SEALS[town]:
        yield UsedSeal(id=f"{town}-seal-{seal}", municipality_id=town, number=seal, case_id="")
