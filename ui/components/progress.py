"""Where a case stands: process bar, the three facts below it, and the task list of its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from models.text import Text, _, _n
from ui.components.base import View, Words, html, safe_href, speaker
from ui.texts import Speaker


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One step of the process bar. `day` is when it was passed, in words; a pause is a mark on the current step.

    `ended` is the last step of a case that ended before it was done.
    """

    label: Words
    state: Literal["done", "current", "todo", "ended"] = "todo"
    day: str = ""
    paused: bool = False


class ProcessBar(View):
    """The way of a case from left to right; one line on a phone."""

    template = html("process-bar")

    def show(self, steps: Sequence[ProcessStep]) -> None:
        """The steps as they are now."""
        self.change(**_process(steps))


def _process(steps: Sequence[ProcessStep]) -> dict[str, Any]:
    if steps and steps[-1].state == "ended":
        return {"steps": list(steps), "short": _("The case has ended: {label}", label=steps[-1].label)}
    to_come = [number for number, step in enumerate(steps, 1) if step.state != "done"]
    current = next((number for number in to_come if steps[number - 1].state == "current"), min(to_come, default=len(steps)))
    label = steps[current - 1].label if steps else ""
    short = _("Step {number} of {total}: {label}", number=current, total=len(steps), label=label)
    return {"steps": list(steps), "short": short}


def process_bar(steps: Sequence[ProcessStep]) -> ProcessBar:
    """The process bar of a case."""
    words = {"name": _("The course of the case"), "done": _("done"), "paused": _("Waiting for answers")}
    return ProcessBar({**words, **_process(steps)})


class KeyFacts(View):
    """Who has the ball, the deadline and what comes next: always these three."""

    template = html("key-facts")

    def show(self, *, ball: Words, due: Words, next_: Words, overdue: bool = False) -> None:
        """The facts as they are now."""
        self.change(facts=_facts(ball, due, next_, overdue))


def _facts(ball: Words, due: Words, next_: Words, overdue: bool) -> list[dict[str, Any]]:
    rows = ((_("Who has the ball"), ball, False), (_("Deadline"), due, overdue), (_("Next"), next_, False))
    return [{"label": label, "words": words, "late": late} for label, words, late in rows]


def key_facts(*, ball: Words, due: Words, next_: Words, overdue: bool = False) -> KeyFacts:
    """The three facts, shown below the process bar."""
    return KeyFacts({"facts": _facts(ball, due, next_, overdue)})


class StandingFold(View):
    """See `standing_fold`."""

    template = html("standing-fold")

    def show(self, parts: Sequence[Words]) -> None:
        """The line as it is now."""
        self.change(line=_line(self.speaker, parts))


def _line(speaker: Speaker, parts: Sequence[Words]) -> str:
    return " · ".join(filter(None, (speaker(one) for one in parts)))


def standing_fold(parts: Sequence[Words]) -> StandingFold:
    """Around process bar and facts, where the page is for something else: on a phone one line that opens, elsewhere just its children."""
    return StandingFold({"line": _line(speaker(), parts)})


class TaskState(StrEnum):
    """How far a section has come. Only what needs action gets a coloured tag. Source: product.md 3.1."""

    NOT_STARTED = "not_started"
    STARTED = "started"
    LACKS = "lacks"
    READY = "ready"
    MUST_CORRECT = "must_correct"
    NEW_QUESTIONS = "new_questions"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One section. `count` is how much it lacks."""

    label: Words
    href: str
    state: TaskState = TaskState.NOT_STARTED
    hint: Words | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Sections under one title."""

    title: Words
    rows: Sequence[TaskRow] = field(default_factory=list)


_TONES = {TaskState.LACKS: "yellow", TaskState.MUST_CORRECT: "yellow", TaskState.NEW_QUESTIONS: "purple", TaskState.STARTED: "sky"}


def _task_words(task: TaskRow) -> Text:
    words = {
        TaskState.NOT_STARTED: _("Not started"),
        TaskState.STARTED: _("Started"),
        TaskState.LACKS: _n("{n} thing missing", "{n} things missing", task.count),
        TaskState.READY: _("Ready"),
        TaskState.MUST_CORRECT: _("Must be corrected"),
        TaskState.NEW_QUESTIONS: _("New questions"),
    }
    return words[task.state]


class TaskList(View):
    """The sections of a case; the whole row can be clicked, only the text is the link."""

    template = html("task-list")

    def show(self, groups: Sequence[TaskGroup], headline: Words | None = None) -> None:
        """The sections as they are now."""
        self.change(groups=_groups(groups), headline=headline)


def _groups(groups: Sequence[TaskGroup]) -> list[dict[str, Any]]:
    return [{"title": group.title, "rows": [_task(task) for task in group.rows]} for group in groups]


def _task(task: TaskRow) -> dict[str, Any]:
    return {
        "label": task.label,
        "href": safe_href(task.href),
        "state": task.state,
        "hint": task.hint,
        "words": _task_words(task),
        "tone": _TONES.get(task.state),
    }


def task_list(groups: Sequence[TaskGroup], headline: Words | None = None) -> TaskList:
    """The task list of a case, with its headline such as “4 of 6 parts are ready”."""
    return TaskList({"groups": _groups(groups), "headline": headline})
