"""The life of an access: every transition the table lists and none besides, said to the other side, logged, and heard by open pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from models.actor import Machine
from models.base import Phase
from models.errors import NotAllowed, NotThere, Refused, SignInAgain
from models.parties import CompanyAccess
from storage.chance import CHANCE
from storage.demo_answers import application
from storage.log import verify_all
from tests.register_server import GOOD
from tests.workflows.access.joiner import Joiner
from tests.workflows.casework.desk import JOB, KEY, changes
from workflows.access import asking, deciding
from workflows.access.life import BY_NAME, MOVES, STATES, why_not
from workflows.access.watching import carry_out_planned, take_register_answer
from workflows.casework import drafting, sending
from workflows.casework.sending import Blocked

TODAY = date(2026, 11, 23)
LEGAL = {
    ("request", "none"), ("request", "rejected"), ("request", "ended"), ("answer", "more_info"),
    ("approve", "requested"), ("approve", "more_info"), ("approve", "rejected"), ("ask_more", "requested"),
    ("reject", "requested"), ("reject", "more_info"), ("suspend", "approved"), ("end", "approved"), ("end", "suspended"),
    ("restore", "suspended"), ("register_suspend", "approved"), ("register_restore", "suspended"),
}  # fmt: skip
"""Written a second time by hand, so that no transition appears unseen."""


@pytest.mark.parametrize(("name", "state"), list(product(BY_NAME, ["none", *STATES])))
def test_exactly_the_listed_transitions_are_legal(name: str, state: str) -> None:
    access = None if state == "none" else CompanyAccess(id="a", company_id="c", municipality_id="m", state=state)

    assert (why_not(name, access, gone="", words="Because.", today=TODAY) is None) is ((name, state) in LEGAL)


@pytest.mark.parametrize("name", [one.name for one in MOVES if one.needs_words])
def test_what_needs_words_is_not_done_without_them(name: str) -> None:
    state = next(iter(sorted(BY_NAME[name].sources)))
    access = CompanyAccess(id="a", company_id="c", municipality_id="m", state=state)

    assert why_not(name, access, gone="", words="  ", today=TODAY) is not None
    assert why_not(name, access, gone="", words="x" * 3000, today=TODAY) is not None


@pytest.mark.parametrize("name", ["approve", "restore"])
def test_a_company_the_register_calls_gone_is_not_approved_by_hand(name: str) -> None:
    state = "requested" if name == "approve" else "suspended"
    access = CompanyAccess(id="a", company_id="c", municipality_id="m", state=state)

    refusal = why_not(name, access, gone="bankrupt", today=TODAY)
    assert refusal is not None
    assert "bankrupt" in refusal.in_english()


def test_asked_more_answered_approved_suspended_restored_and_ended(joiner: Joiner) -> None:
    company = joiner.joined()
    steps: list[tuple[Any, Any, tuple[Any, ...], str]] = [
        ("admin", deciding.ask_more, (GOOD, "Hvem er ansvarlig?"), "more_info"),
        (company, asking.answer_question, ("9999", "Odd Rør."), "requested"),
        ("admin", deciding.approve_access, (GOOD,), "approved"),
        ("admin", deciding.suspend_access, (GOOD, "Ubetalt gebyr."), "suspended"),
        ("admin", deciding.restore_access, (GOOD,), "approved"),
        ("admin", deciding.end_access, (GOOD, "Etter eget ønske."), "ended"),
        (company, asking.request_access, ("9999",), "requested"),
        ("admin", deciding.reject_access, (GOOD, "Mangler ADK1."), "rejected"),
    ]
    for who, use_case, given, state in steps:
        actor = joiner.desk.actor(who) if isinstance(who, str) else company
        joiner.do(actor, use_case, *given)
        assert joiner.state() == state, use_case

    access = joiner.accesses()["demo-fjordvik"]
    assert (access.reason, access.by_register, joiner.state("demo-sundal")) == ("Mangler ADK1.", False, "requested")
    with joiner.desk.works(writing=False) as work:
        events = work.joining.history(access.company_id, "demo-fjordvik")
    assert [one.kind for one in events] == [
        "access_requested", "access_question", "access_answered", "access_approved", "access_suspended", "access_approved",
        "access_ended", "access_requested", "access_rejected",
    ]  # fmt: skip
    assert events[1].detail == {"words": "Hvem er ansvarlig?"}
    assert verify_all(joiner.desk.database) == []
    (question,) = joiner.left("access_question")
    assert (question.person_id, question.payload["reason"]) == (company.person_id, "Hvem er ansvarlig?")
    (answer,) = joiner.left("access_answered")
    assert (answer.person_id, answer.payload["municipality"]) == ("demo-admin", "Fjordvik")
    heard = {(one.kind, one.municipality_id, one.company_id) for one in joiner.desk.hub.heard if not one.case_id}
    assert ("access_rejected", "demo-fjordvik", access.company_id) in heard


def test_only_the_municipalitys_administrator_decides_with_a_fresh_login_and_only_about_who_asked_here(joiner: Joiner) -> None:
    joiner.joined()
    stale = joiner.desk.actor("admin")

    for login in ("officer", "approver", "auditor"):
        with pytest.raises(NotAllowed):
            joiner.desk.do(login, deciding.approve_access, GOOD)
    with pytest.raises(NotAllowed):
        joiner.do(joiner.administrator(), deciding.approve_access, GOOD)
    with pytest.raises(NotThere):
        joiner.desk.do("admin", deciding.approve_access, "312000091")
    joiner.desk.now += timedelta(minutes=11)
    with pytest.raises(SignInAgain):
        joiner.do(stale, deciding.approve_access, GOOD)
    assert joiner.state() == "requested"


def test_what_is_planned_for_a_day_to_come_comes_on_that_day(joiner: Joiner) -> None:
    joiner.joined()
    joiner.desk.do("admin", deciding.approve_access, GOOD)
    with pytest.raises(Refused):
        joiner.desk.do("admin", deciding.suspend_access, GOOD, "Ubetalt.", TODAY - timedelta(days=1))
    joiner.desk.do("admin", deciding.suspend_access, GOOD, "Ubetalt.", TODAY + timedelta(days=7))

    assert joiner.state() == "approved"
    assert [one.payload["reason"] for one in joiner.left("access_planned")] == ["Ubetalt."]
    joiner.desk.now += timedelta(days=6)
    assert carry_out_planned(work=joiner.desk.works(writing=True), now=joiner.desk.now, chance=CHANCE) == 0
    joiner.desk.now = datetime.combine(TODAY + timedelta(days=7), joiner.desk.now.timetz())
    assert carry_out_planned(work=joiner.desk.works(writing=True), now=joiner.desk.now, chance=CHANCE) == 1
    access = joiner.accesses()["demo-fjordvik"]
    assert (access.state, access.reason, access.next_on) == ("suspended", "Ubetalt.", None)


@pytest.mark.parametrize(("act", "state"), [(deciding.suspend_access, "suspended"), (deciding.end_access, "ended")])
@pytest.mark.parametrize("comes_back", [True, False])
def test_what_is_planned_comes_though_the_register_suspended_meanwhile(joiner: Joiner, act: Any, state: str, comes_back: bool) -> None:
    company, day = joiner.joined().company_id or "", TODAY + timedelta(days=20)
    joiner.desk.do("admin", deciding.approve_access, GOOD)
    joiner.desk.do("admin", act, GOOD, "Ubetalt.", day)

    def read(**changes: Any) -> None:
        joiner.desk.now += timedelta(days=1)
        given: dict[str, Any] = {"work": joiner.desk.works(writing=True), "now": joiner.desk.now, "chance": CHANCE}
        take_register_answer(company, joiner.answer(**changes), actor=Machine(), **given)

    def planned() -> tuple[str, str, date | None, str]:
        access = joiner.accesses()["demo-fjordvik"]
        return access.state, access.next_state, access.next_on, access.next_reason

    read(konkurs=True)
    assert planned() == ("suspended", state, day, "Ubetalt.")
    if comes_back:
        read()
        assert planned() == ("approved", state, day, "Ubetalt.")
    joiner.desk.now = datetime.combine(day, joiner.desk.now.timetz())
    assert carry_out_planned(work=joiner.desk.works(writing=True), now=joiner.desk.now, chance=CHANCE) == 1
    assert planned() == (state, "", None, "")
    read()
    assert (joiner.state(), joiner.accesses()["demo-fjordvik"].by_register) == (state, False), "no register undoes it"
    assert verify_all(joiner.desk.database) == []


def test_a_company_is_asked_for_once_and_asks_only_for_municipalities_there_are(joiner: Joiner) -> None:
    company = joiner.joined()

    with pytest.raises(Refused):
        joiner.do(company, asking.request_access, "9999")
    with pytest.raises(NotThere):
        joiner.do(company, asking.request_access, "0000")
    with pytest.raises(NotAllowed):
        joiner.desk.do("applicant", asking.request_access, "9998")


def test_a_draft_may_be_prepared_before_approval_and_sent_only_after_it_and_not_while_suspended(joiner: Joiner) -> None:
    desk = joiner.desk
    desk.do("admin", deciding.suspend_access, "310000027", "Ubetalt gebyr.")
    ref = desk.draft()
    with pytest.raises(Blocked) as blocked:
        desk.do("contractor", sending.submit, ref)
    assert "COM-04" in {row.id for row in blocked.value.rows}

    desk.do("admin", deciding.restore_access, "310000027")
    desk.do("contractor", sending.submit, ref)
    assert desk.case(ref).submitted_at is not None


def test_an_answer_to_the_municipality_is_not_sent_while_suspended(joiner: Joiner) -> None:
    desk = joiner.desk
    ref, _requests = desk.asked()
    desk.save(ref, "property", "address", "Storgata 14B")
    desk.do("admin", deciding.suspend_access, "310000027", "Ubetalt gebyr.")

    with pytest.raises((Blocked, Refused)):
        desk.do("contractor", sending.resubmit, ref)
    desk.do("admin", deciding.restore_access, "310000027")
    desk.do("contractor", sending.resubmit, ref)


def test_open_pages_of_the_companys_drafts_hear_that_they_cannot_be_sent(joiner: Joiner) -> None:
    desk = joiner.desk
    ref = desk.draft()
    case = desk.case(ref)
    desk.hub.heard.clear()
    desk.do("admin", deciding.suspend_access, "310000027", "Ubetalt gebyr.")

    (news,) = [one for one in desk.hub.heard if one.case_id == case.id]
    assert news.version > case.version
    assert news.municipality_id == "", "a draft never sent is no news for the municipality"


def test_the_first_case_of_a_new_company_is_sent_where_it_is_approved_and_not_where_it_was_refused(joiner: Joiner) -> None:
    desk, company = joiner.desk, joiner.joined()
    refs = []
    for town in ("9999", "9998"):
        job = replace(JOB, person=company.person_id, town=town)
        saved = joiner.do(company, drafting.start_case, KEY, town, changes(Phase.APPLICATION, application(job)))
        refs.append(saved.ref)
        with pytest.raises(Blocked) as blocked:
            joiner.do(company, sending.submit, saved.ref)
        assert "COM-04" in {row.id for row in blocked.value.rows}
    desk.do("admin", deciding.approve_access, GOOD)
    desk.do("admin2", deciding.reject_access, GOOD, "Mangler ADK1.")

    receipt = joiner.do(company, sending.submit, refs[0])
    assert receipt.municipality == "Fjordvik"
    with pytest.raises(Blocked) as blocked:
        joiner.do(company, sending.submit, refs[1])
    assert "COM-04" in {row.id for row in blocked.value.rows}
