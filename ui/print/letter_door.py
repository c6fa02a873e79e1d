"""The door to letters of decisions: who may see the case gets the PDF, made of what was kept; a company's first look is proof of notice."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.actor import Actor
from models.base import Phase
from models.errors import NotSignedIn, NotThere, PortalError
from ui.doors.files import SANDBOX
from ui.doors.keeper import Guest
from ui.print.door import MEDIA_TYPE
from ui.print.letter import letter_name, letter_pdf, proof_pdf
from ui.print.press import Press
from ui.visit import House, house
from workflows.casework.letters import KeptLetter
from workflows.casework.reading_letters import letter_of, open_letters, proof_of

log = structlog.get_logger("portal.letters")


class LetterDoor:
    """Hands out letters to pages and programs."""

    def __init__(self) -> None:
        self._press = Press()

    async def letter(self, request: Request, ref: str, phase: str, number: str) -> Response:
        """The letter of one decision. Raises NotSignedIn, and what `letter_of` raises."""
        return await self.answer(house(), ref, phase, number, _actor(request))

    async def proof(self, request: Request, ref: str, phase: str, number: str) -> Response:
        """The sheet that says that the work may start. Raises NotSignedIn, and what `proof_of` raises."""
        return await self.answer(house(), ref, phase, number, _actor(request), proof=True)

    async def answer(self, here: House, ref: str, phase: str, number: str, actor: Actor, *, proof: bool = False) -> Response:
        """The same for any caller whose proof is checked already."""
        if phase not in list(Phase) or not (number.isascii() and number.isdigit() and len(number) < 9):
            raise NotThere
        ask = proof_of if proof else letter_of

        def read() -> KeptLetter:
            return ask(ref, Phase(phase), int(number), actor=actor, work=here.open_work(writing=False), now=here.now())

        kept = await here.run_reading(read)
        here.saw(actor, "letter", ref, "")
        if not actor.is_staff and not kept.was_opened:
            await self._opened(here, ref, actor)
        make: Callable[[KeptLetter], bytes] = proof_pdf if proof else letter_pdf
        content = await self._press.make(make, kept)
        disposition = f'inline; filename="{letter_name(kept.facts, proof=proof)}"'
        return Response(content, media_type=MEDIA_TYPE, headers={**SANDBOX, "Content-Disposition": disposition})

    @staticmethod
    async def _opened(here: House, ref: str, actor: Actor) -> None:
        """Record that notice reached the company; a disk that is full keeps nobody from reading."""
        try:
            await here.run_writing(lambda: open_letters(ref, actor=actor, work=here.open_work(writing=True), now=here.now()))
        except PortalError as error:
            log.warning("notice_not_recorded", code=error.code)


def _actor(request: Request) -> Actor:
    guest: Guest | None = request.scope["state"].get("guest")
    if guest is None:
        raise NotSignedIn
    return guest.actor


def letter_address(ref: str, phase: Phase, number: int, *, proof: bool = False) -> str:
    """Where the letter of a decision lies, or the proof that work may start."""
    return f"/cases/{ref}/decisions/{phase}/{number}/{'proof' if proof else 'letter'}.pdf"


def letter_routes(door: LetterDoor) -> APIRouter:
    """The routes of the door; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    path = "/cases/{ref}/decisions/{phase}/{number}"
    routes.add_api_route(f"{path}/letter.pdf", door.letter, methods=["GET"], response_model=None)
    routes.add_api_route(f"{path}/proof.pdf", door.proof, methods=["GET"], response_model=None)
    return routes
