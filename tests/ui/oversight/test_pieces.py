"""What is handed out: looks told once, a log safe in spreadsheets, a readable copy of one's own data."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from models.actor import Actor
from models.base import Role
from models.case import Event
from ui.oversight.export import cells
from ui.oversight.looks import Looks
from ui.oversight.own_data import pieces
from ui.sheets import Row, stream
from ui.texts import Speaker
from workflows.ports_oversight import LoggedLine

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
OFFICER = Actor("ingrid", "Ingrid", "i@x.example", Role.CASE_WORKER, "m", None, "town", "Town", "nb", NOON)


def test_the_same_look_is_told_once_in_ten_minutes_and_another_at_once() -> None:
    told: list[Any] = []
    clock = SimpleNamespace(now=NOON)

    async def write(call: Any) -> None:
        told.append(call.args[0])

    house = SimpleNamespace(now=lambda: clock.now, open_work=lambda writing: None, run_writing=write)

    async def look() -> None:
        looks = Looks(house)  # type: ignore[arg-type]  # the part of the house it uses
        looks.saw(OFFICER, "case", "abc", "")
        looks.saw(OFFICER, "case", "abc", "")
        looks.saw(OFFICER, "file", "abc", "one")
        clock.now += timedelta(minutes=9)
        looks.saw(OFFICER, "case", "abc", "")
        clock.now += timedelta(minutes=1)
        looks.saw(OFFICER, "case", "abc", "")
        await asyncio.sleep(0.05)

    asyncio.run(look())

    assert [(one.thing, one.part) for one in told] == [("case", ""), ("file", "one"), ("case", "")]


async def test_no_cell_of_an_exported_log_begins_a_formula() -> None:
    event = Event(id="1", stream="@stream", seq=3, kind="case_seen", at=NOON, actor_id="x", previous_hash="p", hash="h")
    line = LoggedLine(event, "=HYPERLINK(1)", "ref", "2026-000001", "+47 AS", "310000027", "-Per")

    async def lines() -> AsyncIterator[Sequence[Row]]:
        yield [cells(line, Speaker("nb"))]

    answer = await stream("csv", "log", [], lines())
    content = b"".join([piece async for piece in answer.body_iterator if isinstance(piece, bytes)]).decode()
    found = content.removeprefix("\ufeff\r\n").split(";")

    assert [one for one in found if one[:1] in "=+-@"] == []
    assert "'=HYPERLINK(1)" in found


def test_a_copy_is_a_zip_of_readable_files_given_out_piece_by_piece() -> None:
    held = [("person", [{"name": "Åse", "at": NOON}]), ("mails", [])]

    given = list(pieces(held, Speaker("nb")))

    with zipfile.ZipFile(io.BytesIO(b"".join(given))) as copy:
        assert copy.namelist() == ["README.txt", "person.json", "mails.json"]
        assert json.loads(copy.read("person.json")) == [{"name": "Åse", "at": NOON.isoformat()}]
        assert "person.json: Kontoen din (1)" in copy.read("README.txt").decode()
    assert len(given) > 3
