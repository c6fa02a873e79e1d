"""Application: the meters wanted, and the old ones they replace."""

from __future__ import annotations

import re
from decimal import Decimal

from models.document import FileKind
from models.text import _
from workflows.conditions import AtLeast, Not, RowsAtLeast, any_of, given
from workflows.declare import (
    BLOCKS,
    DRAWINGS,
    IMAGES,
    NEEDED,
    RECOMMENDED,
    Finding,
    Outcome,
    Row,
    Step,
    doubtful,
    group,
    missing,
    question,
    requirement,
    slot,
)
from workflows.fields import BooleanKind, ChoiceKind, MeterNumberKind, TextKind
from workflows.reading import Reading, RowReading
from workflows.shared.examples import DIAL
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED, FORM_ITSELF, FORMS, partly_assumed
from workflows.water_meter.choices import FETCHED, HAS_OLD_METER, MOVED, NOMINAL_SIZES, PERMANENT_FLOWS, RELATIONS, THREADS
from workflows.water_meter.sources import ORDERING


class MeterRow(Row):
    """One meter: what is wanted, where, and which old meter it concerns."""

    relation = question(
        ChoiceKind(RELATIONS),
        _("Relation"),
        required=True,
        ask=_("Say how meter {n} sits in the system."),
        how=_("A main meter measures everything; others a part."),
        applies_if=Not(given("kind", "remove")),
        source=ORDERING,
    )
    dn = question(
        ChoiceKind(NOMINAL_SIZES),
        _("Nominal size (DN)"),
        required=True,
        ask=_("Choose the nominal size of meter {n}."),
        how=_("The municipality's standard meter is the quickest to get."),
        applies_if=FETCHED,
        source=ORDERING,
    )
    q3 = question(
        ChoiceKind(PERMANENT_FLOWS),
        _("Permanent flow (Q3)"),
        required=True,
        ask=_("Choose the permanent flow of meter {n}."),
        how=_("In cubic metres an hour, from the meter's data sheet."),
        applies_if=FETCHED,
        source=ORDERING,
    )
    thread = question(
        ChoiceKind(THREADS),
        _("Connection (thread)"),
        required=True,
        level=RECOMMENDED,
        ask=_("Choose the thread of meter {n}."),
        how=_("Then the store can hand out the right couplings."),
        applies_if=FETCHED,
        source=FORMS,
    )
    place_room = question(
        TextKind(0, 200),
        _("Place (room, floor)"),
        required=True,
        ask=_("Write where meter {n} sits."),
        how=_("Room and floor, such as “technical room, basement”."),
        source=ORDERING,
        example="Teknisk rom, kjeller",
    )
    old_meter_number = question(
        MeterNumberKind(),
        _("Old meter number"),
        ask=_("Write the number of old meter {n}."),
        how=_("It is printed on the dial: 6 to 20 letters and digits."),
        applies_if=HAS_OLD_METER,
        governed_by="METER-06",
        source=ORDERING,
        example="12345678",
    )
    old_number_unreadable = question(BooleanKind(), _("The number cannot be read"), applies_if=HAS_OLD_METER, source=ASSUMED)
    old_place = question(
        TextKind(0, 200),
        _("Place before the move (room, floor)"),
        required=True,
        ask=_("Write where meter {n} sits before it is moved."),
        how=_("Room and floor today. Under “Place” you write the new one."),
        applies_if=MOVED,
        source=ORDERING,
        example="Bod, 1. etasje",
    )


class Meters(Step):
    """Several meters may be ordered in one case."""

    title = _("Meters")
    section = _("The work")

    meters = group(
        MeterRow,
        _("Meters wanted"),
        row_label=_("Meter {n}"),
        add_label=_("Add another meter"),
        at_least=1,
        at_most=50,
        ask=_("Describe the meter."),
        how=_("One row for each meter."),
        governed_by="METER-01",
        source=FORM_ITSELF,
    )

    @requirement(
        "METER-01",
        level=BLOCKS,
        at="meters",
        what=_("No meter is described."),
        how=_("Add at least one row."),
        source=FORM_ITSELF,
    )
    def some_meter_is_described(reading: Reading) -> Outcome:
        """A row at least; one that tells of an old meter, where the job is about one."""
        rows = reading.rows("meters")
        if not rows:
            return missing()
        if HAS_OLD_METER.holds(reading) and not any(_names_old_meter(row) for row in rows):
            return missing(instead=_("No row tells which old meter it is about."))
        return ()

    @requirement(
        "METER-06",
        level=NEEDED,
        at="meters",
        what=_("The old meter's number is missing."),
        how=_("Read it on the dial, or tick that it cannot be read."),
        source=partly_assumed(ORDERING),
        applies_if=HAS_OLD_METER,
    )
    def old_meters_have_numbers(reading: Reading) -> Outcome:
        """Every row names its old meter or says that the number cannot be read."""
        return [missing(row.path("old_meter_number")) for row in reading.rows("meters") if not _names_old_meter(row)]

    @requirement(
        "METER-04",
        level=RECOMMENDED,
        at="meters",
        what=_("{dn}/{q3} is not the standard meter."),
        how=_("Explain; special meters have delivery time."),
        source=ORDERING,
        applies_if=FETCHED,
    )
    def special_meters_are_explained(reading: Reading) -> Outcome:
        """A size other than the municipality's standard is accounted for in the description."""
        found = (_special_size(row) for row in reading.rows("meters"))
        return [finding for finding in found if finding is not None]

    @requirement(
        "METER-22",
        level=RECOMMENDED,
        at="meters",
        what=_("Deduction meters are not wanted here."),
        how=_("Choose parallel meters or explain."),
        source=ORDERING,
    )
    def deduction_meters_are_few(reading: Reading) -> Outcome:
        """One deduction meter may pass; more should be parallel meters."""
        deductions = [row for row in reading.rows("meters") if row.value("relation") == "deduction"]
        return [doubtful(row.path("relation")) for row in deductions[1:]]

    photo_old = slot(
        IMAGES,
        _("Photo of the old meter"),
        example=DIAL,
        required=given("kind", "replace"),
        level=RECOMMENDED,
        at_least=0,
        at_most=5,
        ask=_("Upload a photo of the old meter."),
        how=_("Take it so that the number can be read."),
        applies_if=HAS_OLD_METER,
        source=ORDERING,
    )
    intake_sketch = slot(
        (*DRAWINGS, FileKind.IMAGE),
        _("Sketch of the intake"),
        required=any_of(RowsAtLeast("meters", 2), RowsAtLeast("meters", 1, where=AtLeast("dn", 40))),
        at_least=0,
        at_most=3,
        ask=_("Upload a sketch of the intake."),
        how=_("Drawing or photo with valves, meters and branches marked."),
        hint=_("Needed for DN 40 and above, or several meters. A plan that shows the place may lie here too."),
        source=ASSUMED,
    )


def _names_old_meter(row: RowReading) -> bool:
    return row.value("old_meter_number") is not None or bool(row.value("old_number_unreadable"))


def _special_size(row: RowReading) -> Finding | None:
    dn, q3, words = row.value("dn"), row.value("q3"), row.value("description") or ""
    if dn is None or q3 is None or _explains_size(words, dn, q3):
        return None
    is_standard = Decimal(dn) == number(row, "meter_standard_dn") and Decimal(q3) == number(row, "meter_standard_q3")
    return None if is_standard else doubtful(row.path("dn"), dn=f"DN {dn}", q3=f"Q3 {q3}")


def _explains_size(words: str, dn: str, q3: str) -> bool:
    """A description accounts for a size when it names it: DN, Q3 or the figures themselves (assumed: meaning cannot be read)."""
    named = "|".join(re.escape(figure) for figure in (dn, q3, q3.replace(".", ",")))
    return re.search(rf"\b(dn|q3)\s*\d|(?<![\d.,])({named})(?![\d]|[.,]\d)", words, re.IGNORECASE) is not None
