"""What the check of a file found, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.document import Document
from models.text import Text


def doubts_of(document: Document) -> list[Text]:
    """Why a file may be wrong, in words."""
    return [Text(one["id"], one.get("values", {})) for one in document.doubts]


def refusal_of(document: Document) -> Text | None:
    """Why a file was refused, in words."""
    return Text(document.refusal, _values(document.facts.get("refusal_values"))) if document.refusal else None


def _values(values: Any) -> Mapping[str, Any]:
    return values if isinstance(values, Mapping) else {}
