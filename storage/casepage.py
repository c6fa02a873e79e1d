"""What the pages of a case need: everything of it at once, other cases near it, and the changes the municipality has looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, delete, select

from models.actor import Scope
from models.base import Phase
from models.case import Case, CaseProperty
from models.casepage import CaseStreet, SeenChange
from storage.gathering import CaseRows
from storage.rows import add, put, table_of
from storage.scope import Reach, nearby_cases
from storage.together import Together
from workflows.ports_casepage import GivenDecision, Nearby, NearbyCase
from workflows.streets import street_of

STREET, SEEN, STANDS = table_of(CaseStreet), table_of(SeenChange), table_of(CaseProperty)
MOST_FOUND = 200
"""Ids that are fetched of either kind before the scope is asked: drafts nobody has sent are among them."""
OF_CASE: BindParameter[Any] = bindparam("of_case")
OWN, OTHER = STANDS.alias("own"), STANDS.alias("other")
OWN_STREET, OTHER_STREET = STREET.alias("own_street"), STREET.alias("other_street")
NEAR = Together(
    properties=select(OTHER.c.case_id)
    .join(OWN, (OWN.c.municipality_id == OTHER.c.municipality_id) & (OWN.c.property_key == OTHER.c.property_key))
    .where(OWN.c.case_id == OF_CASE, OTHER.c.case_id != OF_CASE)
    .distinct()
    .order_by(OTHER.c.case_id.desc())  # the newest first: ids are ordered by time
    .limit(MOST_FOUND),
    street=select(OTHER_STREET.c.case_id, OTHER_STREET.c.street)
    .join(OWN_STREET, (OWN_STREET.c.municipality_id == OTHER_STREET.c.municipality_id) & (OWN_STREET.c.street == OTHER_STREET.c.street))
    .where(OWN_STREET.c.case_id == OF_CASE, OTHER_STREET.c.case_id != OF_CASE)
    .order_by(OTHER_STREET.c.case_id.desc())
    .limit(MOST_FOUND),
)


def lie_in(connection: Connection, case: Case, address: str) -> None:
    """The case is found by the street of this address, and by no other."""
    connection.execute(delete(STREET).where(STREET.c.case_id == case.id))
    if street := street_of(address):
        add(connection, CaseStreet(case_id=case.id, municipality_id=case.municipality_id, street=street))


class StoredCasePages:
    """The port `CasePages` over one connection."""

    def __init__(self, connection: Connection, reach: Reach, rows: CaseRows) -> None:
        self._connection = connection
        self._reach = reach
        self._rows = rows

    def gather(self, case_id: str, *, without: frozenset[str]) -> None:
        """Read everything that hangs on the case at once."""
        self._rows.gather(self._reach.demand(case_id), without=without)

    def nearby(self, scope: Scope, case_id: str, *, most: int) -> Nearby:
        """Other cases on the same properties and in the same street."""
        found = NEAR.ask(self._connection, {"of_case": self._reach.demand(case_id)})
        here = [row[0] for row in found["properties"]]
        along = [row[0] for row in found["street"] if row[0] not in set(here)]
        street = found["street"][0][1] if found["street"] else ""
        known = self._cases(scope, [*here, *along])
        on_property = [known[one] for one in here if one in known]
        in_street = [known[one] for one in along if one in known]
        more = len(on_property) > most or len(in_street) > most or len(found["street"]) == MOST_FOUND
        return Nearby(on_property[:most], in_street[:most], street, more)

    def _cases(self, scope: Scope, ids: Sequence[str]) -> dict[str, NearbyCase]:
        """Those of these cases that lie within the scope, with their decisions."""
        known: dict[str, NearbyCase] = {}
        decisions: dict[str, list[GivenDecision]] = {}
        for row in self._connection.execute(nearby_cases(scope, ids)) if ids else ():
            given = decisions.setdefault(row.id, [])
            if row.outcome is not None:
                given.append(GivenDecision(row.decided_phase, row.outcome, row.reason, tuple(row.conditions or ()), row.decided_at))
            known[row.id] = NearbyCase(
                row.id, row.ref, row.number, row.workflow, row.address, row.property_key, row.company, row.phase, row.status,
                row.submitted_at, given,
            )  # fmt: skip
        return known

    def seen_changes(self, case_id: str, phase: Phase) -> Sequence[SeenChange]:
        """What was looked at in one phase."""
        return self._rows.every(SeenChange, case_id=self._reach.demand(case_id), phase=phase.value)

    def save_seen(self, seen: SeenChange) -> None:
        """Write that somebody has looked, or looked anew."""
        self._reach.demand(seen.case_id)
        put(self._connection, seen)

    def remove_seen(self, case_id: str, phase: Phase, place: str) -> None:
        """As if nobody had looked."""
        which = (SEEN.c.case_id == self._reach.demand(case_id), SEEN.c.phase == phase.value, SEEN.c.place == place)
        self._connection.execute(delete(SEEN).where(*which))
