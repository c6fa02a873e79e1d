"""`/account/keys`: the keys a person's programs use: what is there, a new one that is shown once, the end of one."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.errors import BadInput, Refused
from models.text import Text, _
from ui.doors.keeper import Guest, hash_of
from ui.login.desk import checked_form, go_to, known_guest
from ui.login.words import SHARED
from ui.plain import plain_page
from workflows.access.keys import LIVES, KeyList, end_key, key_list, make_key
from workflows.policy import is_fresh

if TYPE_CHECKING:
    from ui.visit import House

PATH = "/account/keys"
PREFIX = "pk_"
"""How keys begin, so that people and programs that look for leaked secrets know one."""
LABELS: dict[str, Text] = {
    "back": _("Your account"),
    "lead": _("A key lets a program act as you. Give each program its own, and no more than it needs."),
    "none": _("You have no keys."),
    "yours": _("Your keys"),
    "made": _("Made {day}, works until {until}"),
    "used": _("Last used {time}"),
    "unused": _("Never used"),
    "all": _("May do all that your role gives"),
    "end": _("End the key"),
    "new": _("Make a key"),
    "acts": _("It acts for {tenant}, in the role you have there."),
    "name": _("What is it for?"),
    "name_hint": _("Such as the program's name. You know the key again by it."),
    "uses": _("What may it be used for?"),
    "days": _("How long shall it work?"),
    "make": _("Make the key"),
    "fresh": _("Making a key needs a fresh sign-in, at most ten minutes old."),
    "again": _("Sign in again"),
    "shown": _("Copy the key now. It is shown this once."),
    "key": _("The key"),
}


@dataclass
class Typed:
    """What was typed into the form, kept when something is to be mended."""

    name: str = ""
    uses: tuple[str, ...] = ()
    days: int = 90


class KeyPages:
    """The keys of whoever is logged in."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def show(self, request: Request) -> Response:
        """The list and the form."""
        return await self._page(known_guest(request))

    async def make(self, request: Request) -> Response:
        """A new key, shown on the answer to this form and never again."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        if not is_fresh(guest.actor, self.house.now()):
            return go_to(f"/login?next={PATH}&again=1")
        days = str(form.get("days", ""))
        uses = tuple(str(one)[:40] for one in form.getlist("uses"))
        typed = Typed(str(form.get("name", ""))[:300], uses, int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0)
        key = PREFIX + secrets.token_urlsafe(32)
        given = (typed.name, typed.uses, typed.days)
        try:
            await self._do(guest, functools.partial(make_key, *given, key_hash=hash_of(key), chance=self.house.chance))
        except (BadInput, Refused) as refused:
            return await self._page(guest, typed, faults={refused.target or "name": refused.text})
        return await self._page(guest, key=key)

    async def end(self, request: Request) -> Response:
        """The end of one key."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        await self._do(guest, functools.partial(end_key, str(form.get("key", ""))[:64]))
        return go_to(PATH)

    async def _do(self, guest: Guest, use_case: Callable[..., object]) -> None:
        here = self.house
        await here.run_writing(lambda: use_case(actor=guest.actor, work=here.open_work(writing=True), now=here.now()))

    async def _page(self, guest: Guest, typed: Typed | None = None, *, faults: Mapping[str, Text] | None = None, key: str = "") -> Response:
        here = self.house
        found: KeyList = await here.run_reading(lambda: key_list(actor=guest.actor, work=here.open_work(writing=False), now=here.now()))
        lives = {days: _("{n} days", n=days) for days in LIVES}
        error = next(iter(faults.values())) if faults else None
        return plain_page(
            "keys.html", guest.person.language, status=422 if faults else 200, words=SHARED, labels=LABELS, heading=_("Keys for programs"),
            csrf=guest.session.csrf_token, found=found, lives=lives, typed=typed or Typed(), faults=faults or {}, error=error, key=key,
            again=f"/login?next={PATH}&again=1",
        )  # fmt: skip


def key_routes(house: House) -> APIRouter:
    """The routes of keys."""
    here, routes = KeyPages(house), APIRouter(include_in_schema=False)
    routes.add_api_route(PATH, here.show, methods=["GET"], response_model=None)
    routes.add_api_route(PATH, here.make, methods=["POST"], response_model=None)
    routes.add_api_route(f"{PATH}/end", here.end, methods=["POST"], response_model=None)
    return routes
