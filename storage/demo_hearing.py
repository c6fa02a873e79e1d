"""What is there to see of statements in the demonstration: an outside expert and a department are asked, a note names a colleague."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from models.base import Status
from storage.sessions import hashed
from workflows.access import people
from workflows.casework import overview, statements, talking
from workflows.casework.statements import Ask
from workflows.clocks import day_of
from workflows.ports import CaseFilter

if TYPE_CHECKING:
    from storage.demo_cases import Stage

LINK = "the-demonstration-s-link"
EXPERT = "expert"


def heard(stage: Stage) -> None:
    """The newest case under review is the one others are asked about."""
    found = stage.act("officer", 0.02, overview.case_table, CaseFilter(statuses=(Status.IN_REVIEW,)), limit=1)
    if not found.rows:
        return
    ref, today = found.rows[0].ref, day_of(stage.now)
    outside = Ask(
        "Er plasseringen forsvarlig med tanke på frost?", today + timedelta(days=7), email=f"{EXPERT}@demo.example", whom="Fjell Rådgivning"
    )
    stage.act("officer", 0.02, statements.ask_statement, ref, outside, token=LINK, token_hash=hashed(LINK))
    stage.act(EXPERT, 0.01, people.accept_as, hashed(LINK))
    inside = Ask("Har dere merknader til tiltaket?", today + timedelta(days=5), person="demo-admin", whom="Byggesak")
    stage.act("officer", 0.01, statements.ask_statement, ref, inside, token="", token_hash="")
    stage.act("approver", 0.01, talking.write_note, ref, "@Ingrid Solberg, kan du vente til uttalelsene er kommet?")


SCENES: tuple[Callable[[Stage], None], ...] = (heard,)
