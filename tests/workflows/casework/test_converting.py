"""A draft of the wrong kind becomes one of the right kind, on both engines: what is shared stays, the rest is named and kept in the log."""

from __future__ import annotations

import pytest

from models.base import Phase, Status
from models.document import FileState
from models.errors import BadInput, MovedOn, NotAllowed, NotThere, Refused
from storage.database import Database
from storage.demo import furnish
from storage.log import verify
from tests.engines import database, postgresql, sqlite_url
from tests.workflows.casework.desk import Desk
from tests.workflows.other_kind import PIPES
from workflows.casework import converting, drafting, sending
from workflows.casework.documents import Place
from workflows.casework.drafting import AnswerChange
from workflows.registry import WORKFLOWS

__all__ = ["database", "postgresql", "sqlite_url"]


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal knows a second kind of case."""
    monkeypatch.setitem(WORKFLOWS, PIPES.key, PIPES)


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people on either engine."""
    furnish(database)
    return Desk(database)


def answers(desk: Desk, ref: str) -> dict[str, object]:
    """step/path -> raw of the application."""
    return {f"{one.step}/{path}": entry["raw"] for one in desk.read(ref, "answers") for path, entry in one.answers.items()}


def test_shared_answers_stay_under_their_new_steps_and_the_case_keeps_its_number(desk: Desk) -> None:
    ref = desk.draft()
    before, number = answers(desk, ref), desk.case(ref).number

    desk.do("contractor", converting.convert, ref, "pipes")

    case, after = desk.case(ref), answers(desk, ref)
    assert (case.number, case.workflow, case.workflow_version, case.status) == (number, "pipes", 3, Status.DRAFT)
    same = [path for path in before if path.split("/")[0] in ("property", "parties", "responsible")]
    assert len(same) > 10
    assert {path: after[path] for path in same} == {path: before[path] for path in same}
    assert after["work/description"] == before["job/description"]
    assert (after["work/meters"], after["work/meters/1/place_room"]) == (before["meters/meters"], before["meters/meters/1/place_room"])
    assert not [path for path in after if path.split("/")[0] in ("job", "building", "meters")]
    assert case.property_key == "101/27/0/0"


def test_an_answer_under_the_same_key_that_means_something_else_stays_behind(desk: Desk) -> None:
    ref = desk.draft()
    desk.save(ref, "job", "kind", "new")

    shown = desk.do("contractor", converting.conversion_view, ref, "pipes")
    desk.do("contractor", converting.convert, ref, "pipes")

    assert ("What is to be done?", "New meter") in [(str(one.label), str(one.value)) for one in shown.left]
    assert "work/kind" not in answers(desk, ref)


def test_what_will_not_come_along_is_told_before_and_kept_in_the_log_after(desk: Desk) -> None:
    ref = desk.draft()

    shown = desk.do("contractor", converting.conversion_view, ref, "pipes")
    assert answers(desk, ref)["job/kind"] == "replace"
    desk.do("contractor", converting.convert, ref, "pipes", seen_version=shown.version)

    event = desk.read(ref, "events")[-1]
    assert (event.kind, event.data["from"], event.data["to"]) == ("converted", "water-meter", "pipes")
    assert event.detail["left"]["job/kind"] == "replace"
    assert event.detail["left"]["building/connected_to"] == ["water", "wastewater"]
    assert len(event.detail["left"]) == len(shown.left)
    told = {str(one.label): str(one.value) for one in shown.left}
    assert told["What is to be done?"] == "Replace a meter"
    assert "Water, Wastewater" in told.values()
    assert shown.answers == sum(not isinstance(raw, list) and raw not in ("", None) for raw in answers(desk, ref).values())
    with desk.database.reading.connect() as connection:
        assert verify(connection, f"case:{desk.case(ref).id}") is None


def test_files_in_slots_of_the_same_key_follow_to_their_new_step_and_others_are_taken_out(desk: Desk) -> None:
    ref = desk.draft()
    desk.photo(ref, Place(Phase.APPLICATION, "intake_sketch"), name="skisse.jpg")

    shown = desk.do("contractor", converting.conversion_view, ref, "pipes")
    desk.do("contractor", converting.convert, ref, "pipes")

    with desk.works(writing=False) as work:
        case = work.cases.get(desk.actor("contractor").scope, ref)
        files = {one.slot: one for one in work.documents.of_case(case.id)}
    assert (shown.files, list(shown.left_files)) == (1, ["skisse.jpg"])
    assert (files["photo_old"].step, files["photo_old"].state, files["photo_old"].removed_at) == ("work", FileState.READY, None)
    assert files["intake_sketch"].removed_by == "demo-contractor"


def test_the_draft_is_judged_and_filled_in_as_its_new_kind(desk: Desk) -> None:
    ref = desk.draft()
    desk.do("contractor", converting.convert, ref, "pipes")

    lacking = {row.id for row in desk.home(ref).ledger.blocking + desk.home(ref).ledger.needed}
    desk.save(ref, "work", "kind", "plug")

    assert "PIPE.application.kind" in lacking
    assert not any(one.startswith("METER") for one in lacking)
    assert desk.home(ref).timeline[0].kind == "converted"
    assert answers(desk, ref)["work/kind"] == "plug"


def test_converting_back_finds_the_shared_answers_again(desk: Desk) -> None:
    ref = desk.draft()
    before = answers(desk, ref)
    desk.do("contractor", converting.convert, ref, "pipes")
    desk.do("contractor", converting.convert, ref, "water-meter")

    after = answers(desk, ref)
    assert after.items() <= before.items()
    assert after["job/description"] == before["job/description"]


def test_a_reason_for_a_requirement_that_is_gone_goes_with_it(desk: Desk) -> None:
    ref = desk.draft(without=("connected_to", "owner_name"))
    desk.do("contractor", drafting.waive, ref, "METER.application.connected_to", "Ukjent.")

    desk.do("contractor", converting.convert, ref, "pipes")

    assert list(desk.read(ref, "waivers")) == []


def test_the_other_kinds_are_those_the_municipality_takes(desk: Desk) -> None:
    ref = desk.draft()

    assert [one.key for one in desk.do("contractor", converting.other_kinds, ref)] == [key for key in WORKFLOWS if key != "water-meter"]


def test_what_was_sent_keeps_its_kind(desk: Desk) -> None:
    ref = desk.submitted()

    with pytest.raises(Refused):
        desk.do("contractor", converting.convert, ref, "pipes")
    approved = desk.approved()
    assert (desk.case(approved).phase, desk.case(approved).status) == (Phase.WORK, Status.DRAFT)
    with pytest.raises(Refused):
        desk.do("contractor", converting.convert, approved, "pipes")


def test_a_colleagues_change_since_the_list_was_shown_stops_it(desk: Desk) -> None:
    ref = desk.draft()
    shown = desk.do("contractor", converting.conversion_view, ref, "pipes")
    desk.do("applicant", drafting.save_answers, ref, [AnswerChange(Phase.APPLICATION, "job", "description", "Ny tekst.")])

    with pytest.raises(MovedOn):
        desk.do("contractor", converting.convert, ref, "pipes", seen_version=shown.version)
    assert desk.case(ref).workflow == "water-meter"


def test_its_own_kind_an_unknown_one_and_a_viewer_are_refused(desk: Desk) -> None:
    ref = desk.draft()

    with pytest.raises(BadInput):
        desk.do("contractor", converting.convert, ref, "water-meter")
    with pytest.raises(NotThere):
        desk.do("contractor", converting.convert, ref, "nothing")
    with pytest.raises(NotAllowed):
        desk.do("viewer", converting.convert, ref, "pipes")


def test_the_new_kind_can_be_sent(desk: Desk) -> None:
    ref = desk.draft()
    desk.do("contractor", converting.convert, ref, "pipes")
    desk.save(ref, "work", "kind", "new")
    desk.save(ref, "work", "digging", False)
    desk.save(ref, "declaration", "declaration", True)

    receipt = desk.do("contractor", sending.submit, ref)

    assert desk.case(ref).status in (Status.SUBMITTED, Status.PAUSED)
    assert receipt.ref == ref
