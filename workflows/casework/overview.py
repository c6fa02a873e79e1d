"""What people look at: their lists, the board, a case as its company or as the municipality sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import BoardColumn, Status
from models.case import Event, Tick
from models.correspondence import RequestState
from models.letters import DraftState, Written
from models.parties import Membership, Person
from models.text import Text
from workflows.casework.board_views import BoardSurroundings, BoardView
from workflows.casework.company_view import home_of
from workflows.casework.describing import (
    decided_in,
    decisions_of,
    document_info,
    documents_of,
    head_of,
    messages_of,
    open_case,
    permitted_of,
    requests_before,
    requests_of,
    sendings_of,
    timeline_of,
)
from workflows.casework.dossiers import Loaded, all_worth_asking
from workflows.casework.duties import tasks_of
from workflows.casework.keeping import record_of
from workflows.casework.letters import head_of_letters, language_of, standard_conditions
from workflows.casework.mentioning import names_for
from workflows.casework.proposing import terms_of
from workflows.casework.settling import is_found_good
from workflows.casework.sight import dossier_of
from workflows.casework.site import site_of
from workflows.casework.statement_lines import lines_of
from workflows.casework.story import story_of
from workflows.casework.views import (
    CaseHome,
    CheckedRow,
    DocumentInfo,
    OfficerCase,
)
from workflows.changes import differences, lines_by_place
from workflows.clocks import day_of
from workflows.ledger import LedgerRow
from workflows.measures.overview import expected_for
from workflows.policy import MATRIX, authorize
from workflows.ports import CaseCard, CaseFilter, CaseOrder, Page, UnitOfWork
from workflows.summary import summary

OVER = frozenset({Status.COMPLETED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED})
BOARD_COLUMNS = (
    BoardColumn.NEW,
    BoardColumn.CHECKING,
    BoardColumn.ANSWERED,
    BoardColumn.WAITING,
    BoardColumn.READY,
    BoardColumn.FINAL_DOCS,
)


def my_cases(
    wish: CaseFilter, *, actor: Actor, work: UnitOfWork, after: str | None = None, limit: int = 30, order: CaseOrder = "action"
) -> Page[CaseCard]:
    """The company's cases, those that wait for the company first unless another order is asked for."""
    authorize(actor, "see_own_cases", company_id=actor.company_id)
    with work:
        return work.cases.cards(actor.scope, wish, after=after, limit=limit, order=order)


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
    order: CaseOrder = "urgent",
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
    return _handling(work.parties.members(actor.scope))


def _handling(members: Sequence[tuple[Person, Membership]]) -> dict[str, str]:
    handling = {"case_worker", "approver"}
    return {person.id: person.name for person, held in members if held.active and str(held.role) in handling}


def _only(wish: CaseFilter, column: BoardColumn) -> CaseFilter:
    return CaseFilter(wish.workflow, (column,), wish.statuses, wish.ball, wish.assignee, wish.company, wish.text, wish.overdue_on)


def case_home(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CaseHome:
    """A case as its company sees it."""
    with work:
        return home_of(ref, actor=actor, work=work, now=now)


def officer_case(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> OfficerCase:
    """A case as staff see it: the ledger as a check-list, the tray, what changed since the sending before."""
    authorize(actor, "see_board", municipality_id=actor.municipality_id)
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        ticks = work.cases.ticks(opened.loaded.case.id, opened.loaded.case.phase)
        members = work.parties.members(actor.scope)
        statements = lines_of(opened.loaded.case, work)
        others = _others_here(opened.loaded, actor, work)
        tasks = tasks_of(opened.loaded.case, work)
        expected = expected_for(opened.loaded.case, opened.loaded.known.closed_days, day_of(now), work)
        conditions, written = _to_write_with(opened.loaded, actor, work)
        site = site_of(opened.whole or opened.loaded, opened.events, opened.names, actor, _handling(members), work)
    loaded, events, names = opened.loaded, opened.events, opened.names
    documents, sent = documents_of(loaded, names), opened.sendings()
    changed = differences(loaded.workflow, dossier_of(sent[-2], loaded), loaded.dossier(), loaded.case.phase) if len(sent) > 1 else []
    gone = {file for one in changed for file in one.old_files}
    earlier = [document_info(one, names) for one in loaded.documents if one.id in gone and one.removed_at is not None]
    proposal = next((one for one in reversed(events) if one.kind == "proposed"), None) if loaded.case.proposal_by else None
    return OfficerCase(
        head=replace(head_of(opened, actor), expected=expected),
        checklist=_checklist(loaded, events, ticks, documents, {one.at for one in changed}),
        sections=summary(loaded.workflow, loaded.dossier()), planned=requests_of(loaded, names, {}, planned=True),
        requests=requests_of(loaded, names, requests_before(opened), planned=False), documents=documents, differences=changed,
        sendings=len(sent), sent=sendings_of(opened),
        messages=messages_of(opened.messages, names, actor), notes=messages_of(opened.notes, names, actor),
        timeline=timeline_of(events, names, for_staff=True), decisions=decisions_of(opened),
        proposal=next(iter(timeline_of([proposal] if proposal else [], names, for_staff=True)), None),
        proposed_outcome=str(proposal.data.get("outcome", "")) if proposal else "", permitted=permitted_of(loaded, actor, ticks),
        handlers=_handling(members), colleagues=names_for(person for person, held in members if held.active),
        statements=statements, four_eyes=bool(loaded.rules.get("four_eyes")),
        conditions=conditions, written=written, earlier=earlier, others_here=others,
        story=story_of(opened, actor), record=record_of(opened), tasks=tasks, site=site, decided=decided_in(opened),
    )  # fmt: skip


def _to_write_with(loaded: Loaded, actor: Actor, work: UnitOfWork) -> tuple[Sequence[str], Written | None]:
    """For those who write decisions: the standard conditions in the form of the letters, and what lies ready of a new decision."""
    case = loaded.case
    if actor.role not in MATRIX["propose"]:
        return (), None
    draft = work.letters.draft(case.id, case.phase)
    terms = terms_of(draft, 0)
    written = Written(terms, draft.state == DraftState.PROPOSED) if draft and terms else None
    if not loaded.local.content.conditions:
        return (), written
    language = language_of(head_of_letters(case.municipality_id, work), work.parties.municipality(case.municipality_id))
    return standard_conditions(loaded, language), written


def _others_here(loaded: Loaded, actor: Actor, work: UnitOfWork) -> list[CaseCard]:
    """Open cases of the same kind on the properties the municipality has been told of, but for those COM-15 tells the company of."""
    case, told = loaded.case, set(loaded.known.open_cases or ())
    keys = all_worth_asking(loaded.workflow, loaded.sets)["property_keys"]
    found = work.cases.on_properties(actor.scope, case.municipality_id, keys, case.workflow) if keys else ()
    return [card for card in found if card.id != case.id and card.status not in OVER and card.number not in told]


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
