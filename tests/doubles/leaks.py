"""Use cases and a route made wrong on purpose, each with one leak of the kinds that happen: the table of permissions must find them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from fastapi import FastAPI

from models.actor import Actor, Scope
from models.base import Role
from models.errors import NotThere
from models.text import verbatim
from ui.api.app import build_api, routes
from ui.api.keys import Caller
from ui.api.parts import ApiParts
from ui.api.problems import install_problems
from workflows.casework import overview, reviewing
from workflows.casework.talking import write_note
from workflows.policy import authorize
from workflows.ports import UnitOfWork

OWNER = Scope(company_id="demo-rorlegger")


def take_without_asking(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Any:
    """Nobody asks for the role: whoever finds the case may take it."""
    with work:
        case = work.cases.get(actor.scope, ref)
        work.cases.touch(case, assignee_id=actor.person_id)
        work.commit()
    return case


def note_by_anyone_of_the_office(ref: str, body: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Any) -> Any:
    """The role is asked for, and a wrong one: readers of the municipality write notes."""
    raised = replace(actor, role=Role.CASE_WORKER) if actor.is_staff else actor
    return write_note(ref, body, actor=raised, work=work, now=now, chance=chance)


def home_of_any_tenant(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Any:
    """The case is fetched in its owner's scope instead of the reader's."""
    return overview.case_home(ref, actor=replace(actor, company_id=OWNER.company_id, municipality_id=None), work=work, now=now)


def release_that_tells(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Any:
    """Refused, but in other words when the case exists."""
    try:
        return reviewing.release(ref, actor=actor, work=work, now=now)
    except NotThere:
        with work:
            known = work.cases.get(OWNER, ref)
        raise NotThere(verbatim(f"{known.number} belongs to somebody else.")) from None


def send_without_a_look_at_the_standing(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Any) -> Any:
    """A sending that asks whether the role gives it, and not whether the municipality has approved the company."""
    with work:
        case = work.cases.get(actor.scope, ref)
        authorize(actor, "submit", company_id=case.company_id)
    return case


def forgetful_api(parts: ApiParts) -> FastAPI:
    """The API with a route that asks for no permission in the place of one that does."""
    api = FastAPI(openapi_url="/openapi.json")
    honest = build_api(parts)
    api.state.parts, api.state.pace = honest.state.parts, honest.state.pace
    install_problems(api)

    @api.get("/cases/{ref}")
    async def show_any_case(ref: str, actor: Caller) -> dict[str, str]:
        work = parts.house.open_work(writing=False)
        with work:
            return {"title": work.cases.get(OWNER, ref).title}

    @api.get("/cases/{ref}/everything")
    async def undescribed(ref: str, actor: Caller) -> dict[str, str]:
        return {"ref": ref}

    api.include_router(routes)
    return api
