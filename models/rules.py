"""Local rules: what one municipality has decided for itself, versioned; a case keeps the version it was first sent under."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Moment


class LocalRules(SQLModel, table=True):
    """One published version of a municipality's rules for one workflow; `content` is a `models.local_set.LocalSet`. Never changed."""

    __tablename__ = "local_rules"
    __table_args__ = (UniqueConstraint("municipality_id", "workflow", "version", name="one_row_per_rules_version"),)
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    workflow: str
    version: int
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    published_at: datetime = Field(sa_type=Moment)
    published_by: str = ""
    note: str = ""


class RulesDraft(SQLModel, table=True):
    """What an administrator is writing and nobody else sees yet. `revision` rises with every change: two windows do not overwrite."""

    __tablename__ = "rules_draft"
    municipality_id: str = Field(primary_key=True, foreign_key="municipality.id")
    workflow: str = Field(primary_key=True)
    content: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    revision: int = 0
    updated_at: datetime = Field(sa_type=Moment)
    updated_by: str = ""
