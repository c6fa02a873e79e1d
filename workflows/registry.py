"""All workflows, checked before anything starts: an unfit declaration is refused with every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.errors import NotThere
from workflows.connection import CONNECTION
from workflows.declare import Workflow
from workflows.discharge import DISCHARGE
from workflows.excavation import EXCAVATION
from workflows.fitness import faults_of
from workflows.main_pipeline import MAIN_PIPELINE
from workflows.private_work import PRIVATE_WORK
from workflows.water_meter import WATER_METER


class UnfitDeclarations(Exception):
    """Declarations that contradict themselves; `faults` has one line for each, naming workflow, phase and place."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(("declarations are unfit:", *self.faults)))


def check_declarations(workflows: Iterable[Workflow]) -> None:
    """Raises UnfitDeclarations with all faults of all workflows; nothing when there are none."""
    faults = [fault for workflow in workflows for fault in faults_of(workflow)]
    if faults:
        raise UnfitDeclarations(faults)


WORKFLOWS: dict[str, Workflow] = {
    declared.key: declared for declared in (CONNECTION, PRIVATE_WORK, WATER_METER, MAIN_PIPELINE, DISCHARGE, EXCAVATION)
}
check_declarations(WORKFLOWS.values())


def workflow(key: str) -> Workflow:
    """The workflow of a key such as `water-meter`. Raises NotThere when there is none."""
    if key not in WORKFLOWS:
        raise NotThere
    return WORKFLOWS[key]
