"""What leads to the private-work workflow before login, and what is most often forgotten in it."""

from __future__ import annotations

from models.text import _
from workflows.declare import Guide, Occasion

_GROUND = ("private_ground",)
_GROUND_OR_ROAD = ("private_ground", "municipal_road")
_GROUND_OR_BUILDING = ("private_ground", "building")
_DIGGERS = ("plumber", "contractor")
_PLANNERS = (*_DIGGERS, "consultant")

GUIDE = Guide(
    occasions=(
        Occasion("burst", _("A pipe has burst and must be repaired now"), ("private_ground", "municipal_road", "building"), _DIGGERS,
                 {"kind": "repair_leak", "urgent": True}),
        Occasion("replace", _("Replace or reline a private service pipe"), _GROUND_OR_ROAD, _PLANNERS, {"kind": "replace"}),
        Occasion("separate", _("Separate stormwater from wastewater on a property"), _GROUND, _PLANNERS, {"kind": "separate"}),
        Occasion("septic_off", _("Disconnect a septic tank"), _GROUND, _PLANNERS, {"kind": "septic_off"}),
        Occasion("plug", _("Plug or end a connection"), _GROUND_OR_ROAD, _PLANNERS, {"kind": "plug"}),
        Occasion("backwater", _("Mount a backwater valve"), _GROUND_OR_BUILDING, ("plumber",), {"kind": "backwater"}),
        Occasion("indoor", _("Change pipes indoors or add dwelling units"), ("building",), ("plumber",), {"kind": "indoor"}),
        Occasion("ordered", _("Report work that the municipality has ordered"), _GROUND_OR_BUILDING, _DIGGERS, {"kind": "ordered"}),
    ),
    often_missed=("PRIV-03", "PRIV-05", "PRIV-09", "PRIV-15", "PRIV-16"),
)  # fmt: skip
