"""What the municipality records itself once a case is closed: its own steps, filled in like a form, read by both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.errors import NotThere
from workflows.casework.describing import Opened, guaranteed_until, open_case
from workflows.casework.dossiers import Loaded, load
from workflows.casework.drafting import AnswerChange, DraftChange, Saved, changes_of, write_changes
from workflows.casework.duties import closed_on, renew_tasks
from workflows.casework.filling import Kept, parts_of, staff_views
from workflows.casework.reaching import reached
from workflows.casework.settling import DRAFT_KINDS, permit, settle, shown_staff_steps, tell
from workflows.casework.views import PartView, Record, StepView
from workflows.guarantee import guarantee_until
from workflows.ledger import Ledger
from workflows.ports import Chance, UnitOfWork
from workflows.reading import Reading
from workflows.staff_side import staff_phase
from workflows.summary import summary


def record_form(ref: str, *, actor: Actor, work: UnitOfWork, now: datetime) -> list[StepView]:
    """The municipality's own steps of a case, to be filled in. Raises NotThere, NotAllowed, Refused where there are none."""
    with work:
        opened = open_case(ref, actor=actor, work=work, now=now)
        permit(opened.loaded, "keep_record", opened.actor or actor)
    steps = shown_staff_steps(opened.loaded)
    return [_only(view, [one.key for one in steps]) for view in staff_views(opened, _phase_of(opened.loaded), steps, actor)]


def keep_record(ref: str, changes: Sequence[DraftChange], *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Kept:
    """Keep what is recorded, valid or not, work out the tasks that follow, and tell the contractor when the guarantee begins or moves.

    Raises NotThere, NotAllowed, Refused while the case is not closed, Locked for the contractor's parts, BadInput for unknown fields.
    """
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "keep_record", actor)
        return _keep(loaded, changes, actor=actor, work=work, now=now, chance=chance)


def keep_nested(
    ref: str, answers: Mapping[str, Mapping[str, Any]], *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance
) -> Kept:
    """As `keep_record`, for nested answers by step; groups are given whole."""
    with work:
        case, actor = reached(ref, actor=actor, work=work)
        loaded = load(case, work=work, now=now)
        permit(loaded, "keep_record", actor)
        changes: list[AnswerChange] = list(changes_of(loaded.for_staff().workflow, _phase_of(loaded), answers))
        return _keep(loaded, changes, actor=actor, work=work, now=now, chance=chance)


def _keep(loaded: Loaded, changes: Sequence[DraftChange], *, actor: Actor, work: UnitOfWork, now: datetime, chance: Chance) -> Kept:
    phase, case = _phase_of(loaded), loaded.case
    before = work.cases.events(case.id, without=DRAFT_KINDS)
    whole = loaded.for_staff()
    versions, conflicts = write_changes(whole, changes, actor=actor, work=work, now=now)
    whole.changed()
    loaded.changed()
    reading = Reading(whole.workflow, whole.dossier(phase))
    if versions:
        until = guarantee_until(reading, closed_on(before) or date.max)
        moved = until != guaranteed_until(before, case.status)
        data = {"paths": versions} | ({"guarantee_until": until.isoformat() if until else ""} if moved else {})
        kind = "guarantee_set" if moved else "record_kept"
        settle(loaded, kind, actor=actor, work=work, now=now, data=data, paths=list(versions))
        renew_tasks(loaded, before, work=work)
        if moved and until:
            tell(case, kind, [case.created_by], work=work, chance=chance, now=now)
        work.commit()
    steps = [one.key for one in shown_staff_steps(loaded)]
    ledger = _of_steps(whole.ledger(), steps)
    saved = Saved(case.ref, versions, conflicts, ledger, case.version, whole)
    parts: Mapping[str, Sequence[PartView]] = {key: parts_of(whole, reading, key) for key in steps}
    return Kept(saved, parts)


def record_of(opened: Opened) -> Record | None:
    """What is recorded of an opened case; None where there is nothing to record."""
    steps = shown_staff_steps(opened.loaded)
    if not steps:
        return None
    whole, keys = opened.loaded.for_staff(), [one.key for one in steps]
    sections = [one for one in summary(whole.workflow, whole.dossier(_phase_of(whole))) if one.step in keys]
    kept = any(answers for (_phase, step), one in whole.sets.items() if step in keys and (answers := one.answers))
    filed = any(one.step in keys and one.removed_at is None for one in whole.documents)
    return Record(steps[0].title, sections if kept or filed else ())


def record_answers(loaded: Loaded) -> dict[str, Any]:
    """The municipality's own answers, nested by step, as they were typed."""
    keys = [one.key for one in shown_staff_steps(loaded)]
    return {step: given for step, given in loaded.for_staff().answers_of(_phase_of(loaded)).items() if step in keys} if keys else {}


def _phase_of(loaded: Loaded) -> Phase:
    phase = staff_phase(loaded.local.workflow)
    if phase is None:
        raise NotThere
    return phase


def _only(view: StepView, steps: Sequence[str]) -> StepView:
    return StepView(
        **{name: getattr(view, name) for name in StepView.__slots__}
        | {"ledger": _of_steps(view.ledger, steps), "steps": [one for one in view.steps if one.key in steps]}
    )


def _of_steps(ledger: Ledger, steps: Sequence[str]) -> Ledger:
    return Ledger(ledger.phase, tuple(one for one in ledger if one.step in steps))
