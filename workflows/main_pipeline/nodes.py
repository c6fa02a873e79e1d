"""Application: manholes, fittings and stations. Levels in metres (NN2000), diameters in mm."""

from __future__ import annotations

from models.text import _
from workflows.declare import DRAWINGS, Row, Step, group, question, slot
from workflows.fields import BooleanKind, ChoiceKind, TextKind, decimal, integer
from workflows.main_pipeline.choices import FITTING_KINDS, HAS_MANHOLES, MANHOLE_KINDS
from workflows.main_pipeline.sources import PLAN_DOCUMENTS
from workflows.shared.geometry import GeometryKind
from workflows.shared.sources import FORMS


class ManholeRow(Row):
    """One manhole of the plan. Its id is that of the nodes of pipes."""

    manhole_id = question(TextKind(1, 40), _("Manhole id"), required=True, ask=_("Give manhole {n} an id."), how=_("As on the drawings."),
        source=PLAN_DOCUMENTS, example="SK1")  # fmt: skip
    kind = question(ChoiceKind(MANHOLE_KINDS), _("Kind of manhole"), required=True, ask=_("Say what kind of manhole number {n} is."),
        how=_("Choose one from the list."), source=PLAN_DOCUMENTS)  # fmt: skip
    point = question(GeometryKind(), _("Position"), source=PLAN_DOCUMENTS)
    cover_level = question(decimal(2, -500, 3_000, "m"), _("Level of the cover"), source=PLAN_DOCUMENTS)
    bottom_level = question(decimal(2, -500, 3_000, "m"), _("Level of the bottom"), source=PLAN_DOCUMENTS)
    diameter_mm = question(integer(400, 3_000, "mm"), _("Diameter"), source=PLAN_DOCUMENTS)
    ladder = question(BooleanKind(), _("Ladder"), source=FORMS)
    drained = question(BooleanKind(), _("Drained"), source=FORMS)
    valves = question(integer(0, 100), _("Number of valves"), source=FORMS)


class FittingRow(Row):
    """One fitting or station of the plan."""

    fitting_kind = question(ChoiceKind(FITTING_KINDS), _("Kind of fitting"), required=True,
        ask=_("Say what kind of fitting number {n} is."), how=_("Choose one from the list."), source=PLAN_DOCUMENTS)  # fmt: skip
    fitting_point = question(GeometryKind(), _("Position"), source=PLAN_DOCUMENTS)
    data = question(TextKind(0, 500, long=True), _("Data"), source=FORMS)


class Nodes(Step):
    """What the pipes meet."""

    title = _("Manholes and fittings")
    section = _("The plan")

    manholes = group(ManholeRow, _("Manholes"), row_label=_("Manhole {n}"), add_label=_("Add another manhole"), at_most=500,
        source=PLAN_DOCUMENTS)  # fmt: skip
    fittings = group(FittingRow, _("Fittings and stations"), row_label=_("Fitting {n}"), add_label=_("Add another fitting"), at_most=500,
        source=PLAN_DOCUMENTS)  # fmt: skip
    manhole_drawings = slot(DRAWINGS, _("Manhole drawings"), required=HAS_MANHOLES, at_least=0, at_most=200,
        ask=_("Upload the manhole drawings."), how=_("One drawing for each manhole."), applies_if=HAS_MANHOLES,
        source=PLAN_DOCUMENTS)  # fmt: skip
