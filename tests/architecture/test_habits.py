"""How the code reads: contracts as docstrings, small files and functions, no print, and every exception with its reason."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

from tests.architecture.source import ROOT, Module, calls, modules

LONGEST_FILE, LONGEST_FUNCTION = 450, 50
MIGRATIONS = "storage/migrations/versions/"
"""Steps of the database are written once and read from top to bottom, so they may be long."""
SILENCE = re.compile(r"#\s*(?:type:\s*ignore|noqa|pragma|nosec|pylint:)")
REASONED = re.compile(r"#\s*(?:type:\s*ignore\[[\w, -]+\]\s+(?:#|-)\s*\S.{3,}|noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+(?:#|-)\s*\S.{3,})")
SILENCES = {
    "models/settings.py": 2,  # pydantic checks keyword values; the word for all interfaces
    "workflows/changes.py": 1,  # a place that is compared stands in at least one of the two
    "workflows/fields.py": 1,  # a number known to be finite has an exponent that is a number
    "ui/api/problems.py": 3,  # the web framework types handlers by the base class
    "ui/api/app.py": 1,  # the web framework's own way to extend its OpenAPI document
    "ui/contractor/__init__.py": 1,  # a page is declared by being imported
    "ui/municipality/__init__.py": 4,  # the same
    "ui/case_companies/__init__.py": 1,  # the same
    "ui/hearing/__init__.py": 1,  # the same
    "ui/documents/__init__.py": 1,  # the same
    "ui/notices/__init__.py": 1,  # the same
    "ui/people/__init__.py": 1,  # the same
    "ui/oversight/__init__.py": 1,  # the same
    "ui/records/__init__.py": 1,  # the same
    "ui/lists/__init__.py": 1,  # the same
    "workflows/access/resetting.py": 1,  # the purpose of a link that reads like a secret
    "ui/company/__init__.py": 2,  # the same
    "ui/municipality/companies/company_page.py": 1,  # a kind of button out of a table
    "storage/outbox.py": 1,  # a key of a payload that reads like a secret
    "ui/visit.py": 1,  # the web framework reads a page's parameters from its signature
    "ui/operations/patience.py": 1,  # the server narrows the transport's type
}
"""Silenced warnings by file. A new one is added here and says why on its own line; one that is gone is taken out."""


def public_functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Public functions and methods that do something; those of protocols and overloads have only an ellipsis."""
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for one in node.body:
                if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)) and not one.name.startswith("_") and not _is_promise(one):
                    yield one


def _is_promise(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    last = function.body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant) and last.value.value is ...


def test_every_module_says_its_place_in_the_whole() -> None:
    packages = [ast.get_docstring(module.tree) for module in modules()]

    found = [module.path for module, words in zip(modules(), packages, strict=True) if not words]

    assert found == [], "open the file with a docstring: what it is for and how it fits"


def promised() -> set[str]:
    """Names of methods that a protocol declares: whoever fulfils it need not say again what it promises."""
    protocols = [
        node
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).startswith("Protocol") for base in node.bases)
    ]
    return {one.name for protocol in protocols for one in protocol.body if isinstance(one, ast.FunctionDef)}


COMMAND_LINE = {"main.py", "storage/account_commands.py", "storage/oversight_commands.py"}


def test_nine_public_functions_of_ten_have_a_contract() -> None:
    kept = promised()
    functions = [(module, one) for module in modules() for one in public_functions(module) if one.name not in kept]
    bare = [f"{module.at(one)} {one.name}" for module, one in functions if not ast.get_docstring(one)]

    assert len(bare) <= len(functions) // 10, f"{len(bare)} of {len(functions)} have no docstring:\n" + "\n".join(bare)


def test_no_file_and_no_function_is_too_long_to_read() -> None:
    read = [module for module in modules() if not module.path.startswith(MIGRATIONS)]
    files = [f"{module.path} has {n} lines" for module in read if (n := module.text.count("\n")) > LONGEST_FILE]
    functions = [
        f"{module.at(node)} {node.name} has {n} lines"
        for module in read
        for node in ast.walk(module.tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (n := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ]

    assert files + functions == [], "split it where a reader would pause"


def test_only_the_command_line_prints() -> None:
    found = [
        module.at(node)
        for module in modules()
        for node, name in calls(module)
        if name in {"print", "pprint"} and module.path not in COMMAND_LINE
    ]

    assert found == [], "log it (structlog), return it, or show it to the person concerned"


def test_each_silenced_warning_says_why_and_is_counted() -> None:
    lines = [
        (module.path, number, line)
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if SILENCE.search(line)
    ]
    bare = [f"{path}:{number} {line.strip()}" for path, number, line in lines if not REASONED.search(line)]

    assert bare == [], "name the rule and the reason on the line: `# type: ignore[code]  # because ...` or `# noqa: X000 - because ...`"
    counted = Counter(path for path, _, _ in lines)
    moved = [f"{path}: {counted[path]} in the file, {SILENCES.get(path, 0)} in the list" for path in sorted(counted | SILENCES)]
    assert counted == SILENCES, "\n".join(moved) + "\nwrite the number and the reason into SILENCES in tests/architecture/test_habits.py"


def test_nothing_is_left_to_be_done() -> None:
    mark = re.compile(r"#\s*(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")

    found = [f"{module.path}:{n}" for module in modules() for n, line in enumerate(module.text.splitlines(), 1) if mark.search(line)]

    assert found == [], "do it now, or open an issue"


def test_no_test_patches_our_own_code() -> None:
    marks = re.compile(r"unittest\.mock|MagicMock|monkeypatch\.setattr\(\s*[\"']?(?:models|workflows|storage|ui|main)\b")
    here = (ROOT / "tests").rglob("*.py")

    found = [
        str(path.relative_to(ROOT)) for path in here if path.name != "test_habits.py" and marks.search(path.read_text(encoding="utf-8"))
    ]

    assert found == [], "hand in a real part, or a double that sabotages one thing on purpose"


def test_every_test_file_checks_something() -> None:
    empty = []
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_") and not _checks(node):
                empty.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")

    assert empty == [], "a test without a check cannot fail: assert what it claims"


def _checks(test: ast.AST) -> bool:
    """Asserts, expects an error, uses Playwright's `expect`, or calls a helper whose name says that it checks."""
    checking = re.compile(r"raises|warns|expect|assert|check|verify|validate|must|until|same|run_state_machine|fail|refused")
    for node in ast.walk(test):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call) and checking.search(ast.unparse(node.func)):
            return True
    return False
