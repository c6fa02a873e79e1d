"""A small server with the gallery and an upload route, for the browser tests; prints its port and serves until it is ended."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

from fastapi import File, Form, Header, HTTPException, UploadFile
from nicegui import app, ui

from ui.components import gallery
from ui.theme import FAVICON, install

received: list[dict[str, object]] = []


@app.post("/_gallery/upload")
async def take_file(
    file: Annotated[UploadFile, File()],
    slot: Annotated[str, Form()],
    x_csrf_token: Annotated[str, Header()],
    idempotency_key: Annotated[str, Header()],
) -> dict[str, str]:
    """Take a file as the real route does; names that begin with `slow`, `bad` and `flaky` behave so."""
    name = file.filename or ""
    if name.startswith("slow"):
        await asyncio.sleep(2)
    if name.startswith("bad"):
        raise HTTPException(422, "Filen er skadet. Eksporter den på nytt.")
    if name.startswith("flaky") and not any(one["name"] == name for one in received):
        received.append({"name": name, "first": True})
        raise HTTPException(503, "Opptatt. Prøv igjen.")
    received.append({"name": name, "size": len(await file.read()), "slot": slot, "csrf": x_csrf_token, "key": idempotency_key})
    return {"id": "1"}


@app.get("/_gallery/state")
async def state() -> dict[str, object]:
    """What the server was told so far."""
    return {"draft": gallery.DRAFT, "received": received}


if __name__ in ("__main__", "__mp_main__"):
    install()
    gallery.register()
    ui.run(
        host="127.0.0.1",
        port=int(sys.argv[1]),
        show=False,
        reload=False,
        tailwind=False,
        reconnect_timeout=15,
        language="nb-NO",
        favicon=FAVICON,
        show_welcome_message=False,
        binding_refresh_interval=None,
    )
