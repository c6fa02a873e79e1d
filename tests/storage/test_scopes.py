"""There is one way to a tenant's rows: the storage room is parsed to see that no module goes round it."""

from __future__ import annotations

import ast
from pathlib import Path

STORAGE = Path(__file__).resolve().parents[2] / "storage"
GUARDED = {"CASE": "Case", "MEMBERSHIP": "Membership"}
EXEMPT = {
    "scope.py": "makes the scoped statements",
    "board.py": "narrows each statement with `within`",
    "knowledge.py": "asks only about the company, municipality and property of a case that was reached",
    "sessions.py": "asks only about one person",
    "cases.py": "writes by the id of a case that was reached",
}


def selecting(path: Path) -> list[str]:
    """Modules' own selects from a guarded table, as `file:line`."""
    tree = ast.parse(path.read_text())
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"select", "every", "one", "maybe", "update", "delete"}:
            words = {part.id for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.Name)}
            if words & (GUARDED.keys() | set(GUARDED.values())):
                found.append(f"{path.name}:{node.lineno}")
    return found


def test_no_module_selects_cases_or_members_by_itself() -> None:
    strays = [place for path in sorted(STORAGE.glob("*.py")) if path.name not in EXEMPT for place in selecting(path)]

    assert strays == [], "begin with a statement of storage/scope.py"


def test_every_exemption_is_still_needed() -> None:
    assert [name for name in EXEMPT if not selecting(STORAGE / name)] == []


def test_every_list_of_the_board_is_within_the_scope() -> None:
    tree = ast.parse((STORAGE / "board.py").read_text())
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]

    assert [node.name for node in public] == ["cards", "card", "counts", "on_property"]
    assert [node.name for node in public if "within(scope)" not in ast.unparse(node)] == []
