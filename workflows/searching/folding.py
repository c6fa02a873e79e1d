"""Words as they are compared: without case, accents and the many ways to write æ, ø and å; numbers and properties as people type them.

Both engines are given the same tokens, so a case is found alike on either. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MOST_WORDS = 8
"""So many words of what somebody types are searched for; what comes after them is left out."""
LONGEST = 40
SHORTEST_GUESSED = 4
"""Letters a word must have before words like it are looked for: of shorter ones nearly every other is a neighbour."""

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "ı": "i", "œ": "oe"})
_DOUBLE = re.compile("aa+")
_OE = re.compile("oe+")
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:[-./][^\W_]+)+")
_PHONE = re.compile(r"\+?\d(?: ?\d){7,14}")
_PROPERTY = re.compile(r"(?<![\d/.])(?:\d{4}-)?(\d{1,5})/(\d{1,5})(?:/(\d{1,4}))?(?:/(\d{1,4}))?(?![\d/])")
_GNR = re.compile(r"\bgnr\.?\s*(\d{1,5})\W{0,3}(?:og\s+)?bnr\.?\s*(\d{1,5})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One token searched for: a beginning when `begins`, else the whole. `typed` is the word it was made of."""

    token: str
    begins: bool
    typed: str

    @property
    def may_be_guessed(self) -> bool:
        """Made of letters alone and long enough that a slip of the finger can be told: one figure more or less is another number."""
        return self.begins and self.token.isalpha() and len(self.token) >= SHORTEST_GUESSED

    def fits(self, token: str) -> bool:
        """Whether a token of a text is what is looked for."""
        return token.startswith(self.token) if self.begins else token == self.token


def fold(words: str) -> str:
    """Small letters without accents; å and aa become a, ø and oe become o, æ becomes ae. Folding what is folded changes nothing."""
    small = unicodedata.normalize("NFKD", words).casefold().translate(_LETTERS)
    plain = "".join(one for one in unicodedata.normalize("NFKD", small) if not unicodedata.combining(one))
    return _OE.sub("o", _DOUBLE.sub("a", plain.casefold()))


def tokens(text: str) -> Iterator[str]:
    """What a text is found by: its words, numbers also without leading zeros, `J-47` also as `j47`, phone numbers whole, properties."""
    yield from property_tokens(text)
    folded = fold(text)
    for word in _WORD.findall(folded):
        yield from _number(word[:LONGEST])
    for whole in _JOINED.findall(folded):
        joined = re.sub(r"[-./]", "", whole)
        if len(joined) <= LONGEST and any(one.isdigit() for one in joined):
            yield joined
    for phone in _PHONE.findall(folded):
        yield phone.replace(" ", "").lstrip("+")[:LONGEST]


def _number(word: str) -> Iterator[str]:
    yield word
    short = word.lstrip("0")
    if short and short != word and word.isdigit():
        yield short


def property_tokens(text: str) -> Iterator[str]:
    """`101/27` as one token, and with its lease and section where they are named; `gnr. 101 bnr. 27` means the same."""
    for gnr, bnr, fnr, snr in _PROPERTY.findall(text):
        whole = _property(gnr, bnr)
        yield whole
        for more in (fnr, snr):
            if int(more or 0):
                whole += f"x{int(more)}"
                yield whole
    for gnr, bnr in _GNR.findall(text):
        yield _property(gnr, bnr)


def _property(gnr: str, bnr: str) -> str:
    return f"p{int(gnr)}x{int(bnr)}"


@lru_cache(maxsize=512)
def terms_of(typed: str) -> tuple[Term, ...]:
    """What a person looks for: all of these must be found, each word as a beginning. Empty when nothing typed can be looked for."""
    rest, terms = typed, []
    for pattern in (_GNR, _PROPERTY):
        for found in pattern.finditer(rest):
            terms.append(Term(list(property_tokens(found[0]))[-1], False, found[0]))
        rest = pattern.sub(" ", rest)
    for word in rest.split():
        parts = [part[:LONGEST] for part in _WORD.findall(fold(word))]
        terms += [Term(part, place == len(parts) - 1, word) for place, part in enumerate(parts)]
    return tuple(dict.fromkeys(terms))[:MOST_WORDS]


def words_in(tokens_found: set[str]) -> set[str]:
    """Those of a text's tokens that a mistyped word may have meant."""
    return {one for one in tokens_found if len(one) >= SHORTEST_GUESSED and one.isalpha()}
