"""The step that says where: municipality, property, address and the place on the map."""

from __future__ import annotations

from models.geometry import Position
from models.text import _
from models.values import PropertyNumber, property_number
from workflows.declare import BLOCKS, RECOMMENDED, Offer, Row, Step, group, question
from workflows.fields import MunicipalityKind, TextKind, integer
from workflows.reading import Reading, RowReading
from workflows.shared.geometry import GeometryKind
from workflows.shared.sources import DRAWN_PLACE, FORMS, PROPERTY_FORM


class PropertyRow(Row):
    """One property by its cadastral number; fnr and snr are 0 or empty where there is no lease or section."""

    in_municipality = question(MunicipalityKind(), _("Municipality number of the property"), hidden=True, source=PROPERTY_FORM)
    gnr = question(
        integer(1, 99_999),
        _("Holding no. (gnr)"),
        ask=_("Give the holding number (gnr)."),
        how=_("A number from 1 to 99999, from the title or the municipal bill."),
        governed_by="COM-06",
        source=PROPERTY_FORM,
        example="12",
    )
    bnr = question(
        integer(0, 99_999),
        _("Title no. (bnr)"),
        ask=_("Give the title number (bnr)."),
        how=_("A number from 0 to 99999; it follows the holding number."),
        governed_by="COM-06",
        source=PROPERTY_FORM,
        example="34",
    )
    fnr = question(integer(0, 99_999), _("Lease no. (fnr)"), governed_by="COM-06", source=PROPERTY_FORM)
    snr = question(integer(0, 99_999), _("Section no. (snr)"), governed_by="COM-06", source=PROPERTY_FORM)


def addresses_like(reading: Reading) -> list[str]:
    """Known addresses that begin as the one that is typed."""
    typed = str(reading.raw("address") or "").strip().lower()
    known = reading.known.addresses or {}
    return sorted(one[:1].upper() + one[1:] for one in known if typed and one.startswith(typed) and one != typed)[:10]


def property_of_the_address(reading: Reading) -> Offer | None:
    """The property the address register ties the address to, while no property is given."""
    registered = property_number((reading.known.addresses or {}).get((reading.value("address") or "").lower(), ""))
    if registered is None or any(row.value("gnr") is not None for row in reading.rows("properties")):
        return None
    row = next((one.id for one in reading.rows("properties")), "1")
    parts = {"gnr": registered.gnr, "bnr": registered.bnr, "fnr": registered.fnr, "snr": registered.snr}
    cells = {f"properties/{row}/{name}": str(number) for name, number in parts.items() if number or name in ("gnr", "bnr")}
    rows = [one.id for one in reading.rows("properties")] or [row]
    return Offer(_("Use property {number}, which the address belongs to", number=registered.short), {"properties": rows, **cells})


def where_it_is(reading: Reading) -> Position | None:
    """The position of the case's property as far as the books know it."""
    positions = reading.known.property_positions or {}
    return next((positions[key] for key in map(str, properties_of(reading)) if key in positions), None)


def position_of_the_property(reading: Reading) -> Offer | None:
    """The position of the property, while no place is shown."""
    found = where_it_is(reading)
    if found is None or reading.is_given("location"):
        return None
    return Offer(_("Use the property's own position"), {"location": f"lat/long {found[0]} {found[1]}"})


class Property(Step):
    """Where the work is. The property decides which municipality receives the case."""

    title = _("Property")
    section = _("Where and who")

    municipality = question(
        MunicipalityKind(),
        _("Municipality"),
        required=True,
        level=BLOCKS,
        ask=_("Choose the municipality."),
        how=_("Only municipalities that have approved your company are listed."),
        source=FORMS,
    )
    properties = group(
        PropertyRow,
        _("Property"),
        row_label=_("Property {n}"),
        add_label=_("Add another property"),
        at_least=1,
        ask=_("Give the property."),
        how=_("Write gnr and bnr, such as 12/34."),
        governed_by="COM-06",
        source=PROPERTY_FORM,
        as_property=True,
    )
    address = question(
        TextKind(0, 200),
        _("Address"),
        required=True,
        level=RECOMMENDED,
        ask=_("Write the address."),
        how=_("Street and number, or “no address” for a road or a forest."),
        source=FORMS,
        example="Storgata 1B",
        suggest=addresses_like,
        offer=property_of_the_address,
    )
    location = question(
        GeometryKind(),
        _("Place on the map"),
        ask=_("Show where the work is."),
        how=_("Write north and east with a space between, one point in each line."),
        hint=_("Coordinates with the system in the first line, such as UTM 32. One line for each point, north first."),
        governed_by="COM-08",
        source=DRAWN_PLACE,
        offer=position_of_the_property,
        example="UTM 32 6589551 594048",
    )


def properties_of(reading: Reading) -> list[PropertyNumber]:
    """The complete properties of the case, as the application gave them; rows without gnr or bnr are left out."""
    if "properties" in reading.index.groups:
        return [known for row in reading.rows("properties") if (known := _number(row, reading)) is not None]
    before = reading.earlier(reading.workflow.phases[0].phase)
    return properties_of(before) if before else []


def receiving_municipality(reading: Reading) -> str:
    """The municipality chosen in the form, else the one the case lies with; empty when neither is known."""
    return reading.value("municipality") or reading.known.municipality


def _number(row: RowReading, reading: Reading) -> PropertyNumber | None:
    gnr, bnr = row.value("gnr"), row.value("bnr")
    if gnr is None or bnr is None:
        return None
    return PropertyNumber(
        row.value("in_municipality") or receiving_municipality(reading), gnr, bnr, row.value("fnr") or 0, row.value("snr") or 0
    )
