"""Final documentation: surveyed points, and that they agree with the drawn pipes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from models.document import FileKind
from models.text import _
from workflows.conditions import RowsAtLeast
from workflows.declare import NEEDED, RECOMMENDED, Finding, Outcome, Step, doubtful, group, missing, question, requirement, slot
from workflows.fields import ChoiceKind, DateKind, TextKind, decimal, options
from workflows.main_pipeline.choices import PRESSURE_SYSTEMS, SYSTEMS
from workflows.main_pipeline.sources import FINAL_DOCUMENTS
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED, FORMS, partly_assumed
from workflows.shared.survey import CRS, Spot, SurveyPointRow, metres_apart, spots
from workflows.words import listed

KINDS = options(
    ("manhole_top", _("Manhole top")),
    ("gully", _("Gully")),
    ("pipe_in_manhole", _("Pipe in manhole")),
    ("bend", _("Bend")),
    ("change", _("Change of pipe")),
    ("curve", _("Point in a curve")),
    ("crossing", _("Crossing of existing mains")),
    ("branch", _("Branch")),
    ("end", _("End")),
    ("structure", _("Buried structure")),
    ("intake", _("Intake")),
    ("outlet", _("Outlet")),
    ("pipe", _("Point on a pipe")),
)


class MainPointRow(SurveyPointRow):
    """One surveyed point of a main."""

    kind = question(ChoiceKind(KINDS), _("Kind of point"), required=True, ask=_("Say what kind of point number {n} is."),
        how=_("Choose one from the list."), source=FINAL_DOCUMENTS)  # fmt: skip
    system = question(ChoiceKind(SYSTEMS), _("System"), source=FORMS)
    pipe = question(TextKind(0, 40), _("Pipe id"), source=FORMS)
    code = question(TextKind(0, 40), _("Code"), source=FORMS)
    point_date = question(DateKind(not_after_today=True), _("Day"), source=FORMS)
    accuracy_m = question(decimal(3, 0, 100, "m"), _("Accuracy"), source=FORMS)


class Survey(Step):
    """Where it all lies."""

    title = _("Survey")
    section = _("Documentation")

    crs = replace(CRS, required=RowsAtLeast("points", 1))
    points = group(MainPointRow, _("Surveyed points"), row_label=_("Point {n}"), add_label=_("Add another point"), at_most=500,
        governed_by="MAIN-18", source=FINAL_DOCUMENTS, as_survey=True)  # fmt: skip
    survey_file = slot((FileKind.SURVEY,), _("Survey file"), at_most=10, governed_by="MAIN-18", source=FINAL_DOCUMENTS)

    @requirement("MAIN-18", level=NEEDED, at="points", what=_("The survey lacks {kinds}."),
        how=_("Add points with N, E, Z; heights: outer top for pressure, inner bottom for gravity."), source=FINAL_DOCUMENTS)  # fmt: skip
    def survey_is_whole(reading: Reading) -> Outcome:
        """What is certain to be there is surveyed, with height, measured where the system asks for it.

        Bends, crossings and the like cannot be known from the rows: the officer looks. A file alone is taken as it is.
        """
        found = spots(reading)
        if not found:
            return () if reading.good_files("survey_file") else missing(instead=_("The as-built survey is missing."))
        there = {spot.kind for spot in found}
        wanted = ["manhole_top", "pipe_in_manhole"] if reading.rows("manholes_built") else ["end"]
        words = {option.key: option.label for option in KINDS}
        lacking = [words[kind] for kind in wanted if kind not in there]
        if any(spot.z is None for spot in found):
            lacking.append(_("heights"))
        if any(_is_wrong_height(spot) for spot in found):
            lacking.append(_("heights measured at the right place"))
        return missing(kinds=listed(lacking)) if lacking else ()

    @requirement("MAIN-29", level=RECOMMENDED, at="points", what=_("Survey and drawing differ for {pipes}: {d} %."),
        how=_("Check codes and points."), source=partly_assumed(ASSUMED))  # fmt: skip
    def survey_agrees_with_drawing(reading: Reading) -> Outcome:
        """The points of a pipe, in order, are about as long as the pipe; and accurate enough."""
        lines: dict[str, list[Spot]] = defaultdict(list)
        for spot in spots(reading):
            if (name := spot.row.value("pipe")) is not None:
                lines[name].append(spot)
        found = [*_lengths_that_differ(reading, lines)]
        worst = number(reading, "survey_xy_tolerance_m")
        found += [
            doubtful(row.path("accuracy_m"), instead=_("Point {n} is less accurate than allowed.", n=row.number))
            for row in reading.rows("points")
            if (accuracy := row.value("accuracy_m")) is not None and accuracy > worst
        ]
        return found


def _is_wrong_height(spot: Spot) -> bool:
    measured = spot.row.value("z_ref")
    right = "outer_top" if spot.system in PRESSURE_SYSTEMS else "inner_bottom"
    return spot.kind != "manhole_top" and bool(spot.system) and measured is not None and measured != right


def _lengths_that_differ(reading: Reading, lines: dict[str, list[Spot]]) -> list[Finding]:
    crs, limit, found = reading.value("crs"), number(reading, "survey_length_deviation_pct"), []
    for row in reading.rows("pipes_built"):
        name, length = row.value("id"), row.value("length_m")
        measured = [metres_apart(one, other, crs) for one, other in pairwise(lines.get(name, ()))]
        if not length or not measured or any(part is None for part in measured):
            continue
        percent = round(abs(Decimal(sum(part or 0 for part in measured)) - length) * 100 / length)
        if percent > limit:
            found.append(doubtful(pipes=name, d=percent))
    return found
