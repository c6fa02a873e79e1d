"""The few words around what was found, so that a list can say why a case is in it. Pure; what is returned is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.searching.folding import Term, tokens

AROUND = 40
"""Characters shown on either side."""
MOST = 2
_CHUNK = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`before` + `hit` + `after` as they stand in one of a case's texts; `where` is `place`, `people`, `answers`, `said` or `notes`."""

    where: str
    before: str
    hit: str
    after: str


def excerpts_of(texts: Mapping[str, str], wanted: Sequence[Sequence[Term]]) -> tuple[Excerpt, ...]:
    """For what was looked for, each with the words it was widened by, where it stands first; no more than two, none twice."""
    found: dict[tuple[str, str], Excerpt] = {}
    for terms in wanted:
        one = next((shown for where, text in texts.items() for shown in _first(where, text, terms)), None)
        if one is not None:
            found.setdefault((one.where, one.hit), one)
        if len(found) == MOST:
            break
    return tuple(found.values())


def _first(where: str, text: str, terms: Sequence[Term]) -> Iterator[Excerpt]:
    for chunk in _CHUNK.finditer(text):
        if any(term.fits(token) for token in tokens(chunk[0]) for term in terms):
            line_start, line_end = text.rfind("\n", 0, chunk.start()) + 1, text.find("\n", chunk.end())
            line_end = len(text) if line_end < 0 else line_end
            before, after = text[line_start : chunk.start()], text[chunk.end() : line_end]
            yield Excerpt(where, _tail(before), chunk[0], _head(after))
            return


def _tail(words: str) -> str:
    if len(words) <= AROUND:
        return words
    kept = words[-AROUND:]
    return "… " + (kept.partition(" ")[2] if " " in kept.rstrip() else kept)


def _head(words: str) -> str:
    if len(words) <= AROUND:
        return words
    kept = words[:AROUND]
    return (kept.rpartition(" ")[0] if " " in kept.lstrip() else kept) + " …"
