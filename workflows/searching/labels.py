"""The labels of what was chosen: people look for the words they saw, and what is kept is a key. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from models.base import Phase
from models.text import Text
from workflows.casework.paths import flat
from workflows.declare import Question, Workflow
from workflows.fields import ChoiceKind, MultiKind
from workflows.index import index_of

Speak = Callable[[Text], Sequence[str]]
"""A text in every language there is; who writes the index is handed the catalogues."""


def in_english_alone(text: Text) -> Sequence[str]:
    """What there is without catalogues."""
    return (text.in_english(),)


def labels_sent(declared: Workflow, phase: Phase, answers: Mapping[str, Any]) -> Iterator[Text]:
    """The labels of what was chosen in a sending: its answers by step. What is asked no more has none."""
    if all(one.phase != phase for one in declared.phases):
        return
    index = index_of(declared, phase)
    for step, given in answers.items():
        if step in index.steps and isinstance(given, Mapping):
            for path, raw in flat(index.steps[step], given):
                yield from _chosen(index.asked_at(path), raw)


def labels_recorded(declared: Workflow, phase: Phase, kept: Mapping[str, Any]) -> Iterator[Text]:
    """The same for answers of one step as they are kept, by path."""
    index = index_of(declared, phase)
    for path, entry in kept.items():
        if isinstance(entry, Mapping):
            yield from _chosen(index.asked_at(path), entry.get("raw"))


def _chosen(question: Question | None, raw: Any) -> Iterator[Text]:
    if question is None or not isinstance(question.kind, (ChoiceKind, MultiKind)):
        return
    value = question.kind.parse(raw)
    keys = value if isinstance(value, tuple) else (value,)
    yield from (option.label for option in question.kind.options if option.key in keys)
