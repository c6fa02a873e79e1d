"""Every sentence the code says, and every sentence the catalogues translate."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from tests.architecture.source import ROOT, Module, calls, modules

TEXTS = ROOT / "ui" / "texts"
LANGUAGES = ("nb", "nn")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_IN_TEMPLATE = re.compile(r"""\b_\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


@dataclass(frozen=True)
class Key:
    """What a catalogue entry is found by."""

    msgid: str
    context: str | None = None

    def __str__(self) -> str:
        return f"{self.msgid!r}" + (f" ({self.context})" if self.context else "")


@dataclass(frozen=True)
class Entry:
    """One translation as it stands in one area's file."""

    key: Key
    words: tuple[str, ...]
    area: str
    line: int


def said_in(module: Module) -> Iterator[tuple[Key, str]]:
    """The sentences of one module with their places; a sentence that is not written out is told as an empty key."""
    if module.path == "models/text.py":
        return
    for node, name in calls(module):
        if name in {"_", "_c", "_n"} and node.args:
            words = [one.value if isinstance(one, ast.Constant) and isinstance(one.value, str) else "" for one in node.args]
            if name == "_c":
                yield Key(words[1] if len(words) > 1 and words[0] else "", words[0]), module.at(node)
            else:
                yield Key(words[0]), module.at(node)


@cache
def said() -> dict[Key, str]:
    """Each sentence in code and templates, with one place where it is said."""
    found = {key: place for module in modules() for key, place in said_in(module)}
    for path in sorted((ROOT / "ui").rglob("*.html")):
        for quoted in _IN_TEMPLATE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(Key(ast.literal_eval(quoted)), path.relative_to(ROOT).as_posix())
    return found


@cache
def translated(language: str) -> tuple[Entry, ...]:
    """All entries of one language, from every area's file."""
    return tuple(entry for path in sorted((TEXTS / language).glob("*.po")) for entry in _entries(path))


def _entries(path: Path) -> Iterator[Entry]:
    with path.open("rb") as file:
        for message in read_po(file, abort_invalid=True):
            msgid = message.id if isinstance(message.id, str) else message.id[0]
            words = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            if msgid:
                yield Entry(Key(msgid, message.context), words, path.name, message.lineno or 0)


def placeholders(words: str) -> frozenset[str]:
    """The named values of a sentence."""
    return frozenset(_PLACEHOLDER.findall(words))
