"""Answers of the demonstration's cases that are not about water meters. Everything here is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from storage.demo_answers import Answers

OWNER = {"owner_kind": "person", "owner_email": "eier@owner.example", "owner_phone": "912 34 567", "authority": True}


def burst_pipe(place: tuple[str, int, int, float, float], owner: str, person: str, day: date) -> Answers:
    """A water pipe that burst and was repaired the same day: sent as a notice."""
    address, gnr, bnr, north, east = place
    answers: dict[str, dict[str, Any]] = {
        "property": {
            "properties": [{"_row": "1", "in_municipality": "9999", "gnr": gnr, "bnr": bnr}],
            "address": address,
            "location": f"lat/long\n{north} {east}\n{north + 0.0001:.5f} {east + 0.0002:.5f}",
        },
        "parties": {"owner_name": owner, **OWNER},
        "responsible": {"contact": person, "responsible_person": person, "reference": "Brudd"},
        "job": {
            "kind": "repair_leak",
            "urgent": True,
            "work_is_done": True,
            "work_done_date": day.isoformat(),
            "description": "Vannet rant ut i hagen. Vi gravde opp og skjøtte ledningen med reparasjonsmuffe.",
            "planned_start": day.isoformat(),
            "planned_end": day.isoformat(),
        },
        "scope": {"where_in_system": ["service_pipe"], "systems": ["VL"], "cause": "break", "method": "open_trench"},
        "network": {"shut_public": False, "tapping_needed": False, "road_work": False},
        "declaration": {"declaration": True},
    }
    return answers
