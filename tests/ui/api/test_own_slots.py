"""A program learns that a document slot of the municipality's own asks for something else now, and says that its files still fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from models.local_set import LocalSet
from tests.faults.visitors import Gate, open_gate
from tests.ui.api.jobs import order, sketch
from tests.ui.api.program import Program, program, refused
from workflows.casework import ruling

KEY = "water-meter"
MAP = {"key": "own_kart", "phase": "application", "step": "meters", "label": {"nb": "Kart", "en": "Map"}, "accepts": ["pdf"]}


def publish(gate: Gate, *slots: dict[str, Any]) -> None:
    """The municipality's next version of its rules."""
    revision = gate.seed.do("admin", ruling.rules_view, KEY).revision
    revision = gate.seed.do("admin", ruling.save_rules, KEY, LocalSet.model_validate({"slots": slots}), revision)
    gate.seed.do("admin", ruling.publish_rules, KEY, revision)


def row(program: Program, ref: str) -> dict[str, Any] | None:
    """The ledger's row at the slot."""
    rows: list[dict[str, Any]] = program.get(f"/cases/{ref}/ledger")["rows"]
    return next((one for one in rows if one.get("slot") == "own_kart"), None)


def names(program: Program, ref: str) -> list[str]:
    """The files of the case."""
    return [one["name"] for one in program.get(f"/cases/{ref}/documents")["documents"]]


def test_files_of_a_slot_that_changed_are_confirmed_by_an_action_and_those_of_one_that_is_gone_are_history(tmp_path: Path) -> None:
    with open_gate(tmp_path) as gate, program(gate, "contractor") as contractor, program(gate, "contractor2") as stranger:
        publish(gate, MAP)
        ref = contractor.start(order())
        document = contractor.upload(ref, "own_kart", sketch(), "kart.pdf")
        publish(gate, {**MAP, "label": {"nb": "Situasjonskart", "en": "Site plan"}})

        found = row(contractor, ref)
        assert found is not None
        assert (found["state"], found["level"], found["step"]) == ("doubtful", "blocks_sending", "meters")
        assert found["what"] == "What is asked for here has changed since you uploaded."
        assert found["how_to_fix"] == "Look at your files, then confirm or replace them."
        refused(stranger.try_to(ref, "confirm_files", slot="own_kart"), 404, "not-there")
        refused(contractor.try_to(ref, "confirm_files", slot="own_tegning"), 422, "bad-input")

        done = contractor.act(ref, "confirm_files", slot="own_kart")

        assert row(contractor, ref) is None
        assert done["version"] == contractor.get(f"/cases/{ref}")["version"]
        event = contractor.get(f"/cases/{ref}/events")["events"][-1]
        assert (event["kind"], event["data"]["slot"], event["data"]["documents"]) == ("files_confirmed", "own_kart", [document])
        publish(gate)
        assert "kart.pdf" not in names(contractor, ref)
        kept = {one["name"]: one["standing"] for one in contractor.get(f"/cases/{ref}/document-versions")["documents"]}
        assert kept["kart.pdf"] == "not_asked"
