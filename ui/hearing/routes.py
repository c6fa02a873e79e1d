"""Files of statements: the way in and out for who is asked, and the way out for who may read the case."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from models.errors import NotAllowed
from models.text import _
from ui.doors.files import SANDBOX
from ui.doors.parcel import open_parcel
from ui.login.desk import checked_form, go_to, known_guest
from ui.visit import house
from workflows.casework.statements import statement_file
from workflows.casework.stating import add_file, asked_document, asked_file, may_add_file, remove_file
from workflows.ports import ReceivedFile

LARGEST = 20_000_000


class Files(Protocol):
    """Where files lie; each is looked at before it is kept."""

    async def take(self, stream: AsyncIterator[bytes], limit: int, *, name: str, claimed: str) -> ReceivedFile: ...
    def read(self, key: str) -> AsyncIterator[bytes]: ...


class StatementFiles:
    """The routes."""

    def __init__(self, files: Files) -> None:
        self.files = files

    async def upload(self, request: Request, statement: str) -> Response:
        """Take a file in beside a statement. Raises NotThere, Refused, BadInput with why a file is refused, TooLarge."""
        await self._run(request, may_add_file, statement, writing=False)
        parcel = await open_parcel(request, LARGEST)
        if not secrets.compare_digest(parcel.fields.get("csrf", "").encode(), known_guest(request).session.csrf_token.encode()):
            raise NotAllowed(_("The form was opened in another session. Load the page again."))
        file = await self.files.take(parcel.stream, LARGEST, name=parcel.name, claimed=parcel.content_type)
        await self._run(request, add_file, statement, file, chance=house().chance)
        return go_to(f"/asked/{statement}")

    async def remove(self, request: Request, statement: str, file: str) -> Response:
        """Take a file out before the statement is given."""
        await checked_form(request, known_guest(request))
        await self._run(request, remove_file, statement, file)
        return go_to(f"/asked/{statement}")

    async def own(self, request: Request, statement: str, file: str) -> Response:
        """A file of one's own statement."""
        found = await self._run(request, asked_file, statement, file, writing=False)
        return self._out(found.object_key, found.name, found.size)

    async def document(self, request: Request, statement: str, document: str) -> Response:
        """A document of the case that an expert may read; that they did stands in the case's log."""
        found = await self._run(request, asked_document, statement, document)
        return self._out(found.object_key, found.name, found.size)

    async def of_case(self, request: Request, ref: str, statement: str, file: str) -> Response:
        """A file of a statement, for who reads the case."""
        guest, here = known_guest(request), house()
        found = await here.run_reading(lambda: statement_file(ref, file, actor=guest.actor, work=here.open_work(writing=False)))
        here.saw(guest.actor, "file", ref, found.id)
        return self._out(found.object_key, found.name, found.size)

    async def _run(self, request: Request, use_case: Callable[..., Any], *given: Any, writing: bool = True, **more: Any) -> Any:
        guest, here = known_guest(request), house()
        run = here.run_writing if writing else here.run_reading
        return await run(lambda: use_case(*given, actor=guest.actor, work=here.open_work(writing=writing), now=here.now(), **more))

    def _out(self, key: str, name: str, size: int) -> Response:
        headers = {**SANDBOX, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}", "Content-Length": str(size)}
        return StreamingResponse(self.files.read(key), media_type="application/octet-stream", headers=headers)


def statement_routes(files: Files) -> APIRouter:
    """The routes; to be added before the pages, whose addresses cover theirs."""
    here, routes = StatementFiles(files), APIRouter(include_in_schema=False)
    routes.add_api_route("/asked/{statement}/files", here.upload, methods=["POST"], response_model=None)
    routes.add_api_route("/asked/{statement}/files/{file}", here.own, methods=["GET"], response_model=None)
    routes.add_api_route("/asked/{statement}/files/{file}/remove", here.remove, methods=["POST"], response_model=None)
    routes.add_api_route("/asked/{statement}/documents/{document}", here.document, methods=["GET"], response_model=None)
    routes.add_api_route("/cases/{ref}/statements/{statement}/files/{file}", here.of_case, methods=["GET"], response_model=None)
    return routes
