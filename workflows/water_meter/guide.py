"""What leads to the water-meter workflow before login, and what is most often forgotten in it."""

from __future__ import annotations

from models.text import _
from workflows.declare import Guide, Occasion

_INDOORS = ("building",)
_BY = ("plumber",)

GUIDE = Guide(
    occasions=(
        Occasion("new", _("Mount a first water meter"), _INDOORS, _BY, {"kind": "new"}),
        Occasion("replace", _("Replace a water meter"), _INDOORS, _BY, {"kind": "replace"}),
        Occasion("move", _("Move a water meter to another place"), _INDOORS, _BY, {"kind": "move"}),
        Occasion("remove", _("Remove a water meter"), _INDOORS, _BY, {"kind": "remove"}),
        Occasion("extra", _("Add a sub-meter, parallel or deduction meter"), _INDOORS, _BY, {"kind": "extra"}),
        Occasion("site", _("Borrow a water meter for a building site"), ("building", "private_ground"), _BY, {"kind": "site"}),
    ),
    often_missed=("METER-03", "METER-06", "METER-16", "METER-19", "COM-10"),
)
