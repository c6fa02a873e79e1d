"""Full-text search: what a case says is found, by whoever may see it and by nobody else, in step with what happens to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from models.actor import Scope
from models.base import BoardColumn, Phase, Status
from models.case import Case, Snapshot
from models.correspondence import CorrectionRequest, Decision, Message, RequestState, TargetKind
from models.delegation import ACTIVE, Cowork
from storage.cases import StoredCases
from storage.database import Database
from storage.erasing import erase
from storage.gathering import CaseRows
from storage.parties import StoredParties
from storage.rows import add
from storage.scope import Reach
from storage.search import Search
from storage.search_index import VOCABULARY, due, fill, waiting
from storage.work import Works
from tests.storage.world import FJORDVIK, NEIGHBOURS, NOON, OURS, SUNDAL, World
from workflows.ports import CaseCard, CaseFilter


def kept(works: Works, *cases: Case) -> None:
    with works(writing=True) as work:
        for case in cases:
            work.cases.add(case)
        work.commit()


def cards(works: Works, scope: Scope, text: str, **more: Any) -> Sequence[CaseCard]:
    with works(writing=False) as work:
        return work.cases.cards(scope, CaseFilter(text=text, **more)).rows


def found(works: Works, scope: Scope, text: str, **more: Any) -> list[str]:
    return [card.id for card in cards(works, scope, text, **more)]


def sent(case: Case, answers: dict[str, Any], number: int = 1, **more: Any) -> Snapshot:
    content = {"answers": {"step": answers}, "files": {}, "waivers": {}, **more}
    return Snapshot(
        id=f"{case.id}-{number}", case_id=case.id, phase=Phase.APPLICATION, number=number, at=NOON + timedelta(hours=number), by="per",
        content=content, sha256="",
    )  # fmt: skip


def said(case: Case, body: str, *, internal: bool = False, by: str = "ola") -> Message:
    return Message(id=f"m-{body}", case_id=case.id, internal=internal, from_staff=by == "ola", author_id=by, body=body, at=NOON)


def keep_all(works: Works, case: Case, *things: Any) -> None:
    ways = {"Snapshot": "add_snapshot", "Message": "add_message", "Decision": "add_decision", "CorrectionRequest": "save_request"}
    with works(writing=True) as work:
        work.cases.by_id(case.id)
        for thing in things:
            getattr(work.cases, ways[type(thing).__name__])(thing)
        work.commit()


@pytest.mark.parametrize(
    "text",
    ["2026-000001", "000001", "101/27", "gnr 101 bnr 27", "9999-101/27", "Gårdsvegen", "gaardsveg", "gardsveg", "GÅRD", "J-4711",
     "4711", "j4711", "Rør AS", "ror", "Per Rør", "Ola Saks", "tønsberg", "toensb", "Ærfugl", "aerfugl", "messingkran", "kilo 91234567"],
)  # fmt: skip
def test_a_case_is_found_by_number_place_property_company_people_and_answers(works: Works, world: World, text: str) -> None:
    case = world.case(address="Gårdsvegen 3", property_key="101/27/0/0", reference="J-4711", assignee_id="ola")
    other = world.case(company_id="drains", created_by="dag", address="Storgata 12", property_key="101/270/0/0", number="2026-000777")
    kept(works, case, other)
    keep_all(works, case, sent(case, {"town": "Tønsberg", "valve": "Ærfugl messingkran", "phone": "Kilo 912 34 567", "contact": "per"}))

    assert found(works, FJORDVIK, text) == [case.id]


def test_all_words_must_be_found_wherever_each_stands(works: Works, world: World) -> None:
    case, other = world.case(address="Storgata 3", title="Bytte"), world.case(address="Storgata 4")
    kept(works, case, other)

    assert found(works, FJORDVIK, "storg byt") == [case.id]
    assert found(works, FJORDVIK, "storg nothing") == []
    assert found(works, FJORDVIK, "%%% …") == []


def test_answers_are_found_as_they_were_sent_last_and_not_as_they_are_being_written(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    keep_all(works, case, sent(case, {"pipe": "støpejern"}))
    with works(writing=True) as work:
        work.cases.by_id(case.id)
        answers = work.cases.answer_set(case.id, Phase.APPLICATION, "step")
        answers.answers = {"pipe": {"raw": "polyetylen", "version": 2, "by": "per", "at": NOON.isoformat()}}
        work.cases.save_answer_set(answers)
        work.cases.touch(case, title="Ny")
        work.commit()

    assert found(works, FJORDVIK, "stopejern") == [case.id]
    assert found(works, FJORDVIK, "polyetylen") == found(works, OURS, "polyetylen") == []
    keep_all(works, case, sent(case, {"pipe": "polyetylen"}, 2))
    assert found(works, FJORDVIK, "polyetylen") == [case.id]
    assert found(works, FJORDVIK, "stopejern") == []


def test_a_draft_is_found_by_its_company_alone(works: Works, world: World) -> None:
    draft = world.draft(address="Hemmeligvegen 1")
    kept(works, draft)

    assert found(works, OURS, "hemmelig") == [draft.id]
    assert found(works, FJORDVIK, "hemmelig") == found(works, NEIGHBOURS, "hemmelig") == []
    assert near(works, FJORDVIK, "hemmeligvegem") == {}, "no word of a draft is told"

    with works(writing=True) as work:
        case = work.cases.by_id(draft.id)
        work.cases.move(case, expect=(case.phase, Status.DRAFT), status=Status.SUBMITTED, board_column=BoardColumn.NEW, submitted_at=NOON)
        work.commit()
    assert found(works, FJORDVIK, "hemmelig") == [draft.id]


def test_messages_and_decisions_are_found_by_both_sides_and_notes_by_staff_alone(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    decision = Decision(
        id="d", case_id=case.id, phase=Phase.APPLICATION, outcome="approved", reason="Godt nok", conditions=["Varsle nabolaget"],
        decided_by="ola", decided_at=NOON,
    )  # fmt: skip
    keep_all(works, case, said(case, "Husk plomberingen"), said(case, "Mistenkelig firma", internal=True), decision)

    for scope in (FJORDVIK, OURS):
        assert found(works, scope, "plombering") == found(works, scope, "nabolag") == found(works, scope, "ola saks") == [case.id]
    assert found(works, FJORDVIK, "mistenkelig") == [case.id]
    assert found(works, OURS, "mistenkelig") == []
    assert near(works, OURS, "mistenkalig") == {}
    assert near(works, FJORDVIK, "mistenkalig") == {"mistenkalig": ["mistenkelig"]}
    assert cards(works, OURS, "husk")[0].found[0].hit == "Husk"
    assert cards(works, FJORDVIK, "mistenkelig")[0].found[0].where == "notes"


def test_a_request_is_found_once_it_is_sent_and_its_answer_once_it_is_handed_in(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    request = CorrectionRequest(
        id="q",
        case_id=case.id,
        phase=Phase.APPLICATION,
        number=1,
        target_kind=TargetKind.FREE,
        comment="Lastskriv vedlegg",
        created_at=NOON,
    )
    keep_all(works, case, request)
    assert found(works, OURS, "lastskriv") == []

    request.state, request.answer, request.answer_kind = RequestState.SENT, "Ligger ved kummen", "corrected"
    keep_all(works, case, request)
    assert found(works, OURS, "lastskriv") == [case.id]
    assert found(works, FJORDVIK, "kummen") == []

    request.state = RequestState.ANSWERED
    keep_all(works, case, request)
    assert found(works, FJORDVIK, "kummen") == [case.id]


def near(works: Works, scope: Scope, text: str) -> dict[str, list[str]]:
    with works(writing=False) as work:
        return {typed: list(words) for typed, words in work.boards.near(scope, text).items()}


@pytest.mark.parametrize("typed", ["strogata", "storgsta", "sorgata", "tsorgata", "storrgata", "strog"])
def test_a_mistyped_word_finds_words_like_it(works: Works, world: World, typed: str) -> None:
    case, other = world.case(address="Storgata 3"), world.case(address="Ringveien 4")
    kept(works, case, other)

    assert found(works, FJORDVIK, typed) == [case.id]
    assert near(works, FJORDVIK, typed) == {typed: ["storgata"]}
    assert near(works, FJORDVIK, "storgata") == {}


def test_numbers_are_never_guessed(works: Works, world: World) -> None:
    kept(works, world.case(reference="471100", property_key="101/27/0/0"))

    assert found(works, FJORDVIK, "471101") == found(works, FJORDVIK, "101/28") == found(works, FJORDVIK, "101/2") == []


def test_nothing_outside_the_scope_shows_in_hits_counts_words_or_texts(works: Works, world: World) -> None:
    ours = world.case(address="Delt gate 1")
    theirs = world.case(company_id="drains", created_by="dag", address="Delt gate 2 ved Naboknausen")
    sundals = world.case(company_id="drains", created_by="dag", municipality_id="sundal", address="Delt gate 3 ved Sundalstoppen")
    kept(works, ours, theirs, sundals)

    assert {name: found(works, scope, "delt gate") for name, scope in SCOPES.items()} == {
        "ours": [ours.id], "neighbours": [theirs.id, sundals.id], "fjordvik": [ours.id, theirs.id], "sundal": [sundals.id],
    }  # fmt: skip
    with works(writing=False) as work:
        counted = {name: sum(work.cases.counts(scope, CaseFilter(text="delt")).values()) for name, scope in SCOPES.items()}
    assert counted == {"ours": 1, "neighbours": 2, "fjordvik": 2, "sundal": 1}
    assert {name: near(works, scope, "sundalstopen") for name, scope in SCOPES.items()} == {
        "ours": {}, "neighbours": {"sundalstopen": ["sundalstoppen"]}, "fjordvik": {}, "sundal": {"sundalstopen": ["sundalstoppen"]},
    }  # fmt: skip


SCOPES = {"ours": OURS, "neighbours": NEIGHBOURS, "fjordvik": FJORDVIK, "sundal": SUNDAL}


def test_a_word_left_over_in_the_list_for_guessing_is_told_to_nobody(works: Works, world: World, database: Database) -> None:
    case = world.case(address="Gamleveien 1")
    kept(works, case)
    with works(writing=True) as work:
        work.cases.touch(work.cases.by_id(case.id), address="Nyveien 1")
        work.commit()

    assert near(works, FJORDVIK, "gamleveiem") == {}
    assert found(works, FJORDVIK, "gamleveiem") == []


def test_who_works_on_a_case_of_another_company_finds_it_while_they_do(works: Works, world: World, database: Database) -> None:
    case = world.case(address="Samarbeidsvegen 1")
    kept(works, case)
    shared = Cowork(id="w", case_id=case.id, company_id="drains", may_send=False, state=ACTIVE, invited_by="per", invited_at=NOON)
    with database.writing.begin() as connection:
        add(connection, shared)
    assert found(works, NEIGHBOURS, "samarbeid") == [case.id]

    with database.writing.begin() as connection:
        connection.execute(delete(Cowork.__table__))  # type: ignore[attr-defined]
    assert found(works, NEIGHBOURS, "samarbeid") == []


def test_what_many_cases_hold_is_walked_in_order_page_by_page(works: Works, world: World, database: Database) -> None:
    cases = [world.case(address="Storgata", our_due_on=NOON.date() + timedelta(days=place % 3)) for place in range(9)]
    closed = world.case(address="Storgata", board_column=BoardColumn.CLOSED, status=Status.COMPLETED)
    kept(works, *cases, closed, world.case(address="Ringveien"))
    orders = ("urgent", "recent", "left", "action")
    with database.reading.connect() as connection:
        few, many = (
            StoredCases(
                connection, Reach(), CaseRows(connection, writing=False), Search(connection, most_listed=most), set(), writing=False
            )
            for most in (100, 2)
        )  # fmt: skip
        assert [walked(many, order) for order in orders] == [walked(few, order) for order in orders]
        assert set(walked(many, "urgent")) == {one.id for one in [*cases, closed]}
        counted = many.counts(FJORDVIK, CaseFilter(text="stor", columns=(BoardColumn.NEW, BoardColumn.READY)))
        assert (dict(counted), dict(many.counts(OURS, CaseFilter(text="stor")))) == (
            {BoardColumn.NEW: 9}, {BoardColumn.NEW: 9, BoardColumn.CLOSED: 1}
        )  # fmt: skip


def walked(cases: StoredCases, order: Any) -> list[str]:
    ids: list[str] = []
    after: str | None = None
    while True:
        page = cases.cards(FJORDVIK, CaseFilter(text="stor"), after=after, limit=4, order=order)
        ids, after = [*ids, *(card.id for card in page.rows)], page.next
        if after is None:
            return ids


def test_an_excerpt_is_plain_text_around_the_hit(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    keep_all(works, case, said(case, "Kabelen ligger langs gjerdet og <b>ikke</b> under veien, som vi først trodde at den skulle gjøre."))

    (shown,) = cards(works, FJORDVIK, "ikke")[0].found

    assert (shown.where, shown.before, shown.hit) == ("said", "Kabelen ligger langs gjerdet og ", "<b>ikke</b>")
    assert shown.after == " under veien, som vi først trodde at …"


def test_an_erased_person_is_found_no_more_and_what_they_wrote_is(works: Works, world: World, database: Database) -> None:
    case, other = world.case(assignee_id="ola"), world.case(created_by="dag", company_id="drains")
    kept(works, case, other)
    keep_all(works, case, said(case, "Ring meg", internal=True))
    with database.writing.begin() as connection:
        ola = StoredParties(connection).person("ola")
        erase(connection, ola, "Erased person", NOON)

    assert found(works, FJORDVIK, "saks") == []
    assert near(works, FJORDVIK, "sakss") == {}
    with database.writing.begin() as connection:
        assert (fill(connection, 10), waiting(connection)) == (1, 0)
        assert connection.execute(select(func.count()).where(VOCABULARY.c.word == "saks")).scalar() == 0
    assert found(works, FJORDVIK, "saks") == []
    assert found(works, FJORDVIK, "ring meg") == [case.id]
    assert found(works, FJORDVIK, "dag sluk") == [other.id]


def test_cases_that_are_due_are_written_a_few_at_a_time(works: Works, world: World, database: Database) -> None:
    cases = [world.case(title="Borettslag") for _number in range(5)]
    with database.writing.begin() as connection:
        for case in cases:
            add(connection, case)
        due(connection, [case.id for case in cases])
    assert found(works, FJORDVIK, "borettslag") == []

    with database.writing.begin() as connection:
        assert [fill(connection, 3) for _time in range(3)] == [3, 2, 0]
    assert sorted(found(works, FJORDVIK, "borettslag")) == [case.id for case in cases]


def test_a_unit_that_is_undone_leaves_the_index_as_it_was(works: Works, world: World) -> None:
    case = world.case(address="Storgata 1")
    kept(works, case)
    with works(writing=True) as work:
        work.cases.touch(work.cases.by_id(case.id), address="Angreveien 1")

    assert found(works, FJORDVIK, "angre") == []
    assert found(works, FJORDVIK, "storgata") == [case.id]


HOSTILE = ['"', "'", "a' OR 1", "NEAR(a b)", "*", "-x", "marks : open", "q:*", "\\", "x" * 100, "{head}", "((", "& | !", "\x00q"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_sign_means_anything_to_the_engine(works: Works, world: World, text: str) -> None:
    kept(works, world.case(title="Bytte"))

    assert found(works, FJORDVIK, text) == []
