"""Pictures: opened by named formats only, turned upright, told by their facts, and drawn anew as JPEG for everybody who looks at them."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import Image, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

from storage.inspecting.sentences import LOOKS_BLANK, LOOKS_BLURRED, TOO_MANY_PIXELS, UNREADABLE, Refusal, doubt

MOST_PIXELS = 50_000_000
PREVIEW_PIXELS, THUMBNAIL_PIXELS = 1600, 320
JUDGED_PIXELS = 512
FLAT = 2.0
"""Standard deviation of the grey values (0-255) under which nothing can be seen."""
SOFT = 6.0
"""Standard deviation of the edges under which no figure on a dial could be read; sharp photos lie far above."""

PILLOW_NAMES = {"jpeg": "JPEG", "png": "PNG", "heif": "HEIF", "webp": "WEBP", "tiff": "TIFF"}
EXIF, GPS = 0x8769, 0x8825
TAKEN, TAKEN_ELSE = 0x9003, 0x0132

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
pillow_heif.register_heif_opener()


def look_at(path: Path, family: str, out: Path) -> tuple[dict[str, Any], list[Any]]:
    """Facts and doubts of a picture; writes `preview.jpg` and `thumb.jpg` into `out`. Raises Refusal."""
    try:
        with Image.open(path, formats=[PILLOW_NAMES[family]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(TOO_MANY_PIXELS)
            facts = {"width": picture.width, "height": picture.height, **_camera_facts(picture)}
            if family == "jpeg":
                picture.draft("RGB", (PREVIEW_PIXELS, PREVIEW_PIXELS))
            upright = ImageOps.exif_transpose(picture)
            return facts | {"sharpness": draw(upright, out)}, _doubts(upright)
    except Image.DecompressionBombError as error:
        raise Refusal(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refusal(UNREADABLE) from error


def draw(picture: Image.Image, out: Path) -> float:
    """Draw a picture anew, without anything but its pixels, as preview and thumbnail; how sharp it is."""
    plain = on_white(picture)
    plain.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS), Image.Resampling.LANCZOS)
    plain.save(out / "preview.jpg", "JPEG", quality=82, optimize=False, progressive=True)
    small = plain.copy()
    small.thumbnail((THUMBNAIL_PIXELS, THUMBNAIL_PIXELS), Image.Resampling.LANCZOS)
    small.save(out / "thumb.jpg", "JPEG", quality=78)
    return _sharpness(plain)


def _doubts(picture: Image.Image) -> list[Any]:
    grey = _judged(picture)
    if ImageStat.Stat(grey).stddev[0] < FLAT:
        return [doubt(LOOKS_BLANK)]
    return [doubt(LOOKS_BLURRED)] if _sharpness(picture) < SOFT else []


def _sharpness(picture: Image.Image) -> float:
    edges = _judged(picture).filter(ImageFilter.FIND_EDGES)
    inner = edges.crop((2, 2, max(3, edges.width - 2), max(3, edges.height - 2)))
    return round(ImageStat.Stat(inner).stddev[0], 1)


def _judged(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    grey.thumbnail((JUDGED_PIXELS, JUDGED_PIXELS), Image.Resampling.BILINEAR)
    return grey


def on_white(picture: Image.Image) -> Image.Image:
    """The picture in plain colours, what is see-through white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("RGB")
    return picture.convert("RGB")


def _camera_facts(picture: Image.Image) -> dict[str, Any]:
    """When and where the camera says it was; whatever it says wrongly is left out."""
    exif = picture.getexif()
    facts: dict[str, Any] = {}
    taken = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", str(exif.get_ifd(EXIF).get(TAKEN) or exif.get(TAKEN_ELSE)))
    with suppress(ValueError):
        facts |= {"taken_at": datetime.fromisoformat("{}-{}-{}T{}".format(*taken.groups())).isoformat()} if taken else {}
    gps = exif.get_ifd(GPS)
    latitude, longitude = _degrees(gps.get(2), gps.get(1)), _degrees(gps.get(4), gps.get(3))
    if latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180:
        facts |= {"latitude": latitude, "longitude": longitude}
    return facts


def _degrees(parts: Any, side: Any) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        signed = -1 if str(side).strip("\x00 ").upper() in {"S", "W"} else 1
        return round(signed * (degrees + minutes / 60 + seconds / 3600), 6)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
