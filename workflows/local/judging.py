"""Whether a municipality's rules fit a workflow: every fault with its place and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.base import Phase
from models.local_set import OWN, LocalSet, OwnQuestion, OwnSlot, Words
from models.text import GAPS, Text, _
from workflows.declare import Workflow
from workflows.fields import Problem
from workflows.local.applying import localized
from workflows.local.offering import heavier, helpful_places, optional_parts, prompts, weighty
from workflows.local.parameters import fits, read_parameter, shown

RETIRED = frozenset({"auto_approve_standard_meter"})
"""Local rules that once could be set and that nothing read. A set that still has one is as good as without it."""


@dataclass(frozen=True, slots=True)
class SetFault:
    """One thing wrong with a set: where (`parameters/validity_years`, `questions/own_depth/label`), what, and how to mend it."""

    place: str
    what: Text
    how_to_fix: Text


def faults_of_set(workflow: Workflow, content: LocalSet) -> list[SetFault]:
    """Everything that keeps a set from being published, in the order of the settings page."""
    return [
        *_parameters(workflow, content),
        *_demands(workflow, content),
        *(fault for one in content.questions for fault in _question(workflow, one)),
        *(fault for one in content.slots for fault in _slot(workflow, one)),
        *_prompts(workflow, content),
        *_help(workflow, content),
        *(
            SetFault(f"conditions/{number}", _("Condition {n} has no words.", n=number), _("Write it in bokmål, or remove it."))
            for number, words in enumerate(content.conditions, start=1)
            if not words.nb
        ),
    ]


def _parameters(workflow: Workflow, content: LocalSet) -> Iterator[SetFault]:
    declared = {one.name: one for one in workflow.parameters}
    for name, value in content.parameters.items():
        if name in RETIRED:
            continue
        if name not in declared:
            yield SetFault(f"parameters/{name}", _("There is no local rule “{name}”.", name=name), _("Remove it."))
        elif not fits(declared[name], value):
            problem = read_parameter(declared[name], shown(declared[name], value))
            what = _("“{label}” has a value it cannot have.", label=declared[name].label)
            told = (problem.what, problem.how_to_fix) if isinstance(problem, Problem) else (what, _("Write another one."))
            yield SetFault(f"parameters/{name}", *told)


def _demands(workflow: Workflow, content: LocalSet) -> Iterator[SetFault]:
    optional = {one.place for one in optional_parts(workflow)}
    for place in content.demands:
        if place not in optional:
            what = _("“{name}” is not an optional question, list or document.", name=place)
            yield SetFault(f"demands/{place}", what, _("Remove it."))
    weights = {one.place: one.level for one in weighty(workflow)}
    for id_, level in content.levels.items():
        if id_ not in weights:
            yield SetFault(f"levels/{id_}", _("There is no requirement “{name}” that could weigh more.", name=id_), _("Remove it."))
        elif level not in heavier(weights[id_]):
            yield SetFault(f"levels/{id_}", _("“{name}” cannot weigh less than it does.", name=id_), _("Choose a heavier weight."))


def _question(workflow: Workflow, own: OwnQuestion) -> Iterator[SetFault]:
    yield from _place(workflow, f"questions/{own.key}", own.phase, own.step, own.label)
    if own.kind == "choice":
        keys = [one.key for one in own.options]
        if len(keys) < 2 or len(set(keys)) != len(keys) or any(not one.label.nb for one in own.options):
            how = _("Write at least two different choices, one on each line.")
            yield SetFault(f"questions/{own.key}/options", _("“{label}” needs choices.", label=own.label.text), how)
    if own.kind == "number" and own.least is not None and own.most is not None and own.least > own.most:
        what = _("The least of “{label}” is more than the most.", label=own.label.text)
        yield SetFault(f"questions/{own.key}/least", what, _("Correct one of them."))


def _slot(workflow: Workflow, own: OwnSlot) -> Iterator[SetFault]:
    yield from _place(workflow, f"slots/{own.key}", own.phase, own.step, own.label)


def _place(workflow: Workflow, at: str, phase: Phase, step: str, label: Words) -> Iterator[SetFault]:
    if not label.nb:
        yield SetFault(f"{at}/label", _("A question or document has no words."), _("Write what is asked, in bokmål."))
    if not any(one.phase == phase and step in [each.key for each in one.steps] for one in workflow.phases):
        yield SetFault(f"{at}/step", _("There is no step “{name}”.", name=step), _("Choose the step it belongs to."))


def _prompts(workflow: Workflow, content: LocalSet) -> Iterator[SetFault]:
    if not content.words:
        return
    known = {one.id: one for one in prompts(localized(workflow, content.model_copy(update={"words": {}})))}
    for id_, said in content.words.items():
        if id_ not in known or f".{OWN}" in id_:  # an own question is reworded where it is asked
            yield SetFault(f"words/{id_}", _("There is no requirement “{name}”.", name=id_), _("Remove it."))
            continue
        for name, words, gaps in zip(("what", "how_to_fix"), (said.what, said.how_to_fix), known[id_].gaps, strict=True):
            yield from _sentence(f"words/{id_}/{name}", words, gaps)


def _sentence(place: str, words: Words, gaps: tuple[str, ...]) -> Iterator[SetFault]:
    if not words.is_empty and not words.nb:
        yield SetFault(place, _("The prompt has no words in bokmål."), _("Write it in bokmål, or remove it."))
    named = {gap for each in (words.nb, words.nn, words.en) for gap in GAPS.findall(each)}
    for gap in sorted(named - set(gaps)):
        usable = ", ".join("{" + one + "}" for one in gaps)
        how = _("Use one of these, or none: {names}.", names=usable) if usable else _("Leave the braces out.")
        yield SetFault(place, _("Nobody knows what “{name}” stands for here.", name="{" + gap + "}"), how)


def _help(workflow: Workflow, content: LocalSet) -> Iterator[SetFault]:
    known = {one.place for one in helpful_places(workflow)} | {one.place for one in optional_parts(workflow)}
    for place, words in content.help.items():
        if place not in known:
            yield SetFault(f"help/{place}", _("There is nothing called “{name}” that help could stand at.", name=place), _("Remove it."))
        elif not words.nb:
            yield SetFault(f"help/{place}", _("The help has no words in bokmål."), _("Write it in bokmål, or remove it."))
