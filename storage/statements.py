"""Statements and their files over one connection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, and_, delete, select, update

from models.actor import Actor
from models.base import Role
from models.case import Case
from models.errors import NotThere
from models.people import Invitation
from models.statements import ASKED, CLOSED, Statement, StatementFile
from storage.rows import add, entities, every, maybe, put
from storage.scope import FILE_OF_STATEMENT, STATEMENT, Reach, asked_cases, asked_now
from workflows.ports_statements import AskedLine

COLUMNS = len(STATEMENT.columns)


class StoredStatements:
    """The port `Statements` over one connection; what a unit may touch is kept by `reach`."""

    def __init__(self, connection: Connection, reach: Reach, *, writing: bool) -> None:
        self._connection = connection
        self._reach = reach
        self._writing = writing

    def of_case(self, case_id: str) -> Sequence[Statement]:
        """All of a case, in the order they were asked for."""
        return every(self._connection, Statement, "asked_at", "id", case_id=self._reach.demand(case_id))

    def files_of(self, case_id: str) -> Sequence[StatementFile]:
        """The files of all statements of a case, oldest first."""
        return every(self._connection, StatementFile, "uploaded_at", "id", case_id=self._reach.demand(case_id))

    def save(self, statement: Statement) -> None:
        """Write one, new or changed."""
        self._reach.demand(statement.case_id)
        put(self._connection, statement)

    def add_file(self, file: StatementFile) -> None:
        """Keep a file."""
        self._reach.demand(file.case_id)
        add(self._connection, file)

    def remove_file(self, file: StatementFile) -> None:
        """Forget a file; its bytes are swept."""
        self._reach.demand(file.case_id)
        self._connection.execute(delete(FILE_OF_STATEMENT).where(FILE_OF_STATEMENT.c.id == file.id))

    def asked(self, actor: Actor, now: datetime) -> Sequence[AskedLine]:
        """What a person is asked and may read now."""
        rows = self._connection.execute(asked_cases(asked_now(actor.person_id, _town(actor), now)))
        return [
            AskedLine(entities(Statement, [row])[0], row.number, row.workflow, row.address, row.property_key, row.municipality)
            for row in rows
        ]

    def asked_of(self, actor: Actor, statement_id: str, now: datetime) -> tuple[Statement, Case]:
        """One of these with its case, which is thereby reached."""
        which = and_(asked_now(actor.person_id, _town(actor), now), STATEMENT.c.id == statement_id)
        rows = self._connection.execute(asked_cases(which, whole=True, lock=self._writing)).all()
        if not rows:
            raise NotThere
        case = entities(Case, rows, start=COLUMNS)[0]
        self._reach.admit(case.id)
        return entities(Statement, rows)[0], case

    def bind(self, invitation_id: str, person_id: str) -> None:
        """Whoever took the invitation up is the one who is asked."""
        which = (STATEMENT.c.invitation_id == invitation_id, STATEMENT.c.person_id.is_(None), STATEMENT.c.is_outside.is_(True))
        self._connection.execute(update(STATEMENT).where(*which).values(person_id=person_id))

    def invitation(self, invitation_id: str) -> Invitation | None:
        """The invitation of an outside expert."""
        return maybe(self._connection, Invitation, id=invitation_id)

    def invited_by(self, invitation_id: str) -> str:
        """The municipality behind an outside expert's invitation; empty for any other."""
        wanted = select(STATEMENT.c.municipality_id).where(STATEMENT.c.invitation_id == invitation_id)
        return str(self._connection.execute(wanted).scalar() or "") if invitation_id else ""

    def close_all(self, case_id: str, now: datetime) -> None:
        """The case is over: nobody is asked any more, and nobody from outside reads it."""
        asked = and_(STATEMENT.c.case_id == self._reach.demand(case_id), STATEMENT.c.state == ASKED)
        self._connection.execute(update(STATEMENT).where(asked).values(state=CLOSED, ended_at=now))

    def to_remind(self, today: date) -> Sequence[Statement]:
        """Questions whose day has come and of which nobody was reminded."""
        due = (STATEMENT.c.state == ASKED, STATEMENT.c.due_on <= today, STATEMENT.c.reminded_at.is_(None))
        wanted = select(STATEMENT).where(*due).order_by(STATEMENT.c.due_on, STATEMENT.c.id)
        return entities(Statement, self._connection.execute(wanted).all())


def _town(actor: Actor) -> str | None:
    """The municipality within which staff are asked; None for outside experts. Raises NotThere for everybody else."""
    if actor.role == Role.EXPERT:
        return None
    if actor.municipality_id is None:
        raise NotThere
    return actor.municipality_id
