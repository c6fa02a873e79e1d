"""Bare servers to measure against in the same run: a trivial live page with a click, a plain route, an upload that only writes and syncs."""

from __future__ import annotations

import argparse
import os
import tempfile

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse


def bare_page() -> None:
    """One label, one button: what any click costs at least."""

    @ui.page("/")
    def page() -> None:
        count = {"value": 0}
        label = ui.label("0").props("id=count")

        def clicked() -> None:
            count["value"] += 1
            label.set_text(str(count["value"]))

        ui.button("click", on_click=clicked).props("id=press")

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
        port=arguments.port, host="127.0.0.1", reload=False, show=False, reconnect_timeout=15, tailwind=False, show_welcome_message=False
    )
