"""The child process: reads one request a line, looks at one file, answers one line. Run as `python -m storage.inspecting.child`.

A request is `{"path", "name", "claimed", "accepts": [kinds], "out": folder}`; the answer `{"refusal"}` or `{"facts", "doubts",
"content_type", "pictures": [names]}`. One with `page`, `longest` and `turn` beside `path` and `out` wants that page
drawn, and is answered by `{"refusal"}` or `{"pictures"}`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from storage.inspecting import kinds, limits, pdfs, pictures, structures
from storage.inspecting.pages import DRAWN, draw_page
from storage.inspecting.sentences import DISGUISED, EMPTY, TOO_MUCH, UNREADABLE, WRONG_TYPE, Refusal

HEAD = 4096


def look_at(path: Path, name: str, claimed: str, accepts: Iterable[str], out: Path) -> dict[str, Any]:
    """What is to be said of one file. Raises Refusal."""
    ending = kinds.ending_of(name)
    if path.stat().st_size == 0:
        raise Refusal(EMPTY)
    if ending not in kinds.FORMATS or not kinds.is_accepted(ending, accepts):
        raise Refusal(WRONG_TYPE)
    family = kinds.FORMATS[ending].family
    with path.open("rb") as file:
        shown = kinds.signature(file.read(HEAD))
    if kinds.contradicts(claimed, ending) or not _agrees(shown, family):
        raise Refusal(DISGUISED)
    facts, doubts = _look_closer(path, family, out)
    made = [one for one in ("preview.jpg", "thumb.jpg") if (out / one).exists()]
    return {"facts": facts, "doubts": doubts, "content_type": kinds.FORMATS[ending].content_type, "pictures": made}


def _agrees(shown: str, family: str) -> bool:
    if family in {"xlsx", "ods", "archive"}:
        return shown == "zip"
    if family in {"text", "sosi", "ifc", "xml", "json"}:
        return shown == "text"
    if family == "dxf":
        return shown in {"text", ""}
    return shown == family if family != "project" else shown in {"zip", "text", ""}


def _look_closer(path: Path, family: str, out: Path) -> tuple[dict[str, Any], list[Any]]:
    if family == "pdf":
        return pdfs.look_at(path, out)
    if family in pictures.PILLOW_NAMES:
        return pictures.look_at(path, family, out)
    return structures.look_at(path, family), []


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    limits.allow_one_file()
    try:
        if "page" in request:
            draw_page(Path(request["path"]), request["page"], request["longest"], request["turn"], Path(request["out"]))
            return {"pictures": [DRAWN]}
        return look_at(Path(request["path"]), request["name"], request["claimed"], request["accepts"], Path(request["out"]))
    except Refusal as refusal:
        return {"refusal": refusal.text.msgid}
    except (MemoryError, RecursionError):
        return {"refusal": TOO_MUCH.msgid, "last": True}
    except Exception as error:  # a file that breaks a parser is a bad file; the child is not to be trusted any more
        return {"refusal": UNREADABLE.msgid, "last": True, "fault": type(error).__name__}


def main() -> None:
    """Answer until the parent closes the pipe, or until a file has shaken us."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    limits.apply()
    answers.write('{"ready": true}\n')
    answers.flush()
    for line in sys.stdin:
        answer = _answer(json.loads(line))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
        if answer.get("last"):
            return


if __name__ == "__main__":
    main()
