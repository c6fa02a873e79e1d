"""Statements as they are read on a case that was reached, within a unit of work that is open already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.case import Case
from models.statements import GIVEN, Statement, StatementFile
from workflows.casework.views import FileLine, StatementLine
from workflows.ports import UnitOfWork


def lines_of(case: Case, work: UnitOfWork, *, shared_only: bool = False) -> list[StatementLine]:
    """The statements of a case that was reached, in the order they were asked for: one query where there are none.

    `shared_only`: as the case's company reads them, without the officer's question, who asked it, and why it was taken back.
    """
    found = [one for one in work.statements.of_case(case.id) if not shared_only or one.shared_at is not None]
    if not found:
        return []
    files = work.statements.files_of(case.id)
    names = work.parties.names(sorted({one.asked_by for one in found} | {one.person_id for one in found if one.person_id}))
    lines = [_line(one, files, names) for one in found]
    return [replace(one, question="", asked_by="", reason="") for one in lines] if shared_only else lines


def _line(one: Statement, files: Sequence[StatementFile], names: Mapping[str, str]) -> StatementLine:
    name = names.get(one.person_id or "", one.email)
    whom = f"{one.whom} ({name})" if one.whom and name and one.whom != name else one.whom or name
    own = [FileLine(file.id, file.name, file.size) for file in files if file.statement_id == one.id]
    is_given = one.state == GIVEN
    return StatementLine(
        id=one.id, whom=whom, is_outside=one.is_outside, state=one.state, has_come=one.person_id is not None, question=one.question,
        due_on=one.due_on, expires_at=one.expires_at, asked_by=names.get(one.asked_by, ""), asked_at=one.asked_at,
        words=one.words if is_given else "", given_at=one.given_at, is_shared=one.shared_at is not None, reason=one.reason,
        files=own if is_given else [],
    )  # fmt: skip
