"""Pressure and tightness tests of private pipes, row by row. Source: domain 1-connection and 2-private-work."""

from __future__ import annotations

from models.text import _, verbatim
from workflows.declare import Row, question
from workflows.fields import ChoiceKind, DateKind, TextKind, decimal, integer, options
from workflows.shared.sources import FORMS

RESULTS = options(("pass", _("Passed")), ("fail", _("Not passed")))
TIGHTNESS_METHODS = options(
    *((method, verbatim(method)) for method in ("LA", "LB", "LC", "LD")), ("W", _("Water (W)"))
)  # fmt: skip


class PressureTestRow(Row):
    """One pressure test; pressure in bar, time in minutes."""

    pressure_date = question(
        DateKind(not_after_today=True),
        _("Date"),
        required=True,
        ask=_("Give the day of pressure test {n}."),
        how=_("It stands in the report."),
        source=FORMS,
    )
    bar = question(decimal(1, 0, 40, "bar"), _("Test pressure"), source=FORMS)
    minutes = question(integer(0, 10_000, "min"), _("Duration"), source=FORMS)
    drop_bar = question(decimal(2, 0, 40, "bar"), _("Fall of pressure"), source=FORMS)
    pressure_result = question(
        ChoiceKind(RESULTS),
        _("Result"),
        ask=_("Choose the result of pressure test {n}."),
        how=_("As the report says."),
        governed_by="PRIV-18",
        source=FORMS,
    )
    by = question(TextKind(0, 200), _("Done by"), source=FORMS)


class TightnessTestRow(Row):
    """One tightness test with air or water."""

    tightness_date = question(
        DateKind(not_after_today=True),
        _("Date"),
        required=True,
        ask=_("Give the day of tightness test {n}."),
        how=_("It stands in the report."),
        source=FORMS,
    )
    tightness_method = question(ChoiceKind(TIGHTNESS_METHODS), _("Test method"), source=FORMS)
    tightness_result = question(
        ChoiceKind(RESULTS),
        _("Result"),
        ask=_("Choose the result of tightness test {n}."),
        how=_("As the report says."),
        governed_by="PRIV-18",
        source=FORMS,
    )
