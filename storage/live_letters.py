"""What processes write to each other about committed changes: JSON in ASCII that fits a notification of PostgreSQL.

A letter names its sender and holds changes, that is ids, kinds and paths; never what anybody wrote. Whoever may join the database can write
and read on the channel, so a letter is judged before it is believed, and believing a false one costs no more than a look.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from workflows.ports import Change

MOST_BYTES = 7_900
"""PostgreSQL refuses payloads of 8,000 bytes and more."""
_WORDS = ("case_id", "ref", "kind", "municipality_id", "company_id", "by", "phase")
_LISTS = ("paths", "others")


@dataclass(frozen=True, slots=True)
class Letter:
    """From one process to all others. `is_gap`: the sender could not tell everything, so look again."""

    sender: str
    changes: Sequence[Change] = ()
    is_gap: bool = False


def written(letter: Letter) -> Sequence[str]:
    """The letter as payloads, as few as fit."""
    head: dict[str, Any] = {"from": letter.sender, **({"gap": True} if letter.is_gap else {})}
    room = MOST_BYTES - len(_json({**head, "changes": []}))
    sheets, left = list[list[dict[str, Any]]]([[]]), room
    for told in (_short(part) for change in letter.changes for part in _parts(change, room)):
        size = len(_json(told)) + 1
        if size > left and sheets[-1]:
            sheets.append([])
            left = room
        sheets[-1].append(told)
        left -= size
    return [_json({**head, "changes": sheet}) for sheet in sheets]


def read(payload: str) -> Letter | None:
    """What a payload says, None when no portal wrote it. Fields nobody here knows are left out: a newer portal may send them."""
    try:
        told = json.loads(payload)
        return Letter(_word(told["from"]), [_change(one) for one in told["changes"]], told.get("gap") is True)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _parts(change: Change, room: int) -> Iterator[Change]:
    """The change, or several that say the same together when it names too many paths or companies for one payload."""
    if len(_json(_short(change))) < room:
        yield change
        return
    longest = max(_LISTS, key=lambda name: len(getattr(change, name)))
    many: tuple[str, ...] = getattr(change, longest)
    if len(many) < 2:  # one path that is longer than a page: which case it is must do
        yield replace(change, paths=(), others=())
        return
    for half in (many[: len(many) // 2], many[len(many) // 2 :]):
        yield from _parts(replace(change, paths=half) if longest == "paths" else replace(change, others=half), room)


def _short(change: Change) -> dict[str, Any]:
    return {name: value for name, value in asdict(change).items() if value}


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, separators=(",", ":"))


def _change(told: Mapping[str, Any]) -> Change:
    words = (_word(told.get(name, "")) for name in _WORDS)
    paths, others = (tuple(_word(one) for one in _list(told.get(name, []))) for name in _LISTS)
    version = told.get("version", 0)
    if type(version) is not int:
        raise ValueError
    case_id, ref, kind, municipality_id, company_id, by, phase = words
    return Change(case_id, ref, kind, municipality_id, company_id, version, by, phase, paths, others)


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise ValueError
    return value
