"""A case as its company sees it, within a unit of work that is open already: for the page, and for a preview of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from models.actor import Actor
from models.base import Status
from workflows.casework.describing import (
    decided_in,
    decisions_of,
    documents_of,
    head_of,
    messages_of,
    open_case,
    permitted_of,
    read_only_for,
    requests_before,
    requests_of,
    sendings_of,
    timeline_of,
)
from workflows.casework.duties import tasks_of
from workflows.casework.keeping import record_of
from workflows.casework.site import site_of
from workflows.casework.statement_lines import lines_of
from workflows.casework.story import story_of
from workflows.casework.views import CaseHome
from workflows.clocks import day_of
from workflows.measures.overview import expected_for
from workflows.ports import UnitOfWork
from workflows.progress import steps_of
from workflows.reading import Reading


def home_of(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CaseHome:
    """The same within the caller's transaction. Raises NotThere, NotAllowed."""
    opened = open_case(ref, actor=actor, work=work, now=now)
    tasks = tasks_of(opened.loaded.case, work)
    expected = expected_for(opened.loaded.case, opened.loaded.known.closed_days, day_of(now), work)
    statements = lines_of(opened.loaded.case, work, shared_only=True)
    loaded, names, actor = opened.loaded, opened.names, opened.actor or actor
    return CaseHome(
        head=replace(head_of(opened, actor), expected=expected),
        steps=steps_of(Reading(loaded.workflow, loaded.dossier()), loaded.ledger()), ledger=loaded.ledger(),
        requests=requests_of(loaded, names, requests_before(opened), planned=False), documents=documents_of(loaded, names),
        messages=messages_of(opened.messages, names, actor), timeline=timeline_of(opened.events, names, for_staff=False),
        decisions=decisions_of(opened), permitted=permitted_of(loaded, actor),
        is_editable=loaded.case.status in (Status.DRAFT, Status.PAUSED) and read_only_for(actor) is None,
        sent=sendings_of(opened), story=story_of(opened, actor), record=record_of(opened), tasks=tasks, decided=decided_in(opened),
        site=site_of(opened.whole or opened.loaded, opened.events, opened.names, actor, {}, work), statements=statements,
    )  # fmt: skip
