"""What may be uploaded: the endings of each kind of file, what content each ending stands for, and what claims contradict it.

The groups are those of domain README section 0. Nothing else is let in: no SVG, HTML, scripts, macros.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

ENDINGS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "image": ("jpg", "jpeg", "png", "heic", "heif", "webp", "tif", "tiff"),
    "drawing": ("pdf", "dwg", "dxf", "ifc"),
    "survey": ("sos", "kof", "gmi", "gml", "geojson", "csv", "txt", "xml"),
    "sheet": ("xlsx", "ods", "csv"),
    "cctv": ("pdf", "mp4", "mpg", "mpeg", "zip", "wpt"),
}
"""Kind -> endings, as `FileKind` names the kinds."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the family its first bytes must show, and the type we serve it under."""

    family: str
    content_type: str


FORMATS: dict[str, Format] = {
    "pdf": Format("pdf", "application/pdf"),
    "jpg": Format("jpeg", "image/jpeg"),
    "jpeg": Format("jpeg", "image/jpeg"),
    "png": Format("png", "image/png"),
    "heic": Format("heif", "image/heic"),
    "heif": Format("heif", "image/heif"),
    "webp": Format("webp", "image/webp"),
    "tif": Format("tiff", "image/tiff"),
    "tiff": Format("tiff", "image/tiff"),
    "dwg": Format("dwg", "image/vnd.dwg"),
    "dxf": Format("dxf", "image/vnd.dxf"),
    "ifc": Format("ifc", "application/x-step"),
    "sos": Format("sosi", "text/vnd.sosi"),
    "kof": Format("text", "text/plain"),
    "gmi": Format("text", "text/plain"),
    "gml": Format("xml", "application/gml+xml"),
    "xml": Format("xml", "application/xml"),
    "geojson": Format("json", "application/geo+json"),
    "csv": Format("text", "text/csv"),
    "txt": Format("text", "text/plain"),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": Format("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    "mp4": Format("mp4", "video/mp4"),
    "mpg": Format("mpeg", "video/mpeg"),
    "mpeg": Format("mpeg", "video/mpeg"),
    "zip": Format("archive", "application/zip"),
    "wpt": Format("project", "application/octet-stream"),
}

CLAIMS: dict[str, str] = {
    "application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png", "image/heic": "heif", "image/heif": "heif", "image/webp": "webp",
    "image/tiff": "tiff", "video/mp4": "mp4", "video/mpeg": "mpeg", "text/html": "html", "image/svg+xml": "svg",
    "text/javascript": "script", "application/javascript": "script", "application/x-msdownload": "program", "application/x-sh": "script",
}  # fmt: skip
"""Types that mean exactly one family. Browsers make up the others, or know none, so those say nothing."""


def ending_of(name: str) -> str:
    """The ending of a file's name in lower case, without the dot."""
    return PurePosixPath(name).suffix.removeprefix(".").lower()


def is_accepted(ending: str, kinds: Iterable[str]) -> bool:
    """Whether a slot that takes these kinds takes this ending."""
    return any(ending in ENDINGS.get(kind, ()) for kind in kinds)


def contradicts(claimed: str, ending: str) -> bool:
    """Whether the type the sender claimed means something else than the ending."""
    family = CLAIMS.get(claimed.split(";", 1)[0].strip().lower())
    return family is not None and family != FORMATS[ending].family


def signature(head: bytes) -> str:
    """The family the first bytes show; `text` when they show none and hold no zero byte, else empty."""
    for mark, family in (
        (b"%PDF-", "pdf"),
        (b"\xff\xd8\xff", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"AC10", "dwg"),
        (b"PK\x03\x04", "zip"),
    ):
        if head.startswith(mark):
            return family
    if head[:4] in {b"II*\x00", b"MM\x00*"}:
        return "tiff"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "heif" if head[8:12] in HEIF_BRANDS else "mp4"
    if head[:4] in {b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3"}:
        return "mpeg"
    return "text" if head and b"\x00" not in head else ""


HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif"})
