"""Application: map, expert documentation, rights and lists. Letters as on the widely used sanitary form."""

from __future__ import annotations

from models.document import FileKind
from models.text import _
from workflows.conditions import RowsAtLeast, all_of, any_of, given
from workflows.declare import DRAWINGS, NEEDED, PDFS, Finding, Outcome, Step, missing, question, requirement, slot
from workflows.discharge.choices import BUILDS, GREASY, OTHERS_GROUND, SANITARY_NATURE, SANITARY_PLANT
from workflows.discharge.sources import GREASE, MAP_FORM, SANITARY_FORM
from workflows.fields import MultiKind, TextKind, integer
from workflows.reading import Reading
from workflows.words import listed

_MAP_LIMIT = 5_000
_SEVERAL = any_of(RowsAtLeast("properties", 2), all_of(SANITARY_PLANT, RowsAtLeast("sources", 2)))
_OTHERS = given("on_others_ground", "plant", "pipe", "outlet")


class Papers(Step):
    """Documents the decision rests on."""

    title = _("Map and documents")
    section = _("Documentation")
    applies_if = BUILDS

    d_map = slot(
        (*DRAWINGS, FileKind.IMAGE),
        _("D Map with plant, outlet, boundaries and road access"),
        governed_by="DISCH-10",
        hint=_("Scale 1:1000 or 1:500."),
        source=MAP_FORM,
    )
    map_scale = question(
        integer(1, 1_000_000),
        _("Scale of the map, 1 to"),
        applies_if=SANITARY_PLANT,
        governed_by="DISCH-10",
        source=MAP_FORM,
        example="1000",
    )
    a_expert = slot(
        PDFS,
        _("A Documentation from neutral expert: method and treatment effect"),
        applies_if=SANITARY_PLANT,
        governed_by="DISCH-08",
        source=SANITARY_FORM,
    )
    c_treatment = slot(
        PDFS,
        _("C Treatment effect and description of plant"),
        at_most=10,
        required=True,
        ask=_("Upload treatment effect and description of the plant."),
        how=_("PDF from the supplier or the expert."),
        applies_if=SANITARY_PLANT,
        source=SANITARY_FORM,
    )
    e_properties = slot(
        (FileKind.PDF, FileKind.SHEET), _("E List of connected properties"), applies_if=_SEVERAL, governed_by="DISCH-11", source=MAP_FORM
    )
    f_interests = slot(
        PDFS,
        _("F Affected interests and measures"),
        required=True,
        ask=_("Upload affected interests and measures."),
        how=_("Who is affected, and what is done about it."),
        applies_if=SANITARY_NATURE,
        source=SANITARY_FORM,
    )
    on_others_ground = question(
        MultiKind(OTHERS_GROUND),
        _("On the ground of others"),
        required=True,
        ask=_("Choose what lies on the ground of others."),
        how=_("Choose “Nothing” when all lies on the owner's ground."),
        source=GREASE,
    )
    others_property = question(
        TextKind(0, 200),
        _("Property of others"),
        required=True,
        ask=_("Write the property of others."),
        how=_("Write gnr and bnr, such as 12/34."),
        applies_if=_OTHERS,
        source=GREASE,
    )
    rights = slot(
        PDFS,
        _("Right to lay plant or pipe on the ground of others"),
        at_least=0,
        at_most=10,
        applies_if=_OTHERS,
        governed_by="DISCH-13",
        source=GREASE,
    )
    responsibility_docs = slot(
        PDFS,
        _("Responsibility SØK, PRO, UTF"),
        required=GREASY,
        ask=_("Upload the declarations of responsibility."),
        how=_("Signed, for applying, design and execution."),
        source=GREASE,
    )

    @requirement(
        "DISCH-08",
        level=NEEDED,
        at="a_expert",
        what=_("The neutral expert's documentation is missing."),
        how=_("Upload it."),
        source=SANITARY_FORM,
        applies_if=SANITARY_PLANT,
    )
    def expert_has_documented(reading: Reading) -> Outcome:
        """Ground and choice of method."""
        return () if reading.good_files("a_expert") else missing()

    @requirement(
        "DISCH-10",
        level=NEEDED,
        at="d_map",
        what=_("The map must show plant and outlet."),
        how=_("Upload 1:1000 or 1:500, or draw both in the map."),
        source=MAP_FORM,
        applies_if=SANITARY_PLANT,
    )
    def map_shows_both(reading: Reading) -> Outcome:
        """A map of a scale that shows it, or plant (the place of work) and outlet drawn."""
        drawn = reading.value("location") is not None and (reading.value("outlet_point") is not None or not reading.shows("outlet_point"))
        if drawn:
            return ()
        scale = reading.value("map_scale")
        if scale is not None and scale > _MAP_LIMIT:
            return missing("map_scale")
        return () if reading.good_files("d_map") else missing()

    @requirement(
        "DISCH-11",
        level=NEEDED,
        at="e_properties",
        what=_("The list of connected properties is missing."),
        how=_("Add them all with gnr/bnr."),
        source=MAP_FORM,
        applies_if=all_of(_SEVERAL, BUILDS),
    )
    def connected_properties_are_listed(reading: Reading) -> Outcome:
        """More than one property: a list, as a file or as the property of every building on the plant."""
        rows = reading.rows("sources")
        named = {row.value("connected_property") for row in rows} - {None}
        if len(reading.rows("properties")) < 2 and len(named) < 2:
            return ()
        return () if reading.good_files("e_properties") else missing()

    @requirement(
        "DISCH-13",
        level=NEEDED,
        at="rights",
        what=_("{part} lies on {property}."),
        how=_("Upload the signed or registered right."),
        source=GREASE,
        applies_if=all_of(_OTHERS, BUILDS),
    )
    def right_to_others_ground(reading: Reading) -> Outcome:
        """Signed or registered right for what lies on others' ground."""
        chosen = reading.value("on_others_ground") or ()
        parts = listed([one.label for one in OTHERS_GROUND if one.key in chosen and one.key != "none"])
        where = reading.value("others_property") or _("the ground of others")
        found: list[Finding] = [] if reading.good_files("rights") else [missing(part=parts, property=where)]
        return found
