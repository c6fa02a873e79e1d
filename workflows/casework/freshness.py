"""“The case changed since you looked”: what others did since a version was seen, and the refusal to go on before it was looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor
from models.case import Case, Event
from models.errors import MovedOn
from models.text import Text, _
from workflows.casework.companies import actor_of
from workflows.casework.describing import HAPPENED, STAFF_ONLY
from workflows.casework.reaching import reached
from workflows.casework.settling import DRAFT_KINDS, STAFF_KINDS
from workflows.policy import authorize
from workflows.ports import UnitOfWork

MOST_TOLD = 20
AMONG_STAFF: dict[str, Text] = {
    "noted": _("Wrote a note"),
    "ticked": _("Found a point in order"),
    "unticked": _("Took back that a point is in order"),
    "request_planned": _("Planned a correction"),
    "request_edited": _("Changed a planned correction"),
    "request_deleted": _("Deleted a planned correction"),
}
IN_A_DRAFT: dict[str, Text] = {
    "answered": _("Changed answers"),
    "attached": _("Uploaded a file"),
    "file_removed": _("Took a file out"),
    "file_restored": _("Put a file back"),
    "file_judged": _("A file was checked"),
    "files_confirmed": _("Confirmed files after the municipality changed its rules"),
    "waived": _("Said why something cannot be had"),
    "unwaived": _("Took back why something cannot be had"),
    "row_added": _("Added a row"),
    "row_removed": _("Removed a row"),
    "request_answered": _("Answered a request"),
}
SAID: Mapping[str, Text] = {**IN_A_DRAFT, **AMONG_STAFF, **HAPPENED}


@dataclass(frozen=True, slots=True)
class Move:
    """One thing somebody else did. `who` is a name, empty for the portal itself; `part` is where on the page it shows."""

    kind: str
    what: Text
    who: str
    at: datetime
    version: int
    part: str


class CaseMoved(MovedOn):
    """Somebody changed the case since it was looked at; `moves` says what, by whom and when, the newest last."""

    def __init__(self, moves: Sequence[Move], text: Text | None = None) -> None:
        latest = moves[-1]
        said = text or (
            _("{name} changed the case at {time}: {what}. Look at it before you go on.", name=latest.who, time=latest.at, what=latest.what)
            if latest.who
            else _("The case changed at {time}: {what}. Look at it before you go on.", time=latest.at, what=latest.what)
        )
        super().__init__(said)
        self.moves = tuple(moves)


def moves_since(ref: str, seen_version: int, *, actor: Actor, work: UnitOfWork, now: datetime) -> Sequence[Move]:
    """What others did to a case since a version of it was seen, the newest last. Raises NotThere, NotAllowed."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        authorize(actor, "see_case", company_id=case.company_id, municipality_id=case.municipality_id)
        return moves_of(case, seen_version, actor, work)


def demand_seen(case: Case, seen_version: int | None, actor: Actor, work: UnitOfWork, text: Text | None = None) -> None:
    """Raise CaseMoved when others did something since the version the actor has looked at; nothing is demanded without one."""
    moves = moves_of(case, seen_version, actor, work) if seen_version is not None else ()
    if moves:
        raise CaseMoved(moves, text)


def moves_of(case: Case, seen_version: int, actor: Actor, work: UnitOfWork, *, kinds: frozenset[str] | None = None) -> Sequence[Move]:
    """The moves of others that the actor's side may know of, those of these `kinds` where some are named.

    What a company is writing and has not sent is not the municipality's to know, nor what staff do among themselves the company's.
    """
    if seen_version >= case.version:
        return ()
    hidden = DRAFT_KINDS if actor.is_staff else STAFF_KINDS | STAFF_ONLY
    later = [one for one in work.cases.events(case.id) if one.data.get("version", 0) > seen_version]
    others = [one for one in later if one.actor_id != actor.person_id and one.kind not in hidden and (kinds is None or one.kind in kinds)]
    others = [one for one in others if one.kind in SAID][-MOST_TOLD:]
    names = dict(work.parties.names(sorted({one.actor_id for one in others if one.actor_id}))) if others else {}
    return tuple(_move(one, names) for one in others)


def _move(event: Event, names: Mapping[str, str]) -> Move:
    return Move(
        event.kind, SAID[event.kind], actor_of(event, names), event.at, int(event.data.get("version", 0)), PARTS.get(event.kind, "timeline")
    )


PARTS: Mapping[str, str] = {
    "noted": "notes", "message": "messages", "ticked": "checks", "unticked": "checks", "request_planned": "tray",
    "request_edited": "tray", "request_deleted": "tray", "request_reopened": "tray", "paused": "requests", "resubmitted": "changes",
    "answer_accepted": "requests", "request_withdrawn": "requests", "due_moved": "requests", "more_time_asked": "requests",
    "statement_asked": "statements", "statement_given": "statements", "statement_withdrawn": "statements", "statement_shared": "statements",
    "proposed": "decision", "taken": "handling", "assigned": "handling", "released": "handling",
}  # fmt: skip
"""Which part of the officer's page shows what happened."""
