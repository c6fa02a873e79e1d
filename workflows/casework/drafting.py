"""Preparing: start a case, save answers whatever they are, say why something cannot be had, withdraw.

An answer may always be saved, however wrong; a change based on an old version never overwrites a newer one silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import Level, Phase, State, Status
from models.case import AnswerSet, Case, Waiver
from models.correspondence import OWN_WISH, CorrectionRequest, RequestState, TargetKind
from models.errors import BadInput, NotThere, Refused
from models.local_set import OWN
from models.text import Text, _, is_text, pack
from workflows.casework.dossiers import Loaded, all_worth_asking, columns_of, known_around, load, look_at_files, renewed
from workflows.casework.local import Local, newest_local, unconfirmed
from workflows.casework.paths import entry_of, first_row, flat
from workflows.casework.reaching import reached
from workflows.casework.rows import AddRows, RemoveRow, named_by, rows_after, rows_before
from workflows.casework.settling import close_requests, permit, settle
from workflows.casework.sight import seen_by
from workflows.casework.starting import refuse_paused
from workflows.declare import Question, Slot, Step, Workflow
from workflows.fields import LONGEST_RAW, MunicipalityKind, parse
from workflows.index import PhaseIndex, index_of
from workflows.ledger import Ledger
from workflows.policy import authorize
from workflows.ports import Chance, UnitOfWork
from workflows.registry import workflow as declared_workflow
from workflows.staff_side import staff_steps_of


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer to save. `path` is `field`, `group/row/field`, or a group with its list of row ids as `raw`; `based_on` the version it was
    typed over, None to save whatever stands there.
    """

    phase: Phase
    step: str
    path: str
    raw: Any
    based_on: int | None = None


DraftChange = AnswerChange | AddRows | RemoveRow
"""What can be changed in a draft."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An answer that was not saved because a colleague had changed it: what stands there now, by whom, when, and its version."""

    step: str
    path: str
    raw: Any
    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did. `versions` maps `step/path` to the new version; `ledger` is the whole ledger afterwards."""

    ref: str
    versions: Mapping[str, int]
    conflicts: Sequence[Conflict]
    ledger: Ledger
    case_version: int
    loaded: Loaded


LONGEST_ROW = 40
"""How many characters the id of a row may have."""


class Locked(Refused):
    """The part cannot be changed now; nothing was saved."""

    text = _("This part cannot be changed now.")


def start_case(
    workflow: str, municipality: str, changes: Sequence[AnswerChange], *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Saved:
    """Start a draft with its first answers; the municipality is answered with it.

    Raises NotThere for an unknown workflow or municipality, NotAllowed, BadInput for unknown fields.
    """
    authorize(actor, "start_case", company_id=actor.company_id)
    declared = declared_workflow(workflow)
    with work:
        place = work.parties.municipality_by_number(municipality)
        refuse_paused(place)
        local = newest_local(declared, place.id, work)
        if not local.content.is_open:
            raise Refused(_("{municipality} takes no new cases of this kind here.", municipality=place.name))
        case = Case(
            id=chance.id(),
            ref=chance.ref(),
            number=work.cases.next_number(now.year),
            workflow=workflow,
            workflow_version=declared.version,
            rules_version=local.version,
            municipality_id=place.id,
            company_id=actor.company_id or "",
            created_by=actor.person_id,
            created_at=now,
            updated_at=now,
        )
        work.cases.add(case)
        first = [AnswerChange(Phase.APPLICATION, "property", "municipality", place.number)]
        loaded = load(case, work=work, now=now)
        saved = _save(loaded, [*first, *changes], actor=actor, work=work, now=now, kind="started")
        work.commit()
    return saved


def save_answers(
    ref: str, changes: Sequence[DraftChange], *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance | None = None
) -> Saved:
    """Save answers as they are, valid or not; what a colleague changed meanwhile comes back as a conflict and is left alone.

    Rows are added to and taken from the list as it is kept now, whoever changed it.

    Raises NotThere, NotAllowed, Locked (then nothing is saved), BadInput for unknown steps or fields.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "answer", actor)
        saved = _save(loaded, changes, actor=actor, work=work, now=now, kind="answered")
        if saved.versions:
            work.commit()
    return _seen_by(actor, saved)


def _seen_by(actor: Actor, saved: Saved) -> Saved:
    """What was saved, as the actor may know the case."""
    loaded = seen_by(actor, saved.loaded, ()) if actor.works_for else saved.loaded
    return replace(saved, ledger=loaded.ledger(), loaded=loaded)


def save_nested(
    ref: str,
    phase: Phase | None,
    answers: Mapping[str, Mapping[str, Any]],
    versions: Mapping[str, int],
    *,
    actor: Actor,
    work: UnitOfWork,
    now: datetime,
) -> Saved:
    """As `save_answers`, for nested answers by step; groups are given whole."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "answer", actor)
        changes = list(changes_of(loaded.workflow, phase or case.phase, answers, versions))
        saved = _save(loaded, changes, actor=actor, work=work, now=now, kind="answered")
        if saved.versions:
            work.commit()
    return _seen_by(actor, saved)


def changes_of(
    workflow: Workflow, phase: Phase, answers: Mapping[str, Mapping[str, Any]], versions: Mapping[str, int] | None = None
) -> Iterator[AnswerChange]:
    """Nested answers as single changes. Raises BadInput for an unknown step."""
    steps = index_of(workflow, phase).steps
    for key, given in answers.items():
        if key not in steps:
            raise BadInput(_("There is no step “{name}”."), name=key, target=key)
        for path, raw in flat(steps[key], given):
            yield AnswerChange(phase, key, path, raw, (versions or {}).get(f"{key}/{path}"))


def waive(ref: str, key: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> Loaded:
    """Say why something needed for a decision cannot be had; an empty reason takes it back.

    Raises Refused for what blocks sending or is asked for by the municipality, BadInput for an unknown key.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        authorize(actor, "waive", company_id=case.company_id)
        permit(loaded, "answer", actor)
        row = loaded.ledger().get(key)
        if row is None:
            raise BadInput(_("There is no requirement “{name}”."), name=key)
        if row.level != Level.NEEDED_FOR_DECISION or row.state == State.ASKED_FOR:
            raise Refused(_("This cannot be left out. Answer it, or ask the municipality."))
        if reason.strip():
            waiver = Waiver(case_id=case.id, phase=str(case.phase), key=row.key, reason=reason.strip()[:2000], by=actor.person_id, at=now)
            work.cases.save_waiver(waiver)
        else:
            work.cases.remove_waiver(case.id, case.phase, row.key)
        loaded.waivers = work.cases.waivers(case.id)
        loaded.changed()
        kind = "waived" if reason.strip() else "unwaived"
        settle(
            loaded,
            kind,
            actor=actor,
            work=work,
            now=now,
            data={"key": row.key},
            detail={"reason": reason.strip()} if reason.strip() else {},
        )
        work.commit()
    return loaded


def withdraw(ref: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Take the case back, for good. Raises Refused when it has ended already."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        status = permit(loaded, "withdraw", actor)
        close_requests(loaded, work=work, now=now)
        settle(loaded, "withdrawn", actor=actor, work=work, now=now, status=status, detail={"reason": reason.strip()[:2000]})
        work.commit()


def unlock_step(ref: str, step: str, reason: str, *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> None:
    """While paused, open a step nobody asked about, with a reason; it shows in the differences. Raises BadInput, Refused."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "unlock_step", actor)
        if step not in index_of(loaded.workflow, case.phase).steps:
            raise BadInput(_("There is no step “{name}”."), name=step)
        if not reason.strip():
            raise BadInput(_("Say in a sentence why you want to change more."), target="reason")
        what, how = _("You opened this part yourself."), _("Change what you need; the municipality sees your reason.")
        request = CorrectionRequest(
            id=chance.id(), case_id=case.id, phase=case.phase, number=1 + max((one.number for one in loaded.requests), default=0),
            state=RequestState.SENT, target_kind=TargetKind.STEP, target=step, blocking=False, what=pack(what), how_to_fix=pack(how),
            baseline=loaded.fingerprint(step, ""),
            comment=reason.strip()[:2000], extra_reason=OWN_WISH, created_by=actor.person_id, created_at=now, sent_at=now,
        )  # fmt: skip
        work.cases.save_request(request)
        loaded.requests = work.cases.requests(case.id)
        loaded.changed()
        settle(loaded, "step_unlocked", actor=actor, work=work, now=now, data={"step": step}, detail={"reason": reason.strip()})
        work.commit()


def why_locked(loaded: Loaded, phase: Phase, step: str, at: str) -> Text | None:
    """Why an answer or slot cannot be changed now; None when it can."""
    case = loaded.case
    if loaded.staff_side:
        return None if step in [one.key for one in staff_steps_of(loaded.workflow, phase)] else _("The contractor answers this part.")
    if phase != case.phase:
        return _("This part is finished and cannot be changed.")
    if case.status == Status.DRAFT:
        return None
    if case.status != Status.PAUSED:
        return _("The municipality has the case now. You can change it if they ask you to.")
    index = index_of(loaded.workflow, phase)
    if any(_is_within(index, step, at, one.target) for one in loaded.unanswered(phase)):
        return None
    return _("The municipality has not asked about this part. Choose “Change something else” to open it.")


def _is_within(index: PhaseIndex, step: str, at: str, target: str) -> bool:
    """Whether a place lies within what a request points at: the step, the question or slot, a group with its rows and their slots."""
    aimed_step, _slash, aimed = target.partition("/")
    if aimed_step != step:
        return False
    if not aimed or at == aimed or at.startswith(f"{aimed}/"):
        return True
    slot = at.split("@")[0]
    return slot == aimed or (aimed in index.groups and any(one.key == slot for one in index.groups[aimed][1].row.slots))


def _save(loaded: Loaded, given: Sequence[DraftChange], *, actor: Actor, work: UnitOfWork, now: datetime, kind: str) -> Saved:
    """Write what may be written, and settle it."""
    versions, conflicts = write_changes(loaded, given, actor=actor, work=work, now=now)
    if versions or kind == "started":
        moved = _follow_municipality(loaded, work)
        _reload_knowledge(loaded, work, moved=bool(moved))
        if moved:
            look_at_files(loaded, work)
        else:
            loaded.unconfirmed = unconfirmed(loaded.local, loaded.sets, loaded.documents, work)
        moved |= renewed(loaded)
        loaded.changed()
        data = {"paths": versions}
        shown = columns_of(loaded) if loaded.case.status == Status.DRAFT else {}  # while paused, lists show what was sent
        settle(loaded, kind, actor=actor, work=work, now=now, data=data, paths=list(versions), **moved, **shown)
    return Saved(loaded.case.ref, versions, conflicts, loaded.ledger(), loaded.case.version, loaded)


def write_changes(
    loaded: Loaded, given: Sequence[DraftChange], *, actor: Actor, work: UnitOfWork, now: datetime
) -> tuple[dict[str, int], list[Conflict]]:
    """Write answers, part of the caller's action: new versions by `step/path`, and what was left alone because a colleague changed it.

    All or nothing when a part is locked or unknown: raises Locked, BadInput.
    """
    changes = list(_with_first_rows(loaded, list(_with_row_lists(loaded, given))))
    for change in changes:
        _check(loaded, change)
    versions: dict[str, int] = {}
    conflicts: list[Conflict] = []
    touched: dict[tuple[str, str], AnswerSet] = {}
    for change in changes:
        kept = _set_of(loaded, change)
        entry = kept.answers.get(change.path)
        if entry and change.based_on is not None and change.based_on < entry["version"] and entry["raw"] != change.raw:
            name = work.parties.names([entry["by"]]).get(entry["by"], "")
            conflicts.append(Conflict(change.step, change.path, entry["raw"], name, datetime.fromisoformat(entry["at"]), entry["version"]))
            continue
        versions[f"{change.step}/{change.path}"] = _write(kept, change, actor, now, loaded.local)
        touched[(change.phase, change.step)] = kept
    for kept in touched.values():
        work.cases.save_answer_set(kept)
    return versions, conflicts


def _with_row_lists(loaded: Loaded, changes: Sequence[DraftChange]) -> Iterator[AnswerChange]:
    """Rows that come and go, as the list they make of the one that is kept. Raises BadInput where there are no rows to change."""
    lists: dict[tuple[Phase, str, str], list[str]] = {}
    for change in changes:
        if isinstance(change, AnswerChange):
            yield change
            continue
        place = (change.phase, change.step, change.path)
        groups = {one.key for one in _step_of(loaded, change).groups}
        if change.path not in groups or not all(0 < len(row) <= LONGEST_ROW and "/" not in row for row in named_by(change)):
            raise BadInput(_("There is no field “{name}” in this step."), name=change.path, target=f"{change.step}/{change.path}")
        kept = loaded.sets.get((str(change.phase), change.step))
        before = lists[place] if place in lists else rows_before(kept.answers if kept else {}, change)
        lists[place] = rows_after(before, change)
        if lists[place] != before:
            yield AnswerChange(*place, lists[place])


def _with_first_rows(loaded: Loaded, changes: Sequence[AnswerChange]) -> Iterator[AnswerChange]:
    """What is answered in the empty row a form shows first makes that row."""
    begun = {(one.phase, one.step, one.path) for one in changes}
    for change in changes:
        group, _slash, rest = change.path.partition("/")
        place = (change.phase, change.step, group)
        if rest and place not in begun and is_first_row(loaded, *place, rest.split("/")[0]):
            begun.add(place)
            yield AnswerChange(*place, [rest.split("/")[0]])
        yield change


def is_first_row(loaded: Loaded, phase: Phase, step: str, group: str, row: str | None) -> bool:
    """Whether this is the empty row a form shows before the group has any."""
    kept = loaded.sets.get((str(phase), step))
    answers = kept.answers if kept else {}
    return not answers.get(group, {}).get("raw") and row == first_row(answers, group)


def begin_row(loaded: Loaded, change: AnswerChange, *, actor: Actor, work: UnitOfWork, now: datetime) -> None:
    """Write a group's list of rows because something else than an answer goes into a new one; part of the caller's action."""
    kept = _set_of(loaded, change)
    _write(kept, change, actor, now, loaded.local)
    work.cases.save_answer_set(kept)


def _write(kept: AnswerSet, change: AnswerChange, actor: Actor, now: datetime, local: Local) -> int:
    """Put an answer into its set; the version it got. An own question is remembered with the rules that say what it means."""
    version = int(kept.answers.get(change.path, {}).get("version", 0)) + 1
    asked = index_of(local.workflow, Phase(change.phase)).asked_at(change.path)
    entry = entry_of(asked.kind if asked else None, change.raw, version=version, by=actor.person_id, at=now)
    kept.answers[change.path] = {**entry, "rules": local.id} if change.path.startswith(OWN) else entry
    return version


def _set_of(loaded: Loaded, change: AnswerChange) -> AnswerSet:
    key = (str(change.phase), change.step)
    if key not in loaded.sets:
        loaded.sets[key] = AnswerSet(case_id=loaded.case.id, phase=str(change.phase), step=change.step, answers={})
    return loaded.sets[key]


def _check(loaded: Loaded, change: AnswerChange) -> None:
    """Raises BadInput for what is not declared or absurdly large, Locked for what may not be changed now."""
    if not _is_declared(_step_of(loaded, change), change.path):
        raise BadInput(_("There is no field “{name}” in this step."), name=change.path, target=f"{change.step}/{change.path}")
    if len(repr(change.raw)) > LONGEST_RAW * 2:
        raise BadInput(_("The answer is too long to be kept."), target=f"{change.step}/{change.path}")
    if not is_text(change.raw):
        raise BadInput(_("The answer holds half a character, which nobody can read. Type it again."), target=f"{change.step}/{change.path}")
    reason = why_locked(loaded, change.phase, change.step, change.path)
    if reason:
        raise Locked(reason, target=f"{change.step}/{change.path}")


def _step_of(loaded: Loaded, change: DraftChange) -> type[Step]:
    """Raises BadInput for an unknown phase or step."""
    if change.phase not in [one.phase for one in loaded.workflow.phases]:
        raise BadInput(_("There is no phase “{name}”."), name=change.phase)
    step = index_of(loaded.workflow, change.phase).steps.get(change.step)
    if step is None:
        raise BadInput(_("There is no step “{name}”."), name=change.step, target=change.step)
    return step


def _is_declared(step: type[Step], path: str) -> bool:
    parts = {part.key: part for part in step.parts if not isinstance(part, Slot)}
    name, *rest = path.split("/")
    part = parts.get(name)
    if part is None:
        return False
    if isinstance(part, Question):
        return not rest and not part.fixed
    if not rest:
        return True
    column = part.row.by_key.get(rest[-1])
    return len(rest) == 2 and bool(rest[0]) and len(rest[0]) <= LONGEST_ROW and column is not None and not column.fixed


def _follow_municipality(loaded: Loaded, work: UnitOfWork) -> dict[str, Any]:
    """A draft nobody has seen goes to the municipality that is answered, under its rules: the columns to change, none when it stays.

    A case that was sent stays where it was received; its ledger says so when the answer names another.
    """
    case = loaded.case
    number = parse(MunicipalityKind(), loaded.raw_of(Phase.APPLICATION, "property", "municipality"))
    if case.submitted_at is not None or not isinstance(number, str) or number == loaded.known.municipality:
        return {}
    try:
        place = work.parties.municipality_by_number(number)
    except NotThere:
        return {}
    case.municipality_id = place.id
    loaded.local = newest_local(declared_workflow(case.workflow), place.id, work)
    return {"municipality_id": place.id}


def _reload_knowledge(loaded: Loaded, work: UnitOfWork, *, moved: bool) -> None:
    """What is known depends on municipality, property and numbers typed: ask again when one of them may have changed."""
    asked = all_worth_asking(loaded.workflow, loaded.sets)
    if moved or asked != loaded.asked:
        loaded.asked = asked
        loaded.known = known_around(loaded.case, asked, loaded.local, work)
