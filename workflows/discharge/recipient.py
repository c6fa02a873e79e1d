"""Application: where the discharge ends, who has interests there, and distances."""

from __future__ import annotations

from models.text import _
from workflows.conditions import all_of, given
from workflows.declare import NEEDED, Finding, Outcome, Row, Step, group, missing, question, requirement
from workflows.discharge import facts
from workflows.discharge.choices import (
    AREA_CLASSES,
    INTERESTS,
    SANITARY_NATURE,
    TO_GROUND,
    TO_NATURE,
    TO_WATER,
    TREATMENT_CLASSES,
    WELL_KINDS,
)
from workflows.discharge.sources import MAP_FORM, TREATMENT
from workflows.fields import BooleanKind, ChoiceKind, MultiKind, TextKind, decimal, integer
from workflows.reading import Reading
from workflows.shared.geometry import GeometryKind
from workflows.shared.parameters import number
from workflows.shared.sources import FORMS, partly_assumed

_METRES = integer(0, 100_000, "m")


class WellRow(Row):
    """A well nearby."""

    well_property = question(TextKind(0, 100), _("Property"), source=FORMS, example="12/34")
    well_kind = question(ChoiceKind(WELL_KINDS), _("Kind of well"), source=FORMS)
    well_distance = question(_METRES, _("Distance"), governed_by="DISCH-23", source=FORMS)


class Recipient(Step):
    """Water body, interests and distances in metres."""

    title = _("Where it ends")
    section = _("The work")
    applies_if = TO_NATURE

    recipient_name = question(
        TextKind(0, 200),
        _("Name of the recipient"),
        required=TO_WATER,
        ask=_("Write the name of the water body."),
        how=_("As it stands on the map."),
        source=FORMS,
    )
    area_class = question(
        ChoiceKind(AREA_CLASSES),
        _("Class of the area"),
        required=True,
        ask=_("Choose the class of the area."),
        how=_("It stands in the municipality's map; ask when in doubt."),
        source=TREATMENT,
    )
    user_interests = question(
        MultiKind(INTERESTS),
        _("Interests of others"),
        required=True,
        ask=_("Choose who uses the water."),
        how=_("Choose “None” when nobody does."),
        source=MAP_FORM,
    )
    eutrophication_risk = question(
        BooleanKind(),
        _("Risk of eutrophication"),
        required=True,
        ask=_("Say whether there is a risk of eutrophication."),
        how=_("The expert or the municipality can tell."),
        source=TREATMENT,
    )
    treatment_class = question(
        ChoiceKind(TREATMENT_CLASSES),
        _("Treatment demanded"),
        computed=facts.treatment_class,
        fixed=True,
        applies_if=SANITARY_NATURE,
        source=TREATMENT,
    )
    outlet_point = question(
        GeometryKind(),
        _("Outlet"),
        hint=_("Coordinates with the system in the first line, such as UTM 32. One line for each point, north first."),
        governed_by="DISCH-10",
        source=MAP_FORM,
    )
    outlet_depth_m = question(
        decimal(1, 0, 1_000, "m"),
        _("Depth of the outlet"),
        required=True,
        ask=_("Give the depth of the outlet."),
        how=_("Metres under the surface."),
        applies_if=given("to", "lake", "sea"),
        source=FORMS,
    )
    distance_to_well_m = question(_METRES, _("Distance to the nearest well"), applies_if=TO_GROUND, governed_by="DISCH-23", source=FORMS)
    distance_to_water_m = question(
        _METRES,
        _("Distance to open water"),
        required=True,
        ask=_("Give the distance to open water."),
        how=_("In metres, in a straight line."),
        applies_if=TO_GROUND,
        source=FORMS,
    )
    distance_to_boundary_m = question(_METRES, _("Distance to the boundary"), applies_if=TO_GROUND, governed_by="DISCH-23", source=FORMS)
    distance_to_building_m = question(
        _METRES,
        _("Distance to the nearest building"),
        required=True,
        ask=_("Give the distance to the nearest building."),
        how=_("In metres, in a straight line."),
        applies_if=TO_GROUND,
        source=FORMS,
    )
    wells = group(
        WellRow,
        _("Wells nearby"),
        row_label=_("Well {n}"),
        add_label=_("Add another well"),
        at_least=0,
        at_most=100,
        applies_if=TO_GROUND,
        source=FORMS,
    )
    well_assessment = question(
        TextKind(0, 2_000, long=True), _("Assessment of the wells"), applies_if=TO_GROUND, governed_by="DISCH-23", source=FORMS
    )
    boundary_consent = question(
        BooleanKind(), _("The neighbour has consented to the distance"), applies_if=TO_GROUND, governed_by="DISCH-23", source=FORMS
    )

    @requirement(
        "DISCH-23",
        level=NEEDED,
        at="distance_to_well_m",
        what=_("Distance to {what} is {d} m."),
        how=_("Give distances and measures."),
        source=partly_assumed(MAP_FORM),
        applies_if=all_of(SANITARY_NATURE, given("to", "ground")),
    )
    def distances_are_safe(reading: Reading) -> Outcome:
        """Far from drinking water, or assessed; off the boundary, or with consent."""
        found: list[Finding] = []
        least, assessed = number(reading, "well_distance_m"), reading.value("well_assessment") is not None
        well, boundary = reading.value("distance_to_well_m"), reading.value("distance_to_boundary_m")
        near = [("distance_to_well_m", well)] if well is not None else []
        near += [(row.path("well_distance"), row.value("well_distance")) for row in reading.rows("wells")]
        if well is None:
            found.append(missing(instead=_("The distance to the nearest well is missing.")))
        found += [missing(at, what=_("the well"), d=d) for at, d in near if d is not None and d < least and not assessed]
        if boundary is None:
            found.append(missing("distance_to_boundary_m", instead=_("The distance to the boundary is missing.")))
        elif boundary < number(reading, "boundary_distance_m") and not reading.value("boundary_consent"):
            found.append(missing("distance_to_boundary_m", what=_("the boundary"), d=boundary))
        return found
