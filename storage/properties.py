"""Which properties cases stand on: written with the case, looked up by.

A query of its own finds the cases: within one that asks for cases, SQLite walks a whole municipality instead of a property's few.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, select

from models.case import Case, CaseProperty
from storage.rows import add, table_of

TABLE = table_of(CaseProperty)
STANDS = TABLE.c
MOST = 200
KEPT = select(STANDS.property_key, STANDS.municipality_id).where(STANDS.case_id == bindparam("of_case"))
FOUND = (
    select(STANDS.case_id)
    .where(STANDS.municipality_id == bindparam("of_municipality"), STANDS.property_key.in_(bindparam("here", expanding=True)))
    .distinct()
    .order_by(STANDS.case_id.desc())  # the newest first: ids are ordered by time
    .limit(MOST)
)


def stand_on(connection: Connection, case: Case, keys: Sequence[str]) -> None:
    """The case is found by these properties, in its municipality, and by no others; nothing is written when it is already."""
    wanted = {(key, case.municipality_id) for key in keys}
    if wanted == {(row.property_key, row.municipality_id) for row in connection.execute(KEPT, {"of_case": case.id})}:
        return
    connection.execute(delete(TABLE).where(STANDS.case_id == case.id))
    for key, municipality in sorted(wanted):
        add(connection, CaseProperty(case_id=case.id, property_key=key, municipality_id=municipality))


def standing_on(connection: Connection, municipality_id: str, keys: Sequence[str]) -> Sequence[str]:
    """Ids of cases on any of these properties, whoever owns them: to be looked at within a scope, and never shown themselves."""
    if not keys:
        return ()
    return connection.execute(FOUND, {"of_municipality": municipality_id, "here": list(keys)}).scalars().all()
