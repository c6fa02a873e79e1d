"""Completion report: what was built, with survey, photos and agreements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from models.base import Phase
from models.geometry import Place
from models.text import _
from workflows.conditions import RowsAtLeast, any_of, given_earlier
from workflows.declare import (
    DRAWINGS,
    IMAGES,
    NEEDED,
    NOT_APPLICABLE,
    PDFS,
    RECOMMENDED,
    Finding,
    Outcome,
    Step,
    group,
    missing,
    question,
    requirement,
    slot,
)
from workflows.discharge.choices import PLANTS, WAS_BUILT, WAS_MINI, WAS_SAMPLED, WAS_SANITARY, WAS_SEPARATED, WAS_TANKED
from workflows.discharge.sources import OIL_FORM
from workflows.fields import BooleanKind, ChoiceKind, DateKind, TextKind, decimal, integer, options
from workflows.reading import Reading, RowReading
from workflows.shared.geometry import GeometryKind
from workflows.shared.parameters import number
from workflows.shared.questions import DEVIATIONS
from workflows.shared.sources import ASSUMED, FORMS, partly_assumed
from workflows.shared.survey import CRS, SurveyPointRow

_APP = Phase.APPLICATION
_KEPT = any_of(WAS_MINI, WAS_SEPARATED)
_POINTS = options(
    ("tank", _("Tank")),
    ("plant", _("Plant")),
    ("outlet", _("Outlet")),
    ("sampling", _("Sampling point")),
    ("filter_corner", _("Corner of the filter")),
)


def _approved_value(key: str, at: Reading | RowReading) -> Any:
    return at.earlier_value(_APP, key)


def _approved(key: str) -> Callable[[Reading | RowReading], Any]:
    """What was approved stands until something else is typed."""
    return partial(_approved_value, key)


class PointRow(SurveyPointRow):
    """A surveyed point of the plant."""

    kind = replace(SurveyPointRow.by_key["kind"], kind=ChoiceKind(_POINTS))


class Built(Step):
    """The plant as it stands."""

    title = _("The plant as built")
    section = _("The work")

    completed = question(
        DateKind(not_after_today=True),
        _("Completed on"),
        required=True,
        ask=_("Give the day it was completed."),
        how=_("The day the work was finished."),
        source=FORMS,
    )
    plant_built = question(ChoiceKind(PLANTS), _("Kind of plant"), computed=_approved("plant"), applies_if=WAS_SANITARY, source=FORMS)
    maker_model = question(TextKind(0, 200), _("Maker and model"), computed=_approved("maker_model"), governed_by="DISCH-22", source=FORMS)
    serial_no = question(TextKind(0, 100), _("Serial number"), source=FORMS)
    design_pe = question(
        decimal(1, "0.1", 100_000, "pe"),
        _("Design size"),
        computed=_approved("design_pe"),
        applies_if=WAS_SANITARY,
        governed_by="DISCH-22",
        source=FORMS,
    )
    infiltration_area_built_m2 = question(
        decimal(1, "0.1", 100_000, "m²"),
        _("Infiltration area"),
        computed=_approved("infiltration_area_m2"),
        applies_if=given_earlier(_APP, "plant", "septic_infiltration"),
        source=FORMS,
    )
    outlet_point_built = question(GeometryKind(), _("Outlet"), computed=_approved("outlet_point"), applies_if=WAS_SANITARY, source=FORMS)
    commissioned = question(
        DateKind(not_after_today=True),
        _("Commissioned on"),
        required=_KEPT,
        ask=_("Give the day it was commissioned."),
        how=_("It stands in the commissioning report."),
        source=FORMS,
    )
    commissioned_by = question(TextKind(0, 200), _("Commissioned by"), source=FORMS)
    service_contract_no = question(TextKind(0, 100), _("Number of the service agreement"), applies_if=WAS_MINI, source=FORMS)
    service_from = question(DateKind(), _("Service from"), applies_if=WAS_MINI, source=FORMS)
    emptying_registered = question(BooleanKind(), _("Emptying is registered"), source=FORMS)
    access_for_truck = question(BooleanKind(), _("The emptying truck can reach it"), source=FORMS)
    lid_distance_to_road_m = question(integer(0, 10_000, "m"), _("Distance from lid to road"), source=FORMS)
    alarm_tested = question(
        BooleanKind(),
        _("The alarm is tested"),
        required=any_of(WAS_TANKED, given_earlier(_APP, "alarm", True)),
        ask=_("Test the alarm."),
        how=_("Answer yes when it was heard or received."),
        source=FORMS,
    )
    first_sample_date = question(
        DateKind(),
        _("First sample on"),
        required=True,
        ask=_("Give the day of the first sample."),
        how=_("Taken or planned."),
        applies_if=WAS_SAMPLED,
        source=FORMS,
    )
    deviations = DEVIATIONS

    @requirement(
        "DISCH-22",
        level=NEEDED,
        at="design_pe",
        what=_("The built plant is {built} pe, the permit says {approved}."),
        how=_("Correct or apply for change."),
        source=ASSUMED,
        applies_if=WAS_SANITARY,
    )
    def plant_is_as_permitted(reading: Reading) -> Outcome:
        """Not smaller than permitted, and the same model unless the deviation is described."""
        built, approved = reading.value("design_pe"), reading.earlier_value(_APP, "design_pe") or reading.earlier_value(_APP, "pe_total")
        model, permitted = reading.value("maker_model"), reading.earlier_value(_APP, "maker_model")
        if approved is None and permitted is None:
            return NOT_APPLICABLE
        found: list[Finding] = []
        if built is not None and approved is not None and built < approved:
            found.append(missing(built=built, approved=approved))
        other = model is not None and permitted is not None and model.casefold() != permitted.casefold()
        if other and reading.value("deviations") is None:
            words = _("The built plant is {built}, the permit says {approved}.")
            found.append(missing("maker_model", instead=words, built=model, approved=permitted))
        return found


class Proof(Step):
    """Where it lies, and that it was built well."""

    title = _("Survey, photos and agreements")
    section = _("Documentation")
    applies_if = WAS_BUILT

    crs = replace(CRS, required=RowsAtLeast("points", 1))
    points = group(
        PointRow,
        _("Surveyed points"),
        row_label=_("Point {n}"),
        add_label=_("Add another point"),
        at_least=0,
        at_most=500,
        source=FORMS,
        as_survey=True,
    )
    as_built_plan = slot(
        (*DRAWINGS, *IMAGES),
        _("As-built plan"),
        required=True,
        ask=_("Upload the as-built plan."),
        how=_("PDF, drawing or photo with what lies there now."),
        source=FORMS,
    )
    photos_before_covering = question(BooleanKind(), _("There are photos from before covering"), governed_by="DISCH-20", source=ASSUMED)
    photos_build = slot(
        IMAGES, _("Photos of pit, bedding, plant in place and open pipes"), at_least=4, at_most=50, governed_by="DISCH-20", source=ASSUMED
    )
    commissioning_report = slot(PDFS, _("Commissioning report"), applies_if=_KEPT, governed_by="DISCH-21", source=ASSUMED)
    service_contract = slot(PDFS, _("Service agreement, signed"), applies_if=_KEPT, governed_by="DISCH-21", source=ASSUMED)
    emptying_contract = slot(PDFS, _("Emptying agreement, signed"), at_least=0, governed_by="DISCH-21", source=OIL_FORM)
    expert_declaration = slot(
        PDFS,
        _("Expert's declaration that it is built as designed"),
        required=True,
        level=RECOMMENDED,
        ask=_("Upload the expert's declaration."),
        how=_("Signed by the neutral expert."),
        applies_if=WAS_SANITARY,
        source=FORMS,
    )
    tightness_report = slot(
        PDFS,
        _("Tightness report"),
        required=True,
        level=RECOMMENDED,
        ask=_("Upload the tightness report."),
        how=_("For the closed tank."),
        applies_if=WAS_TANKED,
        source=FORMS,
    )

    @requirement(
        "DISCH-20",
        level=NEEDED,
        at="photos_build",
        what=_("Photos of the open plant are missing."),
        how=_("Upload pit, bedding, plant, open pipes."),
        source=ASSUMED,
        applies_if=WAS_BUILT,
    )
    def open_plant_was_photographed(reading: Reading) -> Outcome:
        """Enough photos, some from before covering."""
        if len(reading.good_files("photos_build")) < number(reading, "build_photos_min"):
            return missing()
        return () if reading.value("photos_before_covering") else missing("photos_before_covering")

    @requirement(
        "DISCH-21",
        level=NEEDED,
        at="emptying_contract",
        what=_("{doc} is missing."),
        how=_("Upload the signed contract and commissioning report."),
        source=partly_assumed(OIL_FORM),
        applies_if=_KEPT,
    )
    def keeping_is_signed(reading: Reading) -> Outcome:
        """Commissioning of both; service of mini plants; service or emptying of separators, also when it came with the application."""
        contracts = [reading.good_files("service_contract")]
        at, doc = "service_contract", _("The service agreement")
        if not reading.holds(WAS_MINI):
            contracts += [reading.good_files("emptying_contract"), reading.earlier_files(_APP, "emptying_contract")]
            at, doc = "emptying_contract", _("The emptying agreement")
        found = [] if reading.good_files("commissioning_report") else [missing("commissioning_report", doc=_("The commissioning report"))]
        return found if any(contracts) else [*found, missing(at, doc=doc)]


def outlet_differs(new: Any, old: Any, reading: Reading) -> bool:
    """Whether the outlet lies farther from the approved place than the local rule allows, in metres."""
    if not isinstance(new, Place) or not isinstance(old, Place) or not (new.fits_system and old.fits_system):
        return False
    return new.metres_to(old.positions()[0]) > float(number(reading, "outlet_deviation_m"))
