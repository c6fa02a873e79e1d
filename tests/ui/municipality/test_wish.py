"""The board's address line: what it holds is what is shown, and nothing in it can break the page."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from models.base import BoardColumn
from ui.municipality.wish import USUAL_COLUMNS, Wish, chosen_columns, wish_from
from workflows.ports import UNASSIGNED

DAY = date(2026, 11, 23)


def read(address: str) -> Wish:
    return wish_from(dict(parse_qsl(urlsplit(address).query)))


def test_a_wish_survives_its_address() -> None:
    wish = Wish(workflow="water-meter", who="mine", company="Rør & Varme AS", text="Storgata 3", overdue=True, view="table", sort="recent")

    assert read(wish.address()) == wish


def test_an_address_always_says_something_for_the_bare_one_means_as_last_time() -> None:
    assert Wish().address() == "/board?view=board"


def test_what_is_kept_are_filters_and_layout_not_what_was_searched_for() -> None:
    wish = Wish(who="mine", text="Storgata", view="table", sort="recent", after="key")

    assert wish.kept == "view=table&who=mine&sort=recent"


def test_the_table_view_keeps_the_filters() -> None:
    assert Wish(text="Storgata").address(view="table") == "/board?view=table&text=Storgata"


def test_columns_stand_in_the_address_in_their_order_and_the_usual_ones_do_not() -> None:
    chosen = Wish(view="table", columns=("left", "case", "who"))

    assert read(chosen.address()) == chosen
    assert chosen.address() == "/board?view=table&columns=left+case+who"
    assert read("/board?columns=who+evil+who").columns == ("case", "who")
    assert chosen_columns(USUAL_COLUMNS) == ()


def test_a_saved_view_keeps_what_is_chosen_but_not_which_view_it_began_as() -> None:
    wish = Wish(view="table", sort="left", text="storgata", saved="v1", after="key", columns=("case", "left"))

    assert wish.viewed == "view=table&text=storgata&sort=left&columns=case+left"
    assert wish.kept == "view=table&sort=left&columns=case+left&saved=v1"


def test_mine_becomes_the_person_who_looks() -> None:
    assert Wish(who="mine").filter(person_id="p1", today=DAY).assignee == "p1"


def test_nobody_becomes_the_cases_without_an_assignee() -> None:
    assert Wish(who="nobody").filter(person_id="p1", today=DAY).assignee == UNASSIGNED


def test_overdue_means_due_before_today() -> None:
    assert Wish(overdue=True).filter(person_id="p1", today=DAY).overdue_on == DAY


def test_an_unknown_column_is_ignored() -> None:
    assert read("/board?column=hidden").column == ""
    assert read("/board?column=new").filter(person_id="p", today=DAY).columns == (BoardColumn.NEW,)


@given(
    st.dictionaries(
        st.sampled_from(["workflow", "who", "company", "text", "overdue", "column", "view", "sort", "columns", "saved", "after"]),
        st.text(max_size=600),
    )
)
def test_any_address_gives_some_wish_that_can_be_asked(query: dict[str, str]) -> None:
    wish = wish_from(query)

    assert wish.filter(person_id="p1", today=DAY).text == wish.text
    assert len(wish.text) <= 100
