"""METER-16 and METER-18: are the photos of each meter there, and do they look like photos of this job."""

from __future__ import annotations

from datetime import date

from models.geometry import metres_between
from models.text import Text, _
from workflows.declare import NEEDED, NOT_APPLICABLE, RECOMMENDED, Finding, Outcome, doubtful, missing, requirement
from workflows.facts import FileFacts
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.property import properties_of
from workflows.shared.sources import ASSUMED
from workflows.water_meter.choices import STAYS
from workflows.water_meter.identity import METERS
from workflows.water_meter.sources import INSTALLATION

PHOTOS = ("photo_dial", "photo_seal", "photo_installation")


@requirement(
    "METER-16",
    level=NEEDED,
    at=METERS,
    what=_("Photo missing: {slot}."),
    how=_("Take dial, seal and whole installation."),
    source=INSTALLATION,
    applies_if=STAYS,
)
def photos_are_there(reading: Reading) -> Outcome:
    """A photo in each place of each meter, and as many together as the municipality demands."""
    return [finding for row in reading.rows(METERS) for finding in _lacking_photos(row)]


def _lacking_photos(row: RowReading) -> list[Finding]:
    shown = [slot for slot in row.group.row.slots if slot.key in PHOTOS and row.holds(slot.applies_if)]
    counts = {slot.key: len(row.good_files(slot.key)) for slot in shown}
    empty = [missing(row.slot_path(slot.key), slot=slot.label) for slot in shown if not counts[slot.key]]
    if empty or sum(counts.values()) >= number(row, "meter_photos_min"):
        return empty
    return [missing(row.slot_path(shown[-1].key), slot=shown[-1].label)]


@requirement(
    "METER-18",
    level=RECOMMENDED,
    at=METERS,
    what=_("The photo seems to be from {when_where}."),
    how=_("Check that it is the right one."),
    source=ASSUMED,
)
def photos_are_of_this_job(reading: Reading) -> Outcome:
    """Time and place kept in a photo lie near the day of mounting and the property; one finding for each slot."""
    places = [(row, slot) for row in reading.rows(METERS) for slot in row.group.row.slots if row.holds(slot.applies_if)]
    photos = [(row.slot_path(slot.key), file) for row, slot in places for file in row.good_files(slot.key)]
    if not any(file.taken_at or file.latitude is not None for _place, file in photos):
        return NOT_APPLICABLE
    mounted, sites = reading.value("mounted"), _positions(reading)
    found = {place: strange for place, file in reversed(photos) if (strange := _strange(file, mounted, sites, reading)) is not None}
    return [doubtful(place, when_where=strange) for place, strange in reversed(found.items())]


def _positions(reading: Reading) -> list[tuple[float, float]]:
    known = reading.known.property_positions or {}
    return [known[key] for key in map(str, properties_of(reading)) if key in known]


def _strange(file: FileFacts, mounted: date | None, sites: list[tuple[float, float]], reading: Reading) -> Text | date | None:
    """What is strange about a photo in words, None when nothing is."""
    if file.taken_at and mounted and abs((file.taken_at.date() - mounted).days) > number(reading, "meter_photo_days"):
        return file.taken_at.date()
    if file.latitude is None or file.longitude is None or not sites:
        return None
    metres = min(metres_between((file.latitude, file.longitude), site) for site in sites)
    return _("{metres} m from the property", metres=round(metres)) if metres > number(reading, "meter_photo_distance_m") else None


PHOTO_CHECKS = (photos_are_there, photos_are_of_this_job)
