"""The register as the portal asks it: live where it answers, from what is kept where it does not, and always with the day it was said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select

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
DELETED = {"respons_klasse": "SlettetEnhet"}
"""How the register itself says of a unit that it is deleted."""
WHOLE = 0.9
"""A file with fewer units than this share of the largest is an extract."""


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
            return self._as_known(kept)
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
        wanted = [UNIT.c.name >= begins, UNIT.c.name < begins + "\U0010ffff"]
        newest = self._newest_file()
        wanted += [or_(UNIT.c.source != "file", UNIT.c.read_at >= newest)] if newest else []
        with self._database.reading.connect() as connection:
            rows = connection.execute(select(UNIT).where(*wanted).order_by(UNIT.c.name).limit(most)).all()
        return [hit_of({"organisasjonsnummer": one.number, **one.entry, "navn": one.name}) for one in entities(RegisterUnit, rows)]

    def close(self) -> None:
        """Let go of connections."""
        if self._live is not None:
            self._live.close()

    def _without_network(self, kept: RegisterUnit | None) -> RegisterAnswer:
        if kept is not None:
            return self._as_known(kept)
        if self._newest_file() is not None:
            raise NotThere
        raise Unavailable(SILENT)

    def _as_known(self, kept: RegisterUnit) -> RegisterAnswer:
        """What is kept of a unit; one that stood in an earlier file and in the newest no more has been deleted since."""
        newest = self._newest_file()
        if newest is None or kept.source != "file" or kept.read_at >= newest:
            return _answer(kept, is_fresh=False)
        return replace(_answer(kept, is_fresh=False), entry={**kept.entry, **DELETED}, read_at=newest)

    def _newest_file(self) -> datetime | None:
        """How old the newest file is that was read to its end and is a whole one: not much smaller than another we have read.

        An extract, such as one county's companies, is fine to read in, but who is missing from it has not been deleted.
        """
        with self._database.reading.connect() as connection:
            files = entities(RegisterImport, connection.execute(select(IMPORT).where(IMPORT.c.finished_at.is_not(None))))
        most = max((one.rows for one in files), default=0)
        return max((one.as_of for one in files if one.rows >= most * WHOLE), default=None)

    def _kept(self, number: str) -> RegisterUnit | None:
        with self._database.reading.connect() as connection:
            return maybe(connection, RegisterUnit, number=number)

    def _keep(self, unit: RegisterUnit) -> None:
        with self._database.writing.begin() as connection:
            put(connection, unit)


def _answer(unit: RegisterUnit, *, is_fresh: bool) -> RegisterAnswer:
    return RegisterAnswer(unit.number, unit.name, unit.form, unit.entry, unit.read_at, unit.source, is_fresh)
