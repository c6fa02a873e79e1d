"""A municipality's rules put into a workflow: the result is a declaration like any other, so whatever reads one needs nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from models.base import Level, Phase
from models.local_set import NO_WORDS, LocalSet, OwnQuestion, OwnSlot, Words
from models.text import Text, _, reworded, verbatim
from workflows.conditions import ALWAYS
from workflows.declare import NEEDED, NEVER, Group, PhaseDeclaration, Question, Requirement, Row, Slot, Source, Step, Workflow
from workflows.fields import BooleanKind, ChoiceKind, DateKind, DecimalKind, Kind, Option, TextKind
from workflows.index import index_of

LOCAL = Source(_("Demanded by the municipality's own rules."))
LARGEST = Decimal(10) ** 12


class _Key:
    """One published version: equal by its id, so that a content that never changes is put into a workflow once."""

    def __init__(self, id_: str, workflow: Workflow, content: Mapping[str, Any]) -> None:
        self.id, self.workflow, self.content = id_, workflow, content

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)


@lru_cache(maxsize=512)
def _remembered(key: _Key) -> tuple[Workflow, LocalSet]:
    content = LocalSet.model_validate(key.content)
    return localized(key.workflow, content), content


def published(id_: str, workflow: Workflow, content: Mapping[str, Any]) -> tuple[Workflow, LocalSet]:
    """The workflow under a published version of rules, and the rules; remembered by the version's id."""
    return _remembered(_Key(id_, workflow, content))


def localized(workflow: Workflow, content: LocalSet) -> Workflow:
    """The workflow as this municipality wants it. Names that do not exist in it are passed over: see `judging`."""
    if not (content.demands or content.levels or content.questions or content.slots or content.help or content.words):
        return workflow
    phases = tuple(_phase(workflow, phase, content) for phase in workflow.phases)
    shared = {phase: tuple(_weighed(one, content) for one in checks) for phase, checks in workflow.requirements.items()}
    return replace(workflow, phases=phases, requirements=shared)


def _phase(workflow: Workflow, phase: PhaseDeclaration, content: LocalSet) -> PhaseDeclaration:
    return replace(phase, steps=tuple(_step(workflow, phase.phase, step, content) for step in phase.steps))


def _step(workflow: Workflow, phase: Phase, step: type[Step], content: LocalSet) -> type[Step]:
    parts = [_part(workflow, phase, part, content) for part in step.parts]
    parts += [_own_question(one) for one in content.questions if (one.phase, one.step) == (phase, step.key)]
    parts += [_own_slot(one) for one in content.slots if (one.phase, one.step) == (phase, step.key)]
    intro = content.help.get(f"{phase}/{step.key}")
    body: dict[str, Any] = {
        "__doc__": step.__doc__,
        "key": step.key,
        "title": step.title,
        "section": step.section,
        "intro": _joined(step.intro, intro) if intro else step.intro,
        "applies_if": step.applies_if,
        "checks": tuple(_weighed(one, content) for one in step.requirements),
        **{part.key: part for part in parts},
    }
    return type(step.__name__, (Step,), body)


def _part(workflow: Workflow, phase: Phase, part: Question | Group | Slot, content: LocalSet) -> Question | Group | Slot:
    changed: Question | Group | Slot = _demanded(workflow, phase, part, f"{phase}/{part.key}", content)
    if not isinstance(changed, Group):
        return changed
    inner = f"{phase}/{part.key}/"
    columns = changed.row.columns
    if not any(place.startswith(inner) for place in (*content.demands, *content.help)) and not _weighs_within(
        workflow, phase, columns, content
    ):
        return changed
    body = {one.key: _demanded(workflow, phase, one, inner + one.key, content) for one in columns}
    return replace(changed, row=type(changed.row.__name__, (Row,), {"__doc__": changed.row.__doc__, **body}))


def _weighs_within(workflow: Workflow, phase: Phase, columns: Iterable[Question | Slot], content: LocalSet) -> bool:
    index = index_of(workflow, phase)
    return any(index.generated_id(one.key) in {*content.levels, *content.words} for one in columns)


def _demanded(workflow: Workflow, phase: Phase, part: Any, place: str, content: LocalSet) -> Any:
    """A part with what the municipality demands of it, its weight and its help."""
    changes: dict[str, Any] = {}
    level = content.demands.get(place)
    if level is not None and part.required is NEVER and not part.governed_by:
        changes |= {
            "required": ALWAYS,
            "level": level,
            "source": LOCAL,
            "ask": part.ask or _asked(part.label),
            "how": part.how or (None if isinstance(part, Group) else part.hint) or _HOW,
        }
        if not isinstance(part, Question):
            changes["at_least"] = max(1, part.at_least)
    raised = content.levels.get(index_of(workflow, phase).generated_id(part.key))
    if raised is not None and "level" not in changes:
        changes["level"] = raised
    said = content.words.get(index_of(workflow, phase).generated_id(part.key))
    if said is not None:
        ask, how = (changes.get(name) or getattr(part, name) for name in ("ask", "how"))
        changes |= {"ask": _said(ask or part.label, said.what), "how": _said(how or verbatim(""), said.how_to_fix)}
    words = content.help.get(place)
    if words is not None and not isinstance(part, Group):
        changes["hint"] = _joined(part.hint or changes.get("how") or part.how, words)
    return replace(part, **changes) if changes else part


_HOW = _("The municipality needs it.")


def _asked(label: Text) -> Text:
    return _("Answer “{label}”.", label=label)


def _joined(before: Text | None, words: Words) -> Text:
    return _("{before} {words}", before=before, words=words.text) if before else words.text


def _weighed(check: Requirement, content: LocalSet) -> Requirement:
    level, said = content.levels.get(check.id), content.words.get(check.id)
    check = replace(check, level=level) if level is not None else check
    return replace(check, what=_said(check.what, said.what), how_to_fix=_said(check.how_to_fix, said.how_to_fix)) if said else check


def _said(declared: Text, words: Words) -> Text:
    return reworded(declared, words.nb, words.nn, words.en) if words.nb else declared


def _own_question(own: OwnQuestion) -> Question:
    """A municipality's own question as a declared one."""
    return Question(
        own.label.text, kind_of_own(own), ask=_asked(own.label.text), how=own.help.text if not own.help.is_empty else _HOW,
        hint=own.help.text if own.help != NO_WORDS else None, required=ALWAYS if own.level else NEVER, level=own.level or NEEDED,
        source=LOCAL, key=own.key,
    )  # fmt: skip


def _own_slot(own: OwnSlot) -> Slot:
    return Slot(
        own.label.text, own.accepts, at_least=1 if own.level else 0, at_most=own.at_most, ask=_("Upload “{label}”.", label=own.label.text),
        how=own.help.text if not own.help.is_empty else _HOW, hint=own.help.text if own.help != NO_WORDS else None,
        required=ALWAYS if own.level else NEVER, level=own.level or NEEDED, source=LOCAL, key=own.key,
    )  # fmt: skip


def kind_of_own(own: OwnQuestion) -> Kind:
    """The kind of answer an own question takes."""
    if own.kind == "number":
        least, most = _limit(own.least, -LARGEST), _limit(own.most, LARGEST)
        return DecimalKind(own.places, min(least, most), max(least, most), own.unit)
    if own.kind == "choice":
        return ChoiceKind(tuple(Option(one.key, one.label.text) for one in own.options))
    if own.kind == "date":
        return DateKind()
    return BooleanKind() if own.kind == "yes_no" else TextKind(0, 2_000 if own.kind == "longtext" else 200, long=own.kind == "longtext")


def _limit(number: float | None, otherwise: Decimal) -> Decimal:
    return otherwise if number is None else max(-LARGEST, min(LARGEST, Decimal(str(number))))


def rules_of(workflow: Workflow, content: LocalSet | None) -> dict[str, Any]:
    """Every parameter's value, the workflow's defaults filled in."""
    return {**workflow.defaults(), **(content.parameters if content else {})}


def meanings(content: LocalSet, keys: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """What own questions mean, by key; a key that is no question of the set is left out."""
    found = {key: content.question(key) for key in keys}
    return {key: one.meaning for key, one in found.items() if one is not None}


def meanings_of_slots(content: LocalSet, keys: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """As `meanings`, of own slots. Apart from those: a key may name a question in one version and a slot in another."""
    found = {key: content.slot(key) for key in keys}
    return {key: one.meaning for key, one in found.items() if one is not None}


def level_words(level: Level | None) -> Text:
    """A weight in words."""
    names = {
        Level.BLOCKS_SENDING: _("Needed before sending"),
        Level.NEEDED_FOR_DECISION: _("Needed for a decision"),
        Level.RECOMMENDED: _("Recommended"),
    }
    return names[level] if level else _("Optional")
