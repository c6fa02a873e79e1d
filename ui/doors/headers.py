"""What every answer carries, and the content security policy with a fresh nonce for each page.

Exceptions the framework forces, and why: `'unsafe-eval'`, since Vue compiles templates in the browser; `'unsafe-inline'` for styles, since
elements carry style attributes. So no data may ever become a template: slots and templates are constants, kept by a test.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders

_SCRIPT = re.compile(rb"<script(?=[\s>])")

COMMON: dict[str, str] = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
ONLY_DATA = "default-src 'none'; frame-ancestors 'none'; sandbox"
HSTS = "max-age=31536000; includeSubDomains"


def page_policy(nonce: str, pictures: str = "") -> str:
    """The policy of an HTML page; `pictures` is an origin of map pictures, if any."""
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:{' ' * bool(pictures)}{pictures}; "
        "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def with_nonce(html: bytes, nonce: str) -> bytes:
    """The page with the nonce on each of its script tags. Data cannot be hit: its `<` are escaped."""
    return _SCRIPT.sub(b'<script nonce="' + nonce.encode() + b'"', html)


def dress(headers: MutableHeaders, *, policy: str, secure: bool, personal: bool) -> None:
    """Add what is not there already; a route may set its own stricter policy or caching."""
    for name, value in COMMON.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", policy)
    if secure:
        headers.setdefault("strict-transport-security", HSTS)
    if personal:
        headers.setdefault("cache-control", "no-store")
