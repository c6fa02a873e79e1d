"""What was chosen is found by the words people saw, in each language; what is kept is a key that nobody looks for."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Phase
from models.case import Case, Snapshot
from models.local_set import LocalSet, OwnOption, OwnQuestion, Words
from models.rules import LocalRules
from storage.database import Database
from storage.live import InProcessHub
from storage.rows import add
from storage.search_index import due, fill
from storage.work import Works
from tests.storage.test_search import cards, found, kept, sent
from tests.storage.world import FJORDVIK, NOON, OURS, SUNDAL, World
from ui.texts import in_every_language


@pytest.fixture
def speaking(database: Database) -> Works:
    """Units of work that say labels in every language, as the portal's do."""
    return Works(database, InProcessHub(), in_every_language)


def chosen(works: Works, case: Case, answers: dict[str, Any]) -> None:
    """A case whose sending says this, by step."""
    kept(works, case)
    again(works, case, answers, 1)


def again(works: Works, case: Case, answers: dict[str, Any], number: int) -> None:
    one: Snapshot = sent(case, {}, number)
    one.content = {**one.content, "answers": answers}
    with works(writing=True) as work:
        work.cases.by_id(case.id)
        work.cases.add_snapshot(one)
        work.commit()


@pytest.mark.parametrize("words", ["slamavskiller", "Slamavskiljar", "berre slamavskiljar", "septic tank only", "septic_only"])
def test_a_choice_is_found_by_its_label_in_each_language_and_by_its_key(speaking: Works, world: World, words: str) -> None:
    case, other = world.case(workflow="discharge"), world.case(workflow="discharge")
    chosen(speaking, case, {"plant": {"plant": "septic_only"}})
    chosen(speaking, other, {"plant": {"plant": "mini_plant"}})

    assert found(speaking, FJORDVIK, words) == found(speaking, OURS, words) == [case.id]
    assert found(speaking, SUNDAL, words) == []


def test_several_choices_and_choices_in_rows_are_found(speaking: Works, world: World) -> None:
    several, rows = world.case(workflow="private-work"), world.case()
    chosen(speaking, several, {"scope": {"where_in_system": ["septic_tank", "at_main"]}})
    chosen(speaking, rows, {"meters": {"meters": [{"_row": "1", "relation": "irrigation"}, {"_row": "2", "relation": "sub"}]}})

    assert found(speaking, FJORDVIK, "septiktanken") == [several.id]
    assert found(speaking, FJORDVIK, "irrigation meter") == found(speaking, FJORDVIK, "sub-meter") == [rows.id]


def test_the_excerpt_says_the_label_as_one_language_has_it(speaking: Works, world: World) -> None:
    chosen(speaking, world.case(workflow="discharge"), {"plant": {"plant": "septic_only"}})

    (card,) = cards(speaking, FJORDVIK, "slamavskiller")

    assert [(one.where, one.before, one.hit, one.after) for one in card.found] == [("answers", "Bare ", "slamavskiller", "")]


def test_what_was_chosen_before_is_found_no_more(speaking: Works, world: World) -> None:
    case = world.case(workflow="discharge")
    chosen(speaking, case, {"plant": {"plant": "septic_only"}})
    again(speaking, case, {"plant": {"plant": "mini_plant"}}, 2)

    assert found(speaking, FJORDVIK, "slamavskiller") == []
    assert found(speaking, FJORDVIK, "minirenseanlegg") == [case.id]


@pytest.mark.parametrize(
    "answers",
    [
        {"plant": {"plant": "gone"}},
        {"plant": {"plant": ["septic_only", {}]}},
        {"plant": "septic_only"},
        {"nowhere": {"plant": "septic_only"}},
    ],
    ids=["no such choice", "no key", "no step", "another step"],
)
def test_what_cannot_be_a_choice_is_found_by_what_was_typed_alone(speaking: Works, world: World, answers: dict[str, Any]) -> None:
    chosen(speaking, world.case(workflow="discharge"), answers)

    assert found(speaking, FJORDVIK, "slamavskiller") == []


def test_a_municipalitys_own_choices_are_found_by_its_own_words(speaking: Works, world: World, database: Database) -> None:
    options = tuple(
        OwnOption(key=key, label=Words(nb=nb, nn=nn)) for key, nb, nn in (("a", "Betongkum", "Betongkumme"), ("b", "Plastkum", ""))
    )
    own = OwnQuestion(key="own_0a1b2c", phase=Phase.APPLICATION, step="job", kind="choice", label=Words(nb="Kum"), options=options)
    content = LocalSet(questions=(own,)).model_dump(mode="json")
    rules = LocalRules(
        id="rules-with-manholes", municipality_id="fjordvik", workflow="water-meter", version=1, content=content, published_at=NOON,
        published_by="ola",
    )  # fmt: skip
    with database.writing.begin() as connection:
        add(connection, rules)
    case = world.case(rules_version=1)
    chosen(speaking, case, {"job": {"own_0a1b2c": "a"}})

    assert found(speaking, FJORDVIK, "betongkum") == found(speaking, FJORDVIK, "betongkumme") == [case.id]
    assert found(speaking, FJORDVIK, "plastkum") == []


def test_cases_of_before_are_found_when_what_is_due_was_written(works: Works, world: World, database: Database) -> None:
    case = world.case(workflow="discharge")
    chosen(works, case, {"plant": {"plant": "septic_only"}})
    assert found(works, FJORDVIK, "slamavskiller") == []

    with database.writing.begin() as connection:
        due(connection, [case.id])
        assert fill(connection, 10, in_every_language) == 1

    assert found(works, FJORDVIK, "slamavskiller") == [case.id]
    assert found(works, FJORDVIK, "slamavskillar") == [case.id], "one slip of the finger is guessed"
