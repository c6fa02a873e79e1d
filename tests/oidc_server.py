"""Identity providers for tests: a real one as a process of its own, and one on loopback that misbehaves by name."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.portal_process import clean_environment
from tests.ports import free_port

CLIENT, CLIENT_SECRET = "portal", "a-secret-only-both-sides-have"
LOW, HIGH = "idporten-loa-substantial", "idporten-loa-high"
Change = Callable[[dict[str, Any]], None]


class RealProvider:
    """A provider from a package, in its own process. `claims` are set for each subject before they log in."""

    def __init__(self) -> None:
        port = free_port()
        self.issuer = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
        self._process = subprocess.Popen(command, env=clean_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait(self) -> RealProvider:
        """Wait until it answers."""
        ends = time.monotonic() + 60
        while time.monotonic() < ends and self._process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.issuer}/.well-known/openid-configuration", timeout=2).status_code == 200:
                    return self
            time.sleep(0.1)
        raise RuntimeError("the identity provider did not start")

    def claims(self, subject: str, **claims: Any) -> None:
        """What it says of somebody from now on, beside the subject."""
        httpx.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def answer(self, address: str, subject: str) -> str:
        """Log in as somebody at the address people were sent to; where they are sent back to."""
        found = httpx.post(address, data={"sub": subject})
        assert found.status_code == 302, found.text
        return str(found.headers["location"])

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.wait(10)


@contextmanager
def real_provider() -> Iterator[RealProvider]:
    """A running real provider, ended afterwards."""
    provider = RealProvider()
    try:
        yield provider.wait()
    finally:
        provider.close()


class HostileProvider:
    """A provider that keeps the rules until told to break one: by `fault` for the next answers, by `change` for claims of the token.

    `sub` is who logs in. `asked` counts the requests by path. `iss_sent` is what comes back beside the code, None for nothing.
    """

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.stranger = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        here = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                here.answer(self, "")

            def do_POST(self) -> None:
                here.answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

            def log_message(self, *_words: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self._server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self.behave()
        self.asked: dict[str, int] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def behave(self) -> None:
        """Keep all rules again."""
        self.fault, self.sub, self.level = "", "kari", HIGH
        self.change: Change = lambda _claims: None
        self.iss_sent: str | None = self.issuer

    def log_in(self, address: str) -> str:
        """Log in at the address people were sent to; where they are sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == ("code", "S256", CLIENT)
        back = {"state": asked["state"], **({"iss": self.iss_sent} if self.iss_sent is not None else {})}
        if self.fault == "error":
            return f"{asked['redirect_uri']}?{urlencode({**back, 'error': 'access_denied', 'error_description': '<b>nei</b>'})}"
        code = f"code-{len(self._codes)}-{time.time_ns()}"
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def answer(self, request: BaseHTTPRequestHandler, body: str) -> None:
        """One answer."""
        path = urlsplit(request.path).path
        self.asked[path] = self.asked.get(path, 0) + 1
        broken = self.fault.removeprefix(path.rsplit("/", 1)[-1] + " ") if self.fault.startswith(path.rsplit("/", 1)[-1] + " ") else ""
        if broken:
            self._broken(request, broken)
        elif path == "/.well-known/openid-configuration":
            self._send(request, 200, self.document())
        elif path == "/jwks":
            self._send(request, 200, {"keys": [self.key.as_dict(private=False)]})
        elif path == "/token":
            self._send(request, *self._token(request, {name: values[0] for name, values in parse_qs(body).items()}))
        elif path == "/userinfo":
            self._send(request, 200, {"sub": "somebody-else" if self.fault == "userinfo" else self.sub, "pid": "01010112345"})
        else:
            self._send(request, 404, {})

    def document(self) -> dict[str, Any]:
        """The discovery document."""
        here = self.issuer
        return {
            "issuer": "https://idporten.example" if self.fault == "other issuer" else here, "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token", "jwks_uri": f"{here}/jwks", "userinfo_endpoint": f"{here}/userinfo",
            "end_session_endpoint": f"{here}/logout", "authorization_response_iss_parameter_supported": True,
        }  # fmt: skip

    def _token(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self._codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        rightly = asked is not None and asked["code_challenge"] == challenge and asked["redirect_uri"] == form["redirect_uri"]
        if not rightly or request.headers.get("Authorization") != f"Basic {basic}" or asked is None:
            return 400, {"error": "invalid_grant"}
        given = {"access_token": "opened", "token_type": "Bearer", "expires_in": 60}
        if self.fault == "no id_token":
            return 200, given
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer, "sub": self.sub, "aud": CLIENT, "exp": now + 120, "iat": now, "nonce": asked["nonce"], "acr": self.level,
            "auth_time": now, "pid": "01010112345", "amr": ["BankID"],
        }  # fmt: skip
        self.change(claims)
        return 200, {**given, "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        header = {"alg": "RS256", "kid": self.key.kid or ""}
        if self.fault == "alg none":
            return _assembled({"alg": "none"}, claims, lambda _text: b"")
        if self.fault == "HS256 by secret":
            return _assembled({"alg": "HS256"}, claims, lambda text: hmac.new(CLIENT_SECRET.encode(), text, hashlib.sha256).digest())
        if self.fault == "HS256 by public key":
            public = self.key.as_pem(private=False)
            head = {"alg": "HS256", "kid": self.key.kid}
            return _assembled(head, claims, lambda text: hmac.new(public, text, hashlib.sha256).digest())
        if self.fault == "not a token":
            return "this.is.nothing"
        if self.fault == "unknown kid":
            return jwt.encode({**header, "kid": "never-published"}, claims, self.key)
        signing = self.stranger if self.fault == "wrong signature" else self.key
        return jwt.encode(header, claims, signing)

    def roll_over(self) -> None:
        """A new key instead of the one before."""
        self.key = RSAKey.generate_key(2048, {"kid": f"key-{time.time_ns()}", "use": "sig"})

    def _broken(self, request: BaseHTTPRequestHandler, how: str) -> None:
        if how.isdigit():
            self._send(request, int(how), {"error": "server_error"})
        elif how == "slow":
            time.sleep(3)
            self._send(request, 200, {})
        elif how == "huge":
            self._send(request, 200, {"id_token": "x" * 3_000_000})
        elif how == "redirect":
            request.send_response(302)
            request.send_header("Location", f"{self.issuer}/elsewhere")
            request.end_headers()
        else:
            request.send_response(200)
            request.send_header("Content-Length", "10000")
            request.end_headers()
            request.wfile.write(b'{"id_token": "ey')

    def _send(self, request: BaseHTTPRequestHandler, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        with suppress(OSError):  # whoever asked may have hung up
            request.wfile.write(body)

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@contextmanager
def hostile_provider() -> Iterator[HostileProvider]:
    """A running provider that can be told to misbehave, stopped afterwards."""
    provider = HostileProvider()
    try:
        yield provider
    finally:
        provider.close()


def _assembled(header: dict[str, Any], claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """A token put together by hand, as no honest library would."""
    text = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims))
    return (text + b"." + base64.urlsafe_b64encode(sign(text)).rstrip(b"=")).decode()


def settings_for(folder: Path, issuer: str, name: str = "Prøveporten") -> dict[str, str]:
    """Settings of a portal that knows one provider, `test`, which demands no level."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "providers.toml"
    file.write_text(f'[provider.test]\nname = "{name}"\nissuer = "{issuer}"\nclient_id = "{CLIENT}"\nseconds = 5\n')
    return {"PORTAL_OIDC_FILE": str(file), "PORTAL_OIDC_SECRET_TEST": CLIENT_SECRET}
