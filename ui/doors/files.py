"""The upload and download doors: plain routes with session, token, permission and counted bytes. Bytes pass as a stream, both ways.

Downloads are attachments in a sandbox; what is shown in place is only our own re-encoded pictures.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from models.actor import Actor
from models.base import Phase
from models.document import Document
from models.errors import BadInput, NotAllowed, NotSignedIn, PortalError
from models.text import _
from ui.api.idempotency import Answer, once, wish_of
from ui.doors.keeper import Guest
from ui.doors.parcel import Parcel, open_parcel
from ui.texts import known_locale, translate
from ui.visit import House, house
from workflows.casework.documents import Limits, Place, attach, document_for_download, may_attach
from workflows.ports import ReceivedFile

SANDBOX = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Encoding": "identity",
}
"""As it is: pictures and PDFs are compressed already, and doing it again would hold up everybody else's answers."""
PREVIEW, THUMBNAIL = ".preview.jpg", ".thumb.jpg"


class Store(Protocol):
    """The part of the object store the doors use."""

    async def receive(self, stream: AsyncIterator[bytes], limit: int) -> Any: ...
    def read(self, key: str) -> AsyncIterator[bytes]: ...


@dataclass
class FileDoor:
    """Takes files in and hands them out. `count` is told the bytes of each file that was received."""

    store: Store
    limits: Limits
    max_file_mb: int
    count: Callable[[int], object]

    async def upload(self, request: Request, ref: str) -> Response:
        """One file into one slot of a case; the answer comes when it lies durably in the store and its row is committed."""
        guest: Guest | None = request.scope["state"].get("guest")
        try:
            if guest is None:
                raise NotSignedIn
            if not secrets.compare_digest(request.headers.get("x-csrf-token", "").encode(), guest.session.csrf_token.encode()):
                raise NotAllowed(_("The page was opened in another session. Load it again."))
            answer = await self.take_in(request, ref, guest.actor)
        except PortalError as error:
            locale = guest.person.language if guest else "nb"
            detail = translate(error.text, known_locale(locale))
            return JSONResponse({"status": error.status, "code": error.code, "detail": detail}, error.status)
        return JSONResponse(answer.body, answer.status)

    async def take_in(self, request: Request, ref: str, actor: Actor) -> Answer:
        """The same for any caller whose proof is checked already. Raises the errors of `attach` and of the parcel."""
        here, most = house(), self.max_file_mb * 1_000_000
        parcel = await open_parcel(request, most)
        place = place_of(parcel)
        allowed: int = await here.run_reading(_look, here, ref, place, actor, self.limits)
        received = await self.store.receive(parcel.stream, min(most, allowed))
        self.count(received.size)
        file = ReceivedFile(received.key, parcel.name, parcel.content_type, received.size, received.sha256)
        wish = wish_of(request.headers.get("idempotency-key"), "upload", ref, [parcel.fields, parcel.name, received.sha256])
        kept: Answer = await here.run_writing(
            _keep, here, ref, place, file, actor, parcel.fields.get("replaces") or None, self.limits, wish
        )
        return kept

    async def download(self, request: Request, ref: str, document_id: str) -> Response:
        """The original, as an attachment."""
        document = await self._document(request, ref, document_id, is_look=True)
        disposition = f"attachment; filename*=UTF-8''{quote(document.name, safe='')}"
        headers = {**SANDBOX, "Content-Disposition": disposition, "Content-Length": str(document.size)}
        return StreamingResponse(self.store.read(document.object_key), media_type="application/octet-stream", headers=headers)

    async def preview(self, request: Request, ref: str, document_id: str) -> Response:
        """Our own picture of it, large. A look like a download: a thumbnail in a list is none."""
        return await self._picture(request, ref, document_id, PREVIEW, is_look=True)

    async def thumbnail(self, request: Request, ref: str, document_id: str) -> Response:
        """Our own picture of it, small."""
        return await self._picture(request, ref, document_id, THUMBNAIL)

    async def _picture(self, request: Request, ref: str, document_id: str, suffix: str, *, is_look: bool = False) -> Response:
        document = await self._document(request, ref, document_id, is_look=is_look)
        if not document.preview_key:
            return JSONResponse({"status": 404, "code": "not-there"}, 404)
        key = document.preview_key.removesuffix(PREVIEW) + suffix
        return StreamingResponse(
            self.store.read(key), media_type="image/jpeg", headers={**SANDBOX, "Cache-Control": "private, max-age=3600"}
        )

    async def _document(self, request: Request, ref: str, document_id: str, *, is_look: bool = False) -> Document:
        guest: Guest | None = request.scope["state"].get("guest")
        if guest is None:
            raise NotSignedIn
        here = house()
        found: Document = await here.run_reading(readable, here, ref, document_id, guest.actor)
        if is_look:
            here.saw(guest.actor, "file", ref, document_id)
        return found


def place_of(parcel: Parcel) -> Place:
    """Where the file shall go. Raises BadInput for a phase that does not exist."""
    try:
        phase = Phase(parcel.fields.get("phase", "application"))
    except ValueError:
        raise BadInput(_("There is no phase “{name}”."), name=parcel.fields["phase"][:40]) from None
    return Place(phase, parcel.fields.get("slot", ""), parcel.fields.get("row") or None)


def _look(here: House, ref: str, place: Place, actor: Actor, limits: Limits) -> int:
    return may_attach(ref, place, actor=actor, work=here.open_work(writing=False), now=here.now(), limits=limits)


def _keep(here: House, ref: str, place: Place, file: ReceivedFile, actor: Actor, replaces: str | None, limits: Limits, wish: Any) -> Answer:
    now = here.now()

    def put(work: Any) -> Answer:
        kept = attach(ref, place, file, actor=actor, work=work, now=now, chance=here.chance, replaces=replaces, limits=limits)
        return Answer(201, {"id": kept.id, "state": str(kept.state), "sha256": kept.sha256, "size": kept.size})

    return once(here.open_work(writing=True), actor, wish, now, put)


def readable(here: House, ref: str, document_id: str, actor: Actor) -> Document:
    """A file the actor may read, asked in a reading thread; raises as `document_for_download`."""
    return document_for_download(ref, document_id, actor=actor, work=here.open_work(writing=False))


def file_routes(door: FileDoor) -> APIRouter:
    """The routes of the door."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/cases/{ref}/documents", door.upload, methods=["POST"], response_model=None)
    routes.add_api_route("/cases/{ref}/documents/{document_id}", door.download, methods=["GET"], response_model=None)
    routes.add_api_route("/cases/{ref}/documents/{document_id}/preview", door.preview, methods=["GET"], response_model=None)
    routes.add_api_route("/cases/{ref}/documents/{document_id}/thumb", door.thumbnail, methods=["GET"], response_model=None)
    return routes
