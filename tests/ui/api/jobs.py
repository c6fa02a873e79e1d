"""What a contractor's software would send for one job: two meters replaced on two properties, ordered, fetched and mounted today."""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import timedelta
from typing import Any

from PIL import Image

from storage.demo_answers import Answers, Job, application, final, pickup
from tests.days import today

TODAY = today()
JOB = Job("Storgata 14", 101, 27, "2021-000087", "20110417", "Anna Eier", "demo-contractor", "lat/long 62.47235 6.1512", TODAY)
OTHER_OLD, OTHER_NEW, OTHER_SEAL = "31550982", "8ZRI01010044", "FV-101044"


def order() -> Answers:
    """The order. Nothing lacks in it, but for two meters a sketch of the intake is needed."""
    answers = deepcopy(application(JOB))
    answers["job"] |= {"planned_mounting": _in(4), "planned_start": _in(1), "planned_end": _in(6)}
    answers["property"]["properties"].append({"_row": "2", "in_municipality": JOB.town, "gnr": 101, "bnr": 44})
    _add_row(answers["meters"]["meters"], old_meter_number=OTHER_OLD, place_room="Bod")
    return answers


def fetched() -> Answers:
    """Both meters were fetched."""
    answers = pickup(JOB)
    answers["pickup"]["picked_up"] = _in(0)
    _add_row(answers["pickup"]["meters_picked"], meter_number=OTHER_NEW, seal_numbers=OTHER_SEAL)
    return answers


def mounted() -> Answers:
    """Both meters were mounted."""
    answers = final(JOB)
    (first,) = rows = answers["meters"]["meters_final"]
    first["serves"] = "H0101"
    changed = {"meter_number": OTHER_NEW, "seal_number": OTHER_SEAL, "old_meter_number": OTHER_OLD, "old_reading_m3": "410"}
    _add_row(rows, **changed, place_room="Bod", serves="Bod")
    return answers


def sketch() -> bytes:
    """A PDF of one empty page."""
    kept = io.BytesIO()
    Image.new("RGB", (595, 842), "white").save(kept, "PDF")
    return kept.getvalue()


def _in(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


def _add_row(rows: list[dict[str, Any]], **cells: Any) -> None:
    rows.append({**rows[0], "_row": "2", **cells})
