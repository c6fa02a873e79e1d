"""Questions that workflows put into steps of their own: what is done, when, and what became different."""

from __future__ import annotations

from models.text import _
from workflows.declare import question
from workflows.fields import DateKind, TextKind
from workflows.shared.sources import DEVIATIONS as DEVIATIONS_SOURCE
from workflows.shared.sources import FORMS

DESCRIPTION = question(
    TextKind(10, 2_000, long=True),
    _("Short description"),
    required=True,
    ask=_("Describe the job in short."),
    how=_("Two or three sentences are enough: what is done, and where."),
    source=FORMS,
)

PLANNED_START = question(
    DateKind(),
    _("Planned start"),
    required=True,
    ask=_("Give the planned start."),
    how=_("A good estimate is enough. You can change it until you send."),
    source=FORMS,
)

PLANNED_END = question(
    DateKind(),
    _("Planned end"),
    required=True,
    ask=_("Say when the work is planned to be finished."),
    how=_("A good estimate is enough. It cannot be before the start."),
    source=FORMS,
)

DEVIATIONS = question(
    TextKind(0, 2_000, long=True),
    _("Deviations"),
    hint=_("Tell what became different from what was approved, and why. Leave it empty when nothing did."),
    source=DEVIATIONS_SOURCE,
)
