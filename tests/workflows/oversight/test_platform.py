"""The platform's administrator: municipalities, and no case but behind broken glass, which both sides are told of and which ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from models.base import Role
from models.errors import BadInput, NotAllowed, NotThere, Refused, SignInAgain
from storage.chance import CHANCE
from storage.log import verify_all
from storage.sessions import Sessions, hashed
from tests.workflows.casework.desk import Desk
from workflows.access import people
from workflows.casework import asking, drafting, overview, sending
from workflows.oversight import auditing, platform
from workflows.ports_oversight import AuditWish

WHY = "Et svar vises ikke; vi må se hva som er lagret."


def told(desk: Desk, kind: str) -> set[str]:
    """Who is told of something."""
    with desk.database.reading.connect() as connection:
        found = connection.execute(text("SELECT person_id FROM outbox_item WHERE kind = :kind"), {"kind": kind})
        return set(found.scalars())


def test_a_link_from_the_command_line_makes_one_and_nothing_else_does(desk: Desk) -> None:
    made = platform.invite_platform_admin(
        "ny@portal.example", token_hash=hashed("t"), work=desk.works(writing=True), now=desk.now, chance=CHANCE
    )
    assert people.welcome(hashed("t"), work=desk.works(writing=True), now=desk.now) is not None
    person = people.accept_as_new(hashed("t"), "Ny Drifter", "nb", "hash", work=desk.works(writing=True), now=desk.now, chance=CHANCE)

    assert person is not None
    (held,) = Sessions(desk.database).memberships_of(person.id)
    assert (held.role, held.company_id, held.municipality_id, made.role) == (Role.PLATFORM_ADMIN, None, None, Role.PLATFORM_ADMIN)
    for login in ("admin", "contractor"):
        with pytest.raises(BadInput):
            desk.do(login, people.invite, "x@y.example", "platform_admin", token="a", token_hash="b")


def test_the_role_ends_with_its_sessions_keys_and_unused_links_and_nothing_else_does(desk: Desk) -> None:
    sessions, address, hour = Sessions(desk.database), "platform@demo.example", timedelta(hours=1)
    person = sessions.person_by_email(address)
    assert person is not None
    cookie, _made = sessions.create_session(person, sessions.memberships_of(person.id)[0], desk.now, "Firefox")
    key = sessions.create_api_key(address, desk.now)
    invited: dict[str, Any] = {"work": desk.works(writing=True), "now": desk.now, "chance": CHANCE}
    platform.invite_platform_admin(address, token_hash=hashed("again"), **invited)
    assert list(platform.platform_admins(work=desk.works(writing=False))) == [address]
    admin = sessions.person_by_email("admin@demo.example")
    assert admin is not None

    platform.end_platform_admin(" Platform@demo.example ", work=desk.works(writing=True), now=desk.now)

    assert platform.platform_admins(work=desk.works(writing=False)) == []
    assert sessions.session(cookie, desk.now, hour, hour) is None
    assert sessions.api_actor(key, desk.now) is None
    assert sessions.api_keys(person.id, desk.now) == [], "they do not wake up with a new invitation"
    assert people.welcome(hashed("again"), work=desk.works(writing=True), now=desk.now) is None
    assert sessions.memberships_of(admin.id)
    with desk.database.reading.connect() as connection:
        said = connection.execute(text("SELECT kind FROM event WHERE stream = 'portal' ORDER BY seq")).scalars().all()
    assert said[-3:] == ["invited", "access_of_person_ended", "invitation_revoked"]
    assert verify_all(desk.database) == []
    for other in (address, "admin@demo.example", "nobody@demo.example"):
        with pytest.raises(NotThere):
            platform.end_platform_admin(other, work=desk.works(writing=True), now=desk.now)


@pytest.mark.parametrize("login", ["admin", "auditor", "approver", "contractor"])
def test_nobody_else_reaches_the_platform(desk: Desk, login: str) -> None:
    ref = desk.submitted()
    number = desk.case(ref).number
    for use_case, given in (
        (platform.platform_view, []), (platform.make_municipality, ["9997", "Ny"]), (platform.break_glass, [number, WHY, 1]),
        (platform.read_by_glass, [ref]),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            desk.do(login, use_case, *given)


def test_no_use_case_of_cases_lets_the_platforms_administrator_in(desk: Desk) -> None:
    ref = desk.submitted()
    doors: list[tuple[Callable[..., Any], list[Any]]] = [
        (overview.case_home, [ref]), (overview.officer_case, [ref]), (asking.full_case, [ref]), (sending.submit, [ref]),
        (auditing.log_page, [AuditWish()]), (auditing.own_company_log, []), (people.people_view, []),
    ]  # fmt: skip
    for use_case, given in doors:
        with pytest.raises((NotAllowed, NotThere)):
            desk.do("platform", use_case, *given)


def test_municipalities_are_made_named_and_paused_and_a_paused_one_takes_nothing_in(desk: Desk) -> None:
    draft = desk.draft()
    desk.do("platform", platform.make_municipality, "9997", "  Nydal   kommune ")
    with pytest.raises(Refused):
        desk.do("platform", platform.make_municipality, "9997", "En til")
    with pytest.raises(BadInput):
        desk.do("platform", platform.make_municipality, "99", "Kort")
    desk.do("platform", platform.rename_municipality, "9997", "Nydal")
    desk.do("platform", platform.pause_municipality, "9999", pause=True)

    view = desk.do("platform", platform.platform_view)
    assert {one.number: (one.name, one.paused_at is not None) for one in view.towns}["9997"] == ("Nydal", False)
    with pytest.raises(Refused, match="Fjordvik takes nothing in"):
        desk.do("contractor", sending.submit, draft)
    with pytest.raises(Refused, match="Fjordvik takes nothing in"):
        desk.do("contractor", drafting.start_case, "water-meter", "9999", [])

    desk.do("platform", platform.pause_municipality, "9999", pause=False)
    desk.do("contractor", sending.submit, draft)
    kinds = [one.event.kind for one in desk.do("auditor", auditing.log_page, AuditWish(), limit=200).rows]
    assert {"municipality_paused", "municipality_opened"} <= set(kinds)


def test_both_sides_are_told_when_the_glass_is_broken_and_it_stands_on_the_timeline(desk: Desk) -> None:
    ref = desk.submitted()
    with pytest.raises(NotThere):
        desk.do("platform", platform.read_by_glass, ref)

    assert desk.do("platform", platform.break_glass, desk.case(ref).number, WHY, 2) == ref
    seen, glass = desk.do("platform", platform.read_by_glass, ref)

    assert seen.head.ref == glass.ref == ref
    assert told(desk, "break_glass") == {"demo-admin", "demo-contractor"}
    for entries in (desk.home(ref).timeline, desk.office(ref).timeline):
        assert [(one.who, one.words) for one in entries if one.kind == "glass_broken"] == [("Nina Vik", WHY)]
    assert desk.kinds(ref)[-2:] == ["glass_broken", "glass_read"]
    assert verify_all(desk.database) == []


def test_the_leave_ends_by_itself_and_before_when_wanted_and_is_for_one_case_alone(desk: Desk) -> None:
    ref, other = desk.submitted(), desk.in_review()
    desk.do("platform", platform.break_glass, desk.case(ref).number, WHY, 1)
    with pytest.raises(NotThere):
        desk.do("platform", platform.read_by_glass, other)

    desk.later(minutes=59)
    desk.do("platform", platform.read_by_glass, ref)
    desk.later(minutes=1)
    with pytest.raises(NotThere):
        desk.do("platform", platform.read_by_glass, ref)

    desk.do("platform", platform.break_glass, desk.case(ref).number, WHY, 4)
    desk.do("platform", platform.end_glass, ref)
    with pytest.raises(NotThere):
        desk.do("platform", platform.read_by_glass, ref)
    assert desk.kinds(ref)[-1] == "glass_ended"


def test_breaking_it_needs_a_reason_a_span_a_fresh_login_and_a_case_that_was_sent(desk: Desk) -> None:
    number, draft = desk.case(desk.submitted()).number, desk.case(desk.draft()).number

    for given in ([number, "kort", 1], [number, WHY, 5], [number, WHY, 0]):
        with pytest.raises(BadInput):
            desk.do("platform", platform.break_glass, *given)
    with pytest.raises(NotThere):
        desk.do("platform", platform.break_glass, draft, WHY, 1)
    actor = desk.actor("platform")
    desk.later(minutes=11)
    with pytest.raises(SignInAgain):
        platform.break_glass(number, WHY, 1, actor=actor, work=desk.works(writing=True), now=desk.now, chance=CHANCE)
    assert told(desk, "break_glass") == set()
