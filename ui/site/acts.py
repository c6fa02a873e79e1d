"""What the box of the work on site calls out, taken apart into plain words of a bounded shape, and the use case that carries it out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Protocol

from models.errors import BadInput
from models.text import Text, _
from workflows.appointments import MOST_TIMES, Span
from workflows.casework import following, inspecting
from workflows.casework.inspecting import Arranged, Wish
from workflows.clocks import OSLO

MOST_WORDS = 4000


class Doing(Protocol):
    """The visit, as far as acts need it."""

    async def do(self, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run a writing use case with the rights the person has now."""
        ...


class Told:
    """What the browser sent with an act: words, a choice, times; anything else reads as empty."""

    def __init__(self, value: Any) -> None:
        self._value: Mapping[str, Any] = value if isinstance(value, Mapping) else {}

    def word(self, name: str) -> str:
        """A string, empty when it is none."""
        found = self._value.get(name)
        return found.strip()[:MOST_WORDS] if isinstance(found, str) else ""

    def day(self, name: str = "day") -> date:
        """A day. Raises BadInput."""
        try:
            return date.fromisoformat(self.word(name))
        except ValueError:
            raise BadInput(_("Choose a day."), target=name) from None

    def number(self, name: str) -> int:
        """A number, -1 when it is none."""
        found = self._value.get(name)
        return found if isinstance(found, int) and not isinstance(found, bool) else -1

    def yes(self, name: str) -> bool:
        """Whether it is so."""
        return self._value.get(name) is True

    def spans(self) -> list[Span]:
        """Times in Europe/Oslo as the person wrote them. Raises BadInput."""
        found = self._value.get("times")
        told = [Told(one) for one in found][: MOST_TIMES + 1] if isinstance(found, list) else []
        try:
            return [Span(_at(one.day(), one.word("from")), _at(one.day(), one.word("to"))) for one in told]
        except ValueError:
            raise BadInput(_("Write both times, such as 10:00 and 11:00."), target="times") from None

    def wish(self) -> Wish:
        """An inspection somebody wants."""
        return Wish(self.word("purpose"), self.spans(), self.word("place"), self.word("comes"), self.word("officer"))


def _at(day: date, words: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(words), OSLO)


Act = Callable[[Doing, str, Told], Awaitable[Any]]
ACTS: Mapping[str, Act] = {
    "confirm_start": lambda visit, ref, told: visit.do(following.confirm_start, ref, told.day(), told.word("leads")),
    "confirm_end": lambda visit, ref, told: visit.do(following.confirm_end, ref, told.day()),
    "allow_backfill": lambda visit, ref, told: visit.do(following.allow_backfill, ref, told.word("words")),
    "backfill": lambda visit, ref, told: visit.do(following.backfill, ref, told.word("words")),
    "ask_inspection": lambda visit, ref, told: visit.do(inspecting.ask_inspection, ref, told.wish()),
    "propose_inspection": lambda visit, ref, told: visit.do(inspecting.propose_inspection, ref, told.wish()),
    "accept": lambda visit, ref, told: visit.do(inspecting.accept_inspection, ref, told.word("id"), told.number("choice")),
    "suggest": lambda visit, ref, told: visit.do(inspecting.suggest_times, ref, told.word("id"), told.spans(), told.word("words")),
    "decline": lambda visit, ref, told: visit.do(inspecting.decline_inspection, ref, told.word("id"), told.word("words")),
    "cancel": lambda visit, ref, told: visit.do(inspecting.cancel_inspection, ref, told.word("id"), told.word("words")),
    "record": lambda visit, ref, told: visit.do(
        inspecting.record_inspection, ref, told.word("id"), told.word("findings"), held=told.yes("held"),
        request=told.word("request") if told.yes("held") else "",
    ),
}  # fmt: skip
DONE: Mapping[str, Text] = {
    "confirm_start": _("The start of the work is confirmed. The municipality is told."),
    "confirm_end": _("It is confirmed that the work is finished. The documentation remains."),
    "allow_backfill": _("The contractor is told that the trench may be backfilled."),
    "backfill": _("The backfilling is recorded. The municipality is told."),
    "ask_inspection": _("The municipality is asked. You are told when they answer."),
    "propose_inspection": _("The inspection is proposed. You are told when the contractor answers."),
    "accept": _("The time is agreed. The other side is told."),
    "suggest": _("The other side is asked about these times."),
    "decline": _("The inspection is declined. The other side is told."),
    "cancel": _("The inspection is cancelled. The other side is told."),
    "record": _("The inspection is recorded."),
}


def clash_words(done: Any) -> Text | None:
    """That the officer would have to be at two places; None where nobody would."""
    if not isinstance(done, Arranged) or not done.clashes:
        return None
    purpose, span = done.clashes[0]
    return _("Mind: there is another inspection at that time, {when}: {purpose}.", when=span.start, purpose=purpose)
