"""The work on site: start and end, the trench sign, backfilling, and inspections from the wish to what was found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from models.base import Phase
from models.document import FileState
from models.errors import BadInput, NotAllowed, NotThere, Refused
from models.local_set import LocalSet
from models.rules import LocalRules
from storage.demo_follow_up import KEY as MAINS
from storage.demo_follow_up import mains
from tests.workflows.casework.desk import ADDRESS, Desk, received
from workflows.appointments import Span
from workflows.casework import deciding, documents, drafting, following, inspecting, sending
from workflows.casework.documents import Place
from workflows.casework.inspecting import Wish
from workflows.clocks import day_of
from workflows.registry import workflow


def told(desk: Desk, kind: str) -> list[str]:
    with desk.database.reading.connect() as connection:
        return sorted(connection.execute(text("SELECT person_id FROM outbox_item WHERE kind = :kind"), {"kind": kind}).scalars())


def tomorrow(desk: Desk, hours: float = 24, length: float = 1) -> Span:
    return Span(desk.now + timedelta(hours=hours), desk.now + timedelta(hours=hours + length))


def wish(desk: Desk, *spans: Span, **more: Any) -> Wish:
    return Wish("Åpen grøft", spans or (tomorrow(desk),), **more)


def test_the_start_is_confirmed_after_the_approval_and_both_sides_and_the_lists_say_so(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.in_review()
    with pytest.raises(Refused, match="when the municipality has approved it"):
        desk.do("contractor", following.confirm_start, ref, day_of(desk.now), "demo-contractor")
    ref = desk.approved()
    desk.later(days=2)

    desk.do("contractor", following.confirm_start, ref, day_of(desk.now), "demo-applicant")

    for seen in (desk.home(ref), desk.office(ref)):
        assert seen.site.started is not None
        assert (seen.site.started.on, seen.head.work_is_on) == (day_of(desk.now), True)
        assert seen.site.started.leads
    assert told(desk, "work_started") == ["demo-officer"]
    assert desk.case(ref).work_started_on == day_of(desk.now)
    assert next(one for one in desk.office(ref).timeline if one.kind == "work_started").what.in_english() == "The work started 2026-11-25"

    desk.later(days=1)
    desk.do("contractor", following.confirm_end, ref, day_of(desk.now))
    assert not desk.home(ref).head.work_is_on
    finished = desk.home(ref).site.finished
    assert finished is not None
    assert finished.on == day_of(desk.now)


@pytest.mark.parametrize("days", [-1, 1], ids=["before the approval", "in the future"])
def test_a_day_of_start_that_cannot_be_is_told_and_so_is_somebody_of_another_company(desk: Desk, days: int) -> None:
    ref = desk.approved()

    with pytest.raises(BadInput) as fault:
        desk.do("contractor", following.confirm_start, ref, day_of(desk.now) + timedelta(days=days), "demo-contractor")
    assert fault.value.target == "day"
    with pytest.raises(BadInput) as fault:
        desk.do("contractor", following.confirm_start, ref, day_of(desk.now), "demo-contractor2")
    assert fault.value.target == "leads"


def test_the_end_needs_a_start_and_the_start_said_anew_replaces_what_was_said(desk: Desk) -> None:
    ref = desk.approved()
    with pytest.raises(Refused, match="Confirm the start"):
        desk.do("contractor", following.confirm_end, ref, day_of(desk.now))
    desk.later(days=3)
    desk.do("contractor", following.confirm_start, ref, day_of(desk.now), "demo-contractor")
    desk.do("contractor", following.confirm_start, ref, day_of(desk.now) - timedelta(days=1), "demo-contractor")

    assert desk.case(ref).work_started_on == day_of(desk.now) - timedelta(days=1)
    with pytest.raises(BadInput, match="started"):
        desk.do("contractor", following.confirm_end, ref, day_of(desk.now) - timedelta(days=2))


def test_a_meter_has_no_trench_and_nothing_is_backfilled(desk: Desk) -> None:
    ref = desk.approved()

    assert desk.home(ref).site.trench is None
    assert "backfill" not in desk.home(ref).site.acts
    with pytest.raises(Refused, match="no open trench"):
        desk.do("contractor", following.backfill, ref)


def test_viewers_and_others_confirm_nothing(desk: Desk) -> None:
    ref = desk.approved()

    with pytest.raises(NotAllowed):
        desk.do("viewer", following.confirm_start, ref, day_of(desk.now), "demo-contractor")
    with pytest.raises(NotThere):
        desk.do("contractor2", following.confirm_start, ref, day_of(desk.now), "demo-contractor2")
    with pytest.raises(NotAllowed):
        desk.do("officer", following.confirm_start, ref, day_of(desk.now), "demo-contractor")
    with pytest.raises(NotThere):
        desk.do("officer2", inspecting.propose_inspection, ref, wish(desk))


def test_an_inspection_is_asked_for_answered_with_other_times_agreed_moved_and_held_with_a_request_in_the_tray(any_desk: Desk) -> None:
    desk = any_desk
    ref = desk.in_review()
    asked = desk.do("contractor", inspecting.ask_inspection, ref, wish(desk)).appointment
    assert told(desk, "inspection_asked") == ["demo-officer"]
    assert desk.office(ref).site.inspections[0].acts == ("accept", "suggest", "decline", "cancel")
    assert desk.home(ref).site.inspections[0].acts == ("cancel",), "who asked waits"
    with pytest.raises(Refused, match="answers first"):
        desk.do("contractor", inspecting.accept_inspection, ref, asked.id)

    times = [tomorrow(desk, 48), tomorrow(desk, 30)]
    desk.do("officer", inspecting.suggest_times, ref, asked.id, times, "Jeg er opptatt da.")
    desk.do("contractor", inspecting.accept_inspection, ref, asked.id, 1)
    agreed = desk.home(ref).site.inspections[0]
    assert (agreed.state, agreed.agreed) == ("agreed", times[0]), "times stand in order"
    desk.do("contractor", inspecting.suggest_times, ref, asked.id, [tomorrow(desk, 72)], "Maskinen er på verksted.")
    with pytest.raises(Refused):
        desk.do("contractor", inspecting.accept_inspection, ref, asked.id)
    desk.do("officer", inspecting.accept_inspection, ref, asked.id)
    with pytest.raises(Refused, match="when it has begun"):
        desk.do("officer", inspecting.record_inspection, ref, asked.id, "I orden.")

    desk.later(hours=73)
    desk.do("officer", inspecting.record_inspection, ref, asked.id, "Kummen mangler lokk.", request="Send bilde av lokket.")

    held = desk.office(ref).site.inspections[0]
    assert (held.state, held.findings, held.officer, held.acts) == ("held", "Kummen mangler lokk.", held.officer, ())
    assert [(one.what.in_english(), one.extra_reason) for one in desk.office(ref).planned] == [
        ("Send bilde av lokket.", "Kummen mangler lokk.")
    ]
    kinds = [one for one in desk.kinds(ref) if one.startswith("inspection")]
    assert kinds == [f"inspection_{one}" for one in ("asked", "suggested", "agreed", "moved", "agreed", "held")]
    case, entry = desk.do("contractor", inspecting.calendar_entry, ref, asked.id)
    assert (case.ref, entry.sequence) == (ref, 5)


def test_a_request_that_cannot_be_planned_leaves_the_inspection_unrecorded(desk: Desk) -> None:
    ref, _asked = desk.asked(ADDRESS)
    one = desk.do("officer", inspecting.propose_inspection, ref, wish(desk)).appointment
    desk.do("contractor", inspecting.accept_inspection, ref, one.id)
    desk.later(hours=25)

    with pytest.raises(Refused):
        desk.do("officer", inspecting.record_inspection, ref, one.id, "Mangler.", request="Send bilde.")
    assert desk.office(ref).site.inspections[0].state == "agreed"
    desk.do("officer", inspecting.record_inspection, ref, one.id, "Ingen kom.", held=False)
    assert desk.home(ref).site.inspections[0].state == "missed"


def test_two_inspections_of_one_officer_at_the_same_time_are_told_to_the_municipality_alone(desk: Desk) -> None:
    first, second = desk.in_review(), desk.in_review()
    desk.do("officer", inspecting.propose_inspection, first, wish(desk))

    arranged = desk.do("officer", inspecting.propose_inspection, second, wish(desk, tomorrow(desk, 24.5)))

    assert [purpose for purpose, _span in arranged.clashes] == ["Åpen grøft"]
    assert len(desk.office(first).site.inspections[0].clashes) == len(desk.office(second).site.inspections[0].clashes) == 1
    assert desk.home(first).site.inspections[0].clashes == ()
    apart = desk.do("officer", inspecting.propose_inspection, second, wish(desk, tomorrow(desk, 40)))
    assert apart.clashes == []


@pytest.mark.parametrize(
    ("act", "target"), [(inspecting.decline_inspection, "words"), (inspecting.cancel_inspection, "words")], ids=["decline", "cancel"]
)
def test_who_ends_an_inspection_says_why(desk: Desk, act: Any, target: str) -> None:
    ref = desk.in_review()
    one = desk.do("officer", inspecting.propose_inspection, ref, wish(desk)).appointment

    with pytest.raises(BadInput) as fault:
        desk.do("contractor", act, ref, one.id, " ")
    assert fault.value.target == target
    desk.do("contractor", act, ref, one.id, "Grøfta er lukket.")
    assert desk.office(ref).site.inspections[0].words == "Grøfta er lukket."
    with pytest.raises(Refused, match="over"):
        desk.do("contractor", act, ref, one.id, "Igjen.")


def test_an_inspection_of_another_case_is_not_there(desk: Desk) -> None:
    ref, other = desk.in_review(), desk.in_review()
    one = desk.do("officer", inspecting.propose_inspection, ref, wish(desk)).appointment

    with pytest.raises(NotThere):
        desk.do("contractor", inspecting.accept_inspection, other, one.id)


@pytest.fixture
def trench(desk: Desk) -> tuple[Desk, str]:
    """A main that is being laid: approved and notified, its documentation not sent."""
    return desk, laying_mains(desk)


def laying_mains(desk: Desk) -> str:
    ref = str(desk.do("contractor", drafting.start_case, MAINS, "9999", mains_changes(desk)).ref)
    for phase in (Phase.APPLICATION, Phase.WORK):
        if phase != Phase.APPLICATION:
            desk.fill(ref, phase, {"declaration": {"declaration": True}})
        for row in desk.home(ref).ledger.needed:
            desk.do("contractor", drafting.waive, ref, row.key, "Vises i papirmappen.")
        desk.handled(ref)
        desk.do("approver", deciding.approve, ref, "I orden.")
    return ref


def mains_changes(desk: Desk) -> list[Any]:
    return list(drafting.changes_of(workflow(MAINS), Phase.APPLICATION, mains("demo-contractor", day_of(desk.now))))


def put(desk: Desk, ref: str, state: FileState = FileState.READY) -> None:
    document = desk.do("contractor", documents.attach, ref, Place(Phase.FINAL, "photos"), received(next(desk.numbers)))
    desk.judge(document, state, "empty" if state == FileState.REFUSED else "")


def test_the_trench_sign_counts_only_what_was_found_good(trench: tuple[Desk, str]) -> None:
    desk, ref = trench
    for state, expected in ((FileState.DOUBTFUL, False), (FileState.REFUSED, False), (FileState.READY, True)):
        put(desk, ref, state)
        for seen in (desk.home(ref), desk.office(ref)):
            sign = seen.site.trench
            assert sign is not None
            assert sign.is_safe is expected, state
    sign = desk.home(ref).site.trench
    assert sign is not None
    assert (sign.ready, sign.wanted, sign.items[0].unsure) == (1, 1, 2)


def test_who_backfills_before_the_proof_is_there_says_why_and_the_log_tells_how_much_was(trench: tuple[Desk, str]) -> None:
    desk, ref = trench
    with pytest.raises(BadInput) as fault:
        desk.do("contractor", following.backfill, ref)
    assert fault.value.target == "words"

    desk.do("contractor", following.backfill, ref, "Uvær, grøfta raste.")
    put(desk, ref)
    desk.do("contractor", following.backfill, ref)

    told_of = [(one.ready, one.wanted, one.words) for one in desk.office(ref).site.backfills]
    assert told_of == [(0, 1, "Uvær, grøfta raste."), (1, 1, "")]
    assert told(desk, "backfilled") == ["demo-officer"] * 2


def test_where_the_municipality_demands_it_an_officer_says_each_time_that_the_trench_may_be_filled(desk: Desk) -> None:
    with desk.works(writing=True) as work:
        demand = LocalSet(parameters={"backfill_confirmation": True}).model_dump(mode="json")
        work.rules.publish(LocalRules(id="r", municipality_id="demo-fjordvik", workflow=MAINS, version=1, content=demand,
                                      published_by="demo-admin", published_at=desk.now))  # fmt: skip
        work.commit()
    ref = laying_mains(desk)
    put(desk, ref)
    assert desk.home(ref).site.needs_officer
    with pytest.raises(Refused, match="must say that you may backfill"):
        desk.do("contractor", following.backfill, ref)

    desk.do("officer", following.allow_backfill, ref, "Fint arbeid.")
    assert told(desk, "backfill_allowed") == ["demo-contractor"]
    with pytest.raises(Refused, match="said already"):
        desk.do("officer", following.allow_backfill, ref)
    desk.do("contractor", following.backfill, ref)
    with pytest.raises(Refused, match="must say that you may backfill"):
        desk.do("contractor", following.backfill, ref)


def test_the_sign_is_gone_once_the_documentation_is_sent(trench: tuple[Desk, str]) -> None:
    desk, ref = trench
    desk.fill(ref, Phase.FINAL, {"declaration": {"declaration": True}})
    for row in desk.home(ref).ledger.needed:
        desk.do("contractor", drafting.waive, ref, row.key, "Vises i papirmappen.")
    desk.do("contractor", sending.submit, ref)

    assert desk.home(ref).site.trench is None
