"""Who visits: the actor loaded anew for every question and every act, the words in the visitor's language, handlers that fail politely.

A page object lives on after logout or a change of role. So nothing here trusts what the page was built with: each `ask` and `do` begins
with the session's cookie in the same worker thread, and the use case authorises once more.
"""

from __future__ import annotations

import functools
import inspect
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_type_hints

import structlog
from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from nicegui import Client, context, ui

from models.actor import Actor
from models.errors import NotAllowed, NotSignedIn, NotThere, PortalError
from models.text import Text, _
from ui.components.base import Words
from ui.components.frame import Page
from ui.doors.keeper import Guest, Keeper, hash_of
from ui.doors.sockets import SocketGuard
from ui.faults import broken, refusal
from ui.texts import Speaker, known_locale
from ui.theme import Tone
from workflows.policy import MATRIX
from workflows.ports import Chance, Presence, WorkFactory

log = structlog.get_logger("portal.pages")
LONGEST_LOGIN_MINUTES = 10


@dataclass
class House:
    """What pages are handed by `main.py`. One for the process; holds no state of value."""

    keeper: Keeper
    guard: SocketGuard
    open_work: WorkFactory
    run_reading: Callable[..., Awaitable[Any]]
    run_writing: Callable[..., Awaitable[Any]]
    hub: Any
    chance: Chance
    now: Callable[[], datetime]
    saved: Callable[[], None] = lambda: None
    saw: Callable[[Actor, str, str, str], None] = lambda actor, thing, name, part: None
    max_file_mb: int = 100
    presence: Presence | None = None
    extras: dict[str, Any] = field(default_factory=dict)


class _Standing:
    house: House | None = None


def open_house(house: House) -> None:
    """Hand the pages what they need; called once by `main.py` before the server starts."""
    _Standing.house = house


def house() -> House:
    """What `main.py` handed over. Raises RuntimeError before it did."""
    if _Standing.house is None:
        raise RuntimeError("the pages were not joined to the rest of the portal")
    return _Standing.house


@dataclass
class Visit:
    """One open page of one guest. `actor` is who visited when the page was built: good for showing, never for permitting."""

    guest: Guest
    client: Client
    path: str
    page: Page | None = None

    @property
    def actor(self) -> Actor:
        """Who visits, as when the page was built."""
        return self.guest.actor

    @property
    def speaker(self) -> Speaker:
        """Speaks the visitor's language."""
        return Speaker(known_locale(self.guest.person.language))

    @property
    def csrf(self) -> str:
        """The session's token for forms and uploads."""
        return self.guest.session.csrf_token

    @property
    def has_fresh_login(self) -> bool:
        """The password was given within the last ten minutes, as decisions demand."""
        return (house().now() - self.actor.login_at).total_seconds() <= LONGEST_LOGIN_MINUTES * 60

    def now(self) -> datetime:
        """The moment, in UTC."""
        return house().now()

    def t(self, words: Text) -> str:
        """A text in the visitor's language."""
        return self.speaker(words)

    async def ask(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Ask a reading use case as whoever the session stands for now. Raises NotSignedIn when it ended."""
        return await house().run_reading(self._call, use_case, args, kwargs, False)

    async def do(self, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Run a writing use case; returns only after its commit. Raises NotSignedIn when the session ended."""
        done = await house().run_writing(self._call, use_case, args, kwargs, True)
        house().saved()
        return done

    def _call(self, use_case: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], writing: bool) -> Any:
        here = house()
        guest = here.keeper.guest(self.guest.cookie)
        if guest is None:
            raise NotSignedIn
        given = {"actor": guest.actor, "work": here.open_work(writing=writing), "now": here.now(), "chance": here.chance, **kwargs}
        wanted = _keywords_of(use_case)
        return use_case(*args, **{name: value for name, value in given.items() if name in wanted or name in kwargs})

    def handler(self, act: Callable[..., Awaitable[Any]]) -> Callable[..., Coroutine[Any, Any, bool]]:
        """An event handler that says in words what went wrong; its result is whether all went well."""

        @functools.wraps(act)
        async def handle(*args: Any) -> bool:
            try:
                await act(*args)
            except NotSignedIn:
                self.client.open(f"/login?next={self.path}")
                return False
            except PortalError as error:
                self.tell(error.text)
                return False
            except Exception:
                mark = secrets.token_hex(4)
                log.exception("handler_failed", mark=mark)
                self.tell(_("Something went wrong on our side. Nothing was changed. Tell us this mark: {mark}", mark=mark))
                return False
            return True

        return handle

    def news(self, look: Callable[..., Awaitable[Any]]) -> Callable[..., Coroutine[Any, Any, bool]]:
        """A handler of news: what the visitor may no longer see stops being shown, and its page becomes as one that is not there."""

        async def hear(*changes: Any) -> None:
            try:
                await look(*changes)
            except NotThere:
                self.client.open(self.path)

        return self.handler(hear)

    def tell(self, words: Words, tone: Tone = Tone.RED) -> None:
        """A notice on the page, heard too."""
        if self.page is not None and not self.client.is_deleted:
            with self.client:
                self.page.toast(words, tone=tone)

    def listen(self, topic: str, callback: Callable[..., Any]) -> None:
        """Hear news while the page is open."""
        leave = house().hub.subscribe(topic, callback)
        self.client.on_delete(leave)


@functools.cache
def _keywords_of(use_case: Callable[..., Any]) -> frozenset[str]:
    return frozenset(name for name, one in inspect.signature(use_case).parameters.items() if one.kind == inspect.Parameter.KEYWORD_ONLY)


PAGES: dict[str, tuple[str, Callable[..., Awaitable[Any]]]] = {}
"""Every page with the action it takes and what builds it; a test reads it."""


LOOKED_AT = {"ref": "case", "number": "company", "member": "person"}
"""What an address shows by the names in it: every page that was shown is a look that is recorded, so no page can forget to."""


def portal_page(path: str, *, action: str) -> Callable[[Callable[..., Awaitable[Any]]], Callable[..., Awaitable[Any]]]:
    """Declare a page: `async def page(visit, …path parameters…)`. Who may not take `action` never sees it built."""
    if action not in MATRIX:
        raise ValueError(f"page {path} names the unknown action {action}")

    def declare(build: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        PAGES[path] = (action, build)
        return build

    return declare


def serve_pages() -> None:
    """Give every declared page its address. Called by `main.py` after the plain routes: a page's address may cover theirs."""
    for path, (action, build) in sorted(PAGES.items(), key=lambda page: page[0].count("{")):  # `/cases/new` before `/cases/{ref}`
        ui.page(path, response_timeout=20)(_page(action, build))


def _page(action: str, build: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Response | None]]:
    """What the framework calls: refuses before building, and gives the page to the session that loads it."""

    async def page(request: Request, **parameters: Any) -> Response | None:
        guest: Guest | None = request.scope["state"].get("guest")
        if guest is None:
            return HTMLResponse(status_code=401)
        if guest.actor.role not in MATRIX[action]:
            return refusal(request, NotAllowed())
        visit = Visit(guest, context.client, str(request.url.path))
        house().guard.own(visit.client, hash_of(guest.cookie))
        try:
            answer = await build(visit, **parameters)
        except PortalError as error:
            return refusal(request, error)
        except Exception as error:
            return broken(request, error)
        if isinstance(answer, Response):
            return answer
        for name, thing in LOOKED_AT.items():
            if name in parameters:
                house().saw(guest.actor, thing, str(parameters[name]), "")
        return None

    page.__signature__ = _signature(build)  # type: ignore[attr-defined]  # FastAPI reads the parameters from here
    return page


def _signature(build: Callable[..., Any]) -> inspect.Signature:
    """The page's own parameters, with the request in place of the visit."""
    hints = get_type_hints(build)
    own = [
        one.replace(annotation=hints.get(one.name, str), kind=inspect.Parameter.KEYWORD_ONLY)
        for one in list(inspect.signature(build).parameters.values())[1:]
    ]
    first = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
    return inspect.Signature([first, *own])
