"""Everything the OpenAPI document allows, and much it does not, thrown at a running portal: no fault of ours, answers as described."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import program
from ui.api.app import build_api
from ui.api.parts import ApiParts

SCHEMA = schemathesis.openapi.from_dict(build_api(ApiParts(*[None] * 5)).openapi())  # type: ignore[arg-type]  # only its shape is asked for
FOUND: list[Any] = list(SCHEMA.get_all_operations())
OPERATIONS = {f"{one.method.upper()} {one.path}": one for one in (found.ok() for found in FOUND)}
load_all_checks()
TRIED = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
         "response_schema_conformance", "unsupported_method", "ignored_auth")  # fmt: skip
"""Not that every request of the right shape succeeds: what may be answered where is the workflows' business, and tried elsewhere."""


@dataclass
class Target:
    """A running portal, a key of its contractor, and what lies in it."""

    gate: Gate
    key: str
    ref: str
    document: str


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with open_gate(tmp_path_factory.mktemp("fuzz")) as gate, program(gate, "contractor") as one:
        ref = gate.seed.draft(with_photo=False)
        yield Target(gate, one.web.headers["Authorization"], ref, gate.seed.photo(ref, "contractor", "photo_old", "a.jpg"))


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["as described", "not as described"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_breaks_the_portal_and_every_answer_is_as_described(target: Target, name: str, mode: GenerationMode) -> None:
    real = {"ref": target.ref, "document": target.document, "key": "water-meter", "action": "message"}
    tried = [CHECKS.get_one(check) for check in TRIED]

    @given(OPERATIONS[name].as_strategy(generation_mode=mode))
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
    def throw(case: Any) -> None:
        for gap in case.path_parameters or {}:
            if len(str(case.path_parameters[gap])) % 2 and gap in real:  # half of them lead somewhere
                case.path_parameters[gap] = real[gap]
        case.call_and_validate(base_url=f"{target.gate.portal.base}/api/v1", headers={"Authorization": target.key}, checks=tried)
        thrown.append(case)

    thrown: list[Any] = []
    with suppress(Unsatisfiable):  # some operations take nothing that could be wrong
        throw()
    assert thrown or mode is GenerationMode.NEGATIVE
