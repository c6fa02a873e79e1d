"""The septic tank: what becomes of it (application), and how it was emptied and filled (final documentation)."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.base import Phase
from models.document import FileKind
from models.text import Text, _
from workflows.conditions import given, given_earlier
from workflows.declare import IMAGES, NEEDED, RECOMMENDED, Finding, Outcome, Step, missing, question, requirement, slot
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind, decimal
from workflows.private_work.choices import TANK_FATES
from workflows.reading import Reading, RowReading
from workflows.shared.pipe_sources import SEPTIC
from workflows.shared.sources import FORMS

SEPTIC_OFF = given("kind", "septic_off")
WAS_SEPTIC_OFF = given_earlier(Phase.APPLICATION, "kind", "septic_off")


class Tank(Step):
    """The tank that is disconnected."""

    title = _("Septic tank")
    section = _("The work")
    applies_if = SEPTIC_OFF

    tank_volume_m3 = question(
        decimal(1, "0.5", 100, "m³"),
        _("Tank volume"),
        required=True,
        ask=_("Give the volume of the tank."),
        how=_("In cubic metres; an estimate is enough."),
        source=SEPTIC,
        example="4,0",
    )
    tank_wc = question(
        BooleanKind(),
        _("A toilet is connected"),
        required=True,
        ask=_("Say whether a toilet is connected to the tank."),
        how=_("Answer no when it takes greywater only."),
        source=SEPTIC,
    )
    tank_emptied = question(
        DateKind(), _("Emptied on"), hint=_("The day it was or will be emptied. The final report asks for it again."), source=SEPTIC
    )
    tank_fate = question(
        ChoiceKind(TANK_FATES),
        _("The tank will be"),
        required=True,
        ask=_("Choose what becomes of the tank."),
        how=_("An empty tank must not be left to collapse."),
        source=SEPTIC,
    )
    pipe_condition_checked = question(
        BooleanKind(),
        _("The drain was inspected before disconnecting"),
        ask=_("Inspect the drain before the tank is disconnected."),
        how=_("By camera from the house to the public pipe."),
        governed_by="PRIV-10",
        source=SEPTIC,
    )

    @requirement(
        "PRIV-10",
        level=RECOMMENDED,
        at="pipe_condition_checked",
        what=_("The drain has not been inspected."),
        how=_("Check it by camera first; sags and breaks will block soon."),
        source=SEPTIC,
        applies_if=SEPTIC_OFF,
    )
    def drain_was_inspected(reading: Reading) -> Outcome:
        """Without the tank all solids go through the drain."""
        return () if reading.value("pipe_condition_checked") else missing()


def _planned_fate(reading: Reading | RowReading) -> Any:
    return reading.earlier_value(Phase.APPLICATION, "tank_fate")


def _planned_emptying(reading: Reading | RowReading) -> Any:
    """The day of the application, once it has come."""
    day = reading.earlier_value(Phase.APPLICATION, "tank_emptied")
    return day if isinstance(day, date) and day <= reading.today else None


class TankDone(Step):
    """How the tank was left."""

    key = "tank"
    title = _("Septic tank")
    section = _("The work")
    applies_if = WAS_SEPTIC_OFF

    tank_fate_built = question(
        ChoiceKind(TANK_FATES),
        _("The tank was"),
        computed=_planned_fate,
        hint=_("Change it only when it became another than approved."),
        source=SEPTIC,
    )
    tank_emptied_final = question(
        DateKind(not_after_today=True),
        _("Emptied on"),
        computed=_planned_emptying,
        ask=_("Give the day the tank was emptied."),
        how=_("It stands on the receipt."),
        governed_by="PRIV-09",
        source=SEPTIC,
    )
    tank_connected_through = question(
        BooleanKind(),
        _("Inlet and outlet are connected through"),
        ask=_("Connect inlet to outlet."),
        how=_("With a pipe through or past the tank."),
        governed_by="PRIV-09",
        source=SEPTIC,
    )
    tank_filled_on = question(
        DateKind(not_after_today=True), _("Filled on"), applies_if=given("tank_fate_built", "filled"), governed_by="PRIV-09", source=SEPTIC
    )
    tank_filled_with = question(
        TextKind(0, 200),
        _("Filled with"),
        required=True,
        level=RECOMMENDED,
        ask=_("Write what the tank was filled with."),
        how=_("Such as gravel or crushed stone."),
        applies_if=given("tank_fate_built", "filled"),
        source=SEPTIC,
    )
    flush_manhole = question(BooleanKind(), _("A flushing manhole was built"), source=FORMS)
    emptying_receipt = slot(
        (FileKind.PDF, FileKind.IMAGE),
        _("Receipt for the emptying"),
        ask=_("Upload the receipt for the emptying."),
        how=_("From the company that emptied the tank, with the day on it."),
        governed_by="PRIV-09",
        source=SEPTIC,
    )
    photo_tank = slot(
        IMAGES,
        _("Photos of the tank"),
        at_least=2,
        at_most=20,
        ask=_("Upload photos of the tank."),
        how=_("At least two: emptied and connected through, and filled."),
        governed_by="PRIV-09",
        source=SEPTIC,
    )

    @requirement(
        "PRIV-09",
        level=NEEDED,
        at="tank_emptied_final",
        what=_("Septic tank: {part} is missing."),
        how=_("Empty, connect inlet to outlet, fill with mass; show receipt and photos."),
        source=SEPTIC,
        applies_if=WAS_SEPTIC_OFF,
    )
    def tank_is_out_of_use(reading: Reading) -> Outcome:
        """Emptied before it was filled, connected through, with receipt and at least two photos."""
        emptied, filled = reading.value("tank_emptied_final"), reading.value("tank_filled_on")
        late = emptied is not None and filled is not None and emptied > filled
        lacks: list[tuple[bool, str, Text]] = [
            (emptied is None, "tank_emptied_final", _("the day of emptying")),
            (filled is None and reading.value("tank_fate_built") == "filled", "tank_filled_on", _("the day of filling")),
            (late, "tank_filled_on", _("emptying before filling")),
            (not reading.value("tank_connected_through"), "tank_connected_through", _("connection from inlet to outlet")),
            (not reading.good_files("emptying_receipt"), "emptying_receipt", _("the receipt")),
            (len(reading.good_files("photo_tank")) < 2, "photo_tank", _("at least two photos")),
        ]
        findings: list[Finding] = [missing(at, part=part) for lacking, at, part in lacks if lacking]
        return findings
