"""What boards and lists keep for themselves: the words cases are found by, and the views people have saved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Index, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from models.base import Moment


class CaseSearch(SQLModel, table=True):
    """What one case is found by, as text, written by the transaction that changes the case; see `workflows/searching/paper.py`.

    `marks` are tokens for the tenants that may find it and for whether it is on a board. On PostgreSQL `words` is what is searched; on
    SQLite that is the virtual table `case_words`, whose row id is `n`, and `words` is empty. `notes` are the municipality's own.
    """

    __tablename__ = "case_search"
    __table_args__ = (
        # without the texts: SQLite comes from a row of `case_words` to its case by this alone
        Index("cases_of_words", "n", "case_id"),
        Index("words_of_cases", "words", postgresql_using="gin").ddl_if(dialect="postgresql"),
    )
    n: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    case_id: str = Field(foreign_key="case.id", unique=True)
    marks: str = ""
    place: str = Field(default="", sa_type=Text)
    people: str = Field(default="", sa_type=Text)
    answers: str = Field(default="", sa_type=Text)
    said: str = Field(default="", sa_type=Text)
    notes: str = Field(default="", sa_type=Text)
    words: str = Field(default="", sa_column=Column(Text().with_variant(TSVECTOR(), "postgresql"), nullable=False))


class SearchDue(SQLModel, table=True):
    """A case whose words must be written anew: all of them after an upgrade, those of a person who was erased or is called otherwise."""

    __tablename__ = "search_due"
    case_id: str = Field(primary_key=True, foreign_key="case.id")


class SearchWord(SQLModel, table=True):
    """A word that stands in some case of one company or municipality (`tenant`), for guessing what a mistyped one meant.

    A word may stay here after the last case that held it; before one is told to anybody, it is looked for within their reach.
    """

    __tablename__ = "search_word"
    tenant: str = Field(primary_key=True)
    word: str = Field(primary_key=True)


class SavedView(SQLModel, table=True):
    """Filters, order, layout and columns of the board under a name: one officer's own, or shared by everybody in the municipality.

    `query` is that of a board's address.
    """

    __tablename__ = "saved_view"
    __table_args__ = (Index("views_in_a_municipality", "municipality_id", "shared", "person_id"),)
    id: str = Field(primary_key=True)
    municipality_id: str = Field(foreign_key="municipality.id")
    person_id: str = Field(foreign_key="person.id")
    name: str
    query: str
    shared: bool = False
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)


class RoleView(SQLModel, table=True):
    """The shared view people of one role see who have not chosen anything yet; the municipality's administrator chooses it."""

    __tablename__ = "role_view"
    municipality_id: str = Field(primary_key=True, foreign_key="municipality.id")
    role: str = Field(primary_key=True)
    view_id: str = Field(foreign_key="saved_view.id")


SEARCHED: tuple[str, ...] = (
    "number", "title", "address", "property_key", "reference", "company_id", "created_by", "assignee_id", "submitted_at",
)  # fmt: skip
"""Columns of `Case` a change of which changes what the case is found by, or by whom."""
