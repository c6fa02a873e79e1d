"""The preparation as a PDF from the same blocks as the page: PDF/A-2a for archives, PDF/UA-1 for screen readers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.text import Text
from ui.print.press import typeset
from ui.public.words import Block, Part

TEMPLATE = Path(__file__).with_name("paper.typ")
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper, in one language. `facts` are lines under the summary."""

    title: str
    summary: str
    facts: Sequence[str]
    footer: str
    product: str
    locale: str
    blocks: Sequence[Block]


def pdf(sheet: Sheet, t: Callable[[Text], str]) -> bytes:
    """The PDF. Takes some hundredths of a second, so a worker thread makes it; words are data in it and never read as instructions."""
    data = {
        "title": sheet.title,
        "summary": sheet.summary,
        "facts": list(sheet.facts),
        "footer": sheet.footer,
        "product": sheet.product,
        "lang": sheet.locale,
        "blocks": [_block(one, t) for one in sheet.blocks],
    }
    return typeset(TEMPLATE, data)


def _block(block: Block, t: Callable[[Text], str]) -> dict[str, Any]:
    return {"heading": t(block.heading), "note": t(block.note) if block.note else "", "parts": [_part(one, t) for one in block.parts]}


def _part(part: Part, t: Callable[[Text], str]) -> dict[str, Any]:
    items = [
        {"what": t(item.what), "more": [t(line) for line in item.more], "mark": t(item.mark) if item.mark else ""} for item in part.items
    ]
    return {"heading": t(part.heading) if part.heading else "", "items": items}


def file_name(words: str) -> str:
    """A file name from words: small letters, digits and hyphens, so that every system takes it."""
    plain = unicodedata.normalize("NFKD", words.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()
    parts = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return f"{'-'.join(parts)[:80] or 'portal'}.pdf"
