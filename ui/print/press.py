"""The press: data and one of our templates in, a PDF out: PDF/A-2a for archives, PDF/UA-1 for screen readers.

Nothing on a sheet comes from anywhere but the data: no files, no fonts of the machine, no clock. So the same data give the same bytes.
"""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import typst

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE = 2
"""How many sheets a press makes at the same time; the others wait, and nobody else does."""
LETTERS = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x24F), (0x370, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x482),
    (0x48A, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x203E), (0x2044, 0x204A), (0x2070, 0x2071), (0x2074, 0x208E),
    (0x20A0, 0x20BF), (0x2100, 0x211E), (0x2153, 0x215E), (0x2190, 0x23FF), (0x2500, 0x2604), (0xFB00, 0xFB06),
)  # fmt: skip
"""The letters our fonts have, in every style: those of Europe, numbers, signs. An archive takes no sheet with a letter it cannot show."""
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


def typeset(template: Path, data: Mapping[str, Any], *, after: Path | None = None) -> bytes:
    """The PDF; the template is read after the one it goes on from. Takes some hundredths of a second and more, so a `Press` makes it."""
    inputs = {"data": json.dumps(printable(data))}
    source = (_read(after) if after else b"") + _read(template)
    return typst.compile(source, format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"], ignore_system_fonts=True)


def pictures(template: Path, data: Mapping[str, Any], ppi: int = 80) -> list[bytes]:
    """The same sheet as PNG pictures, one for each page, for looking at while it is written."""
    inputs = {"data": json.dumps(printable(data))}
    made: Any = typst.compile(_read(template), format="png", ppi=ppi, sys_inputs=inputs, ignore_system_fonts=True)
    return [made] if isinstance(made, bytes) else list(made)


class Press:
    """Makes sheets in worker threads, so that the event loop goes on. Who prints for everybody has another than who prints for guests."""

    def __init__(self) -> None:
        self._making = asyncio.Semaphore(AT_ONCE)

    async def make(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `make` makes, when its turn has come."""
        async with self._making:
            return await asyncio.to_thread(make, *args, **kwargs)


def printable(data: Any) -> Any:
    """The same data with every letter that no font of ours has as `UNKNOWN`, and what is never seen left out."""
    match data:
        case str():
            return "".join(_letter(one) for one in unicodedata.normalize("NFC", data))
        case Mapping():
            return {name: printable(one) for name, one in data.items()}
        case list() | tuple():
            return [printable(one) for one in data]
    return data


def _letter(sign: str) -> str:
    if sign == "\n" or any(least <= ord(sign) <= most for least, most in LETTERS):
        return sign
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return "" if kind in ("Cf", "Mn", "Me") else UNKNOWN


@cache
def _read(template: Path) -> bytes:
    return template.read_bytes()
