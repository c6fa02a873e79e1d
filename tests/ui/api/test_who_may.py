"""Who may do what through the API: every operation of the OpenAPI document, tried by everybody it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.browser.seeding import picture
from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import program, refused

UNKNOWN = "A" * 22
METHODS = {"get", "post", "put", "patch", "delete"}


@dataclass(frozen=True)
class Call:
    """How an operation is called with success by the contractor's administrator. `{ref}` is a draft, `{document}` a file of it."""

    succeeds: int = 200
    body: Any = None
    gaps: dict[str, str] = field(default_factory=dict)
    form: bool = False
    reads_only: bool = True


CHECK = {"municipality": "9999", "phase": "application", "answers": {}}
VIEWS = [("get", "/views"), ("post", "/views"), ("get", "/views/{view}"), ("patch", "/views/{view}"), ("delete", "/views/{view}")]
CALLS: dict[tuple[str, str], Call] = {
    ("get", "/workflows"): Call(),
    ("get", "/workflows/{key}"): Call(gaps={"key": "water-meter"}),
    ("post", "/workflows/{key}/check"): Call(gaps={"key": "water-meter"}, body=CHECK),
    ("get", "/people"): Call(),
    ("post", "/cases"): Call(201, {"workflow": "water-meter", "municipality": "9999", "answers": {}}, reads_only=False),
    ("get", "/cases"): Call(),
    ("get", "/cases/{ref}"): Call(),
    ("patch", "/cases/{ref}/answers"): Call(body={"answers": {"property": {"address": "Storgata 15"}}}, reads_only=False),
    ("get", "/cases/{ref}/ledger"): Call(),
    ("get", "/cases/{ref}/requests"): Call(),
    ("get", "/cases/{ref}/documents"): Call(),
    ("get", "/cases/{ref}/events"): Call(),
    ("post", "/cases/{ref}/actions/{action}"): Call(
        gaps={"action": "waive"}, body={"key": "METER.application.connected_to", "reason": "Ukjent."}, reads_only=False
    ),
    ("post", "/cases/{ref}/documents"): Call(201, form=True, reads_only=False),
    ("get", "/cases/{ref}/documents/{document}"): Call(),
    **{one: Call(403, {"name": "Mine", "query": ""} if one[0] == "post" else {}, {"view": "x"}) for one in VIEWS},
    ("put", "/views/defaults/{role}"): Call(403, {"view": None}, {"role": "auditor"}),  # the board is the municipality's
    ("get", "/offers"): Call(),
    ("get", "/cases/{ref}/companies"): Call(),
    ("post", "/cases/{ref}/companies/{act}"): Call(gaps={"act": "invite_cowork"}, body={"number": "311990020"}, reads_only=False),
    ("get", "/cases/{ref}/requests/preview"): Call(403),
    ("get", "/mentions"): Call(403),
    ("get", "/cases/{ref}/statements"): Call(403),
    ("get", "/cases/{ref}/shared-statements"): Call(),
    ("post", "/cases/{ref}/statements/{act}"): Call(403, gaps={"act": "share_statement"}, body={"statement": "s"}, reads_only=False),
    ("get", "/asked"): Call(403),
    ("post", "/asked/{statement}/give"): Call(403, gaps={"statement": "s"}, body={"words": "Ja."}, reads_only=False),
    ("get", "/extra-demands"): Call(403),
    ("get", "/cases/{ref}/receipt.pdf"): Call(404),  # of a draft there is none; of what was sent, see tests/ui/print/test_door.py
}
BULK = {"action": "assign", "person": "demo-approver", "cases": ["none"], "dry_run": True}
HOOK, LETTER = {"webhook": "x"}, {"phase": "application", "number": "1"}
CALLS |= {
    ("post", "/cases/bulk"): Call(403, BULK),
    **{("get", f"/{one}"): Call(403) for one in ("map", "workload", "exports/cases", "quality", "quality/parts", "letterhead", "archive")},
    ("get", "/exports/quality"): Call(403),
    ("get", "/quality/{workflow}/{requirement}"): Call(403, gaps={"workflow": "water-meter", "requirement": "METER-06"}),
    ("get", "/calendar"): Call(422),  # without a period
    ("get", "/overview"): Call(),
    ("post", "/cases/{ref}/responsible"): Call(body={"person": "demo-applicant"}, reads_only=False),
    ("get", "/cases/{ref}/site"): Call(),
    ("post", "/cases/{ref}/site/{act}"): Call(
        409, {"day": "2026-11-23", "leads": "demo-contractor"}, {"act": "confirm_start"}, reads_only=False
    ),
    ("get", "/cases/{ref}/inspections/{inspection}.ics"): Call(404, gaps={"inspection": "x"}),
    **{("get", f"/cases/{{ref}}/{one}"): Call() for one in ("decisions", "document-versions", "differences", "timeline")},
    **{("get", f"/cases/{{ref}}/decisions/{{phase}}/{{number}}/{one}.pdf"): Call(404, gaps=LETTER) for one in ("letter", "proof")},
    ("get", "/cases/{ref}/decision-draft"): Call(403),
    ("put", "/cases/{ref}/decision-draft"): Call(403, {}, reads_only=False),
    ("post", "/cases/{ref}/decision-draft/discard"): Call(403, {"revision": 1}, reads_only=False),
    ("put", "/letterhead"): Call(403, {"version": 0, "letterhead": {}}),
    **{(one, "/letterhead/arms"): Call(403) for one in ("get", "put", "delete")},
    ("get", "/closed-days"): Call(403),
    ("post", "/closed-days"): Call(403, {"days": [{"day": "2026-12-24", "name": "Julaften"}]}, reads_only=False),
    ("delete", "/closed-days/{day}"): Call(403, gaps={"day": "2026-12-24"}, reads_only=False),
    ("get", "/cases/{ref}/similar"): Call(403),
    ("post", "/cases/{ref}/seen-changes"): Call(403, {"phase": "application", "sending": 1, "place": "property/address"}, reads_only=False),
    ("get", "/cases/{ref}/case-file.pdf"): Call(404),  # of a draft there is none
    ("get", "/cases/{ref}/archive.zip"): Call(404),
    ("get", "/cases/{ref}/archive"): Call(403),
    ("post", "/cases/{ref}/archive"): Call(403, reads_only=False),
    ("patch", "/archive/rules"): Call(403, {}),
    ("post", "/archive/{item}/again"): Call(403, gaps={"item": "x"}),
    ("get", "/webhooks"): Call(reads_only=False),  # of the company's administrators
    ("post", "/webhooks"): Call(422, {"url": "http://inside.example", "kinds": ["case.submitted"]}, reads_only=False),
    **{
        (one, "/webhooks/{webhook}"): Call(404, {} if one == "patch" else None, HOOK, reads_only=False)
        for one in ("get", "patch", "delete")
    },
    **{("post", f"/webhooks/{{webhook}}/{one}"): Call(404, gaps=HOOK, reads_only=False) for one in ("rotate", "test")},
    ("get", "/webhooks/{webhook}/deliveries"): Call(404, gaps=HOOK, reads_only=False),
    ("post", "/webhooks/{webhook}/deliveries/{delivery}/again"): Call(404, gaps={**HOOK, "delivery": "x"}, reads_only=False),
}
OF_A_CASE = [one for one in CALLS if "{ref}" in one[1]]
WRITING = [one for one, call in CALLS.items() if not call.reads_only]


@dataclass
class Town:
    """A running portal, a client for each login, a draft and a file in it."""

    gate: Gate
    clients: dict[str, httpx.Client]
    ref: str
    document: str

    def call(self, operation: tuple[str, str], login: str, **gaps: str) -> httpx.Response:
        """One operation by one login."""
        method, path = operation
        call = CALLS[operation]
        for name, value in {"ref": self.ref, "document": self.document, **call.gaps, **gaps}.items():
            path = path.replace(f"{{{name}}}", value)
        if call.form:
            file = {"file": ("a.jpg", picture("a"), "image/jpeg")}
            return self.clients[login].request(method, path, data={"slot": "photo_old"}, files=file)
        return (
            self.clients[login].request(method, path, json=call.body)
            if call.body is not None
            else self.clients[login].request(method, path)
        )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with open_gate(tmp_path_factory.mktemp("who")) as gate, ExitStack() as open_clients:
        ref = gate.seed.draft(without=("connected_to",), with_photo=False)
        document = gate.seed.photo(ref, "contractor", "photo_old", "a.jpg")
        logins = ("contractor", "viewer", "contractor2", "officer", "officer2")
        clients = {login: open_clients.enter_context(program(gate, login)).web for login in logins}
        base = f"{gate.portal.base}/api/v1"
        clients["nobody"] = open_clients.enter_context(httpx.Client(base_url=base))
        clients["forged"] = open_clients.enter_context(httpx.Client(base_url=base, headers={"Authorization": "Bearer pk_forged"}))
        yield Town(gate, clients, ref, document)


def test_every_operation_of_the_document_is_tried_here(town: Town) -> None:
    document = town.clients["nobody"].get("/openapi.json").json()
    offered = {(method, path) for path, methods in document["paths"].items() for method in methods if method in METHODS}
    assert offered == set(CALLS)


@pytest.mark.parametrize("operation", CALLS, ids=" ".join)
@pytest.mark.parametrize("login", ["nobody", "forged"])
def test_without_a_valid_key_nothing_is_answered(town: Town, operation: tuple[str, str], login: str) -> None:
    answer = town.call(operation, login)
    refused(answer, 401, "not-signed-in")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("operation", CALLS, ids=" ".join)
def test_who_has_the_right_is_answered(town: Town, operation: tuple[str, str]) -> None:
    answer = town.call(operation, "contractor")
    assert answer.status_code == CALLS[operation].succeeds, answer.text


@pytest.mark.parametrize("operation", OF_A_CASE, ids=" ".join)
@pytest.mark.parametrize("login", ["contractor2", "officer2", "officer"])
def test_a_case_of_others_and_a_draft_for_the_municipality_are_refused_as_one_that_does_not_exist(
    town: Town, operation: tuple[str, str], login: str
) -> None:
    theirs, unknown = town.call(operation, login), town.call(operation, login, ref=UNKNOWN)
    assert theirs.status_code == unknown.status_code
    assert theirs.status_code == 404 or (operation in WRITING and theirs.status_code == 403), theirs.text
    assert theirs.json() == unknown.json()


@pytest.mark.parametrize("operation", OF_A_CASE, ids=" ".join)
def test_what_is_not_there_is_said_so(town: Town, operation: tuple[str, str]) -> None:
    refused(town.call(operation, "contractor", ref=UNKNOWN), 404, "not-there")


@pytest.mark.parametrize("operation", WRITING, ids=" ".join)
def test_who_may_only_read_writes_nothing(town: Town, operation: tuple[str, str]) -> None:
    before = town.gate.seed.answer_of(town.ref, "property", "address")
    refused(town.call(operation, "viewer"), 403, "not-allowed")
    assert town.gate.seed.answer_of(town.ref, "property", "address") == before


@pytest.mark.parametrize("operation", [one for one, call in CALLS.items() if call.reads_only], ids=" ".join)
def test_who_may_read_reads(town: Town, operation: tuple[str, str]) -> None:
    assert town.call(operation, "viewer").status_code == CALLS[operation].succeeds


@pytest.mark.parametrize("login", ["contractor2", "officer2", "officer"])
def test_lists_hold_nothing_of_others(town: Town, login: str) -> None:
    listed = town.clients[login].get("/cases").json()["cases"]
    assert town.ref not in {one["ref"] for one in listed}
    assert '"demo-contractor"' not in town.clients[login].get("/people").text


@pytest.mark.parametrize(
    ("method", "path"), [("put", "/cases"), ("delete", "/cases/x"), ("post", "/workflows"), ("get", "/cases/x/answers")]
)
def test_a_method_that_is_not_offered_is_said_so(town: Town, method: str, path: str) -> None:
    refused(town.clients["contractor"].request(method, path), 405, "method-not-allowed")


def test_an_unknown_address_is_a_problem_document(town: Town) -> None:
    refused(town.clients["contractor"].get("/nowhere"), 404, "not-there")


def test_an_officers_program_keeps_views_and_searches(town: Town) -> None:
    officer, ref = town.clients["officer"], town.gate.seed.submitted(1)
    kept = officer.post("/views", json={"name": "Haster", "query": "view=table&sort=left&evil=1", "shared": True}).json()
    assert (kept["query"], kept["may_change"]) == ("view=table&sort=left", True)
    assert officer.patch(f"/views/{kept['id']}", json={"name": "Haster nå"}).json()["name"] == "Haster nå"
    assert [one["name"] for one in officer.get("/views").json()["views"]] == ["Haster nå"]
    assert town.clients["officer2"].get(f"/views/{kept['id']}").status_code == 404
    assert officer.get(f"/views/{kept['id']}").json()["shared"]
    refused(officer.put("/views/defaults/auditor", json={"view": kept["id"]}), 403, "not-allowed")
    assert officer.delete(f"/views/{kept['id']}").json() == {"done": "removed"}

    found = officer.get("/cases", params={"q": "strandgta", "order": "left"}).json()
    assert [one["ref"] for one in found["cases"]] == [ref]
    assert found["near"] == {"strandgta": ["strandgata"]}
    assert [(one["where"], one["hit"]) for one in found["cases"][0]["found"]] == [("place", "Strandgata")]
    assert town.clients["officer2"].get("/cases", params={"q": "strandgta"}).json() == {"cases": [], "next": None, "near": {}}
