"""The log as its readers see it: everything of their own tenant, nothing of another, narrowed and paged; looks and reading are recorded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.base import Role
from models.errors import NotAllowed, NotThere
from models.parties import Membership
from storage.log import verify_all
from storage.rows import add
from storage.sessions import Sessions
from tests.storage.test_log import unguarded
from tests.workflows.casework.desk import OUTSIDERS, Desk
from workflows.access import deciding, people
from workflows.oversight import auditing
from workflows.oversight.auditing import Look
from workflows.ports_oversight import AuditWish, LoggedLine

EVERYTHING = AuditWish()


def read(desk: Desk, wish: AuditWish = EVERYTHING, login: str = "auditor", limit: int = 200) -> list[LoggedLine]:
    """All pages of a log."""
    found: list[LoggedLine] = []
    after: str | None = None
    while True:
        page = desk.do(login, auditing.log_page, wish, after, limit)
        found += page.rows
        after = page.next
        if after is None:
            return found


def kinds(lines: list[LoggedLine]) -> set[str]:
    return {one.event.kind for one in lines}


def busy(desk: Desk) -> str:
    """Something of everything: a case, an access, a role, an invitation, an export, looks."""
    ref = desk.asked()[0]
    desk.do("admin", deciding.approve_access, "311990020")
    desk.do("admin", people.invite, "ny@fjordvik.example", "case_worker", token="t", token_hash="h")
    desk.do("admin", people.change_role, "demo-officer-as-case_worker", "approver")
    desk.do("officer", auditing.record_look, Look("case", ref))
    desk.do("officer", auditing.record_look, Look("company", "310000027"))
    desk.do("admin", auditing.record_look, Look("person", "demo-approver-as-approver"))
    desk.do("admin", auditing.begin_export, AuditWish(person="Kari"))
    return ref


def test_the_log_holds_cases_accesses_people_looks_and_exports_of_the_municipality(desk: Desk) -> None:
    busy(desk)

    found = kinds(read(desk))

    assert {"submitted", "paused", "access_requested", "access_approved", "invited", "role_changed"} <= found
    assert {"case_seen", "company_seen", "person_seen", "log_exported"} <= found


def test_nothing_of_another_municipality_of_a_companys_own_affairs_or_of_a_draft_is_in_it(desk: Desk) -> None:
    busy(desk)
    draft = desk.draft()
    desk.do("contractor", people.invite, "ny@ror.example", "viewer", token="t2", token_hash="h2")
    desk.do("admin2", people.invite, "ny@sundal.example", "case_worker", token="t3", token_hash="h3")
    desk.do("contractor", auditing.record_look, Look("case", draft))

    ours, theirs = read(desk), read(desk, login="admin2")

    assert {one.event.municipality_id for one in ours} == {"demo-fjordvik"}
    assert {one.event.municipality_id for one in theirs} == {"demo-sundal"}
    drafted = desk.case(draft)
    assert [one for one in ours if drafted.id in (one.event.case_id, one.event.about)] == []
    assert [one.event.stream for one in ours if one.event.stream.startswith("company:")] == []
    assert {one.event.company_id for one in ours if one.event.kind == "invited"} == {None}


def test_each_filter_finds_its_own_and_only_within_the_municipality(desk: Desk) -> None:
    ref = busy(desk)
    number = desk.case(ref).number

    by_case = read(desk, AuditWish(case=number))
    assert {one.case_number for one in by_case} == {number}
    assert {"submitted", "paused", "case_seen"} <= kinds(by_case)
    assert read(desk, AuditWish(case=number), login="admin2") == []
    assert kinds(read(desk, AuditWish(person="solberg"))) >= {"case_seen", "company_seen", "paused", "role_changed"}
    assert {one.company for one in read(desk, AuditWish(company="311990020"))} == {"Bratt Anlegg ENK"}
    assert kinds(read(desk, AuditWish(kinds=("invited",)))) == {"invited"}
    today = desk.now.date()
    assert "paused" in kinds(read(desk, AuditWish(since=today, until=today)))
    assert "paused" not in kinds(read(desk, AuditWish(since=today + timedelta(days=1), until=today + timedelta(days=2))))
    assert "paused" not in kinds(read(desk, AuditWish(until=date(2026, 1, 1))))


def test_pages_by_key_give_every_line_once(desk: Desk) -> None:
    busy(desk)

    whole, in_pages = read(desk), read(desk, limit=3)

    assert [one.event.id for one in in_pages] == [one.event.id for one in whole]
    assert len({one.event.id for one in whole}) == len(whole) > 10


def test_a_company_reads_what_its_own_people_did_and_nothing_of_the_municipalitys(desk: Desk) -> None:
    busy(desk)

    page = desk.do("contractor", auditing.own_company_log, limit=200)

    assert {one.event.actor_id for one in page.rows} <= {"demo-contractor", "demo-applicant", "demo-viewer"}
    assert "submitted" in {one.event.kind for one in page.rows}
    for login in ("applicant", "viewer", "officer", "admin"):
        with pytest.raises(NotAllowed):
            desk.do(login, auditing.own_company_log)


def accounts(desk: Desk, login: str) -> set[tuple[str, str]]:
    """Whose account events somebody reads: kind and person."""
    page = desk.do(login, auditing.own_company_log, limit=200) if login == "contractor" else None
    lines = page.rows if page else read(desk, login=login)
    return {(one.event.kind, one.event.about or "") for one in lines if one.event.stream.startswith("person:")}


def come_in(desk: Desk, login: str, wanted: str = "") -> None:
    """Log in with a password, and go over to another role."""
    sessions = Sessions(desk.database)
    person = sessions.person_by_email(f"{login}@demo.example")
    assert person is not None
    _cookie, row = sessions.create_session(person, sessions.memberships_of(person.id)[0], desk.now, "Firefox")
    if wanted:
        sessions.switch_membership(row, wanted, desk.now)


def test_account_events_are_read_where_the_person_has_a_role_and_nowhere_else(desk: Desk) -> None:
    for login in ("officer", "officer2", "applicant", "contractor2"):
        come_in(desk, login)
    came = "signed_in_by_password"

    def of(person: str) -> set[tuple[str, str]]:
        return {(came, person), ("device_met", person)}

    assert accounts(desk, "auditor") == accounts(desk, "admin") == of("demo-officer")
    assert accounts(desk, "admin2") == of("demo-officer2")
    assert accounts(desk, "contractor") == of("demo-applicant")
    named = [one for one in read(desk) if one.event.kind == came]
    assert [one.about_person for one in named] == ["Ingrid Solberg"]
    assert "person:demo-officer" in desk.do("auditor", auditing.streams_to_verify)
    assert "person:demo-officer2" not in desk.do("auditor", auditing.streams_to_verify)
    assert [one.event.id for one in read(desk, limit=2)] == [one.event.id for one in read(desk)]


def test_with_roles_in_two_tenants_each_reads_the_account_but_not_what_is_done_in_the_other(desk: Desk) -> None:
    with desk.database.writing.begin() as connection:
        add(connection, Membership(id="both", person_id="demo-officer", municipality_id="demo-sundal", role=Role.CASE_WORKER))
    come_in(desk, "officer", wanted="both")
    came = {("signed_in_by_password", "demo-officer"), ("device_met", "demo-officer")}

    assert accounts(desk, "admin") == came
    assert accounts(desk, "admin2") == {*came, ("role_taken", "demo-officer")}

    desk.do("admin2", people.end_access, "both")
    assert accounts(desk, "admin2") == {("role_taken", "demo-officer")}, "whose role ended is no longer theirs to follow"


def test_what_somebody_cannot_see_is_not_recorded_as_seen(desk: Desk) -> None:
    ref = desk.submitted()

    for login in OUTSIDERS:
        with pytest.raises(NotThere):
            desk.do(login, auditing.record_look, Look("case", ref))
    with pytest.raises(NotThere):
        desk.do("officer", auditing.record_look, Look("file", ref, "nothing"))


@pytest.mark.parametrize("login", ["officer", "approver", "contractor", "viewer"])
def test_only_administrators_and_auditors_read_the_log(desk: Desk, login: str) -> None:
    for use_case, given in ((auditing.log_page, [EVERYTHING]), (auditing.begin_export, [EVERYTHING]), (auditing.streams_to_verify, [])):
        with pytest.raises(NotAllowed):
            desk.do(login, use_case, *given)


def test_the_chain_is_whole_until_somebody_who_owns_the_machine_meddles(desk: Desk) -> None:
    ref = busy(desk)
    streams = desk.do("auditor", auditing.streams_to_verify)
    assert desk.do("auditor", auditing.verify_some, streams).broken is None
    assert verify_all(desk.database) == []

    case = desk.case(ref)
    with unguarded(desk.database) as connection:
        connection.exec_driver_sql(f"UPDATE event SET kind = 'approved' WHERE stream = 'case:{case.id}' AND seq = 2")

    found = desk.do("auditor", auditing.verify_some, streams)
    assert found.broken == (f"case:{case.id}", 2, "changed")
    desk.do("auditor", auditing.record_verified, len(streams), found.events, 2)
    assert read(desk)[0].event.data["broken"] == 2
