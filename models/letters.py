"""Decisions as letters: the terms somebody writes, what is frozen when it is decided, the municipality's letterhead, and appeals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Limited
from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Moment, Phase, worded

MOST_CONDITIONS = 50
LONGEST = 4000
MOST_COPIES = 10
Line = Annotated[str, Limited(max_length=LONGEST)]
ShortLine = Annotated[str, Limited(max_length=200)]
Language = Literal["nb", "nn"]
"""The two written forms of Norwegian; a municipality writes its letters in one of them."""


class OutcomeKind(StrEnum):
    """What sort of outcome a decision is. Source: domain README section 4.

    CONTRACT approves a connection by agreement; INDIVIDUAL is an *enkeltvedtak* with a right of appeal; NOTED is *tatt til etterretning*;
    REFERRED sends it on to another authority.
    """

    CONTRACT = "contract"
    INDIVIDUAL = "individual"
    NOTED = "noted"
    REFERRED = "referred"


class DraftState(StrEnum):
    """How far a decision that is being written has come."""

    WRITING = "writing"
    PROPOSED = "proposed"
    RETURNED = "returned"


class AppealState(StrEnum):
    """What became of an appeal. It is open until it was UPHELD (the decision stands) or CHANGED something."""

    RECEIVED = "received"
    SENT_ON = "sent_on"
    UPHELD = "upheld"
    CHANGED = "changed"


OPEN_APPEALS = frozenset({AppealState.RECEIVED, AppealState.SENT_ON})
"""Appeals nobody has answered yet."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Terms(_Strict):
    """What is written of a decision, whole or half.

    `fees` holds amounts in øre by the fee's key, where they differ from the tariff; `fee_reason` says why. `valid_until` None means
    what the rules give, `no_limit` that it holds without end. `kind` None means what the phase is declared as. `appeal_body` empty means
    what the letterhead says. `copies` are names; `enclosures` ids of the case's files. `why` is why an earlier decision is corrected.
    """

    outcome: Literal["approved", "rejected"] = "approved"
    reason: Line = ""
    conditions: tuple[Line, ...] = Limited((), max_length=MOST_CONDITIONS)
    fees: dict[ShortLine, int] = Limited(default_factory=dict, max_length=50)
    fee_reason: Line = ""
    valid_until: date | None = None
    no_limit: bool = False
    kind: OutcomeKind | None = None
    appeal_body: ShortLine = ""
    copies: tuple[ShortLine, ...] = Limited((), max_length=MOST_COPIES)
    enclosures: tuple[ShortLine, ...] = Limited((), max_length=100)
    why: Line = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What lies ready of a decision that is not made yet, proposed or not."""

    terms: Terms
    is_proposed: bool


class FeeFact(_Strict):
    """One fee on a letter. `label` is a packed text; `ore` the amount in øre, None while nobody knows it; `tariff` what the rates say."""

    key: str
    label: dict[str, Any]
    ore: int | None
    tariff: int | None
    vat: bool = False


class Letterhead(_Strict):
    """A municipality's own words on its letters, all in the form it writes in. `language` empty: the municipality's. `arms`: a digest.

    `paragraphs` are added after the grounds, by outcome: `contract`, `individual`, `noted`, `rejected`.
    """

    language: Language | Literal[""] = ""
    department: ShortLine = ""
    address: Annotated[str, Limited(max_length=600)] = ""
    contact: Annotated[str, Limited(max_length=600)] = ""
    closing: ShortLine = ""
    appeal_body: ShortLine = ""
    appeal_address: ShortLine = ""
    paragraphs: dict[Literal["contract", "individual", "noted", "rejected"], Line] = Limited(default_factory=dict)
    arms: Annotated[str, Limited(pattern=r"^([0-9a-f]{64})?$")] = ""


class LetterFacts(_Strict):
    """Everything a letter says, as it was when it was decided. Packed texts are `models.text.pack`; days are of Europe/Oslo.

    `outcome_label` is what the phase calls its approval. `appeal_until` None: there is no right of appeal. `replaces`: number and
    day of the decision it takes the place of. `template` is the version of the letter's template.
    """

    template: int = 1
    language: Language
    municipality: str
    head: Letterhead
    number: str
    ref: str
    workflow: dict[str, Any]
    phase: Phase
    phase_title: dict[str, Any]
    decision: int
    address: str
    property_key: str
    reference: str
    receiver: str
    organisation_number: str
    decided_at: datetime
    outcome: Literal["approved", "rejected"]
    kind: OutcomeKind
    outcome_label: dict[str, Any]
    reason: str
    conditions: tuple[str, ...]
    fees: tuple[FeeFact, ...]
    fee_reason: str
    valid_until: date | None
    no_limit: bool = False
    appeal_until: date | None = None
    appeal_body: str = ""
    decided_by: str
    proposed_by: str = ""
    copies: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    replaces: int | None = None
    replaced_day: date | None = None
    why: str = ""


class DecisionLetter(SQLModel, table=True):
    """The letter of one decision, for ever as it was: `frozen` is a `LetterFacts`, `printed` the words the template was given then.

    `sha256` is the digest of the PDF that was made of it, `digest` that of the facts. The party was given notice at `available_at`, and
    opened it first at `opened_at`. `begin_by`: the last day on which work under it may begin, where that was decided. `replaces` is the
    decision it took the place of, `replaced_by` the one that took its; `corrects`: it did so to mend an error, without a new check.
    """

    __tablename__ = "decision_letter"
    decision_id: str = Field(primary_key=True, foreign_key="decision.id")
    case_id: str = Field(foreign_key="case.id", index=True)
    kind: OutcomeKind = Field(sa_type=worded(OutcomeKind))
    frozen: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    printed: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    digest: str
    sha256: str = ""
    valid_until: date | None = None
    begin_by: date | None = None
    appeal_until: date | None = None
    available_at: datetime = Field(sa_type=Moment)
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    opened_by: str | None = Field(default=None, foreign_key="person.id")
    corrects: bool = False
    replaces: str | None = None
    replaced_by: str | None = None


class DecisionDraft(SQLModel, table=True):
    """A decision that is being written: one for each case and phase. `content` and `proposed` are `Terms`.

    `corrects` is the number of the decision it will take the place of; 0 for a new one. `revision` rises with every change.
    """

    __tablename__ = "decision_draft"
    case_id: str = Field(primary_key=True, foreign_key="case.id")
    phase: Phase = Field(primary_key=True, sa_type=worded(Phase))
    state: DraftState = Field(default=DraftState.WRITING, sa_type=worded(DraftState))
    corrects: int = 0
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    proposed: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    proposed_by: str | None = Field(default=None, foreign_key="person.id")
    revision: int = 0
    returned_by: str | None = Field(default=None, foreign_key="person.id")
    returned_words: str = ""
    updated_by: str | None = Field(default=None, foreign_key="person.id")
    updated_at: datetime = Field(sa_type=Moment)


class Appeal(SQLModel, table=True):
    """An appeal against one decision: from whom it came and on which day, and what became of it."""

    __tablename__ = "appeal"
    __table_args__ = (Index("appeals_of_a_case", "case_id", "received_on"),)
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id")
    decision_id: str = Field(foreign_key="decision.id")
    state: AppealState = Field(default=AppealState.RECEIVED, sa_type=worded(AppealState))
    received_on: date
    appellant: str
    words: str = ""
    registered_by: str = Field(foreign_key="person.id")
    registered_at: datetime = Field(sa_type=Moment)
    answered_on: date | None = None
    answered_by: str | None = Field(default=None, foreign_key="person.id")
    answer: str = ""


class LetterheadVersion(SQLModel, table=True):
    """One version of a municipality's letterhead; never changed. `content` is a `Letterhead`."""

    __tablename__ = "letterhead"
    __table_args__ = (UniqueConstraint("municipality_id", "version", name="one_row_per_letterhead_version"),)
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    version: int
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    saved_at: datetime = Field(sa_type=Moment)
    saved_by: str = Field(default="")


class Arms(SQLModel, table=True):
    """A municipality's arms as a checked drawing; `sha256` is the digest of `svg`. Letters name it, so it is kept for ever."""

    __tablename__ = "arms"
    municipality_id: str = Field(primary_key=True, foreign_key="municipality.id")
    sha256: str = Field(primary_key=True)
    svg: str
    kept_at: datetime = Field(sa_type=Moment)
