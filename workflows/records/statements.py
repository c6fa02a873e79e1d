"""Statements as they are taken along: all of a case for staff and the archive, those that are shared for the case's company.

A company's copy says what the company's page says: not what was asked, by whom or until when, and nothing of statements it may not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.case import Case
from models.statements import Statement, StatementFile
from models.text import Text
from workflows.casework.statement_lines import lines_of
from workflows.casework.views import StatementLine
from workflows.declare import Workflow
from workflows.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class FiledAttachment:
    """A file of a statement, and where its bytes lie."""

    id: str
    name: str
    size: int
    sha256: str
    object_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FiledStatement:
    """One statement. `whole`: the municipality's own copy, with the question, and with statements nobody has given yet.

    `told` holds words and `files` stand here only when it was given. Times in UTC; `shared_at` is when the company was let read it.
    """

    phase_title: Text
    told: StatementLine
    shared_at: datetime | None
    ended_at: datetime | None
    files: Sequence[FiledAttachment]
    whole: bool

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.told.id


def statements_of(case: Case, workflow: Workflow, work: UnitOfWork, *, shared_only: bool) -> list[FiledStatement]:
    """The statements of a case that was reached, in the order they were asked for; one query where there are none."""
    lines = {one.id: one for one in lines_of(case, work, shared_only=shared_only)}
    if not lines:
        return []
    rows, files = work.statements.of_case(case.id), work.statements.files_of(case.id)
    return [_filed(one, lines[one.id], files, workflow, whole=not shared_only) for one in rows if one.id in lines]


def _filed(row: Statement, told: StatementLine, files: Sequence[StatementFile], workflow: Workflow, *, whole: bool) -> FiledStatement:
    given = {one.id for one in told.files}
    kept = [FiledAttachment(one.id, one.name, one.size, one.sha256, one.object_key, one.uploaded_at) for one in files if one.id in given]
    return FiledStatement(workflow.phase(row.phase).title, told, row.shared_at, row.ended_at if whole else None, kept, whole)
