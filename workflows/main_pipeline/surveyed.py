"""Final documentation: surveyed points, what they must show, and that they agree with the drawn pipes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from models.document import FileKind
from models.text import Text, _
from workflows.conditions import ALWAYS
from workflows.declare import NEEDED, RECOMMENDED, Finding, Outcome, Step, doubtful, group, missing, question, requirement, slot
from workflows.fields import ChoiceKind, DateKind, TextKind, decimal, options
from workflows.main_pipeline.choices import PRESSURE_SYSTEMS, SYSTEMS
from workflows.main_pipeline.shown import wanted_points
from workflows.main_pipeline.sources import FINAL_DOCUMENTS
from workflows.main_pipeline.tests_done import MOST_NAMED
from workflows.reading import Reading
from workflows.shared.parameters import number
from workflows.shared.sources import ASSUMED, FORMS
from workflows.shared.survey import CRS, SYSTEM_CHOICES, Spot, SurveyPointRow, metres_apart, spots
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
IN_METRES = tuple(option for option in SYSTEM_CHOICES if option.key != "4258")
NOT_ON_A_PIPE = ("manhole_top", "gully", "structure", "intake")
"""Points whose height is not that of a pipe."""


class MainPointRow(SurveyPointRow):
    """One surveyed point of a main."""

    kind = question(ChoiceKind(KINDS), _("Kind of point"), required=True, ask=_("Say what kind of point number {n} is."),
        how=_("Choose one from the list."), source=FINAL_DOCUMENTS)  # fmt: skip
    system = question(ChoiceKind(SYSTEMS), _("System"), source=FORMS)
    pipe = question(TextKind(0, 40), _("Pipe id"), source=FORMS)
    code = question(TextKind(0, 40), _("Code"), source=FORMS)
    date = question(DateKind(not_after_today=True), _("Day"), source=FORMS)
    accuracy_m = question(decimal(3, 0, 100, "m"), _("Accuracy"), source=FORMS)


class Survey(Step):
    """Where it all lies."""

    title = _("Survey")
    section = _("Documentation")

    crs = replace(CRS, kind=ChoiceKind(IN_METRES), required=ALWAYS)
    points = group(MainPointRow, _("Surveyed points"), row_label=_("Point {n}"), add_label=_("Add another point"), at_most=1_000,
        governed_by="MAIN-18", source=FINAL_DOCUMENTS, as_survey=True)  # fmt: skip
    survey_file = slot((FileKind.SURVEY,), _("Survey file"), at_most=10, governed_by="MAIN-18", source=FINAL_DOCUMENTS)

    @requirement("MAIN-18", level=NEEDED, at="points", what=_("The survey lacks {kinds}."),
        how=_("Add points with N, E, Z; heights: outer top for pressure, inner bottom for gravity."), source=FINAL_DOCUMENTS)  # fmt: skip
    def survey_is_whole(reading: Reading) -> Outcome:
        """As many points of each kind as pipes, manholes, fittings and branches show that there are, with heights at the right place.

        A file may hold what is not typed, so beside one only the heights of the typed points are judged. Crossings and intakes cannot be
        known from the rows: the officer looks.
        """
        found = spots(reading)
        has_file = bool(reading.good_files("survey_file"))
        if not found and not has_file:
            return missing(instead=_("The as-built survey is missing."))
        lacking = [] if has_file else [*_lacking_kinds(reading, found), *_wide_curves(reading, found)]
        return [missing(kinds=listed(lacking)), *_wrong_heights(reading, found)] if lacking else _wrong_heights(reading, found)

    @requirement("MAIN-29", level=RECOMMENDED, at="points", what=_("Survey and drawing differ for {pipes}: {d} %."),
        how=_("Check codes and points."), source=ASSUMED)  # fmt: skip
    def survey_agrees_with_drawing(reading: Reading) -> Outcome:
        """The points of a pipe, in order, are about as long as the pipe; and accurate enough."""
        found, worst = _lengths_that_differ(reading), number(reading, "survey_xy_tolerance_m")
        rough = [row for row in reading.rows("points") if (accuracy := row.value("accuracy_m")) is not None and accuracy > worst]
        words = _("Point {n} is less accurate than allowed.")
        return found + [doubtful(row.path("accuracy_m"), instead=words, n=row.number) for row in rough]


def _lacking_kinds(reading: Reading, found: Sequence[Spot]) -> list[Text]:
    """The kinds of which there are fewer points than the rows show; none while a point has no kind, for that is told at the point."""
    there = Counter(spot.kind for spot in found)
    wanted = wanted_points(reading, has_curves=there["curve"] > 0)
    return [] if there[""] else [option.label for option in KINDS if there[option.key] < wanted[option.key]]


def _wide_curves(reading: Reading, found: Sequence[Spot]) -> list[Text]:
    """Whether two neighbours in a curve lie further apart than allowed, told once."""
    crs, most = reading.value("crs"), number(reading, "survey_max_spacing_curve_m")
    lines: dict[str, list[Spot]] = defaultdict(list)
    for spot in found:
        lines[spot.row.value("pipe") or spot.system].append(spot)
    pairs = (pair for line in lines.values() for pair in pairwise(line) if {spot.kind for spot in pair} == {"curve"})
    is_wide = any((metres_apart(one, other, crs) or 0) > most for one, other in pairs)
    return [_("points each {most} m in curves", most=most)] if is_wide else []


def _wrong_heights(reading: Reading, found: Sequence[Spot]) -> list[Finding]:
    """Points without height, and points of pipes measured at the top of what flows by gravity or the bottom of what is under pressure."""
    systems = {row.value("id"): row.value("system_built") for row in reading.rows("pipes_built")}
    flat = [spot for spot in found if spot.z is None]
    lacks = [missing(spot.row.path("z"), kinds=_("the height of point {n}", n=spot.name)) for spot in flat[:MOST_NAMED]]
    wrong = [spot for spot in found if _is_wrong_height(spot, systems.get(spot.row.value("pipe")) or "")]
    words = _("heights measured at the right place")
    return lacks + [missing(spot.row.path("z_ref"), kinds=words) for spot in wrong[:MOST_NAMED]]


def _is_wrong_height(spot: Spot, system_of_pipe: str) -> bool:
    measured, system = spot.row.value("z_ref"), spot.system or system_of_pipe
    right = "outer_top" if system in PRESSURE_SYSTEMS else "inner_bottom"
    return spot.kind not in NOT_ON_A_PIPE and bool(system) and measured is not None and measured != right


def _lengths_that_differ(reading: Reading) -> list[Finding]:
    """Pipes whose points, in the order given, measure more or less than the drawn length, beyond the local limit in per cent."""
    crs, limit, found = reading.value("crs"), number(reading, "as_built_length_deviation_pct"), []
    lines: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots(reading):
        if (name := spot.row.value("pipe")) is not None:
            lines[name].append(spot)
    for row in reading.rows("pipes_built") if lines else ():
        name, length = row.value("id"), row.value("length_m")
        measured = [metres_apart(one, other, crs) for one, other in pairwise(lines.get(name, ()))]
        if not length or not measured or any(part is None for part in measured):
            continue
        percent = round(abs(Decimal(sum(part or 0 for part in measured)) - length) * 100 / length)
        if percent > limit:
            found.append(doubtful(row.path("length_m"), pipes=name, d=percent))
    return found
