"""What leads to the discharge workflow before login, and what is most often forgotten in it."""

from __future__ import annotations

from models.text import _
from workflows.declare import Guide, Occasion

_ALL = ("plumber", "contractor", "consultant")
_GROUND = ("private_ground", "nature")
_INLET = ("building", "public_pipe")

GUIDE = Guide(
    occasions=(
        Occasion("plant", _("Build a wastewater plant for a house or cabin"), _GROUND, _ALL,
                 {"application_kind": "new", "water_kind": "wc_and_grey"}),
        Occasion("renew", _("Renew an old septic tank or treatment plant"), _GROUND, _ALL,
                 {"application_kind": "rehabilitation", "water_kind": "wc_and_grey"}),
        Occasion("greywater", _("Let out greywater from a cabin"), _GROUND, _ALL, {"application_kind": "new", "water_kind": "grey_only"}),
        Occasion("oil", _("Mount an oil separator"), _INLET, _ALL, {"application_kind": "new", "water_kind": "oil"}),
        Occasion("grease", _("Mount a grease separator"), _INLET, _ALL,
                 {"application_kind": "new", "water_kind": "grease", "to": "public_sewer"}),
        Occasion("pumping", _("Pump water from a building site or drill energy wells"), ("private_ground", "public_pipe"), _ALL,
                 {"application_kind": "new", "water_kind": "construction_water"}),
    ),
    often_missed=("DISCH-06", "DISCH-08", "DISCH-10", "DISCH-14", "DISCH-18", "DISCH-20"),
)  # fmt: skip
