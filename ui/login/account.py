"""The account: language, password, codes, and where one is logged in. Also the accessibility statement, open to everybody."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.text import Text, _, _n
from ui.doors.keeper import Guest
from ui.login.desk import Desk, checked_form, go_to, known_guest, safe_next
from ui.login.passwords import hashed, is_right, new_recovery_codes, recovery_hash, why_too_weak
from ui.login.tries import Tries
from ui.login.words import ACCOUNT, ROLES, SHARED
from ui.plain import LANGUAGES, locale_of, plain_page
from workflows.access.identities import LinkedIdentity, my_identities
from workflows.policy import is_fresh, may

STATEMENT = (
    _("The portal is built to meet WCAG 2.2 at levels A and AA. Every page is checked by machine and tried by keyboard."),
    _("The municipality answers for accessibility. Tell its customer service when something stops you; they must answer."),
    _("The official statement of each municipality stands in the state's shared service:"),
)


@dataclass(frozen=True)
class RoleLine:
    """One membership the person may act as."""

    id: str
    tenant: str
    label: Text
    current: bool


@dataclass(frozen=True)
class SessionLine:
    """One live session. `key` is the beginning of its hash: enough to end it, useless to enter."""

    key: str
    device: str
    seen: Text
    current: bool


@dataclass(frozen=True)
class WayLine:
    """One identity provider the person comes in by."""

    id: str
    name: str
    used: Text


DONE: dict[str, Text] = {
    "linked": _("Linked. From now on you can log in that way too."),
    "unlinked": _("The link is taken away."),
}
"""What happened just before the page was asked for, by what stands in its address."""


class AccountPage:
    """The account of whoever is logged in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keeper = desk.keeper
        self.tries = Tries(desk)

    async def show(self, request: Request) -> Response:
        """The whole account."""
        done = next((words for name, words in DONE.items() if name in request.query_params), None)
        return await self._page(request, known_guest(request), done=done)

    async def _page(
        self,
        request: Request,
        guest: Guest,
        *,
        done: Text | None = None,
        error: Text | None = None,
        codes: Sequence[str] = (),
        wait: int = 0,
    ) -> Response:
        """The account; `wait` is how many seconds must pass before the next try."""
        book, keeper = self.keeper.book, self.keeper
        left = await keeper.run_reading(book.recovery_codes_left, guest.person.id)
        tenants = await keeper.run_reading(book.tenant_names, guest.person.id)
        live = await keeper.run_reading(book.list_sessions, guest.person.id, keeper.now(), keeper.idle, keeper.absolute)
        roles = [RoleLine(held.id, name, ROLES[held.role], held.id == guest.membership.id) for held, name in tenants]
        sessions = [
            SessionLine(one.id_hash[:16], one.device, _("Last seen {time}", time=one.seen_at), one.id_hash == guest.session.id_hash)
            for one in live
        ]
        values: dict[str, Any] = {"person": guest.person, "csrf": guest.session.csrf_token, "roles": roles, "sessions": sessions}
        values["may_keep_keys"] = may(guest.actor, "keep_keys")
        values |= {"codes": codes, "codes_left": _n("{n} recovery code is left.", "{n} recovery codes are left.", left)}
        values |= await self._ways_in(guest)
        labels = {**ACCOUNT, "password_hint": ACCOUNT["password_hint"].with_values(least=self.desk.shortest_password)}
        page = plain_page(
            "account.html", guest.person.language, status=429 if wait else 422 if error else 200, words=SHARED, labels=labels,
            heading=_("Your account"), done=done, error=error, **values,
        )  # fmt: skip
        if wait:
            page.headers["Retry-After"] = str(wait)
        return page

    async def _ways_in(self, guest: Guest) -> dict[str, Any]:
        """The identity providers one comes in by, and those one may link."""
        ways = self.desk.ways
        if ways is None:
            return {"identities": (), "linkable": ()}
        found = await self.keeper.run_reading(lambda: my_identities(actor=guest.actor, work=ways.house.open_work(writing=False)))
        linked = [WayLine(one.id, ways.name_of(one.provider), _used(one)) for one in found]
        held = {one.provider for one in found}
        return {"identities": linked, "linkable": [one for one in ways.buttons(_("Link {provider}")) if one.key not in held]}

    async def language(self, request: Request) -> Response:
        """Speak another language from now on."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        locale = str(form.get("locale", ""))
        if locale in LANGUAGES:
            await self.keeper.run_writing(functools.partial(self.keeper.book.change_person, guest.person.id, language=locale))
        return go_to(safe_next(form.get("next")))

    async def password(self, request: Request) -> Response:
        """Change the password; all other sessions end. The old one is guessed no oftener here than at the login."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        old, new = str(form.get("old", "")), str(form.get("new", ""))
        email = guest.person.email
        if too_often := await self.tries.too_many(email, email, request):
            return await self._page(request, guest, error=too_often, wait=self.tries.window)
        if not await self.keeper.run_reading(is_right, guest.person, old):
            self.tries.refused("password_refused", email)
            return await self._page(request, guest, error=_("The password you have now is not right."))
        await self.tries.was_right(email, request)
        weak = why_too_weak(new, guest.person, self.desk.shortest_password)
        if weak:
            return await self._page(request, guest, error=weak)
        others, book = await self._others(guest), self.keeper.book
        await self.keeper.run_writing(book.change_password, guest.person.id, hashed(new), guest.session.id_hash, self.keeper.now())
        for one in others:
            self.keeper.ended(one)
        return await self._page(request, guest, done=_("The password is changed. You are logged out everywhere else."))

    async def recovery(self, request: Request) -> Response:
        """New recovery codes instead of all earlier ones, shown this once. Wants a fresh sign-in: they open the account."""
        guest = known_guest(request)
        await checked_form(request, guest)
        if not guest.person.totp_secret:
            return go_to("/account")
        if not is_fresh(guest.actor, self.keeper.now()):
            return go_to("/login?next=/account&again=1")
        codes = new_recovery_codes()
        hashes = [recovery_hash(guest.person.id, one) for one in codes]
        await self.keeper.run_writing(self.keeper.book.keep_recovery_codes, guest.person.id, hashes, self.keeper.now())
        return await self._page(request, guest, codes=codes)

    async def end_sessions(self, request: Request) -> Response:
        """End one other session, or all others."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        wanted = str(form.get("session", ""))
        if wanted == "others":
            await self._end_others(guest)
        else:
            for one in await self._live(guest):
                if one.id_hash.startswith(wanted) and len(wanted) == 16:
                    await self.keeper.run_writing(self.keeper.book.end_session, one.id_hash, self.keeper.now(), guest.person.id)
                    self.keeper.ended(one.id_hash)
        return go_to("/account")

    async def _live(self, guest: Guest) -> Any:
        keeper = self.keeper
        return await keeper.run_reading(keeper.book.list_sessions, guest.person.id, keeper.now(), keeper.idle, keeper.absolute)

    async def _others(self, guest: Guest) -> list[str]:
        return [one.id_hash for one in await self._live(guest) if one.id_hash != guest.session.id_hash]

    async def _end_others(self, guest: Guest) -> None:
        others = await self._others(guest)
        await self.keeper.run_writing(self.keeper.book.end_all, guest.person.id, self.keeper.now(), guest.session.id_hash)
        for one in others:
            self.keeper.ended(one)

    async def accessibility(self, request: Request) -> Response:
        """The accessibility statement."""
        heading = _("Accessibility statement")
        return plain_page("accessibility.html", locale_of(request), words=SHARED, heading=heading, paragraphs=STATEMENT)


def _used(one: LinkedIdentity) -> Text:
    return _("Last used {time}", time=one.last_used_at) if one.last_used_at else _("Linked {time}", time=one.linked_at)


def account_routes(desk: Desk) -> APIRouter:
    """The routes of the account."""
    here, routes = AccountPage(desk), APIRouter(include_in_schema=False)
    routes.add_api_route("/account", here.show, methods=["GET"], response_model=None)
    routes.add_api_route("/account/language", here.language, methods=["POST"], response_model=None)
    routes.add_api_route("/account/password", here.password, methods=["POST"], response_model=None)
    routes.add_api_route("/account/recovery", here.recovery, methods=["POST"], response_model=None)
    routes.add_api_route("/account/sessions/end", here.end_sessions, methods=["POST"], response_model=None)
    routes.add_api_route("/accessibility", here.accessibility, methods=["GET"], response_model=None)
    return routes
