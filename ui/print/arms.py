"""A municipality's arms as they are uploaded: checked, made small and plain, and kept as one drawing a letter can take.

Pictures are decoded and drawn anew, so nothing of the file but its colours comes further. Of an SVG only shapes and gradients are taken;
what could run, fetch or repeat itself is refused with words about how to save the file.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

import orjson
import typst
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from PIL import Image, UnidentifiedImageError

from models.errors import BadInput
from models.text import _

MOST_BYTES = 2_000_000
MOST_SVG = 400_000
MOST_ELEMENTS, DEEPEST = 5_000, 100
LEAST_PIXELS, MOST_PIXELS, KEPT_PIXELS = 48, 25_000_000, 700
SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
SHAPES = frozenset(
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient", "radialGradient", "stop",
        "clipPath",
    }
)  # fmt: skip
PASSED_OVER = frozenset({"title", "desc", "metadata"})
"""What says something about the drawing and draws nothing."""
INNER_LINK = re.compile(r"#[\w.-]{1,200}")
CANNOT = re.compile(r"url\(\s*[\"']?(?!#)|@|\\|expression|javascript:|data:", re.IGNORECASE)
ElementTree.register_namespace("", SVG.strip("{}"))
TRY = b'#let d = json(bytes(sys.inputs.data))\n#set document(title: "x")\n#image(bytes(d), format: "svg", alt: "x", height: 20mm)'


@dataclass(frozen=True, slots=True)
class Drawing:
    """Arms that are fit for a letter: an SVG, and its SHA-256."""

    svg: str
    sha256: str


def read_arms(content: bytes) -> Drawing:
    """The drawing in a PNG, JPEG or SVG file. Raises BadInput that says how to save the file instead."""
    if not content:
        raise BadInput(_("Choose a file."), target="file")
    if len(content) > MOST_BYTES:
        raise BadInput(_("The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000), target="file")
    is_svg = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    svg = _plain(content) if is_svg else _drawn_anew(content)
    _demand_printable(svg)
    return Drawing(svg, hashlib.sha256(svg.encode()).hexdigest())


def _drawn_anew(content: bytes) -> str:
    """A picture, decoded and made small, within an SVG."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise BadInput(_("The picture has too many pixels. Save it smaller."), target="file")
                if min(found.size) < LEAST_PIXELS:
                    raise BadInput(_("The picture is too small. Use one of at least {n} pixels.", n=LEAST_PIXELS), target="file")
                picture = found.convert("RGBA" if "A" in found.getbands() or "transparency" in found.info else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise BadInput(_("We cannot read the file. Use a PNG, JPEG or SVG file."), target="file") from None
    picture.thumbnail((KEPT_PIXELS, KEPT_PIXELS))
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    width, height = picture.size
    inside = base64.b64encode(kept.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{inside}"/></svg>'
    )


def _plain(content: bytes) -> str:
    """The shapes of an SVG, and nothing else."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, ElementTree.ParseError, ValueError, LookupError):
        raise BadInput(_("Save the file as plain SVG, or as PNG."), target="file") from None
    if root.tag != f"{SVG}svg":
        raise BadInput(_("Save the file as plain SVG, or as PNG."), target="file")
    if not (root.get("viewBox") or (root.get("width") and root.get("height"))):
        raise BadInput(_("The drawing does not say how large it is. Save it as plain SVG, or as PNG."), target="file")
    if sum(1 for _one in root.iter()) > MOST_ELEMENTS:
        raise BadInput(_("The drawing is too detailed. Save it as PNG."), target="file")
    _strip(root)
    svg: str = ElementTree.tostring(root, encoding="unicode")
    if len(svg) > MOST_SVG:
        raise BadInput(_("The drawing is too detailed. Save it as PNG."), target="file")
    return svg


def _strip(root: ElementTree.Element) -> None:
    """Take out what draws nothing; refuse what is no shape. Walks without calling itself: a drawing may be nested as deep as it likes."""
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            raise BadInput(_("The drawing is too detailed. Save it as PNG."), target="file")
        for child in list(element):
            name = child.tag.removeprefix(SVG) if isinstance(child.tag, str) and child.tag.startswith(SVG) else ""
            if not name or name in PASSED_OVER:
                element.remove(child)
                continue
            if name not in SHAPES:
                words = _("The drawing holds “{what}”, which we do not take. Turn everything into paths, or save it as PNG.")
                raise BadInput(words, what=name[:40], target="file")
            waiting.append((child, depth + 1))
        element.text = element.tail = None
        for key, said in list(element.attrib.items()):
            if _is_unsafe(key, said):
                del element.attrib[key]
        if XLINK in element.attrib:  # the plain name says the same, and needs no namespace
            element.set("href", element.attrib.pop(XLINK))


def _is_unsafe(key: str, said: str) -> bool:
    is_link = key in (XLINK, "href")
    is_foreign = key.startswith("{") and not is_link
    return is_foreign or key.lower().startswith("on") or (is_link and not INNER_LINK.fullmatch(said)) or bool(CANNOT.search(said))


def _demand_printable(svg: str) -> None:
    """Try it on a sheet: what the press cannot draw is found now, and not when somebody decides."""
    try:
        typst.compile(TRY, format="pdf", sys_inputs={"data": orjson.dumps(svg).decode()}, pdf_standards=["a-2a"], ignore_system_fonts=True)
    except (RuntimeError, typst.TypstError):
        raise BadInput(_("We cannot draw the file. Save it as PNG."), target="file") from None
