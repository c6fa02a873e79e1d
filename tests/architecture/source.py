"""The portal's own source as syntax trees, read once for all rules."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("models", "workflows", "storage", "ui")


@dataclass(frozen=True)
class Module:
    """One file: `path` is relative to the root, with forward slashes."""

    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.split("/")[0]

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.path}:{node.lineno}"


@cache
def modules(*rooms: str) -> tuple[Module, ...]:
    """The modules of these rooms; without a room: all, and `main.py`."""
    paths = [path for room in rooms or ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    if not rooms:
        paths.append(ROOT / "main.py")
    return tuple(_read(path) for path in paths)


@cache
def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


@cache
def tracked_files() -> tuple[Path, ...]:
    """What git keeps; in an unpacked archive without git, all files that are not made by a command."""
    made = {".venv", "var", ".git", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache", "htmlcov"}
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if not made & set(path.relative_to(ROOT).parts)]
    return tuple(path for name in listed if name and (path := ROOT / name).is_file() and path.name != "uv.lock")


def dotted(node: ast.AST) -> str:
    """`datetime.now` for the node of `datetime.now`; empty for anything that is not names joined by dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{before}.{node.attr}" if (before := dotted(node.value)) else ""
    return ""


def calls(module: Module) -> Iterator[tuple[ast.Call, str]]:
    """Every call with the dotted name that is called; for calls on other expressions only the last name, as in `.now`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            yield node, name or (f".{node.func.attr}" if isinstance(node.func, ast.Attribute) else "")


def imported(module: Module) -> Iterator[tuple[ast.stmt, str]]:
    """Every import as a dotted path, `from a import b` as `a.b`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{one.name}") for one in node.names)


def is_built_from_parts(node: ast.AST) -> bool:
    """A text put together from values: f-string, `+`, `%`, `.format`, `.join`."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        return any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in ast.walk(node))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "format_map", "join"}
