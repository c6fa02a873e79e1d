"""A main that is being laid in the demonstration: the work has begun, photos are still to come, an inspection is agreed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from models.base import Phase
from storage.demo_follow_up import KEY, mains
from workflows.appointments import Span
from workflows.casework import deciding, drafting, following, inspecting, overview, reviewing, sending
from workflows.casework.inspecting import Wish
from workflows.clocks import OSLO
from workflows.registry import workflow

if TYPE_CHECKING:
    from storage.demo_cases import Stage


def being_laid(stage: Stage) -> str:
    """Approved and notified; the trench is open, and the officer comes tomorrow."""
    today = stage.now.astimezone(OSLO).date()
    answers = mains("demo-contractor", today - timedelta(days=6))
    answers["property"] = {**answers["property"], "address": "Hamna 3"}
    changes = list(drafting.changes_of(workflow(KEY), Phase.APPLICATION, answers))
    ref = str(stage.act("contractor", 9, drafting.start_case, KEY, "9999", changes).ref)
    for days, phase in ((9.0, Phase.APPLICATION), (5.0, Phase.WORK)):
        if phase != Phase.APPLICATION:
            stage.fill(ref, phase, {"declaration": {"declaration": True}}, days)
        for row in stage.act("contractor", days, overview.case_home, ref).ledger.needed:
            stage.act("contractor", days, drafting.waive, ref, row.key, "Vises i papirmappen.")
        stage.act("contractor", days, sending.submit, ref)
        stage.act("officer", days - 0.6, reviewing.begin_review, ref)
        stage.act("approver", days - 1, deciding.approve, ref, "I orden.")
    stage.act("contractor", 2, following.confirm_start, ref, today - timedelta(days=2), "demo-applicant")
    morning = datetime.combine(today + timedelta(days=1), time(9), OSLO)
    times = [Span(morning + timedelta(hours=hours), morning + timedelta(hours=hours + 1)) for hours in (0, 4)]
    asked = stage.act("contractor", 0.5, inspecting.ask_inspection, ref, Wish("Åpen grøft før gjenfylling", times, "Ved kum K1"))
    stage.act("officer", 0.3, inspecting.accept_inspection, ref, asked.appointment.id, 0)
    later = [Span(one.start + timedelta(days=3), one.end + timedelta(days=3)) for one in times]
    stage.act("officer", 0.2, inspecting.propose_inspection, ref, Wish("Trykkprøving", later, comes="Driftsoperatør"))
    return ref
