"""The trench sign by the declarations alone: which kinds have one, what it waits for, and that one place never makes up for another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base import Phase
from models.document import FileState
from models.text import verbatim
from tests.builders import Example
from tests.workflows.test_every_workflow import complete
from workflows.facts import FileFacts
from workflows.reading import Reading
from workflows.registry import WORKFLOWS
from workflows.trench import Trench, TrenchItem, trench_of, trench_phase


def sign_of(case: Example, files: dict[str, list[FileFacts]]) -> Trench | None:
    return trench_of(Reading(case.workflow, replace(case.dossier, files={case.phase: files})))


def test_the_kinds_in_which_something_is_buried_have_a_sign_in_their_final_part() -> None:
    signs = {key for key, one in WORKFLOWS.items() if trench_phase(one) == Phase.FINAL}

    assert signs == {"connection", "private-work", "main-pipeline", "excavation"}
    assert {key for key, one in WORKFLOWS.items() if trench_phase(one) is None} == set(WORKFLOWS) - signs


@pytest.mark.parametrize(("surveyed", "wanted"), [(True, {"photo_connection", "photo_valves", "survey_file"}),
                                                  (False, {"photo_connection", "photo_valves", "photo_trench"}),
                                                  (None, {"photo_connection", "photo_valves", "photo_trench"})])  # fmt: skip
def test_a_survey_in_the_open_trench_stands_in_for_the_photo_of_it(surveyed: bool | None, wanted: set[str]) -> None:
    case = _connection()
    survey = {
        key: value for key, value in case.answers[Phase.FINAL]["survey"].items() if key not in ("points", "crs", "open_trench_survey")
    }
    if surveyed is not None:
        survey["open_trench_survey"] = surveyed
    answers = {**case.answers, Phase.FINAL: {**case.answers[Phase.FINAL], "survey": survey}}
    dossier = replace(case.dossier, answers=answers, files={Phase.FINAL: {}})

    sign = trench_of(Reading(case.workflow, dossier))

    assert sign is not None
    assert {one.at for one in sign.items} == wanted
    assert not sign.is_safe


def _connection() -> Example:
    from tests.workflows.test_every_workflow import CASES

    variant = next(variant for name, variant, phase in CASES if name == "connection" and phase == Phase.FINAL)
    return complete("connection", variant, Phase.FINAL)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=5))
def test_it_is_safe_only_when_every_place_has_what_it_wants(places: list[tuple[int, int, int]]) -> None:
    sign = Trench(Phase.FINAL, tuple(TrenchItem(verbatim("a"), "s", "a", *one) for one in places))

    assert sign.is_safe == all(ready >= wanted for wanted, ready, _unsure in places)
    assert 0 <= sign.ready <= sign.wanted
    assert sum(one.lacks for one in sign.items) == sign.wanted - sign.ready


@pytest.mark.parametrize("state", FileState)
def test_only_a_file_that_was_found_good_counts(state: FileState) -> None:
    case = _connection()
    sign = sign_of(case, {"photo_connection": [FileFacts("a.jpg", state=state)]})

    assert sign is not None
    item = next(one for one in sign.items if one.at == "photo_connection")
    assert (item.ready, item.unsure) == ((1, 0) if state == FileState.READY else (0, 1))
