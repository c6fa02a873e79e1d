"""The door to receipts: who may see the case gets the PDF of a sending, made when it is asked for and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from models.actor import Actor
from models.base import Phase
from models.errors import NotSignedIn, NotThere
from ui.doors.files import SANDBOX
from ui.doors.keeper import Guest
from ui.print.press import Press
from ui.print.receipt import receipt_name, receipt_pdf
from ui.texts import Speaker, known_locale
from ui.visit import House, house
from workflows.casework.receipts import FullReceipt, receipt_of

MEDIA_TYPE = "application/pdf"


@dataclass(frozen=True)
class Wanted:
    """Which sending's receipt: the newest of the case unless a phase is named, the newest of the phase unless a number is."""

    phase: Phase | None = None
    submission: int | None = None


class ReceiptDoor:
    """Hands out receipts to pages and programs; one press for both."""

    def __init__(self) -> None:
        self._press = Press()

    async def download(self, request: Request, ref: str) -> Response:
        """The receipt in the language of the guest. Raises NotSignedIn, and what `receipt_of` raises."""
        guest: Guest | None = request.scope["state"].get("guest")
        if guest is None:
            raise NotSignedIn
        wanted = _wanted(request.query_params.get("phase", ""), request.query_params.get("submission", ""))
        return await self.answer(house(), ref, wanted, guest.actor, guest.person.language)

    async def answer(self, here: House, ref: str, wanted: Wanted, actor: Actor, language: str) -> Response:
        """The same for any caller whose proof is checked already."""

        def ask() -> FullReceipt:
            work = here.open_work(writing=False)
            return receipt_of(ref, actor=actor, work=work, now=here.now(), phase=wanted.phase, submission=wanted.submission)

        receipt, t = await here.run_reading(ask), Speaker(known_locale(language))
        here.saw(actor, "receipt", ref, "")
        content = await self._press.make(receipt_pdf, receipt, t)
        disposition = f'attachment; filename="{receipt_name(receipt, t)}"'
        return Response(content, media_type=MEDIA_TYPE, headers={**SANDBOX, "Content-Disposition": disposition})


def _wanted(phase: str, submission: str) -> Wanted:
    """What an address asks for. Raises NotThere for what cannot be a phase or a number."""
    if phase and phase not in list(Phase):
        raise NotThere
    if submission and not (submission.isascii() and submission.isdigit() and len(submission) < 9):
        raise NotThere
    return Wanted(Phase(phase) if phase else None, int(submission) if submission else None)


def receipt_routes(door: ReceiptDoor) -> APIRouter:
    """The route of the door; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/cases/{ref}/receipt.pdf", door.download, methods=["GET"], response_model=None)
    return routes
