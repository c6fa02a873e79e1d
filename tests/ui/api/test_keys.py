"""Keys: shown once, kept as a hash, good for a year at most, their last use told; and what none but a new one may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from typer.testing import CliRunner

import main
from storage.sessions import KEY_LIFE, SEEN_EVERY
from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, refused

APPROVER = "approver@demo.example"


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("portal")) as running:
        yield running


def command(gate: Gate, *arguments: str) -> str:
    """What a command of the command line prints, run on the portal's data."""
    done = CliRunner().invoke(main.cli, arguments, env={"PORTAL_DATA_DIR": str(gate.portal.folder), "PORTAL_DEMO_CASES": "false"})
    assert done.exit_code == 0, done.output
    return done.stdout


def call(gate: Gate, key: str, path: str = "/workflows") -> httpx.Response:
    return httpx.get(f"{gate.portal.base}/api/v1{path}", headers={"Authorization": f"Bearer {key}"})


def listed(gate: Gate, email: str) -> dict[str, list[str]]:
    """What the command line tells of an account's keys, by what they are for."""
    lines = [re.split(r"  +", line) for line in command(gate, "api-keys", email).splitlines()]
    return {line[-1]: line for line in lines}


def test_a_key_is_shown_once_and_kept_as_a_hash(gate: Gate) -> None:
    printed = command(gate, "api-key", "officer@demo.example", "--name", "nightly")
    key = printed.strip()

    assert printed == f"{key}\n"
    assert call(gate, key).status_code == 200
    kept = b"".join(path.read_bytes() for path in gate.portal.folder.rglob("*") if path.is_file())
    assert b"nightly" in kept
    assert key.encode() not in kept
    assert key not in command(gate, "api-keys", "officer@demo.example")


def test_a_list_tells_what_each_key_is_for_when_it_was_used_last_and_until_when_it_works(gate: Gate) -> None:
    used = command(gate, "api-key", "admin@demo.example", "--name", "used", "--days", "7").strip()
    command(gate, "api-key", "admin@demo.example", "--name", "unused")
    call(gate, used)

    keys = listed(gate, "admin@demo.example")

    now = datetime.now(UTC)
    assert keys["used"][2].startswith(f"{now:%Y-%m-%d %H:}")
    assert keys["used"][3] == f"{now + timedelta(days=7):%Y-%m-%d}"
    assert (keys["unused"][2], keys["unused"][3]) == ("never", f"{now + timedelta(days=365):%Y-%m-%d}")


def test_a_key_that_was_revoked_opens_nothing_and_is_listed_no_more(gate: Gate) -> None:
    key = command(gate, "api-key", "auditor@demo.example", "--name", "lost").strip()
    command(gate, "api-keys", "auditor@demo.example", "--revoke", listed(gate, "auditor@demo.example")["lost"][0])

    refused(call(gate, key), 401, "not-signed-in")
    assert listed(gate, "auditor@demo.example") == {}


def test_no_key_lives_longer_than_a_year(gate: Gate) -> None:
    assert CliRunner().invoke(main.cli, ["api-key", APPROVER, "--days", "366"]).exit_code == 2

    now = datetime.now(UTC)
    old = gate.seed.sessions.create_api_key(APPROVER, now - KEY_LIFE - timedelta(seconds=1), "old", timedelta(days=9999))
    aged = gate.seed.sessions.create_api_key(APPROVER, now - KEY_LIFE + timedelta(minutes=5), "aged")
    refused(call(gate, old), 401, "not-signed-in")
    assert call(gate, aged).status_code == 200


def test_a_key_of_somebody_who_was_shut_out_opens_nothing(gate: Gate) -> None:
    key = gate.seed.sessions.create_api_key("viewer@demo.example", datetime.now(UTC))
    assert call(gate, key).status_code == 200

    gate.seed.sessions.change_person("demo-viewer", disabled=True)

    refused(call(gate, key), 401, "not-signed-in")


def test_a_key_limited_to_some_actions_does_those_and_nothing_else(gate: Gate) -> None:
    ref = gate.seed.draft(place=2)
    key = command(gate, "api-key", "contractor@demo.example", "--name", "panel", "--may", "see_case", "--may", "check").strip()
    assert listed(gate, "contractor@demo.example")["panel"][4] == "see_case, check"

    with httpx.Client(base_url=f"{gate.portal.base}/api/v1", headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"}) as web:
        limited = Program(web)
        case = limited.get(f"/cases/{ref}")
        problem = refused(limited.try_to(ref, "submit"), 403, "not-allowed")
        refused(web.get("/cases"), 403, "not-allowed")
        refused(web.patch(f"/cases/{ref}/answers", json={"answers": {"job": {"description": "x"}}}), 403, "not-allowed")
        refused(limited.post("/cases", {"workflow": "water-meter", "municipality": "9999"}), 403, "not-allowed")
    assert problem["detail"] == "This key was not made for this. Use one that may."
    assert case["actions"] == []


def test_no_key_is_made_for_an_action_that_does_not_exist() -> None:
    done = CliRunner().invoke(main.cli, ["api-key", APPROVER, "--may", "fly"])

    assert (done.exit_code, done.stdout) == (2, "")
    assert "there is no action fly" in done.stderr


@pytest.mark.parametrize("words", ["", "Bearer", "Bearer pk_wrong", "Basic YTpi", "Bearer x y", "Bearer " + "å" * 9])
def test_what_is_no_key_opens_nothing(gate: Gate, words: str) -> None:
    answer = httpx.get(f"{gate.portal.base}/api/v1/cases", headers={b"Authorization": words.encode()})

    refused(answer, 401, "not-signed-in")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_cookie_of_a_page_is_no_key(gate: Gate) -> None:
    with gate.visitor("officer").client() as web:
        answer = web.get("/api/v1/cases")

    assert refused(answer, 401, "not-signed-in")["title"]


@pytest.fixture
def old_key(gate: Gate) -> Iterator[Program]:
    """The approver's program with a key made some minutes ago."""
    key = gate.seed.sessions.create_api_key(APPROVER, datetime.now(UTC) - timedelta(minutes=11))
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": "en"}
    with httpx.Client(base_url=f"{gate.portal.base}/api/v1", headers=headers) as web:
        yield Program(web)


def test_only_a_key_just_made_decides_as_only_a_sign_in_just_done_does(gate: Gate, old_key: Program) -> None:
    ref = gate.seed.in_review()

    for action in ("approve", "reject"):
        problem = refused(old_key.try_to(ref, action, reason="I orden."), 403, "sign-in-again")
        assert problem["detail"] == "Only a key made in the last 10 minutes decides. Make a new one, or decide in the portal."
    assert old_key.get(f"/cases/{ref}")["status"] == "in_review"
    with program(gate, "approver") as new_key:
        assert new_key.act(ref, "reject", reason="Ikke i orden.")["status"] == "rejected"
    refused(old_key.try_to(ref, "reopen", reason="Klage."), 403, "sign-in-again")


def test_an_old_key_does_everything_short_of_deciding(gate: Gate, old_key: Program) -> None:
    ref = gate.seed.submitted(place=1)

    old_key.act(ref, "begin_review")
    old_key.act(ref, "plan_request", target="property/address", what="Adressen?", extra_reason="Skiltet viser noe annet.")
    assert old_key.act(ref, "send_requests")["status"] == "paused"


def test_the_last_use_of_a_key_is_written_at_most_once_a_minute(gate: Gate) -> None:
    key = gate.seed.sessions.create_api_key("officer2@demo.example", datetime.now(UTC))
    call(gate, key)
    (first,) = gate.seed.sessions.api_keys("demo-officer2", datetime.now(UTC))
    call(gate, key)
    (second,) = gate.seed.sessions.api_keys("demo-officer2", datetime.now(UTC))

    assert first.last_used_at is not None
    assert first.last_used_at == second.last_used_at
    assert datetime.now(UTC) - first.last_used_at < SEEN_EVERY
