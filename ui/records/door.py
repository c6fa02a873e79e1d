"""The door to records: who may see a case takes its case file along, or all of it as a ZIP. Both are made when they are asked for."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from models.actor import Actor
from models.errors import NotSignedIn
from ui.doors.files import SANDBOX
from ui.doors.keeper import Guest
from ui.print.case_file import case_file_name, case_file_pdf
from ui.print.press import Press
from ui.print.whole_case import zip_name, zip_of
from ui.texts import Speaker, known_locale
from ui.visit import House, house
from workflows.records.case_file import CaseFile, case_file
from workflows.records.whole_case import WholeCase, begin_case_export, whole_case

PDF, ZIP = "application/pdf", "application/zip"


class Originals(Protocol):
    """The part of the object store that gives the bytes of files."""

    def read(self, key: str) -> AsyncIterator[bytes]: ...


@dataclass
class RecordsDoor:
    """Hands out case files and whole cases to pages and programs; one press for both."""

    store: Originals
    press: Press = field(default_factory=Press)

    async def download_file(self, request: Request, ref: str) -> Response:
        """The case file in the language of the guest. Raises NotSignedIn, and what `case_file` raises."""
        guest = _guest(request)
        return await self.case_file(house(), ref, guest.actor, guest.person.language)

    async def download_all(self, request: Request, ref: str) -> Response:
        """The whole case. Raises NotSignedIn, and what `whole_case` raises."""
        guest = _guest(request)
        return await self.archive(house(), ref, guest.actor, guest.person.language)

    async def case_file(self, here: House, ref: str, actor: Actor, language: str) -> Response:
        """The case file for any caller whose proof is checked already."""
        ask = functools.partial(case_file, ref, actor=actor, work=here.open_work(writing=False), now=here.now())
        file: CaseFile = await here.run_reading(ask)
        t = Speaker(known_locale(language))
        here.saw(actor, "case_file", ref, "")
        content = await self.press.make(case_file_pdf, file, t)
        return Response(content, media_type=PDF, headers=_headers(case_file_name(file, t)))

    async def archive(self, here: House, ref: str, actor: Actor, language: str) -> Response:
        """The whole case, as a stream, for any caller whose proof is checked. That it was taken out is recorded first."""
        record = functools.partial(begin_case_export, ref, actor=actor, work=here.open_work(writing=True), now=here.now())
        await here.run_writing(record)
        ask = functools.partial(whole_case, ref, actor=actor, work=here.open_work(writing=False), now=here.now())
        whole: WholeCase = await here.run_reading(ask)
        t = Speaker(known_locale(language))
        pieces = zip_of(whole, t, self.store.read, self.press.make)
        return StreamingResponse(pieces, media_type=ZIP, headers=_headers(zip_name(whole, t)))


def _guest(request: Request) -> Guest:
    guest: Guest | None = request.scope["state"].get("guest")
    if guest is None:
        raise NotSignedIn
    return guest


def _headers(name: str) -> dict[str, str]:
    return {**SANDBOX, "Content-Disposition": f'attachment; filename="{name}"'}


def records_routes(door: RecordsDoor) -> APIRouter:
    """The routes of the door; to be added before the pages."""
    routes = APIRouter(include_in_schema=False)
    routes.add_api_route("/cases/{ref}/case-file.pdf", door.download_file, methods=["GET"], response_model=None)
    routes.add_api_route("/cases/{ref}/archive.zip", door.download_all, methods=["GET"], response_model=None)
    return routes
