"""A municipality's own words for a requirement: said wherever the requirement speaks, with the values it names, in each language."""

from __future__ import annotations

import pytest

from models.local_set import LocalSet
from models.text import _, pack, reworded, unpack
from ui.texts import translate
from workflows.local.applying import localized
from workflows.local.comparing import compare_sets
from workflows.local.editing import edit
from workflows.local.offering import prompt_of, prompts
from workflows.registry import WORKFLOWS

METER = WORKFLOWS["water-meter"]
PHOTO = "METER.application.photo_old"


def test_words_of_a_municipality_are_filled_in_as_the_declared_sentence_is() -> None:
    said = reworded(_("The last bill says {billed} m³."), "Regningen viste {billed} m³. {Les} på nytt.").with_values(billed=1234.5)

    assert translate(said, "nb") == "Regningen viste 1234,5 m³. {Les} på nytt."
    assert translate(said, "nn") == translate(said, "nb")
    assert said.in_english() == "Regningen viste 1234.5 m³. {Les} på nytt."
    assert unpack(pack(said)) == said


def test_words_cannot_reach_into_what_they_name() -> None:
    said = reworded(_("{got}"), "{got.__class__} {0} {got!r} {got:>9}").with_values(got="x")

    assert translate(said, "nb") == "{got.__class__} {0} {got!r} {got:>9}"


@pytest.mark.parametrize("id_", [PHOTO, "METER-06", "COM-15"])
def test_a_requirement_says_what_the_municipality_wrote_and_keeps_the_rest(id_: str) -> None:
    before = prompt_of(METER, id_)
    content = LocalSet.model_validate({"words": {id_: {"what": {"nb": "Gjør dette", "nn": "Gjer dette"}}}})
    after = prompt_of(localized(METER, content), id_)

    assert before is not None
    assert after is not None
    assert [translate(after.what, locale) for locale in ("nb", "nn", "en")] == ["Gjør dette", "Gjer dette", "Gjør dette"]
    assert after.how_to_fix == before.how_to_fix


def test_every_requirement_of_every_workflow_can_be_reworded() -> None:
    for workflow in WORKFLOWS.values():
        ids = [one.id for one in prompts(workflow)]
        content = LocalSet.model_validate({"words": {one: {"what": {"nb": "A"}, "how_to_fix": {"nb": "B"}} for one in ids}})

        for one in prompts(localized(workflow, content)):
            assert (one.id, translate(one.what, "nb"), translate(one.how_to_fix, "nb")) == (one.id, "A", "B")


def test_words_are_typed_and_taken_back_language_by_language() -> None:
    content, problems = edit(METER, LocalSet(), [(f"words/{PHOTO}/what/nb", "Ta bilde"), (f"words/{PHOTO}/how_to_fix/nn", "Heile")])
    assert (problems, content.words[PHOTO].what.nb, content.words[PHOTO].how_to_fix.nn) == ({}, "Ta bilde", "Heile")

    content, problems = edit(METER, content, [(f"words/{PHOTO}/what/nb", ""), (f"words/{PHOTO}/how_to_fix/nn", None)])
    assert (problems, content) == ({}, LocalSet())


@pytest.mark.parametrize("path", [f"words/{PHOTO}/why/nb", f"words/{PHOTO}/what/sv", "words/nb"])
def test_what_is_no_sentence_of_a_requirement_is_told(path: str) -> None:
    content, problems = edit(METER, LocalSet(), [(path, "Ta bilde")])

    assert (list(problems), content) == ([path], LocalSet())


def test_a_change_of_words_is_told_with_what_was_said_before() -> None:
    first, _none = edit(METER, LocalSet(), [(f"words/{PHOTO}/what/nb", "Ta bilde")])
    second, _none = edit(METER, first, [(f"words/{PHOTO}/what/nb", "Ta et bilde")])
    declared = prompt_of(METER, PHOTO)
    assert declared is not None

    (begun,) = compare_sets(METER, LocalSet(), first)
    (changed,) = compare_sets(METER, first, second)
    (ended,) = compare_sets(METER, second, LocalSet())

    assert (begun.part, begun.old, translate(begun.new or "", "nb")) == ("words", declared.what, "Ta bilde")
    assert [translate(one or "", "nb") for one in (changed.old, changed.new)] == ["Ta bilde", "Ta et bilde"]
    assert ended.new == declared.what
