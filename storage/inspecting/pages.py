"""One page of a PDF, or a picture, drawn anew as JPEG at the size and turn somebody wants to look at it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from storage.inspecting import kinds, pictures
from storage.inspecting.sentences import NO_PAGES, TOO_MANY_PIXELS, UNREADABLE, Refusal

LARGEST_PIXELS = 4_000
DRAWN = "page.jpg"
HEAD = 4096


def draw_page(path: Path, number: int, longest: int, turn: int, out: Path) -> None:
    """Write page `number` (from 1) as `page.jpg`, its longest side `longest` pixels, turned `turn` quarters to the right.

    A picture has one page. Raises Refusal for a page that is not there and for what cannot be read.
    """
    longest = max(1, min(longest, LARGEST_PIXELS))
    with path.open("rb") as file:
        is_pdf = kinds.signature(file.read(HEAD)) == "pdf"
    drawn = _of_pdf(path, number, longest) if is_pdf else _of_picture(path, number, longest)
    drawn.rotate(-90 * (turn % 4), expand=True).save(out / DRAWN, "JPEG", quality=84, optimize=False, progressive=True)


def _of_pdf(path: Path, number: int, longest: int) -> Image.Image:
    try:
        document = pypdfium2.PdfDocument(path)
        try:
            if not 1 <= number <= len(document):
                raise Refusal(NO_PAGES)
            page = document[number - 1]
            scale = longest / max(page.get_width(), page.get_height(), 1.0)
            drawn: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
            return drawn
        finally:
            document.close()
    except (pypdfium2.PdfiumError, ValueError, OSError) as error:
        raise Refusal(UNREADABLE) from error


def _of_picture(path: Path, number: int, longest: int) -> Image.Image:
    if number != 1:
        raise Refusal(NO_PAGES)
    try:
        with Image.open(path, formats=list(pictures.PILLOW_NAMES.values())) as picture:
            if picture.width * picture.height > pictures.MOST_PIXELS:
                raise Refusal(TOO_MANY_PIXELS)
            if picture.format == "JPEG":
                picture.draft("RGB", (longest, longest))
            drawn = pictures.on_white(ImageOps.exif_transpose(picture))
            drawn.thumbnail((longest, longest), Image.Resampling.LANCZOS)
            return drawn
    except Image.DecompressionBombError as error:
        raise Refusal(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refusal(UNREADABLE) from error
