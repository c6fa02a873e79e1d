"""`/account/data`: one's own copy of everything the portal holds about one, and the wish to be erased. Plain pages, for every role."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from models.text import Text, _
from ui.doors.keeper import Guest
from ui.login.desk import Desk, checked_form, go_to, known_guest
from ui.login.words import SHARED
from ui.plain import plain_page
from ui.texts import Speaker, known_locale
from ui.visit import house
from workflows.clocks import day_of
from workflows.oversight.privacy import GOES, KEPT, OwnData, ask_erasure, own_data, take_out_own_data, withdraw_erasure

SECTIONS: dict[str, Text] = {
    "person": _("Your account"),
    "roles": _("Your roles in companies and municipalities"),
    "identities": _("Identity providers you log in with"),
    "sign_ins": _("Logins you have begun"),
    "sessions": _("Where you are logged in"),
    "devices": _("Devices you have logged in on, each with the first time"),
    "keys": _("Your keys for programs"),
    "invitations": _("Invitations to your address"),
    "notices": _("What the portal has told you"),
    "mails": _("Mails to you"),
    "wishes": _("How you want mails"),
    "views": _("Your saved views of the board"),
    "certificates": _("Certificates in your name"),
    "messages": _("Messages you wrote"),
    "mentions": _("Notes that name you"),
    "statements": _("Statements you asked for, gave, or shared"),
    "statement_files": _("Files you added to statements"),
    "files": _("Files you uploaded"),
    "decisions": _("Decisions you made"),
    "decisions_written": _("Decisions you are writing, proposed or sent back"),
    "letters_opened": _("Letters of decisions you were the first to open"),
    "appeals": _("Appeals you registered or answered"),
    "letterheads": _("Letterheads you saved"),
    "webhooks": _("Webhooks you made"),
    "inspections": _("Inspections you proposed, changed or come to"),
    "glasses": _("Cases you opened as the platform's administrator"),
    "erasure_requests": _("Your wishes to be erased"),
    "coworks": _("Work by several companies that you asked for, answered or ended"),
    "handovers": _("Handovers you offered, accepted or closed"),
    "companies_registered": _("Companies you registered"),
    "cases_started": _("Cases you started"),
    "log": _("What you did, and what was done to your account"),
}
"""Each file of the copy, and what it holds."""
WORDS: dict[str, Text] = {
    "own_copy": _("A copy of your data"),
    "copy_lead": _("Everything the portal holds about you, as files you can read. That you fetched it is recorded."),
    "fetch": _("Fetch the copy"),
    "erase": _("To be erased"),
    "erase_lead": _("An administrator carries it out after your open cases are handed on. These go:"),
    "stays": _("These stay, with the reason:"),
    "ask": _("Ask to be erased"),
    "take_back": _("Take the wish back"),
    "back": _("Your account"),
}


class OwnDataPages:
    """The page and what its buttons do."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.keeper = desk, desk.keeper

    async def show(self, request: Request) -> Response:
        """What can be done, and the receipt of a wish that is open."""
        guest = known_guest(request)
        here = house()
        found: OwnData = await here.run_reading(functools.partial(own_data, actor=guest.actor, work=here.open_work(writing=False)))
        receipt = None
        if found.asked_at is not None:
            receipt = _("You asked on {day} to be erased. Your receipt is {receipt}.", day=day_of(found.asked_at), receipt=found.receipt)
        kept = [_("{what} ({law})", what=what, law=law) for what, law in KEPT]
        return plain_page(
            "own-data.html", guest.person.language, words=SHARED, labels=WORDS, heading=_("Your data"), csrf=guest.session.csrf_token,
            goes=GOES, kept=kept, receipt=receipt,
        )  # fmt: skip

    async def fetch(self, request: Request) -> Response:
        """The copy as one ZIP, piece by piece."""
        guest, here = await self._posted(request), house()
        take = functools.partial(take_out_own_data, actor=guest.actor, work=here.open_work(writing=True), now=here.now())
        held = await here.run_writing(take)
        headers = {"Content-Disposition": 'attachment; filename="my-data.zip"', "Cache-Control": "no-store"}
        return StreamingResponse(pieces(held, Speaker(known_locale(guest.person.language))), media_type="application/zip", headers=headers)

    async def ask(self, request: Request) -> Response:
        """Leave the wish; the page shows its receipt."""
        guest, here = await self._posted(request), house()
        work, now = here.open_work(writing=True), here.now()
        await here.run_writing(functools.partial(ask_erasure, actor=guest.actor, work=work, now=now, chance=here.chance))
        return go_to("/account/data")

    async def take_back(self, request: Request) -> Response:
        """Take the wish back."""
        guest, here = await self._posted(request), house()
        await here.run_writing(functools.partial(withdraw_erasure, actor=guest.actor, work=here.open_work(writing=True), now=here.now()))
        return go_to("/account/data")

    async def _posted(self, request: Request) -> Guest:
        guest = known_guest(request)
        await checked_form(request, guest)
        return guest


def pieces(held: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], t: Speaker) -> Iterator[bytes]:
    """A ZIP with one readable file for each kind of data and a list of them, given out as it is made."""
    kept = _Drain()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = [f"{name}.json: {t(SECTIONS[name])} ({len(rows)})" for name, rows in held]
        archive.writestr("README.txt", "\r\n".join([t(WORDS["own_copy"]), "", *lines, ""]))
        yield kept.drain()
        for name, rows in held:
            content = json.dumps([dict(one) for one in rows], ensure_ascii=False, indent=2, default=_plain)
            archive.writestr(f"{name}.json", content)
            yield kept.drain()
    yield kept.drain()


class _Drain(io.RawIOBase):
    """What is written is handed on and forgotten."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._held += content
        return len(content)

    def drain(self) -> bytes:
        given = bytes(self._held)
        self._held.clear()
        return given


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def own_data_routes(desk: Desk) -> APIRouter:
    """The routes; to be added before the pages."""
    here, routes = OwnDataPages(desk), APIRouter(include_in_schema=False)
    routes.add_api_route("/account/data", here.show, methods=["GET"], response_model=None)
    routes.add_api_route("/account/data/copy", here.fetch, methods=["POST"], response_model=None)
    routes.add_api_route("/account/data/erase", here.ask, methods=["POST"], response_model=None)
    routes.add_api_route("/account/data/keep", here.take_back, methods=["POST"], response_model=None)
    return routes
