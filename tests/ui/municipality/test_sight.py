"""The words on a card: how long is left, how long the municipality has had the case, and what is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.ui.municipality.test_rooms import CARD
from ui.municipality.sight import spoken_card
from ui.texts import Speaker

MONDAY = date(2026, 11, 30)


def test_a_card_tells_how_long_the_municipality_has_had_the_case() -> None:
    running = replace(CARD, clock_days=2, clock_since=date(2026, 11, 26))

    assert spoken_card(running, MONDAY, Speaker("nb"))["age"] == "4 dager brukt"


def test_while_the_contractor_answers_the_municipalitys_days_stand_still() -> None:
    paused = replace(CARD, clock_days=1, clock_since=None)

    assert spoken_card(paused, MONDAY, Speaker("nb"))["age"] == "1 dag brukt"


def test_a_card_of_a_case_that_never_was_here_tells_no_age() -> None:
    assert "age" not in spoken_card(CARD, MONDAY, Speaker("nb"))
