"""Further kinds of answers: organisation numbers, times of day, moments, and references to other cases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from stdnum.no import orgnr

from models.text import _
from workflows.fields import DateKind, Problem


@dataclass(frozen=True)
class OrganisationKind:
    """An organisation number, nine digits with a check digit; spaces, `NO` and `MVA` are allowed. Source: domain README section 8."""

    name: str = "organisation"

    def parse(self, raw: Any) -> Any:
        words = re.sub(r"[\s\u00a0]|^NO|MVA$", "", str(raw).upper()) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
        if len(words) <= 20 and words.isascii() and orgnr.is_valid(words):
            return words
        return Problem(
            _("“{got}” is not an organisation number.", got=str(raw)[:40]),
            _("Check the nine digits; you find them in the company certificate."),
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{9}$"}


@dataclass(frozen=True)
class TimeKind:
    """A time of day, as `14:30`, `14.30` or `1430`; the value is `datetime.time`, Europe/Oslo."""

    name: str = "time"

    def parse(self, raw: Any) -> Any:
        found = re.fullmatch(r"(?:kl\.?\s*)?(\d{1,2})[:.]?(\d{2})", raw.strip(), re.ASCII | re.IGNORECASE) if isinstance(raw, str) else None
        if found and int(found[1]) < 24 and int(found[2]) < 60:
            return time(int(found[1]), int(found[2]))
        return Problem(_("“{got}” is not a time of day.", got=str(raw)[:40]), _("Write hour and minute, such as 14.30."))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"}


@dataclass(frozen=True)
class MomentKind:
    """A day and a time, as `2027-06-01T14:30` or `01.06.2027 14.30`; the value is a `datetime` without zone, meant in Europe/Oslo."""

    name: str = "moment"

    def parse(self, raw: Any) -> Any:
        day_words, _gap, time_words = (
            re.sub(r"\s*(?:T|kl\.?)\s*|\s+", " ", raw.strip()).partition(" ") if isinstance(raw, str) else ("", "", "")
        )
        day, hour = DateKind().parse(day_words), TimeKind().parse(time_words)
        if isinstance(day, date) and isinstance(hour, time):
            return datetime.combine(day, hour)
        return Problem(_("“{got}” is not a day and a time.", got=str(raw)[:40]), _("Write day and time, such as 01.06.2027 14.30."))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-5][0-9]$"}


@dataclass(frozen=True)
class CaseKind:
    """Another case by its number, ours (`2026-000123`) or another archive's (`24/03280`); the value is the number without spaces.

    `workflow` is the key of the workflow it should be of; what the portal knows of it stands in `Known.cases`.
    """

    workflow: str
    name: str = "case"

    def parse(self, raw: Any) -> Any:
        words = re.sub(r"\s", "", str(raw)) if isinstance(raw, (str, int)) and not isinstance(raw, bool) else ""
        if re.fullmatch(r"[0-9A-Za-z./_-]{1,40}", words, re.ASCII) and any(letter.isdigit() for letter in words):
            return words
        return Problem(
            _("“{got}” is not a case number.", got=str(raw)[:40]), _("Write it as it stands on the letter, such as 2026-000123.")
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": 40, "x-kind": "case", "x-workflow": self.workflow}
