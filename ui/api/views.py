"""Saved views of the board for programs: read, kept, changed and chosen. `query` is that of a board's address."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Path, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRouter
from pydantic import BaseModel, StringConstraints

from ui.api.doing import IdempotencyKey, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.schemas import Strict
from ui.api.strict import StrictRoute
from workflows.boards import views
from workflows.boards.views import LONGEST_NAME, LONGEST_QUERY, ViewInfo

ViewId = Annotated[str, Path(max_length=64, description="The view's id.")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]
Query = Annotated[str, StringConstraints(max_length=LONGEST_QUERY)]
StaffRole = Literal["case_worker", "approver", "municipality_admin", "auditor"]


class ViewOut(BaseModel):
    """A saved view. `default_for` are the roles that begin with it; `may_change` tells whether the caller may change it."""

    id: str
    name: str
    query: str
    shared: bool
    is_own: bool
    may_change: bool
    default_for: list[str]


class ViewList(BaseModel):
    """The caller's own views and those shared in the municipality, by name."""

    views: list[ViewOut]


class NewView(Strict):
    """What to keep under which name."""

    name: Name
    query: Query
    shared: bool = False


class ViewChanges(Strict):
    """What becomes of a view; what is left out stays."""

    name: Name | None = None
    query: Query | None = None
    shared: bool | None = None


class Chosen(Strict):
    """The shared view a role begins with, or null for the plain board."""

    view: Annotated[str, StringConstraints(max_length=64)] | None


class Changed(BaseModel):
    """What was done."""

    done: str


routes = APIRouter(route_class=StrictRoute)


@routes.get("/views")
async def list_views(request: Request, actor: Caller) -> ViewList:
    """The caller's own views of the board and the shared ones."""
    here = parts_of(request).house
    found = await here.run_reading(lambda: views.my_views(actor=actor, work=here.open_work(writing=False)))
    return ViewList(views=[_out(one) for one in found])


@routes.get("/views/{view}")
async def show_view(request: Request, actor: Caller, view: ViewId) -> ViewOut:
    """One view."""
    here = parts_of(request).house
    return _out(await here.run_reading(lambda: views.one_view(view, actor=actor, work=here.open_work(writing=False))))


@routes.post("/views", status_code=201, response_model=ViewOut)
async def keep_view(request: Request, actor: Caller, body: NewView, key: IdempotencyKey = None) -> JSONResponse:
    """Keep a view."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        kept = views.keep_view(body.name, body.query, body.shared, actor=actor, work=work, now=here.now(), chance=here.chance)
        return Answer(201, _out(kept).model_dump(mode="json"))

    return await done(request, actor, key, body.model_dump(mode="json"), act)


@routes.patch("/views/{view}", response_model=ViewOut)
async def change_view(request: Request, actor: Caller, view: ViewId, body: ViewChanges, key: IdempotencyKey = None) -> JSONResponse:
    """Rename a view, let it show something else, share it or take it back."""
    here = parts_of(request).house
    wanted = body.model_dump(exclude_unset=True)

    def act(work: Any) -> Answer:
        changed = views.change_view(view, **wanted, actor=actor, work=work, now=here.now())
        return Answer(200, _out(changed).model_dump(mode="json"))

    return await done(request, actor, key, body.model_dump(mode="json"), act)


@routes.delete("/views/{view}", response_model=Changed)
async def remove_view(request: Request, actor: Caller, view: ViewId, key: IdempotencyKey = None) -> JSONResponse:
    """Let a view go."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        views.remove_view(view, actor=actor, work=work, now=here.now())
        return Answer(200, {"done": "removed"})

    return await done(request, actor, key, None, act)


@routes.put("/views/defaults/{role}", response_model=Changed)
async def choose_default(request: Request, actor: Caller, role: StaffRole, body: Chosen, key: IdempotencyKey = None) -> JSONResponse:
    """Let the people of a role begin with a shared view."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        views.choose_default(role, body.view, actor=actor, work=work, now=here.now())
        return Answer(200, {"done": "chosen"})

    return await done(request, actor, key, body.model_dump(mode="json"), act)


def _out(view: ViewInfo) -> ViewOut:
    return ViewOut(
        id=view.id, name=view.name, query=view.query, shared=view.shared, is_own=view.is_own, may_change=view.may_change,
        default_for=list(view.default_for),
    )  # fmt: skip
