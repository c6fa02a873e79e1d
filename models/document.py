"""Uploaded files: the row that describes one, and its states."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from models.base import Moment, worded


class FileState(StrEnum):
    """The life of an upload. Only READY and DOUBTFUL files can be downloaded, shown or count towards a slot."""

    RECEIVING = "receiving"
    CHECKING = "checking"
    READY = "ready"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


UNJUDGED_STATES = frozenset({FileState.RECEIVING, FileState.CHECKING})
"""Nobody knows yet whether such a file counts. It takes seconds."""


class FileKind(StrEnum):
    """What a slot accepts, in the groups of domain README section 0."""

    PDF = "pdf"
    IMAGE = "image"
    DRAWING = "drawing"
    SURVEY = "survey"
    SHEET = "sheet"
    CCTV = "cctv"


class Document(SQLModel, table=True):
    """One file in one slot (of one row, where the slot belongs to a repeating group). Size in bytes; `name` is text, never a path.

    `facts` holds what the check found: pages, width, height, taken_at, latitude, longitude, notes. `doubts` is a list of text keys with
    values. A replaced or removed file keeps its row (`removed_at`), its object stays until the sweeper may take it. `rules` is the id of
    the local rules under which a file came into an own slot of the municipality, or was last confirmed for it; empty in other slots.
    """

    __tablename__ = "document"
    __table_args__ = (
        Index("documents_of_a_case", "case_id", "phase", "slot"),
        Index("documents_to_check", "id", sqlite_where=text("state = 'checking'"), postgresql_where=text("state = 'checking'")),
    )
    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="case.id")
    phase: str
    step: str
    slot: str
    row: str | None = None
    name: str
    content_type: str
    size: int
    sha256: str
    object_key: str = Field(index=True)
    preview_key: str | None = None
    state: FileState = Field(default=FileState.CHECKING, sa_type=worded(FileState))
    refusal: str = ""
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    doubts: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    uploaded_by: str = Field(foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=Moment)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
    removed_by: str | None = None
    replaces: str | None = None
    rules: str = ""
