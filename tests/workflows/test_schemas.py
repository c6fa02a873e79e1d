"""Every step of every workflow as JSON Schema: sound, described in three languages, and true of the complete cases."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any, get_args

import pytest
from jsonschema_rs import Draft202012Validator, meta

from models.base import Phase
from tests.workflows.test_every_workflow import CASES, MODULES, complete
from ui.texts import Locale, translate
from workflows.declare import Slot
from workflows.exports import demands, step_schema, workflow_json
from workflows.index import index_of

in_english = partial(translate, locale="en")


@pytest.mark.parametrize(("name", "variant", "phase"), CASES)
def test_complete_answers_fit_the_schemas_of_their_steps(name: str, variant: str, phase: Phase) -> None:
    case = complete(name, variant, phase)
    answers = json.loads(json.dumps(case.answers[phase]))
    for step, given in answers.items():
        schema = step_schema(case.workflow, phase, step, in_english)
        faults = [error.message for error in Draft202012Validator(schema).iter_errors(_as_programs_write(given, schema["properties"]))]
        assert faults == [], step


def _as_programs_write(given: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    """What people type as programs send it: numbers as numbers, lists as lists, phones as they stand, times with a colon."""
    written = {}
    for key, value in given.items():
        schema = properties[key]
        if isinstance(value, list) and value and isinstance(value[0], dict):
            inner = schema["items"].get("anyOf", [schema["items"]])[0]["properties"]
            written[key] = [_as_programs_write(row, inner) for row in value]
        elif value is not None and value != "":
            written[key] = _written(value, schema)
    return written


def _written(value: Any, schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind in ("number", "integer") and isinstance(value, str):
        return float(value.replace(",", ".")) if kind == "number" else int(value)
    if kind == "array" and isinstance(value, str):
        return [one.strip() for one in value.split(",")]
    if kind == "string" and isinstance(value, str) and re.fullmatch(r"\d\d\.\d\d", value):
        return value.replace(".", ":")
    return str(value) if kind == "string" and isinstance(value, int) else value


@pytest.mark.parametrize("name", sorted(MODULES))
@pytest.mark.parametrize("locale", get_args(Locale))
def test_the_whole_declaration_is_json_and_every_schema_is_one(name: str, locale: Locale) -> None:
    workflow = MODULES[name].WORKFLOW

    told = json.loads(json.dumps(workflow_json(workflow, partial(translate, locale=locale))))

    assert [row["id"] for row in told["requirements"]] == [one.id for one in demands(workflow) if not one.officer_only]
    for phase in told["phases"]:
        index = index_of(workflow, Phase(phase["phase"]))
        assert [step["key"] for step in phase["steps"]] == list(index.steps)
        for step in phase["steps"]:
            meta.validate(step["schema"])
            assert set(step["schema"]["properties"]) == {one.key for one in index.steps[step["key"]].parts if not isinstance(one, Slot)}
            assert all(one["title"].strip() for one in step["schema"]["properties"].values())
    assert {slot["key"] for phase in told["phases"] for step in phase["steps"] for slot in step["slots"]} == {
        key for phase in workflow.phases for key in index_of(workflow, phase.phase).slots
    }
