"""Who works on the case: take it, hand it to a colleague, let it go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words, html
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act


class Assignee(View):
    """Name and choices. Acts: `take`, `release`, `assign` with a person id."""

    template = html("assignee", TEMPLATES)

    def show(self, name: str, people: Sequence[tuple[str, str]], *, may_take: bool, may_release: bool, may_assign: bool) -> None:
        """Who has it now."""
        self.change(**_assignee(name, people, may_take, may_release, may_assign))


def assignee(name: str, people: Sequence[tuple[str, str]], *, may_take: bool, may_release: bool, may_assign: bool, on_act: Act) -> Assignee:
    """The assignee, with colleagues (person id, name) to hand the case to."""
    return Assignee({**_assignee(name, people, may_take, may_release, may_assign), "words": _words()}, on_act=on_act)


def initials(name: str) -> str:
    """First letters of the first and last name, for a round mark; empty for nobody."""
    parts = name.split()
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper() if parts else ""


def _assignee(name: str, people: Sequence[tuple[str, str]], may_take: bool, may_release: bool, may_assign: bool) -> dict[str, Any]:
    colleagues = [{"key": key, "label": label} for key, label in people]
    return {
        "name": name,
        "initials": initials(name) or "–",
        "people": colleagues,
        "may_take": may_take,
        "may_release": may_release,
        "may_assign": may_assign,
    }


def _words() -> dict[str, Words | Text]:
    return {
        "handled_by": _("Handled by"),
        "nobody": _("Nobody yet"),
        "take": _("Take the case"),
        "release": _("Release"),
        "assign": _("Hand over to"),
        "choose": _("Choose a colleague"),
        "go": _("Hand over"),
    }
