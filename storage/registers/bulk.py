"""The register's public bulk file, read as a stream into the database: a portal without internet then knows every company too.

About 1.2 million units. Memory stays as it is whatever the size; each batch is one transaction; an import that broke off goes on where it
was, and one that is run twice changes nothing. What was asked for live and is newer than the file is left alone.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

import ijson
from sqlalchemy import update

from models.joining import RegisterImport, RegisterUnit
from models.values import organisation_number
from storage.database import Database
from storage.registers.entries import trimmed, unit_of
from storage.rows import insert_or, maybe, put, table_of, values_of
from storage.rows import now as utc_now

BATCH = 2_000
GZIP = b"\x1f\x8b"
LOOKED_AT = 4_000_000
IMPORT, UNIT = table_of(RegisterImport), table_of(RegisterUnit)

Progress = Callable[[int, int, int], object]
"""Told after each batch: bytes read, bytes in all, units so far."""


class NoRegisterFile(Exception):
    """The file is not the register's bulk file; the text says how it shows."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: units that lie in the database, those of them that were skipped as known from before, and what was no unit."""

    units: int
    skipped: int
    unfit: int


def import_file(database: Database, path: Path, progress: Progress = lambda _read, _size, _units: None) -> Imported:
    """Read the file in. Raises NoRegisterFile, OSError; what was read before stays and is not read twice."""
    begun = _begin(database, _fingerprint(path), datetime.fromtimestamp(path.stat().st_mtime, UTC))
    as_of = begun.as_of  # one for the whole file, though it was copied between two tries: what is older is no longer in the register
    size, unfit, rows = path.stat().st_size, 0, 0
    with path.open("rb") as file:
        units = _units(file)
        try:
            while batch := list(islice(units, BATCH)):
                rows += len(batch)
                fitting = [unit for raw in batch if (unit := _unit(raw, as_of)) is not None]
                unfit += len(batch) - len(fitting)
                if rows > begun.rows:
                    _keep(database, fitting, begun.fingerprint, rows)
                progress(file.tell(), size, rows)
        except (ijson.JSONError, EOFError, gzip.BadGzipFile, UnicodeDecodeError) as error:
            raise NoRegisterFile(f"the file breaks off or is no JSON after {rows} units ({type(error).__name__})") from error
    if not rows - unfit:
        raise NoRegisterFile("the file holds no units; it must be a JSON array of them, gzipped or not")
    _finish(database, begun.fingerprint)
    return Imported(rows - unfit, min(begun.rows, rows), unfit)


def _units(file: IO[bytes]) -> Iterator[Any]:
    """The array's members, one at a time."""
    begins = file.read(2)
    file.seek(0)
    stream = gzip.GzipFile(fileobj=file) if begins == GZIP else file
    return iter(ijson.items(stream, "item", use_float=True))


def _unit(raw: Any, as_of: datetime) -> RegisterUnit | None:
    number = organisation_number(str(raw.get("organisasjonsnummer", ""))) if isinstance(raw, dict) else None
    return unit_of(number, trimmed(raw), as_of, "file") if number else None


def _keep(database: Database, units: list[RegisterUnit], fingerprint: str, rows: int) -> None:
    with database.writing.begin() as connection:
        if units:
            insert = insert_or(connection, RegisterUnit)
            fresh = {name: insert.excluded[name] for name in ("name", "form", "source", "read_at", "entry")}
            upsert = insert.on_conflict_do_update(index_elements=["number"], set_=fresh, where=UNIT.c.read_at <= insert.excluded.read_at)
            connection.execute(upsert, [values_of(unit) for unit in {unit.number: unit for unit in units}.values()])
        connection.execute(update(IMPORT).where(IMPORT.c.fingerprint == fingerprint).values(rows=rows))


def _begin(database: Database, fingerprint: str, as_of: datetime) -> RegisterImport:
    with database.writing.begin() as connection:
        known = maybe(connection, RegisterImport, fingerprint=fingerprint)
        if known is None:
            known = RegisterImport(fingerprint=fingerprint, rows=0, as_of=as_of, begun_at=utc_now())
            put(connection, known)
    return known


def _finish(database: Database, fingerprint: str) -> None:
    with database.writing.begin() as connection:
        connection.execute(update(IMPORT).where(IMPORT.c.fingerprint == fingerprint).values(finished_at=utc_now()))


def _fingerprint(path: Path) -> str:
    """Which file it is: its size and the hash of its beginning, where a gzip file holds its time too."""
    with path.open("rb") as file:
        return hashlib.sha256(f"{path.stat().st_size} ".encode() + file.read(LOOKED_AT)).hexdigest()
