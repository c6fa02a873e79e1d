"""One person's notices and how they want to be told, over one connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from models.notices import Mail, Notice, NoticeWish
from storage.rows import entities, every, put, table_of
from workflows.ports import Page

NOTICE, MAIL, WISH = table_of(Notice), table_of(Mail), table_of(NoticeWish)
COUNTED_AT_MOST = 100


class StoredNotices:
    """The port `Notices` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_person(self, person_id: str, *, after: str | None = None, limit: int = 30) -> Page[Notice]:
        """The newest first; ids are ordered by time, so the last id of a page is the key of the next."""
        which = [NOTICE.c.person_id == person_id] + ([NOTICE.c.id < after] if after else [])
        rows = self._connection.execute(select(NOTICE).where(*which).order_by(NOTICE.c.id.desc()).limit(limit + 1)).all()
        found = entities(Notice, rows[:limit])
        return Page(found, found[-1].id if len(rows) > limit else None)

    def unread(self, person_id: str) -> int:
        """How many are unread, counted to a hundred at most."""
        some = select(NOTICE.c.id).where(NOTICE.c.person_id == person_id, NOTICE.c.read_at.is_(None)).limit(COUNTED_AT_MOST)
        return int(self._connection.execute(select(func.count()).select_from(some.subquery())).scalar_one())

    def mark_read(self, person_id: str, at: datetime, notice_id: str | None = None) -> int:
        """Mark one as read, or all; how many that changed."""
        which = [NOTICE.c.person_id == person_id, NOTICE.c.read_at.is_(None)] + ([NOTICE.c.id == notice_id] if notice_id else [])
        return self._connection.execute(update(NOTICE).where(*which).values(read_at=at)).rowcount

    def wishes(self, person_id: str) -> Mapping[str, str]:
        """Topic -> `instant`, `daily` or `off`, where something was chosen."""
        return {one.topic: one.how for one in every(self._connection, NoticeWish, person_id=person_id)}

    def wish(self, person_id: str, topic: str, how: str) -> None:
        """From now on mails about this topic come so."""
        put(self._connection, NoticeWish(person_id=person_id, topic=topic, how=how))

    def refused_mails(self, person_id: str) -> Sequence[str]:
        """The address of the newest mail to this person, when it was given up."""
        newest = select(MAIL.c.address, MAIL.c.given_up_at).where(MAIL.c.person_id == person_id).order_by(MAIL.c.id.desc()).limit(1)
        row = self._connection.execute(newest).first()
        return [row.address] if row is not None and row.given_up_at is not None else []
