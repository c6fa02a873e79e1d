"""A workflow as data for programs: schema of every step, slots, requirements, local rules; and a ledger as rows.

`summary` and `dossier_from_request` belong to the same door and live in modules of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from models.base import Level, Phase
from models.text import Text, verbatim
from workflows.conditions import ALWAYS, Condition
from workflows.declare import NEVER, Group, PhaseDeclaration, Question, Requirement, Slot, Source, Step, Workflow
from workflows.experience import Experience
from workflows.index import PhaseIndex, index_of
from workflows.ledger import Ledger, LedgerRow, PlaceKind
from workflows.requests import dossier_from_request
from workflows.staff_side import with_staff_steps
from workflows.summary import summary

__all__ = ["Demand", "demands", "dossier_from_request", "ledger_json", "row_json", "step_schema", "summary", "workflow_json"]

Translate = Callable[[Text], str]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Demand:
    """A requirement as declared, before any case: `at` is a question, group or slot key, or empty for the step as a whole.

    `when` says when a generated requirement applies; a numbered check explains itself by `what`.
    """

    id: str
    phase: Phase
    step: str
    kind: PlaceKind
    at: str
    level: Level
    what: Text
    how_to_fix: Text
    source: Source
    when: Condition = ALWAYS
    officer_only: bool = False


def demands(workflow: Workflow) -> Iterator[Demand]:
    """Every requirement of every phase: those generated from questions and slots, then the numbered checks."""
    for phase in workflow.phases:
        index = index_of(workflow, phase.phase)
        for step in phase.steps:
            yield from (_generated(index, step, part) for part in _asking(step))
        yield from (_numbered(index, check) for check in index.requirements)


def _asking(step: type[Step]) -> Iterator[Question | Slot | Group]:
    """Parts, and columns of rows, whose absence is reported under an id of their own."""
    for part in step.parts:
        columns: tuple[Question | Slot, ...] = (*part.row.questions, *part.row.slots) if isinstance(part, Group) else ()
        for one in (part, *columns):
            if one.required is not NEVER and not one.governed_by:
                yield one


def _generated(index: PhaseIndex, step: type[Step], part: Question | Slot | Group) -> Demand:
    what, how = part.ask or part.label, part.how or verbatim("")
    id_ = index.generated_id(part.key)
    return Demand(id_, index.declared.phase, step.key, _kind(part), part.key, part.level, what, how, part.source, part.required)


def _numbered(index: PhaseIndex, check: Requirement) -> Demand:
    kind: PlaceKind = "slot" if check.at in index.slots else "group" if check.at in index.groups else "field" if check.at else "step"
    step = index.step_of(check.at) or check.step
    return Demand(
        check.id, index.declared.phase, step, kind, check.at, check.level, check.what, check.how_to_fix, check.source, check.applies_if,
        check.officer_only,
    )  # fmt: skip


def _kind(part: Question | Slot | Group) -> PlaceKind:
    return "slot" if isinstance(part, Slot) else "group" if isinstance(part, Group) else "field"


def workflow_json(workflow: Workflow, translate: Translate) -> dict[str, Any]:
    """The whole declaration for programs, its words in one language. Officer-only requirements are left out."""
    told = [_demand_json(demand, translate) for demand in demands(workflow) if not demand.officer_only]
    return {
        "key": workflow.key,
        "title": translate(workflow.title),
        "summary": translate(workflow.summary),
        "version": workflow.version,
        "phases": [_phase_json(workflow, phase, translate) for phase in workflow.phases],
        "requirements": told,
        "parameters": [
            {"name": one.name, "default": one.default, "unit": one.unit, "choices": list(one.choices), "label": translate(one.label)}
            for one in workflow.parameters
        ],
        "fees": [
            {"key": one.key, "label": translate(one.label), "parameter": one.parameter, "when": one.applies_if.export(), "vat": one.vat}
            for one in workflow.fees
        ],
    }


def experience_json(taught: Experience) -> dict[str, Any]:
    """What earlier cases teach; `of` is `municipality`, `installation` or `declared`, days are working days from sending to decision."""
    often = [{"of": str(one.source), "cases": one.cases, "requirements": list(one.ids)} for one in taught.often]
    return {"often_missed": often, "usual_days": {str(phase): days for phase, days in taught.usual_days.items()}}


def _phase_json(workflow: Workflow, phase: PhaseDeclaration, translate: Translate) -> dict[str, Any]:
    steps = [_step_json(workflow, phase, step, translate) for step in phase.steps]
    told = {"phase": str(phase.phase), "title": translate(phase.title), "applies_if": phase.applies_if.export(), "steps": steps}
    whole = with_staff_steps(workflow)
    return told | {"staff_steps": [_step_json(whole, phase, step, translate) for step in phase.staff_steps]}


def _step_json(workflow: Workflow, phase: PhaseDeclaration, step: type[Step], translate: Translate) -> dict[str, Any]:
    slots = [(one, None) for one in step.slots] + [(one, group) for group in step.groups for one in group.row.slots]
    return {
        "key": step.key,
        "title": translate(step.title),
        "applies_if": step.applies_if.export(),
        "schema": step_schema(workflow, phase.phase, step.key, translate),
        "slots": [_slot_json(slot, group, translate) for slot, group in slots],
    }


def step_schema(workflow: Workflow, phase: Phase, step: str, translate: Translate) -> dict[str, Any]:
    """JSON Schema (2020-12) of a step's valid answers. Nothing is `required`: an incomplete step may be saved; see the requirements.

    `x-applies-if` is the condition under which a question is asked. Raises KeyError when there is no such step.
    """
    declared = index_of(workflow, phase).steps[step]
    asked = [part for part in declared.parts if not isinstance(part, Slot)]
    properties = {
        part.key: _group_schema(part, translate) if isinstance(part, Group) else _question_schema(part, translate) for part in asked
    }
    return {
        "$schema": _DRAFT,
        "title": translate(declared.title),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _question_schema(question: Question, translate: Translate) -> dict[str, Any]:
    schema = {"title": translate(question.label), **question.kind.schema()}
    if question.how or question.hint:
        schema["description"] = translate(question.hint or question.how or verbatim(""))
    if question.fixed:
        schema["readOnly"] = True
    if question.applies_if is not ALWAYS:
        schema["x-applies-if"] = question.applies_if.export()
    return schema


def _group_schema(group: Group, translate: Translate) -> dict[str, Any]:
    columns: dict[str, Any] = {"_row": {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}}
    columns.update({column.key: _question_schema(column, translate) for column in group.row.questions})
    row: dict[str, Any] = {"type": "object", "properties": columns, "additionalProperties": False}
    if group.as_property:
        row = {"anyOf": [row, {"type": "string", "pattern": "^([0-9]{4}-)?[0-9]+/[0-9]+(/[0-9]+){0,2}$"}]}
    schema = {"title": translate(group.label), "type": "array", "items": row, "maxItems": group.at_most}
    return schema if group.applies_if is ALWAYS else {**schema, "x-applies-if": group.applies_if.export()}


def _slot_json(slot: Slot, group: Group | None, translate: Translate) -> dict[str, Any]:
    return {
        "key": slot.key,
        "title": translate(slot.label),
        "accepts": [str(kind) for kind in slot.accepts],
        "at_least": slot.at_least,
        "at_most": slot.at_most,
        "rows_of": group.key if group else None,
        "applies_if": slot.applies_if.export(),
        "before_backfilling": slot.before_backfilling.export(),
    }


def _demand_json(demand: Demand, translate: Translate) -> dict[str, Any]:
    return {
        "id": demand.id,
        "phase": str(demand.phase),
        "step": demand.step,
        **_place(demand.kind, demand.at),
        "level": str(demand.level),
        "what": translate(demand.what),
        "how_to_fix": translate(demand.how_to_fix),
        "source": _source_words(demand.source, translate),
        "source_url": demand.source.url,
        "assumed": demand.source.assumed,
        "when": demand.when.export(),
    }


def ledger_json(ledger: Ledger, translate: Translate) -> list[dict[str, Any]]:
    """The rows of a ledger for programs and contractors, in the order of the form; officer-only rows are left out."""
    return [row_json(row, translate) for row in ledger if not row.officer_only]


def row_json(row: LedgerRow, translate: Translate) -> dict[str, Any]:
    """One row: `field` or `slot` is the bare key, `row` the number of the row it stands in, `key` unique in the ledger."""
    return {
        "key": row.key,
        "id": row.id,
        "phase": str(row.phase),
        "step": row.step,
        **_place(row.kind, row.at),
        "row": row.row_number,
        "level": str(row.level),
        "state": str(row.state),
        "what": translate(row.what),
        "how_to_fix": translate(row.how_to_fix),
        "source": _source_words(row.source, translate),
    }


def _place(kind: PlaceKind, at: str) -> dict[str, str]:
    if kind == "step":
        return {}
    return {"slot": at.partition("@")[0]} if kind == "slot" else {"field": at.rpartition("/")[2]}


def _source_words(source: Source, translate: Translate) -> str:
    words = translate(source.words)
    return f"{words} {source.url}".strip() if source.url else words
