"""The street of an address, so that cases in one street are found together. Pure."""

from __future__ import annotations

import re

_NUMBERED = re.compile(r"^(.*?[^\W\d_].*?)[\s.]+\d+\s*[a-zæøå]?(?=$|[\s/–-])")
LONGEST = 100


def street_of(address: str) -> str:
    """The street alone, in small letters and single spaces: `Øvre  Storgate 3B, 6415 Molde` -> `øvre storgate`; empty for nothing.

    The house number is the first number after a word, so `17. mai gate 5` keeps its 17. What stands after a comma is the place.
    """
    first = " ".join(address.casefold().split(",")[0].split())
    found = _NUMBERED.match(first)
    street = (found[1] if found else first).strip(" .-")
    return street[:LONGEST] if any(sign.isalpha() for sign in street) else ""
