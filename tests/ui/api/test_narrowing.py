"""A board's filters through the API: the query of a saved view finds the same cases in lists, map, calendar, workload and files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.api.program import Program, program, refused
from workflows.casework import reviewing

PLACES = ("/cases", "/map", "/calendar", "/workload", "/exports/cases")
PERIOD = {"first": "2026-01-01", "last": "2027-01-31"}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("narrowing")) as opened:
        yield opened


@pytest.fixture(scope="module")
def refs(gate: Gate) -> dict[str, str]:
    """Two cases the officer has, one of them waiting for answers for too long, one of an approver, and one nobody has taken."""
    seed = gate.seed
    mine, late, theirs, nobodys = seed.in_review(0), seed.in_review(1), seed.in_review(2, "approver"), seed.submitted(3)
    seed.do("officer", reviewing.plan_request, late, reviewing.Wanted(key="METER.application.address", comment="Skriv nummer."))
    seed.do("officer", reviewing.send_requests, late)
    with seed.database.writing.begin() as connection:
        connection.exec_driver_sql("UPDATE \"case\" SET due_on = '2026-02-02' WHERE ref = ?", (late,))
    return {"mine": mine, "late": late, "theirs": theirs, "nobodys": nobodys}


@pytest.fixture(scope="module")
def officer(gate: Gate, refs: dict[str, str]) -> Iterator[Program]:
    with program(gate, "officer") as one:
        yield one


WISHES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "my own": ({"who": "mine"}, {"mine", "late"}),
    "a colleague's": ({"who": "demo-approver"}, {"theirs"}),
    "nobody's": ({"who": "nobody"}, {"nobodys"}),
    "overdue": ({"overdue": "1"}, {"late"}),
    "in a column": ({"column": "waiting"}, {"late"}),
    "of a company": ({"company": "demo-rorlegger"}, {"mine", "late", "theirs", "nobodys"}),
    "of another company": ({"company": "demo-none"}, set()),
    "both": ({"who": "mine", "column": "checking"}, {"mine"}),
}


@pytest.mark.parametrize("name", WISHES)
def test_every_list_is_narrowed_as_the_board_is(officer: Program, refs: dict[str, str], name: str) -> None:
    wish, wanted = WISHES[name]
    refs_of = {number: ref for ref, number in ((one["ref"], one["number"]) for one in officer.get("/cases")["cases"])}

    listed = {one["ref"] for one in officer.get("/cases", **wish)["cases"]}
    placed = officer.get("/map", **wish)
    dated = {one["ref"] for one in officer.get("/calendar", **PERIOD, **wish)["dates"]}
    heavy = sum(one["open"] for one in officer.get("/workload", **wish)["loads"])
    lines = officer.web.get("/exports/cases", params=wish).text.strip().splitlines()[1:]

    expected = {refs[one] for one in wanted}
    assert listed == expected
    assert placed["placed"] + placed["unplaced"] == heavy == len(lines) == len(expected)
    assert {refs_of[line.split(";")[0]] for line in lines} == expected
    assert dated <= expected


def test_the_query_of_a_saved_view_is_carried_out_as_it_is(officer: Program, refs: dict[str, str]) -> None:
    query = "view=table&who=mine&text=strandgata&sort=left&column=waiting&columns=case+address+left"
    kept = officer.post("/views", {"name": "Mine som venter", "query": query}).json()

    for one in officer.get("/views")["views"]:
        assert one["id"] == kept["id"]
        found = officer.web.get(f"/cases?{one['query']}")
        assert [case["ref"] for case in found.json()["cases"]] == [refs["late"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [("who", "a b"), ("company", "'"), ("overdue", "perhaps"), ("column", "hidden"), ("sort", "backwards"), ("who", "x" * 101)],
)
def test_what_is_no_filter_is_refused_by_name(officer: Program, name: str, value: str) -> None:
    refused(officer.web.get("/cases", params={name: value}), 422, "bad-input")


@pytest.mark.parametrize("place", ["/cases", "/calendar"])
@pytest.mark.parametrize("wish", [{"who": "demo-officer"}, {"company": "demo-rorlegger"}, {"overdue": "1"}, {"column": "new"}])
def test_a_companys_key_has_no_board_to_narrow(gate: Gate, place: str, wish: dict[str, str]) -> None:
    with program(gate, "contractor") as firm:
        answer = refused(firm.web.get(place, params={**PERIOD, **wish}), 422, "bad-input")

    assert answer["target"] == next(iter(wish))


def test_a_planned_request_is_changed_before_it_is_sent_and_not_after(gate: Gate, officer: Program) -> None:
    ref = gate.seed.in_review(4)
    planned = {"target": "property/address", "what": "Adressen?", "extra_reason": "Usikker.", "comment": "Se skiltet."}
    request = officer.act(ref, "plan_request", **planned)["result"]["id"]

    changed = {"target": "property/address", "what": "Skriv riktig adresse.", "extra_reason": "Skiltet viser noe annet."}
    officer.act(ref, "edit_request", request=request, **changed)

    (one,) = officer.get(f"/cases/{ref}/requests")["requests"]
    assert (one["id"], one["state"], one["what"], one["comment"]) == (request, "planned", changed["what"], ""), "it is said whole"
    refused(officer.try_to(ref, "edit_request", request="none", **changed), 404, "not-there")
    refused(officer.try_to(ref, "edit_request", **changed), 422, "bad-input")
    officer.act(ref, "send_requests")
    refused(officer.try_to(ref, "edit_request", request=request, **changed), 409, "refused")
    with program(gate, "contractor") as firm:
        refused(firm.try_to(ref, "edit_request", request=request, **changed), 403, "not-allowed")
