"""What the municipality's books say around one case, in one question: connections, meters, seals, addresses, cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, case, func, or_, select

from models.case import Case
from models.parties import InstalledMeter, KnownAddress, KnownConnection, UsedSeal
from storage.properties import FOUND
from storage.rows import table_of
from storage.together import Together
from workflows.facts import MeterRecord

CASE, METER, SEAL = table_of(Case), table_of(InstalledMeter), table_of(UsedSeal)
ADDRESS, CONNECTION = table_of(KnownAddress), table_of(KnownConnection)
SHORTEST_BEGINNING = 3
"""Letters of an address from which others are suggested."""
TOWN: BindParameter[Any] = bindparam("of_municipality")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: one company's case (or answers without a case) in one municipality."""

    municipality_id: str
    company_id: str | None
    case_id: str
    workflow: str
    property_keys: Sequence[str]
    meter_numbers: Sequence[str]
    seals: Sequence[str]
    addresses: Sequence[str]
    references: Sequence[str]


@dataclass(frozen=True, slots=True)
class Books:
    """What they say. `seals` are those other cases have used, with the case's number, empty for those from before the portal.

    `here` are the ids of cases on the properties, whoever owns them: to be looked at within a scope, and never shown themselves.
    """

    connections: Mapping[str, str] = field(default_factory=dict)
    meters: Mapping[str, MeterRecord] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    here: Sequence[str] = ()


def look_up(connection: Connection, asked: Asked, town: str) -> Books:
    """Everything asked about. `town` is the municipality's number.

    Cases write a property as `12/34/0/0`, the municipality's books with its number before it: `9999-12/34/0/0`. What an approved case wrote
    into the meter book has the property as cases write it.
    """
    if not (asked.property_keys or asked.meter_numbers or asked.seals or asked.addresses or asked.references):
        return Books()
    titles = [f"{town}-{key}" for key in asked.property_keys]
    typed = sorted({one.lower() for one in asked.addresses})
    values = {
        "of_municipality": asked.municipality_id, "of_case": asked.case_id, "here": list(asked.property_keys), "titles": titles,
        "either": [*titles, *asked.property_keys], "references": sorted(set(asked.references)), "numbers": sorted(set(asked.meter_numbers)),
        "seals": sorted(set(asked.seals)), "typed": typed, "begins": _beginning(typed),
    }  # fmt: skip
    found = BOOKS.ask(connection, values)
    return Books(
        connections=dict(found["connections"]),
        meters={row[0]: _meter(*row) for row in found["meters"]},
        seals=dict(found["seals"]),
        addresses={row[0]: row[1] for row in found["places"]},
        positions={row[1]: (row[2], row[3]) for row in found["places"] if row[2] is not None and row[3] is not None},
        here=[row[0] for row in found["here"]],
    )


def _these(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _first(wanted: ColumnElement[bool]) -> ColumnElement[int]:
    """Rows that are wanted before the others.

    Never `not_in`: a statement spells an empty list once, and as "not among none" it would make every row one of the wanted on PostgreSQL.
    """
    return case((wanted, 0), else_=1)


BOOKS = Together(
    connections=select(CONNECTION.c.reference, CONNECTION.c.property).where(
        CONNECTION.c.municipality_id == TOWN,
        or_(CONNECTION.c.reference.in_(_these("references")), CONNECTION.c.property.in_(_these("titles"))),
    ),
    meters=select(METER.c.number, METER.c.property, METER.c.municipal, METER.c.reading, METER.c.read_on, METER.c.active)
    .where(METER.c.municipality_id == TOWN, or_(METER.c.number.in_(_these("numbers")), METER.c.property.in_(_these("either"))))
    .order_by(_first(METER.c.number.in_(_these("numbers"))), METER.c.number)
    .limit(500),
    seals=select(SEAL.c.number, func.coalesce(CASE.c.number, "").label("case_number"))
    .select_from(SEAL)
    .outerjoin(CASE, CASE.c.id == SEAL.c.case_id)
    .where(and_(SEAL.c.municipality_id == TOWN, SEAL.c.number.in_(_these("seals")), SEAL.c.case_id != bindparam("of_case"))),
    places=select(ADDRESS.c.address, ADDRESS.c.property, ADDRESS.c.latitude, ADDRESS.c.longitude)
    .where(
        ADDRESS.c.municipality_id == TOWN,
        or_(
            ADDRESS.c.address.in_(_these("typed")),
            ADDRESS.c.property.in_(_these("titles")),
            ADDRESS.c.address.like(bindparam("begins"), escape="\\"),
        ),
    )
    .order_by(_first(ADDRESS.c.property.in_(_these("titles"))), func.length(ADDRESS.c.address), ADDRESS.c.address)
    .limit(40),
    here=FOUND,
)


def _beginning(typed: Sequence[str]) -> str:
    """What addresses that begin as the typed one are like; what is too short to help is like none."""
    words = typed[0] if typed and len(typed[0]) >= SHORTEST_BEGINNING else ""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%" if escaped else ""


def _meter(number: str, place: str, municipal: bool, reading: str | None, read_on: Any, active: bool) -> MeterRecord:
    return MeterRecord(number, place, municipal, Decimal(reading) if reading else None, read_on, active)
