"""The actions of the transition table, each with the arguments it takes and the use case it calls. A test holds the two tables together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError

from models.errors import BadInput, NotThere
from models.text import _
from ui.api.answers import Translate, receipt_out
from ui.api.schemas import Key, Reason, Strict, Words
from workflows.casework import answering, converting, deciding, drafting, reviewing, sending, talking
from workflows.casework.reviewing import Wanted
from workflows.casework.sending import Receipt

Id = Key


class Nothing(Strict):
    """No arguments."""


class Send(Strict):
    """A sending. `seen_version` refuses it when a colleague changed something since."""

    reason: Words = ""
    seen_version: int | None = None


class Because(Strict):
    """A reason."""

    reason: Reason


class Maybe(Strict):
    """A reason, if there is one."""

    reason: Words = ""


class Assign(Strict):
    """A colleague."""

    person: Id


class Row(Strict):
    """A ledger row."""

    key: str
    reason: Words = ""


class Plan(Strict):
    """A correction to ask for, as `Wanted`."""

    target: str = ""
    key: str = ""
    what: Words = ""
    how_to_fix: Words = ""
    comment: Words = ""
    extra_reason: Words = ""
    reason_kind: Literal["incomplete", "incorrect"] = "incorrect"
    blocking: bool = True


class SendRequests(Strict):
    """The day to answer by; three weeks from now unless given."""

    due: date | None = None


class Extend(Strict):
    """A later day to answer by."""

    due: date


class OneRequest(Strict):
    """A correction request."""

    request: Id


class RequestBecause(OneRequest):
    """A correction request and a reason."""

    reason: Reason


class AnswerRequest(OneRequest):
    """How a request is answered."""

    kind: Literal["corrected", "new_file", "disputed", "more_time"]
    sentence: Words = ""
    until: date | None = None


class Decide(Strict):
    """A decision with its grounds."""

    reason: Reason
    seen_version: int | None = None


class Approve(Decide):
    """An approval, with conditions."""

    conditions: tuple[Words, ...] = ()


class Propose(Strict):
    """A proposed decision."""

    outcome: Literal["approved", "rejected"]
    reason: Words = ""
    conditions: tuple[Words, ...] = ()


class Say(Strict):
    """What somebody writes."""

    body: Reason


class Unlock(Strict):
    """A step to open, and why."""

    step: Key
    reason: Reason


class Convert(Strict):
    """Another kind of case. `seen_version` refuses it when a colleague changed something since."""

    workflow: Key
    seen_version: int | None = None


@dataclass(frozen=True)
class Action:
    """One action: what it takes, and how it is called. `do` gets the reference, the arguments, and the keyword context."""

    takes: type[Strict]
    do: Callable[..., Any]


ACTIONS: dict[str, Action] = {
    "submit": Action(Send, lambda ref, a, **k: sending.submit(ref, seen_version=a.seen_version, reason=a.reason, **k)),
    "resubmit": Action(Send, lambda ref, a, **k: sending.resubmit(ref, seen_version=a.seen_version, sentence=a.reason, **k)),
    "withdraw": Action(Maybe, lambda ref, a, chance, **k: drafting.withdraw(ref, a.reason, **k)),
    "convert": Action(Convert, lambda ref, a, chance, **k: converting.convert(ref, a.workflow, seen_version=a.seen_version, **k)),
    "waive": Action(Row, lambda ref, a, chance, **k: drafting.waive(ref, a.key, a.reason, **k)),
    "unlock_step": Action(Unlock, lambda ref, a, **k: drafting.unlock_step(ref, a.step, a.reason, **k)),
    "answer_request": Action(
        AnswerRequest, lambda ref, a, **k: answering.answer_request(ref, a.request, a.kind, a.sentence, until=a.until, **k)
    ),
    "take_back_answer": Action(OneRequest, lambda ref, a, chance, **k: answering.take_back_answer(ref, a.request, **k)),
    "take": Action(Nothing, lambda ref, a, chance, **k: reviewing.take(ref, **k)),
    "assign": Action(Assign, lambda ref, a, chance, **k: reviewing.assign(ref, a.person, **k)),
    "release": Action(Nothing, lambda ref, a, chance, **k: reviewing.release(ref, **k)),
    "begin_review": Action(Nothing, lambda ref, a, chance, **k: reviewing.begin_review(ref, **k)),
    "tick": Action(Row, lambda ref, a, chance, **k: reviewing.tick(ref, a.key, reason=a.reason, **k)),
    "untick": Action(Row, lambda ref, a, chance, **k: reviewing.untick(ref, a.key, **k)),
    "plan_request": Action(Plan, lambda ref, a, **k: reviewing.plan_request(ref, Wanted(**a.model_dump()), **k)),
    "delete_request": Action(OneRequest, lambda ref, a, chance, **k: reviewing.delete_planned(ref, a.request, **k)),
    "send_requests": Action(SendRequests, lambda ref, a, **k: reviewing.send_requests(ref, due=a.due, **k)),
    "extend_requests": Action(Extend, lambda ref, a, **k: reviewing.extend_requests(ref, a.due, **k)),
    "withdraw_request": Action(RequestBecause, lambda ref, a, chance, **k: reviewing.withdraw_request(ref, a.request, a.reason, **k)),
    "accept_answer": Action(OneRequest, lambda ref, a, chance, **k: reviewing.accept_answer(ref, a.request, **k)),
    "reopen_request": Action(RequestBecause, lambda ref, a, chance, **k: reviewing.reopen_request(ref, a.request, a.reason, **k)),
    "propose": Action(Propose, lambda ref, a, chance, **k: deciding.propose(ref, a.outcome, a.reason, a.conditions, **k)),
    "approve": Action(Approve, lambda ref, a, **k: deciding.approve(ref, a.reason, a.conditions, seen_version=a.seen_version, **k)),
    "reject": Action(Decide, lambda ref, a, **k: deciding.reject(ref, a.reason, seen_version=a.seen_version, **k)),
    "reopen": Action(Because, lambda ref, a, **k: deciding.reopen(ref, a.reason, **k)),
    "lapse": Action(Because, lambda ref, a, **k: deciding.lapse(ref, a.reason, **k)),
    "message": Action(Say, lambda ref, a, **k: talking.write_message(ref, a.body, **k)),
    "note": Action(Say, lambda ref, a, **k: talking.write_note(ref, a.body, **k)),
}


def arguments_of(name: str, body: dict[str, Any]) -> tuple[Action, Strict]:
    """The action and its checked arguments. Raises NotThere for an unknown action, BadInput for arguments it does not take."""
    action = ACTIONS.get(name)
    if action is None:
        raise NotThere
    try:
        return action, action.takes.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadInput(_("“{place}” is not as this action takes it: {problem}"), place=place, problem=first["msg"], target=place) from None


def result_of(outcome: Any, t: Translate) -> dict[str, Any]:
    """What is worth telling of an outcome: a receipt whole, of others the id."""
    if isinstance(outcome, Receipt):
        return receipt_out(outcome, t)
    found = getattr(outcome, "id", None)
    return {"id": found} if isinstance(found, str) and not hasattr(outcome, "ref") else {}
