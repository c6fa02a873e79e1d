"""Files in a slot of the municipality's own: kept while it means the same, confirmed when it does not, history when it is gone."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Level, Phase, State
from models.document import Document, FileKind, FileState
from models.errors import BadInput, NotAllowed
from models.local_set import LocalSet
from storage.database import Database
from storage.demo import furnish
from tests.engines import database, postgresql, sqlite_url
from tests.workflows.casework.desk import KEY, Desk, received
from tests.workflows.casework.test_statements import ask, does, expert
from workflows.casework import answering, asking, converting, documents, drafting, overview, reviewing, ruling, sending, stating, viewing
from workflows.casework.documents import Place
from workflows.casework.filling import step_view
from workflows.ledger import LedgerRow

__all__ = ["database", "postgresql", "sqlite_url"]
MAP: dict[str, Any] = {
    "key": "own_kart", "phase": "application", "step": "meters", "label": {"nb": "Kart"}, "help": {"nb": "Målestokk 1:1000."},
    "level": "needed_for_decision", "accepts": ["image"],
}  # fmt: skip
RENAMED = {**MAP, "label": {"nb": "Kart over kummen"}}
PLACE = Place(Phase.APPLICATION, "own_kart")


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people on either engine."""
    furnish(database)
    return Desk(database)


def publish(desk: Desk, *slots: dict[str, Any], by: str = "admin", **content: Any) -> None:
    """Write and publish rules with these slots, a minute after what was done before."""
    desk.later(minutes=1)
    revision = desk.do(by, ruling.rules_view, KEY).revision
    revision = desk.do(by, ruling.save_rules, KEY, LocalSet.model_validate({"slots": slots, **content}), revision)
    desk.do(by, ruling.publish_rules, KEY, revision)
    desk.later(minutes=1)


def begun(desk: Desk, **slot: Any) -> str:
    """A draft with one file in the slot of the first rules."""
    publish(desk, {**MAP, **slot})
    ref = desk.draft()
    desk.photo(ref, PLACE, name="kart.jpg")
    return ref


def row(desk: Desk, ref: str) -> LedgerRow | None:
    return next((one for one in desk.home(ref).ledger if one.at == "own_kart"), None)


def state(desk: Desk, ref: str) -> State | None:
    found = row(desk, ref)
    return found.state if found else None


def part(desk: Desk, ref: str, step: str = "meters") -> Any:
    return next(one for one in desk.do("contractor", step_view, ref, Phase.APPLICATION, step).parts if one.path == "own_kart")


def kept(desk: Desk, ref: str, slot: str = "own_kart") -> list[Document]:
    """The rows of a slot as the database has them."""
    with desk.works(writing=False) as work:
        case = work.cases.get(desk.actor("contractor").scope, ref)
        return [one for one in work.documents.of_case(case.id) if one.slot == slot]


@pytest.mark.parametrize(
    "change", [{"label": {"nb": "Situasjonskart"}}, {"help": {"nb": "Målestokk 1:500."}}, {"accepts": ["image", "pdf"]}]
)
def test_files_must_be_confirmed_when_title_words_of_help_or_kinds_of_file_change(desk: Desk, change: dict[str, Any]) -> None:
    ref = begun(desk)
    publish(desk, {**MAP, **change})

    found = row(desk, ref)

    assert found is not None
    assert (found.state, found.level, found.step, found.kind) == (State.DOUBTFUL, Level.BLOCKS_SENDING, "meters", "slot")
    assert part(desk, ref).must_confirm
    with pytest.raises(sending.Blocked) as stopped:
        desk.do("contractor", sending.submit, ref)
    assert [one.at for one in stopped.value.rows] == ["own_kart"]


@pytest.mark.parametrize("change", [{"level": None}, {"level": "blocks_sending"}, {"at_most": 9}, {}])
def test_files_are_kept_while_the_slot_means_the_same(desk: Desk, change: dict[str, Any]) -> None:
    ref = begun(desk)
    publish(desk, {**MAP, **change}, contact={"name": "Kari"})

    assert not part(desk, ref).must_confirm
    assert state(desk, ref) in (State.MET, None)


def test_what_is_optional_must_be_confirmed_too(desk: Desk) -> None:
    ref = begun(desk, level=None)
    assert row(desk, ref) is None
    publish(desk, {**RENAMED, "level": None})

    assert state(desk, ref) == State.DOUBTFUL


def test_one_press_confirms_stands_in_the_log_and_holds_until_the_meaning_changes_again(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, RENAMED)
    version = desk.case(ref).version

    files = desk.do("contractor", documents.confirm_files, ref, "own_kart")

    assert [one.name for one in files] == ["kart.jpg"]
    assert not part(desk, ref).must_confirm
    assert state(desk, ref) == State.MET
    told = desk.read(ref, "events")[-1]
    assert (told.kind, told.data["slot"], told.data["documents"]) == ("files_confirmed", "own_kart", [files[0].id])
    assert (desk.case(ref).version, desk.case(ref).rules_version) == (version + 1, 2)
    assert desk.home(ref).head.new_rules == ()
    publish(desk, RENAMED, contact={"name": "Kari"})
    assert state(desk, ref) == State.MET
    publish(desk, MAP)
    assert state(desk, ref) == State.DOUBTFUL
    desk.do("contractor", documents.confirm_files, ref, "own_kart")
    desk.do("contractor", sending.submit, ref)
    assert desk.case(ref).rules_version == 4


def test_confirming_what_needs_none_changes_nothing_and_an_unknown_slot_is_told(desk: Desk) -> None:
    ref = begun(desk)
    before = desk.kinds(ref)

    assert desk.do("contractor", documents.confirm_files, ref, "own_kart") == ()
    assert desk.do("contractor", documents.confirm_files, ref, "photo_old") == ()
    with pytest.raises(BadInput):
        desk.do("contractor", documents.confirm_files, ref, "own_tegning")
    with pytest.raises(NotAllowed):
        desk.do("viewer", documents.confirm_files, ref, "own_kart")
    assert desk.kinds(ref) == before


def test_files_are_checked_anew_only_where_other_kinds_are_taken_now(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, RENAMED)
    desk.do("contractor", documents.confirm_files, ref, "own_kart")
    assert [one.state for one in kept(desk, ref)] == [FileState.READY]

    publish(desk, {**RENAMED, "accepts": [FileKind.PDF]})
    desk.do("contractor", documents.confirm_files, ref, "own_kart")

    assert [one.state for one in kept(desk, ref)] == [FileState.CHECKING]
    desk.judge(kept(desk, ref)[0], FileState.REFUSED, "Nei.")
    assert state(desk, ref) == State.MISSING
    assert not part(desk, ref).must_confirm


def test_a_new_file_or_taking_out_the_old_ones_settles_it_too(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, RENAMED)

    refused = desk.do("contractor", documents.attach, ref, PLACE, received(90))
    assert state(desk, ref) == State.MET
    desk.judge(refused, FileState.REFUSED, "Nei.")
    assert state(desk, ref) == State.DOUBTFUL  # what was refused says nothing
    new = desk.photo(ref, PLACE)
    assert state(desk, ref) == State.MET
    desk.do("contractor", documents.remove, ref, new.id)
    assert state(desk, ref) == State.DOUBTFUL
    (old,) = (one for one in kept(desk, ref) if one.name == "kart.jpg")
    desk.do("contractor", documents.remove, ref, old.id)
    assert (state(desk, ref), part(desk, ref).must_confirm) == (State.MISSING, False)
    desk.do("contractor", documents.restore, ref, old.id)
    assert state(desk, ref) == State.DOUBTFUL


def test_a_file_that_is_moved_into_the_slot_is_put_there_under_the_rules_of_now(desk: Desk) -> None:
    publish(desk, MAP)
    ref = desk.draft(with_photo=False)
    photo = desk.photo(ref, Place(Phase.APPLICATION, "photo_old"))
    publish(desk, RENAMED)

    desk.do("contractor", documents.move_to_slot, ref, photo.id, PLACE)
    assert not part(desk, ref).must_confirm
    desk.do("contractor", documents.move_to_slot, ref, photo.id, Place(Phase.APPLICATION, "photo_old"))

    assert [one.rules for one in kept(desk, ref, "photo_old")] == [""]


def test_files_of_a_slot_that_was_removed_are_history_and_come_back_with_it(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk)

    seen = desk.do("contractor", sending.review, ref)
    assert row(desk, ref) is None
    assert "kart.jpg" not in [one.name for one in (*seen.documents, *desk.home(ref).documents)]
    assert "kart.jpg" not in [one.name for one in desk.do("contractor", asking.full_case, ref).documents]
    shown = {one.info.name: one.standing for one in desk.do("contractor", viewing.case_files, ref).files}
    assert shown == {"bilde.jpg": "unsent", "kart.jpg": "not_asked"}
    assert [one.removed_at for one in kept(desk, ref)] == [None]

    publish(desk, MAP)
    assert state(desk, ref) == State.MET
    publish(desk)
    desk.do("contractor", sending.submit, ref)
    (sent,) = desk.read(ref, "snapshots")
    assert list(sent.content["files"]) == ["photo_old"]
    desk.do("officer", reviewing.begin_review, ref)
    assert "kart.jpg" not in repr(desk.do("officer", overview.officer_case, ref).documents)
    assert "kart.jpg" not in [one.info.name for one in desk.do("officer", viewing.case_files, ref).files]
    assert "kart.jpg" in [one.info.name for one in desk.do("contractor", viewing.case_files, ref).files]


def test_files_follow_a_slot_that_moves_to_another_step_and_can_still_be_asked_about(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, {**MAP, "step": "building"})

    found = row(desk, ref)
    assert found is not None
    assert (found.step, found.state) == ("building", State.MET)
    assert [one.name for one in part(desk, ref, "building").files] == ["kart.jpg"]
    assert {one.step for one in desk.home(ref).documents if one.slot == "own_kart"} == {"building"}
    desk.do("contractor", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    (request,) = desk.ask(ref, reviewing.Wanted(target="building/own_kart", what="Vis kummen.", extra_reason="Den er ikke med."))
    (file,) = kept(desk, ref)
    desk.do("contractor", documents.remove, ref, file.id)
    desk.photo(ref, PLACE, name="nytt kart.jpg")
    desk.do("contractor", answering.answer_request, ref, request.id, "new_file")
    desk.do("contractor", sending.resubmit, ref)
    assert [one.at for one in desk.do("officer", overview.officer_case, ref).differences] == ["own_kart"]


def test_an_expert_who_may_read_the_step_it_moved_to_reads_the_file(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, {**MAP, "step": "building"})
    desk.do("contractor", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    made, token = ask(desk, ref, steps=["application/building"])
    vera = expert(desk, token)

    (shown,) = does(desk, vera, stating.asked_matter, made.id).documents

    assert shown.name == "kart.jpg"
    assert does(desk, vera, stating.asked_document, made.id, shown.id).name == "kart.jpg"


def test_a_slot_that_moves_and_changes_must_be_confirmed_at_its_new_place(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, {**RENAMED, "step": "building"})

    found = row(desk, ref)
    assert found is not None
    assert (found.step, found.state) == ("building", State.DOUBTFUL)
    desk.do("contractor", documents.confirm_files, ref, "own_kart")
    assert state(desk, ref) == State.MET
    assert [one.step for one in kept(desk, ref)] == ["building"]


def test_a_slot_in_another_phase_is_another_slot(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, {**MAP, "phase": "final", "step": "mounting"})

    assert row(desk, ref) is None
    assert "kart.jpg" not in [one.name for one in desk.home(ref).documents]


def test_in_another_municipality_it_is_what_that_one_means(desk: Desk) -> None:
    publish(desk, RENAMED, by="admin2")
    ref = begun(desk)

    desk.save(ref, "property", "municipality", "9998")
    assert state(desk, ref) == State.DOUBTFUL
    publish(desk, by="admin2")
    assert "kart.jpg" not in [one.name for one in desk.home(ref).documents]
    saved: drafting.Saved = desk.save(ref, "property", "municipality", "9999")

    assert next(one.state for one in saved.ledger if one.at == "own_kart") == State.MET
    assert state(desk, ref) == State.MET


def test_a_key_that_becomes_a_question_has_nothing_to_confirm(desk: Desk) -> None:
    ref = begun(desk)
    asked = {"key": "own_kart", "phase": "application", "step": "meters", "kind": "text", "label": {"nb": "Kart"}}
    publish(desk, questions=[asked])
    desk.save(ref, "meters", "own_kart", "Blad 3")
    assert row(desk, ref) is None
    publish(desk, MAP)

    assert state(desk, ref) == State.MET


def test_a_case_that_was_sent_keeps_the_slot_as_it_was_sent(desk: Desk) -> None:
    ref = begun(desk)
    desk.do("contractor", sending.submit, ref)
    publish(desk, RENAMED)
    desk.do("officer", reviewing.begin_review, ref)

    assert state(desk, ref) == State.MET
    desk.ask(ref, reviewing.Wanted(target="meters/own_kart", what="Vis kummen.", extra_reason="Den er ikke med."))
    desk.photo(ref, PLACE, name="nytt kart.jpg")
    publish(desk)
    assert [one.name for one in part(desk, ref).files] == ["kart.jpg", "nytt kart.jpg"]
    assert not part(desk, ref).must_confirm


def test_a_draft_that_becomes_another_kind_of_case_leaves_what_is_history_alone(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk)

    seen = desk.do("contractor", converting.conversion_view, ref, "connection")

    assert "kart.jpg" not in seen.left_files


def test_saving_an_answer_goes_on_asking_for_the_confirmation(desk: Desk) -> None:
    ref = begun(desk)
    publish(desk, RENAMED)

    saved: drafting.Saved = desk.save(ref, "property", "address", "Storgata 15")

    assert next(one.state for one in saved.ledger if one.at == "own_kart") == State.DOUBTFUL
