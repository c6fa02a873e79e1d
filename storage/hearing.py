"""Mentions and extra demands over one connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from models.actor import Scope
from models.hearing import ExtraDemand, Mention
from models.values import place_name
from storage.rows import add, maybe, table_of
from storage.scope import Reach, mentions_within
from workflows.ports_hearing import DemandCount, MentionLine

MENTION, DEMAND = table_of(Mention), table_of(ExtraDemand)


class StoredHearing:
    """The port `Hearing` over one connection."""

    def __init__(self, connection: Connection, reach: Reach) -> None:
        self._connection = connection
        self._reach = reach

    def add_mention(self, mention: Mention) -> None:
        """Keep that a note names somebody."""
        self._reach.demand(mention.case_id)
        add(self._connection, mention)

    def mentions(self, scope: Scope, person_id: str, limit: int) -> Sequence[MentionLine]:
        """The newest notes on cases within the scope that name the person."""
        rows = self._connection.execute(mentions_within(scope, person_id).limit(limit))
        return [
            MentionLine(row.ref, row.number, place_name(row.address, row.property_key), row.id, row.at, row.author_id, row.body)
            for row in rows
        ]

    def count_demand(self, demand: ExtraDemand) -> None:
        """Keep it once."""
        self._reach.demand(demand.case_id)
        if maybe(self._connection, ExtraDemand, request_id=demand.request_id) is None:
            add(self._connection, demand)

    def demands(self, municipality_id: str, since: datetime, until: datetime) -> Sequence[DemandCount]:
        """Read from the index of municipality, kind and time."""
        questions = func.sum(case((DEMAND.c.is_question, 1), else_=0))
        counted = (DEMAND.c.workflow, func.count(), questions, func.count(DEMAND.c.case_id.distinct()))
        which = (DEMAND.c.municipality_id == municipality_id, DEMAND.c.sent_at >= since, DEMAND.c.sent_at <= until)
        rows = self._connection.execute(select(*counted).where(*which).group_by(DEMAND.c.workflow).order_by(DEMAND.c.workflow))
        return [DemandCount(key, int(total) - int(asked or 0), int(asked or 0), int(cases)) for key, total, asked, cases in rows]
