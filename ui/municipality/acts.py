"""What the officer's pieces can do, one table: the name a piece calls out, and the use case that carries it out.

What comes from a browser is taken apart here, into plain words of a bounded shape; whether it may be done is the use case's to say.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, Protocol

from nicegui import Client

from models.actor import Actor
from models.errors import BadInput
from models.text import _
from ui.print.letter import seal
from workflows.casework import deciding, reviewing, talking
from workflows.casework.reviewing import Wanted
from workflows.casework.views import OfficerCase, RequestInfo

Act = Callable[["Deed"], Awaitable[object]]


MOST_KEYS = 500


class Doing(Protocol):
    """The visit, as far as acts need it."""

    @property
    def actor(self) -> Actor:
        """Who acts, as the page was built with."""
        ...

    @property
    def client(self) -> Client:
        """The window."""
        ...

    async def do(self, use_case: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Run a writing use case with the rights the person has now."""
        ...


class Deed:
    """One act about to be done: by whom, on which case as it was last shown and looked at, with what from the browser."""

    def __init__(self, visit: Doing, case: OfficerCase, value: Any, seen: int) -> None:
        self.visit, self.case, self.ref = visit, case, case.head.ref
        self.seen = {"seen_version": seen}
        self._value = value

    def word(self, name: str = "") -> str:
        """A string the browser sent: the value itself, or one of its named parts; empty when it is none."""
        found = self._value.get(name) if name and isinstance(self._value, Mapping) else None if name else self._value
        return found.strip() if isinstance(found, str) else ""

    def lines(self, name: str) -> list[str]:
        """The lines of a text, without empty ones."""
        return [line.strip() for line in self.word(name).splitlines() if line.strip()]

    def row_keys(self) -> list[str]:
        """The ledger rows that are meant. Raises BadInput when the list is absurdly long."""
        found = self._value.get("keys") if isinstance(self._value, Mapping) else None
        keys = [key for key in found if isinstance(key, str)] if isinstance(found, list) else []
        if len(keys) > MOST_KEYS:
            raise BadInput
        return keys

    def planned(self) -> RequestInfo:
        """The request in the tray that is meant. Raises BadInput when it is no longer there."""
        found = next((one for one in self.case.planned if one.id == self.word("id")), None)
        if found is None:
            raise BadInput(_("This request is no longer in the tray."))
        return found

    def do(self, use_case: Callable[..., Any], *args: Any, **more: Any) -> Awaitable[object]:
        """Carry out a use case on the case."""
        return self.visit.do(use_case, self.ref, *args, **more)


async def _tick(deed: Deed) -> None:
    """Find lines good; a reason goes to those requirements that are not met as they stand."""
    rows = {one.row.key: one for one in deed.case.checklist}
    for key in deed.row_keys():
        row = rows.get(key)
        if row is None or not row.tick_by:
            await deed.do(reviewing.tick, key, reason=deed.word("reason") if row and row.row.is_unmet else "")


async def _untick(deed: Deed) -> None:
    for key in deed.row_keys():
        await deed.do(reviewing.untick, key)


def _plan(deed: Deed) -> Awaitable[object]:
    wanted = Wanted(key=deed.word("key"), comment=deed.word("comment"), reason_kind=deed.word("kind"), what=deed.word("what"))
    return deed.do(reviewing.plan_request, wanted)


def _edit(deed: Deed) -> Awaitable[object]:
    """Only sentence and kind change; what the request rests on is handed back as it was."""
    one = deed.planned()
    keys = {row.row.key for row in deed.case.checklist}
    at_place = f"{one.requirement}:{one.at}"
    key = at_place if at_place in keys else one.requirement
    own = "" if one.requirement else one.what.in_english()
    wanted = Wanted(
        target=one.target,
        key=key,
        comment=deed.word("comment"),
        reason_kind=deed.word("kind") or one.reason_kind,
        what=own,
        extra_reason=one.extra_reason,
    )
    return deed.do(reviewing.edit_planned, one.id, wanted)


def _plan_other(deed: Deed) -> Awaitable[object]:
    wanted = Wanted(
        target=deed.word("target"), what=deed.word("what"), extra_reason=deed.word("extra"), reason_kind=deed.word("kind") or "incorrect"
    )
    return deed.do(reviewing.plan_request, wanted)


async def _met_otherwise(deed: Deed) -> None:
    """Close the request and find the requirement it rests on good as it stands, with the same reason."""
    asked = next((one for one in deed.case.requests if one.id == deed.word("id")), None)
    await deed.do(reviewing.withdraw_request, deed.word("id"), deed.word("reason"))
    row = next((one.row for one in deed.case.checklist if asked and one.row.id == asked.requirement and one.row.at == asked.at), None)
    if row is not None:
        await deed.do(reviewing.tick, row.key, reason=deed.word("reason"))


async def _look(deed: Deed) -> None:
    """To the page that shows what would be sent, and sends it."""
    seen = deed.seen["seen_version"]
    deed.visit.client.open(f"/cases/{deed.ref}/requests/preview?due={_day(deed).isoformat()}&seen={seen}")


def _day(deed: Deed) -> date:
    try:
        return date.fromisoformat(deed.word())
    except ValueError:
        raise BadInput(_("Choose the day the answer is wanted by."), target="due") from None


def _extend(deed: Deed) -> Awaitable[object]:
    return deed.do(reviewing.extend_requests, _day(deed))


def _decide(deed: Deed) -> Awaitable[object]:
    key, reason, conditions = deed.word("key"), deed.word("reason"), deed.lines("conditions")
    seen = deed.seen
    match key:
        case "approve":
            return deed.do(deciding.approve, reason, conditions, seal=seal, **seen)
        case "reject":
            return deed.do(deciding.reject, reason, seal=seal, **seen)
        case "propose_approved":
            return deed.do(deciding.propose, "approved", reason, conditions, **seen)
        case "propose_rejected":
            return deed.do(deciding.propose, "rejected", reason, **seen)
        case "reopen":
            return deed.do(deciding.reopen, reason, **seen)
        case "lapse":
            return deed.do(deciding.lapse, reason, **seen)
    raise BadInput(_("Choose what to decide."))


ACTS: Mapping[str, Act] = {
    "take": lambda deed: deed.do(reviewing.take),
    "release": lambda deed: deed.do(reviewing.release),
    "assign": lambda deed: deed.do(reviewing.assign, deed.word()),
    "begin_review": lambda deed: deed.do(reviewing.begin_review),
    "tick": _tick,
    "untick": _untick,
    "plan": _plan,
    "plan_other": _plan_other,
    "edit": _edit,
    "delete": lambda deed: deed.do(reviewing.delete_planned, deed.word()),
    "look": _look,
    "extend": _extend,
    "accept": lambda deed: deed.do(reviewing.accept_answer, deed.word(), **deed.seen),
    "reopen": lambda deed: deed.do(reviewing.reopen_request, deed.word("id"), deed.word("reason"), **deed.seen),
    "withdraw_request": lambda deed: deed.do(reviewing.withdraw_request, deed.word("id"), deed.word("reason")),
    "met_otherwise": _met_otherwise,
    "decide": _decide,
    "message": lambda deed: deed.do(talking.write_message, deed.word()),
    "note": lambda deed: deed.do(talking.write_note, deed.word()),
}
FRESH = frozenset({"decide"})
"""Acts that may need a fresh sign-in."""
DONE = {
    "plan": _("Added to the requests."),
    "plan_other": _("Added to the requests."),
    "take": _("The case is yours."),
    "extend": _("The contractor has got more time."),
    "accept": _("Answer accepted."),
    "reopen": _("Put back among the requests. Send them when you are done."),
    "decide": _("Decision recorded."),
    "message": _("Message sent."),
}
"""What is said when an act is done and its effect may be outside the window."""
