"""A company register of our own on loopback that speaks every documented answer, and some nobody documented."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

GOOD, SOLE, BANKRUPT, FORCED, DELETED, REMOVED, BRANCH, UNKNOWN = (
    "312000008", "312000016", "312000024", "312000032", "312000040", "312000059", "312000067", "312000075"
)  # fmt: skip
"""Numbers with a right check digit; what they stand for is invented here."""
PARENT = GOOD


def unit(number: str, name: str, **more: Any) -> dict[str, Any]:
    """A unit as the register writes it."""
    return {
        "organisasjonsnummer": number, "navn": name, "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap", "_links": {}},
        "registreringsdatoEnhetsregisteret": "2012-03-01", "registrertIMvaregisteret": True, "registrertIForetaksregisteret": True,
        "naeringskode1": {"kode": "43.221", "beskrivelse": "Rørleggerarbeid"}, "antallAnsatte": 7, "konkurs": False,
        "underAvvikling": False, "underTvangsavviklingEllerTvangsopplosning": False, "maalform": "Bokmål",
        "forretningsadresse": {"adresse": ["Kaivegen 2"], "postnummer": "0001", "poststed": "FJORDVIK", "kommunenummer": "9999"},
        "_links": {"self": {"href": "https://register.example/enheter/" + number}}, **more,
    }  # fmt: skip


UNITS: dict[str, dict[str, Any]] = {
    GOOD: unit(GOOD, "GODE RØR AS"),
    SOLE: unit(SOLE, "OLA GRAVER", organisasjonsform={"kode": "ENK"}, registrertIForetaksregisteret=False),
    BANKRUPT: unit(BANKRUPT, "KONK AS", konkurs=True, konkursdato="2026-10-01"),
    FORCED: unit(FORCED, "TVANG AS", underTvangsavviklingEllerTvangsopplosning=True),
    DELETED: {
        "organisasjonsnummer": DELETED, "navn": "BORTE AS", "slettedato": "2020-02-02", "respons_klasse": "SlettetEnhet",
        "organisasjonsform": {"kode": "AS"},
    },
}  # fmt: skip


class RegisterServer:
    """What it answers can be changed while it runs: `mode` for all numbers, `units` one by one. `asked` are the paths asked for."""

    def __init__(self) -> None:
        self.mode = ""
        self.units = {number: dict(entry) for number, entry in UNITS.items()}
        self.gone = {REMOVED}
        self.roles: dict[str, list[tuple[str, dict[str, str], bool]]] = {GOOD: [
            ("DAGL", {"fornavn": "Gro", "mellomnavn": "Å.", "etternavn": "Grøft"}, False),
            ("LEDE", {"fornavn": "Gammel", "etternavn": "Leder"}, True),
        ]}  # fmt: skip
        self.asked: list[str] = []
        here = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                here.asked.append(self.path)
                here.answer(self)

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/enhetsregisteret/api"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """One answer, in the mode of the moment."""
        kind, _slash, number = request.path.rsplit("api/", 1)[-1].partition("/")
        if self.mode.isdigit():
            fault = {"status": int(self.mode), "feilmelding": "Feil", "valideringsfeil": []}
            self._send(request, int(self.mode), json.dumps(fault).encode())
        elif self.mode:
            getattr(self, f"_{self.mode}")(request)
        else:
            self._documented(request, kind, number)

    def _documented(self, request: BaseHTTPRequestHandler, kind: str, number: str) -> None:
        if kind.startswith("enheter?"):
            return self._search(request, parse_qs(urlsplit(request.path).query))
        if number.endswith("/roller"):
            return self._roles(request, number.removesuffix("/roller"))
        return self._one(request, kind, number)

    def _search(self, request: BaseHTTPRequestHandler, asked: dict[str, list[str]]) -> None:
        words = asked["navn"][0].upper()
        found = [one for one in self.units.values() if words in one["navn"]][: int(asked["size"][0])]
        page = {"size": len(found), "totalElements": len(found), "totalPages": 1, "number": 0}
        body = {"_embedded": {"enheter": found}, "page": page} if found else {"page": page}
        self._send(request, 200, json.dumps(body).encode())

    def _roles(self, request: BaseHTTPRequestHandler, number: str) -> None:
        if number not in self.roles:
            return self._send(request, 404, b"")
        groups = [
            {"type": {"kode": "STYR" if code in ("LEDE", "MEDL") else code}, "roller": [
                {"type": {"kode": code}, "person": {"fodselsdato": "1980-01-01", "navn": name}, "avregistrert": gone}
            ]}
            for code, name, gone in self.roles[number]
        ]  # fmt: skip
        return self._send(request, 200, json.dumps({"rollegrupper": groups}).encode())

    def _one(self, request: BaseHTTPRequestHandler, kind: str, number: str) -> None:
        if number in self.gone:
            self._send(request, 410, json.dumps({"organisasjonsnummer": number, "slettedato": "2019-01-01"}).encode())
        elif kind == "enheter" and number in self.units:
            self._send(request, 200, json.dumps(self.units[number]).encode())
        elif kind == "underenheter" and number == BRANCH:
            branch = unit(number, "GODE RØR AS AVD SUNDAL", organisasjonsform={"kode": "BEDR"}, overordnetEnhet=PARENT)
            self._send(request, 200, json.dumps(branch).encode())
        else:
            self._send(request, 404, b"")

    def _slow(self, request: BaseHTTPRequestHandler) -> None:
        time.sleep(1.5)
        self._send(request, 200, b"{}")

    def _trickle(self, request: BaseHTTPRequestHandler) -> None:
        self._begin(request, 200, 10_000)
        for _ in range(40):
            time.sleep(0.1)
            with suppress(OSError):
                request.wfile.write(b" ")
                request.wfile.flush()

    def _cut(self, request: BaseHTTPRequestHandler) -> None:
        self._begin(request, 200, 10_000)
        request.wfile.write(b'{"organisasjonsnummer": "31200')

    def _huge(self, request: BaseHTTPRequestHandler) -> None:
        self._send(request, 200, b'{"navn": "' + b"x" * 2_999_988 + b'"}')

    def _html(self, request: BaseHTTPRequestHandler) -> None:
        self._send(request, 200, b"<html>Vedlikehold</html>")

    def _redirect(self, request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("Location", f"{self.url}/enheter/{GOOD}")
        request.end_headers()

    def _begin(self, request: BaseHTTPRequestHandler, status: int, length: int) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(length))
        request.end_headers()

    def _send(self, request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        self._begin(request, status, len(body))
        with suppress(OSError):  # whoever asked may have hung up
            request.wfile.write(body)

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@contextmanager
def register_server() -> Iterator[RegisterServer]:
    """A running register, stopped afterwards."""
    server = RegisterServer()
    try:
        yield server
    finally:
        server.close()
