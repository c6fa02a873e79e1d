"""A case on site, read: confirmations and reminders from its log, the trench sign from its files, and what can be done now.

What was confirmed stands in the log and nowhere else, so it cannot differ from it; only the days of start and finish are repeated on the
case, for lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from models.actor import Actor
from models.base import Phase, Status
from models.case import Event
from models.followup import Appointment
from models.text import Text, _
from workflows.appointments import MOST_OPEN, OPEN, Side, Span, acts_of, clashing, spans_of
from workflows.casework.dossiers import Loaded
from workflows.casework.settling import OVER, is_notice, standing_of
from workflows.casework.site_views import Confirmed, InspectionInfo, ReminderInfo, Site
from workflows.clocks import day_of
from workflows.policy import may
from workflows.ports import UnitOfWork
from workflows.reading import Reading
from workflows.reminders import REPORT, Stage
from workflows.shared.parameters import BACKFILL_CONFIRMATION
from workflows.trench import Trench, trench_of, trench_phase

STARTED, FINISHED, ALLOWED, BACKFILLED, REMINDED = "work_started", "work_finished", "backfill_allowed", "backfilled", "reminded"
CONFIRMATIONS = frozenset({STARTED, FINISHED, ALLOWED, BACKFILLED})
SITE_ACTS = ("confirm_start", "confirm_end", "backfill", "allow_backfill", "ask_inspection", "propose_inspection")
WRITING = frozenset({Status.DRAFT, Status.PAUSED})


def side_of(actor: Actor) -> Side:
    """On which side somebody acts."""
    return "municipality" if actor.is_staff else "company"


def may_begin(loaded: Loaded) -> bool:
    """Whether work may be under way: something was approved, or noted without a decision, and the case is not over."""
    case = loaded.case
    if case.submitted_at is None or case.status in OVER:
        return False
    return bool(loaded.known.approvals) or (case.status not in WRITING and is_notice(loaded))


def current_trench(loaded: Loaded) -> Trench | None:
    """The trench sign of a case whose work may be under way, until its documentation is sent; `loaded` is all that is there."""
    phase = trench_phase(loaded.workflow)
    if phase is None or not may_begin(loaded):
        return None
    order, case = list(Phase), loaded.case
    is_sent = order.index(case.phase) > order.index(phase) or (case.phase == phase and case.status not in WRITING)
    return None if is_sent else trench_of(Reading(loaded.workflow, loaded.dossier(phase)))


def needs_officer(loaded: Loaded) -> bool:
    """Whether the municipality must say that a trench may be backfilled. Source: local rule `backfill_confirmation`."""
    return bool(loaded.rules.get(BACKFILL_CONFIRMATION.name))


def allowance(events: Sequence[Event]) -> Event | None:
    """What the municipality said of the next backfilling: the last time it did, if nothing was backfilled since."""
    last = next((one for one in reversed(events) if one.kind in (ALLOWED, BACKFILLED)), None)
    return last if last is not None and last.kind == ALLOWED else None


def why_not(act: str, loaded: Loaded, events: Sequence[Event], appointments: Sequence[Appointment]) -> Text | None:
    """Why one of `SITE_ACTS` cannot be done now; None when it can. Permission is another question."""
    case = loaded.case
    if case.status in OVER:
        return _("The case is over.")
    if act in ("ask_inspection", "propose_inspection"):
        if case.submitted_at is None:
            return _("Send the case first.")
        too_many = sum(one.state in OPEN for one in appointments) >= MOST_OPEN
        return _("{most} inspections are open already. Hold or cancel one first.", most=MOST_OPEN) if too_many else None
    if not may_begin(loaded):
        return _("The work may start when the municipality has approved it.")
    if act == "confirm_end":
        return None if case.work_started_on else _("Confirm the start of the work first.")
    if act in ("backfill", "allow_backfill"):
        return _why_no_backfilling(act, loaded, events)
    return None


def _why_no_backfilling(act: str, loaded: Loaded, events: Sequence[Event]) -> Text | None:
    if current_trench(loaded) is None:
        return _("There is no open trench in this part of the case.")
    if act == "allow_backfill":
        return _("This is said already. It holds for the next backfilling.") if allowance(events) else None
    if needs_officer(loaded) and allowance(events) is None:
        return _("The municipality must say that you may backfill. Ask for an inspection, or write to them.")
    return None


def site_of(
    loaded: Loaded, events: Sequence[Event], names: Mapping[str, str], actor: Actor, officers: Mapping[str, str], work: UnitOfWork
) -> Site:
    """The case as this side sees it on site; `loaded` is all that is there, whoever asks: of files only their number is told."""
    case, side = loaded.case, side_of(actor)
    if case.submitted_at is None:
        return Site(side, case.phase)
    appointments = work.followup.appointments(case.id)
    runs_out = standing_of(loaded).runs_out_on if case.status in WRITING else None
    today, trench = day_of(loaded.now), current_trench(loaded)
    told = allowance(events)
    offered = [act for act in SITE_ACTS if may(actor, act, company_id=case.company_id, municipality_id=case.municipality_id)]
    if trench is None:
        offered = [act for act in offered if act not in ("backfill", "allow_backfill")]
    return Site(
        side=side, phase=case.phase, acts={act: why_not(act, loaded, events, appointments) for act in offered},
        started=last_of(STARTED, events, names), finished=last_of(FINISHED, events, names), trench=trench,
        can_upload=trench is not None and trench.phase == case.phase,
        backfills=[confirmed(one, names) for one in events if one.kind == BACKFILLED],
        allowed=confirmed(told, names) if told else None, needs_officer=trench is not None and needs_officer(loaded),
        inspections=_inspections(appointments, loaded, actor, officers, names, work),
        reminders=[reminder_of(one) for one in events if one.kind == REMINDED and (side == "company" or not is_of_draft(one))],
        can_lapse_since=runs_out if runs_out is not None and runs_out <= today else None,
        people=dict(loaded.known.members or {}) if side == "company" else {}, officers=officers if side == "municipality" else {},
    )  # fmt: skip


def _inspections(
    appointments: Sequence[Appointment],
    loaded: Loaded,
    actor: Actor,
    officers: Mapping[str, str],
    names: Mapping[str, str],
    work: UnitOfWork,
) -> list[InspectionInfo]:
    """The newest first. What else an officer has is looked up only for staff, and only while something is open."""
    side, case = side_of(actor), loaded.case
    can_answer = may(actor, "answer_inspection", company_id=case.company_id, municipality_id=case.municipality_id)
    coming = [one.officer_id for one in appointments if one.officer_id and one.state in OPEN] if side == "municipality" else []
    others = work.followup.of_officers(coming) if coming else ()
    found = []
    for one in reversed(appointments):
        acts = acts_of(one, side, loaded.now) if can_answer and case.status not in OVER else ()
        agreed = spans_of(one)[0] if one.starts_at else None
        clashes = tuple(clash_words(other, span) for other, span in clashing(one, others))
        officer = {**names, **officers}.get(one.officer_id or "", "")
        found.append(
            InspectionInfo(
                one.id, one.state, one.turn, one.by_company, one.purpose, one.place, one.comes, one.words, one.findings,
                () if agreed else tuple(spans_of(one)), agreed, one.officer_id, officer, acts, clashes, one.created_at,
            )
        )  # fmt: skip
    return found


def clash_words(other: Appointment, span: Span) -> Text:
    """What else there is at that time."""
    return _("{when}: {purpose}", when=span.start, purpose=other.purpose)


def last_of(kind: str, events: Sequence[Event], names: Mapping[str, str]) -> Confirmed | None:
    """The last time something was confirmed; what is confirmed anew replaces what was said before."""
    found = next((one for one in reversed(events) if one.kind == kind), None)
    return confirmed(found, names) if found else None


def confirmed(event: Event, names: Mapping[str, str]) -> Confirmed:
    """One confirmation as its event tells it."""
    data, on = event.data, event.data.get("on")
    return Confirmed(
        event.kind,
        event.at,
        names.get(event.actor_id or "", ""),
        on=date.fromisoformat(on) if on else None,
        leads=names.get(str(data.get("leads", "")), ""),
        words=str(event.detail.get("words", "")),
        ready=int(data.get("ready", 0)),
        wanted=int(data.get("wanted", 0)),
    )


def named_in(events: Sequence[Event]) -> set[str]:
    """Ids of people the confirmations name."""
    return {str(one.data["leads"]) for one in events if one.kind in CONFIRMATIONS and one.data.get("leads")}


def is_of_draft(event: Event) -> bool:
    """A reminder of a draft is the company's own business."""
    return event.data.get("stage") in (Stage.BEGUN, Stage.LEFT)


def reminder_of(event: Event) -> ReminderInfo:
    """One reminder as its event tells it."""
    data = event.data
    due = date.fromisoformat(data["due"])
    words = reminder_words(data["stage"], data["to"], due, data.get("about", ""))
    return ReminderInfo(event.at, data["stage"], data["to"], due, bool(data.get("escalates")), words)


def reminder_words(stage: str, to: str, due: date, about: str = "") -> Text:
    """What was told, as the timeline says it."""
    if about == REPORT:
        late = _("The final report did not come by {day}: the company and its administrator were told", day=due)
        return late if stage == Stage.LATE else _("The company was reminded to send the final report by {day}", day=due)
    if stage in (Stage.BEGUN, Stage.LEFT):
        return _("The company was reminded of its draft")
    if stage in (Stage.HALF_YEAR, Stage.MONTH, Stage.FORTNIGHT):
        return _("The company was reminded that the approval lapses after {day}", day=due)
    if stage == Stage.LATE:
        return (
            _("Nothing came by {day}: the company and its administrator were told", day=due)
            if to == "company"
            else _("Nothing was decided by {day}: the officer and the municipality's administrator were told", day=due)
        )
    if to == "company":
        return _("The company was reminded to answer by {day}", day=due)
    return _("The municipality was reminded to answer by {day}", day=due)


def happened_words(event: Event) -> Text | None:
    """How the timeline tells an event of this room that carries a value; None for all others."""
    data, on = event.data, event.data.get("on")
    if event.kind == REMINDED:
        return reminder_of(event).what
    if event.kind == STARTED and on:
        return _("The work started {day}", day=date.fromisoformat(on))
    if event.kind == FINISHED and on:
        return _("The work was finished {day}", day=date.fromisoformat(on))
    if event.kind == BACKFILLED:
        return _("Backfilled with {ready} of {wanted} photos and measurements ready", ready=data["ready"], wanted=data["wanted"])
    return None
