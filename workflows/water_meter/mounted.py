"""Final documentation: one row for each meter as it sits after the work. Volumes in m³, pressure in bar."""

from __future__ import annotations

from models.document import FileKind
from models.text import _
from workflows.conditions import RowsAtLeast, all_of, given
from workflows.declare import IMAGES, RECOMMENDED, Row, question, slot
from workflows.fields import BooleanKind, ChoiceKind, MeterNumberKind, MultiKind, TextKind, decimal, integer
from workflows.shared.examples import DIAL, SEAL
from workflows.shared.sources import ASSUMED, FORMS, TEK17
from workflows.water_meter.choices import (
    FATES,
    FROM_PLUMBER,
    NOMINAL_SIZES,
    PERMANENT_FLOWS,
    PLACINGS,
    POSITIONS,
    REDUCER_PLACES,
    RELATIONS,
    REMOTE_READING,
    SEALED_BY_PLUMBER,
    STAYS,
    WAS_FETCHED,
    WAS_TAKEN_DOWN,
)
from workflows.water_meter.sources import HANDING_IN, INSTALLATION, PLACING

FITTED_BY_PLUMBER = all_of(WAS_FETCHED, FROM_PLUMBER)
"""A meter that never was in the municipality's store, so that what is told there is told here."""


class MountedRow(Row):
    """Same rows as approved. Questions of the new meter vanish when meters are only removed, those of the old one when there is none."""

    relation = question(
        ChoiceKind(RELATIONS),
        _("Relation"),
        hint=_("Change it only when it became another than ordered."),
        applies_if=STAYS,
        source=ASSUMED,
    )
    place_room = question(
        TextKind(0, 200),
        _("Place (room, floor)"),
        hint=_("Change it only when it became another than ordered."),
        applies_if=STAYS,
        source=ASSUMED,
    )
    meter_number = question(
        MeterNumberKind(),
        _("New meter number"),
        ask=_("Write the number of meter {n}."),
        how=_("It is printed on the dial: 6 to 20 letters and digits."),
        applies_if=STAYS,
        governed_by="METER-07",
        source=INSTALLATION,
        example="12345678",
    )
    reading_new_m3 = question(
        decimal(3, 0, 999_999, "m³"),
        _("Reading at mounting"),
        required=WAS_FETCHED,
        ask=_("Write the reading of meter {n} at mounting."),
        how=_("In cubic metres, with up to three decimals."),
        applies_if=STAYS,
        source=INSTALLATION,
        example="0,012",
    )
    seal_number = question(
        TextKind(3, 20),
        _("Seal number"),
        ask=_("Write the seal number of meter {n}."),
        how=_("It is printed on the seal you put on this meter."),
        applies_if=all_of(STAYS, SEALED_BY_PLUMBER),
        governed_by="METER-10",
        source=INSTALLATION,
    )
    old_meter_number = question(
        MeterNumberKind(),
        _("Old meter number"),
        ask=_("Write the number of old meter {n}."),
        how=_("It is printed on the dial: 6 to 20 letters and digits."),
        applies_if=WAS_TAKEN_DOWN,
        governed_by="METER-08",
        source=INSTALLATION,
    )
    old_reading_m3 = question(
        decimal(3, 0, 9_999_999, "m³"),
        _("Last reading of the old meter"),
        ask=_("Write the last reading of old meter {n}."),
        how=_("In cubic metres, read before the water was shut off."),
        applies_if=WAS_TAKEN_DOWN,
        governed_by="METER-08",
        source=INSTALLATION,
    )
    old_meter_fate = question(
        ChoiceKind(FATES),
        _("The old meter is"),
        required=WAS_TAKEN_DOWN,
        ask=_("Say where old meter {n} is now."),
        how=_("A meter the municipality owns must be handed in."),
        applies_if=WAS_TAKEN_DOWN,
        source=HANDING_IN,
    )
    dn = question(ChoiceKind(NOMINAL_SIZES), _("Nominal size (DN)"), applies_if=WAS_FETCHED, governed_by="METER-12", source=INSTALLATION)
    q3 = question(
        ChoiceKind(PERMANENT_FLOWS), _("Permanent flow (Q3)"), applies_if=WAS_FETCHED, governed_by="METER-12", source=INSTALLATION
    )
    make_model = question(TextKind(0, 100), _("Make and model"), applies_if=WAS_FETCHED, governed_by="METER-12", source=INSTALLATION)
    production_year = question(
        integer(1990, 2100), _("Year of production"), applies_if=WAS_FETCHED, governed_by="METER-12", source=INSTALLATION
    )
    mid_mark = question(
        TextKind(0, 20),
        _("MID mark"),
        required=FITTED_BY_PLUMBER,
        level=RECOMMENDED,
        ask=_("Write the MID mark of meter {n}."),
        how=_("M and two digits on the dial, such as M26."),
        applies_if=FITTED_BY_PLUMBER,
        source=ASSUMED,
        example="M26",
    )
    position = question(
        ChoiceKind(POSITIONS),
        _("Mounting position"),
        required=True,
        level=RECOMMENDED,
        ask=_("Say how meter {n} is mounted."),
        how=_("Some meters may only sit horizontally."),
        applies_if=STAYS,
        source=PLACING,
    )
    placement = question(
        MultiKind(PLACINGS),
        _("Placing"),
        ask=_("Tick what is true of the place of meter {n}."),
        how=_("A main meter: before the first branch, frost-free and easy to reach."),
        applies_if=STAYS,
        governed_by="METER-11",
        source=PLACING,
    )
    valve_before = question(BooleanKind(), _("Shut valve before the meter"), applies_if=STAYS, governed_by="METER-13", source=INSTALLATION)
    valve_after = question(BooleanKind(), _("Shut valve after the meter"), applies_if=STAYS, governed_by="METER-13", source=INSTALLATION)
    strainer = question(BooleanKind(), _("Strainer"), applies_if=STAYS, governed_by="METER-13", source=INSTALLATION)
    check_valve = question(BooleanKind(), _("Backflow valve"), applies_if=STAYS, governed_by="METER-13", source=INSTALLATION)
    expansion_vessel = question(BooleanKind(), _("Expansion vessel"), applies_if=STAYS, governed_by="METER-13", source=INSTALLATION)
    pressure_bar = question(
        decimal(1, 0, 16, "bar"), _("Water pressure"), applies_if=STAYS, governed_by="METER-14", source=TEK17, example="5,5"
    )
    pressure_reducer = question(BooleanKind(), _("Pressure reducing valve"), applies_if=STAYS, governed_by="METER-14", source=TEK17)
    reducer_place = question(
        ChoiceKind(REDUCER_PLACES),
        _("The reducing valve sits"),
        applies_if=all_of(STAYS, given("pressure_reducer", True)),
        governed_by="METER-14",
        source=ASSUMED,
    )
    remote_reading = question(
        ChoiceKind(REMOTE_READING),
        _("Remote reading works"),
        required=True,
        level=RECOMMENDED,
        ask=_("Say whether remote reading of meter {n} works."),
        how=_("Choose “Not fitted” for a meter without it."),
        applies_if=STAYS,
        source=FORMS,
    )
    serves = question(
        TextKind(0, 300),
        _("Serves"),
        required=RowsAtLeast("meters_final", 2),
        ask=_("Write what meter {n} serves."),
        how=_("Units or parts, such as “H0101, H0102” or “shop”; “all” for the whole building."),
        applies_if=all_of(STAYS, RowsAtLeast("meters_final", 2)),
        source=PLACING,
        example="H0101, H0102",
    )

    photo_dial = slot(
        IMAGES,
        _("Photo of the dial"),
        example=DIAL,
        at_most=3,
        ask=_("Upload a photo of the dial of meter {n}."),
        how=_("Number and reading must be readable."),
        applies_if=STAYS,
        governed_by="METER-16",
        source=INSTALLATION,
    )
    photo_seal = slot(
        IMAGES,
        _("Photo of the seal"),
        example=SEAL,
        at_most=3,
        ask=_("Upload a photo of the seal of meter {n}."),
        how=_("The seal number must be readable."),
        applies_if=all_of(STAYS, SEALED_BY_PLUMBER),
        governed_by="METER-16",
        source=INSTALLATION,
    )
    photo_installation = slot(
        IMAGES,
        _("Photo of the whole installation"),
        at_most=5,
        ask=_("Upload a photo of the whole installation of meter {n}."),
        how=_("The whole intake, from the main stop valve to behind the meter."),
        applies_if=STAYS,
        governed_by="METER-16",
        source=INSTALLATION,
    )
    photo_old_dial = slot(
        IMAGES,
        _("Photo of the old dial"),
        example=DIAL,
        required=WAS_TAKEN_DOWN,
        at_most=2,
        ask=_("Upload a photo of the dial of old meter {n}."),
        how=_("Number and last reading must be readable."),
        applies_if=WAS_TAKEN_DOWN,
        source=INSTALLATION,
    )
    report_form = slot(
        (FileKind.PDF,), _("Report form"), at_least=0, at_most=5, hint=_("Only when your municipality uses a form of its own.")
    )
