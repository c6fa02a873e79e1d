"""The case page: few questions however large the case, every document, two sendings side by side, the story, and cases nearby."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event

from models.base import Phase
from models.correspondence import RequestState
from models.errors import BadInput, NotAllowed, NotThere
from tests.workflows.casework.desk import ADDRESS, Desk
from workflows.casework import deciding, documents, drafting, reviewing, sending, talking
from workflows.casework.comparing import Comparison, Pair, Wanted, compare_sendings, mark_change
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange
from workflows.casework.nearby import Similar, similar_cases
from workflows.casework.story import case_story
from workflows.casework.viewing import CaseFile, case_files
from workflows.casework.views import StoryEntry

MOST = 15
PHOTO = Place(Phase.APPLICATION, "photo_old")
REPLACE = reviewing.Wanted(target="meters/photo_old", what="Bytt ut bildet.", extra_reason="Uskarpt.")


def questions(desk: Desk, ask: Callable[[], object]) -> int:
    """How many statements go to the database meanwhile."""
    seen: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engines = {desk.database.reading, desk.database.writing}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    ask()
    for engine in engines:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def read(desk: Desk, login: str, use_case: Callable[..., Any], *given: Any, **more: Any) -> Any:
    """One reading use case as the portal runs it."""
    context: dict[str, Any] = {"actor": desk.actor(login), "work": desk.works(writing=False), "now": desk.now}
    code = use_case.__code__
    wanted = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return use_case(*given, **{name: value for name, value in context.items() if name in wanted}, **more)


def files(desk: Desk, login: str, ref: str) -> list[CaseFile]:
    """Every document one side sees."""
    return list(read(desk, login, case_files, ref).files)


def compared(desk: Desk, login: str, ref: str, wanted: Wanted | None = None) -> Comparison:
    """Two sendings side by side."""
    found: Comparison = read(desk, login, compare_sendings, ref, wanted)
    return found


def pairs(found: Comparison) -> dict[str, Pair]:
    """By place."""
    return {one.place: one for step in found.steps for one in step.pairs}


def story(desk: Desk, login: str, ref: str, **more: Any) -> list[StoryEntry]:
    """What is told, the newest first."""
    return [one for day in read(desk, login, case_story, ref, **more) for one in day.entries]


@pytest.fixture
def answered(desk: Desk) -> str:
    """A case in which address and photo were asked for, and both were answered."""
    ref, _asked = desk.asked(ADDRESS, REPLACE)
    old = documents_of(desk, ref)[0]
    desk.later(days=2)
    desk.save(ref, "property", "address", "Storgata 16")
    desk.photo(ref, PHOTO, name="nytt.jpg", replaces=old)
    desk.do("contractor", sending.resubmit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    return ref


def documents_of(desk: Desk, ref: str) -> list[str]:
    """Ids of the documents that are there."""
    return [one.id for one in desk.home(ref).documents]


@pytest.mark.parametrize("login", ["contractor", "officer"])
def test_a_case_page_asks_at_most_fifteen_questions_however_large_the_case(any_desk: Desk, login: str) -> None:
    desk = any_desk
    ref = desk.in_review()

    def look() -> object:
        return desk.office(ref) if login == "officer" else desk.home(ref)

    small = questions(desk, look)
    desk.ask(ref, ADDRESS, reviewing.Wanted(target="meters", what="Alle målerne.", extra_reason="Mangler."))
    rows = [str(number) for number in range(1, 201)]
    cells = [AnswerChange(Phase.APPLICATION, "meters", f"meters/{row}/place_room", f"Bod {row}") for row in rows]
    desk.do("contractor", drafting.save_answers, ref, [AnswerChange(Phase.APPLICATION, "meters", "meters", rows), *cells])
    for number in range(4):
        desk.do("contractor", talking.write_message, ref, f"Hei {number}")
    desk.do("officer", talking.write_note, ref, "Husk.")
    with desk.works(writing=True) as work:
        case = work.cases.get(desk.actor("contractor").scope, ref)
        first = work.documents.of_case(case.id)[0]
        for number in range(150):
            work.documents.add(type(first)(**{**first.model_dump(), "id": f"more-{number}", "object_key": f"more-{number}"}))
        work.commit()

    assert questions(desk, look) == small <= {"officer": 12, "contractor": 10}[login] < MOST


@pytest.mark.parametrize("login", ["contractor", "officer"])
def test_what_is_read_at_once_is_what_each_question_answers_alone(any_desk: Desk, login: str) -> None:
    """The officer's and the company's page by one statement, and by one for each table."""
    desk = any_desk
    ref = desk.approved()
    desk.do("officer", talking.write_message, ref, "Husk kvittering.")
    actor = desk.actor(login)
    names = {"answers": (), "requests": (), "waivers": (), "snapshots": (), "decisions": (), "ticks": (Phase.APPLICATION,)}

    def answers(*, gather: bool) -> dict[str, Any]:
        with desk.works(writing=False) as work:
            case = work.cases.get(actor.scope, ref)
            if gather:
                work.casepages.gather(case.id, without=frozenset({"answered"}))
            found = {name: getattr(work.cases, name)(case.id, *given) for name, given in names.items()}
            found["messages"] = [*work.cases.messages(case.id, internal=False), *work.cases.messages(case.id, internal=True)]
            found["events"] = work.cases.events(case.id, without=frozenset({"answered"}))
            found["documents"], found["tasks"] = work.documents.of_case(case.id), work.tasks.of_case(case.id)
            found["coworks"], found["handovers"] = work.delegation.coworks(case.id), work.delegation.handovers(case.id)
        return {name: [one.model_dump() for one in rows] for name, rows in found.items()}

    apart, at_once = answers(gather=False), answers(gather=True)

    assert at_once == apart
    assert {name for name, rows in apart.items() if rows} >= {"answers", "snapshots", "decisions", "messages", "events", "documents"}


def test_a_unit_that_writes_never_answers_from_what_was_read_before(desk: Desk) -> None:
    ref = desk.in_review()

    with desk.works(writing=True) as work:
        case = work.cases.get(desk.actor("officer").scope, ref)
        work.casepages.gather(case.id, without=frozenset())
        before = len(work.cases.messages(case.id, internal=False))
        work.cases.add_message(_message(desk, case.id))
        after = len(work.cases.messages(case.id, internal=False))

    assert (before, after) == (0, 1)


def _message(desk: Desk, case_id: str) -> Any:
    from models.correspondence import Message

    return Message(id="m1", case_id=case_id, from_staff=True, author_id="demo-officer", body="Hei", at=desk.now)


def test_every_version_of_a_document_is_listed_and_the_old_one_says_what_took_its_place(desk: Desk, answered: str) -> None:
    for login in ("officer", "contractor"):
        new, old = files(desk, login, answered)

        assert (new.info.name, new.standing, list(new.sendings), new.replaces) == ("nytt.jpg", "current", [2], old.info.id)
        assert (old.info.name, old.standing, list(old.sendings), old.replaced_by) == ("bilde.jpg", "replaced", [1], new.info.id)
        assert old.removed_at is not None


def test_the_municipality_sees_no_document_before_it_is_sent_and_nobody_one_that_never_was(desk: Desk) -> None:
    ref, _asked = desk.asked(REPLACE)
    (old,) = documents_of(desk, ref)
    desk.photo(ref, PHOTO, name="utkast.jpg", replaces=old)
    draft = documents_of(desk, ref)[0]

    assert [(one.info.name, one.standing) for one in files(desk, "officer", ref)] == [("bilde.jpg", "current")]
    assert {(one.info.name, one.standing) for one in files(desk, "contractor", ref)} == {
        ("bilde.jpg", "replaced"),
        ("utkast.jpg", "unsent"),
    }
    desk.do("contractor", documents.remove, ref, draft)
    assert [one.info.name for one in files(desk, "contractor", ref)] == ["bilde.jpg"]


def test_the_last_two_sendings_are_compared_and_only_what_differs_is_shown(desk: Desk, answered: str) -> None:
    found = compared(desk, "officer", answered)
    shown = pairs(found)

    assert (found.old.number if found.old else 0, found.new.number if found.new else 0) == (1, 2)
    assert list(shown) == ["property/address", "meters/photo_old"]
    assert found.changed == 2
    assert [str(one) for one in (shown["property/address"].difference.old, shown["property/address"].difference.new)] == [
        "Storgata 14", "Storgata 16",
    ]  # fmt: skip
    photo = shown["meters/photo_old"]
    assert [one.name for one in (*photo.old_files, *photo.new_files)] == ["bilde.jpg", "nytt.jpg"]
    assert photo.request is not None
    assert photo.request.state == RequestState.ANSWERED


def test_everything_shows_what_is_alike_too_and_counts_the_same(desk: Desk, answered: str) -> None:
    few, all_ = compared(desk, "officer", answered), compared(desk, "officer", answered, Wanted(everything=True))

    assert len(pairs(all_)) > len(pairs(few)) == all_.changed == few.changed
    assert {one.difference.how for place, one in pairs(all_).items() if place not in pairs(few)} == {"same"}


def test_the_older_of_two_sendings_stands_left_whichever_is_named_first(desk: Desk, answered: str) -> None:
    found = compared(desk, "contractor", answered, Wanted("application", old=2, new=1))

    assert (found.old and found.old.number, found.new and found.new.number) == (1, 2)


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (Wanted("application", 1, 9), NotThere),
        (Wanted("application", 9, 2), NotThere),
        (Wanted("nowhere"), NotThere),
        (Wanted("application", 2, 2), BadInput),
    ],
)
def test_a_sending_that_was_never_made_is_not_there(desk: Desk, answered: str, wanted: Wanted, error: type[Exception]) -> None:
    with pytest.raises(error):
        compared(desk, "officer", answered, wanted)


def test_there_is_nothing_to_compare_a_single_sending_with(desk: Desk) -> None:
    found = compared(desk, "officer", desk.submitted())

    assert (found.old, found.steps, found.changed) == (None, [], 0)


def test_a_change_is_seen_when_somebody_says_so_or_judges_the_answer(desk: Desk, answered: str) -> None:
    assert compared(desk, "officer", answered).seen == 0
    desk.do("officer", mark_change, answered, Phase.APPLICATION, 2, "property/address")
    request = next(one for one in desk.requests(answered) if one.target == "meters/photo_old")
    desk.do("officer", reviewing.accept_answer, answered, request.id)

    found = compared(desk, "officer", answered)

    assert (found.seen, found.changed) == (2, 2)
    assert pairs(found)["property/address"].seen_by
    assert compared(desk, "contractor", answered).seen <= 1, "what the municipality has looked at is its own business"
    desk.do("officer", mark_change, answered, Phase.APPLICATION, 2, "property/address", is_seen=False)
    assert compared(desk, "officer", answered).seen == 1


def test_what_was_seen_stays_seen_when_it_is_sent_again_unchanged_and_not_otherwise(desk: Desk, answered: str) -> None:
    desk.do("officer", mark_change, answered, Phase.APPLICATION, 2, "property/address")
    desk.do("officer", mark_change, answered, Phase.APPLICATION, 2, "meters/photo_old")
    desk.ask(answered, REPLACE)
    desk.photo(answered, PHOTO, name="tredje.jpg", replaces=documents_of(desk, answered)[0])
    desk.do("contractor", sending.resubmit, answered)

    found = pairs(compared(desk, "officer", answered, Wanted("application", 1, 3)))

    assert (found["property/address"].is_seen, bool(found["meters/photo_old"].seen_by)) == (True, False)


def test_looking_changes_nothing_about_the_case_and_only_handlers_say_so(desk: Desk, answered: str) -> None:
    version = desk.case(answered).version
    desk.do("officer", mark_change, answered, Phase.APPLICATION, 2, "property/address")

    assert desk.case(answered).version == version
    assert desk.hub.heard[-1].company_id == "", "no company hears of it"
    with pytest.raises(NotAllowed):
        desk.do("contractor", mark_change, answered, Phase.APPLICATION, 2, "property/address")
    with pytest.raises(BadInput):
        desk.do("officer", mark_change, answered, Phase.APPLICATION, 2, "property/nonsense")
    with pytest.raises(NotThere):
        desk.do("officer2", mark_change, answered, Phase.APPLICATION, 2, "property/address")


def test_the_story_says_who_did_what_and_what_it_meant_for_the_clock(desk: Desk, answered: str) -> None:
    told = {one.kind: one for one in story(desk, "contractor", answered)}

    assert str(told["submitted"].what).endswith("sent the application to the municipality.")
    assert "begins to run" in str(told["submitted"].clock)
    assert "stands still" in str(told["paused"].clock)
    assert "runs again" in str(told["resubmitted"].clock)
    assert str(told["paused"].what).endswith("asked for 2 corrections.")
    assert [one.kind for one in told["paused"].links] == ["request", "request"]
    assert [one.kind for one in told["resubmitted"].links] == ["documents", "changes", "receipt"]


def test_small_things_are_folded_each_side_reading_its_own(desk: Desk, answered: str) -> None:
    ours, theirs = story(desk, "officer", answered), story(desk, "contractor", answered, whole=True)

    lines = [str(line) for one in ours if one.group == "noise" for line in one.lines]
    assert lines == ["2 requests were prepared."]
    prepared = [str(line) for one in theirs if one.group == "noise" for line in one.lines]
    assert "1 file was uploaded." in prepared
    assert not any("request" in line for line in prepared)
    assert all(one.group != "noise" for one in story(desk, "contractor", answered))
    assert all(one.group != "noise" or one.lines == () or "answer" not in str(one.lines) for one in ours)


def test_messages_are_quoted_and_days_come_newest_first(desk: Desk, answered: str) -> None:
    desk.later(days=1)
    desk.do("contractor", talking.write_message, answered, "Når kommer dere?")

    days = read(desk, "officer", case_story, answered)

    assert [one.day for one in days] == sorted((one.day for one in days), reverse=True)
    newest = days[0].entries[0]
    assert (newest.group, newest.words) == ("messages", "Når kommer dere?")


def test_the_company_is_not_told_what_is_only_the_municipalitys(desk: Desk, answered: str) -> None:
    desk.do("officer", reviewing.release, answered)

    assert "released" in {one.kind for one in story(desk, "officer", answered)}
    assert "released" not in {one.kind for one in story(desk, "contractor", answered, whole=True)}


def test_earlier_cases_on_the_property_and_in_the_street_come_with_their_conditions(any_desk: Desk) -> None:
    desk = any_desk
    same = desk.in_review()
    desk.do("approver", deciding.approve, same, "I orden.", ["Ring før stenging."])
    here = desk.submitted()
    street = desk.draft()
    desk.save(street, "property", "address", "Storgata 99, 6415 Byen")
    desk.save(street, "property", "properties/1/bnr", 88)
    rows = desk.kept(street, "property", "properties")["raw"]
    desk.save(street, "property", f"properties/{rows[0]}/bnr", 88)
    desk.do("contractor", sending.submit, street)
    desk.draft()  # never sent: nobody at the municipality hears of it

    found: Similar = read(desk, "officer", similar_cases, here)

    assert [one.ref for one in found.on_property] == [same]
    (decision,) = found.on_property[0].decisions
    assert (decision.outcome, list(decision.conditions)) == ("approved", ["Ring før stenging."])
    assert ([one.ref for one in found.in_street], found.street) == ([street], "storgata")
    with pytest.raises(NotThere):
        read(desk, "officer2", similar_cases, here)
    with pytest.raises(NotAllowed):
        read(desk, "contractor", similar_cases, here)
