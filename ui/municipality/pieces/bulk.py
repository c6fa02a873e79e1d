"""Acts on many cases as pieces: the bar that counts what is chosen, with the list of keys, and the steps from words to outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.text import Text, _
from ui.components.base import View, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act
from ui.municipality.pieces.panel import KEYS_WORDS
from workflows.casework.bulk import BulkName

ACTS: dict[BulkName, tuple[Text, str]] = {
    "take": (_("Take the cases"), "hand"),
    "assign": (_("Hand them over"), "user"),
    "ask": (_("Ask the contractors"), "message-square"),
    "approve": (_("Approve final documentation"), "check"),
}
KEYS: tuple[tuple[str, Text], ...] = (
    ("j", _("Next case")), ("k", _("Case before")), ("Enter", _("Open the case")), ("x", _("Choose the case, or not")),
    ("X", _("Choose all from the last chosen to here")), ("b", _("To what can be done with the chosen cases")),
    ("m", _("Open the case's menu")), ("a", _("Take the case yourself")), ("/", _("Search")), ("?", _("Show this list")),
    ("Esc", _("Close")),
)  # fmt: skip
FOR_HANDLERS = "xXbma"
"""Keys of those who act on cases."""


class BulkBar(View):
    """How many cases are chosen and what can be done with them. Act: `begin` with the name of an act and the refs chosen."""

    template = html("bulk-bar", TEMPLATES)


def bulk_bar(acts: Sequence[BulkName], *, export: str, on_act: Act) -> BulkBar:
    """The bar; `export` is the address of the list as a file, ready for more of a query, empty for who takes nothing out."""
    shown = [{"key": name, "label": ACTS[name][0], "icon": ACTS[name][1]} for name in acts]
    keys = [{"key": key, "words": words} for key, words in KEYS if acts or key not in FOR_HANDLERS]
    data = {"picks": True, "bar": True, "acts": shown, "export": safe_href(export), "keys": keys, "words": _bar_words()}
    return BulkBar(data, on_act=on_act)


class BulkFlow(View):
    """The steps inside the dialog. Acts: `look` with what was typed, `go`, `back`, `stop`, `close`."""

    template = html("bulk-flow", TEMPLATES)


def bulk_flow(name: BulkName, people: Sequence[tuple[str, str]], chosen: Text, *, on_act: Act) -> BulkFlow:
    """The flow at its beginning."""
    colleagues = [{"key": key, "label": label} for key, label in people]
    state: dict[str, Any] = {"state": "words", "error": None, "answer": "", "groups": [], "note": None, "go": None, "again": None}
    data = {**state, "most": 0, "done": 0, "did": [], "name": name, "people": colleagues, "chosen": chosen, "words": _flow_words()}
    return BulkFlow(data, on_act=on_act)


def _bar_words() -> dict[str, Text]:
    return {
        "name": _("Many cases at once"),
        "all": _("Choose all shown"),
        "one": _("1 case chosen"),
        "many": _("{n} cases chosen"),
        "none": _("Choose none"),
        "export_all": _("Take out this list:"),
        "export_chosen": _("Take out the chosen cases:"),
        **KEYS_WORDS,
    }


def _flow_words() -> dict[str, Text]:
    return {
        "person": _("Hand the cases over to"),
        "choose": _("Choose a colleague"),
        "what": _("What do you ask? All the contractors read the same."),
        "how": _("How it is answered (optional)"),
        "due": _("Answer by (three weeks from now unless you choose)"),
        "reason": _("Grounds for the decision. They stand in each case."),
        "look": _("See what can be done"),
        "back": _("Change"),
        "stop": _("Stop"),
        "again": _("Sign in again"),
        "done": _("Close"),
        "progress": _("How far it has come"),
    }
