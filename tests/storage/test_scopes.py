"""There is one way to a tenant's rows: the storage room is parsed to see that no module goes round it."""

from __future__ import annotations

import ast
from pathlib import Path

STORAGE = Path(__file__).resolve().parents[2] / "storage"
GUARDED = {"CASE": "Case", "MEMBERSHIP": "Membership"}
EXEMPT = {
    "scope.py": "makes the scoped statements",
    "scope_people.py": "makes those about people",
    "books.py": "names the cases that used a seal, by number alone",
    "board.py": "narrows each statement with `within`",
    "lists.py": "the same, looked at statement by statement below",
    "knowledge.py": "asks only about the company, municipality and property of a case that was reached",
    "sessions.py": "asks only about one person",
    "people.py": "narrows each statement with `of_tenant` or `owned`",
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

    assert strays == [], "begin with a statement of storage/scope.py or storage/scope_people.py"


def test_every_exemption_is_still_needed() -> None:
    assert [name for name in EXEMPT if not selecting(STORAGE / name)] == []


def test_every_list_of_the_board_is_within_the_scope() -> None:
    tree = ast.parse((STORAGE / "board.py").read_text())
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    public = [name for name in functions if not name.startswith("_")]

    assert public == ["cards", "card", "counts", "on_properties"]
    assert [name for name in public if not _is_fenced(name, functions)] == []
    executing = [name for name, node in functions.items() if "connection.execute(" in ast.unparse(node)]
    assert executing == public, "what asks the database is looked at above"


FENCES = ("arms_within(scope)", "self._all(scope", "self._walked(scope")


def test_every_list_of_many_cases_is_within_the_scope() -> None:
    """Maps, calendars, workload and exports: each way out names the scope in its statement, and what fences for it does so itself."""
    tree = ast.parse((STORAGE / "lists.py").read_text())
    lists = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "StoredLists")
    methods = {node.name: node for node in lists.body if isinstance(node, ast.FunctionDef)}
    ways = [node for name, node in methods.items() if not name.startswith("_")]
    reach = "reach = within_listed(scope) if found is not None and found.is_listed else within(scope)"

    assert len(ways) > 5
    assert [node.name for node in ways if not any(fence in ast.unparse(node) for fence in FENCES)] == []
    assert all("return self._meeting(scope, wish, " in ast.unparse(methods[name]) for name in ("_all", "_walked"))
    assert reach in ast.unparse(methods["_meeting"])
    assert "return [reach, *" in ast.unparse(methods["_meeting"])
    executing = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and ".execute(" in ast.unparse(node)}
    assert executing <= {node.name for node in ways}, "what asks the database is looked at above"


def _is_fenced(name: str, functions: dict[str, ast.FunctionDef]) -> bool:
    """It narrows to the scope itself, or asks only what functions made that do, from the scope it was given."""
    if "within(scope)" in ast.unparse(functions[name]):
        return True
    calls = [node for node in ast.walk(functions[name]) if isinstance(node, ast.Call) and node.args]
    given_the_scope = [ast.unparse(node.func) for node in calls if ast.unparse(node.args[0]) == "scope"]
    makers = [one for one in given_the_scope if one in functions and _gives_a_statement(functions[one])]
    return bool(makers) and all(_is_fenced(one, functions) for one in makers)


def _gives_a_statement(function: ast.FunctionDef) -> bool:
    return function.returns is not None and ast.unparse(function.returns).startswith("Select")
