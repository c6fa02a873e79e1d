"""A draft of the wrong kind becomes one of the right kind: the case stays, with its number and its log; shared answers come along.

What does not come along leaves the form and stays in the log. Nothing of it was sent, so nobody else has seen the old kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.case import AnswerSet
from models.document import Document, FileState
from models.errors import BadInput, MovedOn, Refused
from models.text import Text, _, verbatim
from workflows.casework.dossiers import Loaded, columns_of, load
from workflows.casework.local import newest_local
from workflows.casework.reaching import reached
from workflows.casework.settling import permit, settle
from workflows.converting import Carried, LeftBehind, carry, shared_slot
from workflows.declare import Workflow
from workflows.fields import is_problem, parse
from workflows.index import index_of
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.registry import WORKFLOWS
from workflows.registry import workflow as declared_workflow
from workflows.words import in_words

PHASE = Phase.APPLICATION


@dataclass(frozen=True)
class OtherKind:
    """A workflow the draft could become."""

    key: str
    title: Text
    summary: Text


@dataclass(frozen=True)
class LeftLine:
    """One answer that will not come along, in words."""

    label: Text
    value: Text


@dataclass(frozen=True)
class ConversionView:
    """What would happen: how many answers and files come along, and which do not. `version` goes back with the conversion."""

    title: Text
    answers: int
    files: int
    left: Sequence[LeftLine]
    left_files: Sequence[str]
    version: int


@dataclass(frozen=True)
class _Plan:
    carried: Carried
    documents: Mapping[str, str]
    """Document id -> the new step."""
    left_documents: Sequence[Document]


def other_kinds(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> list[OtherKind]:
    """The workflows the draft may become: those the municipality takes cases of. Raises Refused for what was sent."""
    with work:
        loaded = _convertible(ref, actor, work, now)
        case = loaded.case
        there = [one for key, one in WORKFLOWS.items() if key != case.workflow]
        return [OtherKind(one.key, one.title, one.summary) for one in there if _is_open(one, case.municipality_id, work)]


def conversion_view(ref: str, target: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> ConversionView:
    """What would come along to the workflow `target` and what would not. Raises NotThere for an unknown one, Refused, BadInput."""
    with work:
        loaded = _convertible(ref, actor, work, now)
        new = _wanted(loaded, target, work)
        plan = _plan(loaded, new)
    left = [_line(one, loaded) for one in plan.carried.left]
    names = [one.name for one in plan.left_documents]
    return ConversionView(new.title, plan.carried.count, len(plan.documents), left, names, loaded.case.version)


def convert(ref: str, target: str, *, actor: Actor, work: UnitOfWork, now: datetime, seen_version: int | None = None) -> Loaded:
    """Make the draft one of the workflow `target`, in one transaction; the case as it is then.

    Raises NotThere, NotAllowed, Refused for what was sent before or is not taken there, BadInput for its own workflow, MovedOn when
    something was changed since `seen_version`.
    """
    with work:
        loaded = _convertible(ref, actor, work, now)
        if seen_version is not None and seen_version != loaded.case.version:
            raise MovedOn
        old, plan = loaded.case.workflow, _plan(loaded, _wanted(loaded, target, work))
        _move_answers(loaded, plan.carried, work)
        _move_documents(loaded, plan, target, actor, work, now)
        case = loaded.case
        case.workflow, case.workflow_version = target, declared_workflow(target).version
        changed = load(case, work=work, now=now)
        case.rules_version = changed.local.version
        _drop_waivers(changed, work)
        settle(
            changed, "converted", actor=actor, work=work, now=now, data={"from": old, "to": target},
            detail=_history(plan), workflow=target, workflow_version=case.workflow_version, rules_version=case.rules_version,
            **columns_of(changed),
        )  # fmt: skip
        work.commit()
    return changed


def _convertible(ref: str, actor: Actor, work: UnitOfWork, now: datetime) -> Loaded:
    case, actor = reached(ref, actor=actor, work=work)
    authorize(actor, "convert", company_id=case.company_id)
    loaded = load(case, work=work, now=now)
    permit(loaded, "convert", actor)
    return loaded


def _wanted(loaded: Loaded, target: str, work: UnitOfWork) -> Workflow:
    """The other workflow as the municipality wants it."""
    declared = declared_workflow(target)
    if target == loaded.case.workflow:
        raise BadInput(_("The case is of this kind already."), target="workflow")
    local = newest_local(declared, loaded.case.municipality_id, work)
    if not local.content.is_open:
        raise Refused(_("This municipality takes no new cases of this kind here."))
    return local.workflow


def _is_open(declared: Workflow, municipality_id: str, work: UnitOfWork) -> bool:
    return newest_local(declared, municipality_id, work).content.is_open


def _plan(loaded: Loaded, new: Workflow) -> _Plan:
    kept = {step: entry.answers for (phase, step), entry in loaded.sets.items() if phase == PHASE}
    carried = carry(loaded.workflow, new, kept)
    before, after = index_of(loaded.workflow, PHASE), index_of(new, PHASE)
    moved: dict[str, str] = {}
    left: list[Document] = []
    taken: Counter[tuple[str, str | None]] = Counter()
    for one in loaded.documents:
        if one.phase != PHASE or one.removed_at is not None:
            continue
        found = shared_slot(one.slot, before, after)
        place = (one.slot, one.row)
        if found and taken[place] < found[1].at_most:
            moved[one.id] = found[0]
            taken[place] += one.state != FileState.REFUSED
        else:
            left.append(one)
    return _Plan(carried, moved, left)


def _line(one: LeftBehind, loaded: Loaded) -> LeftLine:
    typed = verbatim(str(one.raw)[:200])
    parsed = parse(one.asked.kind, one.raw) if one.asked else None
    said = in_words(one.asked.kind, parsed, loaded.known) if one.asked and parsed is not None and not is_problem(parsed) else typed
    return LeftLine(one.label, said)


def _move_answers(loaded: Loaded, carried: Carried, work: UnitOfWork) -> None:
    """Every step is written whole: with what comes along, or empty."""
    before = {step for phase, step in loaded.sets if phase == PHASE}
    for step in before | set(carried.answers):
        work.cases.save_answer_set(AnswerSet(case_id=loaded.case.id, phase=str(PHASE), step=step, answers=carried.answers.get(step, {})))


def _move_documents(loaded: Loaded, plan: _Plan, target: str, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Files follow their slot; where it takes other kinds they are checked anew. The others are taken out and keep their row."""
    new = newest_local(declared_workflow(target), loaded.case.municipality_id, work).workflow
    slots = index_of(new, PHASE).slots
    old = index_of(loaded.workflow, PHASE).slots
    for one in loaded.documents:
        if one.id in plan.documents:
            one.step = plan.documents[one.id]
            if slots[one.slot][1].accepts != old[one.slot][1].accepts:
                one.state, one.refusal = FileState.CHECKING, ""
        elif one in plan.left_documents:
            one.removed_at, one.removed_by = now, actor.person_id
        else:
            continue
        work.documents.save(one)


def _drop_waivers(changed: Loaded, work: UnitOfWork) -> None:
    """What was said of a requirement that is no longer there says nothing."""
    ledger = changed.ledger()
    gone = [one for one in changed.waivers if one.phase == PHASE and ledger.get(one.key) is None]
    for one in gone:
        work.cases.remove_waiver(changed.case.id, PHASE, one.key)
    if gone:
        changed.waivers = work.cases.waivers(changed.case.id)
        changed.changed()


def _history(plan: _Plan) -> dict[str, Any]:
    """What did not come along, for the log."""
    answers = {f"{one.step}/{one.path}": one.raw for one in plan.carried.left}
    return {"left": answers, "files": [one.name for one in plan.left_documents]} if answers or plan.left_documents else {}
