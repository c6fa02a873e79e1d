"""Texts in a language: the catalogues, and the speaker who turns a `Text` into words for one person.

Every `ui/texts/{nb,nn}/*.po` is read once, when this module is imported; English is the message id itself. A sentence without a
translation is shown in English, counted and logged once, so that a gap is seen and never breaks a page.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from models.text import REWORDED, Text, filled_in

Locale = Literal["nb", "nn", "en"]
_LOCALES: dict[str, Locale] = {"nb": "nb", "nn": "nn", "en": "en"}


def known_locale(word: str) -> Locale:
    """The locale of this name; bokmål for any other."""
    return _LOCALES.get(word, "nb")


LOCALES: tuple[Locale, ...] = ("nb", "nn", "en")
OSLO = ZoneInfo("Europe/Oslo")
NO_BREAK = "\u00a0"

missing_translations: Counter[tuple[str, str]] = Counter()
"""How often a sentence was asked for in a language that lacks it, by (locale, message id); read by the metrics page."""

_log = logging.getLogger("portal.texts")
_Key = tuple[str | None, str]


class Catalogue:
    """The sentences of one language: by context and message id, one form or a singular and a plural."""

    def __init__(self, folder: Path) -> None:
        self.forms: dict[_Key, tuple[str, ...]] = {}
        for path in sorted(folder.glob("*.po")):
            self._read(path)

    def _read(self, path: Path) -> None:
        with path.open("rb") as source:
            for entry in read_po(source, abort_invalid=True):
                msgid = entry.id if isinstance(entry.id, str) else entry.id[0]
                words = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
                if msgid and words and all(words) and not entry.fuzzy:
                    self.forms[entry.context, msgid] = words

    def find(self, text: Text) -> str | None:
        """The sentence before its values are filled in, None when it is not translated."""
        forms = self.forms.get((text.context, text.msgid))
        if forms is None:
            return None
        return forms[-1] if text.plural is not None and text.count != 1 else forms[0]


@lru_cache
def catalogue(locale: Locale) -> Catalogue:
    """The catalogue of `nb` or `nn`, read from disk the first time."""
    return Catalogue(Path(__file__).parent / locale)


for _locale in ("nb", "nn"):
    catalogue(_locale)  # read before the first page is asked for, not within it


def translate(text: Text | str, locale: Locale) -> str:
    """The words for a person: the sentence in `locale` with its values written as that language writes numbers and days.

    A plain string is already words (a name, a number) and comes back unchanged.
    """
    if isinstance(text, str):
        return text
    if text.context == "spoken":
        return str(text.values.get(locale, ""))
    if text.context == REWORDED:
        return filled_in(str(text.values[f"said_{locale}"]), text.values, lambda value: in_words(value, locale))
    template = None if locale == "en" or text.context == "verbatim" else _find(text, locale)
    if template is None:
        template = text.plural if text.plural is not None and text.count != 1 else text.msgid
    if not text.values:
        return template
    return template.format_map(_Values(text.values, locale))


def in_every_language(text: Text) -> tuple[str, ...]:
    """The words in each language, none twice."""
    return tuple(dict.fromkeys(translate(text, one) for one in LOCALES))


def _find(text: Text, locale: Locale) -> str | None:
    found = catalogue(locale).find(text)
    if found is None and text.msgid:
        if not missing_translations[locale, text.msgid]:
            _log.warning("no %s translation of %r", locale, text.msgid)
        missing_translations[locale, text.msgid] += 1
    return found


class _Values(dict[str, str]):
    """Named values in words; a placeholder whose value is not known stays standing rather than break a page."""

    def __init__(self, values: Mapping[str, Any], locale: Locale) -> None:
        super().__init__({name: in_words(value, locale) for name, value in values.items()})

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def in_words(value: Any, locale: Locale) -> str:
    """A value as this language writes it: 1 234,5 and 01.06.2027, or 1,234.5 and 1 Jun 2027 in English. Times in Europe/Oslo."""
    if isinstance(value, Text):
        return translate(value, locale)
    if isinstance(value, datetime):
        there = value.astimezone(OSLO)
        return f"{_day(there, locale)} {there:%H:%M}"
    if isinstance(value, date):
        return _day(value, locale)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return str(value)
    return _number(value, locale)


def _day(day: date, locale: Locale) -> str:
    return f"{day.day} {day:%b %Y}" if locale == "en" else f"{day:%d.%m.%Y}"


def _number(number: float | Decimal, locale: Locale) -> str:
    """Grouped from five digits on, so that years and municipality numbers stay whole."""
    plain = format(number, "f") if isinstance(number, Decimal) else repr(number)
    if not any(sign.isdigit() for sign in plain) or "e" in plain:
        return plain
    whole, point, rest = plain.partition(".")
    if len(whole.lstrip("-")) > 4:
        whole = f"{int(whole):,}"
    if locale != "en":
        whole, point = whole.replace(",", NO_BREAK), point.replace(".", ",")
    return whole + point + rest


class Speaker:
    """Speaks one language to one person: call it with a text, or ask for a day, a time of day, a moment or a file size."""

    def __init__(self, locale: Locale = "nb") -> None:
        self.locale: Locale = locale

    def __call__(self, text: Text | str | None) -> str:
        return "" if text is None else translate(text, self.locale)

    def day(self, day: date | None) -> str:
        """A day, `01.06.2027`; empty for None. A moment is taken to Europe/Oslo first."""
        if day is None:
            return ""
        return _day(day.astimezone(OSLO) if isinstance(day, datetime) else day, self.locale)

    def day_of_year(self, day: date) -> str:
        """A day where the year goes without saying: `01.06`, `1 Jun`."""
        return f"{day.day} {day:%b}" if self.locale == "en" else f"{day:%d.%m}"

    def time(self, moment: datetime) -> str:
        """The time of day in Europe/Oslo, `10:42`."""
        return f"{moment.astimezone(OSLO):%H:%M}"

    def moment(self, moment: datetime) -> str:
        """Day and time of day in Europe/Oslo."""
        return in_words(moment, self.locale)

    def number(self, number: float | Decimal) -> str:
        """A number with the language's decimal sign and thousands."""
        return _number(number, self.locale)

    def size(self, size: int) -> str:
        """A file size of `size` bytes, as `840 kB` or `2,4 MB`."""
        if size < 1_000_000:
            return f"{max(1, round(size / 1000))}{NO_BREAK}kB"
        return f"{self.number(round(size / 1_000_000, 1))}{NO_BREAK}MB"
