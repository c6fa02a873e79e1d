"""A step as a contractor would meet it under rules that are still being written: nothing of it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.actor import Actor
from models.base import Phase
from models.case import AnswerSet, Case
from models.errors import NotThere
from models.local_set import LocalSet
from workflows.casework.describing import Opened
from workflows.casework.dossiers import Loaded, all_worth_asking, known_around
from workflows.casework.filling import view_of_preview
from workflows.casework.local import STANDARD, Local
from workflows.casework.views import StepView
from workflows.declare import Workflow
from workflows.local.applying import localized, rules_of
from workflows.policy import authorize
from workflows.ports import UnitOfWork
from workflows.registry import workflow as declared_workflow

PREVIEW = "preview"
"""Stands for the reference of a case that does not exist."""


@dataclass(frozen=True)
class Preview:
    """A step under rules being written, and what it was described from."""

    view: StepView
    loaded: Loaded


def preview_step(
    workflow: str, phase: Phase, step: str, typed: Mapping[str, Any], *, actor: Actor, work: UnitOfWork, now: datetime
) -> Preview:
    """The step with what was typed into it, by path, under the actor's municipality's unpublished rules. Raises NotThere."""
    authorize(actor, "see_rules")
    declared = declared_workflow(workflow)
    if actor.municipality_id is None or phase not in [one.phase for one in declared.phases]:
        raise NotThere
    with work:
        loaded = _loaded(declared, actor, phase, step, typed, work, now)
    opened = Opened(loaded, (), (), (), (), (), {})
    return Preview(view_of_preview(opened, phase, step, actor), loaded)


def _loaded(declared: Workflow, actor: Actor, phase: Phase, step: str, typed: Mapping[str, Any], work: UnitOfWork, now: datetime) -> Loaded:
    place = actor.municipality_id or ""
    row = work.rules.draft(place, declared.key) or work.rules.newest(place, declared.key)
    content = LocalSet.model_validate(row.content) if row else STANDARD
    local = Local(localized(declared, content), content, rules_of(declared, content))
    case = Case(
        id=PREVIEW, ref=PREVIEW, number="", workflow=declared.key, municipality_id=place, company_id="", created_by=actor.person_id,
        created_at=now, updated_at=now, phase=phase,
    )  # fmt: skip
    number = work.parties.municipality(place).number
    sets = _answers(number, phase, step, typed, actor, now)
    asked = all_worth_asking(local.workflow, sets)
    return Loaded(
        case=case, sets=sets, documents=(), requests=(), waivers=(), local=local, known=known_around(case, asked, local, work), now=now,
        asked=asked,
    )  # fmt: skip


def _answers(
    municipality: str, phase: Phase, step: str, typed: Mapping[str, Any], actor: Actor, now: datetime
) -> dict[tuple[str, str], AnswerSet]:
    """What was typed as answers, and the municipality, which a draft is answered with from the beginning."""
    given = {(str(Phase.APPLICATION), "property"): {"municipality": municipality}}
    here = given.setdefault((str(phase), step), {})
    here.update(typed)
    return {
        (where, key): AnswerSet(
            case_id=PREVIEW, phase=where, step=key,
            answers={path: {"raw": raw, "version": 1, "by": actor.person_id, "at": now.isoformat()} for path, raw in answers.items()},
        )
        for (where, key), answers in given.items()
    }  # fmt: skip
