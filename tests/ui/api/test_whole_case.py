"""A case of two meters led from an empty draft to its closing by three programs that know nothing but the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from storage.demo_cases import FINAL_PHOTOS
from tests.browser.seeding import picture
from tests.faults.visitors import Gate, open_gate
from tests.ui.api.jobs import TODAY, fetched, mounted, order, sketch
from tests.ui.api.program import Program, program, refused, told

SKETCH = "METER.application.intake_sketch"


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    with open_gate(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture(scope="module")
def contractor(gate: Gate) -> Iterator[Program]:
    with program(gate, "contractor") as one:
        yield one


@pytest.fixture(scope="module")
def officer(gate: Gate) -> Iterator[Program]:
    with program(gate, "officer") as one:
        yield one


@pytest.fixture(scope="module")
def approver(gate: Gate) -> Iterator[Program]:
    with program(gate, "approver") as one:
        yield one


def test_a_case_is_led_from_an_empty_draft_to_its_closing_by_the_api_alone(
    contractor: Program, officer: Program, approver: Program
) -> None:
    ref = contractor.start({})
    assert len(contractor.lacking(ref)) > 15

    _order_without_the_sketch(contractor, ref)
    _send_the_sketch(contractor, ref)
    _ask_for_corrections(officer, contractor, ref)
    _correct_one_and_dispute_the_other(contractor, ref)
    _accept_and_approve(officer, approver, ref)
    _report_the_pickup(contractor, officer, approver, ref)
    _report_the_mounting(contractor, officer, approver, ref)

    case = contractor.get(f"/cases/{ref}")
    assert (case["status"], case["phase"], case["ball"], case["lacking"]) == ("completed", "final", "nobody", 0)
    assert [one for one in case["actions"] if one["allowed"]] == [{"action": "message", "allowed": True, "why_not": None}]
    _the_log_is_whole(contractor, officer, ref)
    _what_was_chosen_is_found_by_the_words_people_see(contractor, officer, ref)


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_but_told(gate: Gate, contractor: Program) -> None:
    ref = contractor.start({"property": {"address": "Storgata 14"}})
    seen = contractor.get(f"/cases/{ref}")["versions"]["property/address"]
    with program(gate, "applicant") as colleague:
        colleague.save(ref, {"property": {"address": "Storgata 14 A"}})

    late = {"property": {"address": "Storgata 14 B"}, "responsible": {"reference": "J-1"}}
    saved = contractor.save(ref, late, versions={"property/address": seen})

    (conflict,) = saved["conflicts"]
    assert (conflict["step"], conflict["field"], conflict["value"], conflict["by"]) == ("property", "address", "Storgata 14 A", "Jonas Lie")
    kept = contractor.get(f"/cases/{ref}")["answers"]["application"]
    assert (kept["property"]["address"], kept["responsible"]["reference"]) == ("Storgata 14 A", "J-1")
    again = contractor.save(ref, {"property": {"address": "Storgata 14 B"}}, versions={"property/address": conflict["version"]})
    assert (again["conflicts"], again["versions"]) == ([], {"property/address": conflict["version"] + 1})


def test_a_case_tells_its_places_as_geojson_with_their_system(contractor: Program) -> None:
    ref = contractor.start({"property": {"location": "UTM 32 6928000,5 355000,25"}})

    case = contractor.get(f"/cases/{ref}")

    assert case["answers"]["application"]["property"]["location"] == "UTM 32 6928000,5 355000,25"
    place = case["places"]["application"]["property/location"]
    assert (place["type"], place["system"], place["points"]) == ("Point", "25832", [[6928000.5, 355000.25]])
    assert [round(one, 3) for one in place["coordinates"]] == [6.189, 62.455]


def test_nothing_is_sent_or_decided_on_an_old_look_at_the_case(
    gate: Gate, contractor: Program, officer: Program, approver: Program
) -> None:
    ref = contractor.start(order())
    contractor.upload(ref, "intake_sketch", sketch(), "skisse.pdf")
    seen = contractor.get(f"/cases/{ref}")["version"]
    with program(gate, "applicant") as colleague:
        colleague.save(ref, {"responsible": {"reference": "J-2"}})
    problem = refused(contractor.try_to(ref, "submit", seen_version=seen), 409, "moved-on")
    assert "Jonas Lie changed the case" in problem["detail"]
    assert contractor.get(f"/cases/{ref}")["status"] == "draft"
    contractor.act(ref, "submit", seen_version=contractor.get(f"/cases/{ref}")["version"])

    officer.act(ref, "begin_review")
    seen = approver.get(f"/cases/{ref}")["version"]
    officer.act(ref, "note", body="Vent litt.")
    officer.act(ref, "release")
    refused(approver.try_to(ref, "approve", reason="I orden.", seen_version=seen), 409, "moved-on")
    assert approver.get(f"/cases/{ref}")["phase"] == "application"
    approver.act(ref, "approve", reason="I orden.", seen_version=approver.get(f"/cases/{ref}")["version"])


def test_a_check_may_be_of_a_later_phase_and_another_day_by_either_side(contractor: Program, officer: Program) -> None:
    asked = {"municipality": "9999", "phase": "work", "answers": fetched(), "earlier": {"application": order()}, "today": str(TODAY)}
    rows, seen = (told(one.post("/workflows/water-meter/check", asked))["rows"] for one in (contractor, officer))
    assert {row["phase"] for row in rows} == {row["phase"] for row in seen} == {"work"}

    before = told(contractor.post("/workflows/water-meter/check", {**asked, "today": "2020-01-01"}))["rows"]
    assert [row["key"] for row in before] == [row["key"] for row in rows]
    assert [row["state"] for row in before] != [row["state"] for row in rows], "the meter was fetched after that day"
    refused(contractor.post("/workflows/water-meter/check", {**asked, "municipality": "0001"}), 404, "not-there")


def test_a_program_finds_the_people_of_its_own_tenant_and_nobody_else(contractor: Program, officer: Program) -> None:
    ours, theirs = (one.get("/people")["people"] for one in (contractor, officer))

    assert [(one["name"], one["role"], one["is_you"]) for one in ours] == [
        ("Jonas Lie", "applicant", False),
        ("Kari Nilsen", "company_admin", True),
        ("Mona Berg", "viewer", False),
    ]
    assert [one["name"] for one in theirs] == ["Geir Moen", "Ingrid Solberg", "Liv Strand", "Tor Haugen"]


def _order_without_the_sketch(contractor: Program, ref: str) -> None:
    """Received, which stops the clock on time, and paused at once with the list of what lacks."""
    checked = told(contractor.post("/workflows/water-meter/check", {"municipality": "9999", "phase": "application", "answers": order()}))
    contractor.save(ref, order())
    contractor.upload(ref, "photo_old", picture("gammel måler"))
    assert contractor.lacking(ref) == [(SKETCH, "intake_sketch")]
    assert [row["id"] for row in checked["rows"] if row["state"] == "missing"] == ["METER.application.photo_old", SKETCH]

    done = contractor.act(ref, "submit")
    case = contractor.get(f"/cases/{ref}")
    assert (done["status"], case["status"], case["ball"], case["open_requests"]) == ("paused", "paused", "contractor", 1)
    assert [one["id"] for one in done["result"]["lacking"]] == [SKETCH]
    assert (done["result"]["number"], done["version"]) == (case["number"], case["version"])
    assert case["submitted_at"]


def _send_the_sketch(contractor: Program, ref: str) -> None:
    (asked,) = contractor.get(f"/cases/{ref}/requests")["requests"]
    assert (asked["target"], asked["requirement"], asked["automatic"], asked["is_ready"]) == ("meters/intake_sketch", SKETCH, True, False)
    assert asked["source"].startswith("Assumed: no published source was found.")
    norwegian = contractor.web.get(f"/cases/{ref}/requests", headers={"Accept-Language": "nn"}).json()["requests"][0]
    assert norwegian["source"].startswith("Føresett")
    assert "Nothing has changed" in refused(contractor.try_to(ref, "resubmit"), 409, "refused")["detail"]

    contractor.upload(ref, "intake_sketch", sketch(), "skisse.pdf")
    assert contractor.get(f"/cases/{ref}/requests")["requests"][0]["is_ready"]
    done = contractor.act(ref, "resubmit")
    assert (done["status"], done["result"]["lacking"], done["result"]["sending"]) == ("resubmitted", [], 2)


def _ask_for_corrections(officer: Program, contractor: Program, ref: str) -> None:
    """Two are planned and a third is thought better of; the contractor sees none until both are sent together."""
    officer.act(ref, "take")
    officer.act(ref, "begin_review")
    officer.act(ref, "plan_request", target="job/description", what="Hva slags bygg?", extra_reason="Teksten er kort.")
    officer.act(ref, "plan_request", target="parties/owner_phone", what="Er dette riktig?", extra_reason="Nummeret svarer ikke.")
    third = officer.act(ref, "plan_request", target="property/address", what="Adressen?", extra_reason="Usikker.")["result"]["id"]
    officer.act(ref, "delete_request", request=third)
    assert Counter(one["state"] for one in officer.get(f"/cases/{ref}/requests")["requests"]) == {"answered": 1, "planned": 2}
    assert [one["state"] for one in contractor.get(f"/cases/{ref}/requests")["requests"]] == ["answered"]

    done = officer.act(ref, "send_requests")
    assert (done["status"], officer.get(f"/cases/{ref}")["open_requests"]) == ("paused", 3)


def _correct_one_and_dispute_the_other(contractor: Program, ref: str) -> None:
    asked = {one["target"]: one["id"] for one in contractor.get(f"/cases/{ref}/requests")["requests"] if one["state"] == "sent"}
    assert set(asked) == {"job/description", "parties/owner_phone"}
    locked = contractor.web.patch(f"/cases/{ref}/answers", json={"answers": {"building": {"units_served": 9}}})
    assert refused(locked, 409, "refused")["target"] == "building/units_served"

    contractor.save(ref, {"job": {"description": "Bytte av to målere i enebolig med bod."}})
    contractor.act(ref, "answer_request", request=asked["parties/owner_phone"], kind="disputed", sentence="Eieren svarer på kveldstid.")
    contractor.act(ref, "answer_request", request=asked["job/description"], kind="corrected", sentence="Utdypet.")
    assert contractor.act(ref, "resubmit")["result"]["sending"] == 3


def _accept_and_approve(officer: Program, approver: Program, ref: str) -> None:
    officer.act(ref, "begin_review")
    answered = {one["target"]: one for one in officer.get(f"/cases/{ref}/requests")["requests"] if one["state"] == "answered"}
    assert answered["parties/owner_phone"]["answer"] == "Eieren svarer på kveldstid."
    assert "3 correction requests are open" in refused(approver.try_to(ref, "approve", reason="I orden."), 409, "refused")["detail"]
    for one in answered.values():
        officer.act(ref, "accept_answer", request=one["id"])

    done = approver.act(ref, "approve", reason="I orden.", conditions=["Stoppekran merkes."])
    assert (done["phase"], done["status"]) == ("work", "draft")


def _report_the_pickup(contractor: Program, officer: Program, approver: Program, ref: str) -> None:
    """The next phase opened filled with what the order told."""
    assert len(contractor.get(f"/cases/{ref}")["answers"]["work"]["pickup"]["meters_picked"]) == 2
    contractor.save(ref, fetched(), phase="work")
    assert contractor.lacking(ref) == []
    assert contractor.act(ref, "submit")["status"] == "submitted"
    officer.act(ref, "begin_review")
    assert approver.act(ref, "approve", reason="Hentet.")["phase"] == "final"


def _report_the_mounting(contractor: Program, officer: Program, approver: Program, ref: str) -> None:
    contractor.save(ref, mounted(), phase="final")
    for row in ("1", "2"):
        for slot in FINAL_PHOTOS:
            contractor.upload(ref, slot, picture(f"{slot} {row}"), phase="final", row=row)
    assert contractor.lacking(ref) == []
    assert contractor.act(ref, "submit")["status"] == "submitted"
    officer.act(ref, "begin_review")
    assert approver.act(ref, "approve", reason="Ferdig.")["status"] == "completed"


def _the_log_is_whole(contractor: Program, officer: Program, ref: str) -> None:
    """What each side did is told to both in one order, with one hash each; drafts and desks stay with those they belong to."""
    ours, theirs = (one.get(f"/cases/{ref}/events")["events"] for one in (contractor, officer))
    seqs = {one["seq"] for one in ours} | {one["seq"] for one in theirs}
    assert sorted(seqs) == list(range(min(seqs), min(seqs) + len(seqs)))
    shared = [one["kind"] for one in theirs if one["seq"] in {each["seq"] for each in ours}]
    assert [kind for kind in shared if kind in {"submitted", "paused", "resubmitted", "approved", "phase_opened", "completed"}] == [
        "submitted", "paused", "resubmitted", "paused", "resubmitted",
        "approved", "phase_opened", "submitted", "approved", "phase_opened", "submitted", "approved", "completed",
    ]  # fmt: skip
    assert len({one["hash"] for one in theirs}) == len(theirs)
    assert "answered" not in {one["kind"] for one in theirs}
    assert not {"taken", "request_planned", "answer_accepted"} & {one["kind"] for one in ours}


def _what_was_chosen_is_found_by_the_words_people_see(contractor: Program, officer: Program, ref: str) -> None:
    for words in ("hovedmåler", "hovudmålar", "main meter"):
        for who in (contractor, officer):
            assert ref in {one["ref"] for one in who.get("/cases", q=words)["cases"]}, words
