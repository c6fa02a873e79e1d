"""What the use cases need of letters: those of decisions, what is being written, appeals, and the municipality's letterhead.

Methods that take a case demand that it was reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from models.base import Phase
from models.letters import Appeal, Arms, DecisionDraft, DecisionLetter, LetterheadVersion


class Letters(Protocol):
    """Letters of cases, and what they are made of."""

    def of_case(self, case_id: str) -> Sequence[DecisionLetter]:
        """Every letter of a case in the order they became available."""
        ...

    def add(self, letter: DecisionLetter) -> None: ...
    def save(self, letter: DecisionLetter) -> None: ...
    def draft(self, case_id: str, phase: Phase) -> DecisionDraft | None:
        """What is being written of a phase's decision; None when nothing is."""
        ...

    def save_draft(self, draft: DecisionDraft) -> None: ...
    def remove_draft(self, case_id: str, phase: Phase) -> None: ...
    def appeals(self, case_id: str) -> Sequence[Appeal]:
        """Every appeal of a case, the oldest first."""
        ...

    def save_appeal(self, appeal: Appeal) -> None: ...
    def letterhead(self, municipality_id: str) -> LetterheadVersion | None:
        """The newest letterhead; None while a municipality has none."""
        ...

    def letterheads(self, municipality_id: str, most: int = 20) -> Sequence[LetterheadVersion]:
        """The newest first."""
        ...

    def add_letterhead(self, head: LetterheadVersion) -> None: ...
    def arms(self, municipality_id: str, sha256: str) -> Arms | None: ...
    def keep_arms(self, arms: Arms) -> None:
        """Keep a drawing; the same one twice is one."""
        ...
