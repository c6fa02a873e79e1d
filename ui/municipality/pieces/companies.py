"""Who answers for a case, who works on it besides, and the municipality's word about a handover that waits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from models.text import _
from ui.case_companies.decision import decide_part
from ui.case_companies.lines import companies_part
from ui.components import link
from workflows.casework.views import Head
from workflows.policy import MATRIX, is_fresh


def show_companies(visit: Any, head: Head, typed: dict[str, str], *, done: Callable[[], Awaitable[None]]) -> None:
    """The lines, the decision where one waits, and the way to everything else."""
    companies_part(head.companies, head.company, visit.speaker)
    waiting = head.companies.waiting
    if waiting is not None:
        may_decide = visit.actor.role in MATRIX["decide_handover"]
        fresh = is_fresh(visit.actor, visit.now())
        decide_part(visit, head.ref, waiting, typed, may_decide=may_decide, is_fresh=fresh, done=done)
    link(_("Who works on this case"), f"/cases/{head.ref}/companies")
