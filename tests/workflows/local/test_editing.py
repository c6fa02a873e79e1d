"""What an administrator types becomes rules; what cannot be read is told and nothing else is touched."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from models.base import Level, Phase
from models.document import FileKind
from models.local_set import LocalSet
from ui.texts import translate
from workflows.declare import Workflow
from workflows.facts import FileFacts
from workflows.fitness import faults_of
from workflows.index import index_of
from workflows.local.applying import localized
from workflows.local.editing import (
    add_condition,
    add_question,
    add_slot,
    edit,
    put_back,
    remove_condition,
    remove_own,
    slug,
)
from workflows.local.judging import faults_of_set
from workflows.local.offering import helpful_places, optional_parts, weighty
from workflows.local.parameters import ORE
from workflows.registry import WORKFLOWS, workflow


@pytest.fixture
def meter() -> Workflow:
    return workflow("water-meter")


def test_a_key_is_made_from_the_label_and_stays_when_the_label_changes(meter: Workflow) -> None:
    content, key = add_question(LocalSet(), Phase.APPLICATION, "meters", "Dybde på kummen (ærlig)")
    assert key == "own_dybde_paa_kummen_aerlig" or key == "own_dybde_pa_kummen_aerlig"
    content, problems = edit(meter, content, [(f"questions/{key}/label/nb", "Noe annet"), (f"questions/{key}/label/en", "Else")])
    assert not problems
    assert content.questions[0].key == key
    assert content.questions[0].label.en == "Else"


def test_two_labels_alike_get_two_keys_even_as_question_and_document() -> None:
    content, one = add_question(LocalSet(), Phase.APPLICATION, "meters", "Kart")
    content, other = add_slot(content, Phase.APPLICATION, "meters", "Kart")
    content, third = add_question(content, Phase.APPLICATION, "meters", "Kart")
    assert len({one, other, third}) == 3


def test_every_kind_and_limit_of_an_own_question_can_be_typed(meter: Workflow) -> None:
    content, key = add_question(LocalSet(), Phase.APPLICATION, "meters", "Dybde")
    typed = [("kind", "number"), ("unit", "m"), ("least", "0,5"), ("most", "12"), ("places", "2"), ("level", "blocks_sending")]
    content, problems = edit(meter, content, [(f"questions/{key}/{name}", raw) for name, raw in typed])
    own = content.questions[0]
    assert not problems
    assert (own.kind, own.unit, own.least, own.most, own.places, own.level) == ("number", "m", 0.5, 12.0, 2, Level.BLOCKS_SENDING)
    content, _problems = edit(meter, content, [(f"questions/{key}/level", "standard")])
    assert content.questions[0].level is None


def test_a_choice_keeps_its_key_while_others_are_added_moved_and_renamed(meter: Workflow) -> None:
    content, key = add_question(LocalSet(), Phase.APPLICATION, "meters", "Farge")
    path = f"questions/{key}/options"
    content, _none = edit(meter, content, [(f"questions/{key}/kind", "choice"), (path, "Rød | Raud | Red\nBlå\n\n")])
    before = {one.label.nb: one.key for one in content.questions[0].options}
    content, _none = edit(meter, content, [(path, "Grønn\nBlå\nRød | Raud | Red")])
    assert {one.label.nb: one.key for one in content.questions[0].options}.items() > before.items()
    content, _none = edit(meter, content, [(path, "Grønn\nBlå\nRaud")])
    assert content.questions[0].options[2].key == before["Rød"]


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("questions/{key}/least", "mange"), ("questions/{key}/places", "9"), ("questions/{key}/kind", "poem"),
        ("questions/{key}/key", "own_x"),
        ("questions/own_none/label/nb", "x"), ("questions/{key}/level", "heavy"), ("open", "maybe"), ("contact/fax", "1"),
        ("conditions/1/nb", "x"),
        ("nothing", "x"), ("help/application/meters/de", "x"), ("questions/{key}/label/nb", "x" * 5000), ("questions/{key}/label", "x"),
        ("conditions/x/nb", "y"), ("levels/METER-01", ["x"]), ("questions", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_told_and_changes_nothing(meter: Workflow, path: str, raw: object) -> None:
    content, key = add_question(LocalSet(), Phase.APPLICATION, "meters", "Dybde")
    place = path.format(key=key)
    after, problems = edit(meter, content, [(place, raw), ("contact/name", "Kari")])
    assert list(problems) == [place]
    assert after == content.model_copy(update={"contact": after.contact})
    assert after.contact.name == "Kari"


def test_fees_are_typed_in_kroner_and_what_is_no_number_is_kept_and_is_a_fault() -> None:
    meter, fee = next((each, one) for each in WORKFLOWS.values() for one in each.parameters if one.unit == ORE)
    content, _none = edit(meter, LocalSet(), [(f"parameters/{fee.name}", "1250,50")])
    assert content.parameters[fee.name] == 125_050
    assert faults_of_set(meter, content) == []
    content, _none = edit(meter, content, [(f"parameters/{fee.name}", "mye")])
    assert content.parameters[fee.name] == "mye"
    assert [one.place for one in faults_of_set(meter, content)] == [f"parameters/{fee.name}"]
    content, _none = edit(meter, content, [(f"parameters/{fee.name}", "")])
    assert content == LocalSet()


def test_weights_and_help_are_set_and_taken_away(meter: Workflow) -> None:
    optional, heavy, helped = next(optional_parts(meter)), next(weighty(meter)), next(helpful_places(meter))
    changes = [
        (f"demands/{optional.place}", "needed_for_decision"),
        (f"levels/{heavy.place}", "blocks_sending"),
        (f"help/{helped.place}/nb", "Se kartet."),
    ]
    content, problems = edit(meter, LocalSet(), changes)
    assert not problems
    assert faults_of_set(meter, content) == []
    assert content.help[helped.place].nb == "Se kartet."
    content, _none = edit(meter, content, [(place, "standard" if "help" not in place else "") for place, _raw in changes])
    assert content == LocalSet()


def test_documents_have_kinds_of_files_and_a_number(meter: Workflow) -> None:
    content, key = add_slot(LocalSet(), Phase.APPLICATION, "meters", "Kart")
    content, problems = edit(meter, content, [(f"slots/{key}/accepts", ["drawing"]), (f"slots/{key}/at_most", "2")])
    assert not problems
    assert (content.slots[0].accepts, content.slots[0].at_most) == ((FileKind.DRAWING,), 2)
    _same, problems = edit(meter, content, [(f"slots/{key}/accepts", []), (f"slots/{key}/at_most", "0")])
    assert len(problems) == 2


def test_what_was_removed_comes_back_whole() -> None:
    content, key = add_question(LocalSet(), Phase.APPLICATION, "meters", "Dybde")
    own = content.questions[0]
    assert remove_own(content, key) == LocalSet()
    assert put_back(remove_own(content, key), own) == content
    assert put_back(content, own) == content


def test_conditions_are_added_written_and_removed_by_number(meter: Workflow) -> None:
    content = add_condition(add_condition(LocalSet()))
    content, _none = edit(meter, content, [("conditions/1/nb", "Første"), ("conditions/2/nb", "Andre"), ("conditions/2/nn", "Den andre")])
    assert [one.nb for one in remove_condition(content, 1).conditions] == ["Andre"]


def test_a_label_without_letters_still_gets_a_key() -> None:
    assert slug("??") == ""
    _content, key = add_question(LocalSet(), Phase.APPLICATION, "meters", "??")
    assert key.startswith("own_")


def test_a_set_from_before_a_local_rule_was_given_up_can_still_be_published(meter: Workflow) -> None:
    assert faults_of_set(meter, LocalSet(parameters={"auto_approve_standard_meter": True})) == []


def test_every_local_rule_that_can_be_set_is_read_by_something() -> None:
    """A switch that does nothing misleads. A rule is read by its name, or by the name of the constant that declares it."""
    sources = {path: path.read_text() for path in Path("workflows").rglob("*.py")}
    declaring = "\n".join(words for path, words in sources.items() if path.name == "parameters.py")
    readers = "\n".join(words for path, words in sources.items() if path.name != "parameters.py")
    shared = sources[Path("workflows/shared/parameters.py")]
    unread = []
    for name in sorted({one.name for declared in WORKFLOWS.values() for one in declared.parameters}):
        constant = re.search(rf'(\w+) = RuleParameter\(\s*"{name}"', declaring)
        by_function = constant is not None and f"{constant[1]}.name" in shared
        by_constant = constant is not None and re.search(rf"\b{constant[1]}\b", readers)
        if f'"{name}"' not in readers and not by_function and not by_constant:
            unread.append(name)

    assert unread == []


@pytest.mark.parametrize(("key", "name", "most", "unit"), [
    ("excavation", "handling_time_excavation_working_days", 500, "working days"),
    ("excavation", "guarantee_years_excavation", 100, "years"),
    ("discharge", "well_distance_m", 100_000, "m"),
    ("discharge", "pe_tolerance_pct", 1_000, "%"),
    ("discharge", "grease_emptyings_min", 1_000_000, ""),
])  # fmt: skip
def test_a_number_has_a_most_by_its_unit_and_the_fault_names_it(key: str, name: str, most: int, unit: str) -> None:
    declared = workflow(key)
    content, _none = edit(declared, LocalSet(), [(f"parameters/{name}", str(most))])
    assert faults_of_set(declared, content) == []

    (fault,) = faults_of_set(declared, LocalSet(parameters={name: most + 1}))

    assert fault.place == f"parameters/{name}"
    assert (
        translate(fault.how_to_fix, "en")
        == f"Write a number from 0 to {' '.join([f'{most:,}' if most > 9_999 else str(most), unit]).strip()}."
    )


@pytest.mark.parametrize(("key", "phase", "group"), [
    ("discharge", Phase.APPLICATION, "wells"),
    ("discharge", Phase.FINAL, "points"),
    ("excavation", Phase.FINAL, "found_cables"),
    ("excavation", Phase.FINAL, "points"),
])  # fmt: skip
def test_a_list_that_may_be_left_empty_can_be_demanded(key: str, phase: Phase, group: str) -> None:
    content, problems = edit(workflow(key), LocalSet(), [(f"demands/{phase}/{group}", "needed_for_decision")])
    assert not problems
    assert faults_of_set(workflow(key), content) == []
    declared = localized(workflow(key), content)
    assert list(faults_of(declared)) == []

    case = importlib.import_module(f"tests.examples.{key}").complete({"discharge": "infiltration", "excavation": "dig"}[key], phase)
    case = replace(case, workflow=declared).with_answer(group, []).with_files("survey_file", FileFacts("a.kof"))

    assert [(row.id, row.at, row.level) for row in case.ledger if row.is_unmet] == [
        (index_of(declared, phase).generated_id(group), group, Level.NEEDED_FOR_DECISION)
    ]
    filled = case.with_answer(group, [{"_row": "1"}])
    assert group not in [row.at for row in filled.ledger if row.is_unmet]
