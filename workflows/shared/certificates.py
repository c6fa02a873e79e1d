"""Proofs of competence by their keys, as people call them. Source: domain README section 3."""

from __future__ import annotations

from models.text import Text, _

CERTIFICATES: dict[str, Text] = {
    "adk1": _("ADK1 certificate"),
    "trade_plumber": _("Plumber's trade certificate"),
    "trade_pipelayer": _("Pipelayer's trade certificate"),
    "trade_machine": _("Machine operator's trade certificate"),
    "trade_road": _("Road and construction trade certificate"),
    "master": _("Master craftsman's certificate"),
    "central_approval": _("Central approval"),
    "responsibility": _("Declaration of responsibility"),
    "workwarning_1": _("Work warning course 1"),
    "workwarning_2": _("Work warning course 2"),
    "liability_insurance": _("Liability insurance"),
    "power_of_attorney": _("Power of attorney"),
}
