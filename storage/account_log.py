"""What is kept of an account's acts beside the rows they change: a record in the log, a notice that leaves with it, devices met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from models.access import OutboxItem
from models.actor import Machine
from models.case import Event
from storage.chance import CHANCE
from storage.log import StoredLog
from storage.rows import add, table_of
from workflows.access.resetting import DEVICE_MET

EVENT = table_of(Event)


def recorded(
    connection: Connection, kind: str, person_id: str, now: datetime, *, detail: Mapping[str, Any] | None = None, **data: Any
) -> None:
    """One event of an account, in the same transaction. It names no tenant: each the person has a role in reads it (`account_events`)."""
    stream = f"person:{person_id}"
    StoredLog(connection).record(kind, actor=Machine(), at=now, data=data, detail=detail, stream=stream, about=person_id)


def told(connection: Connection, kind: str, person_id: str, now: datetime, **payload: Any) -> None:
    """A notice that leaves with the change it tells of."""
    add(connection, OutboxItem(id=CHANCE.id(), kind=kind, person_id=person_id, payload=payload, created_at=now))


def met_on(connection: Connection, device: str, person_id: str, now: datetime) -> None:
    """Somebody is in on this device: the first time is recorded, and told when they have been in on others.

    The log is the memory, so nothing is kept in the browser. What a device is called stands in the detail, which erasure takes away. Who
    came in only before devices were remembered is met anew, without a word.
    """
    met = (EVENT.c.stream == f"person:{person_id}", EVENT.c.kind == DEVICE_MET)
    known = [found.get("device") for found in connection.execute(select(EVENT.c.detail).where(*met)).scalars()]
    if device in known:
        return
    recorded(connection, DEVICE_MET, person_id, now, detail={"device": device})
    if known:
        told(connection, "login_new_device", person_id, now, device=device)
