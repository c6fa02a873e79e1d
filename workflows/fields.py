"""Kinds of answers: what a question accepts, how raw input becomes a value, and what to say when it does not.

A kind is a frozen value. `parse` never raises: it returns the value, or a `Problem` with a sentence that says what we got and what we
need. Raw input is whatever was typed or sent: text from forms, any JSON from programs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Protocol

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from models.text import Text, _

LONGEST_RAW = 20_000


@dataclass(frozen=True, slots=True)
class Problem:
    """Raw input that is no value of its kind: what is wrong and how to mend it."""

    what: Text
    how_to_fix: Text


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the stored key and its label."""

    key: str
    label: Text


class Kind(Protocol):
    """What all kinds offer."""

    @property
    def name(self) -> str:
        """Which control shows it: text, longtext, integer, decimal, boolean, date, choice, multi, person, geometry, list, ..."""
        ...

    def parse(self, raw: Any) -> Any:
        """The typed value, or a `Problem`. Called only with raw input that is not empty."""
        ...

    def schema(self) -> dict[str, Any]:
        """JSON Schema (2020-12) of a valid answer."""
        ...


def is_empty(raw: Any) -> bool:
    """Nothing was answered: None, blank text, an empty list or mapping. False and 0 are answers."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return not raw.strip()
    return isinstance(raw, (list, tuple, dict)) and not raw


def parse(kind: Kind, raw: Any) -> Any:
    """The typed value, a `Problem`, or None for empty input."""
    if is_empty(raw):
        return None
    if isinstance(raw, str) and len(raw) > LONGEST_RAW:
        return _TOO_LONG
    return kind.parse(raw)


_TOO_LONG = Problem(_("The text is too long to be kept."), _("Shorten it to at most {most} characters.", most=LONGEST_RAW))
_NOT_TEXT = Problem(_("We got something other than text."), _("Write it as text."))


@dataclass(frozen=True)
class TextKind:
    """A line of text, or several when `long`; length in characters after trimming."""

    shortest: int = 0
    longest: int = 200
    long: bool = False
    pattern: str = ""

    @property
    def name(self) -> str:
        return "longtext" if self.long else "text"

    def parse(self, raw: Any) -> Any:
        if not isinstance(raw, (str, int)) or isinstance(raw, bool):
            return _NOT_TEXT
        words = str(raw).strip()
        if len(words) < self.shortest:
            return Problem(_("We got {got} characters.", got=len(words)), _("Write at least {least} characters.", least=self.shortest))
        if len(words) > self.longest:
            return Problem(_("We got {got} characters.", got=len(words)), _("Shorten it to at most {most} characters.", most=self.longest))
        if self.pattern and not re.fullmatch(self.pattern, words):
            return Problem(
                _("“{got}” is not written the way we need it.", got=words[:40]),
                _("Look at the example beside the field and write it the same way."),
            )
        return words

    def schema(self) -> dict[str, Any]:
        extra = {"pattern": f"^{self.pattern}$"} if self.pattern else {}
        return {"type": "string", "minLength": self.shortest, "maxLength": self.longest, **extra}


@dataclass(frozen=True)
class DecimalKind:
    """A number with at most `places` decimals (0 = whole number), comma or point, spaces allowed between thousands."""

    places: int
    least: Decimal
    most: Decimal
    unit: str = ""

    @property
    def name(self) -> str:
        return "decimal" if self.places else "integer"

    def parse(self, raw: Any) -> Any:
        number = _number(raw)
        if number is None:
            return Problem(_("“{got}” is not a number.", got=str(raw)[:40]), _("Write digits, with a comma before decimals."))
        if number.as_tuple().exponent < -self.places:  # type: ignore[operator]  # finite numbers have an integer exponent
            if self.places == 0:
                return Problem(_("{got} is not a whole number.", got=number), _("Write it without decimals."))
            return Problem(_("{got} has too many decimals.", got=number), _("Use at most {places} decimals.", places=self.places))
        if not self.least <= number <= self.most:
            return Problem(
                _("We got {got} {unit}.", got=number, unit=self.unit),
                _("It should be between {least} and {most} {unit}.", least=self.least, most=self.most, unit=self.unit),
            )
        return number if self.places else int(number)

    def schema(self) -> dict[str, Any]:
        kind: dict[str, Any] = {"type": "number" if self.places else "integer", "minimum": float(self.least), "maximum": float(self.most)}
        return {**kind, "x-unit": self.unit} if self.unit else kind


def integer(least: int, most: int, unit: str = "") -> DecimalKind:
    """A whole number between `least` and `most`, both included."""
    return DecimalKind(0, Decimal(least), Decimal(most), unit)


def decimal(places: int, least: str | int, most: str | int, unit: str = "") -> DecimalKind:
    """A number with decimals between `least` and `most`, both included."""
    return DecimalKind(places, Decimal(least), Decimal(most), unit)


def _number(raw: Any) -> Decimal | None:
    """A finite decimal number from text or JSON, None when it is not one or is absurdly long."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, float, Decimal)):
        return None
    try:
        words = str(raw)
    except ValueError:
        return None
    words = re.sub(r"[\s\u00a0\u202f]", "", words).replace(",", ".")
    if len(words) > 40 or not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,2})?", words, re.ASCII):
        return None
    try:
        number = Decimal(words)
    except InvalidOperation:
        return None
    return number.quantize(Decimal(1)) if number == number.to_integral_value() and abs(number) < 10**20 else number


@dataclass(frozen=True)
class BooleanKind:
    """Yes or no."""

    name: str = "boolean"

    def parse(self, raw: Any) -> Any:
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.strip().lower() in _TRUE_WORDS:
            return True
        if isinstance(raw, str) and raw.strip().lower() in _FALSE_WORDS:
            return False
        return Problem(_("We got neither yes nor no."), _("Choose yes or no."))

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


_TRUE_WORDS = frozenset({"true", "yes", "ja", "1", "on"})
_FALSE_WORDS = frozenset({"false", "no", "nei", "0", "off"})


@dataclass(frozen=True)
class DateKind:
    """A day, as `2027-06-01` or `01.06.2027`. `not_after_today` is judged by the ledger, which knows the day."""

    not_after_today: bool = False
    name: str = "date"

    def parse(self, raw: Any) -> Any:
        found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", str(raw).strip()) if isinstance(raw, str) else None
        parts = found.groups() if found else None
        if parts is None and isinstance(raw, str):
            norwegian = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", raw.strip())
            parts = norwegian.groups()[::-1] if norwegian else None
        try:
            day = date(*(int(part) for part in parts)) if parts else None
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= 2200:
            return Problem(_("“{got}” is not a date.", got=str(raw)[:40]), _("Write day, month and year, such as 01.06.2027."))
        return day

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class ChoiceKind:
    """One of several options."""

    options: tuple[Option, ...]
    name: str = "choice"

    @cached_property
    def keys(self) -> frozenset[str]:
        """What can be stored."""
        return frozenset(option.key for option in self.options)

    def parse(self, raw: Any) -> Any:
        key = _option_key(raw)
        if key is not None and key in self.keys:
            return key
        return Problem(_("“{got}” is not one of the choices.", got=str(raw)[:40]), _("Choose one from the list."))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [option.key for option in self.options]}


@dataclass(frozen=True)
class MultiKind:
    """Any number of several options; the value is a tuple of keys in the order of declaration."""

    options: tuple[Option, ...]
    name: str = "multi"

    def parse(self, raw: Any) -> Any:
        chosen = [raw] if isinstance(raw, str) else raw
        if not isinstance(chosen, (list, tuple)) or len(chosen) > 200:
            return Problem(_("We did not understand the choices."), _("Choose one or more from the list."))
        keys = {_option_key(one) for one in chosen}
        known = {option.key for option in self.options}
        if not keys <= known:
            return Problem(_("One of the choices is not in the list."), _("Choose one or more from the list."))
        return tuple(option.key for option in self.options if option.key in keys)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"enum": [option.key for option in self.options]}, "uniqueItems": True}


def _option_key(raw: Any) -> str | None:
    """Programs may send a number where keys are digits: 20 and "20" are the same choice."""
    number = _number(raw) if not isinstance(raw, str) else None
    if number is not None:
        return format(number.normalize(), "f")
    return raw.strip() if isinstance(raw, str) else None


@dataclass(frozen=True)
class EmailKind:
    """An e-mail address, checked by its form only."""

    name: str = "email"

    def parse(self, raw: Any) -> Any:
        if not isinstance(raw, str):
            return _NOT_TEXT
        try:
            return validate_email(raw.strip(), check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError:
            return Problem(_("“{got}” is not an e-mail address.", got=raw[:60]), _("Write it like name@company.no."))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email"}


@dataclass(frozen=True)
class PhoneKind:
    """A phone number, Norwegian unless it begins with + and a country; the value is E.164."""

    name: str = "phone"

    def parse(self, raw: Any) -> Any:
        problem = Problem(_("“{got}” is not a phone number.", got=str(raw)[:40]), _("Norwegian phone numbers have eight digits."))
        if not isinstance(raw, (str, int)) or isinstance(raw, bool):
            return problem
        try:
            number = phonenumbers.parse(str(raw)[:40], "NO")
        except (phonenumbers.NumberParseException, ValueError):
            return problem
        if not phonenumbers.is_possible_number(number) or (number.country_code == 47 and not phonenumbers.is_valid_number(number)):
            return problem
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "phone"}


@dataclass(frozen=True)
class PersonKind:
    """A member of the company, by person id; whether still active is judged by COM-19."""

    name: str = "person"

    def parse(self, raw: Any) -> Any:
        if isinstance(raw, str) and len(raw) <= 200:
            return raw.strip()
        return Problem(_("We did not understand who is meant."), _("Choose a person from the list."))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "x-kind": "person"}


@dataclass(frozen=True)
class MunicipalityKind:
    """A municipality by its four-digit number, the leading zero counting."""

    name: str = "municipality"

    def parse(self, raw: Any) -> Any:
        words = f"{raw:04d}" if isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= 9999 else raw
        if isinstance(words, str) and re.fullmatch(r"\d{4}", words.strip(), re.ASCII):
            return words.strip()
        return Problem(_("“{got}” is not a municipality number.", got=str(raw)[:20]), _("Choose the municipality from the list."))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}$"}


@dataclass(frozen=True)
class MeterNumberKind:
    """A meter number: letters A-Z, digits and hyphen, 6 to 20 without spaces, upper case. Source: domain 3-water-meter (assumed)."""

    name: str = "meter_number"

    def parse(self, raw: Any) -> Any:
        words = re.sub(r"\s", "", str(raw)).upper() if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
        if re.fullmatch(r"[A-Z0-9-]{6,20}", words, re.ASCII):
            return words
        return Problem(
            _("“{got}” has {count} characters.", got=str(raw)[:40], count=len(words)),
            _("Write the number on the dial: 6 to 20 letters, digits or hyphens."),
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z0-9-]{6,20}$"}


@dataclass(frozen=True)
class TextListKind:
    """Several short texts, as a list or as text with commas, semicolons or line breaks between; the value is a tuple."""

    longest: int = 40
    most: int = 50
    name: str = "textlist"

    def parse(self, raw: Any) -> Any:
        parts = re.split(r"[,;\n]", raw) if isinstance(raw, str) else raw
        if not isinstance(parts, (list, tuple)) or not all(isinstance(part, (str, int)) for part in parts[: self.most + 1]):
            return _NOT_TEXT
        texts = tuple(str(part).strip() for part in parts if str(part).strip())
        if len(texts) > self.most or any(len(text) > self.longest for text in texts):
            return Problem(
                _("The list is too long."), _("Write at most {most} entries of {longest} characters.", most=self.most, longest=self.longest)
            )
        return texts

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": self.longest}, "maxItems": self.most}


def options(*pairs: tuple[str, Text]) -> tuple[Option, ...]:
    """Options from (key, label) pairs."""
    return tuple(Option(key, label) for key, label in pairs)


def is_problem(parsed: Any) -> bool:
    """Whether parsing failed."""
    return isinstance(parsed, Problem)
