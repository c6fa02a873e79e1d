"""What the demonstration's companies wrote in their cases: complete water-meter answers for each phase, as forms would send them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """One meter to be replaced: where, which, by whom, and on which day the work is meant to be done."""

    address: str
    gnr: int
    bnr: int
    connection: str
    old_meter: str
    owner: str
    person: str
    position: str
    day: date
    old_reading: str = "1900"
    town: str = "9999"

    @property
    def new_meter(self) -> str:
        """The number of the meter that is fetched."""
        return f"8ZRI{self.gnr:04d}{self.bnr:04d}"

    @property
    def seal(self) -> str:
        """The seal that comes with it."""
        return f"FV-{self.gnr}{self.bnr:03d}"


def application(job: Job) -> Answers:
    """The order."""
    return {
        "property": {
            "address": job.address, "location": job.position,
            "properties": [{"_row": "1", "in_municipality": job.town, "gnr": job.gnr, "bnr": job.bnr}],
        },
        "parties": {
            "owner_name": job.owner, "owner_kind": "person", "owner_phone": "912 34 567",
            "owner_email": "eier@demo.example", "authority": True,
        },
        "responsible": {"contact": job.person, "responsible_person": job.person, "reference": f"J-{job.bnr}"},
        "job": {
            "kind": "replace", "reason": "age", "description": "Bytte av gammel måler i kjeller. Stengekran og sil sjekkes samtidig.",
            "connection_case": job.connection, "pickup_by": job.person, "planned_mounting": _iso(job.day),
            "planned_start": _iso(job.day - timedelta(days=3)), "planned_end": _iso(job.day + timedelta(days=2)),
        },
        "building": {
            "building_kind": "house", "units_served": 1, "connected_to": ["water", "wastewater"], "sprinkler": False, "intake_od_mm": 32,
            "design_flow_ls": "0,5",
        },
        "meters": {
            "meters": [
                {
                    "_row": "1", "relation": "main", "dn": "20", "q3": "2.5", "thread": '1"', "place_room": "Teknisk rom, kjeller",
                    "old_meter_number": job.old_meter,
                }
            ]
        },
        "declaration": {"declaration": True},
    }  # fmt: skip


def pickup(job: Job) -> Answers:
    """The work notification: the meter was fetched."""
    meter = {"_row": "1", "meter_number": job.new_meter, "make_model": "Kamstrup flowIQ 2200", "seal_numbers": job.seal, "mid_mark": "M26"}
    fetched = _iso(job.day - timedelta(days=2))
    return {
        "pickup": {"picked_up": fetched, "picked_up_by": "Kari Nilsen", "meters_picked": [meter]},
        "declaration": {"declaration": True},
    }


def final(job: Job) -> Answers:
    """The final report."""
    mounted = {
        "_row": "1", "relation": "main", "place_room": "Teknisk rom, kjeller", "meter_number": job.new_meter, "reading_new_m3": "0,012",
        "seal_number": job.seal, "old_meter_number": job.old_meter, "old_reading_m3": job.old_reading, "old_meter_fate": "returned",
        "dn": "20", "q3": "2.5", "make_model": "Kamstrup flowIQ 2200", "production_year": job.day.year, "position": "horizontal",
        "placement": ["before_first_branch", "frost_free", "accessible"], "valve_before": True, "valve_after": True, "strainer": True,
        "check_valve": True, "pressure_bar": "5,0", "pressure_reducer": False, "remote_reading": "yes",
    }  # fmt: skip
    return {
        "mounting": {"mounted": _iso(job.day), "mounted_by": job.person},
        "meters": {"meters_final": [mounted]},
        "operation": {"backflow_category": "2", "tapped": True},
        "declaration": {"declaration": True},
    }


def _iso(day: date) -> str:
    return day.isoformat()
