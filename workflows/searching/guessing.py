"""Which words of a list somebody may have meant who mistyped one. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

MOST = 8
FEW = 3
"""A word found in fewer cases than this is widened by words like it."""


def slips(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped: one, from eight letters on two."""
    return 2 if len(word) >= 8 else 1


def near(typed: str, known: Sequence[str], most: int = MOST) -> list[str]:
    """Words that begin nearly as `typed`, the nearest first and of these the shortest; never those that begin with it."""
    others = [one for one in known if not one.startswith(typed)]
    found: dict[str, int] = {}
    for length in (len(typed) - 1, len(typed), len(typed) + 1):
        begun = [one[:length] for one in others]
        for _word, distance, place in process.extract(typed, begun, scorer=OSA.distance, score_cutoff=slips(typed), limit=None):
            word = others[place]
            found[word] = min(int(distance), found.get(word, 99))
    return sorted(found, key=lambda word: (found[word], len(word), word))[:most]
