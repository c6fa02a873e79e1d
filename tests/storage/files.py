"""Real files of every kind, made when a test needs them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pillow_heif
from PIL import Image, ImageDraw

EXIF, GPS = 0x8769, 0x8825


def dial(width: int = 1200, height: int = 900) -> Image.Image:
    """A picture with sharp figures in it."""
    picture = Image.new("RGB", (width, height), "#d8d4c8")
    pen = ImageDraw.Draw(picture)
    for x in range(0, width, 40):
        pen.line((x, 0, width - x, height), fill="#202020", width=3)
    pen.text((width // 3, height // 2), "0042117", fill="black", font_size=max(12, height // 6))
    return picture


def picture(path: Path, kind: str = "JPEG", image: Image.Image | None = None, **options: Any) -> Path:
    """A picture file of a kind Pillow knows, or HEIF."""
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    (image or dial()).save(path, kind, **options)
    return path


def camera_exif(
    taken: str = "2026:11:20 14:30:05",
    latitude: tuple[float, ...] = (62, 28, 19.56),
    longitude: tuple[float, ...] = (6, 8, 57.48),
) -> Image.Exif:
    """What a phone writes into its photos."""
    exif = Image.Exif()
    exif.get_ifd(EXIF)[0x9003] = taken
    exif.get_ifd(GPS).update({1: "N", 2: latitude, 3: "E", 4: longitude})
    return exif


def pdf(path: Path, pages: int = 1, change: Any = None, **options: Any) -> Path:
    """A PDF with empty pages; `change` gets the open document."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        if change:
            change(document)
        document.save(path, **options)
    return path


def archive(path: Path, content: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip with these entries."""
    with zipfile.ZipFile(path, "w", method) as made:
        for name, body in content.items():
            made.writestr(name, body)
    return path


def sheet(path: Path, **more: bytes) -> Path:
    """The skeleton of an xlsx."""
    return archive(path, {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", **more})


def written(path: Path, content: bytes | str) -> Path:
    """A file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def as_bytes(image: Image.Image, kind: str = "JPEG") -> bytes:
    """A picture without a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()
