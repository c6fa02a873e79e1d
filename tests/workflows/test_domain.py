"""The declarations against the domain files, both ways: ids, phases, levels, prompts, marks of what is assumed, and every key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.base import Phase
from tests.workflows.domain import Check, checks, domain, domain_is_there, keys, prefixes
from tests.workflows.domain_differences import ELSEWHERE, NOT_JUDGED, OUR_OWN_LIMITS, OURS, SHARED
from tests.workflows.test_every_workflow import MODULES
from ui.texts import translate
from workflows.declare import Workflow
from workflows.exports import Demand, demands
from workflows.index import index_of
from workflows.registry import WORKFLOWS
from workflows.staff_side import with_staff_steps

__all__ = ["domain"]
NAMES = sorted(MODULES)


def workflow_of(name: str) -> Workflow:
    found: Workflow = MODULES[name].WORKFLOW
    return found


def numbered(workflow: Workflow, prefix: str) -> list[Demand]:
    return [one for one in demands(workflow) if one.id.startswith(f"{prefix}-")]


def of(prefix: str) -> dict[str, Check]:
    return {one.id: one for one in checks() if one.id.startswith(f"{prefix}-")}


def told(one: Demand) -> tuple[object, ...]:
    """Level and prompts as the tables write them."""
    return (one.level, *(f"{translate(one.what, language)} → {translate(one.how_to_fix, language)}" for language in ("en", "nb")))


def test_examples_stand_for_exactly_the_registered_workflows() -> None:
    assert {workflow_of(name).key for name in NAMES} == set(WORKFLOWS)


def test_every_workflow_of_the_domain_is_registered(domain: Path) -> None:
    there = {one.prefix for one in WORKFLOWS.values()}

    assert set(prefixes()) == there


def test_every_row_of_the_tables_is_read(domain: Path) -> None:
    lines = [line for path in domain.glob("*.md") for line in path.read_text(encoding="utf-8").splitlines()]
    written = [line for line in lines if re.match(rf"\| (?:COM|{'|'.join(prefixes())})-", line)]

    assert len(checks()) == len(written) > 150


@pytest.mark.parametrize("name", NAMES)
def test_ids_phases_levels_and_prompts_are_those_of_the_domain_files(domain: Path, name: str) -> None:
    workflow = workflow_of(name)
    wanted, declared = of(workflow.prefix), numbered(workflow, workflow.prefix)

    assert {one.id: told(one) for one in declared} == {id_: (one.level, one.en, one.nb) for id_, one in wanted.items()}
    assert {id_: {one.phase for one in declared if one.id == id_} for id_ in wanted} == {id_: one.phases for id_, one in wanted.items()}


@pytest.mark.parametrize("name", NAMES)
def test_shared_checks_say_what_the_domain_says_in_the_phases_it_says(domain: Path, name: str) -> None:
    workflow, wanted = workflow_of(name), of("COM")
    declared = numbered(workflow, "COM")
    excused = {(phase, id_) for prefix, phase, id_ in NOT_JUDGED if prefix == workflow.prefix}
    demanded = {(phase.phase, id_) for phase in workflow.phases for id_, one in wanted.items() if phase.phase in one.phases}

    assert {one.id: told(one) for one in declared}.items() <= {id_: (one.level, one.en, one.nb) for id_, one in wanted.items()}.items()
    assert {(one.phase, one.id) for one in declared} == demanded - excused
    assert excused - demanded == set()


@pytest.mark.parametrize("name", NAMES)
def test_what_the_domain_assumes_is_marked_and_nothing_else(domain: Path, name: str) -> None:
    wanted = {one.id: one.assumed for one in checks()}
    marked = {one.id: one.source.assumed for one in demands(workflow_of(name)) if one.id in wanted}

    assert {id_ for id_, is_assumed in marked.items() if is_assumed != wanted[id_]} == OUR_OWN_LIMITS & marked.keys()


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("name", NAMES)
def test_every_key_of_the_domain_is_declared_in_its_phase_and_ours_are_named(domain: Path, name: str, phase: Phase) -> None:
    workflow = workflow_of(name)
    index = index_of(with_staff_steps(workflow), phase)
    columns = {one.key for _step, group in index.groups.values() for one in group.row.columns}
    declared, written = set(index.parts) | columns, set(keys(workflow.prefix)[phase])
    elsewhere = ELSEWHERE.get((workflow.prefix, phase), set())

    assert written - declared == elsewhere
    assert declared - written - SHARED == OURS.get((workflow.prefix, phase), set())


def test_without_the_files_a_stranger_is_let_off_and_we_are_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tests.workflows.domain.DOMAIN", tmp_path / "none")
    monkeypatch.delenv("PORTAL_TEST_DOMAIN_DIR", raising=False)
    monkeypatch.delenv("CI", raising=False)
    assert not domain_is_there()

    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no domain files"):
        domain_is_there()
