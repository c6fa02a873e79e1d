"""The decision panel: what may be decided now, by whom, and for what may not be done, why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act


@dataclass(frozen=True, slots=True)
class Choice:
    """One action of the life cycle. `why_not` stands under a choice that is closed now; `needs` are the words it asks for.

    `standard` are the municipality's own conditions: a tick writes one into the field, where it can be changed. `href` leads to where
    it is done instead of here.
    """

    key: str
    label: Words
    go: Words
    why_not: Words | None = None
    kind: str = "secondary"
    needs_reason: bool = True
    takes_conditions: bool = False
    hint: Words = ""
    standard: Sequence[Words] = ()
    href: str = ""


class DecisionPanel(View):
    """The choices. Acts: `decide` with key, reason and conditions (one a line)."""

    template = html("decision-panel", TEMPLATES)

    def show(self, choices: Sequence[Choice], *, turn: str, proposal: Words | None = None, login: str = "") -> None:
        """The choices as they are now. Words being typed stay within one `turn`; another one begins empty."""
        self.change(**_panel(choices, turn, proposal, login))


def decision_panel(choices: Sequence[Choice], *, turn: str, proposal: Words | None = None, login: str = "", on_act: Act) -> DecisionPanel:
    """The choices of one `turn`, which is what is decided upon; `login` is the address for signing in anew when that is too old."""
    return DecisionPanel({**_panel(choices, turn, proposal, login), "words": _words()}, on_act=on_act)


def _panel(choices: Sequence[Choice], turn: str, proposal: Words | None, login: str) -> dict[str, Any]:
    rows = [{name: getattr(one, name) for name in Choice.__slots__} | {"standard": list(one.standard)} for one in choices]
    return {"choices": rows, "turn": turn, "proposal": proposal, "login": safe_href(login) if login else ""}


def _words() -> dict[str, Text]:
    return {
        "login": _("Decisions need a fresh sign-in, at most ten minutes old."),
        "login_link": _("Sign in again"),
        "none": _("There is nothing to decide now."),
        "reason": _("Reason"),
        "reason_optional": _("Reason (optional)"),
        "reason_lacks": _("Write the reason; the contractor will read it"),
        "conditions": _("Conditions (optional)"),
        "conditions_hint": _("One condition on each line."),
        "standard": _("Standard conditions"),
        "cancel": _("Cancel"),
    }
