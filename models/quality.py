"""What is counted about the quality of documentation: one narrow row for each part of a case that was sent, one for each thing it lacked.

Both are worked out from the log by the transaction that writes it (`workflows.quality.part_of`), so that months of a whole municipality are
counted in one walk along an index. No officer stands in them: nothing can be counted for a person.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.base import Phase, worded

COUNTED = (
    "municipality_id", "decided_on", "workflow", "phase", "company_id", "month", "outcome", "right_first", "rounds", "own_days",
    "their_days", "extra", "doubtful",
)  # fmt: skip
"""Everything a figure is made of: the index alone answers."""


class PartFact(SQLModel, table=True):
    """One sent part of a case: application, work notification or final documentation. `id` is `case/phase`.

    `company_id` is the company that first sent it, whoever has the case now. `decided_on` (day in Europe/Oslo) and `outcome` (`approved`,
    `rejected`, `withdrawn`, `lapsed`) are empty while it is open; `month` is `2026-11` of `decided_on`. `right_first` as defined by
    `workflows.quality.PartOf`. Days are working days.
    """

    __tablename__ = "part_fact"
    __table_args__ = (
        Index("decided_parts", *COUNTED),
        Index("parts_like_this", "municipality_id", "workflow", "phase", "decided_on", "outcome", "own_days"),
        Index("sent_parts", "municipality_id", "workflow", "phase", "sent_on"),
        Index("parts_of_a_company", "company_id", "decided_on"),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    phase: Phase = Field(sa_type=worded(Phase))
    municipality_id: str = Field(foreign_key="municipality.id")
    company_id: str = Field(foreign_key="company.id")
    workflow: str
    sent_on: date
    decided_on: date | None = None
    month: str = ""
    outcome: str = ""
    sendings: int = 1
    right_first: int = 0
    rounds: int = 0
    own_days: int = 0
    their_days: int = 0
    extra: int = 0
    doubtful: int = 0


class MissedFact(SQLModel, table=True):
    """One requirement a sent part lacked: the municipality asked for it `asked` times, and the case lay `days` working days with the
    contractor while it was asked. The other columns repeat the part's, so that one index answers; `decided_on`
    stays empty unless the part was approved or rejected, so that counting needs no look at it.
    """

    __tablename__ = "missed_fact"
    __table_args__ = (
        Index(
            "missed_in_decided_parts", "municipality_id", "decided_on", "workflow", "phase", "requirement", "company_id", "asked", "days"
        ),
        Index("missed_in_sent_parts", "municipality_id", "requirement", "workflow", "phase", "sent_on"),
        Index("missed_by_a_company", "company_id", "decided_on"),
    )
    part_id: str = Field(primary_key=True, foreign_key="part_fact.id")
    requirement: str = Field(primary_key=True)
    phase: Phase = Field(sa_type=worded(Phase))
    municipality_id: str = Field(foreign_key="municipality.id")
    company_id: str = Field(foreign_key="company.id")
    workflow: str
    sent_on: date
    decided_on: date | None = None
    asked: int = 1
    days: int = 0
