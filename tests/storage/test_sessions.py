"""Sessions, keys and throttles on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.access import LoginSession
from models.base import Role
from models.errors import NotThere
from models.identities import PendingSignIn
from models.parties import Membership, Person
from models.people import OneTimeLink
from storage.database import Database
from storage.log import verify_all
from storage.rows import add
from storage.sessions import Sessions, hashed
from tests.storage.world import NOON, World
from workflows.ports_access import Proof

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=8)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sessions(database: Database, world: World) -> Sessions:
    """The doors' questions, with the small world in the database."""
    return Sessions(database)


def enter(sessions: Sessions, email: str = "per@pipes.example") -> tuple[str, LoginSession, Person]:
    person = sessions.person_by_email(email)
    assert person is not None
    cookie, row = sessions.create_session(person, sessions.memberships_of(person.id)[0], NOON, "Firefox on Linux")
    return cookie, row, person


def is_in(sessions: Sessions, cookie: str, after: timedelta = MINUTE) -> bool:
    return sessions.session(cookie, NOON + after, IDLE, ABSOLUTE) is not None


def test_a_cookie_finds_its_session_person_and_role(sessions: Sessions) -> None:
    cookie, row, person = enter(sessions)

    found = sessions.session(cookie, NOON, IDLE, ABSOLUTE)

    assert found is not None
    assert (found[0], found[1], found[2].role) == (row, person, Role.APPLICANT)
    assert (found.actor.tenant_name, found.actor.through, found.actor.login_at) == ("Rør AS", "page", row.login_at)


def test_the_database_holds_no_cookie_and_no_key(sessions: Sessions, database: Database) -> None:
    cookie, row, _ = enter(sessions)
    key = sessions.create_api_key("per@pipes.example", NOON)

    with database.reading.connect() as connection:
        sessions_kept = connection.execute(text("SELECT * FROM login_session")).all()
        keys_kept = connection.execute(text("SELECT * FROM api_key")).all()
    kept = f"{sessions_kept}{keys_kept}"
    assert cookie not in kept
    assert key not in kept
    assert row.id_hash == hashed(cookie)


def test_a_foreign_cookie_finds_nothing(sessions: Sessions) -> None:
    enter(sessions)

    assert not is_in(sessions, "guess")
    assert not is_in(sessions, hashed("guess"))


def test_a_session_ends_when_idle_and_lives_on_while_used(sessions: Sessions) -> None:
    cookie, _, _ = enter(sessions)

    assert not is_in(sessions, cookie, timedelta(minutes=31))
    assert is_in(sessions, cookie, timedelta(minutes=29))
    assert is_in(sessions, cookie, timedelta(minutes=58))


def test_a_session_ends_after_its_longest_time_however_busy(sessions: Sessions) -> None:
    cookie, _, _ = enter(sessions)
    for minutes in range(20, 480, 20):
        assert is_in(sessions, cookie, timedelta(minutes=minutes))

    assert not is_in(sessions, cookie, timedelta(hours=8, minutes=1))


def test_asking_whether_it_lives_is_no_sign_of_life(sessions: Sessions) -> None:
    cookie, row, _ = enter(sessions)

    assert sessions.is_alive(row.id_hash, NOON + timedelta(minutes=29), IDLE, ABSOLUTE)
    assert not is_in(sessions, cookie, timedelta(minutes=31))


def test_ending_one_session_leaves_the_others(sessions: Sessions) -> None:
    first, row, person = enter(sessions)
    second, _, _ = enter(sessions)

    sessions.end_session(row.id_hash, NOON, person_id="dag")
    assert is_in(sessions, first)
    sessions.end_session(row.id_hash, NOON, person_id=person.id)

    assert (is_in(sessions, first), is_in(sessions, second)) == (False, True)


def test_ending_all_spares_the_one_that_asks(sessions: Sessions) -> None:
    first, _, person = enter(sessions)
    second, row, _ = enter(sessions)
    neighbour, _, _ = enter(sessions, "dag@drains.example")

    sessions.end_all(person.id, NOON, except_hash=row.id_hash)

    assert [is_in(sessions, one) for one in (first, second, neighbour)] == [False, True, True]
    assert [one.id_hash for one in sessions.list_sessions(person.id, NOON, IDLE, ABSOLUTE)] == [row.id_hash]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE person SET epoch = epoch + 1 WHERE id = 'per'",
        "UPDATE person SET disabled = true WHERE id = 'per'",
        "UPDATE membership SET active = false WHERE person_id = 'per'",
    ],
)
def test_sessions_and_keys_die_with_what_they_stood_on(sessions: Sessions, database: Database, change: str) -> None:
    cookie, row, _ = enter(sessions)
    key = sessions.create_api_key("per@pipes.example", NOON)
    with database.writing.begin() as connection:
        connection.execute(text(change))

    assert not is_in(sessions, cookie)
    assert not sessions.is_alive(row.id_hash, NOON, IDLE, ABSOLUTE)
    assert (sessions.api_actor(key, NOON) is None) == ("epoch" not in change)


def test_raising_the_epoch_says_the_new_one(sessions: Sessions) -> None:
    cookie, _, person = enter(sessions)

    assert [sessions.bump_epoch(person.id), sessions.bump_epoch(person.id)] == [1, 2]
    assert not is_in(sessions, cookie)
    with pytest.raises(NotThere):
        sessions.bump_epoch("nobody")


def test_another_role_is_another_session(sessions: Sessions, database: Database) -> None:
    cookie, row, person = enter(sessions)
    with database.writing.begin() as connection:
        add(connection, Membership(id="per-in-sundal", person_id="per", municipality_id="sundal", role=Role.AUDITOR))

    other, made = sessions.switch_membership(row, "per-in-sundal", NOON)

    found = sessions.session(other, NOON, IDLE, ABSOLUTE)
    assert found is not None
    assert found.actor.tenant_name == "Sundal"
    assert not is_in(sessions, cookie)
    assert made.csrf_token != row.csrf_token
    assert sorted(name for _, name in sessions.tenant_names(person.id)) == ["Rør AS", "Sundal"]


def test_nobody_takes_a_role_that_is_somebody_elses(sessions: Sessions) -> None:
    cookie, row, _ = enter(sessions)

    with pytest.raises(NotThere):
        sessions.switch_membership(row, "ola-in-fjordvik", NOON)

    assert is_in(sessions, cookie)


def test_a_key_acts_as_its_holder_until_it_is_revoked_or_too_old(sessions: Sessions, database: Database) -> None:
    key = sessions.create_api_key("ola@fjordvik.example", NOON, "nightly export")

    actor = sessions.api_actor(key, NOON)

    assert key.startswith("pk_")
    assert actor is not None
    assert (actor.name, actor.tenant_name, actor.role, actor.through) == ("Ola Saks", "Fjordvik", Role.CASE_WORKER, "api")
    assert sessions.api_actor(key + "x", NOON) is None
    assert sessions.api_actor(key, NOON + timedelta(days=366)) is None
    with database.reading.connect() as connection:
        key_id = connection.execute(text("SELECT id FROM api_key")).scalar_one()
    sessions.revoke_api_key(key_id, "per", NOON)
    assert sessions.api_actor(key, NOON) is not None
    sessions.revoke_api_key(key_id, "ola", NOON)
    assert sessions.api_actor(key, NOON) is None


def test_no_key_is_made_for_somebody_unknown(sessions: Sessions) -> None:
    with pytest.raises(NotThere):
        sessions.create_api_key("nobody@demo.example", NOON)


def test_a_throttle_counts_within_its_window_and_begins_anew_after_it(sessions: Sessions) -> None:
    counted = [sessions.throttle_hit("login:account:a", NOON + second * timedelta(seconds=20), MINUTE) for second in range(5)]

    assert counted == [1, 2, 3, 1, 2]
    assert sessions.throttle_hit("login:account:b", NOON, MINUTE) == 1
    assert sessions.throttle_count("login:account:a", NOON + timedelta(seconds=80), MINUTE)[0] == 2
    sessions.throttle_clear("login:account:a")
    assert sessions.throttle_count("login:account:a", NOON + timedelta(seconds=80), MINUTE) == (0, None)


def test_a_one_time_code_works_once(sessions: Sessions) -> None:
    assert [sessions.use_totp_step("ola", step) for step in (100, 100, 99, 101)] == [True, False, False, True]


def test_a_person_changes_only_what_is_named(sessions: Sessions) -> None:
    changed = sessions.change_person("per", language="nn", theme="dark")

    assert (changed.language, changed.theme, changed.name) == ("nn", "dark", "Per Rør")
    with pytest.raises(NotThere):
        sessions.change_person("nobody", language="nn")


def test_a_sweep_takes_only_what_is_over(sessions: Sessions, database: Database) -> None:
    enter(sessions)
    sessions.throttle_hit("old", NOON - timedelta(days=2), MINUTE)
    sessions.throttle_hit("new", NOON, MINUTE)
    with database.writing.begin() as connection:
        for state, until in (("gone", NOON), ("waits", NOON + MINUTE)):
            common = {"browser_hash": "b", "nonce_hash": "n", "provider": "p", "purpose": "invitation", "name": "Kari"}
            add(connection, PendingSignIn(state_hash=state, created_at=NOON, expires_at=until, **common))

    sessions.sweep(NOON, ABSOLUTE)
    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT state_hash FROM pending_sign_in")).scalars().all() == ["waits"]
        assert connection.execute(text("SELECT key FROM throttle")).scalars().all() == ["new"]
        assert connection.execute(text("SELECT count(*) FROM login_session")).scalar_one() == 1

    sessions.sweep(NOON + timedelta(days=3), ABSOLUTE)
    with database.reading.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM login_session")).scalar_one() == 0


def test_a_session_remembers_by_which_provider_it_was_opened_and_how_fresh_that_was(sessions: Sessions) -> None:
    person = sessions.person_by_email("per@pipes.example")
    assert person is not None
    proof = Proof(NOON - MINUTE, "id-porten", "high")

    _cookie, row = sessions.create_session(person, sessions.memberships_of(person.id)[0], NOON, "Firefox", proof)
    _cookie, switched = sessions.switch_membership(row, row.membership_id, NOON)

    for one in (row, switched):
        assert (one.login_at, one.provider, one.level) == (NOON - MINUTE, "id-porten", "high")


def recorded(database: Database, person: str) -> list[str]:
    with database.reading.connect() as connection:
        found = connection.execute(text("SELECT kind FROM event WHERE stream = :one ORDER BY seq"), {"one": f"person:{person}"})
        return list(found.scalars())


def told(database: Database, person: str) -> list[str]:
    with database.reading.connect() as connection:
        return sorted(connection.execute(text("SELECT kind FROM outbox_item WHERE person_id = :one"), {"one": person}).scalars())


def test_each_act_of_an_account_leaves_one_record_and_what_protects_a_login_is_told(sessions: Sessions, database: Database) -> None:
    _cookie, row, _person = enter(sessions)
    for _device in range(2):
        enter(sessions)
    sessions.begin_codes("per", "secret", 7, NOON)
    sessions.keep_recovery_codes("per", ["a"], NOON)
    sessions.use_recovery_code("per", "a", NOON)
    sessions.change_password("per", "argon2 of another", row.id_hash, NOON)
    _cookie, other, _person = enter(sessions)
    sessions.end_session(other.id_hash, NOON, "per")
    _cookie, other, _person = enter(sessions)
    sessions.end_all("per", NOON, except_hash=row.id_hash)
    with database.writing.begin() as connection:
        add(connection, OneTimeLink(token_hash="t", purpose="reset", person_id="per", created_at=NOON, expires_at=NOON + MINUTE))
    assert sessions.reset_password("t", "reset", "argon2 of a third", NOON)
    sessions.switch_membership(row, row.membership_id, NOON)

    came = "signed_in_by_password"
    assert recorded(database, "per") == [
        came, "device_met", came, came, "codes_begun", "codes_made", "recovery_code_used", "password_changed", came, "sessions_ended", came,
        "sessions_ended", "password_reset", "role_taken",
    ]  # fmt: skip
    assert told(database, "per") == ["codes_begun", "codes_made", "password_changed", "password_changed"]
    assert [not is_in(sessions, _cookie), verify_all(database)] == [True, []]
    kept = sessions.person_by_email("per@pipes.example")
    assert kept is not None
    assert (kept.totp_secret, kept.totp_last_step, kept.password_hash) == ("secret", 7, "argon2 of a third")


def test_what_did_not_happen_leaves_no_record(sessions: Sessions, database: Database) -> None:
    cookie, row, _person = enter(sessions)
    sessions.use_recovery_code("per", "wrong", NOON)
    sessions.end_all("per", NOON, except_hash=row.id_hash)
    sessions.end_session(row.id_hash, NOON, "dag")
    assert not sessions.reset_password("none", "reset", "x", NOON)
    with pytest.raises(NotThere):
        sessions.switch_membership(row, "ola-in-fjordvik", NOON)

    assert recorded(database, "per") == ["signed_in_by_password", "device_met"]
    assert (recorded(database, "dag"), told(database, "per")) == ([], [])
    assert is_in(sessions, cookie)


def enter_on(sessions: Sessions, device: str, email: str = "per@pipes.example", proof: Proof | None = None) -> None:
    person = sessions.person_by_email(email)
    assert person is not None
    sessions.create_session(person, sessions.memberships_of(person.id)[0], NOON, device, proof)


def test_a_device_somebody_was_not_in_on_before_is_told_once_and_the_first_of_all_never(sessions: Sessions, database: Database) -> None:
    by_provider = Proof(NOON, "entra", "high")
    enter_on(sessions, "Firefox · Linux")
    assert told(database, "per") == [], "the first sign-in ever"
    enter_on(sessions, "Firefox · Linux")
    enter_on(sessions, "Firefox · Linux", proof=by_provider)
    assert told(database, "per") == [], "whichever way somebody comes in"

    enter_on(sessions, "Safari · iPhone", proof=by_provider)
    assert told(database, "per") == ["login_new_device"]
    enter_on(sessions, "Safari · iPhone")
    enter_on(sessions, "Safari · iPhone", "ola@fjordvik.example")
    assert (told(database, "per"), told(database, "ola")) == (["login_new_device"], [])

    with database.reading.connect() as connection:
        payload = connection.execute(text("SELECT payload FROM outbox_item WHERE kind = 'login_new_device'")).scalar_one()
        met = connection.execute(text("SELECT detail, data FROM event WHERE kind = 'device_met' AND about = 'per' ORDER BY seq")).all()
    assert "iPhone" in str(payload)
    assert ["iPhone" in str(one.detail) for one in met] == [False, True]
    assert not any("iPhone" in str(one.data) for one in met), "what is hashed for ever does not say it"
    assert verify_all(database) == []


def test_devices_are_remembered_after_sessions_are_swept(sessions: Sessions, database: Database) -> None:
    enter_on(sessions, "Firefox · Linux")
    sessions.sweep(NOON + timedelta(days=400), ABSOLUTE)
    enter_on(sessions, "Firefox · Linux")
    assert told(database, "per") == []
    enter_on(sessions, "Edge · Windows")
    assert told(database, "per") == ["login_new_device"]


def test_leaving_is_recorded_once_and_a_session_that_is_replaced_is_not(sessions: Sessions, database: Database) -> None:
    cookie, row, _person = enter(sessions)
    for _twice in range(2):
        sessions.sign_out(row.id_hash, NOON)
    sessions.sign_out("nobody's", NOON)
    _cookie, other, _person = enter(sessions)
    sessions.end_session(other.id_hash, NOON)

    came = "signed_in_by_password"
    assert (recorded(database, "per"), is_in(sessions, cookie)) == ([came, "device_met", "signed_out", came], False)
    assert verify_all(database) == []


def test_a_refusal_is_recorded_for_an_account_that_exists_without_what_was_typed(sessions: Sessions, database: Database) -> None:
    sessions.record_refusal("password_refused", " Per@Pipes.example", NOON)
    sessions.record_refusal("password_refused", "nobody@pipes.example", NOON)

    with database.reading.connect() as connection:
        kept = [tuple(one) for one in connection.execute(text("SELECT kind, stream, about, data, detail, actor_id FROM event"))]
    about = ("password_refused", "person:per", "per")
    assert [one[:3] for one in kept] == [about]
    assert {str(one) for one in kept[0][3:]} == {"{}", "None"}


def test_a_key_of_the_command_line_is_recorded_for_its_tenant_and_its_holder_is_told(sessions: Sessions, database: Database) -> None:
    sessions.create_api_key("ola@fjordvik.example", NOON, "nightly export")
    (key,) = sessions.api_keys("ola", NOON)
    for _twice in range(2):
        sessions.revoke_api_key(key.id, "ola", NOON)

    with database.reading.connect() as connection:
        said = connection.execute(text("SELECT kind, municipality_id FROM event WHERE stream = 'municipality:fjordvik' ORDER BY seq")).all()
    assert [tuple(one) for one in said] == [("key_made", "fjordvik"), ("key_ended", "fjordvik")]
    assert told(database, "ola") == ["key_made"]
