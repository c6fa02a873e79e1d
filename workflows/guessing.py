"""Where a file probably belongs, by its name alone. A suggestion for people to confirm; nothing is decided by it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

SHORTEST = 4
"""Letters two words must share from their beginning to count as the same: Norwegian glues words together and bends their ends."""


def guess_place(name: str, places: Mapping[str, Sequence[str]]) -> str:
    """The key of the place whose words (label, key, synonyms) the file's name shares most of; empty when none or two alike do."""
    given = words_of(name.rpartition(".")[0] or name)
    scores = {key: _score(given, [word for one in words for word in words_of(one)]) for key, words in places.items()}
    best = max(scores.values(), default=0)
    winners = [key for key, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else ""


def words_of(text: str) -> list[str]:
    """Words in lower case; `IMG_Gammel-måler2.jpg` gives img, gammel, måler, jpg."""
    return [word.casefold() for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))]


def _score(given: Sequence[str], known: Sequence[str]) -> int:
    """Letters shared by the words that begin alike, or that one glued word holds."""
    return sum(max((_alike(word, other) for other in known), default=0) for word in given)


def _alike(word: str, other: str) -> int:
    short, long = sorted((word, other), key=len)
    if len(short) < SHORTEST:
        return 0
    if short in long:
        return len(short)
    shared = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return shared if shared >= SHORTEST else 0
