"""The secrets webhooks are signed with: worked out from the portal's own secret and a salt, so that the database holds none.

Form and use follow Standard Webhooks: `whsec_` and the key in base64; while a secret is changed both sign.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from models.records import Webhook

PREFIX = "whsec_"
BOTH_VALID = timedelta(hours=24)
"""How long the old secret signs beside the new one."""


def secret_of(portal_secret: str, salt: str) -> str:
    """The secret of one salt."""
    key = hmac.new(portal_secret.encode(), f"webhook:{salt}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(key).decode()


def secrets_of(portal_secret: str, webhook: Webhook, now: datetime) -> Sequence[str]:
    """The secrets a message to a webhook is signed with now, the newest first."""
    old = [webhook.old_salt] if webhook.old_salt and webhook.old_until and webhook.old_until > now else []
    return [secret_of(portal_secret, salt) for salt in (webhook.salt, *old)]
