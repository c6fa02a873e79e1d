"""The guarantee of a surface begins with the approved completion: both sides and programs are told until when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from models.base import Phase, Status
from models.text import Text
from tests.examples.excavation import complete
from tests.workflows.casework.desk import Desk
from workflows.casework import asking, deciding, drafting
from workflows.casework.documents import Place
from workflows.clocks import months_after
from workflows.excavation import EXCAVATION
from workflows.guarantee import guarantee_until
from workflows.index import index_of
from workflows.reading import Reading

PEOPLE = {"kari": "demo-contractor", "ola": "demo-applicant"}
HERE = {"location": "lat/long 62.47235 6.1512", "address": "Storgata 14", "properties": [{"_row": "1", "gnr": 101, "bnr": 27}]}


def answers(desk: Desk, phase: Phase) -> dict[str, dict[str, Any]]:
    """The example's answers, given by the demonstration's people at a place of theirs."""
    given = complete("dig", phase).answers[phase]
    moved = {
        step: {key: PEOPLE.get(value, value) if isinstance(value, str) else value for key, value in one.items()}
        for step, one in given.items()
    }
    if phase == Phase.APPLICATION:
        moved["property"] = {"municipality": desk.job.town, **HERE}
    return moved


def sent(desk: Desk, phase: Phase, ref: str = "") -> str:
    """The phase answered, with its files, sent, and being looked at."""
    if not ref:
        changes = list(drafting.changes_of(EXCAVATION, phase, answers(desk, phase)))
        ref = str(desk.do("contractor", drafting.start_case, "excavation", desk.job.town, changes).ref)
    else:
        desk.fill(ref, phase, answers(desk, phase))
    for slot in ("course_proof", *complete("dig", phase).files):
        if slot in index_of(EXCAVATION, phase).slots:
            for number in range(3 if slot.startswith("photos") else 1):
                name = f"{slot}-{number}.{'jpg' if slot.startswith('photos') else 'pdf'}"
                desk.photo(ref, Place(phase, slot), name=name)
    desk.handled(ref)
    return ref


def test_both_sides_and_programs_are_told_until_when_the_surface_is_guaranteed(desk: Desk) -> None:
    ref = sent(desk, Phase.APPLICATION)
    desk.do("approver", deciding.approve, ref, "I orden.")
    sent(desk, Phase.WORK, ref)
    desk.do("approver", deciding.approve, ref, "Notert.")
    sent(desk, Phase.FINAL, ref)
    assert desk.home(ref).head.guarantee_until is None
    desk.do("approver", deciding.approve, ref, "Ferdig.")

    assert desk.case(ref).status == Status.COMPLETED
    assert desk.home(ref).head.guarantee_until == desk.office(ref).head.guarantee_until == date(2029, 11, 23)
    closing = [next(one for one in case.timeline if one.kind == "completed") for case in (desk.home(ref), desk.office(ref))]
    assert {one.what for one in closing} == {Text("Case closed. The guarantee runs until {day}.", {"day": date(2029, 11, 23)})}
    assert desk.do("contractor", asking.full_case, ref).guarantee_until == date(2029, 11, 23)
    desk.do("approver", deciding.reopen, ref, "Klage.")
    assert desk.home(ref).head.guarantee_until is None


@pytest.mark.parametrize(("kind", "years", "until"), [
    ("dig", 3, date(2029, 11, 23)),
    ("urgent", 2, date(2028, 11, 23)),
    ("dig", 0, None),
    ("area_use", 3, None),
])  # fmt: skip
def test_the_guarantee_of_a_surface_that_was_opened_lasts_as_many_years_as_the_municipality_says(
    kind: str, years: int, until: date | None
) -> None:
    case = complete(kind, Phase.FINAL).with_rules(guarantee_years_excavation=years)

    assert guarantee_until(Reading(case.workflow, case.dossier), datetime(2026, 11, 23, tzinfo=UTC).date()) == until


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2028, 2, 29), 12, date(2029, 2, 28)), (date(2026, 8, 31), 6, date(2027, 2, 28)), (date(2026, 12, 15), 1, date(2027, 1, 15)),
    (date(2026, 1, 31), -1, date(2026, 1, 31)), (date(2026, 1, 1), 12 * 9_000, date.max),
])  # fmt: skip
def test_months_are_those_of_the_calendar(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later
