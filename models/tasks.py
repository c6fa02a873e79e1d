"""What a municipality has to do on cases that are closed, as lists show it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from models.base import Moment


class Task(SQLModel, table=True):
    """One thing to do by a day: the takeover of a plant, a defect to be mended, a guarantee inspection.

    Worked out from what is recorded, by the transaction that records it; `id` is `case/duty/row`. `label` is a packed text. It shows from
    `opens_on`; `told_at` is when the staff were told that it does, None before.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("tasks_of_a_municipality", "municipality_id", "due_on", "id"),
        Index("tasks_to_tell_of", "told_at", "opens_on"),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    municipality_id: str = Field(foreign_key="municipality.id")
    duty: str
    row: str = ""
    label: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    opens_on: date
    due_on: date
    done_on: date | None = None
    told_at: datetime | None = Field(default=None, sa_type=Moment)
