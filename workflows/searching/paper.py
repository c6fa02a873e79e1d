"""What a case is found by, as five texts: where it is, who is in it, what was answered, what was said, and what staff noted. Pure.

Answers are those that were sent last: what a contractor is still writing is nobody's to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.case import Case, Snapshot
from models.correspondence import MORE_TIME, UNANSWERED_REQUEST_STATES, CorrectionRequest, Decision, Message, RequestState

MOST_CHARACTERS = 20_000
"""Of each text so much can be found; nobody writes more about one case, and a pasted survey would fill the index."""
_COORDINATES = re.compile(r"^[\s\d.,;:()\[\]NEØneø°'-]{24,}$")
SHARED = ("place", "people", "answers", "said")
"""The texts both sides may find."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The texts of one case. `notes` are the municipality's own."""

    place: str = ""
    people: str = ""
    answers: str = ""
    said: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Facts:
    """What a paper is made of. `sent` are the newest sendings of each phase, `names` and `companies` those of everybody in the case.

    `labels` are the words people saw for what they chose, in every language.
    """

    case: Case
    company: str
    properties: Sequence[str] = ()
    sent: Sequence[Snapshot] = ()
    recorded: Sequence[Mapping[str, Any]] = ()
    messages: Sequence[Message] = ()
    requests: Sequence[CorrectionRequest] = ()
    decisions: Sequence[Decision] = ()
    names: Mapping[str, str] | None = None
    labels: Sequence[str] = ()


def paper_of(facts: Facts) -> Paper:
    """The texts of a case."""
    case, names = facts.case, facts.names or {}
    keys = dict.fromkeys([case.property_key, *facts.properties])
    place = [case.number, case.address, *(_as_told(key) for key in keys if key), case.reference, case.title, facts.company]
    told = [one for one in facts.messages if not one.internal]
    notes = [one for one in facts.messages if one.internal]
    writers = [one.author_id for one in told] + [one.decided_by for one in facts.decisions] + [one.by for one in facts.sent]
    asked = [one for one in facts.requests if one.state != RequestState.PLANNED]
    writers += [one.created_by or "" for one in asked] + [one.answered_by or "" for one in asked if _is_handed_in(one)]
    answers = list(_answers(facts))
    people = [case.created_by, case.assignee_id or "", *writers, *(one for one in answers if one in names)]
    return Paper(
        place=_joined(place, ", "),
        people=_joined(dict.fromkeys(names[one] for one in people if one in names), ", "),
        answers=_joined([*(one for one in answers if one not in names), *facts.labels]),
        said=_joined([*(one.body for one in told), *_asked(asked), *_decided(facts.decisions)]),
        notes=_joined(f"{names.get(one.author_id, '')}: {one.body}" for one in notes),
    )


def people_in(facts: Facts) -> set[str]:
    """Whoever may have to be called by name in the paper: ids of people, and answers that may be such."""
    ids = {facts.case.created_by, facts.case.assignee_id or ""}
    ids |= {one.author_id for one in facts.messages} | {one.decided_by for one in facts.decisions} | {one.by for one in facts.sent}
    ids |= {one for request in facts.requests for one in (request.created_by or "", request.answered_by or "")}
    return {one for one in ids | set(_answers(facts)) if one and len(one) <= 64 and " " not in one}


def _is_handed_in(request: CorrectionRequest) -> bool:
    """Answers to requests are sent together; a wish for more time is heard at once."""
    return request.state not in UNANSWERED_REQUEST_STATES or request.answer_kind == MORE_TIME


def _asked(requests: Sequence[CorrectionRequest]) -> Iterator[str]:
    for one in requests:
        yield one.comment
        yield one.answer if _is_handed_in(one) else ""


def _decided(decisions: Sequence[Decision]) -> Iterator[str]:
    for one in decisions:
        yield one.reason
        yield from one.conditions


def _answers(facts: Facts) -> Iterator[str]:
    for sent in facts.sent:
        yield from _words(sent.content.get("answers", {}))
        yield from (str(reason) for reason in sent.content.get("waivers", {}).values())
        yield from (str(file.get("name", "")) for files in sent.content.get("files", {}).values() for file in files)
    for given in facts.recorded:
        yield from _words({path: entry.get("raw") for path, entry in given.items() if isinstance(entry, Mapping)})


def _words(given: Any) -> Iterator[str]:
    """What somebody typed, wherever it stands; ids of rows and coordinates say nothing anybody looks for."""
    if isinstance(given, str):
        if given and not _COORDINATES.match(given):
            yield " ".join(given.split())
    elif isinstance(given, int) and not isinstance(given, bool):
        yield str(given)
    elif isinstance(given, Mapping):
        inner = () if "coordinates" in given else [value for key, value in given.items() if key != "_row"]
        for value in inner:
            yield from _words(value)
    elif isinstance(given, Sequence):
        for value in given:
            yield from _words(value)


def _as_told(key: str) -> str:
    """`9999-101/27/0/0` and `101/27/0/0` as people say it: without what is zero."""
    _town, _dash, whole = key.rpartition("-")
    parts = whole.split("/")
    while len(parts) > 2 and parts[-1] == "0":
        parts.pop()
    return "/".join(parts)


def _joined(words: Iterable[str], between: str = "\n") -> str:
    return between.join(one for one in words if one)[:MOST_CHARACTERS]
