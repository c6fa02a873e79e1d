"""The portal as a process: it starts, refuses, logs and stops as operators expect."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner, Result
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

import main
from tests.portal_process import ROOT, PortalProcess

CANARY = "kari.nordmann"


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[PortalProcess]:
    running = PortalProcess(
        tmp_path / "data", {"PORTAL_LOG_LEVEL": "debug", "PORTAL_LOG_FORMAT": "json"}, ROOT / "tests" / "doubles" / "slow_portal.py"
    )
    yield running.start()
    running.stop()


def run(tmp_path: Path, *arguments: str, **settings: str) -> Result:
    """A command of the command line with these settings, to its end."""
    return CliRunner().invoke(main.cli, arguments, env={"PORTAL_DATA_DIR": str(tmp_path / "data"), **settings})


def test_a_portal_that_is_told_to_stop_ends_what_is_under_way_closes_sockets_and_exits_with_success(portal: PortalProcess) -> None:
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(httpx.get(f"{portal.base}/test/slow", timeout=15).json()))
    asking.start()
    with (
        socket.create_connection(("127.0.0.1", portal.port)) as half_sent,
        connect(f"ws://127.0.0.1:{portal.port}/test/socket", origin=Origin(portal.base)) as open_socket,
    ):
        half_sent.send(b"POST / HTTP/1.1\r\n")
        time.sleep(0.5)
        began = time.monotonic()
        assert portal.process is not None
        portal.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed):
            open_socket.recv(timeout=10)
        code = portal.process.wait(timeout=15)
    took = time.monotonic() - began
    asking.join(timeout=5)

    assert answers == ["done"]
    assert code == 0, portal.log_tail()
    assert took < 10


def test_ctrl_c_is_a_success_too(portal: PortalProcess) -> None:
    assert portal.process is not None
    portal.process.send_signal(signal.SIGINT)

    assert portal.process.wait(timeout=15) == 0, portal.log_tail()


def test_the_log_never_holds_what_people_wrote(portal: PortalProcess) -> None:
    with httpx.Client(
        base_url=portal.base, headers={"User-Agent": CANARY, "Cookie": f"portal={CANARY}", "Referer": f"http://x/{CANARY}"}
    ) as client:
        for path in (
            "/",
            "/healthz",
            f"/people/{CANARY}",
            f"/?q={CANARY}",
            "/login",
            f"/_nicegui/{CANARY}",
            f"/_nicegui_ws/socket.io/?client_id={CANARY}",
        ):
            client.get(path)
        client.post("/login", data={"email": f"{CANARY}@example.no", "password": CANARY})
        client.post("/api/v1/cases", json={"name": CANARY}, headers={"Authorization": f"Bearer {CANARY}"})
    portal.stop()

    log = (portal.folder / "portal.log").read_text()
    requests = [json.loads(line) for line in log.splitlines() if line.startswith("{") and '"event": "request"' in line]
    assert len(requests) >= 9
    assert all({"request_id", "method", "route", "status", "ms", "actor_id"} <= set(line) for line in requests)
    assert CANARY not in log


def test_production_does_not_start_without_what_makes_it_safe(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", PORTAL_ENVIRONMENT="production", PORTAL_DEMO="true")

    assert done.exit_code == 2
    faults = [line.split()[0] for line in done.stderr.splitlines()[1:]]
    assert faults == ["PORTAL_BASE_URL", "PORTAL_SECRET", "PORTAL_DEMO"]
    assert not (tmp_path / "data").exists()


def test_a_misspelt_setting_is_told_at_start(tmp_path: Path) -> None:
    done = run(tmp_path, "serve", PORTAL_HOSTT="0.0.0.0", PORTAL_PORT="none")

    assert "PORTAL_HOSTT is no setting; did you mean PORTAL_HOST?" in done.stderr
    assert "PORTAL_PORT Input should be a valid integer" in done.stderr


def test_faults_in_the_file_of_identity_providers_are_all_told_at_start(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    file.write_text('[provider.id-porten]\npreset = "id-porten"\nclient_id = "x"\n[municipality.9999]\nproviders = ["entra"]\n')
    refused = run(tmp_path, "init", PORTAL_OIDC_FILE=str(file), PORTAL_OIDC_SECRET_OTHER="x")

    assert refused.exit_code == 2
    assert "set PORTAL_OIDC_SECRET_ID_PORTEN" in refused.stderr
    assert "demands the provider entra" in refused.stderr
    assert "is no setting" not in refused.stderr


def test_without_a_secret_one_is_made_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    run(tmp_path, "init")

    kept = tmp_path / "data" / "secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(kept.read_text()) >= 48


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret").write_text("x" * 64)
    os.chmod(tmp_path / "data" / "secret", 0o640)

    done = run(tmp_path, "selfcheck")

    assert done.exit_code == 2
    assert "can be read by others than its owner" in done.stderr


def test_the_command_line_makes_the_database_and_says_that_the_portal_can_start(tmp_path: Path) -> None:
    made, checked = run(tmp_path, "init"), run(tmp_path, "selfcheck")

    assert made.exit_code == 0, made.stderr
    assert made.stdout.startswith("The database stands at step ")
    assert (checked.exit_code, checked.stdout.splitlines()[-1]) == (0, "The portal can start.")


def test_demo_fills_a_new_database_once_and_prints_the_logins(tmp_path: Path) -> None:
    first, again = run(tmp_path, "demo"), run(tmp_path, "demo")

    assert first.exit_code == 0, first.output
    assert first.stdout == again.stdout
    wanted = ("contractor", "contractor2", "officer", "officer2", "approver", "admin")
    assert [name for name in wanted if f" {name}@demo.example " not in first.stdout] == []


def test_a_key_of_a_demonstration_account_is_printed_alone_on_its_line(tmp_path: Path) -> None:
    done = run(tmp_path, "api-key", "contractor@demo.example")

    assert done.exit_code == 0, done.output
    assert re.fullmatch(r"pk_[\w-]{32,}\n", done.stdout)


def test_production_refuses_a_database_with_the_demonstration_accounts(tmp_path: Path) -> None:
    run(tmp_path, "demo")

    done = run(
        tmp_path,
        "selfcheck",
        PORTAL_ENVIRONMENT="production",
        PORTAL_BASE_URL="https://portal.example.no",
        PORTAL_SECRET="Vq3pZ8-kT1mR6wYx0bN4cH7dJ9sLfA2g",
    )

    assert done.exit_code == 2
    assert "holds the demonstration accounts" in done.stderr


def test_no_key_is_made_for_an_account_that_is_not_there(tmp_path: Path) -> None:
    codes = run(tmp_path, "reset-codes", "nobody@demo.example")
    assert (codes.exit_code, "No codes were reset" in codes.stderr) == (2, True)
    done = run(tmp_path, "api-key", "nobody@demo.example")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "No key was made:\n  there is no active account nobody@demo.example\n"


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path) -> None:
    done = run(tmp_path, "selfcheck", PORTAL_DATABASE_URL="postgresql://portal:very-secret@127.0.0.1:1/portal")

    assert done.exit_code == 2
    assert "Look at PORTAL_DATABASE_URL" in done.stderr
    assert "very-secret" not in done.stderr + done.stdout
