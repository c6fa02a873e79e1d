"""Use cases of one's own notices: read them, mark them, and choose how mails come. All are about the actor alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.actor import Actor
from models.errors import BadInput
from models.text import _
from workflows.notices.kinds import ALWAYS_AT_ONCE, TOPICS
from workflows.notices.telling import LetterLine, line_of
from workflows.policy import authorize
from workflows.ports import Change, UnitOfWork

WAYS = ("instant", "daily", "off")


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as it is shown."""

    id: str
    at: datetime
    line: LetterLine
    is_new: bool


@dataclass(frozen=True, slots=True)
class NoticeList:
    """A page of a person's notices, newest first; `wishes` has a word for every topic; `refused` are addresses mails bounced from."""

    lines: Sequence[NoticeLine]
    next: str | None
    unread: int
    wishes: Mapping[str, str]
    refused: Sequence[str] = ()


def notice_list(after: str | None = None, *, actor: Actor, work: UnitOfWork) -> NoticeList:
    """The actor's notices; kinds nobody knows any more are left out."""
    authorize(actor, "see_notices")
    with work:
        page = work.notices.of_person(actor.person_id, after=after)
        chosen = work.notices.wishes(actor.person_id)
        refused = work.notices.refused_mails(actor.person_id)
        unread = work.notices.unread(actor.person_id)
    told = [(one, line_of(one.kind, one.payload)) for one in page.rows]
    lines = [NoticeLine(one.id, one.created_at, line, one.read_at is None) for one, line in told if line is not None]
    wishes = {topic: "instant" if topic in ALWAYS_AT_ONCE else chosen.get(topic, "instant") for topic in TOPICS}
    return NoticeList(lines, page.next, unread, wishes, refused)


def unread_notices(*, actor: Actor, work: UnitOfWork) -> int:
    """How many notices the actor has not read, a hundred at most."""
    authorize(actor, "see_notices")
    with work:
        return work.notices.unread(actor.person_id)


def mark_notices(notice_id: str | None = None, *, actor: Actor, work: UnitOfWork, now: datetime) -> int:
    """Mark one notice as read, or all; how many that changed."""
    authorize(actor, "read_notices")
    with work:
        changed = work.notices.mark_read(actor.person_id, now, notice_id)
        work.announce(Change("", "", "notices_read", "", "", 0, by=actor.person_id))
        work.commit()
    return changed


def choose_mails(topic: str, how: str, *, actor: Actor, work: UnitOfWork) -> None:
    """From now on mails about this topic come so. Raises BadInput for what cannot be chosen."""
    authorize(actor, "choose_notices")
    if topic not in TOPICS or topic in ALWAYS_AT_ONCE or how not in WAYS:
        raise BadInput(_("This cannot be chosen. Load the page again."), target=topic)
    with work:
        work.notices.wish(actor.person_id, topic, how)
        work.commit()
