"""Who sees how much: a municipality what was sent to it, a company what it is writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.case import AnswerSet, Case, Snapshot, Waiver
from models.correspondence import MORE_TIME, UNANSWERED_REQUEST_STATES, CorrectionRequest
from models.document import Document, FileState
from workflows.casework.dossiers import WITH_THE_CONTRACTOR, Loaded
from workflows.casework.paths import flat
from workflows.changes import differences
from workflows.clocks import day_of
from workflows.facts import Dossier, FileFacts, Known
from workflows.index import index_of
from workflows.ports import UnitOfWork


def seen_by(actor: Actor, loaded: Loaded, snapshots: Sequence[Snapshot]) -> Loaded:
    """The case as the actor's side may know it: for staff the phase as it was sent last, without answers that are not handed in."""
    case = loaded.case
    if actor.works_for is not None:
        return replace(loaded, known=_without_other_cases(loaded), _ledger=None, _dossiers={})
    if not actor.is_staff or case.status not in WITH_THE_CONTRACTOR:
        return loaded
    last = newest_sending(loaded, snapshots)
    requests = [_without_answer(one) if _is_not_handed_in(one) else one for one in loaded.requests]
    sets = {key: kept for key, kept in loaded.sets.items() if key[0] != case.phase} | (_sets(loaded, last) if last else {})
    sent = sent_ids(last)
    documents = [_as_sent(one) if one.id in sent else one for one in loaded.documents if one.phase != case.phase or one.id in sent]
    waivers = loaded.waivers if last else [one for one in loaded.waivers if one.phase != case.phase]
    return replace(
        loaded, sets=sets, documents=documents, requests=requests, waivers=waivers, as_sent=case.sent_days, _ledger=None, _dossiers={}
    )


def _without_other_cases(loaded: Loaded) -> Known:
    """Who works on one case of a company learns nothing of its other cases but those the answers name."""
    known, told = loaded.known, set(loaded.asked.get("references", ()))
    cases = None if known.cases is None else {number: one for number, one in known.cases.items() if number in told}
    return replace(known, open_cases=(), cases=cases)


def newest_sending(loaded: Loaded, snapshots: Sequence[Snapshot]) -> Snapshot | None:
    """What was sent last in the current phase."""
    return next((one for one in reversed(snapshots) if one.phase == loaded.case.phase), None)


def differs_from_sent(loaded: Loaded, work: UnitOfWork) -> bool:
    """Whether anything in the current phase was changed since it was sent last."""
    last = newest_sending(loaded, work.cases.snapshots(loaded.case.id))
    return last is None or bool(differences(loaded.workflow, dossier_of(last, loaded), loaded.dossier(), loaded.case.phase))


def may_see_file(actor: Actor, document: Document, case: Case, work: UnitOfWork) -> bool:
    """Staff see files of a phase that is being written only when they were sent."""
    if not actor.is_staff or case.status not in WITH_THE_CONTRACTOR or document.phase != case.phase:
        return True
    return any(document.id in sent_ids(one) for one in work.cases.snapshots(case.id))


def sent_ids(snapshot: Snapshot | None) -> set[str]:
    """The documents that were part of a sending."""
    return {file["id"] for files in snapshot.content["files"].values() for file in files} if snapshot else set()


def _sets(loaded: Loaded, snapshot: Snapshot) -> dict[tuple[str, str], AnswerSet]:
    """The answers of a sending in the shape they are kept in."""
    phase, steps = str(snapshot.phase), index_of(loaded.workflow, snapshot.phase).steps
    told = {"version": 0, "by": snapshot.by, "at": snapshot.at.isoformat()}
    return {
        (phase, step): AnswerSet(
            case_id=loaded.case.id, phase=phase, step=step, answers={path: {"raw": raw, **told} for path, raw in flat(steps[step], given)}
        )
        for step, given in snapshot.content["answers"].items()
        if step in steps
    }


def as_sent(loaded: Loaded, snapshot: Snapshot, snapshots: Sequence[Snapshot]) -> Loaded:
    """The case as it was at one sending: of each phase what had been sent last by then, and the time that of the sending.

    `snapshots` are all of the case in order. What was asked for later, and what is being written now, is not in it.
    """
    until = snapshots[: snapshots.index(snapshot) + 1]
    newest = {one.phase: one for one in until}
    days: dict[str, list[str]] = {}
    for one in until:
        days[str(one.phase)] = with_sending(days.get(str(one.phase)), one.at)
    sets = {key: kept for one in newest.values() for key, kept in _sets(loaded, one).items()}
    documents = [document for one in newest.values() for document in _documents(loaded, one)]
    waivers = [
        Waiver(case_id=loaded.case.id, phase=one.phase, key=key, reason=reason, by=one.by, at=one.at)
        for one in newest.values()
        for key, reason in one.content.get("waivers", {}).items()
    ]
    return replace(
        loaded, now=snapshot.at, sets=sets, documents=documents, waivers=waivers, requests=[], unconfirmed=frozenset(), as_sent=days,
        _ledger=None, _dossiers={},
    )  # fmt: skip


def _documents(loaded: Loaded, snapshot: Snapshot) -> list[Document]:
    """The files of a sending where they lay then and as they were judged then."""
    kept = {one.id: one for one in loaded.documents}
    found = []
    for place, files in snapshot.content["files"].items():
        slot, _at, row = place.partition("@")
        for file in files:
            was = {"slot": slot, "row": row or None, "state": FileState(file["state"]), "removed_at": None, "removed_by": None}
            found.append(Document(**{**_values(kept[file["id"]]), **was}))
    return found


def _as_sent(document: Document) -> Document:
    """A file as it lay there when it was sent, whether it was taken out since or not."""
    return document if document.removed_at is None else Document(**{**_values(document), "removed_at": None, "removed_by": None})


def _is_not_handed_in(request: CorrectionRequest) -> bool:
    """A wish for more time is the municipality's to hear at once; answers are sent together."""
    return request.state in UNANSWERED_REQUEST_STATES and request.answer_kind != MORE_TIME


def _without_answer(request: CorrectionRequest) -> CorrectionRequest:
    """A request as it was asked; what is written to it is not handed in yet."""
    return CorrectionRequest(**{**_values(request), "answer_kind": "", "answer": "", "answered_by": None, "answered_at": None})


def _values(entity: Document | CorrectionRequest) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in type(entity).model_fields}


def dossier_of(snapshot: Snapshot, loaded: Loaded) -> Dossier:
    """The case as it was at one sending, for showing what changed since."""
    files = {
        slot: [FileFacts(one["name"], sha256=one["sha256"], id=one["id"], size=one["size"]) for one in found]
        for slot, found in snapshot.content["files"].items()
    }
    now = loaded.dossier(snapshot.phase)
    return Dossier(
        now.workflow,
        snapshot.phase,
        now.today,
        {**now.answers, snapshot.phase: snapshot.content["answers"]},
        {snapshot.phase: files},
        now.rules,
        now.known,
    )


def with_sending(days: Sequence[str] | None, at: datetime) -> list[str]:
    """The days of a phase's first and newest sending after one more."""
    today = day_of(at).isoformat()
    return [days[0] if days else today, today]
