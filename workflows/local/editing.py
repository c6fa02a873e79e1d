"""One change to a municipality's rules after another, as somebody types them: what cannot be read is told, never lost elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, get_args

from pydantic import ValidationError

from models.base import Level, Phase
from models.document import FileKind
from models.local_set import OWN, LocalSet, OwnKindName, OwnQuestion, OwnSlot
from models.text import Text, _
from workflows.declare import Workflow
from workflows.fields import Problem, decimal, integer, parse
from workflows.local.parameters import read_parameter

LANGUAGES = ("nb", "nn", "en")
LONGEST_KEY = 30
STANDARD_WEIGHT = "standard"
"""Typed for a weight: as the declaration has it, and optional for what is the municipality's own."""
_NOT_READ = _("This cannot be kept as it stands. Shorten it or write it in another way.")
_NOT_A_NUMBER = _("This is no number. Write digits, such as 12 or 0,5.")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})

Changes = Sequence[tuple[str, Any]]
_Set = dict[str, Any]


class _Unreadable(Exception):
    """What was typed cannot be kept, with the sentence that says so."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.in_english())
        self.words = words


def edit(workflow: Workflow, content: LocalSet, changes: Changes) -> tuple[LocalSet, dict[str, Text]]:
    """The set after these changes in order, and for each path that could not be kept a sentence; nothing is kept of those.

    Paths are `open`, `parameters/<name>`, `demands/<place>`, `levels/<id>`, `help/<place>/<language>`,
    `words/<id>/what/<language>`, `words/<id>/how_to_fix/<language>`,
    `questions/<key>/<name>[/<language>]`, `slots/<key>/…`, `conditions/<number from 1>/<language>` and `contact/…`. A parameter that
    cannot be read is kept as typed and is a fault of the set.
    """
    problems: dict[str, Text] = {}
    for path, raw in changes:
        data = deepcopy(content.model_dump(mode="json"))
        try:
            _change(workflow, data, path, raw)
            content = LocalSet.model_validate(data)
        except _Unreadable as unread:
            problems[path] = unread.words
        except (ValidationError, KeyError, ValueError):
            problems[path] = _NOT_READ
    return content, problems


def _change(workflow: Workflow, data: _Set, path: str, raw: Any) -> None:
    """Write one change into the dumped set. Raises _Unreadable, KeyError for what does not exist."""
    part, _slash, rest = path.partition("/")
    _WRITERS[part](workflow, data, rest, raw)


def _open(_workflow: Workflow, data: _Set, _rest: str, raw: Any) -> None:
    if raw not in (True, False, "true", "false"):
        raise _Unreadable(_NOT_READ)
    data["is_open"] = raw in (True, "true")


def _parameter(workflow: Workflow, data: _Set, name: str, raw: Any) -> None:
    declared = next((one for one in workflow.parameters if one.name == name), None)
    value = read_parameter(declared, raw) if declared else None
    if declared is None or value is None or value == _plain(declared.default):
        data["parameters"].pop(name, None)
        return
    data["parameters"][name] = str(raw)[:200] if isinstance(value, Problem) else value


def _plain(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


def _weight(part: str) -> Callable[[Workflow, _Set, str, Any], None]:
    def write(_workflow: Workflow, data: _Set, place: str, raw: Any) -> None:
        if _words(raw) not in ("", STANDARD_WEIGHT):
            data[part][place] = Level(raw).value
        else:
            data[part].pop(place, None)

    return write


def _help(_workflow: Workflow, data: _Set, rest: str, raw: Any) -> None:
    place, _slash, language = rest.rpartition("/")
    words = {**dict.fromkeys(LANGUAGES, ""), **data["help"].get(place, {}), _language(language): _words(raw)}
    if any(words.values()):
        data["help"][place] = words
    else:
        data["help"].pop(place, None)


def _prompt(_workflow: Workflow, data: _Set, rest: str, raw: Any) -> None:
    place, _slash, language = rest.rpartition("/")
    id_, _slash, name = place.rpartition("/")
    if name not in ("what", "how_to_fix"):
        raise KeyError(rest)
    none = dict.fromkeys(LANGUAGES, "")
    said = {"what": dict(none), "how_to_fix": dict(none), **data["words"].get(id_, {})}
    said[name] = {**said[name], _language(language): _words(raw)}
    if any(words for sentence in said.values() for words in sentence.values()):
        data["words"][id_] = said
    else:
        data["words"].pop(id_, None)


def _own(part: str) -> Callable[[Workflow, _Set, str, Any], None]:
    def write(_workflow: Workflow, data: _Set, rest: str, raw: Any) -> None:
        key, name, language = [*rest.split("/"), "", ""][:3]
        own = next((one for one in data[part] if one["key"] == key), None)
        if own is None or name in ("key", "phase", "step") or name not in own:
            raise KeyError(rest)
        if name in ("label", "help"):
            own[name][_language(language)] = _words(raw)
        else:
            read: Callable[[Any, _Set], Any] = _READ.get(name, _as_text)
            own[name] = read(raw, own)

    return write


def _condition(_workflow: Workflow, data: _Set, rest: str, raw: Any) -> None:
    number, _slash, language = rest.partition("/")
    place = int(number)
    if not 1 <= place <= len(data["conditions"]):
        raise KeyError(rest)
    data["conditions"][place - 1][_language(language)] = _words(raw)


def _contact(_workflow: Workflow, data: _Set, rest: str, raw: Any) -> None:
    name, _slash, language = rest.partition("/")
    if name == "hours":
        data["contact"]["hours"][_language(language)] = _words(raw)
    elif name in ("name", "phone", "email"):
        data["contact"][name] = _words(raw)
    else:
        raise KeyError(rest)


_WRITERS: Mapping[str, Callable[[Workflow, _Set, str, Any], None]] = {
    "open": _open,
    "parameters": _parameter,
    "demands": _weight("demands"),
    "levels": _weight("levels"),
    "help": _help,
    "words": _prompt,
    "questions": _own("questions"),
    "slots": _own("slots"),
    "conditions": _condition,
    "contact": _contact,
}


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise KeyError(language)
    return language


def _words(raw: Any) -> str:
    return "" if raw is None else str(raw).strip()


def _as_text(raw: Any, _before: _Set) -> str:
    return _words(raw)


def _level(raw: Any, _before: _Set) -> str | None:
    return Level(raw).value if _words(raw) not in ("", STANDARD_WEIGHT) else None


def _kind(raw: Any, _before: _Set) -> str:
    if raw not in get_args(OwnKindName):
        raise _Unreadable(_NOT_READ)
    return str(raw)


def _limit(raw: Any, _before: _Set) -> float | None:
    value = parse(decimal(6, -1_000_000_000_000, 1_000_000_000_000), raw)
    if isinstance(value, Problem):
        raise _Unreadable(_NOT_A_NUMBER)
    return None if value is None else float(value)


def _whole(least: int, most: int) -> Callable[[Any, _Set], int]:
    def read(raw: Any, _before: _Set) -> int:
        value = parse(integer(least, most), raw)
        if value is None or isinstance(value, Problem):
            raise _Unreadable(_("Write a whole number from {least} to {most}.", least=least, most=most))
        return int(value)

    return read


def _accepts(raw: Any, _before: _Set) -> list[str]:
    kinds = [FileKind(one).value for one in raw] if isinstance(raw, (list, tuple)) else []
    if not kinds:
        raise _Unreadable(_("Choose at least one kind of file."))
    return kinds


def _options(raw: Any, before: _Set) -> list[dict[str, Any]]:
    """One choice a line, `nb | nn | en`; a choice keeps its key while its bokmål or its place among as many lines stays the same."""
    lines = [[part.strip() for part in line.split("|")] for line in str(raw or "").splitlines() if line.strip()]
    old = before["options"]
    by_label = {one["label"]["nb"]: one["key"] for one in old}
    kept = {words[0] for words in lines}
    taken = {key for label, key in by_label.items() if label in kept}
    found: list[dict[str, Any]] = []
    for place, words in enumerate(lines):
        key = by_label.get(words[0])
        if key is None and len(lines) == len(old) and old[place]["key"] not in taken:
            key = old[place]["key"]
        key = key or _unused(slug(words[0]) or "valg", taken | {one["key"] for one in old})
        taken.add(key)
        found.append({"key": key, "label": dict(zip(LANGUAGES, [*words, "", ""], strict=False))})
    return found


_READ: Mapping[str, Callable[[Any, _Set], Any]] = {
    "level": _level,
    "kind": _kind,
    "least": _limit,
    "most": _limit,
    "places": _whole(0, 6),
    "at_most": _whole(1, 50),
    "accepts": _accepts,
    "options": _options,
}


def slug(words: str) -> str:
    """Lower-case letters, digits and underscores of a label, as keys are written; empty when nothing is left."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower().translate(_LETTERS)).strip("_")[:LONGEST_KEY].strip("_")


def _unused(wanted: str, taken: Iterable[str]) -> str:
    used = set(taken)
    candidates = (wanted, *(f"{wanted}_{number}" for number in range(2, len(used) + 3)))
    return next(one for one in candidates if one not in used)


def add_question(content: LocalSet, phase: Phase, step: str, label: str) -> tuple[LocalSet, str]:
    """An optional question of text with this bokmål label at the end of a step, and its key."""
    return _add(content, "questions", {"phase": phase, "step": step, "kind": "text", "label": {"nb": label}}, "sporsmal")


def add_slot(content: LocalSet, phase: Phase, step: str, label: str) -> tuple[LocalSet, str]:
    """An optional place for documents with this bokmål label at the end of a step, and its key."""
    return _add(content, "slots", {"phase": phase, "step": step, "label": {"nb": label}}, "dokument")


def _add(content: LocalSet, part: str, new: _Set, otherwise: str) -> tuple[LocalSet, str]:
    """Raises ValueError when there is no room for another."""
    data = content.model_dump(mode="json")
    used = {one["key"] for one in (*data["questions"], *data["slots"])}
    key = _unused(OWN + (slug(new["label"]["nb"]) or otherwise), used)
    data[part].append({**new, "key": key})
    return LocalSet.model_validate(data), key


def remove_own(content: LocalSet, key: str) -> LocalSet:
    """The set without an own question or slot; the same set when there is none of that key."""
    questions = tuple(one for one in content.questions if one.key != key)
    return content.model_copy(update={"questions": questions, "slots": tuple(one for one in content.slots if one.key != key)})


def put_back(content: LocalSet, own: OwnQuestion | OwnSlot) -> LocalSet:
    """The set with a question or slot that was removed from it, last; unchanged when its key is there again."""
    if own.key in {*(one.key for one in content.questions), *(one.key for one in content.slots)}:
        return content
    part = "questions" if isinstance(own, OwnQuestion) else "slots"
    return content.model_copy(update={part: (*getattr(content, part), own)})


def add_condition(content: LocalSet) -> LocalSet:
    """The set with an empty standard condition at the end. Raises ValueError when there is no room for another."""
    data = content.model_dump(mode="json")
    return LocalSet.model_validate({**data, "conditions": [*data["conditions"], {"nb": ""}]})


def remove_condition(content: LocalSet, number: int) -> LocalSet:
    """The set without the standard condition of this number, counted from 1."""
    return content.model_copy(update={"conditions": tuple(one for at, one in enumerate(content.conditions, start=1) if at != number)})
