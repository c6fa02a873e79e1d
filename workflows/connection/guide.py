"""What leads to the connection workflow before login, and what is most often forgotten in it."""

from __future__ import annotations

from models.text import _
from workflows.declare import Guide, Occasion

_WHERE = ("private_ground", "public_pipe", "municipal_road")
_BY = ("plumber", "contractor", "consultant")

GUIDE = Guide(
    occasions=(
        Occasion("new", _("Connect a new building to water and sewage"), _WHERE, _BY, {"measure": "new_connection"}),
        Occasion("unit", _("Connect an extra dwelling unit"), ("private_ground", "building"), _BY, {"measure": "extra_unit"}),
        Occasion("use", _("Change the use of a building that is connected"), ("building",), _BY, {"measure": "changed_use"}),
        Occasion("temporary", _("Connect something for a limited time"), _WHERE, _BY, {"measure": "temporary"}),
    ),
    often_missed=("CONN-01", "CONN-06", "CONN-08", "CONN-18", "CONN-23"),
)
