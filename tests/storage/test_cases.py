"""The port `Cases` on both engines, always beside a neighbour's rows that could leak."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from models.actor import Scope
from models.base import Phase, Status
from models.case import AnswerSet, Case, Snapshot, Tick, Waiver
from models.correspondence import CorrectionRequest, Decision, Message, RequestState, TargetKind
from models.errors import MovedOn, NotThere, Refused
from storage.work import Work, Works
from tests.storage.world import FJORDVIK, NEIGHBOURS, NOON, OURS, SUNDAL, World


def kept(works: Works, *cases: Case) -> None:
    with works(writing=True) as work:
        for case in cases:
            work.cases.add(case)
        work.commit()


def request(case: Case, **wanted: Any) -> CorrectionRequest:
    usual: dict[str, Any] = {
        "id": f"request-{case.id}", "case_id": case.id, "phase": Phase.APPLICATION, "number": 1, "target_kind": TargetKind.QUESTION,
        "created_at": NOON,
    }  # fmt: skip
    return CorrectionRequest(**{**usual, **wanted})


def test_a_case_comes_back_as_it_was_kept(works: Works, world: World) -> None:
    case = world.case(title="Målerbytte Ærfuglvegen 9", address="Ærfuglvegen 9", assignee_id="ola")
    kept(works, case)

    with works(writing=False) as work:
        found = work.cases.get(OURS, case.ref)

    assert found == case
    assert found.submitted_at == NOON


@pytest.mark.parametrize("stranger", [NEIGHBOURS, SUNDAL, Scope(company_id="nobody")])
def test_what_is_somebody_elses_is_not_there(works: Works, world: World, stranger: Scope) -> None:
    case = world.case()
    kept(works, case)

    with works(writing=False) as work:
        with pytest.raises(NotThere) as foreign:
            work.cases.get(stranger, case.ref)
        with pytest.raises(NotThere) as unknown:
            work.cases.get(stranger, "no-such-case")
        assert work.cases.card(stranger, case.id) is None
    assert str(foreign.value) == str(unknown.value)


def test_a_draft_is_the_companys_alone_until_it_is_sent(works: Works, world: World) -> None:
    draft = world.draft()
    kept(works, draft)

    with works(writing=False) as work:
        assert work.cases.get(OURS, draft.ref).id == draft.id
        with pytest.raises(NotThere):
            work.cases.get(FJORDVIK, draft.ref)


READS: dict[str, Callable[[Work, str], object]] = {
    "answers": lambda work, case: work.cases.answers(case),
    "answer_set": lambda work, case: work.cases.answer_set(case, Phase.APPLICATION, "property"),
    "waivers": lambda work, case: work.cases.waivers(case),
    "ticks": lambda work, case: work.cases.ticks(case, Phase.APPLICATION),
    "snapshots": lambda work, case: work.cases.snapshots(case),
    "requests": lambda work, case: work.cases.requests(case),
    "decisions": lambda work, case: work.cases.decisions(case),
    "messages": lambda work, case: work.cases.messages(case, internal=False),
    "notes": lambda work, case: work.cases.messages(case, internal=True),
    "events": lambda work, case: work.cases.events(case),
    "events but some": lambda work, case: work.cases.events(case, without=frozenset({"answered"})),
    "documents": lambda work, case: work.documents.of_case(case),
    "document": lambda work, case: work.documents.get(case, "document"),
    "sizes": lambda work, case: work.documents.count_and_size(case),
}


@pytest.mark.parametrize("read", READS)
def test_nothing_of_a_case_is_read_before_the_case_was_reached(works: Works, world: World, read: str) -> None:
    case = world.case()
    kept(works, case)

    with works(writing=False) as work, pytest.raises(NotThere):
        READS[read](work, case.id)


def test_nothing_is_written_to_a_case_that_was_not_reached(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)

    with works(writing=True) as work:
        writes: list[Callable[[], None]] = [
            lambda: work.cases.touch(case, title="ours now"),
            lambda: work.cases.move(case, expect=(Phase.APPLICATION, Status.SUBMITTED), status=Status.APPROVED),
            lambda: work.cases.save_answer_set(AnswerSet(case_id=case.id, phase="application", step="property")),
            lambda: work.cases.save_request(request(case)),
            lambda: work.cases.remove_tick(case.id, Phase.APPLICATION, "key"),
        ]
        for write in writes:
            with pytest.raises(NotThere):
                write()


def test_a_new_unit_has_reached_nothing(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    unit = works(writing=False)
    with unit:
        unit.cases.get(OURS, case.ref)
        assert unit.cases.answers(case.id) == []

    with unit, pytest.raises(NotThere):
        unit.cases.answers(case.id)


def test_of_two_who_move_a_case_one_is_told_that_it_moved_on(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    with works(writing=False) as work:
        first, second = work.cases.get(FJORDVIK, case.ref), work.cases.get(FJORDVIK, case.ref)

    with works(writing=True) as work:
        work.cases.by_id(first.id)
        work.cases.move(first, expect=(Phase.APPLICATION, Status.SUBMITTED), status=Status.IN_REVIEW, updated_at=NOON + timedelta(hours=1))
        work.commit()
    with works(writing=True) as work:
        work.cases.by_id(second.id)
        with pytest.raises(MovedOn):
            work.cases.move(second, expect=(Phase.APPLICATION, Status.SUBMITTED), status=Status.WITHDRAWN)

    assert (first.status, first.version, first.updated_at) == (Status.IN_REVIEW, 1, NOON + timedelta(hours=1))
    assert (second.status, second.version) == (Status.SUBMITTED, 0)


def test_each_write_raises_the_version_by_one(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)

    with works(writing=True) as work:
        loaded = work.cases.get(OURS, case.ref)
        work.cases.touch(loaded, title="First")
        work.cases.touch(loaded, lacking=2, due_on=date(2026, 12, 24))
        work.commit()
    with works(writing=False) as work:
        found = work.cases.get(OURS, case.ref)

    assert found == loaded
    assert (found.version, found.title, found.lacking, found.due_on) == (2, "First", 2, date(2026, 12, 24))


def test_open_requests_can_never_be_fewer_than_none(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)

    with pytest.raises(Exception, match="open_requests_are_counted"), works(writing=True) as work:
        work.cases.touch(work.cases.get(OURS, case.ref), open_requests=-1)


def test_numbers_follow_each_other_within_a_year(works: Works) -> None:
    with works(writing=True) as work:
        given = [work.cases.next_number(2026), work.cases.next_number(2026), work.cases.next_number(2027)]
        work.commit()
    with works(writing=True) as work:
        given.append(work.cases.next_number(2026))

    assert given == ["2026-000001", "2026-000002", "2027-000001", "2026-000003"]


def test_answers_are_kept_whole_and_by_step(works: Works, world: World) -> None:
    case = world.draft()
    kept(works, case)
    typed = {
        "address": {"raw": "Ærfuglvegen 9", "version": 3, "by": "per", "at": NOON.isoformat()},
        "meters": {"raw": ["a", "b"], "version": 1},
    }
    with works(writing=True) as work:
        work.cases.get(OURS, case.ref)
        empty = work.cases.answer_set(case.id, Phase.APPLICATION, "property")
        assert empty.answers == {}
        empty.answers = typed
        work.cases.save_answer_set(empty)
        work.cases.save_answer_set(AnswerSet(case_id=case.id, phase="final", step="property", answers={}))
        work.commit()

    with works(writing=False) as work:
        work.cases.get(OURS, case.ref)
        assert work.cases.answer_set(case.id, Phase.APPLICATION, "property").answers == typed
        assert sorted((one.phase, one.step) for one in work.cases.answers(case.id)) == [("application", "property"), ("final", "property")]


def test_setting_an_attribute_writes_nothing(works: Works, world: World) -> None:
    case = world.case(title="Before")
    kept(works, case)
    with works(writing=True) as work:
        work.cases.get(OURS, case.ref).title = "After"
        work.commit()

    with works(writing=False) as work:
        assert work.cases.get(OURS, case.ref).title == "Before"


def test_waivers_and_ticks_are_written_over_and_taken_back(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    with works(writing=True) as work:
        work.cases.get(OURS, case.ref)
        for reason in ("The owner is abroad", "The owner has signed"):
            work.cases.save_waiver(Waiver(case_id=case.id, phase="application", key="COM-10", reason=reason, by="per", at=NOON))
        for evidence in ("a", "b"):
            work.cases.save_tick(Tick(case_id=case.id, phase="application", key="COM-10", evidence=evidence, by="ola", at=NOON))
        assert [one.reason for one in work.cases.waivers(case.id)] == ["The owner has signed"]
        assert [one.evidence for one in work.cases.ticks(case.id, Phase.APPLICATION)] == ["b"]
        assert work.cases.ticks(case.id, Phase.FINAL) == []

        work.cases.remove_waiver(case.id, Phase.APPLICATION, "COM-10")
        work.cases.remove_tick(case.id, Phase.APPLICATION, "COM-10")

        assert (work.cases.waivers(case.id), work.cases.ticks(case.id, Phase.APPLICATION)) == ([], [])


def test_only_planned_requests_can_be_deleted(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    with works(writing=True) as work:
        work.cases.get(FJORDVIK, case.ref)
        work.cases.save_request(request(case, id="planned"))
        work.cases.save_request(request(case, id="sent", number=2, state=RequestState.SENT))
        work.cases.delete_request("planned")
        with pytest.raises(Refused, match="Withdraw it instead"):
            work.cases.delete_request("sent")
        with pytest.raises(NotThere):
            work.cases.delete_request("planned")

        assert [one.id for one in work.cases.requests(case.id)] == ["sent"]


def test_what_is_said_comes_back_in_order_and_notes_apart(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    with works(writing=True) as work:
        work.cases.get(FJORDVIK, case.ref)
        for minute, (key, internal) in enumerate((("second", False), ("note", True), ("first", False))):
            at = NOON - timedelta(minutes=minute)
            work.cases.add_message(
                Message(id=key, case_id=case.id, internal=internal, from_staff=internal, author_id="ola", body=key, at=at)
            )
        work.cases.add_decision(
            Decision(id="d", case_id=case.id, phase=Phase.APPLICATION, outcome="approved", reason="", decided_by="ola", decided_at=NOON)
        )
        for number in (2, 1):
            at = NOON + timedelta(hours=number)
            work.cases.add_snapshot(
                Snapshot(id=f"s{number}", case_id=case.id, phase=Phase.APPLICATION, number=number, at=at, by="per", sha256="")
            )

        assert [one.id for one in work.cases.messages(case.id, internal=False)] == ["first", "second"]
        assert [one.id for one in work.cases.messages(case.id, internal=True)] == ["note"]
        assert [one.number for one in work.cases.snapshots(case.id)] == [1, 2]
        assert [one.phase for one in work.cases.decisions(case.id)] == [Phase.APPLICATION]


def test_a_sending_can_be_kept_only_once(works: Works, world: World) -> None:
    case = world.case()
    kept(works, case)
    snapshot: dict[str, Any] = {"case_id": case.id, "phase": Phase.APPLICATION, "number": 1, "at": NOON, "by": "per", "sha256": ""}

    def send_twice() -> None:
        with works(writing=True) as work:
            work.cases.get(OURS, case.ref)
            work.cases.add_snapshot(Snapshot(id="one", **snapshot))
            work.cases.add_snapshot(Snapshot(id="two", **snapshot))

    with pytest.raises(MovedOn):
        send_twice()
