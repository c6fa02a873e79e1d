"""The operator's commands for oversight: the log verified, a platform administrator's link, what is due to go, the data map."""

from __future__ import annotations

import re
from pathlib import Path

from storage.database import Database
from tests.storage.test_log import unguarded
from tests.test_main import run


def test_the_log_is_said_to_be_whole_or_at_which_number_it_is_broken(tmp_path: Path) -> None:
    run(tmp_path, "demo")
    whole = run(tmp_path, "verify-log")
    assert (whole.exit_code, re.search(r"The log is whole: \d+ chains", whole.stdout) is not None) == (0, True)

    database = Database(f"sqlite:///{tmp_path / 'data' / 'portal.db'}")
    with unguarded(database) as connection:
        connection.exec_driver_sql("UPDATE event SET kind = 'access_rejected' WHERE stream = 'access:demo-varme:demo-fjordvik' AND seq = 2")
    database.close()

    broken = run(tmp_path, "verify-log")
    assert broken.exit_code == 1
    assert "broken at number 2 of access:demo-varme:demo-fjordvik: changed" in broken.stdout


def test_a_link_for_a_platform_administrator_is_printed_and_a_bad_address_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "platform-admin", "nina@portal.example")
    assert re.fullmatch(r"https?://\S+/invitation/\S{40,}", done.stdout.strip().splitlines()[-1])

    refused = run(tmp_path, "platform-admin", "nina")
    assert (refused.exit_code, "No link was made" in refused.stderr) == (2, True)


def test_platform_administrators_are_listed_and_ended(tmp_path: Path) -> None:
    run(tmp_path, "demo")
    assert run(tmp_path, "platform-admins").stdout.splitlines() == ["platform@demo.example"]

    assert run(tmp_path, "platform-admin", "platform@demo.example", "--end").exit_code == 0
    assert run(tmp_path, "platform-admins").stdout == ""
    again = run(tmp_path, "platform-admin", "platform@demo.example", "--end")
    assert (again.exit_code, "Nothing was ended" in again.stderr) == (2, True)


def test_what_is_due_to_go_is_listed_by_kind(tmp_path: Path) -> None:
    run(tmp_path, "demo")
    done = run(tmp_path, "retention", "--dry-run")

    assert done.exit_code == 0
    assert [line.split("after")[0].strip() for line in done.stdout.splitlines() if " after " in line] == [
        "drafts to warn of", "drafts", "notices", "mails", "invitations", "one-time links", "tries of webhooks",
        "messages to webhooks", "delivered effects",
    ]  # fmt: skip


def test_the_data_map_is_a_table_in_the_chosen_language(tmp_path: Path) -> None:
    lines = run(tmp_path, "data-map", "--language", "nn").stdout.strip().splitlines()

    assert len({line.count(" | ") for line in lines}) == 1
    assert any("person" in line and "email" in line for line in lines)
    assert "Kor lenge" in lines[0]
