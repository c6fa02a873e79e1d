"""The bulk file: in constant memory, to the end after a break, once however often; on both engines where the engine matters."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from sqlalchemy import func, select
from stdnum.no import orgnr
from typer.testing import CliRunner

from models.errors import NotThere
from models.joining import RegisterUnit
from storage.database import Database
from storage.registers import StoredRegister, add_register_command
from storage.registers.bulk import NoRegisterFile, import_file
from storage.rows import put, table_of
from tests.register_server import GOOD, UNITS, unit
from workflows.access.standing import gone, why_not_join

MANY = 20_000
MOST_MEMORY = 40_000_000


def numbers() -> Iterator[str]:
    """Organisation numbers with a right check digit, one after the other."""
    for first in range(31_200_000, 31_300_000):
        found = next((f"{first}{last}" for last in range(10) if orgnr.is_valid(f"{first}{last}")), None)
        if found:
            yield found


def bulk_file(path: Path, units: int, broken_after: int | None = None) -> Path:
    """A file as /enheter/lastned gives it, or one that was cut in transit."""
    stream = numbers()
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write("[")
        for n in range(units):
            if n == broken_after:
                break
            file.write((",\n" if n else "") + json.dumps(unit(next(stream), f"FORETAK {n} AS")))
        else:
            file.write("]")
    return path


def how_many(database: Database) -> int:
    with database.reading.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(table_of(RegisterUnit))).scalar_one())


def test_twenty_thousand_units_come_in_without_growing_memory_and_with_progress(sqlite_url: str, tmp_path: Path) -> None:
    database, told = Database(sqlite_url), []
    path = bulk_file(tmp_path / "enheter.json.gz", MANY)
    tracemalloc.start()
    done = import_file(database, path, lambda *seen: told.append(seen))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (done.units, done.skipped, done.unfit) == (MANY, 0, 0)
    assert how_many(database) == MANY
    assert peak < MOST_MEMORY
    assert [units for _read, _size, units in told] == list(range(2_000, MANY + 1, 2_000))
    assert told[-1][0] == told[-1][1] == path.stat().st_size
    database.close()


def test_an_import_that_broke_off_goes_on_and_one_run_twice_changes_nothing(database: Database, tmp_path: Path) -> None:
    path = bulk_file(tmp_path / "enheter.json.gz", 5_000)

    def stop(_read: int, _size: int, units: int) -> None:
        if units >= 4_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(database, path, stop)
    assert how_many(database) == 4_000
    went_on = import_file(database, path)
    again = import_file(database, path)

    assert (went_on.units, went_on.skipped) == (5_000, 4_000)
    assert (again.units, again.skipped) == (5_000, 5_000)
    assert how_many(database) == 5_000


def test_a_portal_without_network_finds_companies_of_the_file_and_says_so(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    path.write_text(json.dumps([*UNITS.values(), {"organisasjonsnummer": "123"}, "tull"]))
    os.utime(path, (1_790_000_000, 1_790_000_000))
    done = import_file(database, path)
    register = StoredRegister(database, None)
    known, unknown = next(iter(UNITS)), "312000091"

    found = register.look_up(known)
    assert (done.units, done.unfit) == (len(UNITS), 2)
    assert (found.is_fresh, found.source, found.read_at) == (False, "file", datetime.fromtimestamp(1_790_000_000, UTC))
    with pytest.raises(NotThere):
        register.look_up(unknown)


def test_what_was_asked_for_after_the_file_was_made_is_not_overwritten(database: Database, tmp_path: Path) -> None:
    number, path = "312000008", tmp_path / "old.json"
    path.write_text(json.dumps([unit(number, "GAMMELT NAVN AS")]))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    newer = RegisterUnit(
        number=number, name="NYTT NAVN AS", form="AS", read_at=datetime(2026, 11, 1, tzinfo=UTC), entry={"navn": "NYTT NAVN AS"}
    )
    with database.writing.begin() as connection:
        put(connection, newer)
    import_file(database, path)

    assert StoredRegister(database, None).look_up(number).name == "NYTT NAVN AS"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"<html>", b"\x1f\x8bgarbage"])
def test_what_is_no_bulk_file_is_said_so(sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    database, path = Database(sqlite_url), tmp_path / "file"
    path.write_bytes(content)

    with pytest.raises(NoRegisterFile):
        import_file(database, path)
    database.close()


def test_a_file_cut_in_transit_keeps_what_came_and_says_where_it_ended(sqlite_url: str, tmp_path: Path) -> None:
    database: Any = Database(sqlite_url)

    with pytest.raises(NoRegisterFile, match="after"):
        import_file(database, bulk_file(tmp_path / "cut.json.gz", 5_000, broken_after=4_500))
    assert how_many(database) == 4_000
    database.close()


def test_the_command_tells_how_much_is_known_and_refuses_what_is_no_register(sqlite_url: str, tmp_path: Path) -> None:
    app, database = typer.Typer(), Database(sqlite_url)

    @app.callback()
    def main() -> None:
        """A command line of two levels, as ours is."""

    add_register_command(app, lambda: nullcontext(SimpleNamespace(database=database)))
    good, bad = bulk_file(tmp_path / "enheter.json.gz", 50), tmp_path / "bad.json"
    bad.write_text("{}")
    done = CliRunner().invoke(app, ["import-register", str(good)])
    refused = CliRunner().invoke(app, ["import-register", str(bad)])

    assert (done.exit_code, "50 units are known" in done.output) == (0, True)
    assert (refused.exit_code, "Not imported" in refused.output) == (2, True)
    database.close()


def read_in(database: Database, path: Path, day: int, units: list[dict[str, Any]], ends: str = "]") -> None:
    """A file of that day of November is read in."""
    path.write_text("[" + ",".join(json.dumps(one) for one in units) + ends)
    at = datetime(2026, 11, day, 3, 0, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))
    import_file(database, path)


def test_who_is_missing_from_a_newer_whole_file_is_deleted_and_from_no_other(database: Database, tmp_path: Path) -> None:
    all_of_them = [unit(number, f"FORETAK {n} AS") for n, number in zip(range(30), numbers(), strict=False)]
    missing, stays = all_of_them[-1]["organisasjonsnummer"], all_of_them[0]["organisasjonsnummer"]
    register = StoredRegister(database, None)

    def is_gone(number: str) -> bool:
        return gone(register.look_up(number).entry)[0] == "deleted"

    read_in(database, tmp_path / "first.json", 1, all_of_them)
    read_in(database, tmp_path / "extract.json", 2, all_of_them[:5])
    with pytest.raises(NoRegisterFile):
        read_in(database, tmp_path / "broken.json", 3, all_of_them[:-1], ends="")
    assert not is_gone(missing), "neither an extract nor a file that broke off says that somebody was deleted"

    read_in(database, tmp_path / "second.json", 4, all_of_them[:-1])
    answer = register.look_up(missing)
    assert (is_gone(missing), is_gone(stays)) == (True, False)
    assert (answer.name, answer.read_at.day, answer.is_fresh) == ("FORETAK 29 AS", 4, False)
    refusal = why_not_join(answer.entry)
    assert refusal is not None
    assert refusal.key == "deleted"
    assert [one.number for one in register.search("foretak 29")] == []

    read_in(database, tmp_path / "third.json", 5, [*all_of_them, unit(GOOD, "EIN TIL AS")])
    assert not is_gone(missing)


def test_a_file_that_was_copied_between_two_tries_deletes_nobody(database: Database, tmp_path: Path) -> None:
    path = bulk_file(tmp_path / "units.json.gz", 4_500)
    at = datetime(2026, 11, 9, tzinfo=UTC).timestamp()
    os.utime(path, (at, at))

    def stop(read: int, size: int, units: int) -> None:
        if units >= 2_000:
            os.utime(path, (at - 86_400, at - 86_400))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(database, path, stop)
    import_file(database, path)

    register = StoredRegister(database, None)
    assert [number for number in list(islice(numbers(), 4_500))[::500] if gone(register.look_up(number).entry)[0]] == []
