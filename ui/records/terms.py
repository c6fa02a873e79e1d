"""What the pages and the API of webhooks need from outside: the portal's secret, and what the operator allows."""

from __future__ import annotations

from dataclasses import dataclass

from ui.visit import house
from workflows.records.webhooks import Terms

WEBHOOKS = "webhooks"


@dataclass(frozen=True, slots=True, repr=False)
class WebhookTerms:
    """The portal's secret, from which those of webhooks are worked out, and what is allowed."""

    secret: str
    allowed: Terms


def terms() -> WebhookTerms:
    """What `main.py` handed over."""
    found: WebhookTerms = house().extras[WEBHOOKS]
    return found
