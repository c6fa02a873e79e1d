"""Tasks on closed cases: written by the transaction that records what they come from, told of once on the day they open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.actor import Actor, Scope
from models.base import Role, Status
from models.case import Case, Event
from models.tasks import Task
from models.text import pack, unpack
from workflows.casework.dossiers import Loaded
from workflows.casework.settling import DRAFT_KINDS, tell
from workflows.casework.views import TaskInfo
from workflows.clocks import day_of
from workflows.duties import duties_of
from workflows.policy import authorize
from workflows.ports import Chance, Page, UnitOfWork
from workflows.ports_tasks import TaskLine
from workflows.reading import Reading
from workflows.staff_side import staff_phase


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of a municipality's open tasks."""

    page: Page[TaskLine]
    today: date


def renew_tasks(loaded: Loaded, events: Sequence[Event], *, work: UnitOfWork) -> None:
    """Write what is to be done on the case as it is recorded now; nothing while it is not closed. Part of the caller's action."""
    case = loaded.case
    work.tasks.keep(case.id, list(_tasks(loaded, closed_on(events))) if case.status == Status.COMPLETED else [])


def closed_on(events: Sequence[Event]) -> date | None:
    """The day the case was closed last."""
    return next((day_of(one.at) for one in reversed(events) if one.kind == "completed"), None)


def _tasks(loaded: Loaded, closed: date | None) -> Sequence[Task]:
    case, phase = loaded.case, staff_phase(loaded.workflow)
    if phase is None or closed is None:
        return ()
    whole = loaded.for_staff()
    found = duties_of(whole.workflow, Reading(whole.workflow, whole.dossier(phase)), closed)
    return [
        Task(
            id=f"{case.id}/{one.duty}/{one.row}", case_id=case.id, municipality_id=case.municipality_id, duty=one.duty, row=one.row,
            label=pack(one.label), opens_on=one.opens_on, due_on=one.by, done_on=one.done_on,
        )
        for one in found
    ]  # fmt: skip


def tasks_of(case: Case, work: UnitOfWork) -> list[TaskInfo]:
    """The tasks of a case, by day; none while it is not closed."""
    if case.status != Status.COMPLETED:
        return []
    return [TaskInfo(unpack(one.label), one.due_on, one.done_on, one.opens_on) for one in work.tasks.of_case(case.id)]


def open_tasks(after: str | None = None, *, actor: Actor, work: UnitOfWork, now: datetime, limit: int = 50) -> TaskList:
    """What the municipality has to do now on closed cases, the most urgent first. Raises NotAllowed."""
    authorize(actor, "see_tasks", municipality_id=actor.municipality_id)
    with work:
        return TaskList(work.tasks.open_in(actor.municipality_id or "", day_of(now), after=after, limit=limit), day_of(now))


def count_tasks(*, actor: Actor, work: UnitOfWork, now: datetime) -> int:
    """How many tasks wait, to a hundred at most."""
    authorize(actor, "see_tasks", municipality_id=actor.municipality_id)
    with work:
        return work.tasks.count_open(actor.municipality_id or "", day_of(now))


def tell_of_tasks(*, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """Tell who handled the case, else everybody who handles cases, of what has opened; how many tasks were told of. By the machine."""
    with work:
        opened = work.tasks.to_tell(day_of(now))
        handlers: Mapping[str, list[str]] = {one: _handlers(one, work) for one in {task.municipality_id for task in opened}}
        for task in opened:
            case = work.cases.by_id(task.case_id)
            known = handlers[task.municipality_id]
            receivers = [case.assignee_id] if case.assignee_id in known else known
            tell(case, "task_opened", [one for one in receivers if one], work=work, chance=chance, now=now)
            task.told_at = now
            work.tasks.save(task)
        if opened:
            work.commit()
    return len(opened)


def _handlers(municipality_id: str, work: UnitOfWork) -> list[str]:
    members = work.parties.members(Scope(municipality_id=municipality_id))
    return [person.id for person, held in members if held.role in (Role.CASE_WORKER, Role.APPROVER)]


def renew_by_log(loaded: Loaded, *, work: UnitOfWork) -> None:
    """As `renew_tasks`, for callers who have not read the log."""
    renew_tasks(loaded, work.cases.events(loaded.case.id, without=DRAFT_KINDS), work=work)
