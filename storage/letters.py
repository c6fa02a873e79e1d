"""Letters of decisions, decisions that are being written, appeals, and letterheads by version."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, select

from models.base import Phase
from models.letters import Appeal, Arms, DecisionDraft, DecisionLetter, LetterheadVersion
from storage.gathering import CaseRows
from storage.rows import add, entities, maybe, put, table_of
from storage.scope import Reach

HEAD, DRAFT = table_of(LetterheadVersion), table_of(DecisionDraft)
NEWEST = select(HEAD).where(HEAD.c.municipality_id == bindparam("of_municipality")).order_by(HEAD.c.version.desc()).limit(bindparam("most"))


class StoredLetters:
    """The port `Letters` over one connection."""

    def __init__(self, connection: Connection, reach: Reach, rows: CaseRows) -> None:
        self._connection = connection
        self._reach = reach
        self._rows = rows

    def of_case(self, case_id: str) -> Sequence[DecisionLetter]:
        """Every letter of a case in the order they became available."""
        return self._rows.every(DecisionLetter, "available_at", "decision_id", case_id=self._reach.demand(case_id))

    def add(self, letter: DecisionLetter) -> None:
        """Keep a new letter."""
        self._reach.demand(letter.case_id)
        add(self._connection, letter)

    def save(self, letter: DecisionLetter) -> None:
        """Write who opened it, and what took its place."""
        self._reach.demand(letter.case_id)
        put(self._connection, letter)

    def draft(self, case_id: str, phase: Phase) -> DecisionDraft | None:
        """What is being written of a phase's decision; None when nothing is."""
        found = self._rows.every(DecisionDraft, case_id=self._reach.demand(case_id), phase=phase)
        return found[0] if found else None

    def save_draft(self, draft: DecisionDraft) -> None:
        """Keep what is being written."""
        self._reach.demand(draft.case_id)
        put(self._connection, draft)

    def remove_draft(self, case_id: str, phase: Phase) -> None:
        """Forget what was being written."""
        self._connection.execute(delete(DRAFT).where(DRAFT.c.case_id == self._reach.demand(case_id), DRAFT.c.phase == phase))

    def appeals(self, case_id: str) -> Sequence[Appeal]:
        """Every appeal of a case, the oldest first."""
        return self._rows.every(Appeal, "received_on", "id", case_id=self._reach.demand(case_id))

    def save_appeal(self, appeal: Appeal) -> None:
        """Keep an appeal, or what became of it."""
        self._reach.demand(appeal.case_id)
        put(self._connection, appeal)

    def letterhead(self, municipality_id: str) -> LetterheadVersion | None:
        """The newest letterhead; None while a municipality has none."""
        found = self.letterheads(municipality_id, 1)
        return found[0] if found else None

    def letterheads(self, municipality_id: str, most: int = 20) -> Sequence[LetterheadVersion]:
        """The newest first, at most so many."""
        return entities(LetterheadVersion, self._connection.execute(NEWEST, {"of_municipality": municipality_id, "most": most}))

    def add_letterhead(self, head: LetterheadVersion) -> None:
        """Keep a new version for ever."""
        add(self._connection, head)

    def arms(self, municipality_id: str, sha256: str) -> Arms | None:
        """A drawing by its digest, of its own municipality only."""
        return maybe(self._connection, Arms, municipality_id=municipality_id, sha256=sha256) if sha256 else None

    def keep_arms(self, arms: Arms) -> None:
        """Keep a drawing; the same one twice is one."""
        put(self._connection, arms)
