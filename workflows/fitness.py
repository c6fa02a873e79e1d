"""Whether a declaration is fit to start: names exist, ids are unique, conditions look back, whoever asks says how.

Faults are sentences for developers, so they are plain English. Translations are held against the catalogues by a test.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

from models.base import Phase
from workflows.conditions import ALWAYS, AtLeast, Condition, Given, GivenEarlier, Parameter, RowsAtLeast, leaves
from workflows.declare import NEVER, Group, PhaseDeclaration, Question, Slot, Step, Workflow
from workflows.fields import BooleanKind, ChoiceKind, Kind, MultiKind
from workflows.index import PhaseIndex, index_of
from workflows.parts import SYSTEM_OF_POINTS
from workflows.staff_side import with_staff_steps

CRITERIA = ("sources", "phases", "languages", "requirements_tested", "phone")
"""What every workflow's quality sheet speaks about, each `done` or `exempt: because ...`."""

_ID = re.compile(r"[A-Z]{3,5}-\d{2}")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
Part = Question | Slot | Group


def faults_of(workflow: Workflow) -> Iterator[str]:
    """Every fault of one workflow, each as one line."""
    for fault in _whole(workflow):
        yield f"{workflow.key}: {fault}"
    whole = with_staff_steps(workflow)
    for phase in whole.phases:
        for fault in _phase(whole, phase):
            yield f"{workflow.key}/{phase.phase}: {fault}"


def _whole(workflow: Workflow) -> Iterator[str]:
    parameters = {parameter.name for parameter in workflow.parameters}
    yield from _twice("parameter", [parameter.name for parameter in workflow.parameters])
    yield from _twice("phase", [str(phase.phase) for phase in workflow.phases])
    for phase in workflow.phases:
        if phase.handling.parameter and phase.handling.parameter not in parameters:
            yield f"handling time of {phase.phase} names the unknown parameter {phase.handling.parameter}"
    yield from _report(workflow, parameters)
    if workflow.guarantee and workflow.guarantee.parameter not in parameters:
        yield f"the guarantee names the unknown parameter {workflow.guarantee.parameter}"
    if workflow.guarantee and workflow.guarantee.begins not in {
        "",
        *(one.key for step in _staff_steps(workflow) for one in step.questions),
    }:
        yield f"the guarantee begins with {workflow.guarantee.begins}, which the municipality is not asked"
    if sum(bool(phase.staff_steps) for phase in workflow.phases) > 1:
        yield "the municipality records something in more than one phase"
    for criterion in CRITERIA:
        said = workflow.quality.get(criterion, "")
        if said != "done" and not said.startswith("exempt: because "):
            yield f"the quality sheet says nothing of {criterion}: write 'done' or 'exempt: because ...'"
    for compared in workflow.compared:
        if not _column(workflow.phases[-1], compared.built) or not any(
            _column(phase, compared.approved) for phase in workflow.phases if phase.phase == compared.approved_phase
        ):
            yield f"compared {compared.built} and {compared.approved}: one of them does not exist"
        last = index_of(workflow, workflow.phases[-1].phase)
        yield from (f"compared {compared.built} {fault}" for fault in _unknown(compared.applies_if, last, list(last.questions)))


def _report(workflow: Workflow, parameters: Collection[str]) -> Iterator[str]:
    if workflow.report and workflow.report.parameter not in parameters:
        yield f"the report names the unknown parameter {workflow.report.parameter}"
    if workflow.report and not _column(workflow.phases[-1], workflow.report.finished):
        yield f"the report counts from {workflow.report.finished}, which the last phase does not ask"


def _staff_steps(workflow: Workflow) -> Iterator[type[Step]]:
    for phase in workflow.phases:
        yield from phase.staff_steps


def _phase(workflow: Workflow, phase: PhaseDeclaration) -> Iterator[str]:
    index = index_of(workflow, phase.phase)
    order = list(_places(phase))
    keys = [part.key for part, _within in order]
    yield from _twice("step", [step.key for step in phase.steps])
    yield from _twice("key", keys)
    yield from _twice("requirement", [check.id for check in index.requirements])
    yield from (f"key {key!r} is not written in snake case" for key in keys if not _KEY.fullmatch(key))
    yield from (f"requirement id {check.id!r} does not look like METER-07" for check in index.requirements if not _ID.fullmatch(check.id))
    for place, (part, within) in enumerate(order):
        for fault in (*_asked_well(part, index), *_conditions(part, index, keys, keys[:place], within)):
            yield f"{part.key}: {fault}"
    for check in index.requirements:
        where = check.at or check.step
        if check.at not in keys if check.at else check.step and check.step not in index.steps:
            yield f"{check.id}: there is no {where}"
        yield from (f"{check.id}: {fault}" for fault in _unknown(check.applies_if, index, keys))
    for step in phase.steps:
        before = keys[: next((place for place, key in enumerate(keys) if step.parts and key == step.parts[0].key), len(keys))]
        yield from (f"step {step.key}: {fault}" for fault in _looks_ahead(step.applies_if, before, None))
        yield from (f"step {step.key}: {fault}" for fault in _unknown(step.applies_if, index, keys))


def _places(phase: PhaseDeclaration) -> Iterator[tuple[Part, Group | None]]:
    """Every part in the order of the form, and the group it is a column of."""
    for step in phase.steps:
        for part in step.parts:
            yield part, None
            columns: tuple[Part, ...] = (*part.row.questions, *part.row.slots) if isinstance(part, Group) else ()
            for column in columns:
                yield column, part if isinstance(part, Group) else None


def _asked_well(part: Part, index: PhaseIndex) -> Iterator[str]:
    if part.required is not NEVER and (part.ask is None or part.how is None):
        yield "is required, so it needs `ask` and `how`"
    if part.governed_by and part.governed_by not in index.by_id:
        yield f"is governed by {part.governed_by}, which this phase has not"
    if isinstance(part, Question) and part.misread_by and part.misread_by not in index.by_id:
        yield f"is misread by {part.misread_by}, which this phase has not"
    if not part.label.msgid:
        yield "has no label"
    if not isinstance(part, Question) and part.at_least > part.at_most:
        yield "wants more than it takes"
    if isinstance(part, Group):
        yield from _filled_well(part, index)
        if part.as_survey:
            yield from _surveyed_well(part, index)


def _filled_well(rows: Group, index: PhaseIndex) -> Iterator[str]:
    for prefill in rows.prefill:
        source = next((phase for phase in index.workflow.phases if phase.phase == prefill.phase), None)
        found = index_of(index.workflow, prefill.phase).groups.get(prefill.field) if source else None
        if found is None:
            yield f"is filled from {prefill.phase}/{prefill.field}, which does not exist"
            continue
        for here, there in prefill.renamed:
            if here not in rows.row.by_key or there not in found[1].row.by_key:
                yield f"fills {here} from {prefill.field}/{there}: one of them does not exist"


def _surveyed_well(part: Group, index: PhaseIndex) -> Iterator[str]:
    if not {"point_id", "kind", "system", "north", "east", "z"} <= part.row.by_key.keys():
        yield "is read from survey files, so it needs the columns of a surveyed point"
    if index.step_of(SYSTEM_OF_POINTS) != index.step_of(part.key):
        yield f"is read from survey files, so its step needs the question {SYSTEM_OF_POINTS}"


def _conditions(part: Part, index: PhaseIndex, keys: list[str], before: list[str], within: Group | None) -> Iterator[str]:
    yield from _unknown(part.applies_if, index, keys)
    yield from _unknown(part.required, index, keys)
    if isinstance(part, Slot):
        yield from _unknown(part.before_backfilling, index, keys)
    yield from _looks_ahead(part.applies_if, before, within)


def _looks_ahead(condition: Condition, before: list[str], within: Group | None) -> Iterator[str]:
    """Visibility may depend only on what stands before; a row may count the rows of its own group, but not by what is in them."""
    for leaf in leaves(condition):
        for key in leaf.fields() if isinstance(leaf, (Given, AtLeast, RowsAtLeast)) else ():
            counts_own = within is not None and isinstance(leaf, RowsAtLeast) and leaf.group == within.key and leaf.where is ALWAYS
            if key not in before and not counts_own:
                yield f"is shown by {key}, which does not stand before it"


def _unknown(condition: Condition, index: PhaseIndex, keys: list[str]) -> Iterator[str]:
    parameters = {parameter.name for parameter in index.workflow.parameters}
    for leaf in leaves(condition):
        match leaf:
            case Given(field, values):
                yield from _unfit_values(field, values, _kind(index, field)) if field in keys else [f"reads {field}, which does not exist"]
            case AtLeast(field) if field not in keys:
                yield f"reads {field}, which does not exist"
            case RowsAtLeast(group, _least, where):
                yield from [] if group in index.groups else [f"counts {group}, which is no group"]
                yield from _unknown(where, index, keys)
            case Parameter(name) if name not in parameters:
                yield f"reads the local rule {name}, which does not exist"
            case GivenEarlier(phase, field, values):
                yield from _earlier(phase, field, values, index)


def _earlier(phase: Phase, field: str, values: tuple[object, ...], index: PhaseIndex) -> Iterator[str]:
    phases = [declared.phase for declared in index.workflow.phases]
    if phase not in phases[: phases.index(index.declared.phase)]:
        yield f"reads {phase}, which is no earlier phase"
        return
    before = index_of(index.workflow, phase)
    yield from (
        _unfit_values(field, values, _kind(before, field))
        if field in before.questions
        else [f"reads {phase}/{field}, which does not exist"]
    )


def _unfit_values(field: str, values: tuple[object, ...], kind: Kind | None) -> Iterator[str]:
    possible: set[object] = set()
    if isinstance(kind, (ChoiceKind, MultiKind)):
        possible = {option.key for option in kind.options}
    elif isinstance(kind, BooleanKind):
        possible = {True, False}
    yield from (f"compares {field} with {value!r}, which it can never be" for value in values if possible and value not in possible)


def _kind(index: PhaseIndex, key: str) -> Kind | None:
    columns = (column for _step, group in index.groups.values() for column in group.row.questions)
    found = index.questions[key][1] if key in index.questions else next((one for one in columns if one.key == key), None)
    return found.kind if found else None


def _column(phase: PhaseDeclaration, path: str) -> bool:
    """Whether `field` or `group/field` exists in a phase."""
    group, _slash, field = path.rpartition("/")
    return any(part.key == field and (within.key if within else "") == group for part, within in _places(phase))


def _twice(what: str, names: list[str]) -> Iterator[str]:
    yield from (f"{what} {name!r} is used twice" for name, count in Counter(names).items() if count > 1)
