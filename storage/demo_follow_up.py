"""The demonstration's mains: built, documented and approved; the municipality has begun to record the takeover. Everything is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from models.base import Phase
from storage.demo_answers import Answers
from storage.demo_other_kinds import OWNER
from storage.demo_places import ADDRESSES
from workflows.casework import deciding, drafting, keeping, overview, reviewing, sending
from workflows.registry import workflow

if TYPE_CHECKING:
    from storage.demo_cases import Stage

KEY, STREET = "main-pipeline", "Hamna 1"
FIRM = "310000019"


def mains(person: str, day: date) -> Answers:
    """A short water main with one manhole at each end."""
    _street, gnr, bnr, north, east = next(row for row in ADDRESSES["demo-fjordvik"] if row[0] == STREET)
    pipe = {"_row": "1", "id": "VL1", "system": "VL", "from_node": "K1", "to_node": "K2", "length_m": "42", "od_mm": "180", "id_mm": "150",
        "material": "PE100", "class": "SDR11"}  # fmt: skip
    return {
        "property": {
            "properties": [{"_row": "1", "in_municipality": "9999", "gnr": gnr, "bnr": bnr}], "address": STREET,
            "location": f"lat/long {north} {east}",
        },
        "parties": {"owner_name": "Hamna Utvikling AS", **OWNER},
        "responsible": {"contact": person, "responsible_person": person, "reference": "Hamna"},
        "project": {
            "project_name": "Ny vannledning i Hamna", "stage": "detailed_plan", "road_ground_only": False, "units_served": 12,
            "description": "Vannledning til tolv boliger.", "planned_start": day.isoformat(),
            "planned_end": (day + timedelta(days=20)).isoformat(),
        },
        "roles": {"developer": FIRM, "designer": FIRM, "contractor": FIRM, "takeover": True},
        "pipes": {"pipes": [pipe]},
        "declaration": {"declaration": True},
    }  # fmt: skip


def being_taken_over(stage: Stage) -> str:
    """Approved to the end; a defect is written down, the protocol is still to come."""
    answers = mains("demo-contractor", stage.now.date() - timedelta(days=11))
    changes = list(drafting.changes_of(workflow(KEY), Phase.APPLICATION, answers))
    ref = str(stage.act("contractor", 14, drafting.start_case, KEY, "9999", changes).ref)
    for days, phase in ((13.0, Phase.APPLICATION), (9.0, Phase.WORK), (5.0, Phase.FINAL)):
        if phase != Phase.APPLICATION:
            stage.fill(ref, phase, {"declaration": {"declaration": True}}, days)
        _approve(stage, ref, days)
    today = stage.now.date()
    recorded: dict[str, Any] = {
        "guarantee_from": (today - timedelta(days=2)).isoformat(),
        "defects": [{"_row": "1", "defect": "Kumlokket ved K2 ligger fire centimeter for lavt.",
            "mend_by": (today + timedelta(days=19)).isoformat()}],
    }  # fmt: skip
    stage.act("officer", 1, keeping.keep_nested, ref, {"takeover": recorded})
    return ref


def _approve(stage: Stage, ref: str, days_ago: float) -> None:
    """Send, with a word about each gap, and have it approved."""
    for row in stage.act("contractor", days_ago, overview.case_home, ref).ledger.needed:
        stage.act("contractor", days_ago, drafting.waive, ref, row.key, "Vises i papirmappen.")
    stage.act("contractor", days_ago, sending.submit, ref)
    stage.act("officer", days_ago - 0.6, reviewing.begin_review, ref)
    stage.act("approver", days_ago - 1, deciding.approve, ref, "I orden.")
