"""The sample cases: led through the real use cases to every column of the board, on whatever day the portal is first started."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.actor import Scope
from models.base import BoardColumn
from storage.database import Database
from storage.demo import furnish
from storage.demo_cases import SCENES, Stage, actor_of, answered, seed_cases
from storage.demo_delegation import SCENES as OF_SEVERAL
from storage.demo_quality import HOW_MANY
from storage.inspecting.pages import DRAWN, draw_page
from storage.inspecting.pdfs import look_at
from storage.live import InProcessHub
from storage.log import verify_all
from storage.objects import open_objects
from storage.work import Works
from workflows.casework.comparing import compare_sendings
from workflows.casework.overview import case_table
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


def test_a_drawing_lies_there_in_two_sendings_so_that_both_can_be_looked_at_side_by_side(sqlite_url: str, tmp_path: Path) -> None:
    database, now = Database(sqlite_url), DAYS["a Monday at noon"]
    works, objects = Works(database, InProcessHub()), open_objects((tmp_path / "store").as_uri())
    furnish(database)
    answered(Stage(works, objects, now))
    officer = actor_of("officer", now)
    (card,) = case_table(CaseFilter(), actor=officer, work=works(writing=False)).rows

    found = compare_sendings(card.ref, actor=officer, work=works(writing=False), now=now)

    (pair,) = [one for step in found.steps for one in step.pairs if one.place == "meters/intake_sketch"]
    (old,), (new,) = pair.old_files, pair.new_files
    assert (old.name, new.name, pair.difference.how) == ("inntak revisjon A.pdf", "inntak revisjon B.pdf", "changed")
    with works(writing=False) as work:
        case = work.cases.get(officer.scope, card.ref)
        kept = {one.id: one for one in work.documents.of_case(case.id)}
    assert kept[new.id].replaces == old.id
    seen = []
    for number, one in enumerate((kept[old.id], kept[new.id])):
        path, out = objects.local_path(one.object_key), tmp_path / str(number)
        assert path is not None
        out.mkdir()
        assert look_at(path, out) == ({"pages": one.facts["pages"]}, []), "what the portal itself finds in the file"
        for page in (1, 2):
            draw_page(path, page, 400, 0, out)
            seen.append((out / DRAWN).read_bytes())
    assert len(set(seen)) == 4, "both pages of both versions differ"
    database.close()
