"""Example pictures of slots: each that is declared lies with the static files, each that lies there is declared and used."""

from __future__ import annotations

from pathlib import Path

from defusedxml.ElementTree import parse

from workflows.index import index_of
from workflows.registry import WORKFLOWS
from workflows.shared.examples import EXAMPLES

FOLDER = Path("ui/static/examples")


def test_every_example_has_its_picture_and_every_picture_its_example() -> None:
    assert {one.picture for one in EXAMPLES} == {path.stem for path in FOLDER.iterdir()}


def test_every_example_is_shown_at_some_slot() -> None:
    slots = [
        slot
        for declared in WORKFLOWS.values()
        for phase in declared.phases
        for step in index_of(declared, phase.phase).steps.values()
        for slot in (*step.slots, *(one for group in step.groups for one in group.row.slots))
    ]

    assert {slot.example for slot in slots if slot.example} == set(EXAMPLES)


def test_pictures_are_drawings_without_script_or_addresses() -> None:
    for path in FOLDER.iterdir():
        for element in parse(path).iter():
            assert element.tag.rpartition("}")[2] in {"svg", "rect", "path", "circle", "text", "g"}, path
            assert not [name for name in element.attrib if name.startswith("on") or name.endswith("href")], path
