"""The actions of the transition table, each with the arguments it takes and the use case it calls. A test holds the two tables together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from models.base import Phase
from models.errors import NotThere
from ui.api import decision_shapes as shapes
from ui.api.answers import Translate, receipt_out
from ui.api.doing import arguments_of as checked
from ui.api.schemas import Answers, Key, Reason, Strict, Words
from ui.print.letter import seal
from workflows.casework import (
    answering,
    appealing,
    converting,
    correcting,
    deciding,
    documents,
    drafting,
    keeping,
    proposing,
    reviewing,
    sending,
    talking,
)  # fmt: skip
from workflows.casework.reviewing import Wanted
from workflows.casework.sending import Receipt

Id = Key


class Nothing(Strict):
    """No arguments."""


class Send(Strict):
    """A sending. `seen_version` refuses it when a colleague changed something since."""

    reason: Words = ""
    seen_version: int | None = None


class BecauseSeen(Strict):
    """A reason. `seen_version` refuses it when somebody else changed something since."""

    reason: Reason
    seen_version: int | None = None


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


class Edit(Plan):
    """What a planned request is to say instead, whole: as `Plan`."""

    request: Id


class SendRequests(Strict):
    """The day to answer by; three weeks from now unless given. `seen_version` refuses it when others changed something since."""

    due: date | None = None
    seen_version: int | None = None


class Extend(Strict):
    """A later day to answer by."""

    due: date


class OneRequest(Strict):
    """A correction request."""

    request: Id


class RequestBecause(OneRequest):
    """A correction request and a reason."""

    reason: Reason


class Judge(OneRequest):
    """An answer that is found good. `seen_version` refuses it when others changed something since."""

    seen_version: int | None = None


class JudgeBecause(Judge):
    """An answer that is not good enough, and why."""

    reason: Reason


class AnswerRequest(OneRequest):
    """How a request is answered."""

    kind: Literal["corrected", "new_file", "disputed", "more_time"]
    sentence: Words = ""
    until: date | None = None


class Say(Strict):
    """What somebody writes."""

    body: Reason


class OneSlot(Strict):
    """A document slot of the current phase."""

    slot: Key


class Unlock(Strict):
    """A step to open, and why."""

    step: Key
    reason: Reason


class Convert(Strict):
    """Another kind of case. `seen_version` refuses it when a colleague changed something since."""

    workflow: Key
    seen_version: int | None = None


class Record(Strict):
    """The municipality's own answers by step; groups are given whole."""

    answers: Answers


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
    "confirm_files": Action(OneSlot, lambda ref, a, chance, **k: documents.confirm_files(ref, a.slot, **k)),
    "unlock_step": Action(Unlock, lambda ref, a, **k: drafting.unlock_step(ref, a.step, a.reason, **k)),
    "answer_request": Action(
        AnswerRequest, lambda ref, a, **k: answering.answer_request(ref, a.request, a.kind, a.sentence, until=a.until, **k)
    ),
    "take_back_answer": Action(OneRequest, lambda ref, a, chance, **k: answering.take_back_answer(ref, a.request, **k)),
    "take": Action(Nothing, lambda ref, a, chance, **k: reviewing.take(ref, **k)),
    "assign": Action(Assign, lambda ref, a, **k: reviewing.assign(ref, a.person, **k)),
    "release": Action(Nothing, lambda ref, a, chance, **k: reviewing.release(ref, **k)),
    "begin_review": Action(Nothing, lambda ref, a, chance, **k: reviewing.begin_review(ref, **k)),
    "tick": Action(Row, lambda ref, a, chance, **k: reviewing.tick(ref, a.key, reason=a.reason, **k)),
    "untick": Action(Row, lambda ref, a, chance, **k: reviewing.untick(ref, a.key, **k)),
    "plan_request": Action(Plan, lambda ref, a, **k: reviewing.plan_request(ref, Wanted(**a.model_dump()), **k)),
    "edit_request": Action(
        Edit,
        lambda ref, a, chance, **k: reviewing.edit_planned(ref, a.request, Wanted(**a.model_dump(exclude={"request"})), **k),
    ),
    "delete_request": Action(OneRequest, lambda ref, a, chance, **k: reviewing.delete_planned(ref, a.request, **k)),
    "send_requests": Action(SendRequests, lambda ref, a, **k: reviewing.send_requests(ref, due=a.due, seen_version=a.seen_version, **k)),
    "extend_requests": Action(Extend, lambda ref, a, **k: reviewing.extend_requests(ref, a.due, **k)),
    "withdraw_request": Action(RequestBecause, lambda ref, a, **k: reviewing.withdraw_request(ref, a.request, a.reason, **k)),
    "accept_answer": Action(Judge, lambda ref, a, chance, **k: reviewing.accept_answer(ref, a.request, seen_version=a.seen_version, **k)),
    "reopen_request": Action(
        JudgeBecause, lambda ref, a, chance, **k: reviewing.reopen_request(ref, a.request, a.reason, seen_version=a.seen_version, **k)
    ),
    "propose": Action(
        shapes.Propose,
        lambda ref, a, **k: proposing.propose(ref, a.outcome, a.reason, a.conditions, terms=a.said(), seen_version=a.seen_version, **k),
    ),
    "return_proposal": Action(shapes.Return, lambda ref, a, **k: proposing.return_proposal(ref, a.words, a.correct(), **k)),
    "approve": Action(
        shapes.Approve,
        lambda ref, a, **k: deciding.approve(ref, a.reason, a.conditions, seen_version=a.seen_version, terms=a.said(), seal=seal, **k),
    ),
    "reject": Action(
        shapes.Decide, lambda ref, a, **k: deciding.reject(ref, a.reason, seen_version=a.seen_version, terms=a.said(), seal=seal, **k)
    ),
    "propose_correction": Action(
        shapes.Correct,
        lambda ref, a, **k: correcting.propose_correction(ref, Phase(a.phase), a.number, a.terms(), seen_version=a.seen_version, **k),
    ),
    "correct_decision": Action(
        shapes.Correct,
        lambda ref, a, **k: correcting.correct_decision(
            ref, Phase(a.phase), a.number, a.terms(), seen_version=a.seen_version, seal=seal, **k
        ),
    ),
    "register_appeal": Action(
        shapes.Appeal,
        lambda ref, a, **k: appealing.register_appeal(ref, Phase(a.phase), a.number, a.received_on, a.appellant, a.words, **k),
    ),
    "answer_appeal": Action(shapes.AppealAnswer, lambda ref, a, **k: appealing.answer_appeal(ref, a.appeal, a.state, a.words, **k)),
    "reopen": Action(BecauseSeen, lambda ref, a, **k: deciding.reopen(ref, a.reason, seen_version=a.seen_version, **k)),
    "lapse": Action(BecauseSeen, lambda ref, a, **k: deciding.lapse(ref, a.reason, seen_version=a.seen_version, **k)),
    "keep_record": Action(Record, lambda ref, a, **k: keeping.keep_nested(ref, a.answers, **k)),
    "message": Action(Say, lambda ref, a, **k: talking.write_message(ref, a.body, **k)),
    "note": Action(Say, lambda ref, a, **k: talking.write_note(ref, a.body, **k)),
}


def arguments_of(name: str, body: dict[str, Any]) -> tuple[Action, Strict]:
    """The action and its checked arguments. Raises NotThere for an unknown action, BadInput for arguments it does not take."""
    action = ACTIONS.get(name)
    if action is None:
        raise NotThere
    return action, checked(action.takes, body)


def result_of(outcome: Any, t: Translate) -> dict[str, Any]:
    """What is worth telling of an outcome: a receipt whole, of others the id."""
    if isinstance(outcome, Receipt):
        return receipt_out(outcome, t)
    found = getattr(outcome, "id", None)
    return {"id": found} if isinstance(found, str) and not hasattr(outcome, "ref") else {}
