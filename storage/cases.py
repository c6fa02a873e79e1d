"""Cases and everything that hangs on them: answers, waivers, ticks, snapshots, requests, decisions, messages, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from models.actor import Scope
from models.base import BoardColumn, Phase, Status
from models.boards import SEARCHED
from models.case import AnswerSet, Case, CaseCounter, Event, Snapshot, Tick, Waiver
from models.correspondence import CorrectionRequest, Decision, Message, RequestState
from models.errors import MovedOn, NotThere, Refused
from models.text import _
from storage import board
from storage.casepage import lie_in
from storage.gathering import CaseRows
from storage.properties import stand_on
from storage.rows import add, entities, every, insert_or, maybe, now, one, put, table_of
from storage.scope import Reach, case_by_id, case_by_ref, tenant_of
from storage.search import Search
from storage.search_index import OFF_BOARD
from workflows.ports import CaseCard, CaseFilter, CaseOrder, Page
from workflows.streets import street_of

CASE, EVENT = table_of(Case), table_of(Event)
_WANTED = (EVENT.c.case_id == bindparam("of_case"), EVENT.c.kind.not_in(bindparam("but", expanding=True)))
EVENTS_BUT = select(EVENT).where(*_WANTED).order_by(EVENT.c.seq)
"""The events of a case without some kinds. Made once: making a statement costs more than running it."""


class StoredCases:
    """The port `Cases` over one connection; what a unit may touch is kept by `reach`.

    `reworded` collects the cases whose words for searching must be written before the unit is committed.
    """

    def __init__(self, connection: Connection, reach: Reach, rows: CaseRows, search: Search, reworded: set[str], *, writing: bool) -> None:
        self._connection = connection
        self._reach = reach
        self._rows = rows
        self._search = search
        self._reworded = reworded
        self._writing = writing

    def add(self, case: Case) -> None:
        """Keep a new case."""
        add(self._connection, case)
        self._reach.admit(case.id)
        self._reworded.add(case.id)
        stand_on(self._connection, case, [case.property_key] if case.property_key else [])
        if case.address:
            lie_in(self._connection, case, case.address)

    def next_number(self, year: int) -> str:
        """The next free number of a year, such as `2026-000123`; a number of a unit that was undone is given again."""
        counter = table_of(CaseCounter)
        taken = (
            insert_or(self._connection, CaseCounter)
            .on_conflict_do_update(index_elements=["year"], set_={"last": counter.c.last + 1})
            .returning(counter.c.last)
        )
        last = self._connection.execute(taken, {"year": year, "last": 1}).scalar_one()
        return f"{year}-{last:06d}"

    def get(self, scope: Scope, ref: str) -> Case:
        """The case within the tenant's reach. A unit that writes holds the case alone until it ends."""
        statement = case_by_ref(scope.company_id is not None, lock=self._writing)
        return self._admitted(entities(Case, self._connection.execute(statement, {"tenant": tenant_of(scope), "ref": ref})))

    def by_id(self, case_id: str) -> Case:
        """The case whoever owns it; for the machine and for jobs only."""
        return self._admitted(entities(Case, self._connection.execute(case_by_id(lock=self._writing), {"id": case_id})))

    def move(self, case: Case, *, expect: tuple[Phase, Status], **changes: Any) -> None:
        """Write a change of status if phase and status still are what was expected. Raises MovedOn otherwise."""
        self._write(case, changes, expect)

    def touch(self, case: Case, **changes: Any) -> None:
        """Write changed columns that are no change of status."""
        self._write(case, changes, None)

    def answers(self, case_id: str) -> Sequence[AnswerSet]:
        """The answer sets of all phases and steps."""
        return self._rows.every(AnswerSet, case_id=self._reach.demand(case_id))

    def answer_set(self, case_id: str, phase: Phase, step: str) -> AnswerSet:
        """The answers of one step; an empty set when nothing was answered yet."""
        found = maybe(self._connection, AnswerSet, case_id=self._reach.demand(case_id), phase=phase.value, step=step)
        return found or AnswerSet(case_id=case_id, phase=phase.value, step=step)

    def save_answer_set(self, answers: AnswerSet) -> None:
        """Write the answers of one step whole."""
        self._reach.demand(answers.case_id)
        put(self._connection, answers)

    def waivers(self, case_id: str) -> Sequence[Waiver]:
        """What the contractor could not supply, and why."""
        return self._rows.every(Waiver, case_id=self._reach.demand(case_id))

    def save_waiver(self, waiver: Waiver) -> None:
        """Write a waiver, or its new reason."""
        self._reach.demand(waiver.case_id)
        put(self._connection, waiver)

    def remove_waiver(self, case_id: str, phase: Phase, key: str) -> None:
        """Take a waiver back; nothing happens when there is none."""
        waiver = table_of(Waiver)
        which = (waiver.c.case_id == self._reach.demand(case_id), waiver.c.phase == phase.value, waiver.c.key == key)
        self._connection.execute(delete(waiver).where(*which))

    def ticks(self, case_id: str, phase: Phase) -> Sequence[Tick]:
        """What officers have found good in one phase."""
        return self._rows.every(Tick, case_id=self._reach.demand(case_id), phase=phase.value)

    def save_tick(self, tick: Tick) -> None:
        """Write a tick, or that it was looked at anew."""
        self._reach.demand(tick.case_id)
        put(self._connection, tick)

    def remove_tick(self, case_id: str, phase: Phase, key: str) -> None:
        """Take a tick back; nothing happens when there is none."""
        tick = table_of(Tick)
        self._connection.execute(
            delete(tick).where(tick.c.case_id == self._reach.demand(case_id), tick.c.phase == phase.value, tick.c.key == key)
        )

    def snapshots(self, case_id: str) -> Sequence[Snapshot]:
        """What was sent, in order of sending."""
        return self._rows.every(Snapshot, "at", "id", case_id=self._reach.demand(case_id))

    def add_snapshot(self, snapshot: Snapshot) -> None:
        """Keep what was sent, for ever."""
        self._reworded.add(self._reach.demand(snapshot.case_id))
        add(self._connection, snapshot)

    def requests(self, case_id: str) -> Sequence[CorrectionRequest]:
        """Correction requests of all phases in the order they were made."""
        return self._rows.every(CorrectionRequest, "number", "id", case_id=self._reach.demand(case_id))

    def save_request(self, request: CorrectionRequest) -> None:
        """Write a request whole."""
        self._reworded.add(self._reach.demand(request.case_id))
        put(self._connection, request)

    def delete_request(self, request_id: str) -> None:
        """Delete a request that was only planned. Raises NotThere or, once it was sent, Refused."""
        found = one(self._connection, CorrectionRequest, id=request_id)
        self._reach.demand(found.case_id)
        if found.state != RequestState.PLANNED:
            raise Refused(_("A request that was sent cannot be deleted. Withdraw it instead."))
        request = table_of(CorrectionRequest)
        self._connection.execute(delete(request).where(request.c.id == request_id, request.c.state == RequestState.PLANNED))

    def decisions(self, case_id: str) -> Sequence[Decision]:
        """Decisions in the order they were made."""
        return self._rows.every(Decision, "decided_at", "number", case_id=self._reach.demand(case_id))

    def add_decision(self, decision: Decision) -> None:
        """Keep a decision."""
        self._reworded.add(self._reach.demand(decision.case_id))
        add(self._connection, decision)

    def messages(self, case_id: str, *, internal: bool) -> Sequence[Message]:
        """Messages between the two sides or, when `internal`, the notes of the staff alone; oldest first."""
        return self._rows.every(Message, "at", "id", case_id=self._reach.demand(case_id), internal=internal)

    def add_message(self, message: Message) -> None:
        """Keep a message or a note."""
        self._reworded.add(self._reach.demand(message.case_id))
        add(self._connection, message)

    def events(self, case_id: str, *, without: frozenset[str] = frozenset()) -> Sequence[Event]:
        """What happened, in order, without events of these kinds: each answer of a draft is an event, and few readers want them."""
        case_id = self._reach.demand(case_id)
        gathered = self._rows.events(case_id, without)
        if gathered is not None:
            return gathered
        if not without:
            return every(self._connection, Event, "seq", case_id=case_id)
        return entities(Event, self._connection.execute(EVENTS_BUT, {"of_case": case_id, "but": sorted(without)}))

    def cards(
        self,
        scope: Scope,
        wish: CaseFilter,
        *,
        after: str | None = None,
        limit: int = 50,
        order: CaseOrder = "urgent",
    ) -> Page[CaseCard]:
        """One page of cards. One query, whatever the limit; a search takes two more, and one for what it shows."""
        found = self._search.meant(scope, wish)
        page = board.cards(self._connection, scope, wish, after=after, limit=limit, order=order, found=found)
        return Page(self._search.explained(found, page.rows), page.next) if found else page

    def card(self, scope: Scope, case_id: str) -> CaseCard | None:
        """One card as the tenant may see it now, None when it may not."""
        return board.card(self._connection, scope, case_id)

    def counts(self, scope: Scope, wish: CaseFilter) -> Mapping[BoardColumn, int]:
        """How many cases stand in each column; columns without cases are left out."""
        return board.counts(self._connection, scope, wish, found=self._search.meant(scope, wish))

    def on_properties(self, scope: Scope, municipality_id: str, keys: Sequence[str], workflow: str) -> Sequence[CaseCard]:
        """Cases of one workflow on any of these properties that the tenant may see, last changed first, at most fifty."""
        return board.on_properties(self._connection, scope, self._rows.standing_on(municipality_id, keys), workflow)

    def _admitted(self, found: Sequence[Case]) -> Case:
        if not found:
            raise NotThere()
        self._reach.admit(found[0].id)
        return found[0]

    def _write(self, case: Case, changes: Mapping[str, Any], expect: tuple[Phase, Status] | None) -> None:
        values = {"updated_at": now(), **changes}
        properties = values.pop("properties", None)
        if properties is not None:
            values["property_key"] = next(iter(properties), "")
        if _is_found_otherwise(case, values):
            self._reworded.add(case.id)
        sent = {"in_id": self._reach.demand(case.id), **{f"new_{name}": value for name, value in values.items()}}
        if expect is not None:
            sent |= {"in_phase": expect[0], "in_status": expect[1]}
        version = self._connection.execute(_changing(tuple(values), expect is not None), sent).scalar_one_or_none()
        if version is None:
            raise MovedOn() if expect else NotThere()
        if "address" in values and street_of(values["address"]) != street_of(case.address):
            lie_in(self._connection, case, values["address"])
        case.__dict__.update(values, version=version)  # no session follows it, see rows.py
        if properties is not None:
            stand_on(self._connection, case, properties)
            self._reworded.add(case.id)


def _is_found_otherwise(case: Case, values: Mapping[str, Any]) -> bool:
    """Whether a change touches what a case is found by; what the municipality records of a closed one comes without any change to it."""
    moved = (values.get("board_column", case.board_column) in OFF_BOARD) != (case.board_column in OFF_BOARD)
    named = any(getattr(case, name) != values[name] for name in SEARCHED if name in values)
    return moved or named or case.status == Status.COMPLETED


@cache
def _changing(names: tuple[str, ...], expecting: bool) -> ReturningUpdate[Any]:
    """An UPDATE of one case's named columns, if need be only in the phase and status expected; gives the new version back."""
    expected = (CASE.c.phase == bindparam("in_phase"), CASE.c.status == bindparam("in_status")) if expecting else ()
    values: dict[Any, Any] = {CASE.c[name]: bindparam(f"new_{name}") for name in names} | {CASE.c.version: CASE.c.version + 1}
    return update(CASE).where(CASE.c.id == bindparam("in_id"), *expected).values(values).returning(CASE.c.version)
