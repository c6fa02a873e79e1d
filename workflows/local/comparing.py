"""What differs between two versions of a municipality's rules, in words, for whoever publishes and whoever looks back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from models.local_set import Contact, LocalSet, OwnQuestion, OwnSlot, PromptWords, Words
from models.text import Text, _, verbatim
from workflows.declare import Workflow
from workflows.local.applying import kind_of_own, level_words
from workflows.local.offering import helpful_places, optional_parts, prompts, weighty, without_gaps
from workflows.local.parameters import said

Part = Literal["open", "parameters", "demands", "levels", "words", "questions", "slots", "help", "conditions", "contact"]


@dataclass(frozen=True, slots=True)
class SetDifference:
    """One change: in which part of the set, what it is called, and what it was and is; None where there was or is nothing.

    `step` (`phase/step`) is where something is asked anew.
    """

    part: Part
    label: Text
    old: Text | None
    new: Text | None
    step: str = ""


def compare_sets(workflow: Workflow, old: LocalSet, new: LocalSet) -> list[SetDifference]:
    """Every change from the old to the new set, in the order of the settings page; none when they mean the same."""
    return [
        *_open(old, new),
        *_parameters(workflow, old, new),
        *_levels(workflow, old, new),
        *_prompts(workflow, old, new),
        *_mapped("questions", {one.key: _question(one) for one in old.questions}, {one.key: _question(one) for one in new.questions}),
        *_mapped("slots", {one.key: _slot(one) for one in old.slots}, {one.key: _slot(one) for one in new.slots}),
        *_help(workflow, old, new),
        *_conditions(old, new),
        *_contact(old.contact, new.contact),
    ]


def _open(old: LocalSet, new: LocalSet) -> Iterator[SetDifference]:
    words = {True: _("Takes new cases"), False: _("Takes no new cases")}
    if old.is_open != new.is_open:
        yield SetDifference("open", _("Open for new cases"), words[old.is_open], words[new.is_open])


def _parameters(workflow: Workflow, old: LocalSet, new: LocalSet) -> Iterator[SetDifference]:
    for parameter in workflow.parameters:
        before, after = (each.parameters.get(parameter.name, parameter.default) for each in (old, new))
        if _same(before) != _same(after):
            yield SetDifference("parameters", parameter.label, said(parameter, before), said(parameter, after))


def _same(value: Any) -> Any:
    return list(value) if isinstance(value, (tuple, list)) else value


def _levels(workflow: Workflow, old: LocalSet, new: LocalSet) -> Iterator[SetDifference]:
    for one in optional_parts(workflow):
        before, after = old.demands.get(one.place), new.demands.get(one.place)
        if before != after:
            yield SetDifference("demands", one.label, level_words(before), level_words(after))
    for one in weighty(workflow):
        before, after = old.levels.get(one.place, one.level), new.levels.get(one.place, one.level)
        if before != after:
            label = _("{id}: {what}", id=one.place, what=one.label)
            yield SetDifference("levels", label, level_words(before), level_words(after))


def _prompts(workflow: Workflow, old: LocalSet, new: LocalSet) -> Iterator[SetDifference]:
    """What requirements say in other words; against the declared where there are none."""
    changed = [one for one in dict.fromkeys([*old.words, *new.words]) if old.words.get(one) != new.words.get(one)]
    declared = {one.id: one for one in prompts(workflow)} if changed else {}
    for id_ in changed:
        before, after = (each.words.get(id_, PromptWords()) for each in (old, new))
        found = declared.get(id_)
        for label, name in ((_("{id}: the prompt", id=id_), "what"), (_("{id}: how to mend it", id=id_), "how_to_fix")):
            was, becomes = getattr(before, name), getattr(after, name)
            standard = without_gaps(getattr(found, name)) if found else None
            if was != becomes:
                yield SetDifference("words", label, _words(was) or standard, _words(becomes) or standard)


def _question(own: OwnQuestion) -> tuple[Any, Text]:
    schema = kind_of_own(own).schema()
    limits = [str(one) for one in (own.unit, schema.get("minimum"), schema.get("maximum")) if own.kind == "number" and one is not None]
    choices = ", ".join(one.label.nb for one in own.options)
    told = " · ".join(filter(None, (f"{own.phase}/{own.step}", own.kind, " ".join(limits), choices, own.help.nb)))
    return own, _("{label} ({level}; {told})", label=own.label.text, level=level_words(own.level), told=told)


def _slot(own: OwnSlot) -> tuple[Any, Text]:
    told = " · ".join(filter(None, (f"{own.phase}/{own.step}", ", ".join(own.accepts), str(own.at_most), own.help.nb)))
    return own, _("{label} ({level}; {told})", label=own.label.text, level=level_words(own.level), told=told)


def _mapped(part: Part, old: Mapping[str, tuple[Any, Text]], new: Mapping[str, tuple[Any, Text]]) -> Iterator[SetDifference]:
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if (before and before[0]) != (after and after[0]):
            found = after or before
            assert found is not None
            step = f"{after[0].phase}/{after[0].step}" if after else ""
            yield SetDifference(part, found[0].label.text, before[1] if before else None, after[1] if after else None, step)


def _help(workflow: Workflow, old: LocalSet, new: LocalSet) -> Iterator[SetDifference]:
    labels = {one.place: one.label for one in (*optional_parts(workflow), *helpful_places(workflow))}
    for place in dict.fromkeys([*old.help, *new.help]):
        before, after = old.help.get(place), new.help.get(place)
        if before != after:
            yield SetDifference("help", labels.get(place, verbatim(place)), _words(before), _words(after))


def _conditions(old: LocalSet, new: LocalSet) -> Iterator[SetDifference]:
    gone = [one for one in old.conditions if one not in new.conditions]
    come = [one for one in new.conditions if one not in old.conditions]
    yield from (SetDifference("conditions", _("Standard condition"), one.text, None) for one in gone)
    yield from (SetDifference("conditions", _("Standard condition"), None, one.text) for one in come)


def _contact(old: Contact, new: Contact) -> Iterator[SetDifference]:
    labels = {"name": _("Contact"), "phone": _("Phone"), "email": _("E-mail"), "hours": _("Opening hours")}
    for name, label in labels.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield SetDifference("contact", label, _any(before), _any(after))


def _words(words: Words | None) -> Text | None:
    return words.text if words and not words.is_empty else None


def _any(value: str | Words) -> Text | None:
    return _words(value) if isinstance(value, Words) else verbatim(value) if value else None
