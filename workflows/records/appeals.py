"""Appeals as they are taken along: who appealed when against which decision, and each answer in its order. Both sides read them.

The log holds every answer, the appeal's own row the newest one only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.base import Phase
from models.case import Event
from models.letters import Appeal, AppealState
from models.text import Text
from workflows.casework.companies import actor_of
from workflows.casework.describing import Opened, decided_in
from workflows.casework.reading_letters import Decided


@dataclass(frozen=True, slots=True)
class FiledAnswer:
    """What was said of an appeal at one time; `id` is that of the event. Time in UTC."""

    id: str
    state: AppealState
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class FiledAppeal:
    """One appeal: the decision it is against, who sent it, the day it came, what it says, and its answers, oldest first."""

    id: str
    phase: Phase
    phase_title: Text
    outcome: str
    decided_at: datetime
    appeal_body: str
    appellant: str
    received_on: date
    registered_at: datetime
    by: str
    words: str
    answers: Sequence[FiledAnswer]


def appeals_of(opened: Opened) -> list[FiledAppeal]:
    """The appeals of an opened case, in the order they came."""
    against = {one.id: one for one in decided_in(opened)} if opened.appeals else {}
    return [_filed(one, against[one.decision_id], opened) for one in opened.appeals]


def _filed(row: Appeal, decided: Decided, opened: Opened) -> FiledAppeal:
    answers = [one for one in opened.events if one.kind == "appeal_answered" and one.data.get("appeal") == row.id]
    return FiledAppeal(
        row.id, decided.phase, decided.phase_title, decided.outcome, decided.at, decided.appeal_body, row.appellant, row.received_on,
        row.registered_at, opened.names.get(row.registered_by, ""), row.words,
        [_answer(one, row if one is answers[-1] else None, opened) for one in answers],
    )  # fmt: skip


def _answer(event: Event, newest: Appeal | None, opened: Opened) -> FiledAnswer:
    """One answer. The row says the newest as well: it stays when an erasure has emptied the event's words."""
    words = str(event.detail.get("words") or (newest.answer if newest else ""))
    return FiledAnswer(event.id, AppealState(event.data["state"]), event.at, actor_of(event, opened.names), words)
