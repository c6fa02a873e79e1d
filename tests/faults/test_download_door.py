"""Handing files out: to whom, when, and as what: attachments in a sandbox, never something a browser would run."""

from __future__ import annotations

import time
from urllib.parse import unquote

import httpx
import pytest

from models.base import Phase
from models.document import FileState
from tests.faults.visitors import Gate
from workflows.casework import documents, sending
from workflows.casework.documents import Place
from workflows.ports import ReceivedFile

NAME = "gammel måler – Øvre Ås; «1».jpg"


def draft_with_file(gate: Gate) -> tuple[str, str]:
    """Ref and path of a file in a draft."""
    ref = gate.seed.draft(with_photo=False)
    document = gate.seed.photo(ref, "contractor", "photo_old", NAME)
    return ref, f"/cases/{ref}/documents/{document}"


def fetched(gate: Gate, login: str, path: str) -> httpx.Response:
    with gate.visitor(login).client(Accept="text/html") as client:
        return client.get(path)


def test_an_original_is_an_attachment_in_a_sandbox_under_its_own_name(gate: Gate) -> None:
    _ref, path = draft_with_file(gate)
    answer = fetched(gate, "viewer", path)
    headers = answer.headers
    assert (answer.status_code, answer.content[:3]) == (200, b"\xff\xd8\xff")
    assert headers["content-type"] == "application/octet-stream"
    kind, _semicolon, name = headers["content-disposition"].partition("; ")
    assert (kind, unquote(name.removeprefix("filename*=UTF-8''"))) == ("attachment", NAME)
    assert headers["content-security-policy"].startswith("sandbox")
    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "no-store")
    assert (headers["content-encoding"], int(headers["content-length"])) == ("identity", len(answer.content)), "never compressed again"


@pytest.mark.parametrize("picture", ["preview", "thumb"])
def test_only_our_own_pictures_are_shown_in_place(gate: Gate, picture: str) -> None:
    _ref, path = draft_with_file(gate)
    answer = fetched(gate, "contractor", f"{path}/{picture}")
    assert (answer.status_code, answer.headers["content-type"], answer.content[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert "private" in answer.headers["cache-control"]


@pytest.mark.parametrize("login", ["contractor2", "officer2", "officer"])
@pytest.mark.parametrize("what", ["", "/preview", "/thumb"])
def test_a_draft_s_file_is_not_there_for_others_and_for_the_municipality_before_it_is_sent(gate: Gate, login: str, what: str) -> None:
    ref, path = draft_with_file(gate)
    theirs, unknown = fetched(gate, login, path + what), fetched(gate, login, f"/cases/{ref}/documents/{'A' * 22}{what}")
    nowhere = fetched(gate, login, f"/cases/{'A' * 22}/documents/{'A' * 22}{what}")
    assert {one.status_code for one in (theirs, unknown, nowhere)} == {404}
    assert {len(one.content) for one in (theirs, unknown, nowhere)} == {len(theirs.content)}, "what is not yours is not there"


def test_the_municipality_gets_it_when_it_is_sent_and_no_other_municipality_does(gate: Gate) -> None:
    ref, path = draft_with_file(gate)
    gate.seed.do("contractor", sending.submit, ref)
    assert [fetched(gate, login, path).status_code for login in ("officer", "approver", "officer2", "contractor2")] == [200, 200, 404, 404]


@pytest.mark.parametrize("state", [FileState.CHECKING, FileState.REFUSED])
def test_what_is_not_looked_at_or_refused_is_not_handed_out(gate: Gate, state: FileState) -> None:
    ref = gate.seed.draft(with_photo=False)
    file = ReceivedFile("no/such/key", "a.jpg", "image/jpeg", 10, "0" * 64)
    document = gate.seed.do("contractor", documents.attach, ref, Place(Phase.APPLICATION, "photo_old"), file)
    if state is FileState.REFUSED:
        wait_until_refused(gate, ref)
    assert fetched(gate, "contractor", f"/cases/{ref}/documents/{document.id}").status_code in (404, 409)


def wait_until_refused(gate: Gate, ref: str) -> None:
    """The portal finds that the bytes are not there."""
    for _try in range(300):
        with gate.seed.works(writing=False) as work:
            (found,) = work.documents.of_case(work.cases.get(gate.seed.actor("contractor").scope, ref).id)
        if found.state == FileState.REFUSED:
            return
        time.sleep(0.1)
    raise AssertionError("the file was not judged")


def test_nobody_without_a_session_gets_anything(gate: Gate) -> None:
    _ref, path = draft_with_file(gate)
    with httpx.Client(base_url=gate.portal.base) as stranger:
        assert [stranger.get(path + what, headers={"Accept": "image/*"}).status_code for what in ("", "/preview", "/thumb")] == [401] * 3
