"""The templates of all pieces, told to the browser once: pages then name a template instead of repeating it.

A page of eleven fields would else carry the same three kilobytes eleven times, and every change of a field once more.
"""

from __future__ import annotations

import json
from typing import Final

_known: Final[dict[str, str]] = {}
_served: Final[dict[str, str]] = {}


def remember(name: str, template: str) -> None:
    """Note a piece's template under the name of its class, when the class is made."""
    _known[name] = template


def templates_script() -> str:
    """The script that tells the browser all templates known by now; pieces made later send theirs along."""
    _served.update(_known)
    return f"window.portal.templates = {json.dumps(_served, ensure_ascii=False)};"


def reference(name: str, template: str) -> str:
    """What a piece sends: its name when the browser knows the template, else the template itself."""
    return name if _served.get(name) == template else template
