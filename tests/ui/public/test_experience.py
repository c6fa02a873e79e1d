"""What earlier cases teach, on the page before login, on paper and in the interface: the same figures, and no word of any case."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.faults.visitors import Gate, open_gate
from tests.ui.public.test_prepare import REPLACE, words_of
from workflows.casework import reviewing, sending
from workflows.casework.asking import declaration
from workflows.exports import experience_json

HERE = {**REPLACE, "municipality": "9999", "lang": "nb"}


@pytest.fixture(scope="module")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """Ten cases in one municipality: half of them did not say how many homes the meter serves, half were approved at once."""
    with open_gate(tmp_path_factory.mktemp("experience"), PORTAL_PAGES_PER_MINUTE="10000") as opened:
        seed = opened.seed
        for place in range(5):
            seed.do("contractor", sending.submit, seed.draft(place=place, without=("units_served",)))
        for place in range(5):
            ref = seed.submitted(place)
            seed.do("officer", reviewing.begin_review, ref)
            seed.approve(ref)
        yield opened


@pytest.mark.parametrize("path", ["/prepare", "/prepare.pdf"])
def test_the_page_and_its_paper_tell_what_was_asked_for_most_and_how_long_decisions_took(gate: Gate, path: str) -> None:
    found = {town: httpx.get(gate.portal.base + path, params={**HERE, "municipality": town}, timeout=30) for town in ("9999", "9998", "")}
    said = {town: words_of(one.content) if path.endswith("pdf") else " ".join(one.text.split()) for town, one in found.items()}

    assert "Oftest bedt om i 10 saker i Fjordvik de siste to årene." in said["9999"]
    assert "Vanligvis avgjort på 1 virkedag" in said["9999"]
    assert "«Vanligvis» er midtverdien" in said["9999"]
    for town in ("9998", ""):
        assert "Oftest bedt om i 10 saker i alle kommunene her de siste to årene." in said[town]
        assert "Vanligvis avgjort" not in said[town]
    assert "For få saker er avgjort her i det siste" in said["9998"]
    assert not [words for one in said.values() for words in ("Storgata", "Strandgata", "2026-0", "demo-", "Varme og Sanit") if words in one]


def test_the_interface_tells_the_same(gate: Gate) -> None:
    told = {town: experience_json(gate.seed.do("contractor", declaration, "water-meter", town)[1]) for town in ("9999", "9998")}

    here, elsewhere = told["9999"], told["9998"]
    assert [(one["of"], one["cases"]) for one in here["often_missed"]] == [("municipality", 10), ("declared", 0)]
    assert here["usual_days"] == {"application": 1}
    assert [(one["of"], one["cases"]) for one in elsewhere["often_missed"]] == [("installation", 10), ("declared", 0)]
    assert elsewhere["usual_days"] == {}
    assert here["often_missed"][0]["requirements"] == elsewhere["often_missed"][0]["requirements"] != []
