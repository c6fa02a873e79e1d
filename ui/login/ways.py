"""Ways in by identity providers: who is sent where, who comes back, and what a way in opens. The pages around it ask here.

People leave by a page that sends them on: a form's answer may not lead to another site (content security policy), a page may.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from fastapi import Request
from fastapi.responses import Response

from models.base import Role
from models.errors import NotThere
from models.identity_providers import ProviderTerms
from models.parties import Membership, Person
from models.text import Text, _
from ui.doors.keeper import hash_of
from ui.login.desk import Desk, form_page, guest_of
from ui.login.words import SHARED
from ui.plain import locale_of, plain_page
from workflows.access import identities, people
from workflows.access.claims import Reason
from workflows.access.entering import Purpose
from workflows.access.identities import Intent, Outcome
from workflows.access.people import invitation_in
from workflows.policy import FRESH_LOGIN
from workflows.ports_access import Proof
from workflows.ports_identities import Begun, IdentityProviders, ProviderRefused, ProviderSilent

log = structlog.get_logger("portal.login")
LOG_IN = _("Log in with {provider}")
REFUSED = _("The login with {provider} did not succeed. Try again, or log in in another way.")
SILENT = _("{provider} does not answer right now. Try again in a moment, or log in with e-mail and password.")


@dataclass(frozen=True)
class ProviderButton:
    """A way to a provider on a page: its key and what stands on the button."""

    key: str
    label: Text


class Ways:
    """All ways in by providers of one portal. `house` gives units of work."""

    def __init__(self, desk: Desk, house: Any, providers: IdentityProviders) -> None:
        self.desk, self.house, self.providers, self.keeper = desk, house, providers, desk.keeper

    def buttons(self, words: Text = LOG_IN) -> list[ProviderButton]:
        """One for each provider, in the operator's order."""
        return [ProviderButton(one.key, words.with_values(provider=one.name)) for one in self.providers.terms.providers]

    def provider(self, key: str) -> ProviderTerms:
        """The provider. Raises NotThere."""
        found = self.providers.terms.provider(key)
        if found is None:
            raise NotThere
        return found

    def name_of(self, key: str) -> str:
        """What people call a provider; its key when it is configured no more."""
        found = self.providers.terms.provider(key)
        return found.name if found else key

    async def begin(self, request: Request, key: str, intent: Intent) -> Response:
        """Remember why somebody goes to a provider and send them there; when it is silent, say so. Raises PortalError."""
        provider, state = self.provider(key), secrets.token_urlsafe(32)
        intent = replace(intent, browser=self.desk.browser_of(request) or secrets.token_urlsafe(32))
        begun = Begun(
            state, self._derived("nonce", state), self._derived("verifier", state), self._answer_to(key),
            self.providers.terms.asked_of(provider), intent.purpose is Purpose.AGAIN, locale_of(request), int(FRESH_LOGIN.total_seconds()),
        )  # fmt: skip
        guest = guest_of(request)
        try:
            address = await asyncio.to_thread(self.providers.address, key, begun)
        except ProviderRefused as fault:
            return await self._not_begun(request, provider, fault, intent.person_id)
        actor, now = guest.actor if guest else None, self.keeper.now()
        await self.keeper.run_writing(
            lambda: identities.begin_sign_in(key, intent, begun, work=self.house.open_work(writing=True), now=now, actor=actor)
        )
        return self.desk.mark_browser(self.onward(request, address, provider.name), intent.browser)

    async def come_back(self, request: Request, key: str) -> Outcome:
        """What came of a sign-in that a provider sends back; refusals are recorded once."""
        provider, asked = self.provider(key), request.query_params
        guest, now = guest_of(request), self.keeper.now()
        person_id = guest.person.id if guest else None
        browser = self.desk.browser_of(request)

        def take() -> Any:
            work = self.house.open_work(writing=True)
            return identities.take_sign_in(key, asked.get("state", "")[:200], browser, person_id, work=work, now=now)

        pending = await self.keeper.run_writing(take)
        if isinstance(pending, Reason):
            return Outcome(reason=pending)
        try:
            vouched = await asyncio.to_thread(self._redeemed, key, asked.get("state", ""), request)
        except ProviderRefused as fault:
            log.info("provider_refused", provider=key, why=getattr(fault, "why", fault.reason.value))
            await self.refuse(fault.reason, key, pending.person_id)
            return Outcome(purpose=Purpose(pending.purpose), reason=fault.reason)

        def finish() -> Outcome:
            work, at = self.house.open_work(writing=True), self.keeper.now()
            return identities.finish_sign_in(pending, vouched, self.providers.terms, provider, work=work, now=at, chance=self.house.chance)

        outcome: Outcome = await self.keeper.run_writing(finish)
        return outcome

    async def refuse(self, reason: Reason, key: str, person_id: str | None) -> None:
        """Record why somebody was not let in."""
        now = self.keeper.now()
        await self.keeper.run_writing(
            lambda: identities.refuse_sign_in(reason, key, person_id, work=self.house.open_work(writing=True), now=now)
        )

    async def roles(self, person_id: str, proof: Proof | None) -> Sequence[Membership]:
        """The roles that a proof, or a password without one, opens."""
        key, level = (proof.provider, proof.level) if proof else ("", "")

        def ask() -> Sequence[Membership]:
            work = self.house.open_work(writing=False)
            return identities.roles_open_to(person_id, key, level, terms=self.providers.terms, work=work)

        found: Sequence[Membership] = await self.keeper.run_reading(ask)
        return found

    async def invited_to(self, person: Person, onward: str) -> Role | None:
        """The role of the invitation on whose page somebody goes on, when it was sent to them and works."""
        token = invitation_in(onward)

        def ask() -> Role | None:
            work = self.house.open_work(writing=True)
            found = people.welcome(hash_of(token), work=work, now=self.keeper.now())
            return found.role if found and found.email == person.email else None

        role: Role | None = await self.keeper.run_writing(ask) if token else None
        return role

    async def take_up(self, person: Person, onward: str) -> bool:
        """Take up that invitation for somebody who has proved to be the one it was sent to; whether it gave a role."""
        token = invitation_in(onward)

        def take() -> bool:
            work, now = self.house.open_work(writing=True), self.keeper.now()
            return people.accept_proved(hash_of(token), person, work=work, now=now, chance=self.house.chance)

        return bool(token and await self.keeper.run_writing(take))

    def demanded_of(self) -> str:
        """The names of the providers that municipalities demand."""
        keys = dict.fromkeys(key for one in self.providers.terms.demands.values() for key in one.providers)
        return ", ".join(self.name_of(key) for key in keys)

    async def leave_by(self, key: str) -> str:
        """Where somebody is sent to log out at the provider too; empty when nowhere."""
        return await asyncio.to_thread(self.providers.leave_by, key, f"{self.keeper.base_url}/login") if key else ""

    def onward(self, request: Request, address: str, name: str) -> Response:
        """A page that sends people on to a provider."""
        lead = _("You are sent on to {provider}.", provider=name)
        heading, go = _("On to {provider}", provider=name), _("Go on to {provider}", provider=name)
        return plain_page("onward.html", locale_of(request), words=SHARED, heading=heading, lead=lead, go=go, address=address)

    def refused(self, request: Request, key: str) -> Response:
        """The one page for whoever was not let in, whatever the reason."""
        lead = REFUSED.with_values(provider=self.name_of(key))
        onward = "/account" if guest_of(request) else "/login"
        return form_page(request, _("The login did not succeed"), onward, [], _("Go on"), lead=lead, status=403, method="get")

    async def _not_begun(self, request: Request, provider: ProviderTerms, fault: ProviderRefused, person_id: str | None) -> Response:
        log.info("provider_refused", provider=provider.key, why=getattr(fault, "why", fault.reason.value))
        await self.refuse(fault.reason, provider.key, person_id)
        if not isinstance(fault, ProviderSilent):
            return self.refused(request, provider.key)
        lead = SILENT.with_values(provider=provider.name)
        heading = _("We cannot reach {provider}", provider=provider.name)
        return form_page(request, heading, "/login", [], _("Go on"), lead=lead, status=503, method="get")

    def _redeemed(self, key: str, state: str, request: Request) -> Any:
        asked = request.query_params
        if "error" in asked:
            raise ProviderRefused(Reason.PROVIDER_SAID_NO)
        code = asked.get("code", "")
        if not 0 < len(code) <= 4000:
            raise ProviderRefused(Reason.NO_CODE)
        verifier, nonce = self._derived("verifier", state), self._derived("nonce", state)
        return self.providers.redeem(key, code, verifier, self._answer_to(key), asked.get("iss"), nonce)

    def _answer_to(self, key: str) -> str:
        return f"{self.keeper.base_url}/login/answer/{key}"

    def _derived(self, what: str, state: str) -> str:
        """A secret that belongs to a state and is kept nowhere; 43 characters, as PKCE wants at least."""
        made = hmac.new(self.desk.secret.encode(), f"oidc {what} {state}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()
