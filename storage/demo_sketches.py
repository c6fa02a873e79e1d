"""A drawing of the demonstration in two versions, each a PDF of two pages: what an officer found lacking, and what was sent instead."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from PIL import Image, ImageDraw

WIDTH, HEIGHT, DOTS_PER_INCH = 827, 1169, 100
"""A sheet of A4."""
INK, QUIET, PIPE, PAPER = (20, 30, 34), (110, 120, 122), (13, 74, 80), (255, 255, 255)
PARTS = (("1", "Utvendig stengekran, eksisterende"), ("2", "Vannmåler DN 20, stående"), ("3", "Stengekran etter måler"))
ADDED = (("4", "Stengekran før måler"), ("5", "Tilbakeslagsventil"))


def sketch(place: str, at: datetime, *, is_mended: bool) -> tuple[bytes, Image.Image]:
    """The PDF as it was drawn first or mended, and its first page as a picture. The PDF says that it was made at `at`."""
    first, second = _plan(place, is_mended=is_mended), _parts(PARTS + ADDED if is_mended else PARTS, is_mended=is_mended)
    made = io.BytesIO()
    dates = {"creationDate": at.utctimetuple(), "modDate": at.utctimetuple()}
    first.save(made, "PDF", save_all=True, append_images=[second], resolution=DOTS_PER_INCH, title=f"Skisse av inntaket, {place}", **dates)
    return made.getvalue(), first


def _sheet(title: str, revision: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    pen.rectangle((40, 40, WIDTH - 40, HEIGHT - 40), outline=INK, width=2)
    pen.text((70, 64), title, fill=INK, font_size=26)
    pen.text((70, HEIGHT - 90), f"Nilsen Rør AS    {revision}", fill=QUIET, font_size=18)
    return page, pen


def _plan(place: str, *, is_mended: bool) -> Image.Image:
    page, pen = _sheet(f"Skisse av inntaket, {place}", _revision(is_mended))
    pen.rectangle((240, 190, 760, 900), outline=INK, width=8)
    pen.text((262, 206), "Vaskekjeller", fill=QUIET, font_size=20)
    pen.line((70, 560, 690, 560), fill=PIPE, width=8)
    pen.line((690, 560, 690, 300), fill=PIPE, width=8)
    _valve(pen, 150, "1")
    pen.ellipse((420, 515, 510, 605), fill=PAPER, outline=PIPE, width=6)
    pen.text((440, 545), "m3  2", fill=INK, font_size=20)
    _valve(pen, 590, "3")
    if is_mended:
        _valve(pen, 340, "4")
        pen.polygon((640, 535, 640, 585, 670, 560), fill=PIPE)
        pen.text((640, 600), "5", fill=INK, font_size=20)
        pen.line((240, 680, 465, 680), fill=QUIET, width=2)
        pen.text((300, 690), "1200 mm", fill=QUIET, font_size=18)
    return page


def _valve(pen: ImageDraw.ImageDraw, x: int, number: str) -> None:
    pen.polygon((x - 24, 538, x - 24, 582, x + 24, 538, x + 24, 582), fill=PIPE)
    pen.text((x - 6, 600), number, fill=INK, font_size=20)


def _parts(rows: Sequence[tuple[str, str]], *, is_mended: bool) -> Image.Image:
    page, pen = _sheet("Deler", _revision(is_mended))
    for at, (number, words) in enumerate(rows):
        top = 150 + at * 56
        pen.text((80, top), number, fill=INK, font_size=22)
        pen.text((150, top), words, fill=INK, font_size=22)
        pen.line((70, top + 40, WIDTH - 70, top + 40), fill=QUIET, width=1)
    return page


def _revision(is_mended: bool) -> str:
    return "Revisjon B" if is_mended else "Revisjon A"
