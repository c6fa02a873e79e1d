"""The upload door: who gets in, what is counted, and that nothing is left of what was refused. Its guards are what keeps people out."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from storage.object_parts import PREVIEW, THUMBNAIL
from tests.faults.visitors import Gate, Visitor

Attack = Callable[[Gate, Visitor], dict[str, Any]]
SLOT = {"phase": "application", "slot": "photo_old"}
BOUNDARY = "portal-test-boundary"


def jpeg() -> bytes:
    """A small real picture."""
    kept = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


def stored(gate: Gate) -> list[Path]:
    """What was received into the store, in parts or whole; not the pictures the portal draws of it later."""
    received = (path for path in (gate.portal.folder / "store").rglob("*") if path.is_file() and "probe" not in path.name)
    return sorted(path for path in received if not any(drawn in path.name for drawn in (THUMBNAIL, PREVIEW)))


def send(client: httpx.Client, ref: str, content: bytes | None = None, fields: dict[str, str] | None = None) -> httpx.Response:
    """One upload as the page sends it."""
    file = {"file": ("Gammel måler.jpg", jpeg() if content is None else content, "image/jpeg")}
    return client.post(f"/cases/{ref}/documents", data={**SLOT, **(fields or {})}, files=file)


def files_of(gate: Gate, ref: str) -> list[str]:
    """Names of the files the case holds."""
    with gate.seed.works(writing=False) as work:
        case = work.cases.get(gate.seed.actor("contractor").scope, ref)
        return [one.name for one in work.documents.of_case(case.id)]


def nobody(_gate: Gate, _victim: Visitor) -> dict[str, Any]:
    return {"Cookie": None, "X-CSRF-Token": None}


def another_site(_gate: Gate, _victim: Visitor) -> dict[str, Any]:
    return {"Origin": "https://evil.example"}


def no_site(_gate: Gate, _victim: Visitor) -> dict[str, Any]:
    return {"Origin": None}


def no_token(_gate: Gate, _victim: Visitor) -> dict[str, Any]:
    return {"X-CSRF-Token": None}


def another_sessions_token(gate: Gate, _victim: Visitor) -> dict[str, Any]:
    return {"X-CSRF-Token": gate.visitor("contractor").csrf}


def another_company(gate: Gate, _victim: Visitor) -> dict[str, Any]:
    return gate.visitor("contractor2").headers


def a_colleague_who_may_only_read(gate: Gate, _victim: Visitor) -> dict[str, Any]:
    return gate.visitor("viewer").headers


ATTACKS: dict[Attack, int] = {
    nobody: 401, another_site: 403, no_site: 403, no_token: 403, another_sessions_token: 403, another_company: 404,
    a_colleague_who_may_only_read: 403,
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_who_has_no_right_to_this_case_and_page_uploads_nothing(gate: Gate, attack: Attack) -> None:
    ref, victim, before = gate.seed.draft(with_photo=False), gate.visitor("contractor"), stored(gate)
    with victim.client(**attack(gate, victim)) as client:
        answer = send(client, ref)
    assert answer.status_code == ATTACKS[attack], answer.text
    assert (stored(gate), files_of(gate, ref)) == (before, [])


@pytest.mark.parametrize("attack", ATTACKS)
def test_with_the_guards_switched_off_the_same_attack_succeeds(open_doors: Gate, attack: Attack) -> None:
    ref, victim = open_doors.seed.draft(with_photo=False), open_doors.visitor("contractor")
    with victim.client(**attack(open_doors, victim)) as client:
        answer = send(client, ref)
    assert (answer.status_code, len(files_of(open_doors, ref))) == (201, 1)


def test_a_case_of_others_is_refused_as_one_that_does_not_exist(gate: Gate) -> None:
    theirs = gate.seed.draft(with_photo=False)
    with gate.visitor("contractor2").client() as client:
        answers = [send(client, ref) for ref in (theirs, "A" * len(theirs))]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_an_own_file_lies_durably_in_the_store_and_is_counted(gate: Gate) -> None:
    ref, content = gate.seed.draft(with_photo=False), jpeg()
    with gate.visitor("contractor").client() as client:
        before = counted(client)
        answer = send(client, ref, content)
        after = counted(client)
    assert (answer.status_code, answer.json()["size"]) == (201, len(content))
    assert content in [path.read_bytes() for path in stored(gate)]
    assert (after[0] - before[0], after[1] - before[1]) == (1, len(content))


def counted(client: httpx.Client) -> tuple[float, float]:
    """Files and bytes, as the metrics tell."""
    lines = client.get("/metrics").text.splitlines()
    found = {line.split()[0]: float(line.split()[1]) for line in lines if line.startswith("portal_upload") and "_created" not in line}
    return found["portal_uploads_total"], found["portal_upload_bytes_total"]


def pieces(size: int, *, ends: bool = True, more: bytes = b"") -> Iterator[bytes]:
    """A multipart body without a length, in pieces of 64 KiB."""
    for name, value in SLOT.items():
        yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    yield f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'.encode()
    for start in range(0, size, 65_536):
        yield b"x" * min(65_536, size - start)
    yield more
    if ends:
        yield f"\r\n--{BOUNDARY}--\r\n".encode()


def stream(visitor: Visitor, ref: str, body: Iterator[bytes]) -> httpx.Response:
    """Send a body piece by piece (chunked: nothing says how long it is)."""
    with visitor.client(**{"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}) as client:
        return client.post(f"/cases/{ref}/documents", content=body)


def test_size_is_counted_on_the_stream_whatever_is_said_of_it(gate: Gate) -> None:
    ref, before = gate.seed.draft(with_photo=False), stored(gate)
    answer = stream(gate.visitor("contractor"), ref, pieces(3_000_000))
    assert (answer.status_code, "1 MB" in answer.json()["detail"]) == (413, True)
    assert (stored(gate), files_of(gate, ref)) == (before, [])


def test_an_upload_that_says_it_is_too_long_is_refused_before_it_comes(gate: Gate) -> None:
    ref = gate.seed.draft(with_photo=False)
    with gate.visitor("contractor").client() as client:
        answer = send(client, ref, b"x" * 1_200_000)
    assert answer.status_code == 413


def test_two_files_in_one_parcel_are_refused(gate: Gate) -> None:
    ref, before = gate.seed.draft(with_photo=False), stored(gate)
    second = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="b.jpg"\r\n\r\nsecond'.encode()
    body = b"".join(pieces(100, more=second))
    answer = stream(gate.visitor("contractor"), ref, iter([body]))
    assert (answer.status_code, "én fil om gangen" in answer.json()["detail"]) == (422, True), answer.text
    assert (stored(gate), files_of(gate, ref)) == (before, [])


def test_an_upload_that_breaks_off_leaves_nothing(gate: Gate) -> None:
    ref, visitor, before = gate.seed.draft(with_photo=False), gate.visitor("contractor"), stored(gate)
    head = [f"POST /cases/{ref}/documents HTTP/1.1", f"Host: 127.0.0.1:{gate.portal.port}", "Content-Length: 900000"]
    head += [f"{name}: {value}" for name, value in visitor.headers.items()] + [f"Content-Type: multipart/form-data; boundary={BOUNDARY}"]
    with socket.create_connection(("127.0.0.1", gate.portal.port), timeout=10) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + b"".join(pieces(300_000, ends=False)))
    whole = stream(visitor, ref, pieces(300_000, ends=False))
    assert (whole.status_code, "brøt av" in whole.json()["detail"] or "Send den" in whole.json()["detail"]) == (422, True), whole.text
    with visitor.client() as client:
        assert client.get("/cases", headers={"Accept": "text/html"}).status_code == 200, "the portal goes on"
    assert (stored(gate), files_of(gate, ref)) == (before, [])


@pytest.mark.parametrize(
    "fields", [{"slot": "nowhere"}, {"slot": ""}, {"slot": "../../etc"}, {"phase": "never"}, {"phase": "final"}, {"row": "no-such-row"}]
)
def test_a_place_that_is_not_there_or_not_open_takes_nothing(gate: Gate, fields: dict[str, str]) -> None:
    ref, before = gate.seed.draft(with_photo=False), stored(gate)
    with gate.visitor("contractor").client() as client:
        answer = send(client, ref, fields=fields)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.json()["detail"]
    assert (stored(gate), files_of(gate, ref)) == (before, [])


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data", "text/plain"])
def test_what_is_no_parcel_is_refused_in_words(gate: Gate, content_type: str) -> None:
    ref = gate.seed.draft(with_photo=False)
    with gate.visitor("contractor").client(**{"Content-Type": content_type}) as client:
        answer = client.post(f"/cases/{ref}/documents", content=b"{}")
    assert (answer.status_code, bool(answer.json()["detail"])) == (422, True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../../etc/passwd", "passwd"), ("C:\\Users\\x\\måler.jpg", "måler.jpg"), ("a\u202egpj.exe", "agpj.exe"), ("", "file")],
)
def test_a_name_is_only_a_name(gate: Gate, name: str, shown: str) -> None:
    ref = gate.seed.draft(with_photo=False)
    body = b"".join(pieces(10)).replace(b'filename="a.jpg"', f'filename="{name}"'.encode())
    answer = stream(gate.visitor("contractor"), ref, iter([body]))
    assert answer.status_code == 201, answer.text
    assert files_of(gate, ref) == [shown]
    assert all(path.is_relative_to(gate.portal.folder) for path in stored(gate))


def memory_peak(pid: int) -> int:
    """The most memory the process ever held since it was last reset, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024


def test_a_hundred_megabytes_pass_at_constant_memory(open_doors: Gate) -> None:
    ref, visitor = open_doors.seed.draft(with_photo=False), open_doors.visitor("contractor")
    assert stream(visitor, ref, pieces(1_000_000)).status_code == 201
    assert open_doors.portal.process is not None
    pid = open_doors.portal.process.pid
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    before = memory_peak(pid)

    answer = stream(visitor, ref, pieces(99_000_000))

    assert (answer.status_code, answer.json()["size"]) == (201, 99_000_000)
    assert memory_peak(pid) - before < 20_000_000
