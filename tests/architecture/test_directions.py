"""Who may import whom, and which rooms there are."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.source import ROOMS, ROOT, imported, modules, tracked_files

TOP_LEVEL_FOLDERS = {*ROOMS, "tests", "deploy", "docs", ".ci"}
TOP_LEVEL_FILES = {
    "main.py",
    "Makefile",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "LICENSE",
    "pyproject.toml",
    "requirements.lock",
    "alembic.ini",
    ".gitignore",
}


def test_imports_run_from_ui_to_workflows_to_models_and_from_storage_to_the_ports() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, f"the contracts stand in pyproject.toml, [tool.importlinter]:\n{done.stdout}{done.stderr}"


def test_there_are_no_other_rooms() -> None:
    tops = [path.relative_to(ROOT).parts for path in tracked_files()]

    strangers = {parts[0] for parts in tops if len(parts) > 1} - TOP_LEVEL_FOLDERS
    assert strangers == set(), "a new top-level folder is a decision: move it into a room, or name it in ARCHITECTURE.md and here"
    strays = {parts[0] for parts in tops if len(parts) == 1} - TOP_LEVEL_FILES
    assert strays == set(), "a new top-level file is a decision: name it here"


def test_nobody_imports_main() -> None:
    found = [module.at(node) for module in modules() for node, name in imported(module) if name.split(".")[0] == "main"]

    assert found == [], "main.py knows all rooms and hands them what they need; take what you need as an argument"


def test_the_shipped_rooms_never_import_tests() -> None:
    found = [module.at(node) for module in modules() for node, name in imported(module) if name.split(".")[0] == "tests"]

    assert found == []
