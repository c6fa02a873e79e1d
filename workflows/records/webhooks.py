"""Webhooks of a company or a municipality: where its programs hear of events, what they are told, and what became of it.

Only administrators keep them. A secret is shown when it is made and never again.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from models.actor import Actor
from models.errors import BadInput, Refused
from models.records import Webhook, WebhookDelivery
from models.text import Text, _
from workflows.policy import authorize
from workflows.ports import Chance, Page, UnitOfWork
from workflows.ports_records import DeliveryLine
from workflows.records.signing import BOTH_VALID
from workflows.records.telling import TEST, KindGroup, groups_for, kinds_for

MOST_WEBHOOKS, LONGEST_ADDRESS = 10, 500
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
OFF_WORDS: Mapping[str, Text] = {
    "person": _("Switched off"),
    "gone": _("Switched off: the receiver answered that it is gone"),
    "failing": _("Switched off: the receiver has not answered for five days"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator allows: private addresses, and plain http to this very machine."""

    allows_private: bool = False
    allows_local_http: bool = False


@dataclass(frozen=True, slots=True)
class WebhookList:
    """A tenant's webhooks, and the kinds there are."""

    webhooks: Sequence[Webhook]
    groups: Sequence[KindGroup]


@dataclass(frozen=True, slots=True)
class WebhookView:
    """One webhook, with a page of what it was told."""

    webhook: Webhook
    groups: Sequence[KindGroup]
    page: Page[DeliveryLine]


def webhook_list(*, actor: Actor, work: UnitOfWork) -> WebhookList:
    """The actor's side's webhooks. Raises NotAllowed."""
    _authorize(actor)
    with work:
        return WebhookList(work.records.webhooks(actor.scope), groups_for(is_staff=actor.is_staff))


def webhook_view(webhook_id: str, after: str | None = None, limit: int = 30, *, actor: Actor, work: UnitOfWork) -> WebhookView:
    """One of them. Raises NotThere, NotAllowed."""
    _authorize(actor)
    with work:
        page = work.records.deliveries(actor.scope, webhook_id, after=after, limit=limit)
        return WebhookView(work.records.webhook(actor.scope, webhook_id), groups_for(is_staff=actor.is_staff), page)


def delivery_view(webhook_id: str, delivery_id: str, *, actor: Actor, work: UnitOfWork) -> DeliveryLine:
    """One message with every try. Raises NotThere, NotAllowed."""
    _authorize(actor)
    with work:
        return work.records.delivery(actor.scope, webhook_id, delivery_id)


def add_webhook(url: str, kinds: Sequence[str], terms: Terms, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Webhook:
    """A new one, switched on. Raises BadInput naming the field, Refused when there are many already."""
    _authorize(actor)
    address, wanted = checked_address(url, terms), _checked_kinds(kinds, actor)
    with work:
        if len(work.records.webhooks(actor.scope)) >= MOST_WEBHOOKS:
            raise Refused(_("You have {most} webhooks. Remove those nobody uses first.", most=MOST_WEBHOOKS))
        made = Webhook(
            id=chance.id(), company_id=actor.company_id, municipality_id=actor.municipality_id, url=address, kinds=wanted,
            salt=chance.ref() + chance.ref(), created_by=actor.person_id, created_at=now,
        )  # fmt: skip
        work.records.save_webhook(actor.scope, made)
        _record("webhook_added", made, actor, work, now, kinds=wanted)
        work.commit()
    return made


def change_webhook(
    webhook_id: str,
    url: str | None,
    kinds: Sequence[str] | None,
    terms: Terms,
    is_on: bool | None = None,
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
) -> Webhook:
    """Another address or other kinds, off or on; None leaves each as it is. Raises NotThere, BadInput."""
    _authorize(actor)

    def change(webhook: Webhook) -> None:
        webhook.url = checked_address(url, terms) if url is not None else webhook.url
        webhook.kinds = _checked_kinds(kinds, actor) if kinds is not None else webhook.kinds
        if is_on is not None and is_on != (webhook.off_at is None):
            _switch(webhook, is_on, now)

    return _changed(webhook_id, "webhook_changed", change, actor=actor, work=work, now=now)


def rotate_webhook(webhook_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Webhook:
    """A new secret; the old one signs beside it for a day. Raises NotThere."""
    _authorize(actor)

    def change(webhook: Webhook) -> None:
        webhook.old_salt, webhook.old_until, webhook.salt = webhook.salt, now + BOTH_VALID, chance.ref() + chance.ref()

    return _changed(webhook_id, "webhook_rotated", change, actor=actor, work=work, now=now)


def switch_webhook(webhook_id: str, is_on: bool, *, actor: Actor, work: UnitOfWork, now: datetime) -> Webhook:
    """Switch one off, or on again; what happened while it was off is not told afterwards. Raises NotThere."""
    _authorize(actor)

    def change(webhook: Webhook) -> None:
        _switch(webhook, is_on, now)

    return _changed(webhook_id, "webhook_switched", change, actor=actor, work=work, now=now)


def remove_webhook(webhook_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take one away, with what it was told. Raises NotThere."""
    _authorize(actor)
    with work:
        webhook = work.records.webhook(actor.scope, webhook_id)
        work.records.remove_webhook(actor.scope, webhook_id)
        _record("webhook_removed", webhook, actor, work, now)
        work.commit()


def send_test(webhook_id: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> WebhookDelivery:
    """Send one message that tells of nothing. Raises NotThere, Refused while it is switched off."""
    _authorize(actor)
    with work:
        webhook = work.records.webhook(actor.scope, webhook_id)
        if webhook.off_at is not None:
            raise Refused(_("Switch the webhook on first."))
        payload: dict[str, Any] = {"type": TEST, "timestamp": now.astimezone(UTC).isoformat(), "data": {"webhook": webhook.id}}
        id_ = chance.id()
        sent = WebhookDelivery(
            id=f"msg_{id_}", webhook_id=webhook.id, event_id=f"test:{id_}", kind=TEST, payload=payload, created_at=now, due_at=now
        )
        work.records.add_delivery(sent)
        work.commit()
    return sent


def send_delivery_again(webhook_id: str, delivery_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> WebhookDelivery:
    """Send a message again, under the same id. Raises NotThere, Refused while the webhook is switched off."""
    _authorize(actor)
    with work:
        if work.records.webhook(actor.scope, webhook_id).off_at is not None:
            raise Refused(_("Switch the webhook on first."))
        again = work.records.send_delivery_again(actor.scope, webhook_id, delivery_id, now)
        work.commit()
    return again


def checked_address(url: str, terms: Terms) -> str:
    """The address, if something may be sent there as far as it tells itself; where its name leads is asked when it is sent.

    Raises BadInput. Source: security rule 53.
    """
    words = url.strip()
    try:
        parts = urlsplit(words)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadInput(_("Write the whole address, such as https://example.no/webhook."), target="url") from None
    is_local = terms.allows_local_http and host in LOCAL and parts.scheme == "http"
    if not host or len(words) > LONGEST_ADDRESS or parts.scheme not in ("https", "http") or port == 0:
        raise BadInput(_("Write the whole address, such as https://example.no/webhook."), target="url")
    if parts.scheme != "https" and not is_local:
        raise BadInput(_("Choose an address that begins with https://."), target="url")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadInput(_("Leave out user names, passwords and # in the address."), target="url")
    if not (terms.allows_private or is_local) and (host in LOCAL or _is_private(host)):
        raise BadInput(_("Choose an address on the internet, not inside a network."), target="url")
    return words


def _is_private(host: str) -> bool:
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return False


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address lies on the internet; one that only wraps another counts as that one."""
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if inner is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _switch(webhook: Webhook, is_on: bool, now: datetime) -> None:
    webhook.off_at, webhook.off_reason, webhook.failing_since = (None, "", None) if is_on else (now, "person", webhook.failing_since)


def _checked_kinds(kinds: Sequence[str], actor: Actor) -> list[str]:
    known = kinds_for(is_staff=actor.is_staff)
    wanted = [one for one in known if one in set(kinds)]
    if not wanted or set(kinds) - set(known):
        raise BadInput(_("Choose at least one kind of event from the list."), target="kinds")
    return wanted


def _authorize(actor: Actor) -> None:
    authorize(actor, "keep_webhooks", company_id=actor.company_id, municipality_id=actor.municipality_id)


def _changed(webhook_id: str, kind: str, change: Callable[[Webhook], None], *, actor: Actor, work: UnitOfWork, now: datetime) -> Webhook:
    with work:
        webhook = work.records.webhook(actor.scope, webhook_id)
        change(webhook)
        work.records.save_webhook(actor.scope, webhook)
        _record(kind, webhook, actor, work, now, kinds=list(webhook.kinds), on=webhook.off_at is None)
        work.commit()
    return webhook


def _record(kind: str, webhook: Webhook, actor: Actor, work: UnitOfWork, now: datetime, **data: Any) -> None:
    stream = f"company:{actor.company_id}" if actor.company_id else f"municipality:{actor.municipality_id}"
    work.log.record(kind, actor=actor, at=now, data={"webhook": webhook.id, **data}, detail={"url": webhook.url}, stream=stream)
