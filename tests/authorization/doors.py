"""The doors the table is tried through: the use case itself, a page's handler with its session, and the API with its key.

Each answers in the table's words, and with what was said, so that a thing of others can be compared with a thing that is not there.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from models.errors import BadInput, MovedOn, NotAllowed, NotSignedIn, NotThere, PortalError, Refused, SignInAgain, TooLarge
from storage.chance import CHANCE
from tests.authorization.calls import GIVEN, MORE
from tests.authorization.found import UseCase
from tests.authorization.town import NOW, Somebody, Town
from ui.doors.keeper import Keeper
from ui.records.terms import WEBHOOKS, WebhookTerms
from ui.visit import House, Visit, open_house
from workflows.casework.reading_letters import NoLetter
from workflows.casework.receipts import NotSent
from workflows.records.webhooks import Terms

WORDS: dict[type[PortalError], str] = {NotThere: "hidden", NotAllowed: "no", NotSignedIn: "signed out", SignInAgain: "sign in again"}
NOT_NOW = (Refused, MovedOn, BadInput, TooLarge, NotSent, NoLetter)


class Door(Protocol):
    """A way in."""

    def try_(self, name: str, who: Somebody, thing: Any) -> Answer:
        """One thing by somebody, without lasting effect."""
        ...

    def close(self) -> None:
        """Let go of what the door holds."""
        ...


@dataclass(frozen=True)
class Answer:
    """One of the table's words, and the sentence that went with it."""

    word: str
    said: str = ""


def answer_of(error: PortalError) -> Answer:
    """A refusal in the table's words; what is none of them is named as it is."""
    word = WORDS.get(type(error)) or ("not now" if isinstance(error, NOT_NOW) else type(error).__name__)
    return Answer(word, str(error))


class UseCaseDoor:
    """The use case called as any room may call it."""

    def __init__(self, town: Town, use_cases: Mapping[str, UseCase]) -> None:
        self.town, self.use_cases = town, use_cases

    def try_(self, name: str, who: Somebody, thing: Any) -> Answer:
        """Do one thing as somebody, without lasting effect."""
        use_case = self.use_cases[name]
        context: dict[str, Any] = {"actor": who.actor, "work": self.town.rehearse(), "now": NOW, "chance": CHANCE, **MORE.get(name, {})}
        wanted = inspect.signature(use_case).parameters
        try:
            use_case(*GIVEN[name](self.town, who, thing), **{key: value for key, value in context.items() if key in wanted})
        except PortalError as error:
            return answer_of(error)
        return Answer("yes")

    def close(self) -> None:
        """There is nothing to let go of."""


class PageDoor:
    """What every handler of an open page goes through: the session's cookie, the actor loaded anew, then the use case."""

    def __init__(self, town: Town, use_cases: Mapping[str, UseCase]) -> None:
        self.town, self.use_cases = town, use_cases
        self.loop = asyncio.new_event_loop()
        self.house = a_house(town)
        open_house(self.house)

    def try_(self, name: str, who: Somebody, thing: Any) -> Answer:
        """As a handler of a page that was opened before somebody left or lost a role."""
        given, more = GIVEN[name](self.town, who, thing), MORE.get(name, {})
        visit = Visit(_Guest(who.cookie), None, "/")  # type: ignore[arg-type]  # nothing but the cookie may count

        async def handled() -> None:
            await visit.do(self.use_cases[name], *given, **more)

        try:
            self.loop.run_until_complete(handled())
        except PortalError as error:
            return answer_of(error)
        return Answer("yes")

    def close(self) -> None:
        """Let go of the loop."""
        self.loop.close()


@dataclass(frozen=True)
class _Guest:
    cookie: str


async def _at_once(act: Callable[..., Any], *given: Any) -> Any:
    return act(*given)


def a_house(town: Town) -> House:
    """What pages and the API are handed, on the town's database, with effects that do not last."""
    hours = timedelta(hours=8)
    keeper = Keeper(town.sessions, _at_once, _at_once, lambda: NOW, "http://portal.example", (), hours, hours)
    here = House(keeper, None, town.rehearse, _at_once, _at_once, town.hub, CHANCE, lambda: NOW)  # type: ignore[arg-type]  # no socket here
    here.extras[WEBHOOKS] = WebhookTerms("a secret of the table", Terms())
    return here
