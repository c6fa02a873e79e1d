"""The routes of `/register`: the number, the form, the mailed link.

Throttled by address and by e-mail; nothing tells who has an account.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from models.errors import NotThere, Refused, Unavailable
from models.parties import Person
from models.text import Text, _
from models.values import organisation_number
from ui.login.desk import Desk, go_to
from ui.login.passwords import fingerprint, hashed, why_too_weak
from ui.login.tries import address_of, too_often
from ui.login.words import SHARED
from ui.plain import locale_of, plain_page
from ui.public.register.typed import Typed, faults_in, typed_of, wanted_of
from ui.public.register.words import FROM_FILE, KEPT, LABELS, NOT_VERIFIED, SAID, entry_lines
from ui.visit import house
from workflows.access.acting import right_of
from workflows.access.areas import AREAS
from workflows.access.registering import (
    ALREADY_HERE,
    WaitingRegistration,
    confirm_registration,
    is_here,
    register,
    waiting_registration,
)
from workflows.access.standing import CannotJoin, why_not_join
from workflows.casework.preparing import towns
from workflows.clocks import day_of
from workflows.ports_joining import CompanyRegister, RegisterAnswer, RegisterHit
from workflows.shared.certificates import CERTIFICATES

log = structlog.get_logger("portal.register")
FORM_LIVES = 4 * 3600
MAILS_PER_ADDRESS = 3
SHORTEST_NAME = 3
UNKNOWN = CannotJoin("unknown", _("No company has this number."), _("Check the nine digits; you find them in the company certificate."))
HERE = CannotJoin("here", _("This company has joined before."), ALREADY_HERE)


@dataclass
class Joining:
    """The pages. `shows_link`: the demonstration has no mail server, so the link stands on the page; never in production."""

    desk: Desk
    register: CompanyRegister
    has_mail: bool
    shows_link: bool

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.desk.secret, salt="register")

    async def show(self, request: Request) -> Response:
        """The field for the number, or why nobody can join here now."""
        if not self.has_mail and not self.shows_link:
            words = _("This portal cannot send mail yet, and joining needs a mailed link. Ask the municipality.")
            return self._message(request, _("Join the contractor portal"), words, status=503)
        return self._number_page(request)

    async def find(self, request: Request) -> Response:
        """What the register says of the number, and the form, or why the company cannot join and what to do."""
        typed = str((await request.form(max_files=0, max_fields=5, max_part_size=500)).get("number", ""))[:40]
        wait = await self._too_many(request)
        if wait:
            return self._number_page(request, typed, error=wait, status=429)
        number = organisation_number(typed)
        if number is None and sum(one.isalpha() for one in typed) >= SHORTEST_NAME:
            return await self._by_name(request, typed)
        if number is None:
            error = _("The organisation number is not right. Check the nine digits.")
            return self._number_page(request, typed, error=error)
        answer, cannot = await self._judged(number)
        if cannot:
            return self._number_page(request, typed, cannot=cannot)
        return await self._form_page(request, number, answer, Typed())

    async def _by_name(self, request: Request, name: str) -> Response:
        """Companies of that name, each to be chosen; the number stays the only thing that is believed."""
        hits = await asyncio.to_thread(self.register.search, name)
        error = None if hits else _("No company of this name was found. Use the nine digits.")
        return self._number_page(request, name, error=error, hits=hits, status=0 if error else 200)

    async def send(self, request: Request) -> Response:
        """Keep what was typed and mail the link. Wrong fields are shown again as they were, each with what to do."""
        form = await request.form(max_files=0, max_fields=300, max_part_size=5_000)
        try:
            known: dict[str, str] = self._signer.loads(str(form.get("form", "")), max_age=FORM_LIVES)
        except BadSignature:
            return self._number_page(request, error=_("The form was open for too long. Begin again with the number."))
        typed, places = typed_of(form), await _read(towns)
        answer, cannot = await self._judged(known["number"])
        if cannot:
            return self._number_page(request, known["number"], cannot=cannot)
        faults = faults_in(typed, towns=places, is_unverified=answer is None)
        wait = None if faults else await self._too_many(request, typed.email)
        if faults or wait:
            return await self._form_page(request, known["number"], answer, typed, faults, known["id"], wait)
        return await self._kept(request, known, answer, typed)

    async def _kept(self, request: Request, known: dict[str, str], answer: RegisterAnswer | None, typed: Typed) -> Response:
        here, token = house(), secrets.token_urlsafe(32)
        wanted = wanted_of(typed, known["number"], answer.name if answer else typed.company_name, locale_of(request))
        roles = await asyncio.to_thread(self.register.roles, known["number"]) if answer else None  # who was silent is not waited for twice
        wanted = replace(wanted, right=right_of(typed.name, roles))

        def keep() -> Any:
            return register(
                known["id"], wanted, answer, token, work=here.open_work(writing=True), now=here.now(), chance=here.chance
            )  # fmt: skip

        try:
            await here.run_writing(keep)
        except Refused as refusal:
            return self._number_page(request, known["number"], error=refusal.text)
        log.info("registration_begun", verified=answer is not None)
        link = f"/register/proof/{token}" if self.shows_link and not self.has_mail else ""
        words = _("We have mailed a link to {email}. Use it within two days; then the municipalities get your request.", email=typed.email)
        return self._message(
            request, _("Look in your mail"), words, link=(link, _("Demonstration without mail: use the link here")) if link else None
        )

    async def show_proof(self, request: Request, token: str) -> Response:
        """What the link is for, and what was typed; a press does it, so that programs which look at mails do nothing by looking."""
        try:
            return self._proof_page(request, token, await self._waiting(token))
        except NotThere as error:
            return self._message(request, _("The link cannot be used"), error.text, status=404, link=("/register", LABELS["find"]))

    async def prove(self, request: Request, token: str) -> Response:
        """Make the company; then somebody can log in. Somebody new chooses the password here: only the mail's receiver gets this far."""
        here, password_hash = house(), ""
        password = str((await request.form(max_files=0, max_fields=5, max_part_size=10_000)).get("password", ""))[:300]
        try:
            waiting = await self._waiting(token)
            if waiting.is_new:
                person = Person(id="", email=waiting.email, name=waiting.name)
                weak = why_too_weak(password, person, self.desk.shortest_password)
                if weak:
                    return self._proof_page(request, token, waiting, error=weak)
                password_hash = await here.run_reading(hashed, password)
            await here.run_writing(
                lambda: confirm_registration(token, password_hash, work=here.open_work(writing=True), now=here.now(), chance=here.chance)
            )
        except (NotThere, Refused) as error:
            return self._message(request, _("The link cannot be used"), error.text, status=error.status)
        log.info("company_registered")
        words = _("Your company has joined. Log in to prepare drafts and see what the municipalities answer.")
        return self._message(request, _("Welcome"), words, link=("/login?next=/company", LABELS["to_login"]))

    async def _waiting(self, token: str) -> WaitingRegistration:
        here = house()
        found: WaitingRegistration = await here.run_reading(
            lambda: waiting_registration(token, work=here.open_work(writing=False), now=here.now())
        )
        return found

    def _proof_page(self, request: Request, token: str, waiting: WaitingRegistration, error: Text | None = None) -> Response:
        lines = [
            (LABELS["company_name"], waiting.company_name), (LABELS["number_is"], waiting.number), (LABELS["name"], waiting.name),
            (LABELS["position"], waiting.position), (LABELS["log_in_as"], waiting.email),
            (LABELS["municipalities"], ", ".join(waiting.municipalities)),
        ]  # fmt: skip
        return plain_page(
            "register-proof.html", locale_of(request), status=422 if error else 200, words=SHARED, labels=LABELS, token=token,
            heading=_("Join the contractor portal"), lines=[line for line in lines if line[1]], is_new=waiting.is_new, error=error,
            lead=_("Confirm that {company} shall join. The municipalities you chose get your request.", company=waiting.company_name),
            go=_("Confirm and join"), least=self.desk.shortest_password,
        )  # fmt: skip

    async def _judged(self, number: str) -> tuple[RegisterAnswer | None, CannotJoin | None]:
        """What the register says (None when it is silent), and why the company cannot join."""
        if await _read(is_here, number):
            return None, HERE
        try:
            answer = await asyncio.to_thread(self.register.look_up, number)
        except NotThere:
            return None, UNKNOWN
        except Unavailable:
            return None, None
        return answer, why_not_join(answer.entry)

    async def _too_many(self, request: Request, email: str = "") -> Text | None:
        """Count a try of the address, or of the e-mail too; the sentence when there were too many."""
        limits = [(f"register:address:{fingerprint(address_of(request))}", self.desk.tries_per_address)]
        limits += [(f"register:mail:{fingerprint(email)}", MAILS_PER_ADDRESS)] if email else []
        keeper = self.desk.keeper
        for key, most in limits:
            if await keeper.run_writing(keeper.book.throttle_hit, key, keeper.now(), self.desk.window) > most:
                return too_often(self.desk)
        return None

    def _number_page(
        self, request: Request, number: str = "", *, error: Text | None = None, cannot: CannotJoin | None = None, status: int = 0,
        hits: Sequence[RegisterHit] = (),
    ) -> Response:  # fmt: skip
        return plain_page(
            "register.html", locale_of(request), status=status or (422 if error or cannot else 200), words=SHARED, labels=LABELS,
            heading=_("Join the contractor portal"), error=error, cannot=cannot, number=number, hits=hits,
        )  # fmt: skip

    async def _form_page(
        self, request: Request, number: str, answer: RegisterAnswer | None, typed: Typed, faults: dict[str, Text] | None = None,
        id_: str = "", error: Text | None = None,
    ) -> Response:  # fmt: skip
        form = self._signer.dumps({"number": number, "id": id_ or secrets.token_urlsafe(16)})
        lines = entry_lines(answer.entry, answer.name, number) if answer else [(LABELS["number_is"], number)]
        faults = faults or {}
        return plain_page(
            "register-form.html", locale_of(request), status=422 if faults else 429 if error else 200, words=SHARED, labels=LABELS,
            heading=_("Join the contractor portal"), faults=faults, error=error or bool(faults), form=form, lines=lines,
            note=_note(answer), is_unverified=answer is None, typed=typed, areas={key: one[0] for key, one in AREAS.items()},
            kinds=CERTIFICATES, towns=await _read(towns),
        )  # fmt: skip

    def _message(self, request: Request, heading: Text, words: Text, *, status: int = 200, link: Any = None) -> Response:
        return plain_page(
            "register-message.html", locale_of(request), status=status, words=SHARED, heading=heading, message=words, link=link
        )  # fmt: skip


def _note(answer: RegisterAnswer | None) -> tuple[Text, str]:
    """Where the words about the company come from, and the tone they are said in."""
    if answer is None:
        return NOT_VERIFIED, "yellow"
    if answer.is_fresh:
        return SAID, "green"
    return (FROM_FILE if answer.source == "file" else KEPT).with_values(day=day_of(answer.read_at)), "yellow"


async def _read(use_case: Any, *given: Any) -> Any:
    here = house()
    return await here.run_reading(lambda: use_case(*given, work=here.open_work(writing=False)))


def register_routes(desk: Desk, company_register: CompanyRegister, *, has_mail: bool, shows_link: bool) -> APIRouter:
    """The routes, open to everybody."""
    here, routes = Joining(desk, company_register, has_mail, shows_link), APIRouter(include_in_schema=False)
    routes.add_api_route("/register", here.show, methods=["GET"], response_model=None)
    routes.add_api_route("/register", here.find, methods=["POST"], response_model=None)
    routes.add_api_route("/register/send", here.send, methods=["POST"], response_model=None)
    routes.add_api_route("/register/send", _begin_again, methods=["GET"], response_model=None)
    routes.add_api_route("/register/proof/{token}", here.show_proof, methods=["GET"], response_model=None)
    routes.add_api_route("/register/proof/{token}", here.prove, methods=["POST"], response_model=None)
    return routes


async def _begin_again() -> Response:
    """Somebody loads the address a form was sent to."""
    return go_to("/register")
