"""What the log is narrowed to: the filters of the address, so that a search can be kept and shared. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from ui.oversight.words import GROUPS, SAID
from workflows.ports_oversight import AuditWish

LONGEST = 100


def wish_from(query: Mapping[str, str]) -> AuditWish:
    """Total: what we do not know is left out, long words are cut."""
    what = query.get("what", "")
    kinds = tuple(GROUPS[what][1]) if what in GROUPS else (what,) if what in SAID else ()
    words = {name: query.get(name, "")[:LONGEST].strip() for name in ("person", "company", "case")}
    return AuditWish(kinds=kinds, since=_day(query.get("since", "")), until=_day(query.get("until", "")), **words)


def query_of(query: Mapping[str, str]) -> dict[str, str]:
    """The part of an address that narrows, as it was understood."""
    wish = wish_from(query)
    what = query.get("what", "") if wish.kinds else ""
    days = {name: day.isoformat() if day else "" for name, day in (("since", wish.since), ("until", wish.until))}
    return {"person": wish.person, "company": wish.company, "case": wish.case, "what": what, **days}


def address(query: Mapping[str, str], *, path: str = "/audit", **more: Any) -> str:
    """The address that shows this."""
    words = urlencode({name: value for name, value in {**query_of(query), **more}.items() if value})
    return f"{path}?{words}" if words else path


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return None
