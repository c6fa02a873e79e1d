"""What CONTRIBUTING.md shows is what works."""

from __future__ import annotations

import re
from typing import Any

from tests.architecture.source import ROOT


def test_the_question_shown_in_contributing_can_be_added_as_it_stands() -> None:
    shown = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    declared: dict[str, Any] = {"__name__": "contributing"}
    exec(compile(shown[0], "CONTRIBUTING.md", "exec"), declared)

    step = declared["Placement"]
    assert [(one.key, one.kind.name) for one in step.questions] == [("outdoors", "boolean"), ("frost_protection", "text")]


def test_every_file_that_the_documents_link_to_is_there() -> None:
    lost = [
        f"{document} -> {target}"
        for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/operators-guide.md")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / document).read_text(encoding="utf-8"))
        if not ((ROOT / document).parent / target).exists()
    ]

    assert lost == []
