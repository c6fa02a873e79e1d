"""Arms that are uploaded: pictures are drawn anew, of drawings only shapes are taken, and what cannot be taken says how to save it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from models.errors import BadInput
from tests.ui.print.letters import facts_for
from tests.ui.print.test_letter import kept
from ui.print.arms import MOST_BYTES, read_arms
from ui.print.letter import letter_pdf

OPEN = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'


def picture(mode: str, kind: str, size: tuple[int, int] = (300, 360), **more: object) -> bytes:
    """A picture as its bytes."""
    made = io.BytesIO()
    Image.new(mode, size).save(made, kind, **more)
    return made.getvalue()


@pytest.mark.parametrize(("mode", "kind"), [("RGBA", "PNG"), ("RGB", "PNG"), ("P", "PNG"), ("L", "PNG"), ("1", "PNG"), ("LA", "PNG"),
                                            ("I;16", "PNG"), ("RGB", "JPEG"), ("CMYK", "JPEG"), ("L", "JPEG")])  # fmt: skip
def test_a_picture_of_any_kind_becomes_a_drawing_a_letter_takes(mode: str, kind: str) -> None:
    drawing = read_arms(picture(mode, kind))

    assert letter_pdf(kept(facts_for(), drawing.svg)).startswith(b"%PDF-")
    assert drawing == read_arms(picture(mode, kind))


def test_nothing_of_the_file_but_its_colours_comes_further() -> None:
    camera = Image.Exif()
    camera[0x010F] = "Kameraet til Kari"
    drawing = read_arms(picture("RGB", "JPEG", exif=camera.tobytes()))

    assert "Kari" not in drawing.svg
    assert read_arms(picture("RGB", "PNG", (4000, 4000))).svg.count("700") >= 2, "it is made small"


SHAPE = b'<path d="M0 0h10v10z" fill="#123456"/>'


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        (b'<path onclick="x()" d="M0 0h1"/>', "onclick"), (b'<path d="M0 0h1" fill="url(http://evil.example/x)"/>', "evil"),
        (b'<path d="M0 0h1" style="background:url(//evil.example)"/>', "evil"), (b"<title>hemmelig</title>", "hemmelig"),
        (b'<x:y xmlns:x="urn:x">hemmelig</x:y>', "hemmelig"), (b'<linearGradient xlink:href="http://evil.example#a"/>', "evil"),
        (b'<path style="@import \'evil\'" d="M0 0h1"/>', "evil"), (b"<!-- hemmelig -->", "hemmelig"), (b"<?php hemmelig ?>", "hemmelig"),
    ],
)  # fmt: skip
def test_of_a_drawing_only_shapes_are_taken(inside: bytes, gone: str) -> None:
    svg = read_arms(OPEN + SHAPE + inside + b"</svg>").svg

    assert gone not in svg
    assert "#123456" in svg


@pytest.mark.parametrize(
    "content",
    [
        b"", b"GIF89a" + b"0" * 100, b"%PDF-1.7", b"\x89PNG\r\n\x1a\n" + b"0" * 200, picture("RGB", "PNG", (20, 20)), picture("RGB", "GIF"),
        b"0" * (MOST_BYTES + 1), b"<html><svg/></html>", b"<svg", OPEN + b"<script>x()</script></svg>", OPEN + b"<style>*{}</style></svg>",
        OPEN + b"<foreignObject/></svg>", OPEN + b'<image href="file:///etc/passwd"/></svg>', OPEN + b"<text>Fjordvik</text></svg>",
        OPEN + b'<use href="#a"/></svg>', OPEN + b'<a href="javascript:x()"/></svg>', OPEN + b"<animate/></svg>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + OPEN + b"</svg>", b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        OPEN + b"<g>" * 500 + b"</g>" * 500 + b"</svg>", OPEN + b"<path/>" * 6000 + b"</svg>",
        OPEN + b'<path d="' + b"M0 0" * 200_000 + b'"/></svg>',
    ],
)  # fmt: skip
def test_what_cannot_be_taken_says_what_to_do(content: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read_arms(content)

    assert refused.value.text.in_english().split()[0] in {"Choose", "We", "The", "Save"}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", OPEN, b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]))
def test_whatever_comes_is_taken_or_refused_in_words(content: bytes, begins: bytes) -> None:
    try:
        drawing = read_arms(begins + content)
    except BadInput:
        return
    assert drawing.svg.startswith("<svg")
