"""The facts of a letter for any kind of case, as if it had been decided, and arms to put on it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from models.base import Phase
from models.letters import FeeFact, LetterFacts, Letterhead, OutcomeKind
from models.text import pack
from workflows.registry import WORKFLOWS

MOMENT = datetime(2026, 11, 23, 11, 0, 7, tzinfo=UTC)
ARMS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 120"><path d="M5 5h90v60q0 40-45 50Q5 105 5 65z" fill="#0d4a50"/>'
    '<path d="M18 72l18-34 12 18 14-28 20 44z" fill="#ffffff"/></svg>'
)
HEAD = Letterhead(
    department="Vann og avløp", address="Rådhusplassen 1\n9999 Fjordvik", contact="va@demo.example", appeal_body="Klagenemnda"
)


def facts_for(workflow: str = "excavation", phase: Phase = Phase.APPLICATION, **changes: Any) -> LetterFacts:
    """A digging permit with two conditions and a changed fee, unless told otherwise."""
    declared = WORKFLOWS[workflow]
    part = declared.phase(phase)
    fees = tuple(FeeFact(key=one.key, label=pack(one.label), ore=150_000, tariff=150_000) for one in declared.fees[:2])
    given: dict[str, Any] = {
        "language": "nb", "municipality": "Fjordvik", "head": HEAD, "number": "2026-000123", "ref": "r" * 22,
        "workflow": pack(declared.title), "phase": phase, "phase_title": pack(part.title), "decision": 1, "address": "Storgata 14",
        "property_key": "101/27/0/0", "reference": "J-27", "receiver": "Nilsen Rør AS", "organisation_number": "310000027",
        "decided_at": MOMENT, "outcome": "approved", "kind": OutcomeKind.INDIVIDUAL,
        "outcome_label": pack(part.outcome_label or part.title), "reason": "Gravingen er nødvendig.\n\nPlanen er god.",
        "conditions": ("Hold fortauet åpent.", "Legg asfalt innen to uker."), "fees": fees, "fee_reason": "",
        "valid_until": date(2026, 12, 20), "appeal_until": date(2026, 12, 14), "appeal_body": "Klagenemnda", "decided_by": "Berit Nes",
        "proposed_by": "Ola Dal", "copies": ("Statens vegvesen",), "enclosures": ("skiltplan.pdf",),
    }  # fmt: skip
    return LetterFacts.model_validate({**given, **changes})
