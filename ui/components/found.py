"""The words around what a search found, as lists and cards show them: data for templates, which escape what they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.text import Text, _
from ui.components.tables import Column
from workflows.searching.excerpts import Excerpt

WHERE: dict[str, Text] = {
    "place": _("Case"),
    "people": _("People"),
    "answers": _("Answers"),
    "said": _("Messages and decisions"),
    "notes": _("Internal notes"),
}
"""Where in a case something was found."""
FOUND = Column("found", _("Found in"), "found")
"""The column that says it in a table."""


def found_data(found: Sequence[Excerpt]) -> list[dict[str, Any]]:
    """Excerpts for a template: where, and the words before, of and after the hit."""
    return [{"where": WHERE[one.where], "before": one.before, "hit": one.hit, "after": one.after} for one in found]


def near_words(near: Mapping[str, Sequence[str]]) -> list[Text]:
    """What was searched for beside what was typed, a sentence for each word."""
    return [_beside(typed, ", ".join(others)) for typed, others in near.items()]


def _beside(typed: str, others: str) -> Text:
    return _("Few cases have “{typed}”. Cases with “{others}” are shown too.", typed=typed, others=others)
