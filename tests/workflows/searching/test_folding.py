"""How words are compared: laws that hold for any text, and the ways people write numbers, names and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.searching.excerpts import excerpts_of
from workflows.searching.folding import LONGEST, MOST_WORDS, Term, fold, terms_of, tokens
from workflows.searching.guessing import near, slips


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_what_is_typed_as_a_text_says_it_is_found_in_it(before: str, word: str) -> None:
    text = f"{before} {word}"
    found = set(tokens(text))

    assert all(any(term.fits(token) for token in found) for term in terms_of(word) if len(term.token) < LONGEST)


@given(st.text())
def test_no_token_holds_a_sign_an_engine_knows(text: str) -> None:
    everything = [*tokens(text), *(term.token for term in terms_of(text))]

    assert all(token and not set(token) & set("\"'\\*:()&|!{}=^ ") for token in everything)
    assert len(terms_of(text)) <= MOST_WORDS


@pytest.mark.parametrize(
    "alike",
    [("Gården", "gaarden", "garden", "GÅRDEN"), ("Tønsberg", "Toensberg", "Tonsberg"), ("Ærfugl", "aerfugl"), ("Hafþór", "hafthor")],
)
def test_letters_of_the_north_are_found_however_they_are_written(alike: tuple[str, ...]) -> None:
    assert len({fold(one) for one in alike}) == 1


@pytest.mark.parametrize("typed", ["101/27", "gnr 101 bnr 27", "Gnr. 101, bnr. 27", "101/27/0/0", "4601-101/27"])
def test_a_property_is_one_thing_however_it_is_written(typed: str) -> None:
    assert [(one.token, one.begins) for one in terms_of(typed)] == [("p101x27", False)]
    assert "p101x27" in set(tokens("101/27/0/0"))


def test_a_section_is_found_by_itself_and_by_its_property() -> None:
    found = set(tokens("101/27/3/2"))

    assert {"p101x27", "p101x27x3", "p101x27x3x2"} <= found
    assert terms_of("101/27/3")[0].token == "p101x27x3"


def test_words_alone_are_guessed_not_numbers_nor_short_words() -> None:
    assert [one.may_be_guessed for one in terms_of("storgata 4711 veg j-47 101/27")] == [False, True, False, False, False, False]
    assert (slips("kummen"), slips("kumlokket")) == (1, 2)


@given(st.text(alphabet="abcdefgh", min_size=4, max_size=12), st.data())
def test_a_word_with_one_slip_is_near_what_was_meant(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    typed = data.draw(st.sampled_from([word[:at] + word[at + 1 :], word[:at] + "z" + word[at + 1 :], word[:at] + "z" + word[at:]]))

    assert word in near(typed, [word]) or word.startswith(typed)


def test_an_excerpt_shows_each_word_once_where_it_stands_first() -> None:
    texts = {"place": "Storgata 3, 101/27", "said": "Hei\nKummen i Storgata er full"}
    wanted = [(one,) for one in terms_of("storg kum storgata")]

    shown = excerpts_of(texts, wanted)

    assert [(one.where, one.before, one.hit, one.after) for one in shown] == [
        ("place", "", "Storgata", " 3, 101/27"), ("said", "", "Kummen", " i Storgata er full")
    ]  # fmt: skip
    assert excerpts_of(texts, [(Term("nothing", True, "nothing"),)]) == ()
