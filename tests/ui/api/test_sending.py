"""A program that sends while one of its files is still being checked is told to wait, and asked for nothing."""

from __future__ import annotations

from pathlib import Path

from tests.faults.visitors import open_gate
from tests.portal_process import ROOT
from tests.ui.api.jobs import order, sketch
from tests.ui.api.program import program, refused, told


def test_a_program_waits_for_the_check_of_its_file(tmp_path: Path) -> None:
    with open_gate(tmp_path, ROOT / "tests/doubles/held_checker.py") as gate, program(gate, "contractor") as contractor:
        ref = contractor.start(order())
        file = {"file": ("skisse.pdf", sketch(), "application/pdf")}
        kept = told(contractor.web.post(f"/cases/{ref}/documents", data={"slot": "intake_sketch"}, files=file))

        problem = refused(contractor.try_to(ref, "submit"), 409, "refused")
        assert problem["detail"] == "skisse.pdf is being checked. Wait a moment and send again."
        offered = {one["action"]: one["why_not"] for one in contractor.get(f"/cases/{ref}")["actions"]}
        assert offered["submit"] == problem["detail"]

        (tmp_path / "go").touch()
        contractor.wait_for(ref, kept["id"])
        assert contractor.act(ref, "submit")["status"] == "submitted"
