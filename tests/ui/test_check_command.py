"""`python main.py check FILE`: what a file's answers would lack, told in words or as data, without account or database."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import main
from models.errors import BadInput
from storage.demo_answers import Job, application
from ui.api.schemas import LedgerRow
from ui.check_file import check_file

TODAY = date(2026, 11, 23)
JOB = Job("Storgata 14", 101, 27, "2021-000087", "20110417", "Anna Eier", "kari", "lat/long 62.47235 6.1512", date(2026, 11, 27))


def order(**more: Any) -> dict[str, Any]:
    """The file of an order in which nothing lacks, as of the day of these tests."""
    whole = {"workflow": "water-meter", "municipality": "9999", "phase": "application", "answers": deepcopy(application(JOB))}
    return {**whole, "documents": {"photo_old": 1}, "today": TODAY.isoformat(), **more}


def lacking() -> dict[str, Any]:
    """An order that cannot be sent, lacks something for a decision, and could be better."""
    file = order(documents={})
    file["answers"]["job"]["planned_end"] = "2026-11-01"
    file["answers"]["parties"]["authority"] = False
    return file


def check(tmp_path: Path, content: dict[str, Any] | bytes, *options: str) -> Result:
    """The command on a file with this content."""
    file = tmp_path / "order.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return CliRunner().invoke(main.cli, ["check", str(file), *options])


def test_a_complete_file_ends_with_success_and_says_so(tmp_path: Path) -> None:
    done = check(tmp_path, order(), "--language", "en")

    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        ["Nothing is missing.", "Checked by the standard rules. Local rules and registers were not asked."],
    )


def test_a_file_that_lacks_something_is_told_what_where_and_how_to_mend_it_the_heaviest_first(tmp_path: Path) -> None:
    done = check(tmp_path, lacking(), "--language", "en")

    assert done.exit_code == 1
    told = done.stdout
    places = [told.index(words) for words in ("Missing before you can send", "job/planned_end", "Needed for a decision", "Recommended")]
    assert places == sorted(places)
    assert "parties/authority" in told
    assert "Correct one of the dates." in told
    assert "2 things missing" in told


def test_advice_alone_is_shown_and_is_no_failure(tmp_path: Path) -> None:
    done = check(tmp_path, order(documents={}), "--language", "en")

    assert done.exit_code == 0
    assert "meters/photo_old" in done.stdout


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Eierens samtykke mangler."), ("nn", "Samtykket frå eigaren manglar."), ("en", "consent")]
)
def test_it_speaks_three_languages(tmp_path: Path, language: str, words: str) -> None:
    assert words in check(tmp_path, lacking(), "--language", language).stdout


def test_it_speaks_bokmaal_unless_told_otherwise(tmp_path: Path) -> None:
    assert check(tmp_path, lacking()).stdout == check(tmp_path, lacking(), "--language", "nb").stdout


def test_as_data_it_gives_the_rows_of_the_api(tmp_path: Path) -> None:
    done = check(tmp_path, lacking(), "--json", "--language", "en")

    told = json.loads(done.stdout)
    rows = [LedgerRow(**row) for row in told["rows"]]
    unmet = {row.id for row in rows if row.state in ("missing", "doubtful") and row.level != "recommended"}
    assert (done.exit_code, told["complete"]) == (1, False)
    assert unmet == {"COM-12", "COM-10"}
    assert json.loads(check(tmp_path, order(), "--json").stdout)["complete"] is True


def test_a_later_phase_is_checked_with_what_the_earlier_ones_told(tmp_path: Path) -> None:
    earlier = {"application": application(JOB)}
    done = check(tmp_path, order(phase="work", answers={}, documents={}, earlier=earlier), "--json")

    assert done.exit_code == 1
    assert {row["phase"] for row in json.loads(done.stdout)["rows"]} == {"work"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The body is not valid JSON."),
        (b"\xff\xfe", "The body is not valid JSON."),
        (b"[]", "The file has to hold one JSON object."),
        (b'{"workflow": NaN}', "NaN and Infinity are not JSON."),
        (b'{"workflow": 1, "workflow": 2}', "the same key twice"),
        (b"[" * 100_000, "nested deeper than 50 levels"),
        (b" " * 1_000_001, "larger than 1 MB"),
        ({"workflow": "water-meter", "phase": "application"}, "municipality"),
        (order(colour="red"), "colour"),
        (order(workflow="pipes"), "There is no workflow “pipes”. There are: "),
        (order(phase="Application"), "phase"),
        (order(answers={"metres": {}}), "Did you mean “meters”?"),
        (order(documents={"photo_old": -1}), "whole number"),
        (order(today="9999-12-31"), "Write a day between"),
        (b'{"workflow": "\\ud800"}', "half a character"),
    ],
)
def test_a_file_that_is_no_request_is_refused_with_the_reason(tmp_path: Path, content: dict[str, Any] | bytes, words: str) -> None:
    done = check(tmp_path, content, "--language", "en")

    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.output


def test_a_file_that_is_not_there_is_refused() -> None:
    done = CliRunner().invoke(main.cli, ["check", "/nowhere/order.json"])

    assert done.exit_code == 2
    assert "No such file" in done.stderr


def test_it_reads_from_a_pipe_too() -> None:
    assert CliRunner().invoke(main.cli, ["check", "-"], input=json.dumps(order())).exit_code == 0


def test_what_a_file_holds_is_never_obeyed_by_the_terminal(tmp_path: Path) -> None:
    file = order()
    file["answers"]["meters"]["meters"][0]["dn"] = "\x1b[31m[bold]x\x07"

    done = check(tmp_path, file)

    assert done.exit_code == 1
    assert "[31m[bold]x" in done.stdout
    assert not {"\x1b", "\x07"} & set(done.stdout)


JUNK = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(lambda one: json.dumps(one).encode())
NAMES = st.sampled_from(["property", "meters", "properties", "dn", "application"])
SHAPES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(["answers", "documents", "earlier", "today", "phase", "municipality"])


@given(st.binary(max_size=300) | JUNK)
def test_any_bytes_that_are_no_object_are_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(BadInput):
        check_file(content, today=TODAY)


@given(st.dictionaries(FIELDS, SHAPES))
def test_any_shape_under_the_right_names_is_a_ledger_or_a_reason(changed: dict[str, Any]) -> None:
    assert _outcome(json.dumps(order(**changed)).encode())


def _outcome(content: bytes) -> str:
    try:
        return str(len(check_file(content, today=TODAY).ledger.rows))
    except BadInput as error:
        return error.text.in_english()
