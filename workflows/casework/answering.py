"""Answering correction requests in stages: nothing goes to the municipality until the answers are sent together."""

from __future__ import annotations

from datetime import date, datetime

from models.actor import Actor
from models.correspondence import MORE_TIME, UNANSWERED_REQUEST_STATES, CorrectionRequest
from models.errors import BadInput, NotThere, Refused
from models.text import _
from workflows.casework.dossiers import load
from workflows.casework.reaching import reached
from workflows.casework.settling import permit, settle, tell
from workflows.ports import Chance, UnitOfWork

ANSWER_KINDS = frozenset({"corrected", "new_file", "disputed", MORE_TIME})


def answer_request(
    ref: str,
    request_id: str,
    kind: str,
    sentence: str = "",
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
    chance: Chance,
    until: date | None = None,
) -> CorrectionRequest:
    """Say how a request is answered: corrected, a new file, we think it is right (with a reason), or we need more time (until when).

    A wish for more time is no answer and reaches the municipality at once; the case stays with the contractor.
    Raises NotThere, Refused when it waits for no answer, BadInput for an unknown kind or a dispute without a reason.
    """
    if kind not in ANSWER_KINDS:
        raise BadInput(_("There is no way to answer called “{name}”."), name=kind)
    if kind in ("disputed", MORE_TIME) and not sentence.strip():
        raise BadInput(_("Say why in a sentence."), target="sentence")
    words = sentence if until is None else f"{sentence} ({until.isoformat()})"
    return _write(ref, request_id, kind, words, actor=actor, work=work, now=now, chance=chance)


def take_back_answer(ref: str, request_id: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> CorrectionRequest:
    """Forget what was said to a request; what was corrected stays corrected."""
    return _write(ref, request_id, "", "", actor=actor, work=work, now=now)


def _write(
    ref: str, request_id: str, kind: str, sentence: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance | None = None
) -> CorrectionRequest:
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "answer_request", actor)
        request = next((one for one in loaded.requests if one.id == request_id), None)
        if request is None:
            raise NotThere
        if request.state not in UNANSWERED_REQUEST_STATES:
            raise Refused(_("This request does not wait for an answer."))
        if kind and not request.target and not sentence.strip():
            raise BadInput(_("Write your answer in a sentence."), target="sentence")
        request.answer_kind, request.answer = kind, sentence.strip()[:2000]
        request.answered_by, request.answered_at = (actor.person_id, now) if kind else (None, None)
        work.cases.save_request(request)
        loaded.changed()
        data = {"request": request.id, "answer": kind}
        detail = {"words": request.answer} if request.answer else {}
        said = "more_time_asked" if kind == MORE_TIME else "request_answered"
        settle(loaded, said, actor=actor, work=work, now=now, data=data, detail=detail)
        if kind == MORE_TIME and chance is not None:
            tell(case, said, [case.assignee_id or ""], work=work, chance=chance, now=now)
        work.commit()
    return request
