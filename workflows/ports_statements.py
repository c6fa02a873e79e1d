"""What statements need from the outside: asked about a case that was reached, or by whoever is asked, and never by anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from models.actor import Actor
from models.case import Case
from models.people import Invitation
from models.statements import Statement, StatementFile


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One question to a person, and what its case is called."""

    statement: Statement
    number: str
    workflow: str
    address: str
    property_key: str
    municipality: str


class Statements(Protocol):
    """Statements and their files. What takes a case's id raises `NotThere` unless that case was reached before."""

    def of_case(self, case_id: str) -> Sequence[Statement]:
        """All of a case, in the order they were asked for."""
        ...

    def files_of(self, case_id: str) -> Sequence[StatementFile]:
        """The files of all statements of a case, oldest first."""
        ...

    def save(self, statement: Statement) -> None:
        """Write one, new or changed."""
        ...

    def add_file(self, file: StatementFile) -> None: ...
    def remove_file(self, file: StatementFile) -> None: ...
    def asked(self, actor: Actor, now: datetime) -> Sequence[AskedLine]:
        """What a person is asked and may read now, those that wait first; of their own municipality for staff, from outside for experts."""
        ...

    def asked_of(self, actor: Actor, statement_id: str, now: datetime) -> tuple[Statement, Case]:
        """One of these with its case, which is thereby reached. Raises NotThere for everything else, as for what does not exist."""
        ...

    def bind(self, invitation_id: str, person_id: str) -> None:
        """Whoever took the invitation up is the one who is asked."""
        ...

    def invitation(self, invitation_id: str) -> Invitation | None:
        """The invitation of an outside expert, whatever became of it."""
        ...

    def invited_by(self, invitation_id: str) -> str:
        """The municipality behind an outside expert's invitation; empty for any other."""
        ...

    def close_all(self, case_id: str, now: datetime) -> None:
        """The case is over: nobody is asked any more, and nobody from outside reads it."""
        ...

    def to_remind(self, today: date) -> Sequence[Statement]:
        """For the machine: questions whose day has come and of which nobody was reminded."""
        ...
