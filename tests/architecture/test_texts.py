"""Every sentence people read stands in all three languages, once, with the same named values."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.catalogue import LANGUAGES, Key, placeholders, said, said_in, translated
from tests.architecture.source import Module, modules


def test_each_sentence_is_written_out_where_it_is_said() -> None:
    found = [place for module in modules() for key, place in said_in(module) if not key.msgid]

    assert found == [], 'a sentence from a variable is not found by translators: write `_("...")` around the sentence itself'


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_is_translated(language: str) -> None:
    there = {entry.key for entry in translated(language) if all(entry.words)}

    lacking = [f"{place} {key}" for key, place in said().items() if key.msgid and key not in there]

    assert lacking == [], f"add {len(lacking)} entries to your area's file in ui/texts/{language}/:\n" + "\n".join(lacking)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str) -> None:
    unused = [f"ui/texts/{language}/{entry.area}:{entry.line} {entry.key}" for entry in translated(language) if entry.key not in said()]

    assert unused == [], "nobody says this any more; take it out (or the English changed by a letter):\n" + "\n".join(unused)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_translation_has_the_named_values_of_its_sentence(language: str) -> None:
    wrong = [
        f"ui/texts/{language}/{entry.area}:{entry.line} {entry.key}: {words}"
        for entry in translated(language)
        for words in entry.words
        if words and placeholders(words) != placeholders(entry.key.msgid) and not _singular(entry.words, words)
    ]

    assert wrong == [], "the same names in braces, in any order"


def _singular(forms: tuple[str, ...], words: str) -> bool:
    """The form for one may say "one" instead of the number."""
    return len(forms) > 1 and words == forms[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_translated_in_two_ways(language: str) -> None:
    first: dict[Key, tuple[str, ...]] = {}
    areas: dict[Key, str] = {}
    differing = []
    for entry in translated(language):
        if first.setdefault(entry.key, entry.words) != entry.words:
            differing.append(f"{entry.key}: {areas[entry.key]} and {entry.area}")
        areas.setdefault(entry.key, entry.area)

    assert differing == [], "keep one of them, or give them contexts by `_c`"


def test_both_written_norwegians_translate_the_same_sentences() -> None:
    bokmaal, nynorsk = ({(entry.area, entry.key) for entry in translated(language)} for language in LANGUAGES)

    assert sorted(f"{area} {key}" for area, key in bokmaal ^ nynorsk) == [], "each of these is in one of nb and nn only"


def test_the_check_sees_a_sentence_without_words_and_one_with_context() -> None:
    toy = Module(
        "ui/toy.py",
        'x = _("Hello")\ny = _(name)\nz = _c("thread", "Connection")',
        ast.parse('x = _("Hello")\ny = _(name)\nz = _c("thread", "Connection")'),
    )

    assert [key for key, _ in said_in(toy)] == [Key("Hello"), Key(""), Key("Connection", "thread")]
