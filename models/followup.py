"""Meetings on site about a case: inspections that are asked for, agreed, moved and held."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from models.base import Moment, Phase, worded


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    HELD = "held"
    MISSED = "missed"


class Appointment(SQLModel, table=True):
    """One inspection of a case.

    While it is proposed, `times` are what may be chosen, each `{"from": ISO time, "to": ISO time}` in UTC, and `turn` says who chooses:
    `company` or `municipality`. Once agreed, `starts_at` and `ends_at` hold. `officer_id` is who comes from the municipality, `comes` who
    else does, in words; `words` is the last reason given. `sequence` rises with each change, as calendars want it (RFC 5545, 3.8.7.4).
    """

    __tablename__ = "appointment"
    __table_args__ = (Index("appointments_of_an_officer", "officer_id", "state"),)
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    municipality_id: str = Field(foreign_key="municipality.id")
    phase: Phase = Field(sa_type=worded(Phase))
    state: AppointmentState = Field(default=AppointmentState.PROPOSED, sa_type=worded(AppointmentState))
    turn: str
    by_company: bool = False
    purpose: str
    place: str = ""
    comes: str = ""
    words: str = ""
    findings: str = ""
    times: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    starts_at: datetime | None = Field(default=None, sa_type=Moment)
    ends_at: datetime | None = Field(default=None, sa_type=Moment)
    officer_id: str | None = Field(default=None, foreign_key="person.id")
    sequence: int = 0
    created_by: str
    created_at: datetime = Field(sa_type=Moment)
    changed_by: str
    changed_at: datetime = Field(sa_type=Moment)
