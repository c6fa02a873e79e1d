"""Files of every kind before the child that may look at them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import pytest_asyncio
from PIL import Image

from storage.inspecting import sentences
from storage.inspection import Inspector
from tests.storage import files

EVERY_KIND = ("pdf", "image", "drawing", "survey", "sheet", "cctv")
Look = Callable[..., Awaitable[dict[str, Any]]]


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def inspector() -> AsyncIterator[Inspector]:
    """One child for all tests here, as in the portal."""
    inspector = Inspector(1)
    yield inspector
    await inspector.close()


@pytest.fixture
def look(inspector: Inspector, tmp_path: Path) -> Look:
    """Look at one file with the warm child; pictures land in `tmp_path / "out"`."""
    out = tmp_path / "out"
    out.mkdir()

    async def ask(path: Path, claimed: str = "", accepts: tuple[str, ...] = EVERY_KIND, name: str = "") -> dict[str, Any]:
        return await inspector.inspect(path, name=name or path.name, claimed=claimed, accepts=accepts, out=out)

    return ask


@pytest.mark.parametrize(
    ("ending", "kind", "content_type"),
    [
        ("jpg", "JPEG", "image/jpeg"),
        ("png", "PNG", "image/png"),
        ("webp", "WEBP", "image/webp"),
        ("tif", "TIFF", "image/tiff"),
        ("heic", "HEIF", "image/heic"),
    ],
)
async def test_each_kind_of_picture_is_read_and_drawn_anew(look: Look, tmp_path: Path, ending: str, kind: str, content_type: str) -> None:
    path = files.picture(tmp_path / f"bilde.{ending}", kind)

    found = await look(path)

    assert (found["facts"]["width"], found["facts"]["height"], found["content_type"]) == (1200, 900, content_type)
    assert found["doubts"] == []
    with Image.open(tmp_path / "out" / "preview.jpg") as preview, Image.open(tmp_path / "out" / "thumb.jpg") as thumb:
        assert (preview.format, preview.size) == ("JPEG", (1200, 900))
        assert thumb.size == (320, 240)


@pytest.mark.parametrize("ending", ["jpg", "heic"])
async def test_when_and_where_a_photo_was_taken_is_told_and_not_passed_on(look: Look, tmp_path: Path, ending: str) -> None:
    kind = "JPEG" if ending == "jpg" else "HEIF"
    path = files.picture(tmp_path / f"bilde.{ending}", kind, exif=files.camera_exif().tobytes())

    facts = (await look(path))["facts"]

    assert (facts["taken_at"], facts["latitude"], facts["longitude"]) == ("2026-11-20T14:30:05", 62.4721, 6.1493)
    with Image.open(tmp_path / "out" / "preview.jpg") as preview:
        assert dict(preview.getexif()) == {}


@pytest.mark.parametrize("exif", [{"taken": "0000:00:00 00:00:00"}, {"taken": "yesterday"}, {"latitude": (999, 0, 0)}, {"longitude": ()}])
async def test_what_a_camera_says_wrongly_is_left_out(look: Look, tmp_path: Path, exif: dict[str, Any]) -> None:
    found = await look(files.picture(tmp_path / "bilde.jpg", exif=files.camera_exif(**exif)))

    assert ("taken_at" in found["facts"]) == ("taken" not in exif)
    assert ("latitude" in found["facts"]) == ("taken" in exif)


async def test_a_picture_lying_on_its_side_is_set_upright(look: Look, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    await look(files.picture(tmp_path / "bilde.jpg", exif=exif))

    with Image.open(tmp_path / "out" / "preview.jpg") as preview:
        assert preview.size == (900, 1200)


async def test_a_large_picture_is_shown_at_1600_pixels(look: Look, tmp_path: Path) -> None:
    found = await look(files.picture(tmp_path / "bilde.jpg", image=files.dial(4000, 3000)))

    assert found["facts"]["width"] == 4000
    with Image.open(tmp_path / "out" / "preview.jpg") as preview:
        assert preview.size == (1600, 1200)


async def test_what_is_hidden_behind_a_picture_is_not_in_its_preview(look: Look, tmp_path: Path) -> None:
    path = files.written(tmp_path / "bilde.png", files.as_bytes(files.dial(), "PNG") + b"<script>alert(1)</script>")

    assert "refusal" not in await look(path)
    assert b"script" not in (tmp_path / "out" / "preview.jpg").read_bytes()


async def test_blank_and_blurred_pictures_are_doubted(look: Look, tmp_path: Path) -> None:
    blank = await look(files.picture(tmp_path / "blank.jpg", image=Image.new("RGB", (800, 600), "gray")))
    fog = Image.linear_gradient("L").resize((800, 600)).convert("RGB")
    blurred = await look(files.picture(tmp_path / "fog.jpg", image=fog))

    assert blank["doubts"] == [[sentences.LOOKS_BLANK.msgid, {}]]
    assert blurred["doubts"] == [[sentences.LOOKS_BLURRED.msgid, {}]]


async def test_a_pdf_is_counted_and_its_first_page_drawn(look: Look, tmp_path: Path) -> None:
    found = await look(files.pdf(tmp_path / "plan.pdf", pages=3), accepts=("pdf",))

    assert (found["facts"], found["doubts"], found["content_type"]) == ({"pages": 3}, [], "application/pdf")
    with Image.open(tmp_path / "out" / "preview.jpg") as preview:
        assert max(preview.size) == 1600


def runs_when_opened(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def runs_when_printed(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")))


def names_a_script(document: pikepdf.Pdf) -> None:
    script = document.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")))
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script])))


def jumps_to_a_page(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


@pytest.mark.parametrize(
    ("change", "doubtful"), [(runs_when_opened, True), (runs_when_printed, True), (names_a_script, True), (jumps_to_a_page, False)]
)
async def test_a_pdf_that_would_run_something_is_doubted(look: Look, tmp_path: Path, change: Any, doubtful: bool) -> None:
    found = await look(files.pdf(tmp_path / "plan.pdf", change=change))

    assert found["doubts"] == ([[sentences.RUNS_SOMETHING.msgid, {}]] if doubtful else [])


async def test_files_inside_a_pdf_are_told(look: Look, tmp_path: Path) -> None:
    def attach(document: pikepdf.Pdf) -> None:
        document.attachments["hidden.exe"] = b"MZ"

    assert (await look(files.pdf(tmp_path / "plan.pdf", change=attach)))["doubts"] == [[sentences.HOLDS_FILES.msgid, {"number": 1}]]


def _pdf(path: Path) -> bytes:
    return files.pdf(path / "whole.pdf").read_bytes()


REFUSED: dict[str, tuple[Callable[[Path], Path], Any]] = {
    "empty": (lambda at: files.written(at / "plan.pdf", b""), sentences.EMPTY),
    "unknown ending": (lambda at: files.written(at / "virus.exe", b"MZ"), sentences.WRONG_TYPE),
    "no ending": (lambda at: files.written(at / "plan", b"%PDF-"), sentences.WRONG_TYPE),
    "svg": (lambda at: files.written(at / "plan.svg", "<svg/>"), sentences.WRONG_TYPE),
    "html as pdf": (lambda at: files.written(at / "plan.pdf", "<html>"), sentences.DISGUISED),
    "png as jpg": (lambda at: files.picture(at / "bilde.jpg", "PNG"), sentences.DISGUISED),
    "html as text": (lambda at: files.written(at / "plan.txt", "  <!DOCTYPE html><script>"), sentences.DISGUISED),
    "program as text": (lambda at: files.written(at / "maal.csv", b"MZ\x90\x00\x03"), sentences.DISGUISED),
    "svg as xml": (lambda at: files.written(at / "maal.xml", "<svg xmlns='http://www.w3.org/2000/svg'/>"), sentences.DISGUISED),
    "zip as xlsx": (lambda at: files.archive(at / "maal.xlsx", {"a.txt": b"a"}), sentences.DISGUISED),
    "pdf after a space": (lambda at: files.written(at / "plan.pdf", b" " + _pdf(at)), sentences.DISGUISED),
    "cut pdf": (lambda at: files.written(at / "plan.pdf", _pdf(at)[:-60]), sentences.UNREADABLE),
    "cut jpg": (lambda at: files.written(at / "bilde.jpg", files.as_bytes(files.dial())[:5000]), sentences.UNREADABLE),
    "pdf without pages": (lambda at: files.pdf(at / "plan.pdf", pages=0), sentences.NO_PAGES),
    "locked pdf": (lambda at: files.pdf(at / "plan.pdf", encryption=pikepdf.Encryption(owner="a", user="b")), sentences.LOCKED),
    "pdf locked for its owner": (
        lambda at: files.pdf(at / "plan.pdf", encryption=pikepdf.Encryption(owner="a", user="")),
        sentences.LOCKED,
    ),
    "long pdf": (lambda at: files.pdf(at / "plan.pdf", pages=2001), sentences.TOO_MANY_PAGES),
    "huge picture": (lambda at: files.picture(at / "bilde.png", "PNG", Image.new("1", (10_000, 5_001))), sentences.TOO_MANY_PIXELS),
    "xml with entities": (lambda at: files.written(at / "maal.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), sentences.UNREADABLE),
    "broken geojson": (lambda at: files.written(at / "maal.geojson", '{"type": '), sentences.UNREADABLE),
    "json that is no geojson": (lambda at: files.written(at / "maal.geojson", "[1]"), sentences.DISGUISED),
    "nested json": (
        lambda at: files.written(at / "maal.geojson", '{"type": "x", "a": ' + "[" * 5000 + "]" * 5000 + "}"),
        sentences.UNREADABLE,
    ),
    "macros": (lambda at: files.sheet(at / "maal.xlsx", **{"xl/vbaProject.bin": b"x"}), sentences.MACROS),
    "zip bomb": (lambda at: files.archive(at / "film.zip", {"a.txt": b"0" * 30_000_000}), sentences.BOMB),
    "zip that lies about its size": (lambda at: _lying_zip(at / "film.zip"), sentences.UNREADABLE),
    "zip of very many": (lambda at: files.archive(at / "film.zip", {f"{n}.txt": b"" for n in range(1001)}), sentences.BOMB),
    "zip in a zip": (lambda at: files.archive(at / "film.zip", {"inner.zip": b"PK"}), sentences.FORBIDDEN_INSIDE),
    "program in a zip": (lambda at: files.archive(at / "film.zip", {"setup.exe": b"MZ"}), sentences.FORBIDDEN_INSIDE),
}


def _lying_zip(path: Path) -> Path:
    """An archive that says its content unpacks to ten bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", b"0" * 30_000_000)
    content = buffer.getvalue()
    size = (30_000_000).to_bytes(4, "little")
    return files.written(path, content.replace(size, (10).to_bytes(4, "little")))


@pytest.mark.parametrize("name", REFUSED)
async def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(look: Look, tmp_path: Path, name: str) -> None:
    make, sentence = REFUSED[name]

    assert await look(make(tmp_path)) == {"refusal": sentence.msgid}


ACCEPTED: dict[str, Callable[[Path], Path]] = {
    "dwg": lambda at: files.written(at / "plan.dwg", b"AC1032\x00\x00"),
    "dxf": lambda at: files.written(at / "plan.dxf", "  0\r\nSECTION\r\n  2\r\nHEADER\r\n"),
    "binary dxf": lambda at: files.written(at / "plan.dxf", b"AutoCAD Binary DXF\r\n\x1a\x00\x00"),
    "ifc": lambda at: files.written(at / "plan.ifc", "ISO-10303-21;\nHEADER;"),
    "sosi in Latin-1": lambda at: files.written(at / "maal.sos", ".HODE\n..EIER Åse Ærlig\n".encode("latin-1")),
    "kof": lambda at: files.written(at / "maal.kof", " 05 PP1 5020 6589551.590 594048.140\n"),
    "gml": lambda at: files.written(at / "maal.gml", '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>'),
    "LandXML": lambda at: files.written(at / "maal.xml", "<LandXML/>"),
    "geojson": lambda at: files.written(at / "maal.geojson", '{"type": "FeatureCollection", "features": []}'),
    "csv": lambda at: files.written(at / "maal.csv", "punkt;nord;øst\n1;6589551,59;594048,14\n"),
    "xlsx": lambda at: files.sheet(at / "maal.xlsx"),
    "ods": lambda at: files.archive(
        at / "maal.ods", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, zipfile.ZIP_STORED
    ),
    "mp4": lambda at: files.written(at / "film.mp4", b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00"),
    "mpg": lambda at: files.written(at / "film.mpg", b"\x00\x00\x01\xba\x44\x00"),
    "zip": lambda at: files.archive(at / "film.zip", {"a.mp4": b"x", "b/rapport.pdf": b"y"}),
}


@pytest.mark.parametrize("name", ACCEPTED)
async def test_each_format_of_the_domain_is_let_in(look: Look, tmp_path: Path, name: str) -> None:
    found = await look(ACCEPTED[name](tmp_path))

    assert "refusal" not in found
    assert found["pictures"] == []


async def test_a_slot_takes_only_its_own_kinds(look: Look, tmp_path: Path) -> None:
    path = files.pdf(tmp_path / "plan.pdf")

    assert await look(path, accepts=("image",)) == {"refusal": sentences.WRONG_TYPE.msgid}
    assert "refusal" not in await look(path, accepts=("image", "drawing"))


@pytest.mark.parametrize(
    ("claimed", "refused"), [("text/html", True), ("image/png", True), ("application/octet-stream", False), ("image/JPEG; a=b", False)]
)
async def test_a_claim_that_contradicts_the_name_is_refused(look: Look, tmp_path: Path, claimed: str, refused: bool) -> None:
    assert ("refusal" in await look(files.picture(tmp_path / "bilde.jpg"), claimed=claimed)) is refused


async def test_a_child_that_takes_too_long_is_ended_and_the_next_file_gets_a_new_one(tmp_path: Path) -> None:
    inspector = Inspector(1, wall_seconds=0.7)
    waiting = tmp_path / "endless.txt"
    os.mkfifo(waiting)
    try:
        pending = await inspector.inspect(waiting, name="endless.txt", claimed="", accepts=EVERY_KIND, out=tmp_path)
        after = await inspector.inspect(files.written(tmp_path / "a.txt", "a"), name="a.txt", claimed="", accepts=EVERY_KIND, out=tmp_path)
    finally:
        await inspector.close()

    assert "refusal" in pending
    assert "refusal" not in after


LIMITED = """
import json, socket, sys
sys.path.insert(0, ".")
from storage.inspecting import limits
limits.apply()
told = {}
try:
    bytearray(2_000_000_000)
except MemoryError:
    told["memory"] = "refused"
try:
    socket.socket()
except OSError as error:
    told["socket"] = type(error).__name__
import ctypes
told["raw socket"] = ctypes.CDLL(None, use_errno=True).socket(2, 1, 0)
try:
    import os
    os.system("true")
except OSError as error:
    told["program"] = type(error).__name__
limits.allow_one_file()
print(json.dumps(told), flush=True)
limits.resource.setrlimit(limits.resource.RLIMIT_CPU, (1, 2))
while True:
    pass
"""


async def test_the_child_has_little_memory_no_network_and_ends_when_its_time_is_up() -> None:
    root = Path(__file__).resolve().parents[2]
    answer = subprocess.run([sys.executable, "-c", LIMITED], cwd=root, capture_output=True, text=True, timeout=30, check=False)

    assert json.loads(answer.stdout) == {"memory": "refused", "socket": "PermissionError", "raw socket": -1, "program": "PermissionError"}
    assert answer.returncode in {-signal.SIGXCPU, -signal.SIGKILL}
