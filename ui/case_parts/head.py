"""The head of a case: process bar, who has the ball, the day, what comes next; and both clocks in words."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

from models.base import Ball
from models.text import Text, _, _n
from models.values import place_name
from ui.case_parts.clocks import due_words
from ui.case_parts.expected import expected_words
from ui.components import ProcessStep, key_facts, notice, paragraph, process_bar, row, standing_fold, status_tag
from ui.theme import Tone
from ui.theme.status import Side
from ui.visit import Visit
from workflows.access.standing import COMPANY_IS_GONE
from workflows.casework.views import Head
from workflows.clocks import day_of


def over_line(head: Head, visit: Visit) -> str:
    """The small line above a page's heading: number, workflow, address."""
    parts = [head.number, visit.t(head.title), place_name(head.address, head.property_key)]
    return " · ".join(part for part in parts if part)


def case_head(head: Head, visit: Visit, *, folded: bool = False) -> None:
    """Status, process bar and the three facts; `folded` to one line on a phone, where the page is for filling in."""
    speaker = visit.speaker
    with row():
        side: Side = "officer" if visit.actor.is_staff else "contractor"
        status_tag(head.status, head.phase, side=side, firm=head.company, works=head.work_is_on)
    ball = ball_words(head, visit.actor.is_staff)
    with standing_fold(standing_parts(head, ball)) if folded else nullcontext():
        process_bar([ProcessStep(step.label, step.state, speaker.day(step.day) if step.day else "", step.paused) for step in head.bar])
        key_facts(ball=ball, due=due_words(head), next_=head.next_step, overdue=is_overdue(head, visit))
    if head.expected is not None:
        paragraph(expected_words(head.expected), look="muted")
    if head.guarantee_until:
        notice(_("The guarantee runs until {day}.", day=head.guarantee_until), Tone.BLUE)
    deemed_notice(head, day_of(visit.now()), for_staff=visit.actor.is_staff)


def standing_parts(head: Head, ball: Text | str) -> list[Text]:
    """Where the case stands in a few words: the step of the process, who has the ball, and the day if there is one."""
    current = [step.label for step in head.bar if step.state == "current"]
    due = [_("Deadline: {day}", day=head.due)] if head.due else []
    return [*current, _("The ball: {who}", who=ball), *due]


ALARM_DAYS = 7
"""How long before a permit counts as granted the officer is warned: day 35 of 42. Source: domain 5-discharge, decision rules."""


def deemed_notice(head: Head, today: date, *, for_staff: bool) -> None:
    """That the law lets the permit count as given after a day; louder for staff when the day comes near."""
    day = head.deemed_granted_on
    if day is None:
        return
    left = (day - today).days
    if not for_staff:
        notice(_("Not answered by {day}, the permit counts as granted, unless somebody must be thought dissatisfied.", day=day), Tone.BLUE)
    elif left < 0:
        notice(_("The permit may count as granted since {day}. Confirm it with a decision, or state why it does not.", day=day), Tone.RED)
    elif left <= ALARM_DAYS:
        words = _n(
            "In {n} day the permit counts as granted. Decide, or ask in writing for what lacks.",
            "In {n} days the permit counts as granted. Decide, or ask in writing for what lacks.",
            left,
        )
        notice(words, Tone.YELLOW)


def gone_notice(head: Head) -> None:
    """That the company register says that the company is gone: whoever handles the case must know before anything else."""
    if head.company_gone:
        words = _("Its access is suspended, and it cannot send anything. Find out who answers for the running work.")
        notice(words, Tone.RED, title=COMPANY_IS_GONE[head.company_gone])


def is_overdue(head: Head, visit: Visit) -> bool:
    """The day has passed."""
    return head.due is not None and head.due < day_of(visit.now()) and head.ball != Ball.NOBODY


def ball_words(head: Head, for_staff: bool) -> Text:
    """Who has the ball, as the reader says it."""
    if head.ball == Ball.NOBODY:
        return _("Nobody")
    if (head.ball == Ball.MUNICIPALITY) == for_staff:
        return _("You")
    return _("{name}", name=head.company if for_staff else head.municipality)
