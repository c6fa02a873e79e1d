"""Models and workflows decide from what they are given: no clock, no chance, no file, no network, no framework."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Module, calls, imported, modules

IMPURE_IMPORTS = {
    "time", "random", "secrets", "os", "io", "pathlib", "shutil", "tempfile", "socket", "subprocess", "threading", "multiprocessing",
    "asyncio", "concurrent", "urllib.request", "http", "httpx", "requests", "logging", "structlog", "sqlite3", "psycopg", "nicegui",
    "fastapi", "starlette", "jinja2", "importlib",
}  # fmt: skip
IMPURE_CALLS = {
    "open", "print", "input", "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
    "datetime.date.today", "uuid.uuid1", "uuid.uuid4", "uuid4", "uuid.uuid7", "uuid7", "create_engine", "Session", "eval", "exec",
}  # fmt: skip
EXCEPTIONS = {
    "models/settings.py": {"pathlib"},  # names the data folder and never touches it; reading the environment is what settings are
}
"""Modules that may import what the others may not, and why."""


def impurities(module: Module) -> list[str]:
    allowed = EXCEPTIONS.get(module.path, set())
    found = [
        f"{module.at(node)} imports {name}"
        for node, name in imported(module)
        if any(name == one or name.startswith(f"{one}.") for one in IMPURE_IMPORTS - allowed)
    ]
    return found + [f"{module.at(node)} calls {name}" for node, name in calls(module) if name in IMPURE_CALLS]


@pytest.mark.parametrize("room", ["models", "workflows"])
def test_nothing_here_reads_a_clock_a_file_or_chance(room: str) -> None:
    found = [line for module in modules(room) for line in impurities(module)]

    assert found == [], "take the time, the id or the text as an argument; the doors and storage hand it in"


@pytest.mark.parametrize(
    "line", ["import os", "from datetime import date\ndate.today()", "from os import path", "open('x')", "import uuid\nuuid.uuid4()"]
)
def test_the_check_sees_each_kind_of_impurity(line: str) -> None:
    assert impurities(Module("models/toy.py", line, ast.parse(line))) != []


def test_conditions_and_rules_are_values_never_lambdas() -> None:
    sort_keys = {word.value for module in modules("workflows") for node, _ in calls(module) for word in node.keywords if word.arg == "key"}
    lambdas = [(module, node) for module in modules("workflows") for node in ast.walk(module.tree) if isinstance(node, ast.Lambda)]

    found = [module.at(node) for module, node in lambdas if node not in sort_keys]

    assert found == [], "a condition is a value that can be put into words (workflows/conditions.py), a rule is a named function"
