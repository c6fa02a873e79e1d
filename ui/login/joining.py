"""Links that let people in: an invitation to a role, and a new password. Plain pages; a link works once."""

from __future__ import annotations

import functools
import secrets
from datetime import timedelta
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.errors import BadInput, PortalError
from models.parties import Person
from models.text import Text, _
from ui.doors.keeper import hash_of
from ui.login.desk import Desk, FormField, checked_form, form_page, go_to, guest_of
from ui.login.enter import Entrance
from ui.login.passwords import fingerprint, hashed, why_too_weak
from ui.login.tries import address_of, too_often
from ui.login.words import ROLES
from ui.plain import locale_of
from workflows.access.entering import Purpose
from workflows.access.identities import Intent
from workflows.access.people import Welcome, accept_as, accept_as_new, welcome
from workflows.access.resetting import PASSWORD_RESET, ask_for_reset

log = structlog.get_logger("portal.login")
RESET_LIFE = timedelta(hours=1)
GONE = _("This link works no more. It may have been used, taken back, or be too old. Ask for a new one.")


class Joining:
    """The routes of links."""

    def __init__(self, desk: Desk, entrance: Entrance, house: Any) -> None:
        self.desk, self.entrance, self.house, self.keeper = desk, entrance, house, desk.keeper

    # invitations

    async def show_invitation(self, request: Request, token: str) -> Response:
        """Who invites whom to what; a form for somebody new, a button for somebody known."""
        found = await self._welcome(token)
        if found is None:
            return self._gone(request, "/login")
        return self._invitation_page(request, token, found)

    async def take_invitation(self, request: Request, token: str) -> Response:
        """Take it up: as whoever is signed in, or with a new account."""
        guest = guest_of(request)
        found = await self._welcome(token)
        if found is None:
            return self._gone(request, "/login")
        if guest is not None:
            await checked_form(request, guest)
            return await self._accept_as(request, token, found)
        if found.has_account:
            return go_to(f"/login?next=/invitation/{token}")
        form = await request.form(max_files=0, max_fields=10, max_part_size=10_000)
        name, password = str(form.get("name", ""))[:300], str(form.get("password", ""))[:300]
        weak = why_too_weak(password, Person(id="", email=found.email, name=name), self.desk.shortest_password)
        if weak is not None:
            return self._invitation_page(request, token, found, name=name, error=weak)
        return await self._accept_as_new(request, token, found, name, password)

    async def take_invitation_with(self, request: Request, token: str, key: str) -> Response:
        """Take it up by an identity provider: with a new account that has no password, or as whoever the identity is linked to."""
        found, ways = await self._welcome(token), self.desk.ways
        if found is None or ways is None:
            return self._gone(request, "/login")
        form = await request.form(max_files=0, max_fields=10, max_part_size=10_000)
        # a name is asked only of somebody new; an account that is there keeps its own
        name = found.email[:100] if found.has_account else str(form.get("name", ""))[:300]
        try:
            return await ways.begin(request, key, Intent(Purpose.INVITATION, "", None, hash_of(token), name, "/"))
        except BadInput as fault:
            return self._invitation_page(request, token, found, name=name, error=fault.text)

    async def _accept_as(self, request: Request, token: str, found: Welcome) -> Response:
        guest = guest_of(request)
        assert guest is not None
        try:
            use_case = functools.partial(accept_as, hash_of(token), actor=guest.actor, now=self.keeper.now(), chance=self.house.chance)
            taken = await self.keeper.run_writing(lambda: use_case(work=self.house.open_work(writing=True)))
        except PortalError as fault:
            return self._invitation_page(request, token, found, error=fault.text, status=fault.status)
        return go_to("/account") if taken else self._gone(request, "/account")

    async def _accept_as_new(self, request: Request, token: str, found: Welcome, name: str, password: str) -> Response:
        language = locale_of(request)

        def accept() -> Person | None:
            return accept_as_new(
                hash_of(token), name, language, hashed(password), work=self.house.open_work(writing=True), now=self.keeper.now(),
                chance=self.house.chance,
            )  # fmt: skip

        try:
            person = await self.keeper.run_writing(accept)
        except PortalError as fault:
            return self._invitation_page(request, token, found, name=name, error=fault.text)
        if person is None:
            return self._gone(request, "/login")
        log.info("joined", actor_id=person.id)
        return await self.entrance.after_proof(request, person, "/")

    async def _welcome(self, token: str) -> Welcome | None:
        def ask() -> Welcome | None:
            return welcome(hash_of(token), work=self.house.open_work(writing=True), now=self.keeper.now())

        found: Welcome | None = await self.keeper.run_writing(ask) if len(token) <= 100 else None
        return found

    def _invitation_page(self, request: Request, token: str, found: Welcome, *, name: str = "", **more: Any) -> Response:
        guest = guest_of(request)
        lead = _("You are invited to {tenant} as {role}.", tenant=found.tenant or _("The portal"), role=ROLES[found.role])
        action, heading = f"/invitation/{token}", _("Invitation")
        if guest is not None:
            hidden = {"csrf": guest.session.csrf_token}
            return form_page(
                request, heading, action, [], _("Accept as {email}", email=guest.person.email), lead=lead, hidden=hidden, **more
            )
        if found.has_account:
            note = _("{email} has an account here. Log in to accept.", email=found.email)
            buttons = self.desk.ways.buttons(_("Accept with {provider}")) if self.desk.ways else []
            more |= {"lead": lead, "note": note, "providers": buttons, "joins": True, "joiner": None}
            return form_page(request, heading, action, [], _("Log in and accept"), **more)
        hint = _("At least {least} characters. A few words you remember are good.", least=self.desk.shortest_password)
        fields = [
            FormField("name", _("Your name"), "text", "name", value=name),
            FormField("password", _("New password"), "password", "new-password", hint),
        ]
        note = _("You will log in as {email}.", email=found.email)
        providers = self.desk.ways.buttons(_("Join with {provider}")) if self.desk.ways else []
        return form_page(
            request, heading, action, fields, _("Create the account"), lead=lead, note=note, providers=providers, joins=True, joiner=name,
            **more,
        )  # fmt: skip

    # a new password

    async def show_forgot(self, request: Request) -> Response:
        """Ask for a link to a new password."""
        return self._forgot_page(request)

    async def forgot(self, request: Request) -> Response:
        """Leave a link in the mail of whoever has this address; the same answer for everybody else."""
        form = await request.form(max_files=0, max_fields=5, max_part_size=10_000)
        email = str(form.get("email", ""))[:300]
        if wait := await self.too_many(request, f"reset {email}"):
            return self._forgot_page(request, error=wait, status=429, wait=int(self.desk.window.total_seconds()))
        token = secrets.token_urlsafe(32)

        def ask() -> None:
            ask_for_reset(
                email, token, hash_of(token), life=RESET_LIFE, work=self.house.open_work(writing=True), now=self.keeper.now(),
                chance=self.house.chance,
            )  # fmt: skip

        self.entrance.tries.later(ask)
        words = _("If {email} has an account here, a link is on its way. It works for an hour.", email=email.strip())
        return self._forgot_page(request, note=words)

    async def show_reset(self, request: Request, token: str) -> Response:
        """The form of a link that works."""
        holder = await self.keeper.run_reading(self.keeper.book.link_holder, hash_of(token), PASSWORD_RESET, self.keeper.now())
        return self._reset_page(request, token) if holder else self._gone(request, "/login/forgot")

    async def reset(self, request: Request, token: str) -> Response:
        """Set the password; every session there was ends, and one-time codes are still asked for."""
        book, now = self.keeper.book, self.keeper.now()
        holder = await self.keeper.run_reading(book.link_holder, hash_of(token), PASSWORD_RESET, now)
        if holder is None:
            return self._gone(request, "/login/forgot")
        password = str((await request.form(max_files=0, max_fields=5, max_part_size=10_000)).get("password", ""))[:300]
        weak = why_too_weak(password, holder, self.desk.shortest_password)
        if weak is not None:
            return self._reset_page(request, token, error=weak)
        done = await self.keeper.run_writing(functools.partial(book.reset_password, hash_of(token), PASSWORD_RESET, hashed(password), now))
        log.info("password_reset", actor_id=holder.id)
        return go_to("/login") if done else self._gone(request, "/login/forgot")

    async def too_many(self, request: Request, account: str) -> Text | None:
        """Count the question against the account and the address; the sentence when either asked too often."""
        book, window = self.keeper.book, self.desk.window
        for key, most in (
            (f"reset:account:{fingerprint(account)}", 3),
            (f"login:address:{fingerprint(address_of(request))}", self.desk.tries_per_address),
        ):
            if await self.keeper.run_writing(book.throttle_hit, key, self.keeper.now(), window) > most:
                return too_often(self.desk)
        return None

    def _forgot_page(self, request: Request, **more: Any) -> Response:
        fields = [FormField("email", _("E-mail"), "email", "username")]
        lead = _("We send a link to your e-mail address. With it you choose a new password.")
        return form_page(request, _("Forgot your password?"), "/login/forgot", fields, _("Send the link"), lead=lead, **more)

    def _reset_page(self, request: Request, token: str, **more: Any) -> Response:
        hint = _("At least {least} characters. A few words you remember are good.", least=self.desk.shortest_password)
        fields = [FormField("password", _("New password"), "password", "new-password", hint)]
        return form_page(request, _("Choose a new password"), f"/login/reset/{token}", fields, _("Save the password"), **more)

    def _gone(self, request: Request, onward: str) -> Response:
        return form_page(request, _("The link works no more"), onward, [], _("Go on"), lead=GONE, status=410, method="get")


def joining_routes(desk: Desk, house: Any) -> APIRouter:
    """The routes of links; `house` gives units of work."""
    here, routes = Joining(desk, Entrance(desk), house), APIRouter(include_in_schema=False)
    for path, show, take in (
        ("/invitation/{token}", here.show_invitation, here.take_invitation),
        ("/login/forgot", here.show_forgot, here.forgot),
        ("/login/reset/{token}", here.show_reset, here.reset),
    ):
        routes.add_api_route(path, show, methods=["GET"], response_model=None)
        routes.add_api_route(path, take, methods=["POST"], response_model=None)
    routes.add_api_route("/invitation/{token}/with/{key}", here.take_invitation_with, methods=["POST"], response_model=None)
    return routes
