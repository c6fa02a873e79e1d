"""What programs send of decisions: terms, corrections, appeals. Status, owner and times are never read from a caller."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from models.base import Phase
from models.letters import LONGEST, MOST_CONDITIONS, MOST_COPIES, OutcomeKind, Terms
from ui.api.schemas import Key, PhaseKey, Reason, Strict, Words
from workflows.casework.proposing import GROUNDS

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class TermsIn(Strict):
    """What is decided besides the outcome. `fees` maps keys of fees to amounts in øre, where they differ from the tariff.

    Without `valid_until` the rules say how long an approval holds; with `no_limit` it holds without end. `enclosures` are ids of documents.
    Where a decision with terms of its own is written already, whoever names none of them is refused; what is named is taken as the whole.
    """

    reason: Words = ""
    conditions: tuple[Words, ...] = Field((), max_length=MOST_CONDITIONS)
    fees: dict[Key, int] = Field(default_factory=dict, max_length=50)
    fee_reason: Words = ""
    valid_until: date | None = None
    no_limit: bool = False
    kind: OutcomeKind | None = None
    appeal_body: Short = ""
    copies: tuple[Short, ...] = Field((), max_length=MOST_COPIES)
    enclosures: tuple[Key, ...] = Field((), max_length=100)

    def terms(self) -> Terms:
        """The same as the use cases take it."""
        given = self.model_dump(include=set(Terms.model_fields))
        return Terms.model_validate(given)

    def said(self) -> Terms | None:
        """The terms, when the caller named any besides the grounds."""
        return self.terms() if self.model_fields_set & (set(Terms.model_fields) - GROUNDS) else None


class Decide(TermsIn):
    """A decision with its grounds."""

    reason: Reason
    seen_version: int | None = None


class Approve(Decide):
    """An approval."""


class Propose(TermsIn):
    """A proposed decision."""

    outcome: Literal["approved", "rejected"]
    seen_version: int | None = None


class Return(Strict):
    """Words to whoever proposed; phase and number of a decision when what is sent back is its correction."""

    words: Words = ""
    phase: PhaseKey | None = None
    number: int | None = None

    def correct(self) -> tuple[Phase, int] | None:
        """The decision whose correction is meant; None for a new decision."""
        return (Phase(self.phase), self.number) if self.phase and self.number else None


class Correct(TermsIn):
    """The terms that take the place of those of one decision, whole; `why` it is corrected."""

    phase: PhaseKey
    number: int
    outcome: Literal["approved", "rejected"] = "approved"
    why: Reason
    seen_version: int | None = None


class Appeal(Strict):
    """An appeal that has come."""

    phase: PhaseKey
    number: int
    received_on: date
    appellant: Short
    words: Words = ""


class AppealAnswer(Strict):
    """What becomes of an appeal."""

    appeal: Key
    state: Literal["sent_on", "upheld", "changed"]
    words: Reason


class DraftIn(TermsIn):
    """A decision as it is being written. `revision` is that of what was read; `why` only for corrections."""

    outcome: Literal["approved", "rejected"] = "approved"
    why: Annotated[str, StringConstraints(max_length=LONGEST)] = ""
    revision: int = 0


def draft_out(terms: Terms) -> dict[str, Any]:
    """Terms as they are told."""
    return terms.model_dump(mode="json")
