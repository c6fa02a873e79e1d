"""Cases and everything that hangs on them: answers, waivers, ticks, snapshots, requests, decisions, messages, events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from models.actor import Scope
from models.base import BoardColumn, Phase, Status
from models.case import AnswerSet, Case, CaseCounter, Event, Snapshot, Tick, Waiver
from models.correspondence import CorrectionRequest, Decision, Message, RequestState
from models.errors import MovedOn, NotThere, Refused
from models.text import _
from storage import board
from storage.rows import add, every, insert_or, maybe, now, one, put, table_of
from storage.scope import Reach, any_case, cases_within
from workflows.ports import CaseCard, CaseFilter, Page

CASE = table_of(Case)


class StoredCases:
    """The port `Cases` over one session; what a unit may touch is kept by `reach`."""

    def __init__(self, session: Session, reach: Reach, *, writing: bool) -> None:
        self._session = session
        self._reach = reach
        self._writing = writing

    def add(self, case: Case) -> None:
        """Keep a new case."""
        add(self._session, case)
        self._reach.admit(case.id)

    def next_number(self, year: int) -> str:
        """The next free number of a year, such as `2026-000123`; a number of a unit that was undone is given again."""
        counter = table_of(CaseCounter)
        taken = (
            insert_or(self._session, CaseCounter)
            .on_conflict_do_update(index_elements=["year"], set_={"last": counter.c.last + 1})
            .returning(counter.c.last)
        )
        last = self._session.execute(taken, {"year": year, "last": 1}).scalar_one()
        return f"{year}-{last:06d}"

    def get(self, scope: Scope, ref: str) -> Case:
        """The case within the tenant's reach. A unit that writes holds the case alone until it ends."""
        statement = cases_within(scope).where(col(Case.ref) == ref)
        return self._admitted(one(self._session, statement.with_for_update() if self._writing else statement))

    def by_id(self, case_id: str) -> Case:
        """The case whoever owns it; for the machine and for jobs only."""
        statement = any_case(case_id)
        return self._admitted(one(self._session, statement.with_for_update() if self._writing else statement))

    def move(self, case: Case, *, expect: tuple[Phase, Status], **changes: Any) -> None:
        """Write a change of status if phase and status still are what was expected. Raises MovedOn otherwise."""
        phase, status = expect
        self._write(case, changes, CASE.c.phase == phase, CASE.c.status == status)

    def touch(self, case: Case, **changes: Any) -> None:
        """Write changed columns that are no change of status."""
        self._write(case, changes)

    def answers(self, case_id: str) -> Sequence[AnswerSet]:
        """The answer sets of all phases and steps."""
        return every(self._session, select(AnswerSet).where(col(AnswerSet.case_id) == self._reach.demand(case_id)))

    def answer_set(self, case_id: str, phase: Phase, step: str) -> AnswerSet:
        """The answers of one step; an empty set when nothing was answered yet."""
        key = (col(AnswerSet.case_id) == self._reach.demand(case_id), col(AnswerSet.phase) == phase.value, col(AnswerSet.step) == step)
        return maybe(self._session, select(AnswerSet).where(*key)) or AnswerSet(case_id=case_id, phase=phase.value, step=step)

    def save_answer_set(self, answers: AnswerSet) -> None:
        """Write the answers of one step whole."""
        self._reach.demand(answers.case_id)
        put(self._session, answers)

    def waivers(self, case_id: str) -> Sequence[Waiver]:
        """What the contractor could not supply, and why."""
        return every(self._session, select(Waiver).where(col(Waiver.case_id) == self._reach.demand(case_id)))

    def save_waiver(self, waiver: Waiver) -> None:
        """Write a waiver, or its new reason."""
        self._reach.demand(waiver.case_id)
        put(self._session, waiver)

    def remove_waiver(self, case_id: str, phase: Phase, key: str) -> None:
        """Take a waiver back; nothing happens when there is none."""
        waiver = table_of(Waiver)
        which = (waiver.c.case_id == self._reach.demand(case_id), waiver.c.phase == phase.value, waiver.c.key == key)
        self._session.execute(delete(waiver).where(*which))

    def ticks(self, case_id: str, phase: Phase) -> Sequence[Tick]:
        """What officers have found good in one phase."""
        return every(self._session, select(Tick).where(col(Tick.case_id) == self._reach.demand(case_id), col(Tick.phase) == phase.value))

    def save_tick(self, tick: Tick) -> None:
        """Write a tick, or that it was looked at anew."""
        self._reach.demand(tick.case_id)
        put(self._session, tick)

    def remove_tick(self, case_id: str, phase: Phase, key: str) -> None:
        """Take a tick back; nothing happens when there is none."""
        tick = table_of(Tick)
        self._session.execute(
            delete(tick).where(tick.c.case_id == self._reach.demand(case_id), tick.c.phase == phase.value, tick.c.key == key)
        )

    def snapshots(self, case_id: str) -> Sequence[Snapshot]:
        """What was sent, in order of sending."""
        statement = select(Snapshot).where(col(Snapshot.case_id) == self._reach.demand(case_id))
        return every(self._session, statement.order_by(col(Snapshot.at), col(Snapshot.id)))

    def add_snapshot(self, snapshot: Snapshot) -> None:
        """Keep what was sent, for ever."""
        self._reach.demand(snapshot.case_id)
        add(self._session, snapshot)

    def requests(self, case_id: str) -> Sequence[CorrectionRequest]:
        """Correction requests of all phases in the order they were made."""
        statement = select(CorrectionRequest).where(col(CorrectionRequest.case_id) == self._reach.demand(case_id))
        return every(self._session, statement.order_by(col(CorrectionRequest.number), col(CorrectionRequest.id)))

    def save_request(self, request: CorrectionRequest) -> None:
        """Write a request whole."""
        self._reach.demand(request.case_id)
        put(self._session, request)

    def delete_request(self, request_id: str) -> None:
        """Delete a request that was only planned. Raises NotThere or, once it was sent, Refused."""
        found = one(self._session, select(CorrectionRequest).where(col(CorrectionRequest.id) == request_id))
        self._reach.demand(found.case_id)
        if found.state != RequestState.PLANNED:
            raise Refused(_("A request that was sent cannot be deleted. Withdraw it instead."))
        request = table_of(CorrectionRequest)
        self._session.execute(delete(request).where(request.c.id == request_id, request.c.state == RequestState.PLANNED))

    def decisions(self, case_id: str) -> Sequence[Decision]:
        """Decisions in the order they were made."""
        statement = select(Decision).where(col(Decision.case_id) == self._reach.demand(case_id))
        return every(self._session, statement.order_by(col(Decision.decided_at), col(Decision.number)))

    def add_decision(self, decision: Decision) -> None:
        """Keep a decision."""
        self._reach.demand(decision.case_id)
        add(self._session, decision)

    def messages(self, case_id: str, *, internal: bool) -> Sequence[Message]:
        """Messages between the two sides or, when `internal`, the notes of the staff alone; oldest first."""
        statement = select(Message).where(col(Message.case_id) == self._reach.demand(case_id), col(Message.internal).is_(internal))
        return every(self._session, statement.order_by(col(Message.at), col(Message.id)))

    def add_message(self, message: Message) -> None:
        """Keep a message or a note."""
        self._reach.demand(message.case_id)
        add(self._session, message)

    def events(self, case_id: str) -> Sequence[Event]:
        """What happened, in order."""
        return every(self._session, select(Event).where(col(Event.case_id) == self._reach.demand(case_id)).order_by(col(Event.seq)))

    def cards(
        self,
        scope: Scope,
        wish: CaseFilter,
        *,
        after: str | None = None,
        limit: int = 50,
        order: Literal["urgent", "recent", "action"] = "urgent",
    ) -> Page[CaseCard]:
        """One page of cards. One query, whatever the limit."""
        return board.cards(self._session, scope, wish, after=after, limit=limit, order=order)

    def card(self, scope: Scope, case_id: str) -> CaseCard | None:
        """One card as the tenant may see it now, None when it may not."""
        return board.card(self._session, scope, case_id)

    def counts(self, scope: Scope, wish: CaseFilter) -> Mapping[BoardColumn, int]:
        """How many cases stand in each column; columns without cases are left out."""
        return board.counts(self._session, scope, wish)

    def on_property(self, scope: Scope, municipality_id: str, property_key: str, workflow: str) -> Sequence[CaseCard]:
        """Cases of one workflow on one property that the tenant may see, last changed first, at most fifty."""
        return board.on_property(self._session, scope, municipality_id, property_key, workflow)

    def _admitted(self, case: Case) -> Case:
        self._reach.admit(case.id)
        return case

    def _write(self, case: Case, changes: Mapping[str, Any], *conditions: Any) -> None:
        values = {"updated_at": now(), **changes, "version": CASE.c.version + 1}
        statement = update(CASE).where(CASE.c.id == self._reach.demand(case.id), *conditions).values(values).returning(CASE.c.version)
        version = self._session.execute(statement).scalar_one_or_none()
        if version is None:
            raise MovedOn() if conditions else NotThere()
        for name, value in {**values, "version": version}.items():
            setattr(case, name, value)
