"""Every prompt of every workflow in three languages: short sentences without blame, and what to do begins with the verb."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from models.text import Text
from tests.workflows.test_every_workflow import MODULES
from ui.texts import Locale, translate
from workflows.declare import Workflow
from workflows.exports import demands
from workflows.index import index_of

MOST_WORDS = 15
BLAME = (
    r"obligatorisk|ugyldig|\bfeil (?:verdi|i|på)\b|\bfeil\.|glemt|glemte|gløym|slurv|burde|"
    r"mandatory|invalid|illegal|\berror|\bwrong\b|forgot|failed to|should have"
)
VERBS = {
    "en": "Accept Check Choose Confirm Connect Describe Draw Give Hand Inspect List Name Read Say Show Take Test Tick Upload Write",
    "nb": "Begrunn Bekreft Beskriv Gi Godta Koble Kontroller Kryss Last Les Lever List Oppgi Si Sjekk Skriv Svar Ta Tapp Tegn Test "
    "Velg Vis",
    "nn": "Beskriv Gje Godta Grunngi Kontroller Kople Kryss Last Les Lever List Oppgi Oppgje Sei Sjekk Skildre Skriv Stadfest Svar Ta Tapp "
    "Teikn Test Vel Vis",
}
"""What an `ask` may begin with; another verb is added here, and nothing else."""

FIXED_BY_THE_DOMAIN: dict[str, str] = {}
"""Numbered prompts the domain files fix though they are longer or harder than ours would be: id, and what is the matter."""


def asks(workflow: Workflow) -> dict[str, Text]:
    """What every question, group, slot and column says while it lacks."""
    found: dict[str, Text] = {}
    for phase in workflow.phases:
        index = index_of(workflow, phase.phase)
        columns = [one for _step, group in index.groups.values() for one in group.row.columns]
        for one in (*(part for _step, part in index.parts.values()), *columns):
            if one.ask is not None:
                found[f"{phase.phase}/{one.key}"] = one.ask
    return found


def sentences(words: str) -> list[str]:
    """The sentences of a prompt; a colon or a semicolon lets the reader breathe too."""
    return re.split(r"(?<=[.!?:;])\s+", words.strip())


@pytest.mark.parametrize("locale", get_args(Locale))
@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_prompt_is_made_of_short_sentences_without_blame(name: str, locale: Locale) -> None:
    told = [(one.id, translate(words, locale)) for one in demands(MODULES[name].WORKFLOW) for words in (one.what, one.how_to_fix)]

    long = {id_ for id_, words in told if any(len(sentence.split()) > MOST_WORDS for sentence in sentences(words))}
    blaming = {id_ for id_, words in told if re.search(BLAME, words, re.IGNORECASE)}

    assert long - FIXED_BY_THE_DOMAIN.keys() == set()
    assert blaming - FIXED_BY_THE_DOMAIN.keys() == set()


@pytest.mark.parametrize("locale", get_args(Locale))
@pytest.mark.parametrize("name", sorted(MODULES))
def test_what_to_do_is_one_short_sentence_that_begins_with_the_verb(name: str, locale: Locale) -> None:
    told = {at: translate(words, locale) for at, words in asks(MODULES[name].WORKFLOW).items()}

    assert {at: words for at, words in told.items() if words.split()[0] not in VERBS[locale].split()} == {}
    assert {at: words for at, words in told.items() if len(words.split()) > MOST_WORDS or not words.endswith(".")} == {}


def test_every_named_exception_is_still_needed() -> None:
    ids = {one.id for module in MODULES.values() for one in demands(module.WORKFLOW)}

    assert FIXED_BY_THE_DOMAIN.keys() - ids == set()
