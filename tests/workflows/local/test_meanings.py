"""What own questions and slots mean: when it changes, what was given before must be confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from models.local_set import LocalSet
from workflows.local.applying import meanings, meanings_of_slots

ASKED: dict[str, Any] = {"key": "own_kart", "phase": "application", "step": "meters", "kind": "text", "label": {"nb": "Kart"}}
SLOT: dict[str, Any] = {"key": "own_kart", "phase": "application", "step": "meters", "label": {"nb": "Kart"}, "accepts": ["pdf", "image"]}


def slot(**changed: Any) -> Any:
    """What the slot means with some of it changed."""
    return meanings_of_slots(LocalSet.model_validate({"slots": [{**SLOT, **changed}]}), ["own_kart"])["own_kart"]


@pytest.mark.parametrize(
    "changed",
    [{"label": {"nb": "Plan"}}, {"label": {"nb": "Kart", "en": "Map"}}, {"help": {"nb": "I farger."}}, {"accepts": ["pdf"]}],
)
def test_title_words_of_help_and_kinds_of_file_are_what_a_slot_means(changed: dict[str, Any]) -> None:
    assert slot(**changed) != slot()


@pytest.mark.parametrize(
    "changed",
    [{"level": "blocks_sending"}, {"at_most": 50}, {"step": "building"}, {"phase": "final"}, {"accepts": ["image", "pdf"]}],
)
def test_weight_number_place_and_order_are_not(changed: dict[str, Any]) -> None:
    assert slot(**changed) == slot()


def test_a_key_means_something_only_as_what_it_is() -> None:
    as_question, as_slot = LocalSet.model_validate({"questions": [ASKED]}), LocalSet.model_validate({"slots": [SLOT]})

    assert [list(mean(as_question, ["own_kart"])) for mean in (meanings, meanings_of_slots)] == [["own_kart"], []]
    assert [list(mean(as_slot, ["own_kart"])) for mean in (meanings, meanings_of_slots)] == [[], ["own_kart"]]
    assert meanings_of_slots(as_slot, ["own_plan"]) == {}
