"""What happened in a case, told so that it reads like a story: who did what, what it meant for the clock, and where to look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from models.actor import Actor
from models.base import Phase
from models.case import Event
from models.text import Text, _, _n
from workflows.casework.companies import actor_of
from workflows.casework.describing import HAPPENED, STAFF_ONLY, Opened, open_case
from workflows.casework.settling import handling_of
from workflows.casework.telling_events import PREPARED, REVIEWED, sentence_of, so_many
from workflows.casework.views import StoryDay, StoryEntry, StoryLink
from workflows.clocks import Calendar, Clock, Happening, clock, day_of
from workflows.ports import UnitOfWork

STEPS = frozenset(
    {
        "submitted", "resubmitted", "paused", "unpaused", "approved", "rejected", "proposed", "phase_opened", "completed", "guarantee_set",
        "withdrawn", "lapsed", "reopened", "due_moved", "more_time_asked", "handover_approved",
    }
)  # fmt: skip
MOVES_THE_CLOCK = frozenset(
    {"submitted", "resubmitted", "paused", "unpaused", "due_moved", "approved", "rejected", "withdrawn", "lapsed", "reopened"}
)
MOST_LINKS = 12


def case_story(ref: str, *, whole: bool = False, actor: Actor, work: UnitOfWork, now: datetime) -> list[StoryDay]:
    """The story of a case as the actor's side may know it, the newest day first. Raises NotThere, NotAllowed.

    The `whole` one folds in what was prepared between the sendings too, for the company that prepared it.
    """
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now, whole_log=whole and not actor.is_staff)
    return story_of(opened, opened.actor or actor)


def story_of(opened: Opened, actor: Actor) -> list[StoryDay]:
    """The story of a case that was read already."""
    entries = list(_entries(opened, actor))
    titles = {str(one.phase): one.title for one in opened.loaded.workflow.phases}
    days = groupby(reversed(entries), key=lambda pair: (day_of(pair[1].at), pair[0]))
    return [StoryDay(day, phase, titles.get(phase), [entry for _phase, entry in told]) for (day, phase), told in days]


def _entries(opened: Opened, actor: Actor) -> Iterator[tuple[str, StoryEntry]]:
    """(phase, entry) in the order it happened; small things that follow each other are one entry."""
    clocks = _clocks(opened)
    small = REVIEWED if actor.is_staff else PREPARED
    folded: list[Event] = []
    for event in opened.events:
        if event.kind in small:
            if folded and _is_other_chapter(folded[-1], event):
                yield folded[-1].phase or "", _folded(folded, opened, small)
                folded = []
            folded.append(event)
        elif event.kind in HAPPENED and (actor.is_staff or event.kind not in STAFF_ONLY):
            if folded:
                yield folded[-1].phase or "", _folded(folded, opened, small)
                folded = []
            yield event.phase or "", _entry(event, opened, clocks.get(event.seq))
    if folded:
        yield folded[-1].phase or "", _folded(folded, opened, small)


def _is_other_chapter(before: Event, event: Event) -> bool:
    return before.phase != event.phase or day_of(before.at) != day_of(event.at)


def _entry(event: Event, opened: Opened, meant: Text | None) -> StoryEntry:
    group: Literal["steps", "messages", "other"] = "steps" if event.kind in STEPS else "messages" if event.kind == "message" else "other"
    what, words = sentence_of(event, actor_of(event, opened.names), opened.loaded.workflow, opened.names)
    return StoryEntry(event.seq, event.kind, event.at, what, group, meant, words, tuple(_links(event, opened)))


def _folded(events: Sequence[Event], opened: Opened, small: Mapping[str, Text]) -> StoryEntry:
    """Small things of one day: who did them, and how many there were of each."""
    people = list(dict.fromkeys(filter(None, (actor_of(one, opened.names) for one in events))))
    lines = []
    for said in dict.fromkeys(small.values()):
        number = sum(small[one.kind] == said for one in events)
        if number:
            lines.append(so_many(said, number))
    last = events[-1]
    what = _in_preparation(people) if small is PREPARED else _in_review(people)
    return StoryEntry(events[0].seq, "folded", events[0].at, what, "noise", lines=tuple(lines), until=last.at)


def _in_preparation(people: Sequence[str]) -> Text:
    if not people:
        return _("The portal checked files.")
    if len(people) == 1:
        return _("{who} prepared the case.", who=people[0])
    return _("{who} and others prepared the case.", who=people[0])


def _in_review(people: Sequence[str]) -> Text:
    if not people:
        return _("The portal checked the case.")
    if len(people) == 1:
        return _("{who} went through the case.", who=people[0])
    return _("{who} and others went through the case.", who=people[0])


def _links(event: Event, opened: Opened) -> Iterator[StoryLink]:
    phase = event.phase or ""
    if event.kind in ("submitted", "resubmitted"):
        number = int(event.data.get("sending") or 0)
        sent = next((one for one in opened.snapshots if one.phase == phase and one.number == number), None)
        files = sum(len(found) for found in sent.content["files"].values()) if sent else 0
        if files:
            yield StoryLink(_n("{n} document", "{n} documents", files), "documents", f"{phase}/{number}")
        if number > 1:
            yield StoryLink(_("What was changed"), "changes", f"{phase}/{number}")
        if sent:
            yield StoryLink(_("Receipt"), "receipt", f"{phase}/{number}")
        return
    asked = event.data.get("asked") or event.data.get("requests") or event.data.get("request") or ()
    ids = [asked] if isinstance(asked, str) else asked if isinstance(asked, list) else []
    numbers = {one.id: one.number for one in opened.loaded.requests}
    for one in [one for one in ids if one in numbers][:MOST_LINKS]:
        yield StoryLink(_("Request {number}", number=numbers[one]), "request", one)


def _clocks(opened: Opened) -> dict[int, Text]:
    """What each event that moves a clock meant for it, by the event's place in the log."""
    found: dict[int, Text] = {}
    calendar = Calendar(frozenset(opened.loaded.known.closed_days))
    for phase in {one.phase for one in opened.events if one.phase and one.kind in MOVES_THE_CLOCK}:
        handling, length = handling_of(opened.loaded, Phase(phase))
        unit: Any = handling.unit
        told: list[Happening] = []
        for event in [one for one in opened.events if one.phase == phase and one.kind in MOVES_THE_CLOCK]:
            told.append(Happening(event.kind, event.at, event.data))
            now = clock(told, length=length, unit=unit, calendar=calendar, today=day_of(event.at))
            meant = _meant(event, now)
            if meant is not None:
                found[event.seq] = meant
    return found


def _meant(event: Event, now: Clock) -> Text | None:
    """What an event meant for the clock, as it stood right after it."""
    if now.running_for == "contractor":
        if event.kind == "due_moved" or now.answer_by is None:
            return None
        return _n(
            "The municipality's time stands still after {n} working day. Answers are wanted by {day}.",
            "The municipality's time stands still after {n} working days. Answers are wanted by {day}.",
            now.municipality_days,
            day=now.answer_by,
        )
    if now.running_for == "municipality" and now.due:
        if event.kind in ("submitted", "reopened"):
            return _("The municipality's time begins to run. Its answer is due {day}.", day=now.due)
        return _("The municipality's time runs again. Its answer is due {day}.", day=now.due)
    if event.kind in ("approved", "rejected"):
        return _n(
            "The municipality used {n} working day, the contractor {theirs}.",
            "The municipality used {n} working days, the contractor {theirs}.",
            now.municipality_days,
            theirs=now.contractor_days,
        )
    return None
