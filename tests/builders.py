"""Honest defaults: a complete water-meter case of every kind and phase, of which a test changes what matters.

Everything here is invented: Fjordvik is no municipality, the organisation number and the people belong to nobody.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

from models.base import Phase
from workflows.declare import Workflow
from workflows.facts import Approval, CertificateRecord, CompanyStanding, Dossier, FileFacts, Known, MeterRecord
from workflows.index import index_of
from workflows.ledger import Ledger, evaluate
from workflows.water_meter import WATER_METER

KINDS = ("new", "replace", "remove", "move", "extra", "site")
TODAY = date(2026, 11, 23)
PROPERTY = "9999-12/34/0/0"
HERE = (59.434, 10.658)
OLD_METER, NEW_METER = "OLD-4471", "NEW-8812"

KNOWN = Known(
    municipality="9999",
    municipality_name="Fjordvik",
    municipality_bounds=(59.0, 10.0, 60.0, 11.0),
    company=CompanyStanding("310000019", "Fjordvik Rør AS"),
    members={"kari": "Kari Nordmann", "ola": "Ola Nordmann"},
    certificates={"kari": (CertificateRecord("trade_plumber", "S-1"),)},
    connections={"2026-000001": PROPERTY},
    meters={OLD_METER: MeterRecord(OLD_METER, PROPERTY, reading=Decimal(500))},
    seals={"P-900": "2026-000002"},
    open_cases=(),
    addresses={"storgata 1b": PROPERTY},
    property_positions={PROPERTY: HERE},
    approvals={Phase.APPLICATION: Approval(Phase.APPLICATION, date(2026, 10, 1), "rør", "Fjordvik Rør AS")},
    company_id="rør",
)


@dataclass
class Example:
    """A case as its answers, files and surroundings; every `with_` method gives a changed copy and leaves the original alone."""

    workflow: Workflow
    phase: Phase
    answers: dict[Phase, dict[str, dict[str, Any]]]
    files: dict[str, list[FileFacts]]
    known: Known = KNOWN
    rules: dict[str, Any] = field(default_factory=dict)
    today: date = TODAY

    @property
    def dossier(self) -> Dossier:
        """The case as the ledger takes it."""
        rules = {**self.workflow.defaults(), **self.rules}
        return Dossier(self.workflow.key, self.phase, self.today, self.answers, {self.phase: self.files}, rules, self.known)

    @property
    def ledger(self) -> Ledger:
        """The case judged."""
        return evaluate(self.workflow, self.dossier)

    def with_answer(self, key: str, value: Any, phase: Phase | None = None) -> Self:
        """Another answer to a question or group of the phase (this one unless named); None takes it away."""
        changed = deepcopy(self.answers)
        where = phase or self.phase
        changed[where].setdefault(index_of(self.workflow, where).step_of(key), {})[key] = value
        return replace(self, answers=changed)

    def with_cell(self, group: str, key: str, value: Any, row: int = 0, phase: Phase | None = None) -> Self:
        """Another answer in one row of a group."""
        where = phase or self.phase
        rows = deepcopy(self.answers[where][index_of(self.workflow, where).step_of(group)][group])
        rows[row][key] = value
        return self.with_answer(group, rows, where)

    def with_files(self, slot: str, *files: FileFacts) -> Self:
        """Other files in a slot, or in `slot@row`."""
        return replace(self, files={**self.files, slot: list(files)})

    def with_known(self, **changes: Any) -> Self:
        """Other surroundings."""
        return replace(self, known=replace(self.known, **changes))

    def with_rules(self, **changes: Any) -> Self:
        """Other local rules."""
        return replace(self, rules={**self.rules, **changes})

    def on(self, today: date) -> Self:
        """Judged on another day."""
        return replace(self, today=today)


def phases_of(kind: str) -> list[Phase]:
    """The phases a case of this kind has: nothing is fetched when a meter is only removed or moved."""
    return [phase for phase in Phase if phase != Phase.WORK or kind not in ("remove", "move")]


def complete_water_meter(kind: str = "replace", phase: Phase = Phase.APPLICATION) -> Example:
    """A water-meter case in which nothing lacks, doubts or is advised, whatever its kind and phase."""
    answers = {Phase.APPLICATION: _application(kind)}
    files = {"photo_old": [photo("old.jpg")]} if kind in ("replace", "remove", "move") else {}
    if phase != Phase.APPLICATION:
        answers |= {Phase.WORK: _pickup()} if Phase.WORK in phases_of(kind) else {}
        files = {}
    if phase == Phase.FINAL:
        answers[Phase.FINAL] = _final(kind)
        files = {f"{slot}@1": [photo(f"{slot}.jpg")] for slot in _photo_slots(kind)}
    return Example(WATER_METER, phase, answers, files)


def two_water_meters(kind: str = "replace", phase: Phase = Phase.APPLICATION) -> Example:
    """As `complete_water_meter`, with a second meter, a sketch of the intake, and two dwelling units, one for each meter."""
    example = complete_water_meter(kind, phase)
    doubled = {where: _doubled(steps) for where, steps in example.answers.items()}
    files = {**example.files, **{place.replace("@1", "@2"): files for place, files in example.files.items()}}
    if phase == Phase.APPLICATION:
        files["intake_sketch"] = [FileFacts("sketch.pdf")]
    return replace(example, answers=doubled, files=files).with_answer("units_served", 2, Phase.APPLICATION)


def _doubled(steps: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every meter group with a second row whose numbers differ."""
    copy = deepcopy(steps)
    for answers in copy.values():
        for group in answers.keys() & {"meters", "meters_picked", "meters_final"}:
            first = answers[group][0]
            second = {**first, "_row": "2", **{key: f"{first[key]}-B" for key in first.keys() & SINGULAR}}
            answers[group] = [{**first, "serves": "H0101"}, {**second, "serves": "H0102"}] if group == "meters_final" else [first, second]
    return copy


SINGULAR = {"meter_number", "seal_number", "old_meter_number"}
"""Columns whose answer no two meters share."""


def photo(name: str, **changes: Any) -> FileFacts:
    """A photo of this job: taken on the day of mounting, at the property."""
    facts = {"taken_at": datetime(2026, 11, 20, 12, 0), "latitude": HERE[0], "longitude": HERE[1], **changes}  # noqa: DTZ001  # a camera has no zone
    return FileFacts(name, **facts)


def _application(kind: str) -> dict[str, dict[str, Any]]:
    return {
        "property": {
            "municipality": "9999",
            "properties": [{"_row": "1", "in_municipality": "9999", "gnr": 12, "bnr": 34}],
            "address": "Storgata 1B",
            "location": "lat/long 59.434 10.658",
        },
        "parties": {
            "owner_name": "Anna Eier",
            "owner_kind": "person",
            "owner_email": "anna@owner.example",
            "owner_phone": "912 34 567",
            "authority": True,
        },
        "responsible": {"contact": "ola", "responsible_person": "kari", "reference": "J-77"},
        "job": {
            "kind": kind,
            "reason": "age",
            "description": "Arbeid med måler i kjelleren.",
            "connection_case": "2026-000001",
            "planned_start": "2026-11-20",
            "planned_end": "2026-11-30",
            "planned_mounting": "2026-11-25",
            "pickup_by": "ola",
            "site_until": "2027-06-01",
        },
        "building": {
            "building_kind": "house",
            "units_served": 1,
            "connected_to": ["water", "wastewater"],
            "sprinkler": False,
            "intake_od_mm": 32,
            "design_flow_ls": "0,5",
        },
        "meters": {"meters": [{"_row": "1", **_wanted_meter()}]},
        "declaration": {"declaration": True},
    }


def _wanted_meter() -> dict[str, Any]:
    return {
        "relation": "main",
        "dn": "20",
        "q3": "2.5",
        "thread": '1"',
        "place_room": "Teknisk rom, kjeller",
        "old_place": "Bod, 1. etasje",
        "old_meter_number": OLD_METER,
    }


def _pickup() -> dict[str, dict[str, Any]]:
    meter = {"_row": "1", "meter_number": NEW_METER, "make_model": "Axioma", "seal_numbers": "P-1, P-2", "mid_mark": "M26"}
    return {
        "pickup": {"picked_up": "2026-11-18", "picked_up_by": "Ola Nordmann", "meters_picked": [meter]},
        "declaration": {"declaration": True},
    }


def _final(kind: str) -> dict[str, dict[str, Any]]:
    return {
        "mounting": {"mounted": "2026-11-20", "mounted_by": "kari"},
        "meters": {"meters_final": [{"_row": "1", **_mounted_meter(kind)}]},
        "operation": {"backflow_category": "2", "tapped": True},
        "declaration": {"declaration": True},
    }


def _mounted_meter(kind: str) -> dict[str, Any]:
    return {
        "relation": "main",
        "place_room": "Teknisk rom, kjeller",
        "meter_number": OLD_METER if kind == "move" else NEW_METER,
        "reading_new_m3": "0,012",
        "seal_number": "P-1",
        "old_meter_number": OLD_METER,
        "old_reading_m3": "612,5",
        "old_meter_fate": "returned",
        "dn": "20",
        "q3": "2.5",
        "make_model": "Axioma",
        "production_year": 2026,
        "position": "horizontal",
        "placement": ["before_first_branch", "frost_free", "accessible"],
        "valve_before": True,
        "valve_after": True,
        "strainer": True,
        "check_valve": True,
        "pressure_bar": "5,0",
        "pressure_reducer": False,
        "remote_reading": "yes",
    }


def _photo_slots(kind: str) -> tuple[str, ...]:
    old = ("photo_old_dial",) if kind in ("replace", "remove") else ()
    return (*old, *(() if kind == "remove" else ("photo_dial", "photo_seal", "photo_installation")))
