"""The daily look at open cases: whoever must act is reminded, once for each thing, and what may lapse becomes an officer's task.

What was told stands in the case's log, written by the transaction that leaves the notices, while the case's row is held: a job that
crashes, runs twice or runs in two processes tells nothing twice and forgets nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from models.actor import Machine
from models.base import Status
from models.case import Event
from models.tasks import Task
from models.text import _, pack
from workflows.access.moving import packed_day
from workflows.casework.dossiers import Loaded, load
from workflows.casework.settling import DRAFT_KINDS, LAPSE_DUTY, OVER, calendar_of, clock_of, due_of, report_of, standing_of, tell
from workflows.casework.site import REMINDED
from workflows.casework.telling import company_admins, company_people, municipality_admins, officers_of
from workflows.clocks import ONE_DAY, Clock, day_of
from workflows.ports import Chance, Change, UnitOfWork
from workflows.reminders import (
    REPORT,
    Reminder,
    Stage,
    draft_reminders,
    due_reminders,
    lapse_reminders,
    next_draft_look,
    next_lapse_look,
    next_look_at,
    next_turn_look,
    report_reminders,
)

BY_PEOPLE = {"draft_warned", REMINDED}
"""Events of a draft that are nobody's work on it."""
LAPSE_STAGES = frozenset({Stage.HALF_YEAR, Stage.MONTH, Stage.FORTNIGHT})


def cases_to_remind(after: str = "", *, work: UnitOfWork, now: datetime) -> Sequence[str]:
    """Ids of cases whose day to be looked at has come, a page of them after this id; none on a day off. Reads only."""
    with work:
        return work.followup.to_look_at(day_of(now), after)


def remind(case_id: str, *, work: UnitOfWork, now: datetime, chance: Chance) -> int:
    """Look at one case: tell what is due to be told, and set the day of the next look; how many reminders were sent."""
    with work:
        case = work.cases.by_id(case_id)
        if case.look_on is None or case.look_on > day_of(now):
            return 0  # another process, or somebody who changed the case, was here first
        loaded = load(case, work=work, now=now)
        events = work.cases.events(case_id)
        current = clock_of(loaded, [one for one in events if one.kind not in DRAFT_KINDS])
        told = frozenset(str(one.data.get("key")) for one in events if one.kind == REMINDED)
        due = _due(loaded, current, events, told)
        for one in due:
            _send(one, loaded, events, work=work, now=now, chance=chance)
        _mark_lapsing(loaded, work)
        work.followup.look_again(case_id, _next_look(loaded, current, events), due_of(case.status, current, report_of(loaded)))
        if due:
            company = case.company_id
            work.announce(Change(case.id, case.ref, REMINDED, case.municipality_id, company, case.version, "", str(case.phase)))
        work.commit()
    return len(due)


def _due(loaded: Loaded, current: Clock, events: Sequence[Event], told: frozenset[str]) -> Sequence[Reminder]:
    case, calendar, today = loaded.case, calendar_of(loaded), day_of(loaded.now)
    if case.status in OVER:
        return ()
    if case.status != Status.DRAFT:
        return due_reminders(current, calendar, today, told)
    if case.submitted_at is None:
        return draft_reminders(_worked_on(events, today), calendar, today, told)
    last, report = _last_day(loaded), report_of(loaded)
    lapsing = lapse_reminders(last, calendar, today, told) if last else ()
    return [*lapsing, *(report_reminders(report, calendar, today, told) if report else ())]


def _next_look(loaded: Loaded, current: Clock, events: Sequence[Event]) -> date | None:
    """The next day on which something may be due; None for a case that is over or waits for nothing."""
    case, calendar, today = loaded.case, calendar_of(loaded), day_of(loaded.now)
    if case.status in OVER:
        return None
    last = _last_day(loaded)
    if not calendar.is_working(today):
        return calendar.next_working(today)  # nothing was told today
    if case.status == Status.DRAFT:
        if case.submitted_at is None:
            return next_draft_look(_worked_on(events, today), calendar, today)
        report = report_of(loaded)
        looks = [next_lapse_look(last, calendar, today) if last else None, next_look_at(report, calendar, today) if report else None]
        return min((day for day in looks if day is not None), default=None)
    lapses = calendar.next_working(last + ONE_DAY) if last else None
    days = [next_turn_look(current, calendar, today), lapses]
    return min((day for day in days if day is not None and day > today), default=None)


def _last_day(loaded: Loaded) -> date | None:
    """The last day before the case may lapse; None while nothing runs out."""
    runs_out = standing_of(loaded).runs_out_on if loaded.case.status in (Status.DRAFT, Status.PAUSED) else None
    return runs_out - ONE_DAY if runs_out else None


def _worked_on(events: Sequence[Event], today: date) -> date:
    """When somebody last did something in a draft."""
    return max((day_of(one.at) for one in events if one.actor_id and one.kind not in BY_PEOPLE), default=today)


def _send(one: Reminder, loaded: Loaded, events: Sequence[Event], *, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    case = loaded.case
    data = {"key": one.key, "stage": str(one.stage), "to": one.to, "due": one.due.isoformat(), "escalates": one.escalates}
    data |= {"about": one.about} if one.about else {}
    work.log.record(REMINDED, actor=Machine(), at=now, case=case, data=data)
    people = company_people(loaded, work, events) if one.to == "company" else officers_of(case, work)
    more = {"day": packed_day(one.due)}
    tell(case, notice_of(one), people, work=work, chance=chance, now=now, **more)
    if one.escalates:
        admins = company_admins(case, work) if one.to == "company" else municipality_admins(case, work)
        told = [person for person in admins if person not in people]
        tell(case, f"{notice_of(one)}_admin", told, work=work, chance=chance, now=now, **more)


def notice_of(one: Reminder) -> str:
    """The kind of notice that tells it."""
    if one.stage in (Stage.BEGUN, Stage.LEFT):
        return "reminder_draft"
    if one.stage in LAPSE_STAGES:
        return "reminder_lapse"
    asked = "report" if one.about == REPORT else "answers" if one.to == "company" else "decision"
    return f"reminder_{asked}_late" if one.stage == Stage.LATE else f"reminder_{asked}"


def _mark_lapsing(loaded: Loaded, work: UnitOfWork) -> None:
    """A case that may lapse is an officer's task until somebody decides or the case goes on."""
    case, today, last = loaded.case, day_of(loaded.now), _last_day(loaded)
    if case.submitted_at is None:
        return
    if last is None or last >= today:
        work.tasks.drop(case.id, LAPSE_DUTY)
    elif all(one.duty != LAPSE_DUTY for one in work.tasks.of_case(case.id)):
        label = (
            _("The answers never came. Decide whether the case lapses.")
            if case.status == Status.PAUSED
            else _("The approval was not used in time. Decide whether it lapses.")
        )
        task = Task(
            id=f"{case.id}/{LAPSE_DUTY}/", case_id=case.id, municipality_id=case.municipality_id, duty=LAPSE_DUTY, label=pack(label),
            opens_on=today, due_on=today,
        )  # fmt: skip
        work.tasks.keep(case.id, [*work.tasks.of_case(case.id), task])
