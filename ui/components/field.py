"""One question as a field: label, hint, error, control, and what others do with it, in one light element.

Order is label, hint, error, control (product.md 3.4). Controls are native. The control's value is an initial attribute only: the browser
owns what is typed, the server writes a value only when it knows better (`take`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from typing import Any

from nicegui.element import Element

from models.text import Text, _
from ui.components.base import View, Words, html
from ui.components.form import AnswerForm
from ui.components.map import map_data

_MOST_RADIOS = 7
_TEXTUAL = {"text", "email", "phone", "integer", "decimal", "date", "meter_number", "municipality", "textlist"}
_INPUT_TYPES = {"email": "email", "phone": "tel", "date": "date"}
_INPUT_MODES = {"integer": "numeric", "decimal": "decimal"}
_PROPERTY_PARTS = ("gnr", "bnr", "fnr", "snr")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: the stored key, what is read, and a line below it where the label alone is not enough."""

    key: str
    label: Words
    hint: Words | None = None


@dataclass(frozen=True, slots=True)
class FieldView:
    """What a field shows.

    `kind` is the name of the answer's kind: text, longtext, integer, decimal, date, boolean, choice, multi, person, property, email, phone,
    meter_number, municipality, textlist or geometry (a coordinate table with a map).
    Kinds with `options` are radios up to seven, a native select above (person and municipality
    always). `value` is raw. `locked` says why it cannot be changed; `asked` is what the municipality asked for here; `mark` is a word
    beside the label such as “recommended”. `fact` is a value worked out from other answers: said below the control while nothing is typed,
    and instead of a control where the kind is `fact`. `near` is where an empty map begins: south, west, north, east.
    """

    key: str
    label: Words
    kind: str = "text"
    value: Any = None
    hint: Words | None = None
    error: Words | None = None
    unit: str = ""
    example: str = ""
    options: Sequence[Choice] = attribute(default_factory=tuple)
    version: int = 0
    mark: Words | None = None
    locked: Words | None = None
    asked: Words | None = None
    note: Words | None = None
    fact: Words | None = None
    suggestions: Sequence[str] = attribute(default_factory=tuple)
    autocomplete: str = ""
    near: tuple[float, float, float, float] | None = None


class Field(View):
    """One question with its control or controls. See `field`."""

    template = html("field")

    def __init__(self, view: FieldView) -> None:
        self._words: dict[str, Text] = {
            "asked": _("The municipality asks:"),
            "error": _("Error:"),
            "choose": _("Choose …"),
            "fact": _("Worked out from your other answers:"),
        }
        self._turn = 0
        super().__init__(self._first(view))
        form = _form_around(self)
        if form is not None:
            form.fields[view.key] = self

    def _first(self, view: FieldView) -> dict[str, Any]:
        dom_id = "f-" + view.key.replace("/", "-")
        shape = _shape(view)
        data: dict[str, Any] = {
            "key": view.key,
            "id": dom_id,
            "kind": view.kind,
            "shape": shape,
            "group": shape in ("radios", "checks", "property"),
            "label": view.label,
            "hint": view.hint,
            "error": view.error,
            "unit": view.unit,
            "example": _("For example {example}", example=view.example) if view.example else None,
            "version": view.version,
            "mark": view.mark,
            "locked": view.locked,
            "asked": view.asked,
            "note": view.note,
            "fact": view.fact,
            "suggestions": list(view.suggestions),
            "people": None,
            "value": _attribute_value(view.value, shape),
            "truth": "[0]",
            "near": json.dumps(view.near) if view.near else None,
            "map": map_data() if view.kind == "geometry" else None,
            "words": self._words,
            "type": _INPUT_TYPES.get(view.kind, "text"),
            "inputmode": _INPUT_MODES.get(view.kind),
            "autocomplete": view.autocomplete or "off",
            "options": [{"key": one.key, "label": one.label, "hint": one.hint} for one in view.options],
        }
        return {**data, "about": _described_by(data)}

    def _show(self, **parts: Any) -> None:
        after = {**self.data, **parts}
        self.change(**parts, about=_described_by(after))

    def take(self, value: Any, version: int, *, note: Words | None = None) -> None:
        """Show a value the person did not type: restored, or a colleague's. Newer typing of the person is left alone."""
        self._turn += 1
        self.change(
            truth=json.dumps([self._turn, value], ensure_ascii=False, default=str),
            value=_attribute_value(value, self.data["shape"]),
            version=version,
            note=note,
        )

    def saved(self, version: int, *, note: Words | None = None) -> None:
        """The person's own answer was committed as this version. Nothing is written back."""
        self.change(version=version, note=note)

    def remember(self, value: Any) -> None:
        """What was kept becomes the value a redrawn page starts with; sends nothing, so it never meets the person's typing."""
        with self._props.suspend_updates():
            self._keep({**self.data, "value": _attribute_value(value, self.data["shape"])})

    def error(self, words: Words | None) -> None:
        """Say what is wrong and how to mend it, or that nothing is."""
        self._show(error=words)

    def suggest(self, words: Sequence[str]) -> None:
        """Texts to choose from while typing."""
        self.change(suggestions=list(words))

    def worked_out(self, words: Words | None, near: tuple[float, float, float, float] | None = None) -> None:
        """What follows from other answers now: the value, and where an empty map begins."""
        self.change(fact=words, near=json.dumps(near) if near else None)

    def present(self, names: Sequence[str]) -> None:
        """Which colleagues have this field open now."""
        self.change(people=_("{names} is here now", names=", ".join(names)) if names else None)

    def lock(self, why: Words) -> None:
        """Can be read but not changed, and says why."""
        self._show(locked=why)

    def unlock(self) -> None:
        """Can be changed again."""
        self._show(locked=None)

    def ask(self, words: Words | None) -> None:
        """What the municipality asked for at this field."""
        self._show(asked=words)

    def offer(self, options: Sequence[Choice]) -> None:
        """Other options in place."""
        self.change(options=[{"key": one.key, "label": one.label, "hint": one.hint} for one in options])


def field(view: FieldView) -> Field:
    """The field of a question, inside an `answer_form`. Its DOM id is `f-` and the key with hyphens."""
    return Field(_with_options(view))


def _with_options(view: FieldView) -> FieldView:
    if view.kind == "boolean" and not view.options:
        return replace(view, options=(Choice("true", _("Yes")), Choice("false", _("No"))))
    if view.kind == "property" and not view.options:
        words = (_("Holding no. (gnr)"), _("Title no. (bnr)"), _("Lease no. (fnr)"), _("Section no. (snr)"))
        return replace(view, options=tuple(Choice(key, label) for key, label in zip(_PROPERTY_PARTS, words, strict=True)))
    return view


def _shape(view: FieldView) -> str:
    """Which controls a kind has."""
    if view.kind == "fact":
        return "fact"
    if view.kind in ("property", "multi"):
        return "property" if view.kind == "property" else "checks"
    if view.kind in ("longtext", "geometry"):
        return "long"
    if view.kind in ("person", "municipality") and view.options:
        return "select"
    if view.kind == "boolean" or (view.options and len(view.options) <= _MOST_RADIOS):
        return "radios"
    return "select" if view.options else "line"


def _attribute_value(value: Any, shape: str) -> Any:
    """A raw answer as the attribute of its controls; anything unfit is shown as text or left empty, never refused."""
    if shape == "property":
        return {part: str(value.get(part) or "") for part in _PROPERTY_PARTS} if isinstance(value, dict) else {}
    if shape == "checks":
        return [str(one) for one in value] if isinstance(value, (list, tuple)) else []
    if shape == "radios":
        return [] if value in (None, "") else [str(value).lower() if isinstance(value, bool) else str(value)]
    return "" if value is None else str(value)


def _described_by(data: dict[str, Any]) -> str | None:
    parts = [name for name in ("hint", "asked", "locked", "error") if data[name] or (name == "hint" and data["example"])] + (
        ["unit"] if data["unit"] else []
    )
    return " ".join(f"{data['id']}-{name}" for name in parts) or None


def _form_around(element: Element) -> AnswerForm | None:
    return next((one for one in element.ancestors() if isinstance(one, AnswerForm)), None)
