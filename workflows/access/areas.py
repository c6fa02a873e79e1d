"""What companies do, and which certificates each kind of work asks for. Source: domain README section 3.4."""

from __future__ import annotations

from models.text import Text, _

AREAS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "indoor": (_("Indoor sanitary installations"), ("trade_plumber",)),
    "outdoor": (_("Outdoor service pipes"), ("adk1", "trade_plumber", "trade_pipelayer")),
    "mains": (_("Water and sewer mains"), ("adk1", "trade_pipelayer")),
    "meters": (_("Water meters"), ("trade_plumber",)),
    "discharge": (_("Discharge plants"), ("adk1", "trade_machine")),
    "digging": (_("Digging in municipal roads and ground"), ("workwarning_1", "workwarning_2", "liability_insurance")),
}
"""Area -> what it is called, and the certificates that prove the skill for it; one of them is often enough."""
