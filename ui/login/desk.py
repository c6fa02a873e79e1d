"""What the login routes share: the keeper, the half-way cookie between password and code, forms and redirects."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.datastructures import FormData

from models.errors import NotAllowed, NotSignedIn
from models.text import Text, _
from ui.doors.keeper import Guest, Keeper, hash_of
from ui.login.words import SHARED
from ui.plain import locale_of, plain_page

if TYPE_CHECKING:
    from ui.login.ways import Ways

HALF_WAY_SECONDS = 300
BROWSER_SECONDS = 600


@dataclass(frozen=True)
class FormField:
    """One field of a plain form."""

    key: str
    label: Text
    type: str = "text"
    autocomplete: str = "off"
    hint: Text | None = None
    value: str = ""
    numeric: bool = False


@dataclass
class Desk:
    """The counter where people come in. `codes_demanded`: staff must use one-time codes. `ways` are set once, before the first request."""

    keeper: Keeper
    secret: str
    codes_demanded: bool
    tries_per_account: int = 10
    tries_per_address: int = 50
    window: timedelta = timedelta(minutes=15)
    shortest_password: int = 12
    ways: Ways | None = None

    @property
    def half_way_cookie(self) -> str:
        """Name of the cookie that remembers a right password for five minutes."""
        return f"{self.keeper.cookie_name}-half"

    @property
    def _signer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="half-way")

    def half_way(self, answer: Response, **known: Any) -> Response:
        """Remember who gave the right password, signed, until the code is given."""
        self._set(answer, self.half_way_cookie, self._signer.dumps(known), HALF_WAY_SECONDS)
        return answer

    def who_is_half_way(self, request: Request) -> dict[str, Any] | None:
        """Who gave the right password within five minutes."""
        try:
            found: dict[str, Any] = self._signer.loads(request.cookies.get(self.half_way_cookie, ""), max_age=HALF_WAY_SECONDS)
        except BadSignature:
            return None
        return found

    def let_in(self, answer: Response, cookie: str) -> Response:
        """Hand out the session cookie; the half-way one is spent."""
        self._set(answer, self.keeper.cookie_name, cookie, int(self.keeper.absolute.total_seconds()))
        answer.delete_cookie(self.half_way_cookie, path="/", secure=self.keeper.is_secure, httponly=True, samesite="lax")
        return answer

    def mark_browser(self, answer: Response, browser: str) -> Response:
        """Remember which browser goes to an identity provider, so that only it can come back."""
        self._set(answer, f"{self.keeper.cookie_name}-way", browser, BROWSER_SECONDS)
        return answer

    def browser_of(self, request: Request) -> str:
        """The secret of a browser that went to an identity provider; empty without one."""
        return request.cookies.get(f"{self.keeper.cookie_name}-way", "")[:100]

    def let_out(self, answer: Response) -> Response:
        """Take the session cookie back."""
        answer.delete_cookie(self.keeper.cookie_name, path="/", secure=self.keeper.is_secure, httponly=True, samesite="lax")
        return answer

    def _set(self, answer: Response, name: str, value: str, seconds: int) -> None:
        answer.set_cookie(name, value, max_age=seconds, path="/", secure=self.keeper.is_secure, httponly=True, samesite="lax")

    def end(self, guest: Guest) -> None:
        """End a session and close its pages."""
        self.keeper.ended(hash_of(guest.cookie))


def form_page(request: Request, heading: Text, action: str, fields: list[FormField], go: Text, **more: Any) -> HTMLResponse:
    """One plain form. `error` stands at the first field and in the summary; `wait` is how many seconds must pass before the next try;
    `links` are addresses with the words that lead there, `providers` buttons under the form."""
    values = {
        "lead": None,
        "note": None,
        "error": None,
        "picture": "",
        "hidden": {},
        "links": (),
        "providers": (),
        "method": "post",
        **more,
    }
    status = values.pop("status", 422 if values["error"] else 200)
    locale = locale_of(request)
    wait = values.pop("wait", 0)
    page = plain_page("form.html", locale, status=status, words=SHARED, heading=heading, action=action, fields=fields, go=go, **values)
    if wait:
        page.headers["Retry-After"] = str(wait)
    return page


def guest_of(request: Request) -> Guest | None:
    """Who the doors found behind the session cookie."""
    found: Guest | None = request.scope.get("state", {}).get("guest")
    return found


def known_guest(request: Request) -> Guest:
    """The guest, or NotSignedIn."""
    guest = guest_of(request)
    if guest is None:
        raise NotSignedIn
    return guest


async def checked_form(request: Request, guest: Guest) -> FormData:
    """The posted form, if it carries the session's token. Raises NotAllowed."""
    form = await request.form(max_files=0, max_fields=50, max_part_size=64_000)
    if not secrets.compare_digest(str(form.get("csrf", "")).encode(), guest.session.csrf_token.encode()):
        raise NotAllowed(_("The form was opened in another session. Load the page again."))
    return form


def safe_next(given: object) -> str:
    """A path of ours to go on to; anything that could lead elsewhere becomes the front page."""
    path = str(given or "/")
    leads_away = not path.startswith("/") or path[1:2] in ("/", "\\") or any(ord(sign) < 32 for sign in path)
    return "/" if leads_away or len(path) > 2000 or path.startswith("/login") else path


def go_to(path: str) -> RedirectResponse:
    """See other."""
    return RedirectResponse(path, 303)
