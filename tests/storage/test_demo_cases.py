"""The sample cases: led through the real use cases to every column of the board, on whatever day the portal is first started."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.actor import Scope
from models.base import BoardColumn
from storage.database import Database
from storage.demo import furnish
from storage.demo_cases import SCENES, seed_cases
from storage.demo_delegation import SCENES as OF_SEVERAL
from storage.demo_quality import HOW_MANY
from storage.live import InProcessHub
from storage.log import verify_all
from storage.objects import open_objects
from storage.work import Works
from workflows.ports import CaseFilter

DAYS = {
    "a Monday at noon": datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
    "midnight on New Year's Day": datetime(2026, 12, 31, 23, 0, 1, tzinfo=UTC),
    "the Sunday summer time begins": datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
}


@pytest.mark.parametrize("day", DAYS)
def test_a_first_visitor_finds_something_in_every_state(sqlite_url: str, tmp_path: Path, day: str) -> None:
    database = Database(sqlite_url)
    works = Works(database, InProcessHub())
    furnish(database)

    assert seed_cases(works, open_objects((tmp_path / "store").as_uri()), DAYS[day]) == len((*SCENES, *OF_SEVERAL)) + HOW_MANY

    with works(writing=False) as work:
        fjordvik = work.cases.counts(Scope(municipality_id="demo-fjordvik"), CaseFilter())
        sundal = work.cases.counts(Scope(municipality_id="demo-sundal"), CaseFilter())
        drafts = work.cases.counts(Scope(company_id="demo-rorlegger"), CaseFilter())[BoardColumn.HIDDEN]
    assert fjordvik == {
        BoardColumn.NEW: 4,
        BoardColumn.ANSWERED: 1,
        BoardColumn.CHECKING: 1,
        BoardColumn.READY: 1,
        BoardColumn.WAITING: 2,
        BoardColumn.FINAL_DOCS: 2,
        BoardColumn.CLOSED: 2 + HOW_MANY,
    }
    assert (sundal, drafts) == ({BoardColumn.NEW: 1}, 2)
    assert verify_all(database) == []
    database.close()
