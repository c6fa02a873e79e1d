"""Local rules by version, and what is being written for the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, bindparam, delete, select

from models.rules import LocalRules, RulesDraft
from storage.rows import add, entities, maybe, put, table_of
from workflows.closed_days import CLOSED_DAYS, listed_days

RULES, DRAFT = table_of(LocalRules), table_of(RulesDraft)
NEWEST = (
    select(RULES)
    .where(RULES.c.municipality_id == bindparam("of_municipality"), RULES.c.workflow == bindparam("of_workflow"))
    .order_by(RULES.c.version.desc())
    .limit(bindparam("most"))
)


CLOSED_BY_RULES = RULES.c.content[("parameters", CLOSED_DAYS)].label("closed_by_rules")


def closed_by(connection: Connection, ids: Collection[str]) -> Mapping[str, frozenset[date]]:
    """The closed days that versions of local rules add, by their id."""
    if not ids:
        return {}
    found = connection.execute(select(RULES.c.id, CLOSED_BY_RULES).where(RULES.c.id.in_(ids)))
    return {row.id: listed_days(row.closed_by_rules or ()) for row in found}


class StoredRules:
    """The port `Rules` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, municipality_id: str, workflow: str) -> LocalRules | None:
        """What new cases begin with; None when the municipality keeps the defaults."""
        found = self.versions(municipality_id, workflow, 1)
        return found[0] if found else None

    def versions(self, municipality_id: str, workflow: str, most: int = 50) -> Sequence[LocalRules]:
        """The newest first, at most so many."""
        which = {"of_municipality": municipality_id, "of_workflow": workflow, "most": most}
        return entities(LocalRules, self._connection.execute(NEWEST, which))

    def version(self, municipality_id: str, workflow: str, version: int) -> LocalRules | None:
        """What a case began with; None for version 0."""
        if version == 0:
            return None
        return maybe(self._connection, LocalRules, municipality_id=municipality_id, workflow=workflow, version=version)

    def by_id(self, id_: str) -> LocalRules | None:
        """One version by its id, whatever municipality and workflow it is of."""
        return maybe(self._connection, LocalRules, id=id_)

    def publish(self, rules: LocalRules) -> None:
        """Keep a new version for ever. Raises IntegrityError when that version is there already."""
        add(self._connection, rules)

    def draft(self, municipality_id: str, workflow: str) -> RulesDraft | None:
        """What is being written; None when nothing is."""
        return maybe(self._connection, RulesDraft, municipality_id=municipality_id, workflow=workflow)

    def save_draft(self, draft: RulesDraft) -> None:
        """Keep what is being written."""
        put(self._connection, draft)

    def remove_draft(self, municipality_id: str, workflow: str) -> None:
        """Forget what was being written."""
        self._connection.execute(delete(DRAFT).where(DRAFT.c.municipality_id == municipality_id, DRAFT.c.workflow == workflow))
