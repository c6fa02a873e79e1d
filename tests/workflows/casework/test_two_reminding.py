"""Two processes that remind at the same moment tell each thing once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.demo import furnish
from tests.engines import postgresql_database
from tests.workflows.casework.desk import ADDRESS, Desk

PATIENCE = 60.0
PROCESSES = 2
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture
def on_server(postgresql: str) -> Iterator[tuple[Desk, str]]:
    """People at work on PostgreSQL, and the address of their database."""
    with postgresql_database(postgresql) as url:
        database = Database(url)
        furnish(database)
        yield Desk(database), url
        database.close()


def both_wait(database: Database) -> bool:
    """Whether every process has come to the case that is held; in a transaction of its own, or nothing new would be seen."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with database.reading.connect() as connection:
            if connection.execute(WAITING).scalar_one() == PROCESSES:
                return True
        time.sleep(0.05)
    return False


def test_two_processes_that_come_to_the_same_cases_at_once_send_each_reminder_once(on_server: tuple[Desk, str]) -> None:
    desk, url = on_server
    refs = [desk.asked(ADDRESS)[0] for _case in range(3)]
    desk.later(days=11)
    command = [sys.executable, "-m", "tests.reminder_process", url, desk.now.isoformat()]
    with desk.database.writing.connect() as holding:
        holding.begin()
        holding.execute(text('SELECT id FROM "case" FOR UPDATE'))
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _process in range(PROCESSES)]
        assert both_wait(desk.database), "both must have chosen what to look at before either looks"
        holding.rollback()
    sent = [int(one.communicate(timeout=PATIENCE)[0]) for one in running]

    assert [one.returncode for one in running] == [0, 0]
    assert sum(sent) == len(refs)
    for ref in refs:
        assert [one.data["stage"] for one in desk.read(ref, "events") if one.kind == "reminded"] == ["half"]
    with desk.database.reading.connect() as connection:
        told = connection.execute(text("SELECT case_id, person_id FROM outbox_item WHERE kind = 'reminder_answers'")).all()
    assert Counter(tuple(one) for one in told) == {(desk.case(ref).id, "demo-contractor"): 1 for ref in refs}
