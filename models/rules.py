"""Local rules: what one municipality has decided for itself, versioned; a case keeps the version it began with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Moment


class LocalRules(SQLModel, table=True):
    """One published version of a municipality's parameters for one workflow; `values` holds only what differs from the defaults."""

    __tablename__ = "local_rules"
    __table_args__ = (UniqueConstraint("municipality_id", "workflow", "version", name="one_row_per_rules_version"),)
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id", index=True)
    workflow: str
    version: int
    values: dict[str, object] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    published_at: datetime = Field(sa_type=Moment)
