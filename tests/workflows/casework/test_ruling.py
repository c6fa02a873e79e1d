"""The administrator writes, publishes, exports and imports; others may look or not."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from models.base import Phase, Role
from models.errors import BadInput, MovedOn, NotAllowed, NotThere, Refused
from models.local_set import LocalSet
from storage.database import Database
from storage.demo import furnish
from tests.engines import database, postgresql, sqlite_url
from tests.workflows.casework.desk import KEY, Desk
from workflows.casework import ruling
from workflows.local.editing import add_question, edit
from workflows.registry import workflow

__all__ = ["database", "postgresql", "sqlite_url"]
ASKED = {"key": "own_depth", "phase": "application", "step": "meters", "kind": "number", "label": {"nb": "Dybde"}}
ODD: tuple[Any, ...] = (1e30, float("nan"), {}, None, [1], 10**40)
CHANGES = [("contact/name", "Kari"), ("open", "false")]


@pytest.fixture
def desk(database: Database) -> Desk:
    """The demonstration's people on either engine."""
    furnish(database)
    return Desk(database)


def elsewhere(desk: Desk, use_case: Any, *given: Any, **more: Any) -> Any:
    """The administrator of another municipality."""
    actor = replace(desk.actor("officer2"), role=Role.MUNICIPALITY_ADMIN)
    return use_case(*given, actor=actor, work=desk.works(writing=True), **more)


def write(desk: Desk, revision: int = 0, changes: Any = CHANGES, login: str = "admin") -> ruling.RulesView:
    change = partial(edited, changes=changes)
    view: ruling.RulesView
    view, problems = desk.do(login, ruling.change_rules, KEY, change, revision)
    assert not problems
    return view


def edited(content: LocalSet, changes: Any) -> Any:
    return edit(workflow(KEY), content, changes)


def test_what_is_written_is_seen_only_by_the_own_municipality_until_it_is_published(desk: Desk) -> None:
    view = write(desk)
    assert view.revision == 1
    assert {one.part for one in view.changes} == {"open", "contact"}
    lines = {one.workflow.key: one for one in desk.do("auditor", ruling.rules_overview)}
    assert lines[KEY].has_draft
    assert lines[KEY].is_open
    assert not any(one.has_draft for one in elsewhere(desk, ruling.rules_overview))


def test_two_windows_do_not_overwrite_each_other(desk: Desk) -> None:
    write(desk)
    with pytest.raises(MovedOn):
        write(desk, 0, [("contact/name", "Ola")])
    assert desk.do("admin", ruling.rules_view, KEY).content.contact.name == "Kari"
    with pytest.raises(MovedOn):
        desk.do("admin", ruling.publish_rules, KEY, 0)


def test_a_published_version_stays_and_tells_what_it_changed(desk: Desk) -> None:
    view = write(desk)
    desk.do("admin", ruling.publish_rules, KEY, view.revision, " Vi stenger. ")
    view = write(desk, 0, [("open", "true")])
    desk.do("admin", ruling.publish_rules, KEY, view.revision)
    view = desk.do("auditor", ruling.rules_view, KEY)
    assert [(one.version, one.note, len(one.changes)) for one in view.versions] == [(2, "", 1), (1, "Vi stenger.", 2)]
    assert view.versions[0].by
    assert (view.changes, view.faults, view.revision, view.may_change) == ([], [], 0, False)


def test_nothing_new_and_faulty_rules_are_not_published(desk: Desk) -> None:
    with pytest.raises(Refused):
        desk.do("admin", ruling.publish_rules, KEY, 0)
    view = write(desk, 0, [("open", "false")])
    view = write(desk, view.revision, [("open", "true")])
    with pytest.raises(Refused):
        desk.do("admin", ruling.publish_rules, KEY, view.revision)
    view, key = desk.do(
        "admin", ruling.change_rules, KEY, lambda one: add_question(one, Phase.APPLICATION, "meters", "Farge"), view.revision
    )
    view = write(desk, view.revision, [(f"questions/{key}/kind", "choice")])
    assert [one.place for one in view.faults] == [f"questions/{key}/options"]
    with pytest.raises(Refused):
        desk.do("admin", ruling.publish_rules, KEY, view.revision)


def test_what_is_discarded_is_gone(desk: Desk) -> None:
    write(desk)
    desk.do("admin", ruling.discard_rules, KEY)
    assert desk.do("admin", ruling.rules_view, KEY).content == LocalSet()


def test_a_full_set_has_no_room_for_more(desk: Desk) -> None:
    content = LocalSet()
    for number in range(100):
        content, _key = add_question(content, Phase.APPLICATION, "meters", f"Nr {number}")
    desk.do("admin", ruling.save_rules, KEY, content, 0)
    with pytest.raises(BadInput):
        desk.do("admin", ruling.change_rules, KEY, lambda one: add_question(one, Phase.APPLICATION, "meters", "En til"), 1)


@pytest.mark.parametrize("login", ["officer", "approver", "contractor", "viewer"])
def test_only_administrators_and_auditors_see_the_rules(desk: Desk, login: str) -> None:
    for use_case, given in ((ruling.rules_overview, ()), (ruling.rules_view, (KEY,)), (ruling.export_rules, ())):
        with pytest.raises(NotAllowed):
            desk.do(login, use_case, *given)


@pytest.mark.parametrize("login", ["auditor", "officer", "contractor"])
def test_only_administrators_write_publish_and_import(desk: Desk, login: str) -> None:
    for use_case, given in (
        (ruling.save_rules, (KEY, LocalSet(), 0)), (ruling.discard_rules, (KEY,)), (ruling.publish_rules, (KEY, 0)),
        (ruling.import_rules, ({},)),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            desk.do(login, use_case, *given)


def test_an_unknown_workflow_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotThere):
        desk.do("admin", ruling.rules_view, "nothing")


def test_what_one_municipality_exports_another_imports_as_drafts(desk: Desk) -> None:
    desk.do("admin", ruling.publish_rules, KEY, write(desk).revision)
    file = desk.do("admin", ruling.export_rules).model_dump(mode="json")
    assert desk.do("admin", ruling.import_rules, file) == []
    assert elsewhere(desk, ruling.import_rules, file, now=desk.now) == [KEY]
    view = elsewhere(desk, ruling.rules_view, KEY)
    assert view.content.contact.name == "Kari"
    assert view.version == 0


@pytest.mark.parametrize("odd", [[], ["x"], "often", 3, -1, 10**14])
def test_a_file_with_values_that_fit_no_rule_can_be_looked_at_and_mended(desk: Desk, odd: Any) -> None:
    values = {"four_eyes": odd, "validity_years": odd, "max_file_mb": odd, "closed_days": odd}
    desk.do("admin", ruling.import_rules, {"format": "local-rules/1", "municipality": "9999", "workflows": {KEY: {"parameters": values}}})

    view = desk.do("admin", ruling.rules_view, KEY)

    assert view.faults
    with pytest.raises(Refused):
        desk.do("admin", ruling.publish_rules, KEY, view.revision)
    desk.do("admin", ruling.discard_rules, KEY)


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ([], "file"), ({"format": "other"}, "format"), ({"format": "local-rules/1", "municipality": "9999", "workflows": {}}, "workflows"),
        ({"format": "local-rules/1", "municipality": "9999", "workflows": {"none": {}}}, "workflows/none"),
        (
            {"format": "local-rules/1", "municipality": "9999", "workflows": {KEY: {"questions": [{"key": "x"}]}}},
            f"workflows/{KEY}/questions/0/key",
        ),
        ({"format": "local-rules/1", "municipality": "9999", "workflows": {KEY: {"surplus": 1}}}, f"workflows/{KEY}/surplus"),
        *(
            (
                {"format": "local-rules/1", "municipality": "9999", "workflows": {KEY: {"parameters": {"fee": odd}}}},
                f"workflows/{KEY}/parameters/fee",
            )
            for odd in ODD
        ),
        (
            {"format": "local-rules/1", "municipality": "9999", "workflows": {KEY: {"questions": [{**ASKED, "least": float("nan")}]}}},
            f"workflows/{KEY}/questions/0/least",
        ),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_names_the_place_and_changes_nothing(desk: Desk, file: Any, place: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.do("admin", ruling.import_rules, file)
    assert str(refused.value.target).startswith(place)
    assert not any(one.has_draft for one in desk.do("admin", ruling.rules_overview))
