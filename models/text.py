"""Texts people read, as values: a message id with named values, turned into a language only at the edge.

The message id is the English sentence; bokmål and nynorsk stand in the catalogues under `ui/texts`. Code below `ui` never
joins sentences and never picks a language: it hands out `Text` values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in every language: message id, named values, and a context when one English word needs two translations.

    `plural` and `count` are set together for sentences that differ with a number. Values may be numbers, dates, strings or other texts.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    context: str | None = None
    plural: str | None = None
    count: int | None = None

    def with_values(self, **values: Any) -> Text:
        """The same sentence with these values added to those it already has."""
        return Text(self.msgid, {**self.values, **values}, self.context, self.plural, self.count)

    def in_english(self) -> str:
        """The English sentence with its values filled in; for logs, tests and errors, never for a page."""
        if self.context == REWORDED:
            return filled_in(str(self.values["said_en"]), self.values, str)
        template = self.plural if self.plural is not None and self.count != 1 else self.msgid
        filled = {name: value.in_english() if isinstance(value, Text) else value for name, value in self.values.items()}
        return template.format_map(_Lenient(filled)) if filled else template

    def __str__(self) -> str:
        return self.in_english()

    def __hash__(self) -> int:
        return hash((self.msgid, self.context, self.plural, self.count))


class _Lenient(dict[str, Any]):
    """Leave a placeholder standing when its value is not known, rather than raise while a sentence is shown."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _(msgid: str, **values: Any) -> Text:
    """A text by its English sentence."""
    return Text(msgid, values)


def _c(context: str, msgid: str, **values: Any) -> Text:
    """A text whose English needs a context to be translated, such as `_c("thread", "Connection")`."""
    return Text(msgid, values, context=context)


def _n(singular: str, plural: str, n: int, **values: Any) -> Text:
    """A text that differs with the number `n`; `{n}` is available in both forms."""
    return Text(singular, {"n": n, **values}, plural=plural, count=n)


def verbatim(words: str) -> Text:
    """Words that are the same in every language: names, numbers, what a person wrote."""
    return Text("{words}", {"words": words}, context="verbatim")


def spoken(nb: str, nn: str = "", en: str = "") -> Text:
    """Words a municipality wrote itself, in up to three languages; bokmål stands in for a language it left out."""
    return Text("{en}", {"nb": nb, "nn": nn or nb, "en": en or nb}, context="spoken")


REWORDED = "reworded"
GAPS = re.compile(r"{(\w+)}")
"""Where values stand in a sentence."""


def reworded(declared: Text, nb: str, nn: str = "", en: str = "") -> Text:
    """A declared sentence said in a municipality's own words, in up to three languages; bokmål stands in for a language it left out.

    The words may name the same values in braces as the declared sentence, and are filled in as it is.
    """
    said = {"said_nb": nb, "said_nn": nn or nb, "said_en": en or nb}
    return Text(declared.msgid, {**declared.values, **said}, REWORDED)


def filled_in(words: str, values: Mapping[str, Any], say: Callable[[Any], str]) -> str:
    """Somebody's words with the values they name; what they name and nobody knows stays standing. Never interprets more than names."""
    return GAPS.sub(lambda gap: say(values[gap[1]]) if gap[1] in values else gap[0], words)


def pack(text: Text) -> dict[str, Any]:
    """A text as JSON, for keeping in the database; `unpack` gives an equal text back."""
    packed: dict[str, Any] = {"id": text.msgid}
    if text.values:
        packed["values"] = {name: _pack_value(value) for name, value in text.values.items()}
    for name, part in (("context", text.context), ("plural", text.plural), ("count", text.count)):
        if part is not None:
            packed[name] = part
    return packed


def unpack(packed: Mapping[str, Any]) -> Text:
    """The text that `pack` made JSON of."""
    values = {name: _unpack_value(value) for name, value in packed.get("values", {}).items()}
    return Text(packed.get("id", ""), values, packed.get("context"), packed.get("plural"), packed.get("count"))


def is_text(raw: Any) -> bool:
    """Whether everything in JSON-like data can be written as text: no half of a surrogate pair, which no database and no page takes."""
    try:
        json.dumps(raw, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True


def _pack_value(value: Any) -> Any:
    if isinstance(value, Text):
        return {"text": pack(value)}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value if isinstance(value, (int, float, str, bool)) or value is None else str(value)


def _unpack_value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "text" in value:
        return unpack(value["text"])
    if "decimal" in value:
        return Decimal(value["decimal"])
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return date.fromisoformat(value["date"])
