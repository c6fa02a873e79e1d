"""Files: each in its slot, counted, judged once, never reached through somebody else's place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.base import Phase, Status
from models.document import FileState
from models.errors import BadInput, NotThere, Refused, TooLarge
from storage.demo_answers import pickup
from tests.workflows.casework.desk import Desk, received
from workflows.casework import deciding, documents, filling, reviewing, sending
from workflows.casework.documents import Limits, Place, SlotFull
from workflows.casework.drafting import Locked
from workflows.casework.views import PartView, StepView
from workflows.index import index_of
from workflows.water_meter import WATER_METER

OLD = Place(Phase.APPLICATION, "photo_old")
SKETCH = Place(Phase.APPLICATION, "intake_sketch")


def state_at(desk: Desk, ref: str, at: str) -> str:
    """What the ledger says of a slot."""
    return str(next(row.state for row in desk.home(ref).ledger if row.at == at))


def test_a_file_counts_when_it_is_found_good_and_not_before(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)

    file = desk.do("contractor", documents.attach, ref, OLD, received(1))
    while_checking = state_at(desk, ref, "photo_old")
    desk.judge(file)

    assert (file.state, while_checking, state_at(desk, ref, "photo_old")) == (FileState.CHECKING, "missing", "met")


def test_a_refused_file_stays_with_its_reason_and_fills_no_place(desk: Desk) -> None:
    ref = desk.draft(with_photo=False)
    file = desk.do("contractor", documents.attach, ref, OLD, received(1))

    desk.judge(file, FileState.REFUSED, "The file cannot be opened. Save it anew and upload it again.")

    (shown,) = desk.home(ref).documents
    assert shown.refusal is not None
    assert state_at(desk, ref, "photo_old") == "missing"


def test_a_file_is_judged_once(desk: Desk) -> None:
    ref = desk.draft()
    (file,) = desk.home(ref).documents
    version = desk.case(ref).version
    with desk.works(writing=False) as work:
        document = work.documents.get(work.cases.get(desk.actor("contractor").scope, ref).id, file.id)

    desk.judge(document, FileState.REFUSED, "Too late.")

    assert (desk.home(ref).documents[0].state, desk.case(ref).version) == (FileState.READY, version)


def test_a_removed_file_comes_back(desk: Desk) -> None:
    ref = desk.draft()
    (file,) = desk.home(ref).documents

    desk.do("contractor", documents.remove, ref, file.id)
    gone = state_at(desk, ref, "photo_old")
    desk.do("contractor", documents.restore, ref, file.id)

    assert (gone, state_at(desk, ref, "photo_old")) == ("missing", "met")


def test_removing_twice_is_recorded_once(desk: Desk) -> None:
    ref = desk.draft()
    (file,) = desk.home(ref).documents

    for _press in range(2):
        desk.do("contractor", documents.remove, ref, file.id)
    for _press in range(2):
        desk.do("contractor", documents.restore, ref, file.id)

    assert desk.kinds(ref)[-2:] == ["file_removed", "file_restored"]


def test_a_slot_takes_no_more_than_it_says(desk: Desk) -> None:
    ref = desk.draft()
    most = index_of(WATER_METER, Phase.APPLICATION).slots["photo_old"][1].at_most
    for _more in range(most - 1):
        desk.photo(ref, OLD)

    with pytest.raises(SlotFull):
        desk.photo(ref, OLD)


def test_a_full_slot_still_lets_a_file_be_replaced(desk: Desk) -> None:
    ref = desk.draft()
    (old,) = desk.home(ref).documents

    new = desk.photo(ref, OLD, replaces=old.id)

    assert [file.id for file in desk.home(ref).documents] == [new.id]
    assert new.replaces == old.id


def test_a_file_of_another_place_cannot_be_replaced_away(desk: Desk) -> None:
    ref, _asked = desk.asked(reviewing.Wanted(target="meters/intake_sketch", what="Legg ved skisse.", extra_reason="Uklart."))
    (locked,) = desk.home(ref).documents

    with pytest.raises(NotThere):
        desk.photo(ref, SKETCH, replaces=locked.id)

    assert [file.id for file in desk.home(ref).documents] == [locked.id]


@pytest.mark.parametrize(
    "place",
    [
        Place(Phase.APPLICATION, "nowhere"),
        Place(Phase.APPLICATION, "photo_old", "1"),
        Place(Phase.FINAL, "photo_dial"),
        Place(Phase.FINAL, "photo_dial", "9"),
    ],
    ids=str,
)
def test_there_must_be_such_a_place(desk: Desk, place: Place) -> None:
    ref = desk.draft()

    with pytest.raises(BadInput):
        desk.photo(ref, place)


def test_a_later_phase_takes_no_files_yet_and_a_finished_one_none_any_more(desk: Desk) -> None:
    ref = desk.approved()

    with pytest.raises(Locked):
        desk.photo(ref, OLD)


def test_a_case_holds_so_many_files_and_bytes(desk: Desk) -> None:
    ref = desk.draft()
    actor, work = desk.actor("contractor"), desk.works(writing=True)

    for limits in (Limits(files=1), Limits(size=1500)):
        with pytest.raises(TooLarge):
            desk.do("contractor", documents.attach, ref, OLD, received(5), limits=limits)
    with pytest.raises(TooLarge):
        documents.may_attach(ref, OLD, actor=actor, work=work, now=desk.now, limits=Limits(files=1))


def test_a_moved_file_is_looked_at_anew(desk: Desk) -> None:
    ref = desk.draft()
    (file,) = desk.home(ref).documents

    moved = desk.do("contractor", documents.move_to_slot, ref, file.id, SKETCH)

    assert (moved.slot, moved.step, moved.state) == ("intake_sketch", "meters", FileState.CHECKING)


def test_a_file_moved_into_the_row_a_form_shows_first_begins_that_row(desk: Desk) -> None:
    ref = desk.approved()
    desk.later(days=3)
    desk.fill(ref, Phase.WORK, pickup(desk.job))
    desk.handled(ref)
    desk.do("approver", deciding.approve, ref, "Hentet.")
    desk.save(ref, "meters", "meters_final", [], phase=Phase.FINAL)
    file = desk.photo(ref, Place(Phase.FINAL, "other"))

    (first,) = [row.id for row in meters_shown(desk, ref).rows]
    desk.do("contractor", documents.move_to_slot, ref, file.id, Place.of(Phase.FINAL, f"photo_dial@{first}"))

    assert meters_shown(desk, ref).raw == [first]
    assert [one.at for one in desk.home(ref).documents if one.id == file.id] == [f"photo_dial@{first}"]


def meters_shown(desk: Desk, ref: str) -> PartView:
    """The meters of the final documentation, as the form shows them."""
    view: StepView = desk.do("contractor", filling.step_view, ref, Phase.FINAL, "meters")
    return next(part for part in view.parts if part.path == "meters_final")


def test_only_a_clean_file_is_handed_out(desk: Desk) -> None:
    ref = desk.draft()
    (clean,) = desk.home(ref).documents
    checking = desk.do("contractor", documents.attach, ref, OLD, received(7))

    assert desk.do("viewer", documents.document_for_download, ref, clean.id).id == clean.id
    with pytest.raises(NotThere):
        desk.do("contractor", documents.document_for_download, ref, checking.id)


def test_the_municipality_is_handed_no_file_before_it_is_sent(desk: Desk) -> None:
    ref, _asked = desk.asked(reviewing.Wanted(target="meters/intake_sketch", what="Legg ved skisse.", extra_reason="Uklart."))
    new = desk.photo(ref, SKETCH)

    with pytest.raises(NotThere):
        desk.do("officer", documents.document_for_download, ref, new.id)
    desk.do("contractor", sending.resubmit, ref)

    assert desk.case(ref).status == Status.RESUBMITTED
    assert desk.do("officer", documents.document_for_download, ref, new.id).id == new.id


@pytest.mark.parametrize("use_case", [documents.remove, documents.restore], ids=lambda one: one.__name__)
def test_files_are_left_alone_while_the_municipality_has_the_case(desk: Desk, use_case: Callable[..., object]) -> None:
    ref = desk.submitted()
    (file,) = desk.home(ref).documents

    with pytest.raises(Refused):
        desk.do("contractor", use_case, ref, file.id)
