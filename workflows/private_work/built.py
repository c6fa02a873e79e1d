"""Final documentation: the pipes as built, and that they were tested."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import Phase
from models.document import FileKind
from models.text import _
from workflows.conditions import given_earlier
from workflows.declare import (
    NOT_APPLICABLE,
    PDFS,
    RECOMMENDED,
    Outcome,
    Prefill,
    Step,
    group,
    missing,
    requirement,
    slot,
)
from workflows.private_work.choices import BUILT_KINDS, HAD_PIPES
from workflows.reading import Reading, RowReading
from workflows.shared.parameters import number
from workflows.shared.pipe_rows import LAID, BuiltPipeRow
from workflows.shared.pipe_sources import FINAL_REPORT
from workflows.shared.pipe_tests import PressureTestRow, TightnessTestRow
from workflows.shared.sources import ASSUMED, FORMS

WAS_RELINING = given_earlier(Phase.APPLICATION, "method", "relining")


class BuiltPipes(Step):
    """Pipes and tests."""

    key = "pipes"
    title = _("Pipes and tests")
    section = _("The work")
    applies_if = HAD_PIPES

    pipes_built = group(
        BuiltPipeRow,
        _("Pipes as built"),
        row_label=_("Pipe {n}"),
        add_label=_("Add another pipe"),
        required=given_earlier(Phase.APPLICATION, "kind", *BUILT_KINDS),
        at_least=1,
        at_most=50,
        ask=_("Describe the pipes as they are now."),
        how=_("One row for each pipe that was approved."),
        source=FINAL_REPORT,
        prefill=(
            Prefill(
                Phase.APPLICATION,
                "pipes",
                only=(
                    "status",
                    "length_m",
                    "od_mm",
                    "material",
                    "pressure_class",
                    "ring_stiffness",
                    "slope_permille",
                    "connection_kind",
                    "cover_m",
                ),
            ),
        ),
    )
    pressure_test = group(
        PressureTestRow,
        _("Pressure tests"),
        row_label=_("Pressure test {n}"),
        add_label=_("Add a pressure test"),
        at_most=20,
        governed_by="PRIV-18",
        source=ASSUMED,
    )
    tightness_test = group(
        TightnessTestRow,
        _("Tightness tests"),
        row_label=_("Tightness test {n}"),
        add_label=_("Add a tightness test"),
        at_most=20,
        governed_by="PRIV-18",
        source=ASSUMED,
    )
    pressure_report = slot(PDFS, _("Pressure test report"), at_least=0, source=FORMS)
    tightness_report = slot(PDFS, _("Tightness test report"), at_least=0, source=FORMS)
    cctv_after = slot(
        (FileKind.CCTV, FileKind.PDF),
        _("Pipe inspection after the work"),
        ask=_("Upload the pipe inspection after relining."),
        how=_("Film or report of the whole length."),
        applies_if=WAS_RELINING,
        governed_by="PRIV-17",
        source=ASSUMED,
    )

    @requirement(
        "PRIV-17",
        level=RECOMMENDED,
        at="cctv_after",
        what=_("Inspection after relining is missing."),
        how=_("Upload the film or report."),
        source=ASSUMED,
        applies_if=WAS_RELINING,
    )
    def liner_was_inspected(reading: Reading) -> Outcome:
        """A new liner is inspected along its whole length."""
        return () if reading.good_files("cctv_after") else missing()

    @requirement(
        "PRIV-18",
        level=RECOMMENDED,
        at="pipes_built",
        what=_("Test missing for pipe {n}."),
        how=_("Write date, method, result."),
        source=ASSUMED,
    )
    def pipes_were_tested(reading: Reading) -> Outcome:
        """Water pipes that were laid have a passed pressure test, gravity pipes a passed tightness test; short repairs need none."""
        laid = [row for row in reading.rows("pipes_built") if _is_tested(row)]
        if not laid:
            return NOT_APPLICABLE
        pressure, tight = (
            _has_passed(reading.rows("pressure_test"), "pressure_result"),
            _has_passed(reading.rows("tightness_test"), "tightness_result"),
        )
        untested = [row for row in laid if not (pressure if row.value("system_built") in ("VL", "SPP") else tight)]
        return [missing(row.path("system_built"), n=row.number) for row in untested]


def _is_tested(row: RowReading) -> bool:
    """Laid, of a known system, and no repair sleeve."""
    length = row.value("length_m")
    is_sleeve = row.value("status") == "replaced" and length is not None and length < number(row, "test_free_length_m")
    return row.value("system_built") is not None and row.value("status") in LAID and not is_sleeve


def _has_passed(rows: Sequence[RowReading], result: str) -> bool:
    return any(row.value(result) == "pass" for row in rows)
