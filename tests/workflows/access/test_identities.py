"""Sign-ins by providers as use cases, on both engines: taken once, all or nothing, one record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models.access import OutboxItem
from models.case import Event
from models.errors import NotThere, Refused, SignInAgain
from models.identities import Identity, PendingSignIn
from models.identity_providers import ProviderTerms, SignInTerms
from models.parties import Person
from storage.chance import CHANCE
from storage.rows import add, every
from storage.sessions import Sessions
from tests.workflows.casework.desk import Desk
from workflows.access import identities
from workflows.access.claims import Reason
from workflows.access.entering import Purpose
from workflows.access.identities import Intent, Outcome
from workflows.ports_identities import Begun, Vouched

PROVIDER = ProviderTerms("test", "Test", "https://id.example", "portal")
TERMS = SignInTerms((PROVIDER,))
BEGUN = Begun("state", "nonce", "verifier", "https://portal.example/login/answer/test", (), False, "nn", 600)


def begin(desk: Desk, intent: Intent | None = None, login: str = "", minutes_ago: int = 0) -> None:
    actor = replace(desk.actor(login), login_at=desk.now - timedelta(minutes=minutes_ago)) if login else None
    chosen = intent or Intent(Purpose.SIGN_IN, "browser", onward="/cases")
    identities.begin_sign_in("test", chosen, BEGUN, work=desk.works(writing=True), now=desk.now, actor=actor)


def take(desk: Desk, state: str = "state", browser: str = "browser", key: str = "test", person: str | None = None, late: int = 0) -> Any:
    return identities.take_sign_in(key, state, browser, person, work=desk.works(writing=True), now=desk.now + timedelta(minutes=late))


def finish(desk: Desk, pending: PendingSignIn, sub: str = "kari", **said: Any) -> Outcome:
    clock = int(desk.now.timestamp())
    claims = {"iss": PROVIDER.issuer, "aud": "portal", "sub": sub, "nonce": "nonce", "iat": clock, "exp": clock + 60, "auth_time": clock}
    vouched = Vouched({**claims, **said}, {"sub": sub})
    return identities.finish_sign_in(pending, vouched, TERMS, PROVIDER, work=desk.works(writing=True), now=desk.now, chance=CHANCE)


def known(desk: Desk, sub: str, person: str) -> Identity:
    made = Identity(id=CHANCE.id(), issuer=PROVIDER.issuer, subject=sub, person_id=person, provider="test", linked_at=desk.now)
    with desk.database.writing.begin() as connection:
        add(connection, made)
    return made


def reasons(desk: Desk) -> list[Any]:
    with desk.database.reading.connect() as connection:
        return [one.data["reason"] for one in every(connection, Event, "id") if one.kind == "sign_in_refused"]


def test_a_sign_in_is_taken_once_by_the_browser_that_began_it(desk: Desk) -> None:
    begin(desk)
    taken = take(desk)

    assert (taken.onward, taken.purpose, taken.language) == ("/cases", "sign_in", "nn")
    assert take(desk) is Reason.STATE_UNKNOWN
    assert reasons(desk) == ["state_unknown"]


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"state": "other"}, Reason.STATE_UNKNOWN), ({"browser": "other"}, Reason.OTHER_BROWSER), ({"browser": ""}, Reason.OTHER_BROWSER),
        ({"key": "other"}, Reason.OTHER_PROVIDER), ({"late": 11}, Reason.STATE_UNKNOWN),
    ],
)  # fmt: skip
def test_a_sign_in_that_is_not_this_browsers_is_gone_for_everybody(desk: Desk, asked: dict[str, Any], reason: Reason) -> None:
    begin(desk)

    assert take(desk, **asked) is reason
    if reason is not Reason.STATE_UNKNOWN:
        assert take(desk) is Reason.STATE_UNKNOWN


@pytest.mark.parametrize("purpose", [Purpose.LINK, Purpose.AGAIN])
@pytest.mark.parametrize("person", [None, "demo-officer"])
def test_what_somebody_signed_in_began_is_ended_by_them_only(desk: Desk, purpose: Purpose, person: str | None) -> None:
    begin(desk, Intent(purpose, "browser", "demo-approver"), "approver")

    assert take(desk, person=person) is Reason.OTHER_SESSION


def test_sign_ins_nobody_came_back_from_are_forgotten_with_the_next(desk: Desk) -> None:
    begin(desk)
    identities.begin_sign_in(
        "test",
        Intent(Purpose.SIGN_IN, "b"),
        replace(BEGUN, state="two"),
        work=desk.works(writing=True),
        now=desk.now + timedelta(minutes=11),
    )

    with desk.database.reading.connect() as connection:
        assert len(every(connection, PendingSignIn)) == 1


def test_a_known_identity_comes_in_and_an_unknown_one_changes_nothing(desk: Desk) -> None:
    made = known(desk, "kari", "demo-contractor")
    begin(desk)
    outcome = finish(desk, take(desk))
    begin(desk)
    stranger = finish(desk, take(desk), "stranger", email="contractor@demo.example")

    assert outcome.person is not None
    assert (outcome.person.id, outcome.reason, outcome.onward) == ("demo-contractor", None, "/cases")
    assert stranger.reason is Reason.UNKNOWN_IDENTITY
    with desk.database.reading.connect() as connection:
        assert [(one.id, one.last_used_at) for one in every(connection, Identity)] == [(made.id, desk.now)]
        (event,) = [one for one in every(connection, Event, "id") if one.kind == "signed_in"]
    assert (event.stream, event.data["identity"], event.detail) == ("person:demo-contractor", made.id, {})


def test_the_same_subject_of_another_issuer_is_somebody_else(desk: Desk) -> None:
    known(desk, "kari", "demo-contractor")
    begin(desk)

    assert finish(desk, take(desk), iss="https://other.example").reason is Reason.WRONG_ISSUER


def test_one_identity_is_one_person_whatever_the_code_thinks(desk: Desk) -> None:
    known(desk, "kari", "demo-contractor")

    with pytest.raises(IntegrityError):
        known(desk, "kari", "demo-officer")


def test_linking_needs_a_fresh_sign_in(desk: Desk) -> None:
    intent = Intent(Purpose.LINK, "browser", "demo-approver")
    with pytest.raises(SignInAgain):
        begin(desk, intent, "approver", minutes_ago=11)
    begin(desk, intent, "approver", minutes_ago=9)

    assert finish(desk, take(desk, person="demo-approver")).reason is None
    (mine,) = desk.do("approver", identities.my_identities)
    assert (mine.provider, mine.last_used_at) == ("test", None)
    with desk.database.reading.connect() as connection:
        (told,) = every(connection, OutboxItem, kind="identity_linked")
    assert (told.person_id, told.payload) == ("demo-approver", {"provider": PROVIDER.name}), "whoever did not link it must hear of it"


def test_unlinking_is_for_ones_own_and_never_the_last_way_in(desk: Desk) -> None:
    foreign, own = known(desk, "ola", "demo-officer"), known(desk, "kari", "demo-approver")
    actor = desk.actor("approver")

    def unlink(which: str, minutes_ago: int = 0) -> None:
        who = replace(actor, login_at=desk.now - timedelta(minutes=minutes_ago))
        identities.unlink_identity(which, actor=who, work=desk.works(writing=True), now=desk.now)

    with pytest.raises(NotThere):
        unlink(foreign.id)
    with pytest.raises(SignInAgain):
        unlink(own.id, minutes_ago=11)
    Sessions(desk.database).change_person("demo-approver", password_hash=None)
    with pytest.raises(Refused):
        unlink(own.id)
    Sessions(desk.database).change_person("demo-approver", password_hash="x")
    unlink(own.id)
    with desk.database.reading.connect() as connection:
        assert [one.id for one in every(connection, Identity)] == [foreign.id]
        assert every(connection, Person, id="demo-approver")[0].epoch == 0
