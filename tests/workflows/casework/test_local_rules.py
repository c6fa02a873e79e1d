"""A municipality's rules in a case: own questions go the whole way, drafts are carried over, what was sent keeps its version."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Level, Phase, State, Status
from models.errors import Refused, TooLarge
from models.local_set import LocalSet
from storage.database import Database
from storage.demo import furnish
from tests.engines import database, postgresql, sqlite_url
from tests.workflows.casework.desk import KEY, Desk, received
from ui.components import TaskState
from ui.contractor.case_page import groups_of
from workflows.casework import asking, deciding, documents, overview, previewing, reviewing, ruling, sending, starting
from workflows.casework.documents import Place
from workflows.casework.filling import step_view
from workflows.exports import workflow_json
from workflows.ledger import LedgerRow
from workflows.registry import workflow

__all__ = ["database", "postgresql", "sqlite_url"]
DEPTH: dict[str, Any] = {
    "key": "own_dybde", "phase": "application", "step": "meters", "kind": "number", "unit": "m", "most": 9, "level": "blocks_sending",
    "label": {"nb": "Dybde på kummen", "en": "Depth of the manhole"},
}  # fmt: skip
MAP: dict[str, Any] = {
    "key": "own_kart", "phase": "application", "step": "meters", "label": {"nb": "Kart"}, "level": "needed_for_decision",
    "accepts": ["image"],
}  # fmt: skip


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people on either engine."""
    furnish(database)
    return Desk(database)


def publish(desk: Desk, **content: Any) -> None:
    """Write and publish these rules."""
    revision = desk.do("admin", ruling.rules_view, KEY).revision
    revision = desk.do("admin", ruling.save_rules, KEY, LocalSet.model_validate(content), revision)
    desk.do("admin", ruling.publish_rules, KEY, revision)


def row(desk: Desk, ref: str, at: str) -> LedgerRow | None:
    return next((one for one in desk.home(ref).ledger if one.at == at), None)


def view(desk: Desk, ref: str) -> Any:
    return desk.do("contractor", step_view, ref, Phase.APPLICATION, "meters")


def test_a_file_is_no_larger_than_the_municipality_wants(desk: Desk) -> None:
    publish(desk, parameters={"max_file_mb": 20})
    ref, place = desk.draft(with_photo=False), Place(Phase.APPLICATION, "photo_old")

    assert view(desk, ref).largest_file_mb == 20
    assert desk.do("contractor", documents.may_attach, ref, place) == 20_000_000
    with pytest.raises(TooLarge, match="larger than 20 MB"):
        desk.do("contractor", documents.attach, ref, place, received(1, size=20_000_001))
    desk.do("contractor", documents.attach, ref, place, received(2, size=20_000_000))


def test_an_own_question_and_document_go_through_the_whole_case(desk: Desk) -> None:
    publish(desk, questions=[DEPTH], slots=[MAP])
    ref = desk.draft()
    found = row(desk, ref, "own_dybde")
    assert found is not None
    assert (found.level, found.state, found.step) == (Level.BLOCKS_SENDING, State.MISSING, "meters")
    with pytest.raises(Refused):
        desk.do("contractor", sending.submit, ref)
    desk.save(ref, "meters", "own_dybde", "12")
    assert row(desk, ref, "own_dybde").state != State.MET  # type: ignore[union-attr]  # it is there, as above
    desk.save(ref, "meters", "own_dybde", "2")
    desk.photo(ref, Place(Phase.APPLICATION, "own_kart"))
    desk.do("contractor", sending.submit, ref)
    desk.do("officer", reviewing.begin_review, ref)
    officer = desk.do("officer", overview.officer_case, ref)
    assert any(one.row.at == "own_dybde" for one in officer.checklist)
    assert "Dybde på kummen" in repr(officer.sections)
    desk.ask(ref, reviewing.Wanted(target="meters/own_dybde", what="Mål på nytt.", extra_reason="Står annerledes på kumkortet."))
    desk.save(ref, "meters", "own_dybde", "3")
    desk.do("contractor", sending.resubmit, ref)
    officer = desk.do("officer", overview.officer_case, ref)
    assert [one.at for one in officer.differences] == ["own_dybde"]
    desk.do("officer", reviewing.begin_review, ref)
    for request in desk.requests(ref):
        desk.do("officer", reviewing.accept_answer, ref, request.id)
    desk.do("approver", deciding.approve, ref, "I orden.")
    assert desk.case(ref).rules_version == 1


def test_a_case_that_was_sent_keeps_its_version_and_a_draft_follows(desk: Desk) -> None:
    sent, draft = desk.submitted(), desk.draft()
    publish(desk, questions=[DEPTH])
    assert row(desk, sent, "own_dybde") is None
    assert row(desk, draft, "own_dybde") is not None
    assert desk.case(sent).rules_version == 0


def told(desk: Desk, ref: str) -> list[str]:
    """The steps of the task list that say they have new questions."""
    rows = [row for group in groups_of(desk.home(ref)) for row in group.rows]
    return [row.href.rsplit("/", 1)[-1] for row in rows if row.state == TaskState.NEW_QUESTIONS]


def test_a_draft_tells_what_changed_until_it_is_saved_under_the_new_rules(desk: Desk) -> None:
    ref = desk.draft()
    publish(desk, questions=[DEPTH])
    head = desk.home(ref).head
    assert [(one.part, one.old is None, one.step) for one in head.new_rules] == [("questions", True, "application/meters")]
    assert told(desk, ref) == ["meters"]
    desk.save(ref, "meters", "own_dybde", "2")
    assert desk.home(ref).head.new_rules == ()
    assert told(desk, ref) == []


def test_an_answer_whose_question_changed_must_be_confirmed_and_saving_it_again_confirms(desk: Desk) -> None:
    publish(desk, questions=[DEPTH])
    ref = desk.draft()
    desk.save(ref, "meters", "own_dybde", "2")
    publish(desk, questions=[{**DEPTH, "label": {"nb": "Dybde i bunn"}}])
    part = next(one for one in view(desk, ref).parts if one.path == "own_dybde")
    assert part.must_confirm
    assert (part.raw, row(desk, ref, "own_dybde").state) == ("2", State.DOUBTFUL)  # type: ignore[union-attr]  # it is asked
    desk.save(ref, "meters", "own_dybde", "2")
    part = next(one for one in view(desk, ref).parts if one.path == "own_dybde")
    assert not part.must_confirm
    assert row(desk, ref, "own_dybde").state == State.MET  # type: ignore[union-attr]  # it is asked


def test_a_question_that_was_removed_is_no_longer_asked_and_its_answer_is_kept_in_history(desk: Desk) -> None:
    publish(desk, questions=[DEPTH])
    ref = desk.draft()
    desk.save(ref, "meters", "own_dybde", "2")
    publish(desk, contact={"name": "Kari"})
    assert row(desk, ref, "own_dybde") is None
    assert desk.home(ref).head.contact.name == "Kari"
    assert any("own_dybde" in one.answers for one in desk.read(ref, "answers"))


def test_where_a_kind_of_case_is_closed_nothing_is_begun_or_sent_for_the_first_time(desk: Desk) -> None:
    sent, draft = desk.submitted(), desk.draft()
    publish(desk, is_open=False)
    assert KEY not in desk.do("contractor", starting.kinds_open)[desk.job.town]
    with pytest.raises(Refused):
        desk.draft()
    with pytest.raises(Refused):
        desk.do("contractor", sending.submit, draft)
    assert desk.case(draft).status == Status.DRAFT
    desk.do("officer", reviewing.begin_review, sent)


def test_standard_conditions_reach_the_officer(desk: Desk) -> None:
    publish(desk, conditions=[{"nb": "Meld fra før start."}])
    officer = desk.do("officer", overview.officer_case, desk.in_review())
    assert officer.conditions == ["Meld fra før start."]


def test_programs_get_the_workflow_as_the_municipality_wants_it(desk: Desk) -> None:
    publish(desk, questions=[DEPTH], parameters={"four_eyes": True})
    local, _experience = desk.do("contractor", asking.declaration, KEY, desk.job.town)
    assert "own_dybde" in str(workflow_json(local, str))
    assert {one.name: one.default for one in local.parameters}["four_eyes"] is True
    assert desk.do("contractor", asking.declaration, KEY, "")[0] is workflow(KEY)


def test_the_preview_shows_what_is_written_and_keeps_nothing(desk: Desk) -> None:
    desk.do("admin", ruling.save_rules, KEY, LocalSet.model_validate({"questions": [DEPTH]}), 0)
    for typed, state in (({}, State.MISSING), ({"own_dybde": "2"}, State.MET)):
        shown = desk.do("admin", previewing.preview_step, KEY, Phase.APPLICATION, "meters", typed).view
        assert next(one.state for one in shown.ledger if one.at == "own_dybde") == state
        assert not any(one.locked for one in shown.parts)


def test_every_step_of_every_phase_can_be_previewed(desk: Desk) -> None:
    for phase in workflow(KEY).phases:
        for step in phase.steps:
            assert desk.do("admin", previewing.preview_step, KEY, phase.phase, step.key, {}).view.step == step.key


def test_an_answer_follows_a_question_that_moves_to_another_step(desk: Desk) -> None:
    publish(desk, questions=[DEPTH])
    ref = desk.draft()
    desk.save(ref, "meters", "own_dybde", "2")
    publish(desk, questions=[{**DEPTH, "step": "building"}])

    moved = row(desk, ref, "own_dybde")
    assert moved is not None
    assert (moved.step, moved.state) == ("building", State.MET)

    desk.later(minutes=1)
    desk.save(ref, "building", "own_dybde", "3")
    publish(desk, questions=[DEPTH])
    part = next(one for one in view(desk, ref).parts if one.path == "own_dybde")
    assert (part.raw, row(desk, ref, "own_dybde").state) == ("3", State.MET)  # type: ignore[union-attr]  # it is asked

    desk.later(minutes=1)
    desk.save(ref, "meters", "own_dybde", "")
    assert row(desk, ref, "own_dybde").state == State.MISSING  # type: ignore[union-attr]  # it is asked


def test_a_question_that_moves_and_changes_must_still_be_confirmed(desk: Desk) -> None:
    publish(desk, questions=[DEPTH])
    ref = desk.draft()
    desk.save(ref, "meters", "own_dybde", "2")
    publish(desk, questions=[{**DEPTH, "step": "building", "label": {"nb": "Dybde i bunn"}}])

    assert row(desk, ref, "own_dybde").state == State.DOUBTFUL  # type: ignore[union-attr]  # it is asked
