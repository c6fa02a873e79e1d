"""The life of an inspection on site: who may do what with it when, and which two meet at the same time. Pure.

Either side proposes times; the other chooses one, proposes others or declines. What is agreed can be moved or cancelled by either side,
with a reason, and is recorded by the municipality once it has begun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from models.errors import BadInput, Refused
from models.followup import Appointment, AppointmentState
from models.text import Text, _

Side = Literal["company", "municipality"]
Act = Literal["accept", "suggest", "decline", "cancel", "record"]
OPEN = frozenset({AppointmentState.PROPOSED, AppointmentState.AGREED})
"""An appointment that may still come to be."""
MOST_TIMES, MOST_OPEN = 5, 10
LONGEST, FURTHEST = timedelta(hours=10), timedelta(days=370)


@dataclass(frozen=True, slots=True)
class Span:
    """A time on site, in UTC."""

    start: datetime
    end: datetime

    def meets(self, other: Span) -> bool:
        """Whether somebody would have to be at both at once."""
        return self.start < other.end and other.start < self.end


def other_side(side: Side) -> Side:
    """Who answers this one."""
    return "municipality" if side == "company" else "company"


def spans_of(appointment: Appointment) -> list[Span]:
    """When it is, or may be: the agreed time, else all that are proposed."""
    if appointment.starts_at is not None and appointment.ends_at is not None:
        return [Span(appointment.starts_at, appointment.ends_at)]
    return [Span(_moment(one["from"]), _moment(one["to"])) for one in appointment.times]


def kept(spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Times as an appointment keeps them."""
    return [{"from": one.start.astimezone(UTC).isoformat(), "to": one.end.astimezone(UTC).isoformat()} for one in spans]


def checked(spans: Sequence[Span], now: datetime) -> list[Span]:
    """The times in order, each once. Raises BadInput for none, too many, one that has passed, ends before it begins or lasts too long."""
    if not spans:
        raise BadInput(_("Give at least one time."), target="times")
    if len(spans) > MOST_TIMES:
        raise BadInput(_("Give at most {most} times.", most=MOST_TIMES), target="times")
    for one in spans:
        if one.end <= one.start:
            raise BadInput(_("The time ends before it begins. Correct one of the two."), target="times")
        if one.start <= now or one.start > now + FURTHEST:
            raise BadInput(_("Choose a time within the coming year."), target="times")
        if one.end - one.start > LONGEST:
            raise BadInput(_("An inspection lasts at most {hours} hours.", hours=int(LONGEST.total_seconds()) // 3600), target="times")
    return sorted(dict.fromkeys(spans), key=lambda one: (one.start, one.end))


def why_not(appointment: Appointment, act: Act, side: Side, now: datetime) -> Text | None:
    """Why this side cannot do this now; None when it can."""
    state = appointment.state
    if state not in OPEN:
        return _("This inspection is over. Ask for another one.")
    if act == "cancel":
        return None
    if act == "record":
        if state != AppointmentState.AGREED or appointment.starts_at is None:
            return _("Agree on a time first.")
        return _("Record the inspection when it has begun.") if appointment.starts_at > now else None
    if state == AppointmentState.AGREED:
        return None if act == "suggest" else _("The time is agreed. Move it or cancel it instead.")
    return None if appointment.turn == side else _("The other side answers first.")


ACTS: Mapping[Side, tuple[Act, ...]] = {
    "company": ("accept", "suggest", "decline", "cancel"),
    "municipality": ("accept", "suggest", "decline", "cancel", "record"),
}


def acts_of(appointment: Appointment, side: Side, now: datetime) -> tuple[Act, ...]:
    """What this side can do with it now."""
    return tuple(act for act in ACTS[side] if why_not(appointment, act, side, now) is None)


def demand(appointment: Appointment, act: Act, side: Side, now: datetime) -> None:
    """Raise Refused where this side cannot do this now."""
    why = why_not(appointment, act, side, now)
    if why is not None:
        raise Refused(why)


def clashing(appointment: Appointment, others: Sequence[Appointment]) -> list[tuple[Appointment, Span]]:
    """The officer's other open appointments at one of its times, each with its own first time that meets one."""
    if appointment.officer_id is None or appointment.state not in OPEN:
        return []
    mine, found = spans_of(appointment), []
    for one in others:
        is_other = one.id != appointment.id and one.state in OPEN and one.officer_id == appointment.officer_id
        meeting = [span for span in spans_of(one) if any(span.meets(own) for own in mine)] if is_other else []
        found += [(one, meeting[0])] if meeting else []
    return found


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
