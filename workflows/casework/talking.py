"""Messages between company and municipality, and notes among staff that the company never sees."""

from __future__ import annotations

from datetime import datetime

from models.actor import Actor
from models.correspondence import Message
from models.errors import BadInput
from models.hearing import Mention
from models.text import _
from workflows.casework.dossiers import Loaded, load
from workflows.casework.mentioning import Named, with_ids
from workflows.casework.reaching import reached
from workflows.casework.settling import permit, settle, tell
from workflows.casework.telling import company_people, officers_of
from workflows.ports import Chance, UnitOfWork

LONGEST = 4000


def write_message(ref: str, body: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Message:
    """Write to the other side. Raises BadInput when empty or too long."""
    return _written(ref, body, internal=False, actor=actor, work=work, now=now, chance=chance)


def write_note(ref: str, body: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Message:
    """Write a note for staff only; colleagues it names with an @ are told at once. Raises BadInput when empty or too long."""
    return _written(ref, body, internal=True, actor=actor, work=work, now=now, chance=chance)


def _written(ref: str, body: str, *, internal: bool, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Message:
    words = body.strip()
    if not words:
        raise BadInput(_("Write something first."), target="body")
    if len(words) > LONGEST:
        raise BadInput(_("Shorten it to at most {most} characters.", most=LONGEST), target="body")
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "note" if internal else "message", actor)
        people = [person for person, held in work.parties.members(actor.scope) if held.active] if internal else []
        named = with_ids(words, people, actor.person_id) if internal else Named(words, ())
        words = named.body
        message = Message(
            id=chance.id(), case_id=case.id, internal=internal, from_staff=actor.is_staff, author_id=actor.person_id, body=words, at=now
        )
        work.cases.add_message(message)
        for person in named.people:
            where = {"case_id": case.id, "municipality_id": case.municipality_id}
            work.hearing.add_mention(Mention(message_id=message.id, person_id=person, at=now, **where))
        tell(case, "mentioned", named.people, work=work, chance=chance, now=now, note=message.id, name=actor.name)
        kind = "noted" if internal else "message"
        settle(
            loaded,
            kind,
            actor=actor,
            work=work,
            now=now,
            data={"message": message.id, **({"mentions": list(named.people)} if named.people else {})},
            detail={"words": words},
        )
        if not internal:
            tell(case, "message", _readers(loaded, actor, work), work=work, chance=chance, now=now)
        work.commit()
    return message


def _readers(loaded: Loaded, actor: Actor, work: UnitOfWork) -> list[str]:
    """Who is told of a message: whose case it is on the other side, else all who could have it.

    A municipality that knows nothing of a draft is told nothing.
    """
    if actor.is_staff:
        return company_people(loaded, work)
    return officers_of(loaded.case, work) if loaded.case.submitted_at else []
