"""Counts over many cases, for everybody to see: each is a sum over the newest cases of a kind, and no row of a case leaves this file.

Bounded by the number of cases looked at, whatever the archive behind.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, func, select

from models.base import Phase
from models.case import Snapshot
from models.correspondence import CorrectionRequest, Decision
from storage.rows import table_of
from storage.scope import lately_sent
from workflows.ports_figures import KindFigures

REQUEST, DECISION, SNAPSHOT = table_of(CorrectionRequest).c, table_of(Decision).c, table_of(Snapshot).c
THESE: BindParameter[Any] = bindparam("these", expanding=True)
ASKED = (
    select(REQUEST.requirement, func.count(REQUEST.case_id.distinct()).label("cases"))
    .where(REQUEST.case_id.in_(THESE), REQUEST.sent_at.is_not(None), REQUEST.requirement != "")
    .group_by(REQUEST.requirement)
    .order_by(func.count(REQUEST.case_id.distinct()).desc(), REQUEST.requirement)
    .limit(50)
)
DECIDED = (
    select(SNAPSHOT.phase, SNAPSHOT.at, func.min(DECISION.decided_at).label("decided"))
    .join(table_of(Decision), (DECISION.case_id == SNAPSHOT.case_id) & (DECISION.phase == SNAPSHOT.phase))
    .where(SNAPSHOT.case_id.in_(THESE), SNAPSHOT.number == 1)
    .group_by(SNAPSHOT.case_id, SNAPSHOT.phase, SNAPSHOT.at)
)


class StoredFigures:
    """The port `Figures` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_kind(self, workflow: str, municipality_id: str | None, *, since: datetime, most: int) -> KindFigures:
        """Figures of the newest cases, at most so many, first sent since then; of all municipalities where none is named."""
        which = {"of_workflow": workflow, "since": since, "most": most}
        which |= {"of_municipality": municipality_id} if municipality_id else {}
        cases = self._connection.execute(lately_sent(in_one=municipality_id is not None), which).scalars().all()
        if not cases:
            return KindFigures()
        asked = {row.requirement: row.cases for row in self._connection.execute(ASKED, {"these": cases})}
        decided: defaultdict[Phase, list[tuple[datetime, datetime]]] = defaultdict(list)
        for row in self._connection.execute(DECIDED, {"these": cases}):
            decided[row.phase].append((row.at, row.decided))
        return KindFigures(len(cases), asked, dict(decided))
