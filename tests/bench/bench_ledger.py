"""How long one judgement of a case takes: the whole water-meter case in each phase, a made-up workflow of 200 requirements, and mains with
hundreds of rows.

Run it alone with `python -m tests.bench.bench_ledger`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from models.base import Phase
from models.text import _, verbatim
from tests.bench.bench_submission import collecting_as_the_portal
from tests.bench.report import Figure, percentile, table
from tests.builders import SINGULAR, Example, complete_water_meter, two_water_meters
from tests.examples.main_pipeline import large
from workflows.conditions import given
from workflows.declare import NEEDED, Handling, Outcome, PhaseDeclaration, Requirement, Source, Step, Workflow, missing, question
from workflows.facts import Dossier
from workflows.fields import TextKind
from workflows.ledger import evaluate
from workflows.reading import Reading

RUNS = 1_000
METER_GROUPS = ("meters", "meters_picked", "meters_final")
ASSUMED = Source(verbatim("bench"), assumed=True)


def made_up_workflow(requirements: int = 200) -> Workflow:
    """Ten steps; half of the requirements are generated from questions, every other of them conditional, and half are numbered."""
    steps = tuple(_step(number, requirements // 20) for number in range(10))
    declared = PhaseDeclaration(Phase.APPLICATION, verbatim("bench"), steps, Handling(1, "weeks"))
    return Workflow("bench", "BENCH", 1, verbatim("bench"), verbatim("bench"), (declared,), ())


def _step(number: int, questions: int) -> type[Step]:
    parts: dict[str, Any] = {"title": verbatim(f"step {number}"), "key": f"step_{number}"}
    for place in range(questions):
        key = f"text_{number}_{place}"
        shown = {"applies_if": given(f"text_{number}_{place - 1}")} if place % 2 else {}
        parts[key] = question(
            TextKind(2, 200), verbatim(key), required=True, ask=verbatim("ask"), how=verbatim("how"), source=ASSUMED, **shown
        )
        parts[f"check_{number}_{place}"] = _check(f"BENCH-{number:02}{place:02}", key)
    return type(f"Step{number}", (Step,), parts)


def _check(id_: str, at: str) -> Requirement:
    def is_long_enough(reading: Reading) -> Outcome:
        return () if len(reading.value(at) or "") > 5 else missing(got=reading.value(at) or "–")

    return Requirement(id_, NEEDED, _("{got} is too short."), _("Write more."), ASSUMED, is_long_enough, at)


def made_up_dossier(workflow: Workflow) -> Dossier:
    """Every other question answered well, the others badly."""
    steps = workflow.phases[0].steps
    answers = {step.key: {one.key: "long enough" if place % 2 else "short" for place, one in enumerate(step.questions)} for step in steps}
    return Dossier(workflow.key, Phase.APPLICATION, date(2026, 11, 23), {Phase.APPLICATION: answers})


def milliseconds(judge: Callable[[], object], runs: int = RUNS) -> list[float]:
    """How long each of `runs` calls took, after a tenth as many to warm up."""
    for _warm in range(runs // 10):
        judge()
    taken = []
    for _run in range(runs):
        begun = time.perf_counter()
        judge()
        taken.append((time.perf_counter() - begun) * 1_000)
    return taken


def figures(runs: int = RUNS) -> Sequence[Figure]:
    """p50 and p95 of one judgement in milliseconds. The dossier is fresh each time, as it is after each saved answer.

    The floor is the time to write the same answers as JSON, in the same process.
    """
    three = three_water_meters()
    examples = [(f"water meter, {phase}", complete_water_meter("replace", phase)) for phase in Phase]
    examples.append(("three water meters, final", three))
    rows = [row for name, example in examples for row in _of(f"evaluate(), {name}", example.workflow, example.dossier, 1, runs)]
    made_up = made_up_workflow()
    return [*rows, *_of("evaluate(), 200 made-up requirements", made_up, made_up_dossier(made_up), 5, runs), *mains(max(20, runs // 10))]


def mains(runs: int) -> Sequence[Figure]:
    """A main pipeline of 200 pipes and 100 manholes: the plan, and the final documentation with every one of its 501 points surveyed."""
    figures: list[Figure] = []
    with collecting_as_the_portal():
        for phase, words, aim in ((Phase.APPLICATION, "plan", 20), (Phase.FINAL, "final, 501 surveyed points", 40)):
            example = large(200, 100, phase)
            name = f"evaluate(), main pipeline of 200 pipes and 100 manholes, {words}"
            figures += _of(name, example.workflow, example.dossier, aim, runs)
    return figures


def three_water_meters() -> Example:
    """The final documentation of a case with three meters, each answered and photographed in full; nothing lacks."""
    example = two_water_meters("replace", Phase.FINAL)
    answers = {phase: {step: _tripled(given) for step, given in steps.items()} for phase, steps in example.answers.items()}
    files = {**example.files, **{f"{slot[:-2]}@3": files for slot, files in example.files.items() if slot.endswith("@2")}}
    return replace(example, answers=answers, files=files)


def _tripled(answers: dict[str, Any]) -> dict[str, Any]:
    """Groups of two meters get a third one like the second, with numbers of its own."""
    return {key: [*given, _third(given[1])] if key in METER_GROUPS and len(given) == 2 else given for key, given in answers.items()}


def _third(second: dict[str, Any]) -> dict[str, Any]:
    return {**second, "_row": "3", **{key: f"{second[key]}-C" for key in second.keys() & SINGULAR}}


def _of(name: str, workflow: Workflow, dossier: Dossier, aim: float, runs: int) -> list[Figure]:
    taken = milliseconds(lambda: evaluate(workflow, replace(dossier)), runs)
    bare = milliseconds(lambda: json.dumps(dossier.answers), runs)
    return [
        Figure(f"{name}, p50", percentile(taken, 0.5), "ms", None, percentile(bare, 0.5), "answers as JSON"),
        Figure(f"{name}, p95", percentile(taken, 0.95), "ms", aim, percentile(bare, 0.95), "answers as JSON"),
    ]


if __name__ == "__main__":
    print(table(figures()))
