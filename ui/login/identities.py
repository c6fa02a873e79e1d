"""The routes of identity providers: going there, coming back, and linking on the account."""

from __future__ import annotations

import functools
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.errors import SignInAgain
from models.text import Text, _
from ui.login.desk import Desk, checked_form, go_to, guest_of, known_guest, safe_next
from ui.login.enter import AGAIN, Entrance
from ui.login.ways import Ways
from ui.login.words import SHARED
from ui.plain import locale_of, plain_page
from workflows.access.claims import Reason
from workflows.access.entering import Purpose
from workflows.access.identities import Intent, unlink_identity
from workflows.ports_identities import IdentityProviders

UNKNOWN: tuple[Text, ...] = (
    _("You have proved who you are with {provider}, but no account here is linked to it yet."),
    _("Do you log in with a password today? Log in, and link {provider} on the page of your account."),
    _("Are you new here? Ask the administrator of your company or municipality for an invitation, or join with your company."),
)


class IdentityRoutes:
    """Handlers of the routes."""

    def __init__(self, ways: Ways, entrance: Entrance) -> None:
        self.ways, self.entrance, self.keeper = ways, entrance, ways.keeper

    async def begin(self, request: Request, key: str) -> Response:
        """Go to a provider: to log in or, for whoever is in already, to prove it again."""
        form = await request.form(max_files=0, max_fields=10, max_part_size=10_000)
        guest, onward = guest_of(request), safe_next(form.get("next"))
        purpose = Purpose.SIGN_IN if guest is None else Purpose.AGAIN
        return await self.ways.begin(request, key, Intent(purpose, "", guest.person.id if guest else None, onward=onward))

    async def answer(self, request: Request, key: str) -> Response:
        """Come back from a provider."""
        outcome = await self.ways.come_back(request, key)
        if outcome.reason is Reason.UNKNOWN_IDENTITY and outcome.purpose is Purpose.SIGN_IN:
            return self._unknown(request, key)
        if outcome.reason is not None or outcome.person is None:
            return self.ways.refused(request, key)
        if outcome.purpose is Purpose.LINK:
            return go_to("/account?linked=yes")
        return await self.entrance.after_proof(request, outcome.person, outcome.onward, outcome.proof)

    async def link(self, request: Request) -> Response:
        """Link a provider to the account one is signed in with."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        try:
            return await self.ways.begin(
                request, str(form.get("provider", "")), Intent(Purpose.LINK, "", guest.person.id, onward="/account")
            )
        except SignInAgain:
            return go_to(AGAIN)

    async def unlink(self, request: Request) -> Response:
        """Take a way in away."""
        guest = known_guest(request)
        form = await checked_form(request, guest)
        use_case = functools.partial(unlink_identity, str(form.get("identity", "")), actor=guest.actor, now=self.keeper.now())
        try:
            await self.keeper.run_writing(lambda: use_case(work=self.ways.house.open_work(writing=True)))
        except SignInAgain:
            return go_to(AGAIN)
        return go_to("/account?unlinked=yes")

    def _unknown(self, request: Request, key: str) -> Response:
        name = self.ways.name_of(key)
        links = (("/login", _("Log in")), ("/register", _("Join with your company")))
        paragraphs = [words.with_values(provider=name) for words in UNKNOWN]
        values: dict[str, Any] = {"paragraphs": paragraphs, "links": links}
        return plain_page(
            "unknown-identity.html", locale_of(request), status=403, words=SHARED, heading=_("We do not know you here yet"), **values
        )


def identity_routes(desk: Desk, house: Any, providers: IdentityProviders) -> APIRouter:
    """The routes of identity providers, and the ways in for all other pages of the desk."""
    desk.ways = Ways(desk, house, providers)
    here, routes = IdentityRoutes(desk.ways, Entrance(desk)), APIRouter(include_in_schema=False)
    routes.add_api_route("/login/with/{key}", here.begin, methods=["POST"], response_model=None)
    routes.add_api_route("/login/answer/{key}", here.answer, methods=["GET"], response_model=None)
    routes.add_api_route("/account/identities/link", here.link, methods=["POST"], response_model=None)
    routes.add_api_route("/account/identities/unlink", here.unlink, methods=["POST"], response_model=None)
    return routes
