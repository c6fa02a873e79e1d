"""What happens by itself: the register read again, cases marked, everybody concerned told, certificates near their end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from models.actor import Machine, Scope
from models.parties import Certificate
from storage.chance import CHANCE
from storage.log import verify_all
from tests.register_server import GOOD, UNITS
from tests.workflows.access.joiner import Joiner
from tests.workflows.casework.desk import Desk
from workflows.access import deciding
from workflows.access.watching import cases_to_mark, mark_case, take_register_answer, warn_of_certificates
from workflows.notices.telling import line_of
from workflows.ports import CaseFilter
from workflows.ports_joining import RegisterAnswer

OURS, NUMBER = "demo-rorlegger", "310000027"


def read(desk: Desk, *, is_fresh: bool = True, mark: bool = True, **entry: Any) -> list[str]:
    """The register is asked about our company and says this."""
    said = {**UNITS[GOOD], "organisasjonsnummer": NUMBER, "navn": "NILSEN RØR AS", **entry}
    answer = RegisterAnswer(NUMBER, "NILSEN RØR AS", "AS", said, desk.now, "live", is_fresh)
    given: dict[str, Any] = {"work": desk.works(writing=True), "now": desk.now}
    marked = take_register_answer(OURS, answer, actor=Machine(), chance=CHANCE, **given)
    for case in marked if mark else ():
        mark_case(case, **given)
    return list(marked)


def states(desk: Desk) -> dict[str, tuple[str, bool]]:
    with desk.works(writing=False) as work:
        return {one.municipality_id: (one.state, one.by_register) for one in work.joining.accesses(OURS)}


def test_a_bankrupt_company_is_suspended_everywhere_its_cases_are_marked_and_all_concerned_are_told(joiner: Joiner) -> None:
    desk = joiner.desk
    ref, draft = desk.in_review(), desk.draft()
    marked = read(desk, konkurs=True, konkursdato="2026-11-20")

    assert marked == [desk.case(ref).id]
    assert states(desk) == {"demo-fjordvik": ("suspended", True), "demo-sundal": ("suspended", True)}
    assert desk.kinds(ref)[-1] == "company_gone"
    assert "company_gone" not in desk.kinds(draft)
    with desk.works(writing=False) as work:
        (card,) = work.cases.cards(Scope(municipality_id="demo-fjordvik"), CaseFilter()).rows
    assert card.company_gone == "bankrupt"
    office = desk.office(ref)
    assert office.head.company_gone == "bankrupt"
    assert "COM-03" in {row.row.id for row in office.checklist if row.row.is_unmet}
    told = {one.person_id for one in joiner.left("register_suspended")}
    assert {"demo-contractor", "demo-applicant", "demo-admin", "demo-officer"} <= told
    assert "demo-viewer" not in told
    heard = [one for one in desk.hub.heard if one.case_id == desk.case(draft).id]
    assert heard, "who prepares a draft sees at once that it cannot be sent"
    assert verify_all(desk.database) == []


def test_when_it_was_a_mistake_everything_is_as_before_but_what_the_municipality_suspended_stays(joiner: Joiner) -> None:
    desk = joiner.desk
    ref = desk.submitted()
    desk.do("admin", deciding.suspend_access, NUMBER, "Ubetalt gebyr.")
    read(desk, slettedato="2026-11-20")
    read(desk)

    assert states(desk) == {"demo-fjordvik": ("suspended", False), "demo-sundal": ("approved", False)}
    assert desk.kinds(ref)[-2:] == ["company_gone", "company_back"]
    assert desk.office(ref).head.company_gone == ""
    assert len(joiner.left("register_restored")) == len({one.person_id for one in joiner.left("register_restored")})


def test_the_same_answer_twice_changes_nothing_the_second_time(joiner: Joiner) -> None:
    desk = joiner.desk
    ref = desk.submitted()
    read(desk, konkurs=True)
    before = (desk.kinds(ref), len(joiner.left("register_suspended")))
    assert read(desk, konkurs=True) == []

    assert (desk.kinds(ref), len(joiner.left("register_suspended"))) == before


def left_to_mark(desk: Desk) -> list[str]:
    return list(cases_to_mark("", work=desk.works(writing=False)))


def test_cases_that_were_not_reached_are_found_again_both_ways_and_marked_once(joiner: Joiner) -> None:
    desk = joiner.desk
    first, second, draft = desk.submitted(), desk.in_review(), desk.draft()
    ids = sorted(desk.case(one).id for one in (first, second))
    assert left_to_mark(desk) == []
    for entry, kind in (({"konkurs": True}, "company_gone"), ({}, "company_back")):
        read(desk, mark=False, **entry)
        mark_case(ids[0], work=desk.works(writing=True), now=desk.now)
        assert left_to_mark(desk) == ids[1:]
        for _twice in range(2):
            mark_case(ids[1], work=desk.works(writing=True), now=desk.now)
        assert [desk.kinds(one).count(kind) for one in (first, second, draft)] == [1, 1, 0]
        assert left_to_mark(desk) == []


def test_what_was_only_kept_decides_nothing(joiner: Joiner) -> None:
    read(joiner.desk, is_fresh=False, konkurs=True)

    assert states(joiner.desk)["demo-fjordvik"] == ("approved", False)
    with joiner.desk.works(writing=False) as work:
        assert work.parties.company(OURS).register_asked_at == joiner.desk.now


def test_a_silent_register_is_not_asked_again_before_others_had_their_turn(joiner: Joiner) -> None:
    desk = joiner.desk
    before = desk.now + timedelta(days=3650)
    with desk.works(writing=False) as work:
        first = work.joining.companies_to_read(before)[0]
    take_register_answer(first.id, None, actor=Machine(), work=desk.works(writing=True), now=before, chance=CHANCE)

    with desk.works(writing=False) as work:
        assert first.id not in [one.id for one in work.joining.companies_to_read(before)]


def warn(desk: Desk) -> int:
    return warn_of_certificates(work=desk.works(writing=True), now=desk.now, chance=CHANCE)


def test_a_certificate_is_told_of_at_sixty_and_at_fourteen_days_once_each_and_again_when_renewed(joiner: Joiner) -> None:
    desk = joiner.desk
    warn(desk)  # what the demonstration holds
    before = len(joiner.left("certificate_expiring"))
    with desk.works(writing=True) as work:
        ends = desk.now.date() + timedelta(days=70)
        work.joining.add(Certificate(id="held", company_id=OURS, person_id="demo-applicant", kind="adk1", number="1", expires_on=ends))
        work.commit()
    told = []
    for days in (0, 10, 11, 56, 57, 71):
        at = Desk(desk.database, desk.now + timedelta(days=days))
        told.append(warn(at))

    assert told == [0, 1, 0, 1, 0, 0]
    first = joiner.left("certificate_expiring")[before : before + 2]
    assert {one.person_id for one in first} == {"demo-contractor", "demo-applicant"}
    line = line_of("certificate_expiring", first[0].payload)
    assert line is not None
    assert line.said.in_english() == f"The certificate ADK1 certificate of Jonas Lie expires on {ends}."


def test_what_joined_unverified_becomes_verified_when_the_register_answers(joiner: Joiner) -> None:
    joiner.send(unverified=True)
    joiner.confirm()
    admin = joiner.administrator()
    desk = joiner.desk
    desk.do("admin", deciding.approve_access, GOOD)
    answer = replace(joiner.answer(), read_at=desk.now)
    take_register_answer(admin.company_id or "", answer, actor=Machine(), work=desk.works(writing=True), now=desk.now, chance=CHANCE)

    with desk.works(writing=False) as work:
        assert work.parties.company(admin.company_id or "").register_read_at == desk.now
    assert joiner.state() == "approved"
