"""Every icon that is named somewhere is among those the portal has."""

from __future__ import annotations

import ast
import re

from tests.architecture.source import modules
from tests.portal_process import ROOT

TAKES_AN_ICON_FIRST = {"icon", "empty_state"}
NAMED_IN_TEMPLATES = re.compile(r"<icon(?: v-[a-z-]+(?:=\"[^\"]*\")?)* name=\"([^\"]+)\"")


def named() -> set[str]:
    """Names of icons in the code and the templates, as far as they stand there as words."""
    found = {name for file in (ROOT / "ui").rglob("*.html") for name in NAMED_IN_TEMPLATES.findall(file.read_text(encoding="utf-8"))}
    for module in modules("ui"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                given = [one.value for one in node.keywords if one.arg == "icon"]
                given += node.args[:1] if ast.unparse(node.func).rsplit(".", 1)[-1] in TAKES_AN_ICON_FIRST else []
                found |= {str(one.value) for value in given for one in ast.walk(value) if isinstance(one, ast.Constant) and one.value}
    return found


def test_every_icon_that_is_named_is_there() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "ui" / "static" / "icons.svg").read_text(encoding="utf-8")))

    assert len(named()) > 40
    assert named() - there == set()
