"""What leads to the excavation workflow before login, and what is most often forgotten in it."""

from __future__ import annotations

from models.text import _
from workflows.declare import Guide, Occasion

_ROAD = ("municipal_road", "public_pipe")
_DIGGERS = ("plumber", "contractor")

GUIDE = Guide(
    occasions=(
        Occasion("dig", _("Dig in a municipal road, pavement or park"), _ROAD, _DIGGERS, {"kind": "dig"}),
        Occasion("urgent", _("Dig at once because of a leak or a cable fault"), _ROAD, _DIGGERS, {"kind": "urgent"}),
        Occasion("work", _("Work by the road without digging"), ("municipal_road",), _DIGGERS, {"kind": "work_only"}),
        Occasion("area", _("Put a container, scaffold or crane on municipal ground"), ("municipal_road",), _DIGGERS, {"kind": "area_use"}),
        Occasion("extension", _("Prolong a digging permit"), _ROAD, _DIGGERS, {"kind": "extension"}),
    ),
    often_missed=("EXC-06", "EXC-08", "EXC-09", "EXC-20", "EXC-22"),
)
