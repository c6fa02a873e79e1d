"""The portal made wrong on purpose: no guard at its sockets, and uploads that ask nobody who they are. The attacks must succeed here."""

from __future__ import annotations

import functools
from datetime import UTC, datetime

from fastapi import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

import main
from ui.doors import layer
from ui.doors.files import FileDoor
from ui.doors.sockets import SocketGuard
from ui.visit import house

GULLIBLE = "contractor@demo.example"


class NoDoor(layer.DoorLayer):
    """Lets every socket and every upload in."""

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        answer = await super()._refusal(scope)
        return None if scope["path"].endswith("/documents") else answer


class TrustingFileDoor(FileDoor):
    """Takes every file as if the demonstration's contractor had sent it."""

    async def upload(self, request: Request, ref: str) -> Response:
        book = house().keeper.book
        person = book.person_by_email(GULLIBLE)
        assert person is not None
        member = book.memberships_of(person.id)[0]
        cookie, _session = book.create_session(person, member, datetime.now(UTC), "nobody")
        guest = house().keeper.guest(cookie)
        assert guest is not None
        answer = await self.take_in(request, ref, guest.actor)
        return JSONResponse(answer.body, answer.status)


if __name__ == "__main__":
    for name, sabotaged in (
        ("DoorLayer", NoDoor),
        ("SocketGuard", functools.partial(SocketGuard, guarding=False)),
        ("FileDoor", TrustingFileDoor),
    ):
        setattr(main, name, sabotaged)
    main.cli()
