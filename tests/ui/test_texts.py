"""Texts become words: languages, plurals, values, gaps."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from models.text import Text, _, _n, verbatim
from ui.texts import Locale, Speaker, catalogue, missing_translations, translate


@pytest.mark.parametrize(("locale", "words"), [("nb", "Lagret kl. 10:42"), ("nn", "Lagra kl. 10:42"), ("en", "Saved at 10:42")])
def test_a_sentence_is_spoken_in_three_languages_with_its_values(locale: Locale, words: str) -> None:
    assert translate(_("Saved at {time}", time="10:42"), locale) == words


@pytest.mark.parametrize(
    ("value", "norwegian", "english"),
    [
        (Decimal("12345.50"), "12\u00a0345,50", "12,345.50"),
        (1234, "1234", "1234"),
        (-98765, "-98\u00a0765", "-98,765"),
        (2.5, "2,5", "2.5"),
        (date(2027, 6, 1), "01.06.2027", "1 Jun 2027"),
        (datetime(2027, 6, 1, 22, 30, tzinfo=UTC), "02.06.2027 00:30", "2 Jun 2027 00:30"),
        (_("Yes"), "Ja", "Yes"),
        ("SK-12", "SK-12", "SK-12"),
        (True, "True", "True"),
    ],
)
def test_values_are_written_as_the_language_writes_them(value: object, norwegian: str, english: str) -> None:
    text = Text("{value}", {"value": value}, context="verbatim")
    assert (translate(text, "nb"), translate(text, "en")) == (norwegian, english)


def test_plurals_follow_the_number() -> None:
    assert [translate(_n("{n} thing missing", "{n} things missing", n), "en") for n in (0, 1, 2)] == [
        "0 things missing",
        "1 thing missing",
        "2 things missing",
    ]
    assert translate(_n("{n} thing missing", "{n} things missing", 2), "nn") == "2 ting manglar"


def test_a_sentence_without_translation_is_shown_in_english_and_counted() -> None:
    gap = Text("A sentence nobody has translated for {who}", {"who": "Kari"})
    before = missing_translations["nb", gap.msgid]
    assert translate(gap, "nb") == "A sentence nobody has translated for Kari"
    assert missing_translations["nb", gap.msgid] == before + 1


def test_words_of_people_are_no_templates() -> None:
    assert translate(verbatim("100 % {klar} %s"), "nb") == "100 % {klar} %s"
    assert translate("{klar}", "nb") == "{klar}"


def test_a_value_that_is_not_known_leaves_its_place_standing() -> None:
    assert translate(Text("{a} and {b}", {"a": 1}), "en") == "1 and {b}"


def test_both_catalogues_hold_the_same_sentences() -> None:
    assert set(catalogue("nb").forms) == set(catalogue("nn").forms)


@pytest.mark.parametrize(("locale", "words"), [("nb", ["01.06", "15.11"]), ("nn", ["01.06", "15.11"]), ("en", ["1 Jun", "15 Nov"])])
def test_a_day_of_the_year_is_whole_in_every_language(locale: Locale, words: list[str]) -> None:
    assert [Speaker(locale).day_of_year(day) for day in (date(2026, 6, 1), date(2026, 11, 15))] == words
