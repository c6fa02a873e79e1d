"""What differs between two moments, in words; and fingerprints that change with what they cover and with nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from models.base import Phase
from tests.builders import Example, complete_water_meter, photo, two_water_meters
from workflows.changes import Difference, differences, fingerprint, lines_by_place
from workflows.facts import FileFacts
from workflows.water_meter import WATER_METER

BEFORE = two_water_meters(phase=Phase.FINAL).with_files("photo_dial@1", FileFacts("dial.jpg", sha256="a"))
ONE = complete_water_meter()
PLACES = (
    "meters/meters_final",
    "meters/meters_final/1/reading_new_m3",
    "meters/photo_dial@1",
    "meters/photo_dial",
    "meters/",
    "mounting/mounted_by",
)


def between(before: Example, after: Example) -> list[Difference]:
    """The differences of their phase."""
    return differences(WATER_METER, before.dossier, after.dossier, before.phase)


def prints(example: Example) -> dict[str, str]:
    """The fingerprint of each place."""
    return {place: fingerprint(WATER_METER, example.dossier, *place.split("/", 1)) for place in PLACES}


def changed(after: Example) -> set[str]:
    """The places whose fingerprint differs from before."""
    old, new = prints(BEFORE), prints(after)
    return {place for place in PLACES if old[place] != new[place]}


def test_nothing_differs_from_itself() -> None:
    assert between(BEFORE, two_water_meters(phase=Phase.FINAL).with_files("photo_dial@1", FileFacts("dial.jpg", sha256="a"))) == []


@pytest.mark.parametrize(
    ("raw", "how", "old", "new"),
    [("Storgata 2", "changed", "Storgata 1B", "Storgata 2"), ("", "removed", "Storgata 1B", None), ("  Storgata 1B ", None, None, None)],
    ids=["another", "emptied", "only spaces"],
)
def test_an_answer_that_differs_is_told_in_words(raw: str, how: str | None, old: str | None, new: str | None) -> None:
    found = between(ONE, ONE.with_answer("address", raw))

    told = [(one.at, one.how, *(str(words) if words is not None else None for words in (one.old, one.new))) for one in found]
    assert told == ([("address", how, old, new)] if how else [])


def test_the_same_number_written_otherwise_is_no_difference() -> None:
    assert between(ONE, ONE.with_answer("design_flow_ls", "0.50")) == []


def test_a_line_whose_later_point_moved_differs_and_one_written_otherwise_does_not() -> None:
    line = "UTM 32\n6589551 594048\n6589560 594050"
    before = ONE.with_answer("location", line)

    assert [one.at for one in between(before, before.with_answer("location", line.replace("594050", "594099")))] == ["location"]
    assert between(before, before.with_answer("location", line.replace(" 594", "\t594").replace("UTM 32", "EPSG:25832"))) == []


def test_a_choice_is_told_by_its_label() -> None:
    (one,) = between(ONE, ONE.with_answer("sprinkler", True))

    assert (str(one.label), str(one.old), str(one.new)) == (str(one.label), "No", "Yes")


def test_a_row_that_came_is_told_by_its_title() -> None:
    found = between(complete_water_meter(phase=Phase.FINAL), BEFORE)

    assert [str(one.new) for one in found if str(one.row) == "Meter 2" and one.at.endswith("/meter_number")] == ["NEW-8812-B"]


def test_a_new_file_of_the_same_name_differs_and_the_same_file_renamed_does_not() -> None:
    before = BEFORE.with_files("photo_dial@1", FileFacts("dial.jpg", sha256="a", id="old"))
    (replaced,) = between(before, BEFORE.with_files("photo_dial@1", FileFacts("dial.jpg", sha256="b", id="new")))
    renamed = between(BEFORE, BEFORE.with_files("photo_dial@1", FileFacts("new name.jpg", sha256="a")))

    assert (replaced.at, replaced.how, replaced.is_file, renamed) == ("photo_dial@1", "changed", True, [])
    assert (replaced.old_files, replaced.new_files) == (("old",), ("new",)), "so that both can be opened"


def test_what_is_not_shown_does_not_differ() -> None:
    hidden = ONE.with_answer("site_until", "2027-07-01")

    assert between(ONE, hidden) == []


@pytest.mark.parametrize(
    ("after", "places"),
    [
        (
            BEFORE.with_cell("meters_final", "reading_new_m3", "7"),
            {"meters/meters_final", "meters/meters_final/1/reading_new_m3", "meters/"},
        ),
        (BEFORE.with_cell("meters_final", "reading_new_m3", "7", row=1), {"meters/meters_final", "meters/"}),
        (
            BEFORE.with_files("photo_dial@1", FileFacts("x", sha256="b")),
            {"meters/photo_dial@1", "meters/photo_dial", "meters/meters_final", "meters/"},
        ),
        (BEFORE.with_files("photo_dial@2", FileFacts("x", sha256="b")), {"meters/photo_dial", "meters/meters_final", "meters/"}),
        (BEFORE.with_answer("mounted_by", "ola"), {"mounting/mounted_by"}),
        (BEFORE.with_answer("tapped", False), set()),
        (BEFORE.with_answer("address", "Storgata 2", Phase.APPLICATION), set()),
    ],
    ids=["a cell", "another row's cell", "a row's file", "another row's file", "another step", "a third step", "another phase"],
)
def test_a_fingerprint_covers_its_place_and_no_other(after: Example, places: set[str]) -> None:
    assert changed(after) == places


@pytest.mark.parametrize("raw", ["", None, "  ", []])
def test_emptied_is_the_same_as_never_answered(raw: Any) -> None:
    never, emptied = ONE.with_answer("reason", None).dossier, ONE.with_answer("reason", raw).dossier

    for at in ("reason", ""):
        assert fingerprint(WATER_METER, never, "job", at) == fingerprint(WATER_METER, emptied, "job", at)


def test_words_by_place_leave_out_what_is_not_answered() -> None:
    words = lines_by_place(
        WATER_METER, ONE.with_answer("reason", None).with_files("photo_old", photo("old.jpg")).dossier, Phase.APPLICATION
    )

    assert (str(words["address"]), str(words["photo_old"]), "reason" in words) == ("Storgata 1B", "old.jpg", False)
