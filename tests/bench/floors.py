"""A bare server to measure against in the same run: a live page with a click, a plain route, an upload that only writes and syncs."""

from __future__ import annotations

import argparse
import os
import tempfile
import time

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse


def bare_page() -> None:
    """One label, one button: what any click costs at least; and a way to change the label on all open pages at once."""
    labels: dict[str, ui.label] = {}

    @ui.page("/")
    def page() -> None:
        count = {"value": 0}
        label = ui.label("0").props("id=count")

        def clicked() -> None:
            count["value"] += 1
            label.set_text(str(count["value"]))

        ui.button("click", on_click=clicked).props("id=press")
        client = ui.context.client
        labels[client.id] = label
        client.on_delete(lambda: labels.pop(client.id, None))

    @app.post("/poke")
    def poke() -> PlainTextResponse:
        now = str(time.monotonic())
        for label in list(labels.values()):
            label.set_text(now)
        return PlainTextResponse("ok")

    @app.get("/plain")
    def plain() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @app.post("/upload")
    async def upload(request: Request) -> JSONResponse:
        size = 0
        with tempfile.NamedTemporaryFile(dir=os.environ.get("BENCH_DIR"), delete=True) as target:
            async for chunk in request.stream():
                target.write(chunk)
                size += len(chunk)
            target.flush()
            os.fsync(target.fileno())
        return JSONResponse({"size": size})


if __name__ in {"__main__", "__mp_main__"}:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    bare_page()
    ui.run(
        port=arguments.port,
        host="127.0.0.1",
        reload=False,
        show=False,
        reconnect_timeout=15,
        tailwind=False,
        show_welcome_message=False,
        binding_refresh_interval=None,
        message_history_length=100,
        ws_per_message_deflate=False,
    )
