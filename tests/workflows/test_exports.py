"""Workflows, ledgers and answers as data: what programs read and what they may send."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator, meta

from models.base import Phase
from models.errors import BadInput
from models.text import verbatim
from tests.builders import KINDS, TODAY, complete_water_meter, phases_of, two_water_meters
from tests.workflows.test_ledger_laws import ANY_JSON
from tests.workflows.toys import asked, toy
from ui.texts import translate
from workflows.declare import IMAGES, question, slot
from workflows.exports import demands, dossier_from_request, ledger_json, step_schema, summary, workflow_json
from workflows.facts import Dossier
from workflows.fields import TextKind
from workflows.ledger import evaluate
from workflows.summary import SummaryGroup, SummaryLine
from workflows.water_meter import WATER_METER


def in_english(text: Any) -> str:
    return translate(text, "en")


def in_bokmal(text: Any) -> str:
    return translate(text, "nb")


CASES = [(kind, phase) for kind in KINDS for phase in phases_of(kind)]


@pytest.mark.parametrize(("kind", "phase"), CASES)
def test_complete_answers_fit_the_schemas(kind: str, phase: Phase) -> None:
    answers = json.loads(json.dumps(complete_water_meter(kind, phase).answers[phase]))
    for step, given_here in answers.items():
        schema = step_schema(WATER_METER, phase, step, in_english)
        meta.validate(schema)
        typed = {key: value for key, value in given_here.items() if not _is_typed_by_people(value)}
        assert [error.message for error in Draft202012Validator(schema).iter_errors(typed)] == []


def _is_typed_by_people(value: Any) -> bool:
    """Programs send numbers where people write a decimal comma; the schema describes the former."""
    return any(isinstance(one, str) and "," in one for row in (value if isinstance(value, list) else [value]) for one in _cells(row))


def _cells(row: Any) -> list[Any]:
    return list(row.values()) if isinstance(row, dict) else [row]


def test_the_whole_declaration_is_json_with_every_requirement() -> None:
    told = json.loads(json.dumps(workflow_json(WATER_METER, in_bokmal)))

    assert (told["key"], told["title"]) == ("water-meter", "Vannmåler")
    assert [phase["phase"] for phase in told["phases"]] == ["application", "work", "final"]
    assert [row["id"] for row in told["requirements"]] == [one.id for one in demands(WATER_METER)]
    shown = next(row for row in told["requirements"] if row["id"] == "METER-20")
    assert shown == {
        "id": "METER-20", "phase": "application", "step": "job", "field": "site_until", "level": "blocks_sending",
        "what": "Byggevannmåler må ha sluttdato.", "how_to_fix": "Skriv når den leveres tilbake.",
        "source": "Oslo kommune: vann og avløp, skjema og veiledere https://www.oslo.kommune.no/vann-og-avlop/skjema-og-veiledere/",
        "source_url": "https://www.oslo.kommune.no/vann-og-avlop/skjema-og-veiledere/", "assumed": False,
        "when": {"field": "kind", "one_of": ["site"]},
    }  # fmt: skip


def test_a_ledger_row_names_step_field_and_row() -> None:
    case = two_water_meters("new", Phase.FINAL).with_cell("meters_final", "seal_number", "", row=1).with_files("photo_seal@2")

    rows = [row for row in ledger_json(case.ledger, in_bokmal) if row["state"] == "missing"]

    assert [(row["key"], row["step"], row.get("field"), row.get("slot"), row["row"]) for row in rows] == [
        ("METER-10:meters_final/2/seal_number", "meters", "seal_number", None, 2),
        ("METER-16:photo_seal@2", "meters", None, "photo_seal", 2),
    ]
    assert rows[1]["what"] == "Bilde mangler: Bilde av plomben."
    assert set(rows[0]) == {"key", "id", "phase", "step", "field", "row", "level", "state", "what", "how_to_fix", "source"}


def test_a_case_sent_as_a_request_is_judged_like_the_same_case() -> None:
    case = complete_water_meter("replace", Phase.FINAL)
    photos = dict.fromkeys(("photo_dial", "photo_seal", "photo_installation", "photo_old_dial"), 1)
    request = {
        "municipality": "9999", "phase": "final", "answers": case.answers[Phase.FINAL], "documents": photos,
        "earlier": {"application": case.answers[Phase.APPLICATION], "work": case.answers[Phase.WORK]}, "today": "2026-11-23",
    }  # fmt: skip

    dossier = dossier_from_request(WATER_METER, request, today=date(2020, 1, 1), known=case.known)

    assert (dossier.phase, dossier.today) == (Phase.FINAL, TODAY)
    assert [row.key for row in evaluate(WATER_METER, dossier) if row.is_unmet] == []


@pytest.mark.parametrize(
    ("documents", "photos"),
    [({"photo_dial": 2}, [2, 2]), ({"photo_dial": [1, 3]}, [1, 3]), ({"photo_dial@2": 4}, [0, 4]), ({"photo_dial": [2]}, [2, 0])],
)
def test_files_of_rows_are_counted_for_all_for_each_or_for_one(documents: dict[str, Any], photos: list[int]) -> None:
    answers = two_water_meters("new", Phase.FINAL).answers[Phase.FINAL]
    dossier = dossier_from_request(WATER_METER, {"phase": "final", "answers": answers, "documents": documents}, today=TODAY)

    assert [len(dossier.files[Phase.FINAL].get(f"photo_dial@{row}", ())) for row in (1, 2)] == photos


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"phase": "finale"}, "There is no phase “finale”. Did you mean “final”?"),
        ({"phase": None}, "There is no phase “None”."),
        ({"phase": "final", "answers": {"mountng": {}}}, "There is no step “mountng”. Did you mean “mounting”?"),
        ({"phase": "final", "answers": {"mounting": {"mountd": 1}}}, "There is no field “mountd” in this step. Did you mean “mounted”?"),
        ({"phase": "final", "answers": {"mounting": {"tapped": 1}}}, "The field “tapped” belongs to the step “operation”."),
        (
            {"phase": "final", "answers": {"meters": {"meters_final": [{}, {"seal": 1}]}}},
            "There is no field “seal” in this step. Did you mean “seal_number”?",
        ),
        ({"phase": "final", "answers": []}, "“answers” has to be an object with named values."),
        ({"phase": "final", "documents": {"photo_dail": 1}}, "There is no document slot “photo_dail”. Did you mean “photo_dial”?"),
        ({"phase": "final", "documents": {"other": -1}}, "Say how many files there are as a whole number from 0 to 1000."),
        ({"phase": "final", "documents": {"other": True}}, "Say how many files there are as a whole number from 0 to 1000."),
        ({"phase": "final", "today": "soon"}, "Write the day as 2027-06-01."),
        ([], "“request” has to be an object with named values."),
    ],
)
def test_what_is_unknown_in_a_request_is_named_with_what_it_resembles(request_: Any, told: str) -> None:
    with pytest.raises(BadInput) as refused:
        dossier_from_request(WATER_METER, request_, today=TODAY)

    assert refused.value.text.in_english() == told


@settings(max_examples=100, deadline=None)
@for_any(st.data())
def test_any_json_is_either_judged_or_refused(data: st.DataObject) -> None:
    keys = st.sampled_from(
        ["phase", "answers", "documents", "earlier", "today", "final", "meters", "meters_final", "photo_dial", "photo_dial@1"]
    )
    body = data.draw(st.recursive(ANY_JSON, lambda inner: st.dictionaries(keys, inner, max_size=4), max_leaves=8))
    wanted = {"phase": "final", **body} if isinstance(body, dict) else body
    try:
        dossier = dossier_from_request(WATER_METER, wanted, today=TODAY)
    except BadInput:
        pass
    else:
        assert evaluate(WATER_METER, dossier).rows


def lines(dossier: Dossier) -> dict[str, str | None]:
    told: dict[str, str | None] = {}
    for section in summary(WATER_METER, dossier):
        for part in section.parts:
            every = [line for row in part.rows for line in row.lines] if isinstance(part, SummaryGroup) else [part]
            told.update({line.at: None if line.value is None else in_bokmal(line.value) for line in every})
    return told


def test_a_summary_tells_answers_in_words() -> None:
    case = complete_water_meter("replace").with_answer("reference", None).with_answer("planned_start", "i morgen")

    told = lines(case.dossier)

    assert {key: told[key] for key in ("municipality", "contact", "kind", "sprinkler", "connected_to", "intake_od_mm", "planned_end")} == {
        "municipality": "9999 Fjordvik", "contact": "Ola Nordmann", "kind": "Bytte av måler", "sprinkler": "Nei",
        "connected_to": "Vann, Avløp", "intake_od_mm": "32 mm", "planned_end": "30.11.2026",
    }  # fmt: skip
    assert (told["meters/1/q3"], told["photo_old"], told["reference"]) == ("2,5 m³/h", "old.jpg", None)
    assert told["planned_start"] == "i morgen"
    assert not {"connection_case", "properties/1/in_municipality"} & told.keys()


def test_one_more_question_is_found_everywhere() -> None:
    """One place: whoever adds a question to the step edits nothing else."""
    more = {
        "depth": question(TextKind(), verbatim("Depth"), **asked("the depth")),
        "photo": slot(IMAGES, verbatim("Photo"), **asked("the photo")),
    }
    before, after = toy(), toy(**more)
    dossier = Dossier("toy", Phase.APPLICATION, TODAY)

    assert [part.key for part in after.phases[0].steps[0].parts] == [part.key for part in before.phases[0].steps[0].parts] + [
        "depth",
        "photo",
    ]
    assert [row.id for row in evaluate(after, dossier) if row.is_unmet][-2:] == ["TOY.application.depth", "TOY.application.photo"]
    assert "depth" in step_schema(after, Phase.APPLICATION, "toy", in_english)["properties"]
    assert [one["key"] for one in workflow_json(after, in_english)["phases"][0]["steps"][0]["slots"]] == ["photo"]
    assert [one.id for one in demands(after)][-2:] == ["TOY.application.depth", "TOY.application.photo"]
    assert [part.at for part in summary(after, dossier)[0].parts if isinstance(part, SummaryLine)][-2:] == ["depth", "photo"]
    assert dossier_from_request(
        after, {"phase": "application", "answers": {"toy": {"depth": "2 m"}}, "documents": {"photo": 1}}, today=TODAY
    )
