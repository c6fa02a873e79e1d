"""Local rules by version."""

from __future__ import annotations

from sqlmodel import Session, col, select

from models.rules import LocalRules
from storage.rows import maybe


class StoredRules:
    """The port `Rules` over one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def newest(self, municipality_id: str, workflow: str) -> LocalRules | None:
        """What new cases begin with; None when the municipality keeps the defaults."""
        which = (col(LocalRules.municipality_id) == municipality_id, col(LocalRules.workflow) == workflow)
        return maybe(self._session, select(LocalRules).where(*which).order_by(col(LocalRules.version).desc()).limit(1))

    def version(self, municipality_id: str, workflow: str, version: int) -> LocalRules | None:
        """What a case began with; None for version 0."""
        if version == 0:
            return None
        which = (
            col(LocalRules.municipality_id) == municipality_id,
            col(LocalRules.workflow) == workflow,
            col(LocalRules.version) == version,
        )
        return maybe(self._session, select(LocalRules).where(*which))
