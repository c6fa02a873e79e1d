"""A plan of mains becomes its final documentation: rows are copied from phase to phase, also into columns of another name."""

from __future__ import annotations

from models.base import Level, Phase
from tests.examples.main_pipeline import WORKFLOW, complete
from tests.workflows.casework.desk import Desk
from workflows.casework import deciding, drafting


def started(desk: Desk) -> str:
    """A plan without its documents, for the demonstration's town."""
    answers = complete("detailed_plan", Phase.APPLICATION).answers[Phase.APPLICATION]
    answers["property"] |= {"municipality": "9999", "location": "lat/long 62.47235 6.1512", "address": "Storgata 14"}
    answers["property"]["properties"] = [{"gnr": 101, "bnr": 27}]
    answers["responsible"] |= {"contact": "demo-contractor", "responsible_person": "demo-contractor"}
    rows = list(drafting.changes_of(WORKFLOW, Phase.APPLICATION, answers))
    return str(desk.do("contractor", drafting.start_case, WORKFLOW.key, "9999", rows).ref)


def approved(desk: Desk, ref: str) -> None:
    """Say of everything that lacks why it does, and have the phase approved."""
    for row in desk.home(ref).ledger.needed:
        assert row.level == Level.NEEDED_FOR_DECISION
        desk.do("contractor", drafting.waive, ref, row.key, "Kommer senere.")
    desk.handled(ref)
    desk.do("approver", deciding.approve, ref, "I orden.")


def approved_mains(desk: Desk) -> str:
    """A plant whose final documentation is approved; its ref."""
    ref = started(desk)
    approved(desk, ref)
    for phase in (Phase.WORK, Phase.FINAL):
        desk.fill(ref, phase, {"declaration": {"declaration": True}})
        approved(desk, ref)
    return ref


def test_pipes_and_manholes_as_built_begin_as_they_were_planned(desk: Desk) -> None:
    ref = started(desk)
    approved(desk, ref)
    desk.fill(ref, Phase.WORK, {"declaration": {"declaration": True}})
    approved(desk, ref)

    kept = {(one.phase, one.step): one.answers for one in desk.read(ref, "answers")}
    plan, built = (kept["application", "pipes"], kept["final", "done"])
    assert desk.case(ref).phase == Phase.FINAL
    assert built["pipes_built"]["raw"] == plan["pipes"]["raw"]
    assert [built[f"pipes_built/{row}/system_built"]["raw"] for row in ("1", "2")] == ["VL", "SP"]
    assert [built[f"pipes_built/{row}/class"]["raw"] for row in ("1", "2")] == ["SDR11", "SN8"]
    assert built["manholes_built/1/kind_built"]["raw"] == "FK"
    assert built["fittings_built/1/fitting_kind"]["raw"] == "hydrant"
    assert not any(path.endswith(("/system", "/kind")) for path in built)
