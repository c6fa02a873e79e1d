"""What several kinds of work on private pipes have in common: exemptions, where stormwater goes, and when a length counts as changed."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from models.text import _
from workflows.fields import options
from workflows.reading import Reading
from workflows.shared.parameters import number

EXEMPTIONS = options(
    ("same_trench", _("The pipes lie in the existing trench")),
    ("accords_with_plan", _("The work accords with the zoning plan")),
    ("not_quick_clay", _("The ground is not in a mapped quick-clay area")),
    ("no_major_terrain_work", _("The terrain is not changed much")),
    ("own_ground_only", _("Only the owner's own ground is touched")),
)

SOLUTIONS = options(
    ("infiltration", _("Infiltration into the ground")),
    ("open", _("Open handling on the surface")),
    ("detention", _("Detention")),
    ("public_storm", _("Public stormwater pipe")),
    ("public_combined", _("Public combined pipe")),
    ("none_needed", _("None needed")),
)


def length_differs(new: Any, old: Any, reading: Reading) -> bool:
    """Whether a length in metres differs from the approved by more than the local rule allows."""
    try:
        built, approved = Decimal(new), Decimal(old)
    except (TypeError, ValueError, InvalidOperation):
        return True
    return abs(built - approved) * 100 > abs(approved) * number(reading, "as_built_length_deviation_pct")
