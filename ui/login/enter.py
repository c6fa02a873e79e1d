"""Coming in: password, one-time code, first set-up of codes. A right password alone opens nothing where codes are used."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import segno
import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.base import COMPANY_ROLES, Role
from models.parties import Membership, Person
from models.text import _
from ui.components.frame import product
from ui.doors.keeper import Guest
from ui.login.desk import Desk, FormField, checked_form, form_page, go_to, guest_of, known_guest, safe_next
from ui.login.passwords import (
    code_step,
    enrolment_address,
    is_right,
    looks_like_recovery,
    new_recovery_codes,
    new_secret,
    recovery_hash,
)
from ui.login.tries import Tries
from ui.login.words import ACCOUNT, SHARED
from ui.plain import locale_of, plain_page
from ui.texts import known_locale, translate
from workflows.access.claims import Reason
from workflows.access.entering import counts_for_two
from workflows.policy import is_fresh
from workflows.ports_access import Proof

log = structlog.get_logger("portal.login")
AGAIN = "/login?next=/account&again=1"
WRONG = _("E-mail or password is not right. Try again.")
WRONG_CODE = _("The code is not right. Wait for the next one and try again.")


class Entrance:
    """The steps of coming in."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.keeper = desk.keeper
        self.tries = Tries(desk)

    async def show_login(self, request: Request) -> Response:
        """The login form; somebody already in goes on."""
        if guest_of(request) and "again" not in request.query_params:
            return go_to(safe_next(request.query_params.get("next")))
        return self._login_form(request, safe_next(request.query_params.get("next")))

    async def login(self, request: Request) -> Response:
        """Check e-mail and password; the same answer, in the same time, for whoever does not exist."""
        form = await request.form(max_files=0, max_fields=10, max_part_size=10_000)
        email, password, onward = str(form.get("email", ""))[:300], str(form.get("password", ""))[:300], safe_next(form.get("next"))
        wait = await self.tries.too_many(email, email, request)
        if wait:
            return self._login_form(request, onward, email=email, error=wait, status=429, wait=self.tries.window)
        person = await self.keeper.run_reading(self.keeper.book.person_by_email, email)
        if not await self.keeper.run_reading(is_right, person, password):
            log.info("login_refused")
            self.tries.refused("password_refused", email)
            return self._login_form(request, onward, email=email, error=WRONG)
        await self.tries.was_right(email, request)
        return await self.after_proof(request, person, onward)

    async def after_proof(self, request: Request, person: Person, onward: str, proof: Proof | None = None) -> Response:
        """What follows a right password, or a provider's `proof`: a one-time code, setting codes up, or the way in.

        A proof that counts for two factors needs no code.
        """
        wanted = [one.role for one in await self._roles(person, proof)] or await self._invited_to(person, onward)
        if not wanted:
            return await self._no_role(request, person, onward, proof)
        if self._counts_for_two(proof):
            return await self._go_in(request, person, onward, proof, two_factors=True)
        if person.totp_secret or any(map(self._demands_codes, wanted)):
            return self._ask_code(person, onward, proof)
        return await self._go_in(request, person, onward, proof)

    def _counts_for_two(self, proof: Proof | None) -> bool:
        ways = self.desk.ways
        return bool(proof and ways and counts_for_two(ways.providers.terms.provider(proof.provider), proof.level))

    def _demands_codes(self, role: Role) -> bool:
        return self.desk.codes_demanded and role not in COMPANY_ROLES

    def _ask_code(self, person: Person, onward: str, proof: Proof | None, membership: str = "") -> Response:
        """On to the one-time code, or to setting codes up; then to the role `membership`, when it matters which."""
        half = {"person": person.email, "onward": onward, "proof": _packed(proof), "membership": membership}
        if person.totp_secret:
            return self.desk.half_way(go_to("/login/code"), **half)
        return self.desk.half_way(go_to("/login/enrol"), **half, secret=new_secret())

    async def _invited_to(self, person: Person, onward: str) -> list[Role]:
        """The role of the invitation somebody without roles came by, if it was sent to them."""
        role = await self.desk.ways.invited_to(person, onward) if self.desk.ways else None
        return [role] if role else []

    async def _go_in(
        self, request: Request, person: Person, onward: str, proof: Proof | None, *, two_factors: bool = False, wanted: str = "",
        codes: Sequence[str] = (),
    ) -> Response:  # fmt: skip
        """In, all that is asked for being given. Whoever has no role takes up the invitation they came by first."""
        roles = await self._roles(person, proof)
        if not roles and self.desk.ways and await self.desk.ways.take_up(person, onward):
            roles, onward = await self._roles(person, proof), "/"
        if not roles:
            return await self._no_role(request, person, onward, proof)
        return await self._let_in(request, person, roles, onward, proof, two_factors=two_factors, wanted=wanted, codes=codes)

    async def _roles(self, person: Person, proof: Proof | None) -> Sequence[Membership]:
        """The roles this proof opens, in the order they were made."""
        if self.desk.ways is not None:
            return await self.desk.ways.roles(person.id, proof)
        found: Sequence[Membership] = await self.keeper.run_reading(self.keeper.book.memberships_of, person.id)
        return found

    async def _no_role(self, request: Request, person: Person, onward: str, proof: Proof | None) -> Response:
        held = await self.keeper.run_reading(self.keeper.book.memberships_of, person.id)
        error = _("Your account has no company or municipality. Ask your administrator.")
        if held and self.desk.ways is not None:
            await self.desk.ways.refuse(Reason.PROVIDER_DEMANDED, proof.provider if proof else "", person.id)
            error = _("Your municipality asks you to log in with {provider}.", provider=self.desk.ways.demanded_of())
        return self._login_form(request, onward, email=person.email, error=error, status=403)

    async def show_code(self, request: Request) -> Response:
        """The form for the one-time code."""
        return self._code_form(request) if self.desk.who_is_half_way(request) else go_to("/login")

    async def code(self, request: Request) -> Response:
        """Check the code; each works once."""
        half = self.desk.who_is_half_way(request)
        person = await self._person(half)
        if half is None or person is None or not person.totp_secret:
            return go_to("/login")
        wait = await self.tries.too_many(f"code {person.email}", person.email, request)
        if wait:
            return self._code_form(request, error=wait, status=429, wait=self.tries.window)
        given = str((await request.form(max_files=0)).get("code", ""))[:40]
        if not await self._is_right_code(person, given):
            self.tries.refused("code_refused", person.email)
            return self._code_form(request, error=WRONG_CODE)
        await self.tries.was_right(f"code {person.email}", request)
        return await self._after_code(request, person, half)

    async def _after_code(self, request: Request, person: Person, half: dict[str, Any], codes: Sequence[str] = ()) -> Response:
        proof, wanted = _unpacked(half.get("proof")), half.get("membership", "")
        return await self._go_in(request, person, half["onward"], proof, two_factors=True, wanted=wanted, codes=codes)

    async def _is_right_code(self, person: Person, given: str) -> bool:
        """A code of the app that was not used yet, or a recovery code, which is spent by it."""
        book, now = self.keeper.book, self.keeper.now()
        step = code_step(person.totp_secret or "", given, now)
        if step is not None:
            return bool(await self.keeper.run_writing(book.use_totp_step, person.id, step))
        if not looks_like_recovery(given):
            return False
        return bool(await self.keeper.run_writing(book.use_recovery_code, person.id, recovery_hash(person.id, given), now))

    async def show_enrol(self, request: Request) -> Response:
        """The picture for the phone's app, for somebody half way in or already in by a fresh sign-in: it opens the account."""
        half = self.desk.who_is_half_way(request)
        guest = guest_of(request)
        if guest and not (half and half.get("secret")):
            if not is_fresh(guest.actor, self.keeper.now()):
                return go_to(AGAIN)
            known = {"person": guest.person.email, "onward": "/account", "proof": _packed(_proof_of(guest))}
            return self.desk.half_way(go_to("/login/enrol"), **known, secret=new_secret())
        return self._enrol_form(request, half) if half and half.get("secret") else go_to("/login")

    async def enrol(self, request: Request) -> Response:
        """Keep the secret once a code shows that the app has it, and show recovery codes, this once."""
        half = self.desk.who_is_half_way(request)
        person = await self._person(half)
        if half is None or person is None or not half.get("secret") or (person.totp_secret and not _moves(request, half)):
            return go_to("/login")
        step = code_step(half["secret"], str((await request.form(max_files=0)).get("code", ""))[:20], self.keeper.now())
        if step is None:
            return self._enrol_form(request, half, error=WRONG_CODE)
        now = self.keeper.now()
        await self.keeper.run_writing(self.keeper.book.begin_codes, person.id, half["secret"], step, now)
        codes = new_recovery_codes()
        hashes = [recovery_hash(person.id, one) for one in codes]
        await self.keeper.run_writing(self.keeper.book.keep_recovery_codes, person.id, hashes, now)
        return await self._after_code(request, person, half, codes)

    async def move(self, request: Request) -> Response:
        """Set codes up on another phone; those of the phone before work until the new ones do. Wants a fresh sign-in."""
        guest = known_guest(request)
        await checked_form(request, guest)
        if not is_fresh(guest.actor, self.keeper.now()):
            return go_to(AGAIN)
        known = {"person": guest.person.email, "onward": "/account", "proof": _packed(_proof_of(guest))}
        return self.desk.half_way(go_to("/login/enrol"), **known, secret=new_secret(), moves=True)

    async def logout(self, request: Request) -> Response:
        """End the session everywhere it is open, then at the provider it was opened by, where that is offered."""
        guest, ways = guest_of(request), self.desk.ways
        address = ""
        if guest:
            await checked_form(request, guest)
            await self.keeper.run_writing(self.keeper.book.sign_out, guest.session.id_hash, self.keeper.now())
            self.desk.end(guest)
            address = await ways.leave_by(guest.session.provider) if ways else ""
        if guest and ways and address:
            return self.desk.let_out(ways.onward(request, address, ways.name_of(guest.session.provider)))
        return self.desk.let_out(go_to("/login"))

    async def session(self, request: Request) -> Response:
        """Tell the script of a page that its session lives; the door answers for one that does not."""
        return Response(status_code=204)

    async def switch(self, request: Request) -> Response:
        """Act for another company or municipality: a new session, the old one's pages close.

        A staff role that demands codes is taken on by a session in which two factors were given, else a code is asked for first.
        """
        guest: Guest | None = guest_of(request)
        if guest is None:
            return go_to("/login")
        form = await checked_form(request, guest)
        book, now, wanted = self.keeper.book, self.keeper.now(), str(form.get("membership", ""))
        proof = _proof_of(guest)
        held = await self.keeper.run_reading(book.memberships_of, guest.person.id)
        role = next((one.role for one in held if one.id == wanted), None)
        if role and wanted not in {one.id for one in await self._roles(guest.person, proof)}:
            return await self._no_role(request, guest.person, "/", proof)
        if role and self._demands_codes(role) and not (guest.session.two_factors or self._counts_for_two(proof)):
            may_set_up = guest.person.totp_secret or is_fresh(guest.actor, now)
            return self._ask_code(guest.person, "/", proof, wanted) if may_set_up else go_to(AGAIN)
        cookie, _made = await self.keeper.run_writing(book.switch_membership, guest.session, wanted, now)
        self.desk.end(guest)
        return self.desk.let_in(go_to("/"), cookie)

    async def _let_in(
        self, request: Request, person: Person, roles: Sequence[Membership], onward: str, proof: Proof | None, *, two_factors: bool,
        wanted: str, codes: Sequence[str],
    ) -> Response:  # fmt: skip
        """A new session in the role `wanted`, else in that the person acts in already if they do, else in the first of `roles`."""
        device, before = _device(request.headers.get("user-agent", "")), guest_of(request)
        current = wanted or (before.membership.id if before else "")
        membership = next((one for one in roles if one.id == current), roles[0])
        create = functools.partial(self.keeper.book.create_session, person, membership, self.keeper.now(), device, proof, two_factors)
        cookie, _made = await self.keeper.run_writing(create)
        if before:
            await self.keeper.run_writing(self.keeper.book.end_session, before.session.id_hash, self.keeper.now())
            self.desk.end(before)
        log.info("logged_in", actor_id=person.id)
        return self.desk.let_in(_codes_page(request, codes, onward) if codes else go_to(onward), cookie)

    async def _person(self, half: dict[str, Any] | None) -> Person | None:
        found: Person | None = await self.keeper.run_reading(self.keeper.book.person_by_email, half["person"]) if half else None
        return found

    def _login_form(self, request: Request, onward: str, *, email: str = "", **more: Any) -> Response:
        fields = [
            FormField("email", _("E-mail"), "email", "username", value=email),
            FormField("password", _("Password"), "password", "current-password"),
        ]
        lead = _("Applications, work notifications and final documentation between companies and municipalities.")
        links = [
            ("/login/forgot", _("Forgot your password?")),
            ("/register", _("Join with your company")),
            ("/prepare", _("See what you need before you apply")),
        ]
        more |= {"links": links, "hidden": {"next": onward}, "providers": self.desk.ways.buttons() if self.desk.ways else ()}
        return form_page(request, _("Log in"), "/login", fields, _("Log in"), lead=lead, **more)

    def _code_form(self, request: Request, **more: Any) -> Response:
        hint = _("Six digits from the app on your phone. Without the phone: one of your recovery codes.")
        fields = [FormField("code", _("One-time code"), "text", "one-time-code", hint)]
        return form_page(request, _("Enter your code"), "/login/code", fields, _("Go on"), **more)

    def _enrol_form(self, request: Request, half: dict[str, Any], **more: Any) -> Response:
        issuer = translate(product(), known_locale(locale_of(request)))
        address = enrolment_address(half["secret"], half["person"], issuer)
        fields = [FormField("code", _("One-time code"), "text", "one-time-code", _("Six digits from the app on your phone."), numeric=True)]
        return form_page(
            request, _("Set up one-time codes"), "/login/enrol", fields, _("Go on"),
            lead=_("Read the picture with an authenticator app on your phone, then write the code it shows."),
            picture=segno.make(address, error="m").svg_data_uri(scale=5, border=3, light="#ffffff"),
            picture_words=_("Picture to read with the app"),
            secret_words=_("Cannot read it? Write this in the app:"), secret=half["secret"], **more,
        )  # fmt: skip


def _codes_page(request: Request, codes: Sequence[str], onward: str) -> Response:
    """Recovery codes, shown this once, and the way on."""
    return plain_page(
        "new-codes.html", locale_of(request), words=SHARED, heading=ACCOUNT["recovery"], what=ACCOUNT["recovery_what"],
        shown=ACCOUNT["recovery_shown"], codes=codes, onward=onward, go=_("I have kept the codes, go on"),
    )  # fmt: skip


def _moves(request: Request, half: dict[str, Any]) -> bool:
    """Whether this is somebody signed in who moves their own codes to another phone."""
    guest = guest_of(request)
    return bool(half.get("moves") and guest and guest.person.email == half["person"])


def enter_routes(desk: Desk) -> APIRouter:
    """The routes of coming in and going out."""
    here, routes = Entrance(desk), APIRouter(include_in_schema=False)
    for path, show, take in (
        ("/login", here.show_login, here.login),
        ("/login/code", here.show_code, here.code),
        ("/login/enrol", here.show_enrol, here.enrol),
    ):
        routes.add_api_route(path, show, methods=["GET"], response_model=None)
        routes.add_api_route(path, take, methods=["POST"], response_model=None)
    routes.add_api_route("/account/codes/move", here.move, methods=["POST"], response_model=None)
    routes.add_api_route("/session", here.session, methods=["GET"], response_model=None)
    routes.add_api_route("/logout", here.logout, methods=["POST"], response_model=None)
    routes.add_api_route("/switch", here.switch, methods=["POST"], response_model=None)
    return routes


def _proof_of(guest: Guest) -> Proof:
    """How and when the session was opened: a code alone makes it no younger."""
    session = guest.session
    return Proof(session.login_at, session.provider, session.level)


def _packed(proof: Proof | None) -> list[str] | None:
    return [proof.at.isoformat(), proof.provider, proof.level] if proof else None


def _unpacked(packed: list[str] | None) -> Proof | None:
    return Proof(datetime.fromisoformat(packed[0]), packed[1], packed[2]) if packed else None


def _device(agent: str) -> str:
    """Browser and system in a few words, for the list of sessions."""
    browser = next(
        (name for mark, name in (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")) if mark in agent),
        "",
    )
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    system = next((name for mark, name in systems if mark in agent), "")
    return " · ".join(part for part in (browser, system) if part) or "?"
