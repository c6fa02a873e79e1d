"""Logs tell what happened and never to whom. Each test logs in a process of its own, as set-up is for a whole process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
SET_UP = "import logging, structlog\nfrom ui.operations.logs import set_up_logging\nset_up_logging('info', '{form}')\n"


def logged(code: str, form: str = "json") -> str:
    """What this code writes to stdout."""
    done = subprocess.run(
        [sys.executable, "-c", SET_UP.replace("{form}", form) + code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def lines(code: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in logged(code).splitlines()]


def test_our_own_lines_and_those_of_libraries_come_out_alike() -> None:
    ours, theirs = lines("structlog.get_logger('portal.x').info('saved', count=2)\nlogging.getLogger('library').warning('odd %s', 1)")

    assert (ours["event"], ours["count"], ours["level"], ours["logger"]) == ("saved", 2, "info", "portal.x")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("odd 1", "warning", "library")
    assert ours["timestamp"].endswith("Z")


def test_an_error_is_told_by_type_and_place_and_not_by_its_words() -> None:
    fall = "def fall():\n  raise ValueError('no such person: Kari')\n"
    [line] = lines(f"{fall}try: fall()\nexcept ValueError: structlog.get_logger().exception('failed')")

    assert (line["event"], line["error"]) == ("failed", "ValueError")
    assert [place.rsplit(" ", 1)[1] for place in line["at"]] == ["<module>", "fall"]
    assert "Kari" not in json.dumps(line)


def test_a_library_that_logs_the_exception_itself_leaks_nothing_either() -> None:
    [line] = lines("logging.getLogger('nicegui').exception(ValueError('Kari'))")

    assert (line["event"], line["error"]) == ("ValueError", "ValueError")
    assert "Kari" not in json.dumps(line)


@pytest.mark.parametrize(
    "call", ["error('broke: %s', ValueError('Kari'))", "error('Task failed\\nfuture: <Task exception=ValueError(Kari)>')"]
)
def test_exceptions_within_the_messages_of_libraries_lose_their_words(call: str) -> None:
    assert "Kari" not in logged(f"logging.getLogger('library').{call}")


def test_addresses_are_cut_out_of_what_libraries_say() -> None:
    [line] = lines("logging.getLogger('nicegui').warning('http://portal/people/Kari?token=abc not found')")

    assert line["event"] == "… not found"


def test_text_cannot_forge_a_line() -> None:
    assert len(lines("structlog.get_logger().info('seen', name='x\\n{\"event\": \"forged\"}')")) == 1


def test_a_person_at_a_terminal_gets_the_whole_story() -> None:
    words = logged("try: raise ValueError('what was wrong')\nexcept ValueError: structlog.get_logger().exception('failed')", form="console")

    assert "what was wrong" in words
    assert "Traceback" in words
