"""What leads to the main-pipeline workflow before login, and what is most often forgotten in it."""

from __future__ import annotations

from models.text import _
from workflows.declare import Guide, Occasion

_ROAD = ("municipal_road", "public_pipe")
_BUILDERS = ("contractor", "consultant")

GUIDE = Guide(
    occasions=(
        Occasion("new_main", _("Build mains for a new area"), (*_ROAD, "private_ground"), _BUILDERS, {"stage": "detailed_plan"}),
        Occasion("reroute_main", _("Move or renew a public main"), _ROAD, _BUILDERS, {"stage": "detailed_plan"}),
        Occasion("early", _("Ask for a statement before the building application"), ("private_ground", "public_pipe"),
            ("consultant",), {"stage": "framework_statement"}),
    ),
    often_missed=("MAIN-07", "MAIN-11", "MAIN-12", "MAIN-18", "MAIN-24"),
)  # fmt: skip
