"""A drawing of the demonstration in two versions, each a PDF of two pages: what an officer found lacking, and what was sent instead."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
import pypdfium2
from PIL import Image

SHEET = (595, 842)
"""A4 in points; the drawing is told in points from its lower left corner."""
INK, QUIET, PIPE, PAPER = "0.08 0.12 0.13", "0.43 0.47 0.48", "0.05 0.29 0.31", "1 1 1"
PARTS = (("1", "Utvendig stengekran, eksisterende"), ("2", "Vannmåler DN 20, stående"), ("3", "Stengekran etter måler"))
ADDED = (("4", "Stengekran før måler"), ("5", "Tilbakeslagsventil"))
WALLS, PIPES = (170, 190, 375, 500), ((50, 420, 500, 420), (500, 420, 500, 610))


def sketch(place: str, *, is_mended: bool) -> tuple[bytes, Image.Image]:
    """The PDF as it was drawn first or mended, the same bytes each time, and its first page as a picture."""
    pages = (_plan(place, is_mended=is_mended), _parts(PARTS + ADDED if is_mended else PARTS, is_mended=is_mended))
    with pikepdf.new() as pdf:
        face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        face.Encoding = pikepdf.Name.WinAnsiEncoding
        for drawn in pages:
            page = pdf.add_blank_page(page_size=SHEET)
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=face))
            page.Contents = pdf.make_stream("\n".join(drawn).encode("cp1252"))
        pdf.docinfo["/Title"] = f"Skisse av inntaket, {place}"
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue(), _picture(made.getvalue())


def _picture(content: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        drawn: Image.Image = document[0].render(scale=1.6).to_pil().convert("RGB")
        return drawn
    finally:
        document.close()


def _plan(place: str, *, is_mended: bool) -> list[str]:
    """The intake from above: the valve in the street, the wall, the meter, what hangs on it."""
    drawn = [
        *_sheet(f"Skisse av inntaket, {place}", is_mended=is_mended),
        _box(*WALLS, INK, 4),
        _words("Vaskekjeller", 185, 668, 11, QUIET),
    ]
    drawn += [_line(*pipe, PIPE, 4) for pipe in PIPES]
    drawn += [*_valve(108, "1"), *_valve(425, "3"), f"{PAPER} rg", _box(310, 400, 60, 40, PIPE, 3, paint="B"), _words("2", 336, 415, 13)]
    if is_mended:
        drawn += [*_valve(245, "4"), f"{PIPE} rg 460 402 m 460 438 l 482 420 l f", _words("5", 466, 384, 13)]
        drawn += [_line(170, 340, 340, 340, QUIET, 1), _words("1200 mm", 230, 325, 11, QUIET)]
    return drawn


def _parts(rows: Sequence[tuple[str, str]], *, is_mended: bool) -> list[str]:
    drawn = _sheet("Deler", is_mended=is_mended)
    for at, (number, words) in enumerate(rows):
        level = 710 - at * 36
        drawn += [_words(number, 58, level, 13), _words(words, 105, level, 13), _line(50, level - 12, 545, level - 12, QUIET, 0.7)]
    return drawn


def _sheet(title: str, *, is_mended: bool) -> list[str]:
    foot = f"Nilsen Rør AS    Revisjon {'B' if is_mended else 'A'}"
    return [_box(28, 28, 539, 786, INK, 1), _words(title, 50, 775, 17), _words(foot, 50, 52, 11, QUIET)]


def _valve(x: int, number: str) -> list[str]:
    return [f"{PIPE} rg {x - 16} 405 m {x - 16} 435 l {x + 16} 405 l {x + 16} 435 l f", _words(number, x - 4, 384, 13)]


def _line(x: float, y: float, to_x: float, to_y: float, colour: str, width: float) -> str:
    return f"{colour} RG {width} w {x} {y} m {to_x} {to_y} l S"


def _box(x: int, y: int, width: int, height: int, colour: str, line: int, paint: str = "S") -> str:
    return f"{colour} RG {line} w {x} {y} {width} {height} re {paint}"


def _words(words: str, x: int, y: int, size: int, colour: str = INK) -> str:
    """Words without brackets, which a PDF would take for its own."""
    return f"BT {colour} rg /F {size} Tf {x} {y} Td ({words}) Tj ET"
