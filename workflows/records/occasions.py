"""Which events of a case become entries in the archive, and under which keys. One table, read by the log's keeper and by the catching up.

The key is ours and never changes, so that an archive that sees it twice knows that it has it. Source: domain README section 11.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.case import Event

SENDING, REQUESTS, DECISION, MESSAGE, NOTE, CLOSING = "sending", "requests", "decision", "message", "note", "closing"
STATEMENT, SHARED = "statement", "statement_shared"
APPEAL, APPEAL_ANSWER, REOPENING = "appeal", "appeal_answer", "reopening"
AT_ONCE, AT_END, NEVER = "at_once", "at_end", "never"
MOMENTS = (AT_ONCE, AT_END, NEVER)
"""When a municipality's archive gets what happens in a case."""

OCCASIONS: Mapping[str, tuple[str, ...]] = {
    "submitted": (SENDING,),
    "resubmitted": (SENDING,),
    "paused": (REQUESTS,),
    "approved": (DECISION,),
    "rejected": (DECISION, CLOSING),
    "decision_corrected": (DECISION,),
    "message": (MESSAGE,),
    "noted": (NOTE,),
    "statement_given": (STATEMENT,),
    "statement_shared": (SHARED,),
    "appeal_registered": (APPEAL,),
    "appeal_answered": (APPEAL, APPEAL_ANSWER),
    "reopened": (REOPENING,),
    "completed": (CLOSING,),
    "withdrawn": (CLOSING,),
    "lapsed": (CLOSING,),
}
"""Kind of event -> kinds of entries, in the order they are filed.

An answer brings its appeal along: one that came before the archive was told of appeals lies there first; its key keeps it from lying twice.
"""
SUBJECTS: Mapping[str, str] = {
    SENDING: "snapshot", MESSAGE: "message", NOTE: "message", STATEMENT: "statement", SHARED: "statement", APPEAL: "appeal",
}  # fmt: skip
"""Kind of entry -> what of the event's data names its subject; the others are about the event itself."""
ROOM = 10
"""Entries one event may make at most: the place of an entry is the event's number times this, and its own after it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One entry that is to be: what of the case it tells, its key and place.

    `subject` is the id of its sending, message, statement, appeal or event.
    """

    kind: str
    subject: str
    key: str
    place: int

    @property
    def ends_the_case(self) -> bool:
        """After this nothing is held back any more."""
        return self.kind == CLOSING


def occasions_of(event: Event, *, was_sent: bool, with_notes: bool) -> Sequence[Occasion]:
    """The entries one event makes. None before the case was sent: a municipality has no part in what was never sent to it."""
    if not was_sent and event.kind != "submitted":
        return ()
    kinds = [kind for kind in OCCASIONS.get(event.kind, ()) if kind != NOTE or with_notes]
    return [_occasion(kind, event, number) for number, kind in enumerate(kinds)]


def all_occasions(events: Iterable[Event], *, with_notes: bool) -> Sequence[Occasion]:
    """The entries of a whole case, in order, from its log."""
    found: dict[str, Occasion] = {}
    was_sent = False
    for event in events:
        was_sent = was_sent or event.kind == "submitted"
        for one in occasions_of(event, was_sent=was_sent, with_notes=with_notes):
            found.setdefault(one.key, one)
    return list(found.values())


def _occasion(kind: str, event: Event, number: int) -> Occasion:
    named = SUBJECTS.get(kind)
    subject = str(event.data.get(named, "")) if named else event.id
    return Occasion(kind, subject or event.id, f"{kind}:{subject or event.id}", event.seq * ROOM + number)
