"""Rows of a table that are chosen for acts on many cases, and taken by a key: the few words a row needs for `desk.js`."""

from __future__ import annotations

from typing import Any

from models.errors import BadInput
from models.text import _
from ui.visit import Visit
from workflows.casework import reviewing
from workflows.policy import may
from workflows.ports import CaseCard


def picking(visit: Visit) -> dict[str, Any]:
    """What `data_table` takes besides its rows, for a table of cases; nothing for who does nothing with many."""
    if not may(visit.actor, "act_on_many"):
        return {"picks": None}

    async def act(name: str, ref: Any) -> None:
        if name != "take" or not isinstance(ref, str):
            raise BadInput
        await visit.do(reviewing.take, ref)

    return {"picks": _("Choose the case"), "on_act": visit.handler(act)}


def picked(card: CaseCard, visit: Visit) -> dict[str, Any]:
    """What a row of such a table says of its case besides its cells."""
    takes = may(visit.actor, "take") and card.assignee_id != visit.actor.person_id
    return {"ref": card.ref, "name": card.number, "take": card.ref if takes else ""}
