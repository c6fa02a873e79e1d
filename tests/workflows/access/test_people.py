"""Who may act for whom: inviting, accepting, roles and their end, on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from models.access import OutboxItem
from models.base import Role
from models.case import Event
from models.errors import BadInput, NotAllowed, NotThere, Refused, SignInAgain
from models.parties import Person
from storage.chance import CHANCE
from storage.database import Database
from storage.demo import furnish
from storage.rows import every
from storage.sessions import Sessions, hashed
from tests.engines import database, postgresql, sqlite_template, sqlite_url
from tests.workflows.casework.desk import Desk
from workflows.access import people, resetting
from workflows.casework import reviewing
from workflows.ports import CaseFilter

__all__ = ["database", "postgresql", "sqlite_template", "sqlite_url"]
ADDRESS = "ny@xn--rr-lka.example"
TOKEN = "a-link-that-works-once"


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people on either engine."""
    furnish(database)
    return Desk(database)


def invite(desk: Desk, email: str = "ny@rør.example", role: str = "applicant", login: str = "contractor", token: str = TOKEN) -> Any:
    return desk.do(login, people.invite, email, role, token=token, token_hash=hashed(token))


def accept(desk: Desk, name: str = "Ny Person", token: str = TOKEN) -> Person | None:
    work = desk.works(writing=True)
    return people.accept_as_new(hashed(token), name, "nb", "hash", work=work, now=desk.now, chance=CHANCE)


def members(desk: Desk, login: str = "contractor") -> dict[str, people.MemberLine]:
    view: people.PeopleView = desk.do(login, people.people_view)
    return {one.email: one for one in view.members}


def items(desk: Desk, kind: str) -> list[dict[str, Any]]:
    with desk.database.reading.connect() as connection:
        return [{"person": one.person_id, **one.payload} for one in every(connection, OutboxItem, "id") if one.kind == kind]


def test_an_invitation_leaves_by_mail_and_makes_an_account_once(desk: Desk) -> None:
    invite(desk, " Ny@RØR.example ")

    assert [(one["to"], one["token"], one["tenant"]) for one in items(desk, "invitation")] == [(ADDRESS, TOKEN, "Nilsen Rør AS")]
    person = accept(desk)
    assert person is not None
    assert members(desk)[ADDRESS].role == Role.APPLICANT
    assert accept(desk) is None
    assert desk.do("contractor", people.people_view).invitations == []


def test_an_invitation_ends_after_a_week_when_taken_back_and_when_another_is_sent(desk: Desk) -> None:
    invite(desk)
    invite(desk, token="another")
    assert accept(desk) is None
    (open_one,) = desk.do("contractor", people.people_view).invitations
    desk.do("contractor", people.revoke_invitation, open_one.id)
    assert accept(desk, token="another") is None

    invite(desk, token="third")
    desk.later(days=7)
    assert accept(desk, token="third") is None


def test_somebody_with_an_account_accepts_as_themselves_and_nobody_else_does(desk: Desk) -> None:
    invite(desk, "contractor2@demo.example", "viewer")

    with pytest.raises(NotAllowed):
        accept(desk)
    with pytest.raises(NotAllowed):
        desk.do("contractor3", people.accept_as, hashed(TOKEN))
    assert desk.do("contractor2", people.accept_as, hashed(TOKEN)) is True
    assert desk.do("contractor2", people.accept_as, hashed(TOKEN)) is False
    assert members(desk)["contractor2@demo.example"].role == Role.VIEWER
    assert members(desk, "contractor2")["contractor2@demo.example"].role == Role.COMPANY_ADMIN


@pytest.mark.parametrize(("login", "role"), [("contractor", "approver"), ("admin", "applicant"), ("contractor", "king")])
def test_each_side_gives_its_own_roles_only(desk: Desk, login: str, role: str) -> None:
    with pytest.raises(BadInput):
        invite(desk, role=role, login=login)


@pytest.mark.parametrize("login", ["applicant", "viewer", "officer", "approver", "auditor"])
def test_only_administrators_invite_and_change(desk: Desk, login: str) -> None:
    with pytest.raises(NotAllowed):
        invite(desk, login=login)
    with pytest.raises(NotAllowed):
        desk.do(login, people.change_role, "demo-viewer-as-viewer", "applicant")
    with pytest.raises(NotAllowed):
        desk.do(login, people.end_access, "demo-viewer-as-viewer")


def test_people_of_another_tenant_are_not_there(desk: Desk) -> None:
    for login in ("contractor2", "admin"):
        with pytest.raises(NotThere):
            desk.do(login, people.change_role, "demo-viewer-as-viewer", "viewer" if login == "contractor2" else "auditor")
        with pytest.raises(NotThere):
            desk.do(login, people.end_access, "demo-viewer-as-viewer")
    made = invite(desk)
    with pytest.raises(NotThere):
        desk.do("contractor2", people.revoke_invitation, made.id)


def test_a_sign_in_of_eleven_minutes_ago_invites_nobody(desk: Desk) -> None:
    old = desk.actor("contractor")
    desk.later(minutes=11)
    for use_case, given, more in (
        (people.invite, ("a@b.example", "viewer"), {"token": "t", "token_hash": "h"}),
        (people.change_role, ("demo-viewer-as-viewer", "applicant"), {}),
        (people.end_access, ("demo-viewer-as-viewer",), {}),
    ):
        with pytest.raises(SignInAgain):
            use_case(*given, actor=old, work=desk.works(writing=True), now=desk.now, chance=CHANCE, **more)


def test_the_only_administrator_stays_one(desk: Desk) -> None:
    mine = "demo-contractor-as-company_admin"
    with pytest.raises(Refused, match="only administrator"):
        desk.do("contractor", people.change_role, mine, "viewer")
    with pytest.raises(Refused, match="only administrator"):
        desk.do("contractor", people.end_access, mine)
    desk.do("contractor", people.change_role, "demo-applicant-as-applicant", "company_admin")
    desk.do("contractor", people.change_role, mine, "viewer")
    assert {one.role for one in members(desk).values() if one.is_self} == {Role.VIEWER}


def test_another_role_ends_open_sessions_and_tells_the_person(desk: Desk) -> None:
    sessions = Sessions(desk.database)
    person = sessions.person_by_email("viewer@demo.example")
    assert person is not None
    cookie, _made = sessions.create_session(person, sessions.memberships_of(person.id)[0], desk.now, "Firefox")
    idle = timedelta(hours=1)
    assert sessions.session(cookie, desk.now, idle, idle) is not None

    desk.do("contractor", people.change_role, "demo-viewer-as-viewer", "applicant")

    assert sessions.session(cookie, desk.now, idle, idle) is None
    assert [one["person"] for one in items(desk, "role_changed")] == [person.id]


def test_a_leavers_cases_go_to_a_colleague_who_may_work_on_them(desk: Desk) -> None:
    ref = desk.draft(login="applicant")
    leaver, heir = "demo-applicant-as-applicant", "demo-contractor-as-company_admin"
    with pytest.raises(Refused, match="takes over"):
        desk.do("contractor", people.end_access, leaver)
    with pytest.raises(Refused, match="may work on cases"):
        desk.do("contractor", people.end_access, leaver, "demo-viewer-as-viewer")

    cases = desk.do("contractor", people.end_access, leaver, heir)

    with desk.works(writing=False) as work:
        case = work.cases.get(desk.actor("contractor").scope, ref)
        assert (list(cases), case.created_by) == ([case.id], "demo-contractor")
    assert members(desk)["applicant@demo.example"].is_active is False
    assert [one["person"] for one in items(desk, "cases_handed_on")] == ["demo-contractor"]
    sessions = Sessions(desk.database)
    assert sessions.memberships_of("demo-applicant") == []


def test_a_case_worker_who_leaves_lets_cases_go_back_to_the_board(desk: Desk) -> None:
    ref = desk.submitted()
    desk.do("officer", reviewing.take, ref)

    desk.do("admin", people.end_access, "demo-officer-as-case_worker")

    with desk.works(writing=False) as work:
        (card,) = work.cases.cards(desk.actor("admin").scope, CaseFilter()).rows
        assert card.assignee_id is None


def test_somebody_who_left_can_be_invited_back(desk: Desk) -> None:
    desk.do("contractor", people.end_access, "demo-viewer-as-viewer")
    invite(desk, "viewer@demo.example", "applicant")

    assert desk.do("viewer", people.accept_as, hashed(TOKEN)) is True

    assert (members(desk)["viewer@demo.example"].role, members(desk)["viewer@demo.example"].is_active) == (Role.APPLICANT, True)


def test_the_operator_invites_the_first_administrator_of_a_new_municipality(desk: Desk) -> None:
    def first(number: str, name: str) -> Any:
        work = desk.works(writing=True)
        return people.invite_first_admin(number, name, "adm@ny.example", token_hash=hashed(number), work=work, now=desk.now, chance=CHANCE)

    with pytest.raises(BadInput):
        first("4601", "")
    with pytest.raises(BadInput):
        first("46", "Bergen")
    first("4601", "Bergen")
    first("9999", "")

    person = accept(desk, token="4601")
    assert person is not None
    with desk.works(writing=False) as work:
        assert work.parties.municipality_by_number("4601").name == "Bergen"
    held = Sessions(desk.database).tenant_names(person.id)
    assert [(one.role, name) for one, name in held] == [(Role.MUNICIPALITY_ADMIN, "Bergen")]


def test_a_link_to_a_new_password_goes_to_known_people_only_and_works_once(desk: Desk) -> None:
    for email in ("viewer@demo.example", "nobody@demo.example"):
        work = desk.works(writing=True)
        resetting.ask_for_reset(
            email, TOKEN + email, hashed(TOKEN + email), life=timedelta(hours=1), work=work, now=desk.now, chance=CHANCE
        )
    assert [one["person"] for one in items(desk, "password_reset")] == ["demo-viewer"]

    sessions, token = Sessions(desk.database), hashed(TOKEN + "viewer@demo.example")
    assert sessions.link_holder(token, "password_reset", desk.now + timedelta(hours=1)) is None
    assert sessions.reset_password(token, "another purpose", "new", desk.now) is False
    assert sessions.reset_password(token, "password_reset", "new", desk.now) is True
    assert sessions.reset_password(token, "password_reset", "newer", desk.now) is False
    person = sessions.person_by_email("viewer@demo.example")
    assert person is not None
    assert (person.password_hash, person.epoch) == ("new", 1)


def test_the_operator_takes_the_codes_of_a_lost_phone_away_and_the_person_is_told(desk: Desk) -> None:
    sessions = Sessions(desk.database)
    sessions.change_person("demo-officer", totp_secret="SECRET")
    sessions.keep_recovery_codes("demo-officer", ["one"], desk.now)
    person = sessions.person_by_email("officer@demo.example")
    assert person is not None
    cookie, _row = sessions.create_session(person, sessions.memberships_of(person.id)[0], desk.now, "lost")

    desk.do("officer", resetting.reset_codes, "Officer@demo.example")

    after = sessions.person_by_email("officer@demo.example")
    assert after is not None
    assert (after.totp_secret, sessions.recovery_codes_left(after.id)) == (None, 0)
    assert sessions.session(cookie, desk.now, timedelta(hours=1), timedelta(hours=8)) is None
    assert [one["person"] for one in items(desk, "codes_reset")] == ["demo-officer"]
    with desk.database.reading.connect() as connection:
        events = [(one.stream, one.about) for one in every(connection, Event, "id", kind="codes_reset")]
    assert events == [("person:demo-officer", "demo-officer")]
    with pytest.raises(NotThere):
        desk.do("officer", resetting.reset_codes, "nobody@demo.example")


def test_a_recovery_code_works_once_and_new_ones_end_the_old(desk: Desk) -> None:
    sessions = Sessions(desk.database)
    sessions.keep_recovery_codes("demo-officer", ["a", "b"], desk.now)
    assert sessions.use_recovery_code("demo-officer", "a", desk.now) is True
    assert sessions.use_recovery_code("demo-officer", "a", desk.now) is False
    assert sessions.use_recovery_code("demo-approver", "b", desk.now) is False
    assert sessions.recovery_codes_left("demo-officer") == 1
    sessions.keep_recovery_codes("demo-officer", ["c"], desk.now)
    assert sessions.use_recovery_code("demo-officer", "b", desk.now) is False
    assert sessions.recovery_codes_left("demo-officer") == 1
