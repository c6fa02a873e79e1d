"""Calls that have hurt others with this framework: each one is an advisory, a leak or a blocked loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import ROOT, Module, calls, dotted, is_built_from_parts, modules

NEVER = {
    "ui.html": "text from people would become markup; use a label",
    "ui.markdown": "text from people would become markup; use a label",
    "ui.restructured_text": "reads files",
    "ui.editor": "stored scripts",
    "ui.upload": "its limits are in the browser only; use the upload slot and its guarded route",
    "ui.download": "guessable addresses; use the guarded download route",
    "ui.refreshable": "rebuilds whole trees; change the element that changed",
    "ui.add_body_html": "markup outside the guarded head",
    "asyncio.create_task": "the task can vanish and its error with it; use nicegui.background_tasks.create",
    "create_task": "the task can vanish and its error with it; use nicegui.background_tasks.create",
    "pickle.loads": "runs code",
    "yaml.load": "runs code",
}
CONSTANT_ONLY = {
    "run_javascript": "data in a script becomes script; call a function of portal.js by run_method with arguments",
    "add_slot": "data in a template becomes template",
    "props": "data in props can close the quote; set element.props[...] instead",
    "add_head_html": "markup from data",
    "add_css": "markup from data",
    "exec_driver_sql": "values are bound, never written into SQL",
    "text": "values are bound, never written into SQL",
}
ALLOWED = {
    ("ui/theme/__init__.py", "add_head_html"),  # the links to our own style sheet and script, made of constants at start
}
"""Constant-only calls that may be given more than a literal, because what they are given is ours."""


def banned(module: Module) -> Iterator[str]:
    for node, name in calls(module):
        if name in NEVER:
            yield f"{module.at(node)} {name}: {NEVER[name]}"
        last = name.rsplit(".", 1)[-1]
        if last in CONSTANT_ONLY and (module.path, last) not in ALLOWED and any(is_built_from_parts(one) for one in node.args):
            yield f"{module.at(node)} {last} with a text built from values: {CONSTANT_ONLY[last]}"
        if last == "date" and not node.args and module.path.startswith("ui/"):
            yield f"{module.at(node)} {name}(): the day in UTC, which is yesterday in Norway around midnight; use day_of"
        if any(word.arg == "sanitize" and isinstance(word.value, ast.Constant) and not word.value.value for word in node.keywords):
            yield f"{module.at(node)} sanitize=False"
    for used in ast.walk(module.tree):
        if isinstance(used, ast.Attribute) and dotted(used).endswith("app.storage"):
            yield f"{module.at(used)} app.storage: plain files, per process; keep it in the database"
        if isinstance(used, ast.Attribute) and dotted(used) == "change.kind" and module.path.startswith("ui/"):
            yield f"{module.at(used)} change.kind: a page would not hear that news was missed; ask change.tells(...)"
        if isinstance(used, ast.Attribute) and dotted(used) == "ui.refreshable":
            yield f"{module.at(used)} ui.refreshable: {NEVER['ui.refreshable']}"


def test_no_door_uses_a_banned_call() -> None:
    assert [line for module in modules() for line in banned(module)] == []


@pytest.mark.parametrize(
    "line",
    [
        "ui.html(x)",
        "ui.run_javascript(f'go({x})')",
        "table.add_slot('body', '<td>' + x + '</td>')",
        "element.props(f'label={x}')",
        "app.storage.user['x'] = 1",
        "ui.label('x', sanitize=False)",
        "session.execute(text('select %s' % x))",
        "@ui.refreshable\ndef page(): ...",
        "visit.now().date()",
        "any(change.kind == 'people' for change in changes)",
    ],
)
def test_the_check_sees_each_kind_of_banned_call(line: str) -> None:
    assert len(list(banned(Module("ui/toy.py", line, ast.parse(line))))) >= 1


def test_no_template_or_script_puts_markup_from_data_on_a_page() -> None:
    marks = ("v-html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "|safe", "| safe", "eval(", "new Function")
    texts = [path for pattern in ("*.py", "*.js", "*.html", "*.vue") for path in (ROOT / "ui").rglob(pattern)]

    found = [f"{path.relative_to(ROOT)} {mark}" for path in texts for mark in marks if mark in path.read_text(encoding="utf-8")]

    assert found == [], "set textContent, or build elements"
