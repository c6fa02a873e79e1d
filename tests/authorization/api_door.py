"""The API as a door of the table: its own application, asked by keys, for every operation and every action it offers."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from tests.authorization.around import ARMS
from tests.authorization.calls import DEFECT, FIELD, GIVEN, ROW, STEP
from tests.authorization.doors import Answer, a_house
from tests.authorization.things import SPAN, hook_id
from tests.authorization.town import NOW, Somebody, Thing, Town
from ui.api.app import build_api
from ui.api.parts import ApiParts
from ui.doors.files import FileDoor
from ui.print.door import ReceiptDoor
from ui.records.door import RecordsDoor
from ui.visit import open_house
from workflows.casework.documents import Limits

WORDS = {"not-there": "hidden", "not-allowed": "no", "not-signed-in": "signed out", "sign-in-again": "sign in again"}
NO_RECEIPT = ("There is no receipt of this yet", "There is no case file yet", "There is no letter of this")
Request = Callable[[Thing], dict[str, Any]]
"""Method, path and body of one operation, as httpx takes them."""


def act(action: str, body: Callable[[Thing], Mapping[str, Any]]) -> Request:
    """One of the actions of a case."""
    return lambda thing: {"method": "POST", "url": f"/cases/{thing.ref}/actions/{action}", "json": body(thing)}


def look(path: str) -> Request:
    """Something to read of a case."""
    return lambda thing: {"method": "GET", "url": f"/cases/{thing.ref}{path}".format(document=thing.document)}


def plainly(method: str, path: str, body: Any = None) -> Request:
    """Something that is not about a case."""
    return lambda _thing: {"method": method, "url": path, **({"json": body} if body else {})}


def _seen_change(thing: Thing) -> dict[str, Any]:
    body = {"phase": "application", "sending": 1, "place": "job/kind"}
    return {"method": "POST", "url": f"/cases/{thing.ref}/seen-changes", "json": body}


def _save(thing: Thing) -> dict[str, Any]:
    answers = {STEP[thing.phase]: dict([FIELD[thing.phase]])}
    return {"method": "PATCH", "url": f"/cases/{thing.ref}/answers", "json": {"answers": answers}}


def _upload(thing: Thing) -> dict[str, Any]:
    file = {"file": ("a.jpg", io.BytesIO(b"picture"), "image/jpeg")}
    return {
        "method": "POST",
        "url": f"/cases/{thing.ref}/documents",
        "data": {"slot": "photo_old", "phase": thing.phase.value},
        "files": file,
    }


BULK = {"action": "assign", "person": "demo-approver", "cases": ["none"], "dry_run": True}


def _item(thing: Any) -> str:
    """An entry for the archive: ours, the neighbour's, or none."""
    return {"own": "archive item of ours", "neighbour's": "archive item of theirs"}.get(thing, "none")


NEW_HOOK = {"url": "https://program.example/hook", "kinds": ["case.submitted"]}


def hook(method: str, path: str, body: Any = None) -> Request:
    """Something about a webhook; whose it is depends on who asks, and `ApiDoor` says it."""
    more = {"json": body} if body else {}
    return lambda _thing: {"method": method, "url": f"/webhooks/{{hook}}{path}", **more}


NEW = {"workflow": "water-meter", "municipality": "9999", "answers": {}}
CHECK = {"municipality": "9999", "phase": "application", "answers": {}}
PLAN = {"target": "property/address", "what": "Skriv riktig adresse.", "extra_reason": "Skiltet viser noe annet."}


def _correction(thing: Thing) -> dict[str, Any]:
    """What stands in for the first decision; a correction keeps its outcome."""
    outcome = "rejected" if thing.outcome == "rejected" else "approved"
    return {"phase": "application", "number": 1, "outcome": outcome, "reason": "I orden.", "why": "Skrivefeil."}


ACTIONS: dict[str, tuple[str, Callable[[Thing], Mapping[str, Any]]]] = {
    "submit": ("casework.sending.submit", lambda _one: {}),
    "resubmit": ("casework.sending.resubmit", lambda _one: {}),
    "withdraw": ("casework.drafting.withdraw", lambda _one: {}),
    "convert": ("casework.converting.convert", lambda _one: {"workflow": "private-work"}),
    "waive": ("casework.drafting.waive", lambda one: {"key": ROW[one.phase], "reason": "Ukjent."}),
    "confirm_files": ("casework.documents.confirm_files", lambda _one: {"slot": "other"}),
    "unlock_step": ("casework.drafting.unlock_step", lambda _one: {"step": "building", "reason": "Feil."}),
    "answer_request": (
        "casework.answering.answer_request", lambda one: {"request": one.request, "kind": "disputed", "sentence": "Det er riktig."},
    ),
    "take_back_answer": ("casework.answering.take_back_answer", lambda one: {"request": one.request}),
    "take": ("casework.reviewing.take", lambda _one: {}),
    "assign": ("casework.reviewing.assign", lambda _one: {"person": "demo-approver"}),
    "release": ("casework.reviewing.release", lambda _one: {}),
    "begin_review": ("casework.reviewing.begin_review", lambda _one: {}),
    "tick": ("casework.reviewing.tick", lambda one: {"key": ROW[one.phase]}),
    "untick": ("casework.reviewing.untick", lambda one: {"key": ROW[one.phase]}),
    "plan_request": ("casework.reviewing.plan_request", lambda _one: PLAN),
    "edit_request": ("casework.reviewing.edit_planned", lambda one: {"request": one.planned, **PLAN}),
    "delete_request": ("casework.reviewing.delete_planned", lambda one: {"request": one.planned}),
    "send_requests": ("casework.tray_sending.send_requests", lambda _one: {}),
    "extend_requests": ("casework.reviewing.extend_requests", lambda _one: {"due": "2027-03-01"}),
    "withdraw_request": ("casework.reviewing.withdraw_request", lambda one: {"request": one.request, "reason": "Trengs ikke."}),
    "accept_answer": ("casework.reviewing.accept_answer", lambda one: {"request": one.request}),
    "reopen_request": ("casework.reviewing.reopen_request", lambda one: {"request": one.request, "reason": "Fortsatt feil."}),
    "return_proposal": ("casework.proposing.return_proposal", lambda _one: {"words": "Skriv mer."}),
    "propose_correction": ("casework.correcting.propose_correction", lambda one: _correction(one)),
    "correct_decision": ("casework.correcting.correct_decision", lambda one: _correction(one)),
    "register_appeal": (
        "casework.appealing.register_appeal",
        lambda _one: {"phase": "application", "number": 1, "received_on": NOW.date().isoformat(), "appellant": "Naboen"},
    ),
    "answer_appeal": (
        "casework.appealing.answer_appeal", lambda one: {"appeal": f"appeal-{one.ref}", "state": "sent_on", "words": "Til nemnda."},
    ),
    "propose": ("casework.proposing.propose", lambda _one: {"outcome": "approved", "reason": "I orden."}),
    "approve": ("casework.deciding.approve", lambda _one: {"reason": "I orden."}),
    "reject": ("casework.deciding.reject", lambda _one: {"reason": "Nei."}),
    "reopen": ("casework.deciding.reopen", lambda _one: {"reason": "Klage."}),
    "lapse": ("casework.deciding.lapse", lambda _one: {"reason": "Ikke brukt."}),
    "keep_record": ("casework.keeping.keep_nested", lambda _one: {"answers": DEFECT}),
    "message": ("casework.talking.write_message", lambda _one: {"body": "Hei."}),
    "note": ("casework.talking.write_note", lambda _one: {"body": "Husk."}),
}  # fmt: skip
"""Action of the API -> the use case of the table, and its arguments."""
COMPANY_ACTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "invite_cowork": ("access.coworking.invite_cowork", ("number",)),
    "accept_cowork": ("access.coworking.accept_cowork", ()),
    "decline_cowork": ("access.coworking.decline_cowork", ()),
    "end_cowork": ("access.coworking.end_cowork", ("cowork",)),
    "offer_handover": ("access.handover.offer_handover", ("number", "reason")),
    "start_handover": ("access.handover.start_handover", ("number", "reason")),
    "accept_handover": ("access.handover.accept_handover", ("answers",)),
    "decline_handover": ("access.handover.decline_handover", ()),
    "withdraw_handover": ("access.handover.withdraw_handover", ()),
    "approve_handover": ("access.handover.approve_handover", ()),
    "refuse_handover": ("access.handover.refuse_handover", ("reason",)),
}
"""Act on who works on a case -> the use case of the table, and what the body calls its arguments after the case."""
TIMES = [{"start": one.start.isoformat(), "end": one.end.isoformat()} for one in (SPAN,)]
SITE_ACTS: dict[str, tuple[str, Callable[..., Mapping[str, Any]]]] = {
    "confirm_start": ("casework.following.confirm_start", lambda day, leads: {"day": day.isoformat(), "leads": leads}),
    "confirm_end": ("casework.following.confirm_end", lambda day: {"day": day.isoformat()}),
    "allow_backfill": ("casework.following.allow_backfill", lambda words: {"words": words}),
    "backfill": ("casework.following.backfill", lambda words: {"words": words}),
    "ask_inspection": ("casework.inspecting.ask_inspection", lambda wish: {"purpose": wish.purpose, "times": TIMES}),
    "propose_inspection": ("casework.inspecting.propose_inspection", lambda wish: {"purpose": wish.purpose, "times": TIMES}),
    "accept_inspection": ("casework.inspecting.accept_inspection", lambda one, choice: {"inspection": one, "choice": choice}),
    "suggest_times": ("casework.inspecting.suggest_times", lambda one, _times, words: {"inspection": one, "times": TIMES, "words": words}),
    "decline_inspection": ("casework.inspecting.decline_inspection", lambda one, words: {"inspection": one, "words": words}),
    "cancel_inspection": ("casework.inspecting.cancel_inspection", lambda one, words: {"inspection": one, "words": words}),
    "record_inspection": ("casework.inspecting.record_inspection", lambda one, found: {"inspection": one, "findings": found}),
}
"""Act of the work on site -> the use case of the table, and its arguments after the case as a body."""
STATEMENT_ACTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ask_statement": ("casework.statements.ask_statement", ("ask",)),
    "withdraw_statement": ("casework.statements.withdraw_statement", ("statement", "reason")),
    "share_statement": ("casework.statements.share_statement", ("statement",)),
}
"""Act on the statements of a case -> the same."""
GIVING = "POST /asked/{statement}/give"
OPERATIONS: dict[str, tuple[str, Request]] = {
    "GET /workflows/{key}": ("casework.asking.declaration", plainly("GET", "/workflows/water-meter")),
    "POST /workflows/{key}/check": ("casework.asking.check", plainly("POST", "/workflows/water-meter/check", CHECK)),
    "GET /workflows": ("casework.asking.declaration", plainly("GET", "/workflows")),
    "GET /people": ("casework.asking.colleagues", plainly("GET", "/people")),
    "POST /cases": ("casework.drafting.start_case", plainly("POST", "/cases", NEW)),
    "GET /cases": ("casework.asking.colleagues", plainly("GET", "/cases")),
    "POST /cases/bulk": ("casework.bulk.preview", plainly("POST", "/cases/bulk", BULK)),
    "GET /map": ("casework.lists.map_view", plainly("GET", "/map")),
    "GET /calendar": ("casework.lists.calendar_of", plainly("GET", "/calendar?first=2026-11-01&last=2026-11-30")),
    "GET /workload": ("casework.lists.workload", plainly("GET", "/workload")),
    "GET /exports/cases": ("casework.lists.begin_case_export", plainly("GET", "/exports/cases")),
    "GET /cases/{ref}": ("casework.asking.full_case", look("")),
    "PATCH /cases/{ref}/answers": ("casework.drafting.save_nested", _save),
    "GET /cases/{ref}/ledger": ("casework.asking.full_case", look("/ledger")),
    "GET /cases/{ref}/requests": ("casework.asking.full_case", look("/requests")),
    "GET /cases/{ref}/companies": ("access.case_companies.case_companies", look("/companies")),
    "POST /cases/{ref}/companies/{act}": ("", lambda _thing: {}),
    "GET /quality": ("measures.figures.quality_view", plainly("GET", "/quality")),
    "GET /quality/parts": ("measures.figures.parts_behind", plainly("GET", "/quality/parts")),
    "GET /exports/quality": ("measures.figures.begin_quality_export", plainly("GET", "/exports/quality")),
    "GET /quality/{workflow}/{requirement}": ("measures.wording.wording_view", plainly("GET", "/quality/water-meter/METER-06")),
    "GET /overview": ("measures.overview.overview", plainly("GET", "/overview")),
    "POST /cases/{ref}/responsible": (
        "casework.responsible.change_responsible",
        lambda thing: {"method": "POST", "url": f"/cases/{thing.ref}/responsible", "json": {"person": "demo-applicant"}},
    ),
    "GET /cases/{ref}/site": ("casework.asking.site_now", look("/site")),
    "POST /cases/{ref}/site/{act}": ("", lambda _thing: {}),
    "GET /cases/{ref}/inspections/{inspection}.ics": (
        "casework.inspecting.calendar_entry",
        lambda thing: {"method": "GET", "url": f"/cases/{thing.ref}/inspections/agreed-inspects-{thing.ref}.ics"},
    ),
    "GET /views": ("boards.views.my_views", plainly("GET", "/views")),
    "GET /views/{view}": ("boards.views.one_view", lambda _thing: {}),
    "POST /views": ("boards.views.keep_view", plainly("POST", "/views", {"name": "Mine rør", "query": "who=mine"})),
    "PATCH /views/{view}": ("boards.views.change_view", lambda _thing: {}),
    "DELETE /views/{view}": ("boards.views.remove_view", lambda _thing: {}),
    "PUT /views/defaults/{role}": ("boards.views.choose_default", plainly("PUT", "/views/defaults/auditor", {"view": None})),
    "GET /offers": ("access.case_companies.offers", plainly("GET", "/offers")),
    "GET /cases/{ref}/documents": ("casework.asking.full_case", look("/documents")),
    "GET /cases/{ref}/events": ("casework.asking.full_case", look("/events")),
    "GET /cases/{ref}/document-versions": ("casework.viewing.case_files", look("/document-versions")),
    "GET /cases/{ref}/differences": ("casework.comparing.compare_sendings", look("/differences")),
    "GET /cases/{ref}/timeline": ("casework.story.case_story", look("/timeline")),
    "GET /cases/{ref}/similar": ("casework.nearby.similar_cases", look("/similar")),
    "POST /cases/{ref}/seen-changes": ("casework.comparing.mark_change", _seen_change),
    "POST /cases/{ref}/documents": ("casework.documents.attach", _upload),
    "GET /cases/{ref}/documents/{document}": ("casework.documents.document_for_download", look("/documents/{document}")),
    "GET /cases/{ref}/requests/preview": ("casework.tray_sending.preview_requests", look("/requests/preview")),
    "GET /mentions": ("casework.mentioning.my_mentions", plainly("GET", "/mentions")),
    "GET /extra-demands": ("casework.demands.extra_demands", plainly("GET", "/extra-demands")),
    "GET /cases/{ref}/statements": ("casework.statements.statements_view", look("/statements")),
    "GET /cases/{ref}/shared-statements": ("casework.statements.shared_statements", look("/shared-statements")),
    "POST /cases/{ref}/statements/{act}": ("", lambda _thing: {}),
    "GET /asked": ("casework.stating.asked_list", plainly("GET", "/asked")),
    "POST /asked/{statement}/give": ("casework.stating.give_statement", lambda _thing: {}),
    "GET /cases/{ref}/receipt.pdf": ("casework.receipts.receipt_of", look("/receipt.pdf")),
    "GET /cases/{ref}/decisions": ("casework.reading_letters.case_decisions", look("/decisions")),
    "GET /cases/{ref}/decisions/{phase}/{number}/letter.pdf": (
        "casework.reading_letters.letter_of",
        look("/decisions/application/1/letter.pdf"),
    ),
    "GET /cases/{ref}/decisions/{phase}/{number}/proof.pdf": (
        "casework.reading_letters.proof_of",
        look("/decisions/application/1/proof.pdf"),
    ),
    "GET /cases/{ref}/decision-draft": ("casework.proposing.decision_desk", look("/decision-draft")),
    "PUT /cases/{ref}/decision-draft": (
        "casework.proposing.save_decision",
        lambda thing: {"method": "PUT", "url": f"/cases/{thing.ref}/decision-draft", "json": {"reason": "I orden."}},
    ),
    "POST /cases/{ref}/decision-draft/discard": (
        "casework.proposing.discard_decision",
        lambda thing: {"method": "POST", "url": f"/cases/{thing.ref}/decision-draft/discard", "json": {"revision": 1}},
    ),
    "GET /letterhead": ("access.letterheads.letterhead_view", plainly("GET", "/letterhead")),
    "GET /letterhead/arms": ("access.letterheads.letterhead_view", plainly("GET", "/letterhead/arms")),
    "PUT /letterhead/arms": (
        "access.letterheads.keep_arms",
        lambda _thing: {"method": "PUT", "url": "/letterhead/arms", "content": ARMS.encode()},
    ),
    "DELETE /letterhead/arms": ("access.letterheads.save_letterhead", plainly("DELETE", "/letterhead/arms")),
    "GET /closed-days": ("access.municipality.municipality_view", plainly("GET", "/closed-days")),
    "POST /closed-days": (
        "access.municipality.change_closed_days",
        plainly("POST", "/closed-days", {"days": [{"day": "2026-12-28", "name": "Romjul"}]}),
    ),
    "DELETE /closed-days/{day}": ("access.municipality.change_closed_days", plainly("DELETE", "/closed-days/2026-12-24")),
    "PUT /letterhead": (
        "access.letterheads.save_letterhead",
        plainly("PUT", "/letterhead", {"version": 1, "letterhead": {"department": "VA"}}),
    ),
    "POST /cases/{ref}/actions/{action}": ("", lambda _thing: {}),
    # records
    "GET /cases/{ref}/case-file.pdf": ("records.case_file.case_file", look("/case-file.pdf")),
    "GET /cases/{ref}/archive.zip": ("records.whole_case.whole_case", look("/archive.zip")),
    "GET /cases/{ref}/archive": ("records.archiving.case_entries", look("/archive")),
    "POST /cases/{ref}/archive": ("records.archiving.archive_case", lambda thing: {"method": "POST", "url": f"/cases/{thing.ref}/archive"}),
    "GET /archive": ("records.archiving.archive_view", plainly("GET", "/archive")),
    "PATCH /archive/rules": ("records.archiving.change_archive_rules", plainly("PATCH", "/archive/rules", {"moment": "at_once"})),
    "GET /webhooks": ("records.webhooks.webhook_list", plainly("GET", "/webhooks")),
    "POST /webhooks": ("records.webhooks.add_webhook", plainly("POST", "/webhooks", NEW_HOOK)),
    "GET /webhooks/{webhook}": ("records.webhooks.webhook_view", hook("GET", "")),
    "PATCH /webhooks/{webhook}": ("records.webhooks.change_webhook", hook("PATCH", "", {"kinds": ["case.lapsed"]})),
    "DELETE /webhooks/{webhook}": ("records.webhooks.remove_webhook", hook("DELETE", "")),
    "POST /webhooks/{webhook}/rotate": ("records.webhooks.rotate_webhook", hook("POST", "/rotate")),
    "POST /webhooks/{webhook}/test": ("records.webhooks.send_test", hook("POST", "/test")),
    "GET /webhooks/{webhook}/deliveries": ("records.webhooks.webhook_view", hook("GET", "/deliveries")),
    "POST /webhooks/{webhook}/deliveries/{delivery}/again": (
        "records.webhooks.send_delivery_again",
        hook("POST", "/deliveries/message to {hook}/again"),
    ),
    "POST /archive/{item}/again": (
        "records.archiving.send_again",
        lambda thing: {"method": "POST", "url": f"/archive/{_item(thing)}/again"},
    ),
}
"""Operation of the OpenAPI document -> the use case of the table that decides it. Actions and acts stand above; `GET /cases` is open
to every role, each to the list of its own side."""
REQUESTS: dict[str, tuple[str, Request]] = {
    **{name: one for name, one in OPERATIONS.items() if one[0]},
    **{f"action {name}": (use_case, act(name, body)) for name, (use_case, body) in ACTIONS.items()},
    **{f"statements {name}": (use_case, lambda _thing: {}) for name, (use_case, _names) in STATEMENT_ACTS.items()},
    **{f"companies {name}": (use_case, lambda _thing: {}) for name, (use_case, _names) in COMPANY_ACTS.items()},
    **{f"site {name}": (use_case, lambda _thing: {}) for name, (use_case, _body) in SITE_ACTS.items()},
}


@dataclass(frozen=True)
class Received:
    """What a store tells of what it took in."""

    key: str
    size: int
    sha256: str


class _Store:
    """A store that takes everything in and holds a byte of each."""

    async def receive(self, stream: AsyncIterator[bytes], limit: int) -> Any:
        content = b"".join([piece async for piece in stream])
        return Received("received", len(content), "0" * 64)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        yield b"."


class ApiDoor:
    """Every operation of the API, in this process, on the town's database."""

    def __init__(self, town: Town, build: Callable[[ApiParts], FastAPI] = build_api) -> None:
        self.town, house = town, a_house(town)
        open_house(house)
        files = FileDoor(_Store(), Limits(), 10, lambda _size: None)
        self.app = build(ApiParts(house, files, ReceiptDoor(), RecordsDoor(_Store()), town.sessions.api_actor, 1 << 40))
        self.loop = asyncio.new_event_loop()
        self.web = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://portal.example")

    def try_(self, name: str, who: Somebody, thing: Any) -> Answer:
        """One operation, or one action, by somebody's key."""
        request = self._request(name, who, thing)
        request["url"] = request["url"].replace("{hook}", hook_id(who, thing))
        headers = {"Authorization": f"Bearer {who.key}", "Accept-Language": "en"}
        answer = self.loop.run_until_complete(self.web.request(**request, headers=headers))
        if answer.is_success:
            return Answer("yes")
        problem = answer.json()
        said = f"{answer.status_code} {answer.text}"
        if problem["detail"].startswith(NO_RECEIPT):
            return Answer("not now", said)
        return Answer(WORDS.get(problem["code"]) or ("not now" if answer.status_code in (409, 422) else said), said)

    def _request(self, name: str, who: Somebody, thing: Any) -> dict[str, Any]:
        if name.startswith("companies "):
            return self._company_act(name.removeprefix("companies "), who, thing)
        if name.startswith("site "):
            return self._site_act(name.removeprefix("site "), who, thing)
        if name.startswith("statements "):
            return self._statement_act(name.removeprefix("statements "), who, thing)
        if name == GIVING:
            statement, words = GIVEN["casework.stating.give_statement"](self.town, who, thing)
            return {"method": "POST", "url": f"/asked/{statement}/give", "json": {"words": words}}
        if "{view}" in name:
            method, (view,) = name.partition(" ")[0], GIVEN[REQUESTS[name][0]](self.town, who, thing)
            return {"method": method, "url": f"/views/{view}", **({"json": {"name": "Ny"}} if method == "PATCH" else {})}
        return REQUESTS[name][1](thing)

    def _statement_act(self, act: str, who: Somebody, thing: Any) -> dict[str, Any]:
        use_case, names = STATEMENT_ACTS[act]
        ref, *given = GIVEN[use_case](self.town, who, thing)
        asked = {"question": "Er grunnen trygg?", "due_on": "2026-12-24", "email": "vera@expert.example"}
        body = asked if act == "ask_statement" else dict(zip(names, given, strict=True))
        return {"method": "POST", "url": f"/cases/{ref}/statements/{act}", "json": body}

    def _company_act(self, act: str, who: Somebody, thing: Any) -> dict[str, Any]:
        use_case, names = COMPANY_ACTS[act]
        ref, *given = GIVEN[use_case](self.town, who, thing)
        return {"method": "POST", "url": f"/cases/{ref}/companies/{act}", "json": dict(zip(names, given, strict=True))}

    def _site_act(self, act: str, who: Somebody, thing: Any) -> dict[str, Any]:
        use_case, body = SITE_ACTS[act]
        ref, *given = GIVEN[use_case](self.town, who, thing)
        return {"method": "POST", "url": f"/cases/{ref}/site/{act}", "json": body(*given)}

    def close(self) -> None:
        """Let go of the loop."""
        self.loop.run_until_complete(self.web.aclose())
        self.loop.close()
