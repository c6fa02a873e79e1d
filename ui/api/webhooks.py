"""Webhooks for programs: keep them, see what they were told and what became of it, send again, try them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRouter
from pydantic import BaseModel, Field

from models.records import Webhook
from ui.api.doing import IdempotencyKey, asked, done, parts_of
from ui.api.idempotency import Answer
from ui.api.keys import Caller
from ui.api.problems import locale_of
from ui.api.schemas import Strict
from ui.api.strict import StrictRoute
from ui.records.terms import terms
from ui.texts import translate
from workflows.ports_records import DeliveryLine
from workflows.records import webhooks
from workflows.records.signing import secret_of

Id = Annotated[str, Path(max_length=64)]
routes = APIRouter(route_class=StrictRoute)


class NewWebhook(Strict):
    """Where, and what it is told; `GET /webhooks` lists the kinds there are."""

    url: str = Field(max_length=600)
    kinds: list[str] = Field(max_length=60)


class WebhookChange(Strict):
    """What is to be another; what is left out stays."""

    url: str | None = Field(None, max_length=600)
    kinds: list[str] | None = Field(None, max_length=60)
    on: bool | None = None


class WebhookOut(BaseModel):
    """One webhook. `off_reason` is `person`, `gone` or `failing` while it is off."""

    id: str
    url: str
    kinds: list[str]
    on: bool
    off_at: datetime | None
    off_reason: str
    failing_since: datetime | None
    created_at: datetime
    old_secret_until: datetime | None


class WebhookMade(WebhookOut):
    """A webhook with its secret, which is told this once."""

    secret: str


class WebhookListOut(BaseModel):
    """One's webhooks, and the kinds of events there are, in words."""

    webhooks: list[WebhookOut]
    kinds: dict[str, str]


class AttemptOut(BaseModel):
    """One try: the status that came back, or the fault when none did."""

    at: datetime
    status: int | None
    fault: str
    took_ms: int


class DeliveryOut(BaseModel):
    """One message. `due_at` is when it is tried next, until it has arrived or is given up."""

    id: str
    kind: str
    payload: dict[str, Any]
    created_at: datetime
    due_at: datetime
    delivered_at: datetime | None
    given_up_at: datetime | None
    attempts: list[AttemptOut]


class DeliveryPage(BaseModel):
    """One page of what a webhook was told, the newest first."""

    deliveries: list[DeliveryOut]
    next: str | None


class Removed(BaseModel):
    """It is gone."""

    id: str


@routes.get("/webhooks")
async def list_webhooks(request: Request, actor: Caller) -> WebhookListOut:
    """The webhooks of the key's company or municipality."""
    found: webhooks.WebhookList = await asked(request, lambda work: webhooks.webhook_list(actor=actor, work=work))
    locale = locale_of(request)
    kinds = {name: translate(words, locale) for group in found.groups for name, words in group.kinds.items()}
    return WebhookListOut(webhooks=[_out(one) for one in found.webhooks], kinds=kinds)


@routes.post("/webhooks", status_code=201, response_model=WebhookMade)
async def new_webhook(request: Request, actor: Caller, body: NewWebhook) -> JSONResponse:
    """A new webhook, switched on. Its secret is in this answer and in no other, so no idempotency key is taken: that would keep it."""
    here, known = parts_of(request).house, terms()

    def act(work: Any) -> Answer:
        made = webhooks.add_webhook(body.url, body.kinds, known.allowed, actor=actor, work=work, now=here.now(), chance=here.chance)
        return Answer(201, _made(made))

    return await done(request, actor, None, body.model_dump(), act)


@routes.get("/webhooks/{webhook}")
async def show_webhook(request: Request, actor: Caller, webhook: Id) -> WebhookOut:
    """One webhook."""
    found: webhooks.WebhookView = await asked(request, lambda work: webhooks.webhook_view(webhook, None, 1, actor=actor, work=work))
    return _out(found.webhook)


@routes.patch("/webhooks/{webhook}", response_model=WebhookOut)
async def change_webhook(request: Request, actor: Caller, webhook: Id, body: WebhookChange, key: IdempotencyKey = None) -> JSONResponse:
    """Another address or other kinds, or switch it off and on."""
    here, known = parts_of(request).house, terms()

    def act(work: Any) -> Answer:
        kept = webhooks.change_webhook(webhook, body.url, body.kinds, known.allowed, body.on, actor=actor, work=work, now=here.now())
        return Answer(200, _out(kept).model_dump(mode="json"))

    return await done(request, actor, key, body.model_dump(), act)


@routes.delete("/webhooks/{webhook}", response_model=Removed)
async def remove_webhook(request: Request, actor: Caller, webhook: Id, key: IdempotencyKey = None) -> JSONResponse:
    """Take a webhook away, with what it was told."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        webhooks.remove_webhook(webhook, actor=actor, work=work, now=here.now())
        return Answer(200, {"id": webhook})

    return await done(request, actor, key, None, act)


@routes.post("/webhooks/{webhook}/rotate", response_model=WebhookMade)
async def rotate_webhook(request: Request, actor: Caller, webhook: Id) -> JSONResponse:
    """A new secret, told in this answer alone; the old one signs beside it for a day."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        return Answer(200, _made(webhooks.rotate_webhook(webhook, actor=actor, work=work, now=here.now(), chance=here.chance)))

    return await done(request, actor, None, None, act)


@routes.post("/webhooks/{webhook}/test", status_code=201, response_model=DeliveryOut)
async def send_test(request: Request, actor: Caller, webhook: Id, key: IdempotencyKey = None) -> JSONResponse:
    """Send one message that tells of nothing."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        sent = webhooks.send_test(webhook, actor=actor, work=work, now=here.now(), chance=here.chance)
        return Answer(201, _delivery(DeliveryLine(sent, ())).model_dump(mode="json"))

    return await done(request, actor, key, None, act)


@routes.get("/webhooks/{webhook}/deliveries")
async def list_deliveries(
    request: Request,
    actor: Caller,
    webhook: Id,
    after: Annotated[str | None, Query(max_length=1000)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 30,
) -> DeliveryPage:
    """What a webhook was told, with every try."""
    found: webhooks.WebhookView = await asked(request, lambda work: webhooks.webhook_view(webhook, after, limit, actor=actor, work=work))
    return DeliveryPage(deliveries=[_delivery(one) for one in found.page.rows], next=found.page.next)


@routes.post("/webhooks/{webhook}/deliveries/{delivery}/again", response_model=DeliveryOut)
async def send_again(request: Request, actor: Caller, webhook: Id, delivery: Id, key: IdempotencyKey = None) -> JSONResponse:
    """Send a message again, under the same id."""
    here = parts_of(request).house

    def act(work: Any) -> Answer:
        again = webhooks.send_delivery_again(webhook, delivery, actor=actor, work=work, now=here.now())
        return Answer(200, _delivery(DeliveryLine(again, ())).model_dump(mode="json"))

    return await done(request, actor, key, None, act)


def _out(one: Webhook) -> WebhookOut:
    return WebhookOut(
        id=one.id, url=one.url, kinds=list(one.kinds), on=one.off_at is None, off_at=one.off_at, off_reason=one.off_reason,
        failing_since=one.failing_since, created_at=one.created_at, old_secret_until=one.old_until,
    )  # fmt: skip


def _made(one: Webhook) -> dict[str, Any]:
    return {**_out(one).model_dump(mode="json"), "secret": secret_of(terms().secret, one.salt)}


def _delivery(line: DeliveryLine) -> DeliveryOut:
    one = line.delivery
    attempts = [AttemptOut(at=each.at, status=each.status, fault=each.fault, took_ms=each.took_ms) for each in line.attempts]
    told = one.model_dump(include={"id", "kind", "payload", "created_at", "due_at", "delivered_at", "given_up_at"})
    return DeliveryOut(**told, attempts=attempts)
