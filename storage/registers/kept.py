"""The register as the portal asks it: live where it answers, from what is kept where it does not, and always with the day it was said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from models.errors import NotThere, Unavailable
from models.joining import RegisterImport, RegisterUnit
from models.text import _
from storage.database import Database
from storage.registers.entries import hit_of, unit_of
from storage.registers.live import Enhetsregisteret, RegisterSilent
from storage.rows import entities, maybe, put, table_of
from storage.rows import now as utc_now
from workflows.ports_joining import RegisterAnswer, RegisteredRole, RegisterHit

logger = logging.getLogger(__name__)

RECENT = timedelta(minutes=10)
"""So long an answer counts as given now: the steps of one registration ask once."""
SILENT = _("The company register does not answer now.")
IMPORT, UNIT = table_of(RegisterImport), table_of(RegisterUnit)
SHORTEST_NAME = 3


class StoredRegister:
    """Fulfils the port `CompanyRegister`. `live` is None where the register is never asked (PORTAL_REGISTER_URL is empty)."""

    def __init__(self, database: Database, live: Enhetsregisteret | None, now: Callable[[], datetime] = utc_now) -> None:
        self._database, self._live, self._now = database, live, now

    def look_up(self, number: str, *, anew: bool = False) -> RegisterAnswer:
        """The unit with this number. Raises NotThere, Unavailable."""
        kept = self._kept(number)
        if kept and kept.source == "live" and not anew and self._now() - kept.read_at < RECENT:
            return _answer(kept, is_fresh=True)
        if self._live is None:
            return self._without_network(kept)
        try:
            entry = self._live.entry(number)
        except RegisterSilent as silence:
            logger.warning("the company register does not answer: %s", silence.why)
            if kept is None:
                raise Unavailable(SILENT) from silence
            return _answer(kept, is_fresh=False)
        fresh = unit_of(number, entry, self._now(), "live")
        if not fresh.name and kept:  # what was removed altogether has lost its name too
            fresh.name, fresh.form = kept.name, kept.form
        self._keep(fresh)
        return _answer(fresh, is_fresh=True)

    def roles(self, number: str) -> Sequence[RegisteredRole] | None:
        """Who has a role in the company now; None when that cannot be asked."""
        if self._live is None:
            return None
        try:
            return self._live.roles(number)
        except (RegisterSilent, NotThere) as silence:
            logger.warning("the company register tells no roles: %s", type(silence).__name__)
            return None

    def search(self, name: str, most: int = 10) -> Sequence[RegisterHit]:
        """Companies by name; of what is kept those whose name begins so."""
        words = " ".join(name.split())[:100]
        if len(words) < SHORTEST_NAME:
            return ()
        try:
            if self._live is not None:
                return self._live.search(words, most)[:most]
        except (RegisterSilent, NotThere) as silence:
            logger.warning("the company register finds no names: %s", type(silence).__name__)
        begins = words.upper()
        wanted = (UNIT.c.name >= begins, UNIT.c.name < begins + "\U0010ffff")
        with self._database.reading.connect() as connection:
            rows = connection.execute(select(UNIT).where(*wanted).order_by(UNIT.c.name).limit(most)).all()
        return [hit_of({"organisasjonsnummer": one.number, **one.entry, "navn": one.name}) for one in entities(RegisterUnit, rows)]

    def close(self) -> None:
        """Let go of connections."""
        if self._live is not None:
            self._live.close()

    def _without_network(self, kept: RegisterUnit | None) -> RegisterAnswer:
        if kept is not None:
            return _answer(kept, is_fresh=False)
        if self._holds_a_whole_file():
            raise NotThere
        raise Unavailable(SILENT)

    def _holds_a_whole_file(self) -> bool:
        with self._database.reading.connect() as connection:
            return bool(connection.execute(select(exists().where(IMPORT.c.finished_at.is_not(None)))).scalar())

    def _kept(self, number: str) -> RegisterUnit | None:
        with self._database.reading.connect() as connection:
            return maybe(connection, RegisterUnit, number=number)

    def _keep(self, unit: RegisterUnit) -> None:
        with self._database.writing.begin() as connection:
            put(connection, unit)


def _answer(unit: RegisterUnit, *, is_fresh: bool) -> RegisterAnswer:
    return RegisterAnswer(unit.number, unit.name, unit.form, unit.entry, unit.read_at, unit.source, is_fresh)
