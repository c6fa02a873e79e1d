"""Local rules by version."""

from __future__ import annotations

from sqlalchemy import Connection

from models.rules import LocalRules
from storage.rows import every, maybe


class StoredRules:
    """The port `Rules` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, municipality_id: str, workflow: str) -> LocalRules | None:
        """What new cases begin with; None when the municipality keeps the defaults."""
        versions = every(self._connection, LocalRules, "version", municipality_id=municipality_id, workflow=workflow)
        return versions[-1] if versions else None

    def version(self, municipality_id: str, workflow: str, version: int) -> LocalRules | None:
        """What a case began with; None for version 0."""
        if version == 0:
            return None
        return maybe(self._connection, LocalRules, municipality_id=municipality_id, workflow=workflow, version=version)
