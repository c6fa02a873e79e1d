"""A case, its answers, its submitted snapshots and its log of events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import Ball, BoardColumn, DayNumber, Moment, Phase, Status, worded

SENT: dict[str, Any] = {"sqlite_where": text("submitted_at IS NOT NULL"), "postgresql_where": text("submitted_at IS NOT NULL")}
"""Drafts never sent are no municipality's business, so its indexes leave them out."""
LOOKED_AT: dict[str, Any] = {"sqlite_where": text("look_on IS NOT NULL"), "postgresql_where": text("look_on IS NOT NULL")}
"""Most cases are closed, and nobody is reminded of them."""


class Case(SQLModel, table=True):
    """One job from application to final documentation.

    `ref` is the random public id used in addresses and the API; `number` (`2026-000123`) is for people and never gives access.
    `phase` and `status` move only through the life cycle with the expected old pair in the WHERE clause. `version` rises with every
    change so that a stale page can be told. `board_column`, `ball`, `due_on`, `open_requests` and `lacking` are what boards filter
    and sort on; they are written by the same transaction that makes them true. `submitted_at` is set by the first sending and stays:
    from then on, and not before, the municipality can see the case. `clock_days` are the working days the municipality has used in this
    phase up to and with `clock_since`, from which day its clock runs, or stands still when there is none; None before anything was sent.
    `work_started_on` and `work_finished_on` are what the contractor has confirmed of the work on site. On `look_on` the portal looks
    whether somebody must be reminded.
    `latitude` and `longitude` (degrees) are one point in the middle of the first place the application shows, for maps; `starts_on` is the
    day on which the newest sending announces that work begins.
    `our_due_on` is the municipality's last day while its clock runs; while that stands still, `our_days_left` are the working days it will
    have when the answers come.
    `sent_days` maps a phase to the days (ISO, Europe/Oslo) of its first and its newest sending.
    """

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("open_requests >= 0", name="open_requests_are_counted"),
        # submitted_at stands in it so that SQLite counts from the index alone: it looks a partial index's condition up in the rows
        Index(
            "board_of_a_municipality", "municipality_id", "board_column", "due_on", "id", "workflow", "assignee_id", "submitted_at", **SENT
        ),
        Index("urgent_in_a_municipality", "municipality_id", "due_on", "id", **SENT),
        Index("recent_in_a_municipality", "municipality_id", "updated_at", "id", **SENT),
        Index("sent_in_a_municipality", "municipality_id", "id", **SENT),
        Index("starts_in_a_municipality", "municipality_id", "starts_on", "id", **SENT),
        Index("places_in_a_municipality", "municipality_id", "board_column", "latitude", "longitude", **SENT),
        Index("left_in_a_municipality", "municipality_id", "our_due_on", "id", **SENT),
        Index("standing_in_a_municipality", "municipality_id", "our_days_left", "id", **SENT),
        Index("sent_of_a_kind", "workflow", "submitted_at", "municipality_id", **SENT),
        Index("sent_of_a_kind_here", "municipality_id", "workflow", "submitted_at", **SENT),
        Index("cases_of_a_company", "company_id", "ball", "updated_at", "id"),
        Index("recent_of_a_company", "company_id", "updated_at", "id"),
        Index("cases_to_look_at", "look_on", **LOOKED_AT),
    )
    id: str = Field(primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    workflow: str
    workflow_version: int = 1
    rules_version: int = 0
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    company_id: str = Field(foreign_key="company.id")
    created_by: str = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    phase: Phase = Field(default=Phase.APPLICATION, sa_type=worded(Phase))
    status: Status = Field(default=Status.DRAFT, sa_type=worded(Status))
    ball: Ball = Field(default=Ball.CONTRACTOR, sa_type=worded(Ball))
    board_column: BoardColumn = Field(default=BoardColumn.HIDDEN, sa_type=worded(BoardColumn))
    assignee_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    title: str = ""
    address: str = ""
    property_key: str = ""
    reference: str = ""
    due_on: date | None = None
    clock_days: int | None = None
    clock_since: date | None = None
    starts_on: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    our_due_on: date | None = Field(default=None, sa_type=DayNumber)
    our_days_left: int | None = None
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    approved_at: datetime | None = Field(default=None, sa_type=Moment)
    open_requests: int = 0
    lacking: int = 0
    proposal_by: str | None = None
    work_started_on: date | None = None
    work_finished_on: date | None = None
    sent_days: dict[str, list[str]] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    look_on: date | None = None
    version: int = 0


class CaseProperty(SQLModel, table=True):
    """One property a case stands on: what is looked up by, where `Case.property_key` is the first of them and what lists show.

    Written by the same transaction, so while a case is paused it says what was sent. The municipality stands in it so that who is on a
    property is found by one index.
    """

    __tablename__ = "case_property"
    __table_args__ = (Index("cases_on_a_property", "municipality_id", "property_key"),)
    case_id: str = Field(primary_key=True, foreign_key="case.id")
    property_key: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id")


class AnswerSet(SQLModel, table=True):
    """The answers of one step of one phase.

    `answers` maps a path to `{"raw": any JSON, "version": int, "by": person id, "at": ISO time}`. A path is `field`,
    or `group/row/field` for a repeating group; the path `group` itself holds the ordered list of row ids. Raw is what was
    typed, valid or not; values are parsed when read. A place that was understood is kept as GeoJSON beside it, as `value`.
    """

    __tablename__ = "answer_set"
    case_id: str = Field(primary_key=True, foreign_key="case.id")
    phase: str = Field(primary_key=True)
    step: str = Field(primary_key=True)
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Waiver(SQLModel, table=True):
    """Why the contractor cannot supply something needed for a decision; the officer judges it."""

    __tablename__ = "waiver"
    case_id: str = Field(primary_key=True, foreign_key="case.id")
    phase: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    reason: str
    by: str
    at: datetime = Field(sa_type=Moment)


class Tick(SQLModel, table=True):
    """An officer has looked at one ledger row and found it good; `evidence` is the fingerprint of what was looked at.

    A tick counts as long as the evidence is unchanged, so earlier ticks survive a resubmission on unchanged items.
    """

    __tablename__ = "tick"
    case_id: str = Field(primary_key=True, foreign_key="case.id")
    phase: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    evidence: str
    by: str
    at: datetime = Field(sa_type=Moment)


class Snapshot(SQLModel, table=True):
    """What was sent, whole and unchangeable: answers, documents and ledger at one sending (`number` counts from 1 in a phase)."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("case_id", "phase", "number", name="one_snapshot_per_sending"),)
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id", index=True)
    phase: Phase = Field(sa_type=worded(Phase))
    number: int
    at: datetime = Field(sa_type=Moment)
    by: str
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    sha256: str


class Event(SQLModel, table=True):
    """One action, once, in order; `seq` counts from 1 within a `stream`.

    A stream is `case:<id>`, `access:<company>:<municipality>`, `municipality:<id>`, `company:<id>`, `person:<id>`, `seen:<person>` …

    `data` holds opaque ids, keys and numbers only and is hashed; what names people or quotes them stands in `detail`, of which only a
    salted commitment is hashed, so that erasure (empty `detail` and `salt`, `commitment` stays) leaves the chain whole. `hash` covers the
    previous hash and this record. `about` repeats the opaque id of the one thing an event is about (a case that was seen, a company, a
    person) so that it can be searched; like the two tenants it only says in columns what stream and data say in the hash.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("stream", "seq", name="one_event_per_place_in_a_stream"),
        Index("events_of_a_case", "case_id", "seq"),
        Index("events_in_a_municipality", "municipality_id", "at"),
        Index("events_in_a_company", "company_id", "at"),
        Index("events_about", "about"),
    )
    id: str = Field(primary_key=True)
    stream: str
    seq: int
    case_id: str | None = Field(default=None, foreign_key="case.id")
    municipality_id: str | None = None
    company_id: str | None = None
    about: str | None = None
    kind: str
    phase: str | None = None
    actor_id: str | None = None
    at: datetime = Field(sa_type=Moment)
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    salt: str = ""
    commitment: str = ""
    previous_hash: str
    hash: str


class CaseCounter(SQLModel, table=True):
    """The last case number given in a year."""

    __tablename__ = "case_counter"
    year: int = Field(primary_key=True)
    last: int
