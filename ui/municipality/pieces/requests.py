"""Requests that were sent, each with its answer as a pair: old on the left, new on the right, and what the officer makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _
from ui.components.base import View, Words, html
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act, Evidence
from ui.theme.status import Tone


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A sent request. `old` is what stood at the target when it was sent, `new` what stands there now; `answered` opens the judging."""

    id: str
    number: int
    what: Words
    how: Words
    place: Words
    state: Words
    tone: Tone
    is_open: bool
    answered: bool
    comment: str = ""
    extra: Words = ""
    reason: Words = ""
    due: Words = ""
    old: Sequence[Evidence] = ()
    new: Sequence[Evidence] = ()
    answer: Words = ""
    answered_by: Words = ""
    closing: Words = ""


class RequestPairs(View):
    """The sent requests.

    Acts: `accept` with an id; `reopen`, `withdraw_request` and `met_otherwise` with id and reason; `extend` with a day.
    """

    template = html("request-pairs", TEMPLATES)

    def show(self, requests: Sequence[SentRequest], *, may: bool, later: Mapping[str, str] | None) -> None:
        """The requests as they are now."""
        self.change(requests=_rows(requests), may=may, later=later)


def request_pairs(requests: Sequence[SentRequest], *, may: bool, later: Mapping[str, str] | None, on_act: Act) -> RequestPairs:
    """The pairs of request and answer, newest sending first; `may` shows the officer's choices.

    `later` has the proposed and the earliest day (ISO) when more time can be given now.
    """
    data = {"requests": _rows(requests), "may": may, "later": later, "words": _words(), "acts": _acts()}
    return RequestPairs(data, on_act=on_act)


def _rows(requests: Sequence[SentRequest]) -> list[dict[str, Any]]:
    rows = []
    for one in requests:
        row = {name: getattr(one, name) for name in SentRequest.__slots__}
        row["old"], row["new"] = ([{name: getattr(it, name) for name in Evidence.__slots__} for it in side] for side in (one.old, one.new))
        rows.append(row)
    return rows


def _acts() -> list[dict[str, Any]]:
    return [
        {"key": "reopen", "label": _("Ask again …"), "ask": _("What is still to be done?"), "go": _("Ask again")},
        {"key": "met_otherwise", "label": _("Met otherwise …"), "ask": _("How is it met?"), "go": _("Mark as met")},
        {"key": "withdraw_request", "label": _("Withdraw …"), "ask": _("Why is the request withdrawn?"), "go": _("Withdraw the request")},
    ]


def _words() -> dict[str, Text]:
    return {
        "none": _("No requests have been sent in this case."),
        "before": _("Before"),
        "now": _("Now"),
        "empty": _("empty"),
        "answer": _("Answer"),
        "extra": _("Extra demand"),
        "new_tab": _("opens in a new tab"),
        "accept": _("Accept"),
        "reason_lacks": _("Write a short reason"),
        "later": _("Give more time until"),
        "give": _("Give more time"),
        "cancel": _("Cancel"),
    }
