"""Numbers that people and registers know things by: properties, organisation numbers, national identity numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum.no import fodselsnummer, orgnr

_PROPERTY = re.compile(r"(?:(\d{4})-)?(\d{1,9})/(\d{1,9})(?:/(\d{1,9}))?(?:/(\d{1,9}))?", re.ASCII)
_ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{6}[ .]?\d{5}(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PropertyNumber:
    """A cadastral number; fnr and snr are 0 where there is no lease or section. `municipality` is four digits as text, or empty."""

    municipality: str
    gnr: int
    bnr: int
    fnr: int = 0
    snr: int = 0

    def __str__(self) -> str:
        """As registers write it: `9999-12/34/0/0`."""
        return f"{self.municipality}-{self.gnr}/{self.bnr}/{self.fnr}/{self.snr}"

    @property
    def short(self) -> str:
        """As people write it: `12/34`, and lease and section only where there are any."""
        parts = [self.gnr, self.bnr, self.fnr, self.snr]
        while len(parts) > 2 and not parts[-1]:
            parts.pop()
        return "/".join(map(str, parts))

    def is_same_title(self, other: PropertyNumber) -> bool:
        """Same municipality (where both tell), gnr and bnr: leases and sections lie within."""
        same_place = not self.municipality or not other.municipality or self.municipality == other.municipality
        return same_place and (self.gnr, self.bnr) == (other.gnr, other.bnr)


@lru_cache(maxsize=20_000)
def property_number(words: str, municipality: str = "") -> PropertyNumber | None:
    """`9999-12/34/0/0` or `12/34` (then in `municipality`) as a property; None for anything else."""
    found = _PROPERTY.fullmatch(words.strip())
    if not found:
        return None
    number, *parts = found.groups()
    return PropertyNumber(number or municipality, *(int(part or 0) for part in parts))


def place_name(address: str, property_key: str) -> str:
    """What people call a place: its address, else `gnr/bnr` with what is not zero after it; empty when neither is known."""
    number = property_key
    while number.endswith("/0") and number.count("/") > 1:
        number = number.removesuffix("/0")
    return address or number


def organisation_number(words: str) -> str | None:
    """The nine digits of a valid organisation number without spaces, `NO` and `MVA`; None when it is not one."""
    digits = re.sub(r"\s|^NO|MVA$", "", words.strip().upper())
    return digits if orgnr.is_valid(digits) else None


def has_national_id(words: str) -> bool:
    """Whether a text holds a valid eleven-digit national identity number or D-number."""
    return any(_is_national_id(re.sub(r"\D", "", found)) for found in _ELEVEN_DIGITS.findall(words))


@lru_cache(maxsize=1_000)
def _is_national_id(digits: str) -> bool:
    return bool(fodselsnummer.is_valid(digits))
