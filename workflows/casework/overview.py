"""What people look at: their lists, the board, a case as its company or as the municipality sees it, one page of the wizard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from models.actor import Actor
from models.base import BoardColumn, Phase, Status
from models.case import Event, Tick
from models.correspondence import RequestState
from models.errors import NotThere
from models.text import Text, _
from workflows.casework.describing import (
    Opened,
    decisions_of,
    documents_of,
    head_of,
    messages_of,
    open_case,
    permitted_of,
    requests_of,
    timeline_of,
)
from workflows.casework.dossiers import Loaded
from workflows.casework.drafting import why_locked
from workflows.casework.paths import first_row
from workflows.casework.settling import is_found_good
from workflows.casework.sight import dossier_of
from workflows.casework.views import (
    BoardSurroundings,
    BoardView,
    CaseHome,
    CheckedRow,
    DocumentInfo,
    OfficerCase,
    PartView,
    RequestInfo,
    RowView,
    StepView,
)
from workflows.changes import differences, lines_by_place
from workflows.clocks import day_of
from workflows.declare import Group, Question, Slot, Step
from workflows.fields import Problem
from workflows.index import index_of
from workflows.ledger import LedgerRow
from workflows.policy import MATRIX, authorize
from workflows.ports import CaseCard, CaseFilter, Page, UnitOfWork
from workflows.progress import steps_of
from workflows.reading import Reading, RowReading
from workflows.summary import summary

BOARD_COLUMNS = (
    BoardColumn.NEW,
    BoardColumn.CHECKING,
    BoardColumn.ANSWERED,
    BoardColumn.WAITING,
    BoardColumn.READY,
    BoardColumn.FINAL_DOCS,
)


def my_cases(wish: CaseFilter, *, actor: Actor, work: UnitOfWork, after: str | None = None, limit: int = 30) -> Page[CaseCard]:
    """The company's cases, those that wait for the company first."""
    authorize(actor, "see_own_cases", company_id=actor.company_id)
    with work:
        return work.cases.cards(actor.scope, wish, after=after, limit=limit, order="action")


def board(wish: CaseFilter, *, actor: Actor, work: UnitOfWork, now: datetime, first: int = 20) -> BoardView:
    """Counts of all columns and the `first` most urgent cards of each: one query for the counts, one for each column that holds any."""
    authorize(actor, "see_board", municipality_id=actor.municipality_id)
    with work:
        open_only = wish if wish.columns else replace(wish, columns=BOARD_COLUMNS)  # nine of ten cases are closed and on no board
        counts = work.cases.counts(actor.scope, open_only)
        columns = {
            column: work.cases.cards(actor.scope, _only(wish, column), limit=first) if counts.get(column) else Page[CaseCard](())
            for column in BOARD_COLUMNS
        }
    return BoardView(counts, columns, day_of(now))


def more_of_column(wish: CaseFilter, column: BoardColumn, after: str, *, actor: Actor, work: UnitOfWork, limit: int = 20) -> Page[CaseCard]:
    """The following cards of one column."""
    authorize(actor, "see_board", municipality_id=actor.municipality_id)
    with work:
        return work.cases.cards(actor.scope, _only(wish, column), after=after, limit=limit)


def case_table(
    wish: CaseFilter,
    *,
    actor: Actor,
    work: UnitOfWork,
    after: str | None = None,
    limit: int = 50,
    order: Literal["urgent", "recent"] = "urgent",
) -> Page[CaseCard]:
    """The municipality's cases as a list, under the same filters as the board."""
    authorize(actor, "see_board", municipality_id=actor.municipality_id)
    with work:
        return work.cases.cards(actor.scope, wish, after=after, limit=limit, order=order)


def board_surroundings(*, actor: Actor, work: UnitOfWork) -> BoardSurroundings:
    """What a board is narrowed by: the people who handle cases and the companies that may have some."""
    authorize(actor, "see_board", municipality_id=actor.municipality_id)
    with work:
        companies = {one.id: one.name for one in work.parties.companies_in(actor.municipality_id or "")}
        return BoardSurroundings(_handlers(actor, work), companies)


def _handlers(actor: Actor, work: UnitOfWork) -> dict[str, str]:
    handling = {"case_worker", "approver"}
    return {person.id: person.name for person, held in work.parties.members(actor.scope) if held.active and str(held.role) in handling}


def _only(wish: CaseFilter, column: BoardColumn) -> CaseFilter:
    return CaseFilter(wish.workflow, (column,), wish.statuses, wish.ball, wish.assignee, wish.company, wish.text, wish.overdue_on)


def case_home(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CaseHome:
    """A case as its company sees it."""
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
    loaded, names = opened.loaded, opened.names
    return CaseHome(
        head=head_of(opened, actor), steps=steps_of(Reading(loaded.workflow, loaded.dossier()), loaded.ledger()), ledger=loaded.ledger(),
        requests=requests_of(loaded, names, _before(opened), planned=False), documents=documents_of(loaded, names),
        messages=messages_of(opened.messages, names, actor), timeline=timeline_of(opened.events, names, for_staff=False),
        decisions=decisions_of(opened), permitted=permitted_of(loaded, actor),
        is_editable=loaded.case.status in (Status.DRAFT, Status.PAUSED) and _read_only(actor) is None,
    )  # fmt: skip


def officer_case(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> OfficerCase:
    """A case as staff see it: the ledger as a check-list, the tray, what changed since the sending before."""
    authorize(actor, "see_board", municipality_id=actor.municipality_id)
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        ticks = work.cases.ticks(opened.loaded.case.id, opened.loaded.case.phase)
        handlers = _handlers(actor, work)
    loaded, events, names = opened.loaded, opened.events, opened.names
    documents, sent = documents_of(loaded, names), opened.sendings()
    changed = differences(loaded.workflow, dossier_of(sent[-2], loaded), loaded.dossier(), loaded.case.phase) if len(sent) > 1 else []
    proposal = next((one for one in reversed(events) if one.kind == "proposed"), None) if loaded.case.proposal_by else None
    return OfficerCase(
        head=head_of(opened, actor), checklist=_checklist(loaded, events, ticks, documents, {one.at for one in changed}),
        sections=summary(loaded.workflow, loaded.dossier()), planned=requests_of(loaded, names, {}, planned=True),
        requests=requests_of(loaded, names, _before(opened), planned=False), documents=documents, differences=changed, sendings=len(sent),
        messages=messages_of(opened.messages, names, actor), notes=messages_of(opened.notes, names, actor),
        timeline=timeline_of(events, names, for_staff=True), decisions=decisions_of(opened),
        proposal=next(iter(timeline_of([proposal] if proposal else [], names, for_staff=True)), None),
        proposed_outcome=str(proposal.data.get("outcome", "")) if proposal else "", permitted=permitted_of(loaded, actor, ticks),
        handlers=handlers, four_eyes=bool(loaded.rules.get("four_eyes")),
    )  # fmt: skip


def _before(opened: Opened) -> dict[str, Text]:
    """What stood at every place when the open requests were sent: the newest sending, or the one before when the answers are sent."""
    loaded, sent = opened.loaded, opened.sendings()
    if loaded.case.status != Status.PAUSED:
        sent = sent[:-1] or sent
    return lines_by_place(loaded.workflow, dossier_of(sent[-1], loaded), loaded.case.phase) if sent else {}


def _checklist(
    loaded: Loaded, events: Sequence[Event], ticks: Sequence[Tick], documents: Sequence[DocumentInfo], changed: set[str]
) -> list[CheckedRow]:
    by_key = {one.key: one for one in ticks}
    words = lines_by_place(loaded.workflow, loaded.dossier(), loaded.case.phase)
    reasons = {one.data.get("key"): str(one.detail.get("reason", "")) for one in events if one.kind == "ticked"}
    asked = {(one.requirement, one.target.partition("/")[2]): one.state for one in loaded.requests if one.phase == loaded.case.phase}
    return [_checked(row, loaded, by_key.get(row.key), words, documents, changed, reasons, asked) for row in loaded.ledger()]


def _checked(
    row: LedgerRow,
    loaded: Loaded,
    tick: Tick | None,
    words: Mapping[str, Text],
    documents: Sequence[DocumentInfo],
    changed: set[str],
    reasons: Mapping[Any, str],
    asked: Mapping[tuple[str, str], RequestState],
) -> CheckedRow:
    counts = tick is not None and is_found_good(row, loaded, [tick])
    files = [one for one in documents if one.phase == loaded.case.phase and row.at and (one.at == row.at or one.slot == row.at)]
    return CheckedRow(
        row, tick.by if tick and counts else "", tick.at if tick and counts else None, reasons.get(row.key, "") if counts else "",
        words.get(row.at), files, row.at in changed, asked.get((row.id, row.at)),
    )  # fmt: skip


def step_view(ref: str, phase: Phase, step: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> StepView:
    """One page of the wizard. Raises NotThere for an unknown phase or step."""
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        places = {one.number: one.name for one, _standing in work.parties.municipalities_for(opened.loaded.case.company_id)}
    loaded, names = opened.loaded, opened.names
    if phase not in [one.phase for one in loaded.workflow.phases] or step not in index_of(loaded.workflow, phase).steps:
        raise NotThere
    reading = Reading(loaded.workflow, loaded.dossier(phase))
    declared = reading.index.steps[step]
    people = loaded.known.members or {}
    described = _Step(loaded, reading, declared, names, requests_of(loaded, names, _before(opened), planned=False))
    described.read_only = _read_only(actor)
    head = head_of(opened, actor)
    progress = steps_of(reading, loaded.ledger())
    keys = [one.key for one in progress]
    place = keys.index(step) if step in keys else 0
    lacking = [one.key for one in [*progress[place + 1 :], *progress[:place]] if one.state != "ready"]
    return StepView(
        head=head, phase=phase, step=step, title=declared.title, intro=declared.intro, parts=described.parts(), steps=progress,
        ledger=loaded.ledger(), previous=keys[place - 1] if place else "", following=keys[place + 1] if place + 1 < len(keys) else "",
        next_lacking=lacking[0] if lacking else "", saved_at=described.saved_at(),
        locked=described.read_only or why_locked(loaded, phase, step, ""),
        people=people, municipalities=places,
    )  # fmt: skip


def _read_only(actor: Actor) -> Text | None:
    """Why somebody who may see the case can change nothing in it."""
    return None if actor.role in MATRIX["answer"] else _("Your role lets you read the case, not change it.")


def parts_of(loaded: Loaded, phase: Phase, step: str) -> list[PartView]:
    """The parts of a step as they are after a save, without names and requests; needs no queries."""
    reading = Reading(loaded.workflow, loaded.dossier(phase))
    return _Step(loaded, reading, reading.index.steps[step], {}, ()).parts()


class _Step:
    """Describes the parts of one step from what was loaded."""

    def __init__(
        self, loaded: Loaded, reading: Reading, step: type[Step], names: Mapping[str, str], requests: Sequence[RequestInfo]
    ) -> None:
        self.loaded, self.reading, self.step, self.names, self.requests = loaded, reading, step, names, requests
        kept = loaded.sets.get((str(reading.phase), step.key))
        self.kept: Mapping[str, Any] = kept.answers if kept else {}
        self.documents = documents_of(loaded, names)
        self.read_only: Text | None = None

    def parts(self) -> list[PartView]:
        """All parts in order, hidden ones with `shown` False."""
        return [self._part(part, part.key, self.reading) for part in self.step.parts if not (isinstance(part, Question) and part.hidden)]

    def saved_at(self) -> datetime | None:
        """When the newest answer of the step was saved."""
        times = [datetime.fromisoformat(entry["at"]) for entry in self.kept.values()]
        return max(times, default=None)

    def _part(self, part: Question | Group | Slot, path: str, at: Reading | RowReading) -> PartView:
        shown = self.reading.shows_step(self.step) and part.applies_if.holds(at)
        locked = self.read_only or why_locked(self.loaded, self.reading.phase, self.step.key, path)
        asked = [
            one
            for one in self.requests
            if one.step == self.step.key and one.at == path and one.state in (RequestState.SENT, RequestState.REOPENED)
        ]
        if isinstance(part, Slot):
            files = [one for one in self.documents if one.phase == self.reading.phase and one.at == path]
            return PartView(path, part, shown, locked, files=files, asked=asked)
        entry = self.kept.get(path, {})
        version, saved_by = entry.get("version", 0), entry.get("by", "")
        if isinstance(part, Group):
            rows = [self._row(part, row) for row in self.reading.all_rows(part.key) or self._first_row(part, locked)]
            return PartView(path, part, shown, locked, entry.get("raw"), version, saved_by, rows=rows, asked=asked)
        parsed = at.parsed(part.key)
        problem = parsed if isinstance(parsed, Problem) else None
        return PartView(
            path, part, shown, locked, entry.get("raw"), version, saved_by, problem.what if problem else None,
            problem.how_to_fix if problem else None, asked=asked,
        )  # fmt: skip

    def _first_row(self, group: Group, locked: Text | None) -> Sequence[RowReading]:
        """Where at least one row is wanted and none is there, an empty one stands ready."""
        return [RowReading(self.reading, group, 1, first_row(self.kept, group.key), {})] if group.at_least and not locked else ()

    def _row(self, group: Group, row: RowReading) -> RowView:
        parts: list[Question | Slot] = [*group.row.questions, *group.row.slots]
        shown = [part for part in parts if not (isinstance(part, Question) and part.hidden)]
        return RowView(
            row.id,
            row.number,
            [self._part(part, row.slot_path(part.key) if isinstance(part, Slot) else row.path(part.key), row) for part in shown],
        )
