"""A person's keys for programs: made after a fresh sign-in, kept as a hash, no more than asked for, ended at once; on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models.access import OutboxItem
from models.base import Role
from models.case import Event
from models.errors import BadInput, NotThere, Refused, SignInAgain
from storage.chance import CHANCE
from storage.rows import table_of
from storage.sessions import Sessions, hashed
from tests.workflows.casework.desk import Desk
from ui.api.actions import ACTIONS
from workflows.access.keys import LIVES, MOST_KEYS, USES, KeyList, end_key, key_list, make_key, uses_for
from workflows.access.people import end_access
from workflows.lifecycle import BY_NAME
from workflows.policy import MATRIX

DECIDING = {"approve", "reject", "reopen", "lapse"}


def make(
    desk: Desk, login: str = "contractor", key: str = "pk_1", uses: tuple[str, ...] = ("read",), days: int = 90, name: str = "Jobb"
) -> Any:
    return desk.do(login, make_key, name, list(uses), days, key_hash=hashed(key))


def keys(desk: Desk, login: str = "contractor") -> KeyList:
    found: KeyList = desk.do(login, key_list)
    return found


def test_a_key_acts_in_its_makers_role_with_what_was_chosen_and_for_as_long(desk: Desk) -> None:
    made = make(desk, uses=("read", "send"), days=30)
    book = Sessions(desk.database)

    actor = book.api_actor("pk_1", desk.now + timedelta(days=29))
    assert actor is not None
    assert (actor.person_id, actor.membership_id, actor.role) == ("demo-contractor", "demo-contractor-as-company_admin", Role.COMPANY_ADMIN)
    assert (
        actor.only == frozenset(made.actions) == {one for use in ("read", "send") for one in USES[use].actions} & _given(Role.COMPANY_ADMIN)
    )
    assert book.api_actor("pk_1", desk.now + timedelta(days=31)) is None
    assert made.key_hash == hashed("pk_1")


def test_the_list_tells_what_each_key_is_for_and_never_the_key(desk: Desk) -> None:
    make(desk, name="  Jobbsystemet ")
    make(desk, key="pk_2", name="Regneark", uses=("check",))

    found = keys(desk)

    assert [(one.name, one.tenant, one.used) for one in found.keys] == [
        ("Regneark", "Nilsen Rør AS", None),
        ("Jobbsystemet", "Nilsen Rør AS", None),
    ]
    assert "pk_" not in repr(found)
    assert keys(desk, "applicant").keys == []


def test_making_a_key_is_told_of_and_stands_in_the_log_without_its_secret(desk: Desk) -> None:
    made = make(desk)
    desk.do("contractor", end_key, made.id)

    events, items = table_of(Event), table_of(OutboxItem)
    with desk.database.reading.connect() as connection:
        told = connection.execute(
            select(events.c.kind, events.c.data).where(events.c.stream == "person:demo-contractor").order_by(events.c.seq)
        ).all()
        left = connection.execute(select(items.c.person_id, items.c.payload).where(items.c.kind == "key_made")).all()
    assert [one.kind for one in told] == ["key_made", "key_ended"]
    assert [(one.person_id, one.payload["name"]) for one in left] == [("demo-contractor", "Jobb")]
    assert "pk_1" not in repr((told, left))


def test_an_ended_key_opens_nothing_and_only_its_owner_ends_it(desk: Desk) -> None:
    made = make(desk)
    for login in ("applicant", "contractor2", "admin"):
        with pytest.raises(NotThere):
            desk.do(login, end_key, made.id)

    desk.do("contractor", end_key, made.id)

    assert Sessions(desk.database).api_actor("pk_1", desk.now) is None
    assert keys(desk).keys == []
    with pytest.raises(NotThere):
        desk.do("contractor", end_key, made.id)


def test_a_sign_in_of_eleven_minutes_ago_makes_no_key(desk: Desk) -> None:
    old = desk.actor("contractor")
    desk.later(minutes=11)
    with pytest.raises(SignInAgain):
        make_key("Jobb", ["read"], 90, key_hash="h", actor=old, work=desk.works(writing=True), now=desk.now, chance=CHANCE)


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ({"name": " "}, "name"), ({"name": "x" * 101}, "name"), ({"uses": ()}, "uses"), ({"uses": ("handle",)}, "uses"),
        ({"uses": ("read", "everything")}, "uses"), ({"days": 366}, "days"), ({"days": 0}, "days"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(desk: Desk, given: dict[str, Any], target: str) -> None:
    with pytest.raises(BadInput) as refused:
        make(desk, **given)
    assert refused.value.target == target


def test_nobody_gathers_keys(desk: Desk) -> None:
    for number in range(MOST_KEYS):
        make(desk, key=f"pk_{number}")
    with pytest.raises(Refused, match=str(MOST_KEYS)):
        make(desk, key="pk_more")


def test_a_key_lives_a_year_at_most() -> None:
    assert max(LIVES) <= 365


def test_each_role_is_offered_what_it_may_and_nothing_else() -> None:
    assert {role: set(uses_for(role)) for role in (Role.COMPANY_ADMIN, Role.VIEWER, Role.CASE_WORKER, Role.AUDITOR)} == {
        Role.COMPANY_ADMIN: {"read", "check", "write", "send", "companies", "talk", "records"}, Role.VIEWER: {"read", "check"},
        Role.CASE_WORKER: {"read", "check", "handle", "talk", "boards"}, Role.AUDITOR: {"read", "check", "boards", "records"},
    }  # fmt: skip


def test_whatever_the_api_can_do_but_decide_can_be_chosen() -> None:
    chosen = {action for use in USES.values() for action in use.actions}
    needed = {BY_NAME[one].policy for one in ACTIONS if one in BY_NAME} - DECIDING

    assert needed <= chosen
    assert not chosen & DECIDING
    assert chosen <= set(MATRIX)


def test_when_the_role_ends_so_do_its_keys(desk: Desk) -> None:
    make(desk, "viewer", uses=("read",))
    desk.do("contractor", end_access, "demo-viewer-as-viewer")

    assert Sessions(desk.database).api_actor("pk_1", desk.now) is None


def _given(role: Role) -> set[str]:
    return {action for action, roles in MATRIX.items() if role in roles}
