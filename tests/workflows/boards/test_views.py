"""Saved views: each officer's own, shared ones, and what a role begins with; nobody sees or changes what is another's."""

from __future__ import annotations

from typing import Any

import pytest

from models.case import Event
from models.errors import BadInput, NotAllowed, NotThere, Refused
from storage.erasing import erase
from storage.parties import StoredParties
from storage.rows import every
from tests.workflows.casework.desk import Desk
from workflows.boards import views
from workflows.boards.views import ViewInfo

MINE = "view=table&who=mine"


def kept(desk: Desk, name: str, login: str = "officer", query: str = MINE, *, shared: bool = False) -> ViewInfo:
    return desk.do(login, views.keep_view, name, query, shared)  # type: ignore[no-any-return]  # the desk runs any use case


def seen(desk: Desk, login: str) -> list[tuple[str, bool]]:
    found: list[ViewInfo] = desk.do(login, views.my_views)
    return [(one.name, one.may_change) for one in found]


def test_own_views_are_ones_own_and_shared_ones_everybodys_in_the_municipality(desk: Desk) -> None:
    kept(desk, "Mine rør")
    kept(desk, "Alle som haster", shared=True)

    assert seen(desk, "officer") == [("Alle som haster", True), ("Mine rør", True)]
    assert seen(desk, "approver") == [("Alle som haster", False)]
    assert seen(desk, "admin") == [("Alle som haster", True)]
    assert seen(desk, "officer2") == []


def test_a_view_is_opened_by_its_link_by_those_alone_who_may_see_it(desk: Desk) -> None:
    own, shared = kept(desk, "Mine"), kept(desk, "Felles", shared=True)

    assert desk.do("approver", views.one_view, shared.id).query == MINE
    for login, view in (("approver", own), ("officer2", own), ("officer2", shared)):
        with pytest.raises(NotThere):
            desk.do(login, views.one_view, view.id)


def test_what_a_view_keeps_is_what_a_board_knows(desk: Desk) -> None:
    view = kept(desk, "Mine", query="?after=x&saved=y&sort=left&view=table&evil=1&columns=case+left&text=stor%20gate")

    assert view.query == "view=table&text=stor+gate&sort=left&columns=case+left"


def test_a_view_is_renamed_changed_shared_taken_back_and_deleted_by_whoever_made_it(desk: Desk) -> None:
    view = kept(desk, "Mine")

    def change(**changes: Any) -> ViewInfo:
        return desk.do("officer", views.change_view, view.id, **changes)  # type: ignore[no-any-return]  # the desk runs any use case

    assert change(name="  Mine   rør ").name == "Mine rør"
    assert change(query="view=board&overdue=1").query == "view=board&overdue=1"
    assert change(shared=True).shared
    assert seen(desk, "approver") == [("Mine rør", False)]
    assert not change(shared=False).shared
    desk.do("officer", views.remove_view, view.id)
    assert seen(desk, "officer") == []
    with desk.database.reading.connect() as connection:
        kinds = [event.kind for event in every(connection, Event, "seq", stream="person:demo-officer") if "view" in event.kind]
    assert (kinds[0], kinds[-1]) == ("view_kept", "view_removed")


def test_a_shared_view_is_changed_by_its_maker_and_the_administrator_alone(desk: Desk) -> None:
    view = kept(desk, "Felles", shared=True)

    with pytest.raises(NotAllowed, match="administrator can change it"):
        desk.do("approver", views.change_view, view.id, name="Min")
    assert desk.do("admin", views.change_view, view.id, name="Alles").name == "Alles"
    with pytest.raises(NotAllowed):
        desk.do("auditor", views.keep_view, "Felles", MINE, True)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "felles"])
def test_a_name_says_something_fits_and_is_free(desk: Desk, name: str) -> None:
    kept(desk, "Felles", "approver", shared=True)

    with pytest.raises(BadInput):
        kept(desk, name)


def test_a_role_begins_with_the_shared_view_its_administrator_chose(desk: Desk) -> None:
    own, shared = kept(desk, "Min", "admin"), kept(desk, "Felles", shared=True)
    assert desk.do("officer", views.view_to_begin_with) is None

    desk.do("admin", views.choose_default, "case_worker", shared.id)

    assert desk.do("officer", views.view_to_begin_with).name == "Felles"
    assert desk.do("approver", views.view_to_begin_with) is None
    assert desk.do("officer2", views.view_to_begin_with) is None
    assert desk.do("admin", views.my_views)[0].default_for == ("case_worker",)
    with pytest.raises(Refused, match="Share the view first"):
        desk.do("admin", views.choose_default, "auditor", own.id)
    with pytest.raises(Refused, match="A role begins with this view"):
        desk.do("officer", views.change_view, shared.id, shared=False)
    with pytest.raises(NotAllowed):
        desk.do("approver", views.choose_default, "case_worker", None)
    desk.do("officer", views.remove_view, shared.id)
    assert desk.do("officer", views.view_to_begin_with) is None


def test_the_administrator_of_another_municipality_cannot_choose_ours(desk: Desk) -> None:
    shared = kept(desk, "Felles", shared=True)

    for change in (views.remove_view, views.change_view, views.one_view):
        with pytest.raises(NotThere):
            desk.do("officer2", change, shared.id)


def test_who_leaves_takes_their_own_views_along_and_leaves_the_shared_ones(desk: Desk) -> None:
    kept(desk, "Min")
    kept(desk, "Felles", shared=True)
    with desk.database.writing.begin() as connection:
        erase(connection, StoredParties(connection).person("demo-officer"), "Erased", desk.now)

    assert seen(desk, "approver") == [("Felles", False)]
    with desk.works(writing=False) as work:
        assert [one.name for one in work.boards.views(desk.actor("approver").scope, "demo-officer")] == ["Felles"]
