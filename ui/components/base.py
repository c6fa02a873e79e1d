"""The two bricks all components are made of: `Tag`, a native HTML element, and `View`, a constant template with data.

An element costs the server memory and the page bytes, so what repeats (rows, options, cards, lines) is data of one `View` and never a
tree of elements. Words from people reach the page only as text: templates are constants and escape what they show.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

import orjson
from nicegui import Client, context
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models.text import Text
from ui.texts import Speaker
from ui.theme.templates import reference, remember

Words = Text | str
"""What a component shows: a text of the catalogues, or a plain string that is the same in every language (a name, a number)."""
Handler = Callable[..., Awaitable[object] | None]

_speakers: WeakKeyDictionary[Client, Speaker] = WeakKeyDictionary()
_VIEW = Path(__file__).parent.parent / "static" / "view.js"
_TEMPLATES = Path(__file__).parent / "html"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INCLUDE = re.compile(r"<!-- include ([\w-]+) -->")
_SAFE_LINKS = ("/", "#", "?", "https://", "http://", "mailto:", "tel:")


def use_speaker(speaker: Speaker) -> None:
    """From here on the components of this page speak this language; `frame` calls it."""
    _speakers[context.client] = speaker


def speaker() -> Speaker:
    """Who speaks on the page that is being built; bokmål when nobody was named."""
    return _speakers.get(context.client) or Speaker()


def safe_href(href: str | None) -> str | None:
    """The address when it is one a link may lead to; raises ValueError for `javascript:` and its kin."""
    if href is None or (href.startswith(_SAFE_LINKS) and not href.startswith(("//", "/\\"))):
        return href
    raise ValueError(f"not an address for a link: {href[:80]!r}")


def html(name: str, folder: Path = _TEMPLATES) -> str:
    """The template of this name in `html/`, read once at import; `<!-- include x -->` stands for another one.

    What a folder of its own does not have is included from here. Constant by construction.
    """
    folder = folder if (folder / f"{name}.html").exists() else _TEMPLATES
    words = (folder / f"{name}.html").read_text(encoding="utf-8")
    return _COMMENT.sub("", _INCLUDE.sub(lambda found: html(found[1], folder), words)).strip()


class Tag(Element):
    """A native HTML element: tag, words, classes and attributes, each settable later.

    Attributes are given in Python spelling: `aria_label`, `data_field`, `for_`; None leaves one out. The element is a context manager
    for its children.
    """

    def __init__(self, tag: str, words: Words | None = None, classes: str = "", **attributes: Any) -> None:
        super().__init__(tag)
        self.speaker = speaker()
        if words is not None:
            self._text = self.speaker(words)
        if classes:
            self._classes.extend(classes.split())
        with self._props.suspend_updates():
            for name, value in attributes.items():
                self._props.set_optional(_attribute(name), self.speaker(value) if isinstance(value, Text) else value)

    def say(self, words: Words) -> None:
        """Change the words; nothing is sent when they are the same."""
        spoken = self.speaker(words)
        if spoken != self._text:
            self._text = spoken
            self.update()

    def put(self, **attributes: Any) -> None:
        """Change attributes; None takes one away. One message to the browser, none when nothing changed."""
        changed = {_attribute(name): value for name, value in attributes.items() if self._props.get(_attribute(name)) != value}
        with self._props.suspend_updates():
            for name, value in changed.items():
                self._props.set_optional(name, value)
        if changed:
            self.update()

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [self._text, self._props.get("aria-label")]


def _attribute(python_name: str) -> str:
    return python_name.rstrip("_").replace("_", "-")


class View(Element, component=_VIEW):
    """A constant template fed with data; subclasses set `template` and give typed methods that call `change`.

    The data is kept as JSON text: a tenth of the memory of dictionaries that are watched for changes. `on_act` takes the name of what the
    person did and one value; without it the piece sends nothing.
    """

    template: ClassVar[str] = "<div></div>"

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        remember(cls.__qualname__, cls.template)

    def __init__(self, data: Mapping[str, Any], *, on_act: Callable[[str, Any], Awaitable[object] | None] | None = None) -> None:
        super().__init__()
        self.speaker = speaker()
        self._json = b""
        with self._props.suspend_updates():
            self._props["template"] = reference(type(self).__qualname__, self.template)
            self._keep(data)
        if on_act is not None:
            self._on_act = on_act
            self.on("act", self._acted)

    def _acted(self, event: GenericEventArguments) -> Any:
        name, value = event.args
        return self._on_act(name, value)

    def _keep(self, data: Mapping[str, Any]) -> bool:
        as_json = orjson.dumps(data, default=self._in_words, option=orjson.OPT_PASSTHROUGH_DATACLASS)
        changed = as_json != self._json
        self._json = as_json
        self._props["d"] = orjson.Fragment(as_json)
        return changed

    def _in_words(self, value: Any) -> str | dict[str, Any]:
        """Texts become words of the person's language on their way to the browser, view data its parts."""
        if isinstance(value, Text):
            return self.speaker(value)
        if is_dataclass(value):
            return {part.name: getattr(value, part.name) for part in fields(value)}
        raise TypeError(f"{type(value).__name__} cannot be shown by a component")

    @property
    def data(self) -> dict[str, Any]:
        """What is shown now, in words."""
        shown: dict[str, Any] = orjson.loads(self._json)
        return shown

    def change(self, **parts: Any) -> None:
        """Show other data in place; one message to the browser, none when nothing changed."""
        with self._props.suspend_updates():
            changed = self._keep({**self.data, **parts})
        if changed:
            self.update()

    def _displayed_contents(self, *, only_visible: bool) -> list[Any]:
        return [json.dumps(self.data, ensure_ascii=False)]


async def call(handler: Handler | None, *arguments: Any) -> Any:
    """Call a handler that may be a function or a coroutine function; None does nothing."""
    if handler is None:
        return None
    outcome = handler(*arguments)
    return await outcome if isinstance(outcome, Awaitable) else outcome
