"""Programs read the figures of their municipality, the overview and mirror of their company, and change who is responsible for a case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from models.local_set import LocalSet, PromptWords, Words
from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, refused, told
from ui.sheets import TYPES
from workflows.casework import deciding, reviewing, ruling


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


WISHES = {"all": {}, "right": {"behind": "right"}, "discharge": {"workflow": "discharge"}, "missed": {"missed": "METER-06"}}
ADDRESS = "METER.application.address"


def test_the_parts_are_taken_out_as_a_file_under_the_same_filters_and_it_is_logged(gate: Gate, programs: dict[str, Program]) -> None:
    town = programs["town"]

    files = {one: town.web.get("/exports/quality", params={"kind": "csv", **wish}) for one, wish in WISHES.items()}

    lines = {name: len(one.text.strip().splitlines()) - 1 for name, one in files.items()}
    assert lines == {"all": 2, "right": 2, "discharge": 0, "missed": 0}
    assert "310000027" in files["all"].text
    book = town.web.get("/exports/quality", params={"kind": "xlsx"})
    assert (book.headers["content-type"], book.content[:2]) == (TYPES["xlsx"], b"PK")
    with gate.seed.database.reading.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM event WHERE kind = 'quality_exported'").scalar() == 5
    refused(town.web.get("/exports/quality", params={"kind": "pdf"}), 422, "bad-input")
    refused(programs["firm"].web.get("/exports/quality"), 403, "not-allowed")


def test_the_words_of_a_requirement_and_what_changing_them_did(gate: Gate, programs: dict[str, Program]) -> None:
    town, place, bokmal = programs["town"], f"/quality/water-meter/{ADDRESS}", {"Accept-Language": "nb"}
    found = told(town.web.get(place, headers=bokmal))

    assert (found["workflow"], found["phase"], found["requirement"]) == ("water-meter", "application", ADDRESS)
    assert found["phases"] == ["application"]
    assert told(town.web.get(place, headers=bokmal, params={"phase": "application"})) == found
    assert (found["what"], found["how_to_fix"]) == (found["standard_what"], found["standard_how_to_fix"])
    assert (found["effect"], found["changes"], len(found["weeks"])) == (None, [], 26)
    assert found["total"]["parts"] == sum(one["parts"] for one in found["weeks"]) > 0

    words = LocalSet(words={ADDRESS: PromptWords(what=Words(nb="Skriv gateadressen."))})
    gate.seed.do("admin", ruling.publish_rules, "water-meter", gate.seed.do("admin", ruling.save_rules, "water-meter", words, 0))
    mended = told(town.web.get(place, headers=bokmal))
    assert (mended["what"], mended["standard_what"]) == ("Skriv gateadressen.", found["what"])
    ((change,),) = [one["changes"] for one in mended["changes"]]
    assert "Skriv gateadressen." in change["new"]
    assert (mended["effect"]["changed_on"], mended["effect"]["days"]) == (mended["changes"][0]["published_on"], 30)
    refused(town.web.get("/quality/water-meter/NONE-99"), 404, "not-there")
    refused(town.web.get("/quality/none/METER-06"), 404, "not-there")
    refused(programs["firm"].web.get(place), 403, "not-allowed")


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
