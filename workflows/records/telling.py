"""What webhooks are told: which events, under which names, to which side, and how little: ids and kinds, nobody's name and no words.

Whoever hears of something asks the API for it, with the rights of their own key. Source: Standard Webhooks, thin payloads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from models.case import Case, Event
from models.text import Text, _

TEST = "portal.test"


@dataclass(frozen=True, slots=True)
class Told:
    """One kind of event as a webhook knows it: its name in the message, its words, and whether companies hear of it too."""

    name: str
    words: Text
    to_companies: bool = True


TOLD: Mapping[str, Told] = {
    "submitted": Told("case.submitted", _("A case was sent")),
    "resubmitted": Told("case.resubmitted", _("Answers were sent")),
    "paused": Told("case.paused", _("Corrections were asked for")),
    "more_time_asked": Told("case.more_time_asked", _("More time was asked for")),
    "due_moved": Told("case.due_moved", _("More time was given")),
    "taken": Told("case.taken", _("A case was taken"), to_companies=False),
    "assigned": Told("case.assigned", _("A case was assigned"), to_companies=False),
    "review_began": Told("case.review_began", _("The check of a case began")),
    "approved": Told("case.approved", _("A part of a case was approved")),
    "rejected": Told("case.rejected", _("A case was refused")),
    "phase_opened": Told("case.phase_opened", _("The next part of a case opened")),
    "completed": Told("case.completed", _("A case was closed")),
    "withdrawn": Told("case.withdrawn", _("A case was withdrawn")),
    "lapsed": Told("case.lapsed", _("A case lapsed")),
    "reopened": Told("case.reopened", _("A case was taken up again")),
    "guarantee_set": Told("case.guarantee_set", _("The guarantee of a case was changed")),
    "message": Told("case.message", _("A message was written")),
    "handover_approved": Told("case.handed_over", _("A case was handed over")),
    "access_requested": Told("access.requested", _("A company asked for access")),
    "access_approved": Told("access.approved", _("A company got access")),
    "access_rejected": Told("access.rejected", _("A company was refused access")),
    "access_suspended": Told("access.suspended", _("A company's access was suspended")),
    "access_ended": Told("access.ended", _("A company's access ended")),
}
"""Kind of event in the log -> what is told of it."""
WORDS: Mapping[str, Text] = {one.name: one.words for one in TOLD.values()} | {TEST: _("A test")}


@dataclass(frozen=True, slots=True)
class Sides:
    """Which sides hear of an event."""

    company: bool
    municipality: bool


def hears_of(event: Event, *, was_sent: bool) -> Sides:
    """Who hears: a municipality nothing of a case that was never sent to it, a company nothing of what is staff's own."""
    told = TOLD[event.kind]
    return Sides(told.to_companies, was_sent or event.case_id is None)


def kinds_for(*, is_staff: bool) -> Mapping[str, Text]:
    """What a webhook of a side can ask for: name -> words."""
    return {one.name: one.words for one in TOLD.values() if is_staff or one.to_companies}


def payload_of(event: Event, case: Case | None) -> dict[str, Any]:
    """The body of the message, whoever hears it. Times in UTC."""
    data: dict[str, Any] = {"event": event.id, "seq": event.seq}
    if case is not None:
        data |= {"case": case.ref, "number": case.number, "workflow": case.workflow, "phase": event.phase}
    else:
        data |= {"company": event.company_id, "municipality": event.municipality_id}
    return {"type": TOLD[event.kind].name, "timestamp": event.at.astimezone(UTC).isoformat(), "data": data}
