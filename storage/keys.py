"""One person's keys for programs, over one connection. Who acts with a key is the door's question; see `storage/sessions.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from models.access import ApiKey
from models.errors import NotThere
from models.parties import Company, Municipality
from storage.rows import add, entities, table_of
from storage.scope import MEMBERSHIP

KEY, COMPANY, MUNICIPALITY = table_of(ApiKey), table_of(Company), table_of(Municipality)


class StoredKeys:
    """The port `Keys` over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_person(self, person_id: str, now: datetime) -> Sequence[tuple[ApiKey, str]]:
        """Those that still work, the newest first, each with the company or municipality it acts for."""
        tenant = func.coalesce(COMPANY.c.name, MUNICIPALITY.c.name, "").label("tenant")
        joined = select(KEY, tenant).join(MEMBERSHIP, MEMBERSHIP.c.id == KEY.c.membership_id)
        joined = joined.outerjoin(COMPANY, COMPANY.c.id == MEMBERSHIP.c.company_id)
        joined = joined.outerjoin(MUNICIPALITY, MUNICIPALITY.c.id == MEMBERSHIP.c.municipality_id)
        statement = joined.where(*_working(person_id, now), MEMBERSHIP.c.active.is_(True)).order_by(
            KEY.c.created_at.desc(), KEY.c.id.desc()
        )
        rows = self._connection.execute(statement).all()
        return list(zip(entities(ApiKey, rows), (row.tenant for row in rows), strict=True))

    def add(self, key: ApiKey) -> None:
        """A new key."""
        add(self._connection, key)

    def end(self, person_id: str, key_id: str, now: datetime) -> None:
        """From now on the key opens nothing. Raises NotThere unless it is the person's and works."""
        statement = update(KEY).where(KEY.c.id == key_id, *_working(person_id, now)).values(revoked_at=now)
        if self._connection.execute(statement).rowcount != 1:
            raise NotThere


def _working(person_id: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return KEY.c.person_id == person_id, KEY.c.revoked_at.is_(None), KEY.c.expires_at > now
