"""A municipality's administrator sets its arms and closed days by a program; everybody else of it reads at most."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, refused, told

SHIELD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" onclick="x()"/><title>Våpen</title></svg>'
XMAS, EASTER = {"day": "2026-12-24", "name": "Julaften"}, {"day": "2027-03-24", "name": "Onsdag før påske"}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("town")) as opened:
        yield opened


@pytest.fixture(scope="module")
def admin(gate: Gate) -> Iterator[Program]:
    with program(gate, "admin") as one:
        yield one


def picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (60, 80), "navy").save(kept, "PNG")
    return kept.getvalue()


def test_arms_are_put_on_read_and_taken_off(admin: Program) -> None:
    web = admin.web
    refused(web.get("/letterhead/arms"), 404, "not-there")
    version = told(web.put("/letterhead/arms", content=SHIELD.encode()))["version"]
    found = web.get("/letterhead/arms")

    assert (found.status_code, found.headers["content-type"], found.headers["content-disposition"]) == (200, "image/svg+xml", "attachment")
    assert "rect" in found.text
    assert "onclick" not in found.text
    assert "sandbox" in found.headers["content-security-policy"]
    assert told(web.put("/letterhead/arms", content=SHIELD.encode())) == {"version": version}, "the same arms are no new version"
    assert told(web.put("/letterhead/arms", content=picture(), headers={"Content-Type": "image/png"})) == {"version": version + 1}
    assert admin.get("/letterhead")["has_arms"]
    assert told(web.delete("/letterhead/arms")) == {"version": version + 2}
    assert told(web.delete("/letterhead/arms")) == {"version": version + 2}, "what is off is off"
    refused(web.get("/letterhead/arms"), 404, "not-there")


def test_arms_follow_the_version_that_was_seen(admin: Program) -> None:
    version = admin.get("/letterhead")["version"]

    refused(admin.web.put("/letterhead/arms", params={"version": version + 1}, content=picture()), 409, "moved-on")
    assert told(admin.web.put("/letterhead/arms", params={"version": version}, content=picture())) == {"version": version + 1}
    refused(admin.web.delete("/letterhead/arms", params={"version": version}), 409, "moved-on")
    assert told(admin.web.delete("/letterhead/arms", params={"version": version + 1})) == {"version": version + 2}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "bad-input"),
        (b"no picture", 422, "bad-input"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script/></svg>", 422, "bad-input"),
        (b"x" * 2_000_001, 413, "too-large"),
    ],
    ids=["empty", "text", "script", "large"],
)
def test_what_is_no_arms_is_refused_in_words(admin: Program, content: bytes, status: int, code: str) -> None:
    refused(admin.web.put("/letterhead/arms", content=content), status, code)


def test_closed_days_are_read_added_and_taken_off(admin: Program) -> None:
    assert admin.get("/closed-days") == {"days": []}
    first = admin.post("/closed-days", {"days": [EASTER, XMAS]}, key="days")
    again = admin.post("/closed-days", {"days": [EASTER, XMAS]}, key="days")

    assert (first.status_code, first.json(), again.json()) == (201, {"days": [XMAS, EASTER]}, {"days": [XMAS, EASTER]})
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "2026-12-24" in admin.get("/calendar", first="2026-12-21", last="2026-12-24")["free_days"]
    refused(admin.post("/closed-days", {"days": [{"day": "2026-12-28", "name": "Romjul"}, XMAS]}), 422, "bad-input")
    refused(admin.post("/closed-days", {"days": [{"day": "2026-12-28", "name": " "}]}), 422, "bad-input")
    refused(admin.post("/closed-days", {"days": [{"day": "28.12.2026", "name": "Romjul"}]}), 422, "bad-input")
    assert told(admin.web.delete("/closed-days/2026-12-24")) == {"days": [EASTER]}
    assert told(admin.web.delete("/closed-days/2026-12-24")) == {"days": [EASTER]}, "what is off is off"
    refused(admin.web.delete("/closed-days/soon"), 422, "bad-input")
    assert admin.get("/closed-days") == {"days": [EASTER]}


@pytest.mark.parametrize("login", ["officer", "contractor", "auditor"])
def test_nobody_else_changes_them(gate: Gate, login: str) -> None:
    with program(gate, login) as one:
        tried = [one.web.put("/letterhead/arms", content=SHIELD.encode()), one.web.delete("/letterhead/arms")]
        tried += [one.post("/closed-days", {"days": [XMAS]}), one.web.delete("/closed-days/2027-03-24")]
        for answer in tried:
            refused(answer, 403, "not-allowed")
        assert one.web.get("/closed-days").status_code == (200 if login == "auditor" else 403)
