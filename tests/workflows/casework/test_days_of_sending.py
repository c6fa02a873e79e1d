"""Notice is given on the day of sending: what was in time then stays so while the municipality has the case.

The example wants tapping on 1 December; three working days before is 26 November, and everything begins on Monday the 23rd.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from models.base import Level, Phase, State, Status
from tests.examples.connection import WORKFLOW, complete
from tests.workflows.casework.desk import Desk
from workflows.casework import deciding, drafting, reviewing, sending


def answers(phase: Phase) -> dict[str, dict[str, Any]]:
    """The example's answers, given by the demonstration's people at a place of theirs."""
    people = {"kari": "demo-contractor", "ola": "demo-applicant"}
    given = {
        step: {key: people.get(value, value) if isinstance(value, str) else value for key, value in one.items()}
        for step, one in complete("new_connection", phase).answers[phase].items()
    }
    if phase == Phase.APPLICATION:
        given["property"] |= {"location": "lat/long 62.47235 6.1512", "properties": [{"gnr": 101, "bnr": 27}]}
    return given


def sent(desk: Desk, ref: str) -> None:
    """Send with a reason for everything that lacks, and have it looked at."""
    for row in desk.home(ref).ledger.needed:
        assert row.level == Level.NEEDED_FOR_DECISION
        desk.do("contractor", drafting.waive, ref, row.key, "Kommer senere.")
    desk.handled(ref)


def started(desk: Desk) -> str:
    """A connection that is approved; the work notification is a draft, ready to send."""
    changes = list(drafting.changes_of(WORKFLOW, Phase.APPLICATION, answers(Phase.APPLICATION)))
    ref = str(desk.do("contractor", drafting.start_case, WORKFLOW.key, desk.job.town, changes).ref)
    sent(desk, ref)
    desk.do("approver", deciding.approve, ref, "I orden.")
    desk.fill(ref, Phase.WORK, answers(Phase.WORK))
    return ref


def state_for_company(desk: Desk, ref: str, id_: str = "CONN-22") -> set[State]:
    """What the form says of the order."""
    return {row.state for row in desk.home(ref).ledger if row.id == id_}


def test_an_order_that_was_sent_in_time_can_be_approved_whenever_the_municipality_gets_to_it(desk: Desk) -> None:
    ref = started(desk)
    sent(desk, ref)
    desk.later(days=6)

    assert desk.case(ref).sent_days == {"application": ["2026-11-23"] * 2, "work": ["2026-11-23"] * 2}
    assert state_for_company(desk, ref) == {State.MET}
    desk.do("approver", deciding.approve, ref, "Notert.")
    assert (desk.case(ref).phase, desk.case(ref).status) == (Phase.FINAL, Status.DRAFT)


def test_an_order_that_is_being_written_is_judged_by_the_day_it_would_be_sent(desk: Desk) -> None:
    ref = started(desk)
    desk.later(days=6)

    assert state_for_company(desk, ref) == {State.MISSING}


def test_a_paused_order_is_written_anew_for_the_company_and_stands_as_sent_for_the_municipality(desk: Desk) -> None:
    ref = started(desk)
    sent(desk, ref)
    [asked] = desk.ask(ref, reviewing.Wanted(target="start/remarks", what="Si når dere kommer.", extra_reason="Trangt."))
    desk.later(days=6)

    assert state_for_company(desk, ref) == {State.MISSING}
    assert {line.row.state for line in desk.office(ref).checklist if line.row.id == "CONN-22"} == {State.MET}
    desk.do("officer", reviewing.withdraw_request, ref, asked.id, "Ikke nødvendig.")
    assert desk.case(ref).lacking == 0
    desk.do("approver", deciding.approve, ref, "Notert.")


def test_an_order_that_comes_back_late_is_late(desk: Desk) -> None:
    ref = started(desk)
    sent(desk, ref)
    desk.ask(ref, reviewing.Wanted(target="start/remarks", what="Si når dere kommer.", extra_reason="Trangt."))
    desk.later(days=6)
    desk.save(ref, "start", "remarks", "Klokka åtte.", phase=Phase.WORK)
    desk.do("contractor", sending.resubmit, ref)

    assert desk.case(ref).sent_days["work"] == ["2026-11-23", "2026-11-29"]
    assert [one.requirement for one in desk.requests(ref) if one.automatic] == ["CONN-22", "CONN-22"]


def test_a_report_that_came_in_time_stays_so_when_it_is_sent_back(desk: Desk) -> None:
    ref = started(desk)
    sent(desk, ref)
    desk.do("approver", deciding.approve, ref, "Notert.")
    desk.later(days=7)
    desk.fill(ref, Phase.FINAL, answers(Phase.FINAL))
    sent(desk, ref)
    desk.ask(ref, reviewing.Wanted(target="done/deviations", what="Si hva som ble annerledes.", extra_reason="Uklart."))
    desk.later(days=60)

    assert complete("new_connection", Phase.FINAL).answers[Phase.FINAL]["done"]["completed"] == str(date(2026, 11, 20))
    assert state_for_company(desk, ref, "COM-23") == {State.MET}
