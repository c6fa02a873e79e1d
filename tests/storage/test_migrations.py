"""The shape of the database: from nothing to what the models say, and never backwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage.database import Database
from storage.migrations import NewerDatabase, newest_step, step_of, upgrade
from tests.engines import empty_postgresql_database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, once on each engine."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'new' / 'portal.db'}")
        yield database
        database.close()
        return
    with empty_postgresql_database(request.getfixturevalue("postgresql")) as url:
        database = Database(url)
        yield database
        database.close()


def alike(database: Database) -> dict[str, Any]:
    """How shapes are compared: what full-text search keeps beside our tables is each engine's own."""

    def counts(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        of_sqlite = kind == "table" and str(name).startswith("case_words")
        of_postgresql = database.is_sqlite and name == "words_of_cases"
        return not of_sqlite and not of_postgresql

    return {"compare_type": True, "include_object": counts}


def test_an_empty_database_gets_the_shape_of_the_models(empty: Database) -> None:
    assert step_of(empty) is None
    assert upgrade(empty) is True
    assert upgrade(empty) is False
    assert step_of(empty) == newest_step()

    with empty.reading.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=alike(empty)), SQLModel.metadata)
    assert differences == []


STEPS = sorted(step.name.partition("_")[0] for step in Path("storage/migrations/versions").glob("*.py"))


COLUMNS = "id, stream, seq, kind, at, data, detail, salt, commitment, previous_hash, hash"


def led_to(database: Database, step: str) -> None:
    """A database with the shape of a step."""
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    with database.writing.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, step)


def brought_to(database: Database, step: str) -> None:
    """A database as an older version of the portal left it, with one event in its log."""
    led_to(database, step)
    with database.writing.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO event ({COLUMNS})"
                " VALUES ('first', 'portal', 1, 'swept', '2026-03-02 09:00:00.000000', '{}', '{}', '', '', '', 'h')"
            )
        )


@pytest.mark.parametrize("step", STEPS)
def test_a_database_of_every_released_step_comes_up_with_its_log_and_keeps_it(empty: Database, step: str) -> None:
    brought_to(empty, step)

    upgrade(empty)

    assert step_of(empty) == newest_step()
    another = "SELECT 'new', stream, seq, 'other', at, data, detail, salt, commitment, previous_hash, hash FROM event"
    overwriting = (
        f"INSERT OR REPLACE INTO event ({COLUMNS}) {another}"
        if empty.is_sqlite
        else f"INSERT INTO event ({COLUMNS}) {another} ON CONFLICT (stream, seq) DO UPDATE SET kind = excluded.kind"
    )
    with pytest.raises(DBAPIError, match=r"never|refused"), empty.writing.begin() as connection:
        connection.exec_driver_sql(overwriting)
    with empty.reading.connect() as connection:
        assert connection.execute(text("SELECT id, kind FROM event")).all() == [("first", "swept")]


def test_cases_of_an_older_portal_are_found_by_all_they_name_and_by_what_was_sent(empty: Database) -> None:
    brought_to(empty, "0010")
    typed = {"properties": {"raw": ["1", "b", "c"]}, "properties/1/gnr": {"raw": 101}, "properties/1/bnr": {"raw": "27"}}
    typed |= {"properties/b/gnr": {"raw": " 44 "}, "properties/b/bnr": {"raw": "5"}, "properties/c/gnr": {"raw": "tull"}}
    sent = {"property": {"properties": [{"_row": "1", "gnr": "7", "bnr": "8"}, {"_row": "b", "gnr": 9, "bnr": 1, "snr": 2}]}}
    with empty.writing.begin() as connection:
        for words in _older_portal(json.dumps(typed), json.dumps({"answers": sent})):
            connection.exec_driver_sql(words)

    upgrade(empty)

    with empty.reading.connect() as connection:
        found = connection.execute(text("SELECT case_id, property_key, municipality_id FROM case_property ORDER BY case_id, property_key"))
        assert found.all() == [
            ("draft", "101/27/0/0", "m"), ("draft", "44/5/0/0", "m"), ("paused", "7/8/0/0", "m"), ("paused", "9/1/0/2", "m")
        ]  # fmt: skip


def _older_portal(typed: str, content: str) -> Iterator[str]:
    """A draft, a paused case whose answers are being changed, and one without any answer, as rows of step 0010."""
    day = "'2026-03-02 09:00:00.000000'"
    yield "INSERT INTO municipality (id, number, name, language, contact) VALUES ('m', '9999', 'F', 'nb', '{}')"
    yield "INSERT INTO company (id, organisation_number, name, register_entry) VALUES ('c', '310000004', 'R', '{}')"
    columns = "id, email, name, phone, language, theme, form_view, totp_last_step, disabled, epoch"
    yield f"INSERT INTO person ({columns}) VALUES ('p', 'p', 'P', '', 'nb', '', '', 0, FALSE, 0)"
    for id_, status, key in (("draft", "draft", "101/27/0/0"), ("paused", "paused", "7/8/0/0"), ("empty", "draft", "")):
        values = f"'{id_}', '{id_}', '{id_}', 'water-meter', 1, 0, 'm', 'c', 'p', {day}, {day}, 'application', '{status}', 'contractor'"
        yield f"INSERT INTO \"case\" ({CASE_COLUMNS}) VALUES ({values}, 'hidden', '', '', '{key}', '', 0, 0, 0)"
        if key:
            yield f"INSERT INTO answer_set (case_id, phase, step, answers) VALUES ('{id_}', 'application', 'property', '{typed}')"
    of = 'INSERT INTO snapshot (id, case_id, phase, number, at, "by", content, sha256)'
    yield f"{of} VALUES ('s', 'paused', 'application', 1, {day}, 'p', '{content}', '')"


CASE_COLUMNS = (
    "id, ref, number, workflow, workflow_version, rules_version, municipality_id, company_id, created_by, created_at, updated_at, phase,"
    " status, ball, board_column, title, address, property_key, reference, open_requests, lacking, version"
)


def test_cases_that_were_sent_are_due_to_be_found_by_the_words_of_what_was_chosen(empty: Database) -> None:
    brought_to(empty, "0010")
    with empty.writing.begin() as connection:
        for words in _older_portal("{}", json.dumps({"answers": {}})):
            connection.exec_driver_sql(words)
    led_to(empty, "0025")
    with empty.writing.begin() as connection:
        connection.exec_driver_sql("DELETE FROM search_due")
        connection.exec_driver_sql("UPDATE \"case\" SET submitted_at = created_at WHERE id IN ('paused', 'empty')")
        connection.exec_driver_sql("INSERT INTO search_due (case_id) VALUES ('empty')")

    upgrade(empty)

    with empty.reading.connect() as connection:
        assert connection.execute(text("SELECT case_id FROM search_due ORDER BY case_id")).scalars().all() == ["empty", "paused"]


def test_the_days_on_which_a_phase_was_sent_first_and_last_are_known_of_older_cases(empty: Database) -> None:
    brought_to(empty, "0010")
    with empty.writing.begin() as connection:
        for words in _older_portal("{}", "{}"):
            connection.exec_driver_sql(words)
        for number, phase, at in ((2, "application", "2026-03-04 23:30"), (1, "work", "2026-07-01 22:30")):
            values = f"'{phase}', 'paused', '{phase}', {number}, '{at}:00.000000', 'p', '{{}}', ''"
            connection.exec_driver_sql(f'INSERT INTO snapshot (id, case_id, phase, number, at, "by", content, sha256) VALUES ({values})')

    upgrade(empty)

    with empty.reading.connect() as connection:
        kept = connection.execute(text('SELECT id, sent_days FROM "case"')).all()
    days = {row.id: json.loads(row.sent_days) if isinstance(row.sent_days, str) else row.sent_days for row in kept}
    sent = {"application": ["2026-03-02", "2026-03-05"], "work": ["2026-07-02", "2026-07-02"]}
    assert days == {"draft": {}, "empty": {}, "paused": sent}


def test_older_files_in_own_slots_are_taken_to_have_come_under_the_rules_of_their_time(empty: Database) -> None:
    brought_to(empty, "0010")
    with empty.writing.begin() as connection:
        for words in (*_older_portal("{}", "{}"), *_rules_and_files()):
            connection.exec_driver_sql(words)
    led_to(empty, "0028")
    with empty.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE \"case\" SET submitted_at = created_at, rules_version = 1 WHERE id = 'paused'")

    upgrade(empty)

    with empty.reading.connect() as connection:
        found = connection.execute(text("SELECT id, rules FROM document ORDER BY id")).all()
    assert [tuple(row) for row in found] == [
        ("before", ""), ("between", "m1"), ("declared", ""), ("late", "m2"), ("late and sent", "m1"), ("same moment", "m2")
    ]  # fmt: skip


def _rules_and_files() -> Iterator[str]:
    """Two versions of rules, one of another kind and one of another municipality between them, and files as rows of step 0010."""
    yield "INSERT INTO municipality (id, number, name, language, contact) VALUES ('n', '9998', 'G', 'nb', '{}')"
    rules = "INSERT INTO local_rules (id, municipality_id, workflow, version, content, published_at)"
    for id_, town, kind, number, day in (
        ("m1", "m", "water-meter", 1, 3), ("m2", "m", "water-meter", 2, 5), ("other", "m", "discharge", 7, 4),
        ("n1", "n", "water-meter", 9, 4),
    ):  # fmt: skip
        yield f"{rules} VALUES ('{id_}', '{town}', '{kind}', {number}, '{{}}', '2026-03-0{day} 09:00:00.000000')"
    columns = "id, case_id, phase, step, slot, name, content_type, size, sha256, object_key, state, refusal, facts, doubts, uploaded_by"
    for id_, case, slot, uploaded in (
        ("before", "draft", "own_kart", "02"), ("between", "draft", "own_kart", "04"), ("same moment", "draft", "own_kart", "05"),
        ("late", "draft", "own_kart", "06"), ("late and sent", "paused", "own_kart", "06"), ("declared", "draft", "owner", "06")
    ):  # fmt: skip
        values = f"'{id_}', '{case}', 'application', 'meters', '{slot}', 'f', 'image/jpeg', 1, '', '{id_}', 'ready', '', '{{}}', '[]', 'p'"
        yield f"INSERT INTO document ({columns}, uploaded_at) VALUES ({values}, '2026-03-{uploaded} 09:00:00.000000')"


def test_a_newer_database_is_refused_and_left_alone(empty: Database) -> None:
    upgrade(empty)
    with empty.writing.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(NewerDatabase, match="stands at step 9999"):
        upgrade(empty)

    assert step_of(empty) == "9999"


def test_the_database_folder_is_the_owners_alone(tmp_path: Path) -> None:
    Database(f"sqlite:///{tmp_path / 'new' / 'portal.db'}").close()

    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_steps_only_lead_forwards() -> None:
    steps = sorted(Path("storage/migrations/versions").glob("*.py"))

    assert steps
    assert [step.name for step in steps if "def downgrade" in step.read_text()] == []
