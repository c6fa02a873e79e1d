"""Local rules that are numbers, days, amounts and choices: how they are typed, kept and said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from models.text import Text, _, verbatim
from workflows.declare import RuleParameter
from workflows.fields import (
    BooleanKind,
    ChoiceKind,
    DateKind,
    DecimalKind,
    Kind,
    Option,
    Problem,
    TextKind,
    TextListKind,
    decimal,
    integer,
    parse,
)
from workflows.words import plain

ORE, MONTH_DAY = "øre", "month-day"
UNITS: dict[str, Text] = {
    "years": _("years"),
    "days": _("days"),
    "weeks": _("weeks"),
    "working_days": _("working days"),
    "months": _("months"),
    ORE: _("kroner"),
    MONTH_DAY: _("day and month"),
}
MOST: dict[str, int] = {
    "years": 100, "months": 120, "weeks": 104, "days": 730, "working_days": 500, "%": 1_000, "MB": 10_000, "m": 100_000, "mm": 100_000,
    "bar": 1_000, "mg/l": 100_000, "m³": 100_000,
}  # fmt: skip
"""The most a local rule can be, by its unit: wide enough for every municipality, and small enough to count days one by one."""
MOST_OF_ANYTHING = 1_000_000
_ANY_NUMBER = Decimal(10) ** 20
CHOICE_WORDS: dict[Any, Text] = {"municipality": _("The municipality"), "plumber": _("The plumber"), True: _("Yes"), False: _("No")}


def kind_of(parameter: RuleParameter) -> Kind:
    """How a local rule is typed; amounts are typed in kroner."""
    default = parameter.default
    if isinstance(default, bool):
        return BooleanKind()
    if parameter.choices:
        return ChoiceKind(tuple(Option(str(one), CHOICE_WORDS.get(one, verbatim(str(one)))) for one in parameter.choices))
    if isinstance(default, (tuple, list)):
        return TextListKind(20, 366)
    if parameter.unit == ORE:
        return decimal(2, 0, 100_000_000)
    most = MOST.get(parameter.unit, MOST_OF_ANYTHING)
    if isinstance(default, int):
        return integer(0, most)
    return decimal(3, 0, most) if isinstance(default, (float, Decimal)) else TextKind(0, 200)


def unit_of(parameter: RuleParameter) -> Text:
    """The unit as people say it."""
    return UNITS.get(parameter.unit, verbatim(parameter.unit))


def read_parameter(parameter: RuleParameter, raw: Any) -> Any:
    """What is kept of what was typed: a bool, number, text, list of days (ISO) or øre; a `Problem`, or None for nothing typed."""
    kind = kind_of(parameter)
    parsed = parse(kind, raw)
    if isinstance(parsed, Problem) and isinstance(kind, DecimalKind):
        return _out_of_bounds(parameter, kind, raw) or parsed
    if parsed is None or isinstance(parsed, Problem):
        return parsed
    if isinstance(parameter.default, (tuple, list)):
        return _days(parsed)
    if parameter.unit == ORE:
        return int(parsed * 100)
    if parameter.unit == MONTH_DAY:
        return month_day(parsed) or Problem(_("“{got}” is no day of a month.", got=parsed), _("Write day and month, such as 01.11."))
    if parameter.choices and not isinstance(parameter.default, bool):
        return next(one for one in parameter.choices if str(one) == parsed)
    return float(parsed) if isinstance(parsed, Decimal) else parsed


def _out_of_bounds(parameter: RuleParameter, kind: DecimalKind, raw: Any) -> Problem | None:
    """What to say of a number that is less or more than its unit allows; None where that is not what is wrong."""
    number = parse(replace(kind, least=-_ANY_NUMBER, most=_ANY_NUMBER), raw)
    if number is None or isinstance(number, Problem):
        return None
    unit = [unit_of(parameter)] if parameter.unit else []
    what = _("“{label}” cannot be {number}.", label=parameter.label, number=plain(number, *unit))
    return Problem(what, _("Write a number from {least} to {most}.", least=kind.least, most=plain(kind.most, *unit)))


def month_day(words: str) -> str | None:
    """`11-01` for `1.11.`, `01.11` or `11-01`; None for what is no day of a leap year."""
    norwegian = re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?", words.strip(), re.ASCII)
    iso = re.fullmatch(r"(\d{2})-(\d{2})", words.strip(), re.ASCII)
    day, month = (norwegian[1], norwegian[2]) if norwegian else (iso[2], iso[1]) if iso else ("0", "0")
    try:
        return f"{date(2028, int(month), int(day)):%m-%d}"
    except ValueError:
        return None


def _days(words: tuple[str, ...]) -> Any:
    days = [DateKind().parse(one) for one in words]
    return next((one for one in days if isinstance(one, Problem)), None) or [day.isoformat() for day in sorted(days)]


def fits(parameter: RuleParameter, value: Any) -> bool:
    """Whether a kept value is one that `read_parameter` gives."""
    typed = shown(parameter, value)
    read = read_parameter(parameter, typed)
    return read is not None and not isinstance(read, Problem) and read == (list(value) if isinstance(value, tuple) else value)


def shown(parameter: RuleParameter, value: Any) -> Any:
    """A kept value as it is typed."""
    if isinstance(value, (tuple, list)):
        return ", ".join(str(one) for one in value)
    if parameter.unit == ORE and isinstance(value, (int, float)) and not isinstance(value, bool):
        kroner = Decimal(value) / 100
        return format(kroner.quantize(Decimal(1)) if kroner == kroner.to_integral_value() else kroner, "f")
    if parameter.unit == MONTH_DAY and isinstance(value, str) and re.fullmatch(r"\d\d-\d\d", value):
        return f"{value[3:]}.{value[:2]}."
    return value if isinstance(value, (bool, str)) or value is None else str(value)


def said(parameter: RuleParameter, value: Any) -> Text:
    """A kept value in words, with its unit."""
    if isinstance(value, bool) or parameter.choices:
        return CHOICE_WORDS.get(value if isinstance(value, (bool, str)) else None, verbatim(str(value)))
    if parameter.unit == ORE and isinstance(value, (int, float)):
        return plain(Decimal(value) / 100, "kr")
    if isinstance(value, (int, float)) and parameter.unit:
        return _("{number} {unit}", number=value, unit=unit_of(parameter))
    return verbatim(str(shown(parameter, value))) if shown(parameter, value) not in ("", None) else verbatim("–")
