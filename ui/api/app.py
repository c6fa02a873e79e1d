"""The API's own application under `/api/v1`: routes, errors as problem details, OpenAPI. No cookies, no pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from fastapi.routing import APIRouter

from models.base import Ball, Phase, Status
from models.text import Text
from ui.api import schemas
from ui.api.actions import arguments_of, result_of
from ui.api.answers import actions_out, case_out, cases_out, document_out, person_out, request_out, saved_out, task_out
from ui.api.bulk import routes as bulk
from ui.api.casepage import routes as casepage
from ui.api.companies import routes as companies
from ui.api.decisions import routes as decisions
from ui.api.doing import IdempotencyKey, done, parts_of
from ui.api.hearing import routes as hearing
from ui.api.idempotency import Answer
from ui.api.keys import Caller, Pace
from ui.api.narrowing import Narrowed
from ui.api.parts import ApiParts
from ui.api.problems import MEDIA_TYPE, install_problems, locale_of
from ui.api.quality import routes as quality
from ui.api.records import routes as records
from ui.api.site import routes as site
from ui.api.statements import routes as statements
from ui.api.strict import StrictRoute
from ui.api.town import routes as town
from ui.api.views import routes as views
from ui.api.webhooks import routes as webhooks
from ui.doors.files import SANDBOX
from ui.municipality.wish import Order
from ui.print.door import MEDIA_TYPE as PDF
from ui.print.door import Wanted
from ui.texts import translate
from workflows.boards.views import words_near
from workflows.casework.asking import check, colleagues, declaration, full_case
from workflows.casework.documents import document_for_download
from workflows.casework.drafting import changes_of, save_nested, start_case
from workflows.casework.overview import case_table, my_cases
from workflows.exports import experience_json, ledger_json, workflow_json
from workflows.measures.overview import beside_cards
from workflows.policy import authorize
from workflows.ports import CaseOrder
from workflows.registry import WORKFLOWS, workflow

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, words in {
        400: "Cannot be read.", 401: "No valid key.", 403: "The key's role does not give this.", 404: "Not there, or not yours.",
        409: "Cannot be done now.", 413: "Too large.", 415: "Wrong media type.", 422: "Not as described.", 429: "Too many requests.",
        503: "Not available right now.", 507: "The disk is full.",
    }.items()
}  # fmt: skip
Ref = Annotated[str, Path(max_length=64, description="The case's public reference.")]
routes = APIRouter(route_class=StrictRoute, responses=PROBLEMS)


PARTS = (companies, quality, site, decisions, town, views, hearing, statements, casepage, records, webhooks)
"""What lies in files of its own."""


def build_api(parts: ApiParts) -> FastAPI:
    """The application, joined to what `main.py` hands over."""
    api = FastAPI(
        title="Contractor portal", version="1", openapi_url="/openapi.json", docs_url=None, redoc_url=None, redirect_slashes=False
    )
    api.state.parts, api.state.pace = parts, Pace(parts.most_per_minute)
    install_problems(api)
    api.include_router(bulk, responses=PROBLEMS)  # before the cases, whose addresses would take it for one
    api.include_router(routes)
    for more in PARTS:
        api.include_router(more, responses=PROBLEMS)
    _describe_problem(api)
    return api


def _describe_problem(api: FastAPI) -> None:
    """Put the shape of problems into the OpenAPI document, which knows it by reference only."""
    made = api.openapi

    def with_problem() -> dict[str, Any]:
        document = made()
        document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = schemas.Problem.model_json_schema()
        return document

    api.openapi = with_problem  # type: ignore[method-assign]  # FastAPI's own way to extend the document


def _t(request: Request) -> Any:
    locale = locale_of(request)

    def speak(words: Text) -> str:
        return translate(words, locale)

    return speak


async def _ask(request: Request, use_case: Any, *args: Any, **kwargs: Any) -> Any:
    here = parts_of(request).house
    return await here.run_reading(lambda: use_case(*args, work=here.open_work(writing=False), **kwargs))


@routes.get("/workflows")
async def list_workflows(request: Request, actor: Caller) -> dict[str, list[dict[str, str]]]:
    """All workflows."""
    authorize(actor, "see_workflows")
    t = _t(request)
    return {"workflows": [{"key": key, "title": t(one.title), "summary": t(one.summary)} for key, one in WORKFLOWS.items()]}


@routes.get("/workflows/{key}")
async def show_workflow(
    request: Request,
    actor: Caller,
    key: Annotated[str, Path(max_length=64)],
    municipality: Annotated[str, Query(pattern="^([0-9]{4})?$")] = "",
) -> dict[str, Any]:
    """One workflow: JSON Schema of every step, document slots, requirements, local rules; with `municipality` as that one wants it.

    `experience` is what cases of the last two years teach: `often_missed`, the nearest list first, and `usual_days` by phase.
    """
    told, taught = await _ask(request, declaration, key, municipality, actor=actor, now=parts_of(request).house.now())
    return {**workflow_json(told, _t(request)), "experience": experience_json(taught)}


@routes.post("/workflows/{key}/check")
async def check_answers(
    request: Request, actor: Caller, key: Annotated[str, Path(max_length=64)], body: schemas.Check
) -> schemas.LedgerRows:
    """What a case with these answers would lack. Nothing is kept."""
    ledger = await _ask(request, check, key, body.model_dump(mode="json"), actor=actor, now=parts_of(request).house.now())
    return schemas.LedgerRows(rows=[schemas.LedgerRow(**row) for row in ledger_json(ledger, _t(request))])


@routes.get("/people")
async def list_people(request: Request, actor: Caller) -> schemas.PersonList:
    """The people of the key's own company or municipality: questions about a person are answered with an id, and cases assigned to one."""
    found = await _ask(request, colleagues, actor=actor)
    return schemas.PersonList(people=[person_out(person, held, actor) for person, held in found])


@routes.post("/cases", status_code=201, response_model=schemas.Saved)
async def new_case(request: Request, actor: Caller, body: schemas.NewCase, key: IdempotencyKey = None) -> JSONResponse:
    """Start a draft."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        changes = list(changes_of(workflow(body.workflow), Phase.APPLICATION, body.answers))
        saved = start_case(body.workflow, body.municipality, changes, actor=actor, work=work, now=here.now(), chance=here.chance)
        return Answer(201, saved_out(saved).model_dump(mode="json"))

    return await done(request, actor, key, body.model_dump(mode="json"), act)


@routes.get("/cases")
async def list_cases(
    request: Request,
    actor: Caller,
    wish: Narrowed,
    status: Status | None = None,
    ball: Ball | None = None,
    order: Annotated[CaseOrder | None, Query(description="`urgent` for staff, `action` for companies when left out.")] = None,
    sort: Annotated[Order | None, Query(description="The same as `order`, as a board's address names it.")] = None,
    after: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> schemas.CasePage:
    """Cases within the key's reach, a page at a time."""
    wanted, wish = wish.text, replace(wish, statuses=(status,) if status else (), ball=ball)
    usual: CaseOrder = "urgent" if actor.is_staff else "action"
    listed = case_table if actor.is_staff else my_cases
    page = await _ask(request, listed, wish, actor=actor, after=after, limit=limit, order=order or sort or usual)
    beside = await _ask(request, beside_cards, page.rows, actor=actor, now=parts_of(request).house.now())
    near = await _ask(request, words_near, wanted, actor=actor) if wanted else {}
    cases = cases_out(page.rows, beside.expected, beside.beside, actor)
    return schemas.CasePage(cases=cases, next=page.next, near={one: list(near[one]) for one in near})


@routes.get("/cases/{ref}")
async def show_case(request: Request, actor: Caller, ref: Ref) -> schemas.CaseDetail:
    """A case with its answers and what may be done with it."""
    found = await _ask(request, full_case, ref, actor=actor, now=parts_of(request).house.now())
    parts_of(request).house.saw(actor, "case", ref, "")
    answers = {str(phase): dict(given) for phase, given in found.answers.items()}
    shown = {
        "answers": answers,
        "places": {str(phase): dict(told) for phase, told in found.places.items()},
        "versions": dict(found.versions),
        "actions": actions_out(found.permitted, _t(request)),
        "guarantee_until": found.guarantee_until,
        "record": dict(found.record),
        "tasks": [task_out(one, _t(request)) for one in found.tasks],
    }
    case = case_out(found.card, found.expected, found.responsible, for_staff=actor.is_staff)
    return schemas.CaseDetail(**case.model_dump(), **shown)


@routes.patch("/cases/{ref}/answers", response_model=schemas.Saved)
async def save(request: Request, actor: Caller, ref: Ref, body: schemas.AnswerChanges, key: IdempotencyKey = None) -> JSONResponse:
    """Save answers, valid or not. What a colleague changed meanwhile comes back as a conflict."""
    here, phase = parts_of(request).house, Phase(body.phase) if body.phase else None

    def act(work: Any) -> Answer:
        saved = save_nested(ref, phase, body.answers, body.versions, actor=actor, work=work, now=here.now())
        return Answer(200, saved_out(saved).model_dump(mode="json"))

    return await done(request, actor, key, body.model_dump(mode="json"), act)


@routes.get("/cases/{ref}/ledger")
async def show_ledger(request: Request, actor: Caller, ref: Ref) -> schemas.LedgerRows:
    """The ledger of the current phase."""
    found = await _ask(request, full_case, ref, actor=actor, now=parts_of(request).house.now())
    return schemas.LedgerRows(rows=[schemas.LedgerRow(**row) for row in ledger_json(found.ledger, _t(request))])


@routes.get("/cases/{ref}/requests")
async def list_requests(request: Request, actor: Caller, ref: Ref) -> schemas.RequestList:
    """Correction requests of the current phase."""
    found = await _ask(request, full_case, ref, actor=actor, now=parts_of(request).house.now())
    return schemas.RequestList(requests=[request_out(one, _t(request)) for one in found.requests])


@routes.get("/cases/{ref}/documents")
async def list_documents(request: Request, actor: Caller, ref: Ref) -> schemas.DocumentList:
    """Files of the case."""
    found = await _ask(request, full_case, ref, actor=actor, now=parts_of(request).house.now())
    return schemas.DocumentList(documents=[document_out(one, _t(request)) for one in found.documents])


@routes.get("/cases/{ref}/events")
async def list_events(request: Request, actor: Caller, ref: Ref) -> schemas.EventList:
    """The case's log."""
    found = await _ask(request, full_case, ref, actor=actor, now=parts_of(request).house.now())
    return schemas.EventList(events=[schemas.EventOut(**one) for one in found.events])


@routes.post("/cases/{ref}/actions/{action}", response_model=schemas.Done)
async def act_on_case(
    request: Request,
    actor: Caller,
    ref: Ref,
    action: Annotated[str, Path(max_length=64)],
    body: dict[str, Any] | None = None,
    key: IdempotencyKey = None,
) -> JSONResponse:
    """Do one of the actions of the transition table; `GET /cases/{ref}` tells which are possible."""
    here, t = parts_of(request).house, _t(request)
    called, arguments = arguments_of(action, body or {})

    def act(work: Any) -> Answer:
        outcome = called.do(ref, arguments, actor=actor, work=work, now=here.now(), chance=here.chance)
        case = work.cases.get(actor.scope, ref)
        done = schemas.Done(
            action=action, ref=ref, status=str(case.status), phase=str(case.phase), version=case.version, result=result_of(outcome, t)
        )
        return Answer(200, done.model_dump(mode="json"))

    return await done(request, actor, key, body, act)


UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["slot", "file"],
                    "properties": {
                        "phase": {"type": "string", "enum": ["application", "work", "final"]},
                        "slot": {"type": "string"},
                        "row": {"type": "string"},
                        "replaces": {"type": "string"},
                        "file": {"type": "string", "format": "binary"},
                    },
                }
            }
        },
    }
}


@routes.post("/cases/{ref}/documents", status_code=201, openapi_extra=UPLOAD, response_model=schemas.DocumentKept)
async def upload(request: Request, actor: Caller, ref: Ref, key: IdempotencyKey = None) -> JSONResponse:
    """Upload one file into one slot; fields first, the file last."""
    answer = await parts_of(request).files.take_in(request, ref, actor)
    return JSONResponse(answer.body, answer.status)


@routes.get("/cases/{ref}/documents/{document}", response_class=StreamingResponse)
async def download(request: Request, actor: Caller, ref: Ref, document: Annotated[str, Path(max_length=64)]) -> StreamingResponse:
    """The original of a file that was found clean."""
    found = await _ask(request, document_for_download, ref, document, actor=actor)
    parts_of(request).house.saw(actor, "file", ref, document)
    stream = parts_of(request).files.store.read(found.object_key)
    return StreamingResponse(stream, media_type="application/octet-stream", headers={**SANDBOX, "Content-Disposition": "attachment"})


RECEIPT: dict[int | str, dict[str, Any]] = {
    200: {"description": "The receipt.", "content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}
}


@routes.get("/cases/{ref}/receipt.pdf", response_class=Response, responses=RECEIPT)
async def receipt(
    request: Request,
    actor: Caller,
    ref: Ref,
    phase: Phase | None = None,
    submission: Annotated[int | None, Query(ge=1, le=99_999_999)] = None,
) -> Response:
    """The receipt of a sending as a PDF: the newest of the case, or of a phase, or the one with this number in the phase."""
    parts = parts_of(request)
    return await parts.receipts.answer(parts.house, ref, Wanted(phase, submission), actor, locale_of(request))
