"""Keeping what is counted about the quality of documentation: worked out anew by the transaction that changes it, from the log."""

from __future__ import annotations

from collections.abc import Sequence

from models.base import Phase
from models.case import Case, Event
from models.correspondence import OWN_WISH, CorrectionRequest
from models.document import Document, FileState
from workflows.casework.local import local_of, working_days_under
from workflows.clocks import Calendar, Happening
from workflows.ports import UnitOfWork
from workflows.quality import TELLING, Asked, CountedPart, part_of
from workflows.registry import workflow as declared_workflow

AT_ONCE = 25
"""So few that nobody waits long for a turn to write."""


def count_part(
    case: Case, phase: Phase, calendar: Calendar, requests: Sequence[CorrectionRequest], documents: Sequence[Document], *, work: UnitOfWork
) -> None:
    """Work out what one part of a case that was reached is like, and keep it. Nothing before it was sent."""
    events = [one for one in work.cases.events(case.id) if one.phase == phase and one.kind in TELLING]
    _keep(case, phase, events, requests, documents, calendar, work)


def _keep(
    case: Case, phase: Phase, events: Sequence[Event], requests: Sequence[CorrectionRequest], documents: Sequence[Document],
    calendar: Calendar, work: UnitOfWork,
) -> None:  # fmt: skip
    told = [Happening(one.kind, one.at, one.data) for one in events]
    doubtful = sum(one.phase == phase and one.state == FileState.DOUBTFUL for one in documents)
    part = part_of(told, asked_of(requests, phase), doubtful, calendar)
    if part is None:
        return
    first = next(one for one in events if one.kind == "submitted")
    work.quality.keep(CountedPart(case.id, case.municipality_id, first.company_id or case.company_id, case.workflow, Phase(phase), part))


def asked_of(requests: Sequence[CorrectionRequest], phase: Phase) -> dict[str, Asked]:
    """What the municipality has asked for in a phase, by the id of the request."""
    sent = [one for one in requests if one.phase == phase and one.sent_at is not None and one.extra_reason != OWN_WISH]
    return {one.id: Asked(one.requirement, one.is_extra) for one in sent}


def count_missing(after: str = "", *, work: UnitOfWork) -> str:
    """For the nightly job: count some cases that were sent before anything was counted, from the id after this one on.

    The last id looked at, empty when there are no more.
    """
    with work:
        ids = work.quality.to_count(after, AT_ONCE)
        for case_id in ids:
            case = work.cases.by_id(case_id)
            calendar = working_days_under(local_of(case, declared_workflow(case.workflow), work), case.municipality_id, work)
            requests, documents = work.cases.requests(case.id), work.documents.of_case(case.id)
            events = [one for one in work.cases.events(case.id) if one.kind in TELLING]
            for phase in Phase:
                _keep(case, phase, [one for one in events if one.phase == phase], requests, documents, calendar, work)
        work.commit()
    return ids[-1] if ids else ""
