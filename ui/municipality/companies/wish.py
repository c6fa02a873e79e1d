"""What a municipality wants to see of its companies: the filters of the address, so that a view can be kept and shared. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from models.text import Text, _
from workflows.access.life import STATES
from workflows.access.watching import WARN_DAYS
from workflows.ports_joining import CompanyWish, Figures

LONGEST = 100
GONE_ONLY = "gone"
ENDING = "ending"
ENDS_WITHIN = max(WARN_DAYS)
"""Days within which the last day of a certificate is soon."""


def wish_from(query: Mapping[str, str], today: date) -> CompanyWish:
    """Total: what we do not know is left out, long words are cut."""
    state = query.get("state", "")
    text = query.get("text", "")[:LONGEST].strip()
    ends_by = today + timedelta(days=ENDS_WITHIN) if query.get("proofs", "") == ENDING else None
    return CompanyWish(text, state if state in STATES else "", query.get("register", "") == GONE_ONLY, ends_by)


def address(wish: CompanyWish, *, path: str = "/companies", **more: Any) -> str:
    """The address that shows this wish."""
    parts = {"text": wish.text, "state": wish.state, "register": GONE_ONLY if wish.gone else ""}
    parts |= {"proofs": ENDING if wish.proof_ends_by else "", **more}
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{path}?{query}" if query else path


def share_words(figures: Figures) -> Text | None:
    """How many approved applications were accepted as they were first sent; None while there are none."""
    if not figures.decided:
        return None
    share = round(100 * figures.first_time / figures.decided)
    return _("{share} % ({n} of {all})", share=share, n=figures.first_time, all=figures.decided)
