"""Programs read the figures of their municipality, the overview and mirror of their company, and change who is responsible for a case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, refused, told
from workflows.casework import deciding, reviewing


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("quality")) as opened:
        for place in range(2):
            opened.seed.do("approver", deciding.approve, opened.seed.in_review(place), "I orden.")
        ref = opened.seed.in_review(2)
        opened.seed.do("officer", reviewing.plan_request, ref, reviewing.Wanted(key="METER.application.address", comment="Skriv nummer."))
        opened.seed.do("officer", reviewing.send_requests, ref)
        yield opened


@pytest.fixture(scope="module")
def programs(gate: Gate) -> Iterator[dict[str, Program]]:
    with program(gate, "admin") as town, program(gate, "contractor") as firm, program(gate, "contractor2") as other:
        yield {"town": town, "firm": firm, "other": other}


def test_figures_and_the_parts_behind_them(programs: dict[str, Program]) -> None:
    town = programs["town"]
    figures = town.get("/quality")

    assert (figures["total"]["parts"], figures["total"]["right_first"], figures["total"]["right_first_share"]) == (2, 2, 1.0)
    assert [(one["number"], one["parts"]) for one in figures["companies"]] == [("310000027", 2)]
    assert town.get("/quality", workflow="discharge")["total"]["right_first_share"] is None
    page = town.get("/quality/parts", behind="right", limit=1)
    assert len(page["parts"]) == 1
    assert len(town.get("/quality/parts", behind="right", after=page["next"])["parts"]) == 1
    refused(town.web.get("/quality", params={"since": "soon"}), 422, "bad-input")
    refused(programs["firm"].web.get("/quality"), 403, "not-allowed")


def test_a_company_sees_its_overview_and_nobody_elses(programs: dict[str, Program]) -> None:
    mine, theirs = programs["firm"].get("/overview"), programs["other"].get("/overview")

    assert [one["status"] for one in mine["do"]["cases"]] == ["paused", "draft", "draft"]
    assert {one["responsible"] for one in mine["do"]["cases"]} == {"demo-contractor"}
    assert [(one["workflow"], one["own"]["parts"]) for one in mine["mirror"]] == [("water-meter", 2)]
    assert theirs["do"]["cases"] == theirs["mirror"] == theirs["costs"] == []
    refused(programs["town"].web.get("/overview"), 403, "not-allowed")


def test_a_colleague_is_made_responsible_once_whatever_the_line_does(gate: Gate, programs: dict[str, Program]) -> None:
    ref, firm = gate.seed.submitted(3), programs["firm"]
    first = firm.post(f"/cases/{ref}/responsible", {"person": "demo-applicant"}, key="one")
    again = firm.post(f"/cases/{ref}/responsible", {"person": "demo-applicant"}, key="one")

    assert told(first) == told(again)
    assert told(first)["person"] == "demo-applicant"
    assert again.headers["Idempotent-Replayed"] == "true"
    refused(firm.post(f"/cases/{ref}/responsible", {"person": "demo-officer"}), 422, "bad-input")
    refused(programs["other"].post(f"/cases/{ref}/responsible", {"person": "demo-contractor2"}), 404, "not-there")
