"""One compared step as the page shows it: pairs of answers and of files, what was asked, and whether anybody has looked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from models.correspondence import MORE_TIME, RequestState
from models.text import Text, _
from ui.components.map import shown_map
from ui.documents.words import shown_file, viewer_address
from ui.texts import Speaker
from workflows.casework.comparing import ComparedStep, Comparison, Pair
from workflows.casework.views import DocumentInfo, RequestInfo

HOW = {
    "added": (_("New"), "blue"),
    "removed": (_("Removed"), "red"),
    "changed": (_("Changed"), "purple"),
    "same": (_("Unchanged"), "plain"),
}
REQUESTS = {
    RequestState.SENT: (_("Waiting for an answer"), "yellow"),
    RequestState.REOPENED: (_("Asked again"), "yellow"),
    RequestState.ANSWERED: (_("Answered"), "purple"),
    RequestState.ACCEPTED: (_("Accepted"), "green"),
    RequestState.WITHDRAWN: (_("Request withdrawn"), "grey"),
    RequestState.PLANNED: (_("Asked again"), "grey"),
}


def step_of(step: ComparedStep, found: Comparison, ref: str, speaker: Speaker) -> dict[str, Any]:
    """One step with its pairs; a request about the whole step stands first."""
    return {
        "key": step.step,
        "title": step.title,
        "requests": [_request(one) for one in step.requests],
        "pairs": [_pair(one, found, ref, speaker) for one in step.pairs],
    }


def _pair(pair: Pair, found: Comparison, ref: str, speaker: Speaker) -> dict[str, Any]:
    one = pair.difference
    label = _("{row}: {label}", row=one.row, label=one.label) if one.row else one.label
    how, tone = HOW[one.how]
    shown = shown_map(label, one.new_place, one.old_place)
    return {
        "place": pair.place,
        "label": label,
        "how": how,
        "tone": tone,
        "is_same": one.how == "same",
        "is_removed": one.how == "removed",
        "is_file": one.is_file,
        "old": one.old,
        "new": one.new,
        "maps": [shown] if shown is not None else [],
        "files": file_pairs(pair.old_files, pair.new_files, ref) if one.is_file else [],
        "request": _request(pair.request) if pair.request else None,
        "is_seen": pair.is_seen,
        "by_hand": bool(pair.seen_by),
        "seen": _seen(pair, speaker) if found.may_mark else "",
        "wants_look": pair.is_changed,
    }


def _seen(pair: Pair, speaker: Speaker) -> Text | str:
    if pair.seen_by and pair.seen_at:
        return _("{name} {day}", name=pair.seen_by, day=speaker.day(pair.seen_at))
    return _("Judged or found in order") if pair.is_seen else ""


def file_pairs(old: Sequence[DocumentInfo], new: Sequence[DocumentInfo], ref: str) -> list[dict[str, Any]]:
    """Old file left, new file right: those that stayed beside themselves, the others in the order they lie there."""
    stayed = {one.id for one in old} & {one.id for one in new}
    gone, come = [one for one in old if one.id not in stayed], [one for one in new if one.id not in stayed]
    pairs: list[tuple[DocumentInfo | None, DocumentInfo | None]] = [
        (gone[at] if at < len(gone) else None, come[at] if at < len(come) else None) for at in range(max(len(gone), len(come)))
    ]
    pairs += [(one, one) for one in new if one.id in stayed]
    return [_file_pair(before, after, ref) for before, after in pairs]


def _file_pair(old: DocumentInfo | None, new: DocumentInfo | None, ref: str) -> dict[str, Any]:
    sides = [_file(one, ref) for one in (old, new)]
    drawn = [one for one in sides if one and one["kind"] != "other"]
    return {
        "key": f"{old.id if old else ''}-{new.id if new else ''}",
        "old": sides[0],
        "new": sides[1],
        "is_same": old is not None and new is not None and old.sha256 == new.sha256,
        "can_look": bool(drawn),
        "most": max((one["pages"] for one in drawn), default=0),
    }


def _file(one: DocumentInfo | None, ref: str) -> dict[str, Any] | None:
    return None if one is None else {**shown_file(one, ref), "viewer": viewer_address(ref, one.id)}


def _request(one: RequestInfo) -> dict[str, Any]:
    state, tone = REQUESTS[one.state]
    return {
        "id": one.id,
        "number": one.number,
        "what": one.what,
        "state": state,
        "tone": tone,
        "answered": one.state == RequestState.ANSWERED,
        "comment": one.comment,
        "answer": _answer(one),
    }


def _answer(one: RequestInfo) -> Text | str:
    if one.answer_kind == "disputed":
        return _("The contractor says it is right as it is: {words}", words=one.answer)
    return "" if one.answer_kind == MORE_TIME else one.answer
