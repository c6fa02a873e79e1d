"""A real receiver of webhooks on a free loopback port: it verifies what it gets, remembers it, and answers as it is told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Receiver:
    """What came in, and what is answered: a status, or `slow`, `cut`, `redirect`, `endless`."""

    url: str = ""
    mood: str = "200"
    heard: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)


@contextmanager
def receiver() -> Iterator[Receiver]:
    """A receiver that listens until the block is left."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            if self.path != "/hook?from=portal":
                made.strayed.append(self.path)
                self.send_response(200)
                self.end_headers()
                return
            made.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            _answer(self, made.mood)

        def do_GET(self) -> None:
            made.strayed.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Tests need no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_address[1]}/hook?from=portal"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, mood: str) -> None:
    if mood == "slow":
        time.sleep(0.6)
        return
    if mood == "cut":
        handler.connection.close()
        return
    if mood == "redirect":
        handler.send_response(302)
        handler.send_header("Location", "/elsewhere")
        handler.end_headers()
        return
    handler.send_response(int(mood) if mood.isdigit() else 200)
    handler.end_headers()
    if mood == "endless":
        for _number in range(10_000):
            handler.wfile.write(b"x" * 65_536)
