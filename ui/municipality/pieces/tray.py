"""The tray: requests piled up and not yet sent, shown exactly as the contractor will read them, with one send for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.text import Text, _, _n
from ui.components.base import View, Words, html, safe_href
from ui.municipality.pieces import TEMPLATES
from ui.municipality.pieces.checklist import Act, reason_kinds, sentence_terms
from workflows.casework.wording import NO_ACTION, TOO_LONG


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """A request in the tray: what the contractor will read, where it points, and the officer's own sentence, which can still change."""

    id: str
    what: Words
    how: Words
    place: Words
    source: Words = ""
    source_href: str = ""
    comment: str = ""
    kind: str = "incorrect"
    extra: Words = ""
    remarks: Sequence[Words] = ()
    reason: Words = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Something a request may point at; `group` is the step it stands in."""

    key: str
    label: Words
    group: Words


class Tray(View):
    """The tray. Acts: `edit` with id, comment and kind; `delete` with an id; `look` with the due day."""

    template = html("tray", TEMPLATES)

    def show(self, planned: Sequence[PlannedRequest], *, due: str, earliest: str, why: Words | None) -> None:
        """What lies in the tray now."""
        self.change(**_tray(planned, due, earliest, why))


def tray(planned: Sequence[PlannedRequest], *, due: str, earliest: str, why: Words | None, on_act: Act) -> Tray:
    """The tray. `due` is the proposed day and `earliest` the first possible one (ISO); `why` says why nothing can be sent now."""
    return Tray({**_tray(planned, due, earliest, why), "words": _words(), "kinds": reason_kinds(), **sentence_terms()}, on_act=on_act)


def _tray(planned: Sequence[PlannedRequest], due: str, earliest: str, why: Words | None) -> dict[str, Any]:
    shown = [{name: getattr(one, name) for name in PlannedRequest.__slots__} for one in planned]
    rows = [{**one, "source_href": safe_href(one["source_href"] or None)} for one in shown]
    count = _n("{n} request ready to send", "{n} requests ready to send", len(rows))
    send = _n("Look at {n} request and send", "Look at {n} requests and send", len(rows))
    return {"planned": rows, "count": count, "send": send, "due": due, "earliest": earliest, "why": why}


def _words() -> dict[str, Text]:
    return {
        "empty": _("No requests waiting to be sent. Press “Not OK” beside a requirement to add one."),
        "preview": _("All of them are sent at once, and the case waits for the contractor. You see everything once more before it goes."),
        "extra": _("Extra demand"),
        "comment": _("Add a sentence of your own"),
        "kind": _("What kind of request is it?"),
        "long": TOO_LONG,
        "no_action": NO_ACTION,
        "save": _("Save"),
        "cancel": _("Cancel"),
        "edit": _("Edit"),
        "delete": _("Delete"),
        "due": _("Answer wanted by"),
        "offline": _("You are offline. Try again when the connection is back."),
    }


class OtherRequest(View):
    """A request beside the check-list: to any question, slot or step, or a free question. Acts: `plan_other` with target, words, reason."""

    template = html("other-request", TEMPLATES)

    def show(self, targets: Sequence[Target]) -> None:
        """The targets as they are now."""
        self.change(groups=_groups(targets))


def other_request(targets: Sequence[Target], on_act: Act) -> OtherRequest:
    """The form for a request that no row of the check-list covers."""
    return OtherRequest({"groups": _groups(targets), "words": _other_words()}, on_act=on_act)


def _groups(targets: Sequence[Target]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for one in targets:
        group = groups.setdefault(str(one.group), {"label": one.group, "targets": []})
        group["targets"].append({"key": one.key, "label": one.label})
    return list(groups.values())


def _other_words() -> dict[str, Text]:
    return {
        "title": _("Ask for something else"),
        "target": _("What is it about?"),
        "free": _("A free question, not tied to a field"),
        "what": _("What should the contractor do?"),
        "what_hint": _("One sentence, beginning with the verb."),
        "what_lacks": _("Write what the contractor should do"),
        "extra": _("Why do you ask for this?"),
        "extra_hint": _("No requirement covers it, so it counts as an extra demand. The contractor reads the reason."),
        "extra_lacks": _("Give the reason for the extra demand"),
        "put_in_tray": _("Add to requests"),
    }
