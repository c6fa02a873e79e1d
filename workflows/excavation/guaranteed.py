"""The guarantee period: what the municipality records of defects and of its inspection. Source: domain 6-excavation, step 9."""

from __future__ import annotations

from models.text import _
from workflows.declare import Step
from workflows.excavation.choices import WAS_DUG
from workflows.shared.after import DEFECTS, INSPECTED


class GuaranteePeriod(Step):
    """Defects that show before the guarantee ends, and the inspection."""

    title = _("Guarantee period")
    intro = _("Record what is found before the guarantee ends. The contractor sees what you write here.")
    section = _("After approval")
    applies_if = WAS_DUG

    defects = DEFECTS
    inspected_on = INSPECTED
