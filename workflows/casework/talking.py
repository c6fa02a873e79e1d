"""Messages between company and municipality, and notes among staff that the company never sees."""

from __future__ import annotations

from datetime import datetime

from models.actor import Actor
from models.correspondence import Message
from models.errors import BadInput
from models.text import _
from workflows.casework.dossiers import load
from workflows.casework.settling import permit, settle, tell
from workflows.ports import Chance, UnitOfWork

LONGEST = 4000


def write_message(ref: str, body: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Message:
    """Write to the other side. Raises BadInput when empty or too long."""
    return _written(ref, body, internal=False, actor=actor, work=work, now=now, chance=chance)


def write_note(ref: str, body: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Message:
    """Write a note for staff only. Raises BadInput when empty or too long."""
    return _written(ref, body, internal=True, actor=actor, work=work, now=now, chance=chance)


def _written(ref: str, body: str, *, internal: bool, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Message:
    words = body.strip()
    if not words:
        raise BadInput(_("Write something first."), target="body")
    if len(words) > LONGEST:
        raise BadInput(_("Shorten it to at most {most} characters.", most=LONGEST), target="body")
    with work:
        case = work.cases.get(actor.scope, ref)
        loaded = load(case, work=work, now=now)
        permit(loaded, "note" if internal else "message", actor)
        message = Message(
            id=chance.id(), case_id=case.id, internal=internal, from_staff=actor.is_staff, author_id=actor.person_id, body=words, at=now
        )
        work.cases.add_message(message)
        kind = "noted" if internal else "message"
        settle(loaded, kind, actor=actor, work=work, now=now, data={"message": message.id}, detail={"words": words})
        if not internal:
            tell(case, "message", [case.created_by] if actor.is_staff else [case.assignee_id or ""], work=work, chance=chance, now=now)
        work.commit()
    return message
