"""A case as the archive's folder: its titles, parties, properties and points, from what was sent first."""

from __future__ import annotations

from models.base import Status
from models.case import Case
from models.geometry import SYSTEMS
from models.parties import Municipality
from models.records import ArchiveRules
from models.text import _, verbatim
from models.values import place_name
from workflows.casework.describing import Opened
from workflows.casework.receipts import FullReceipt
from workflows.casework.settling import OVER
from workflows.records.entries import (
    CLOSED_FOLDER,
    OPEN_FOLDER,
    VOID_FOLDER,
    Classification,
    Folder,
    Key,
    Party,
    Point,
    Property,
)
from workflows.summary import SummaryGroup, SummaryLine

SYSTEM = "contractor-portal"
"""What the archive calls us: the `fagsystem` of every key."""
APPLICANT, OWNER = ("SØK", "Søker"), ("HJEM", "Hjemmelshaver")
PROPERTIES, BY_PROPERTY = "GBNR", "Gårds- og bruksnummer"
MOST_POINTS = 50


def folder_key(case: Case) -> Key:
    """What the archive knows a case by."""
    return Key(SYSTEM, f"case:{case.id}")


def folder_of(opened: Opened, town: Municipality, rules: ArchiveRules, first: FullReceipt) -> Folder:
    """The folder of a case. Its public title names property and kind of work, and nobody. Source: domain README section 11."""
    case = opened.loaded.case
    keys = opened_properties(opened, first)
    place = ", ".join(place_name("", one) for one in keys[:3])
    where = ", ".join(filter(None, (first.address, place)))
    classes = [Classification(PROPERTIES, place_name("", one), BY_PROPERTY) for one in keys]
    if rules.class_system and rules.class_id:
        classes.append(Classification(rules.class_system, rules.class_id))
    return Folder(
        folder_key(case), case.number, _("{workflow}: {place}", workflow=first.workflow, place=verbatim(where or case.number)),
        _("{workflow}: {place}", workflow=first.workflow, place=verbatim(place or case.number)), status_of(case.status), first.sent_at,
        None, rules.unit or town.name, opened.names.get(case.assignee_id or "", ""),
        (Party(first.company, *APPLICANT, first.organisation_number), *_owner(first)), tuple(_property(town.number, one) for one in keys),
        _points(first), first.address, tuple(classes), verbatim(first.address) if first.address else None,
    )  # fmt: skip


def status_of(status: Status) -> str:
    """The folder's status: under way, ended, or void when the case was taken back."""
    return VOID_FOLDER if status == Status.WITHDRAWN else CLOSED_FOLDER if status in OVER else OPEN_FOLDER


def opened_properties(opened: Opened, first: FullReceipt) -> list[str]:
    """The properties the case stands on, as `gnr/bnr/fnr/snr`."""
    known = [one for one in opened.loaded.asked.get("property_keys", ()) if one]
    return known or ([first.property_key] if first.property_key else [])


def _owner(first: FullReceipt) -> tuple[Party, ...]:
    """The owner who was named, where the case asks for one."""
    lines = (part for section in first.sections for part in section.parts if isinstance(part, SummaryLine))
    named = next((one for one in lines if one.at == "owner_name" and one.value is not None), None)
    return (Party(str(named.value), *OWNER),) if named else ()


def _property(municipality: str, key: str) -> Property:
    gnr, bnr, fnr, snr = (int(one) for one in key.split("/"))
    return Property(municipality, gnr, bnr, fnr, snr)


def _points(first: FullReceipt) -> tuple[Point, ...]:
    """The first point of every place that was sent and lies somewhere."""
    found = []
    for section in first.sections:
        for part in section.parts:
            lines = [line for row in part.rows for line in row.lines] if isinstance(part, SummaryGroup) else [part]
            for line in lines:
                if line.place is not None and line.place.fits_system:
                    north, east = line.place.points[0]
                    found.append(Point(f"EPSG:{line.place.system}", SYSTEMS[line.place.system].name, north, east))
    return tuple(found[:MOST_POINTS])
