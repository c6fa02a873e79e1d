"""Counts over many cases: right on both engines, bounded, and without a word of any case in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.base import Phase
from models.case import Snapshot
from models.correspondence import CorrectionRequest, Decision, RequestState, TargetKind
from storage.work import Work, Works
from tests.storage.world import NOON, World
from workflows.ports_figures import KindFigures

SINCE = NOON - timedelta(days=730)
SENT = NOON - timedelta(days=30)


def keep(work: Work, world: World, asked: tuple[str, ...] = (), at: datetime = SENT, decided: int | None = None, **wanted: Any) -> str:
    """A case that was sent at a time, asked for these requirements, and decided after so many days."""
    case = world.case(submitted_at=at, **wanted)
    work.cases.add(case)
    for number in (1, 2):
        on = at + timedelta(days=number - 1)
        snapshot = Snapshot(id=f"{case.id}-{number}", case_id=case.id, phase=Phase.APPLICATION, number=number, at=on, by="per", sha256="")
        work.cases.add_snapshot(snapshot)
    for number, key in enumerate(asked):
        row: dict[str, Any] = {"phase": Phase.APPLICATION, "target_kind": TargetKind.FREE, "what": {}, "how_to_fix": {}, "created_at": at}
        state: dict[str, Any] = {"state": RequestState.SENT, "sent_at": at, "requirement": key, "number": number}
        work.cases.save_request(CorrectionRequest(id=f"{case.id}-r{number}", case_id=case.id, **row, **state))
    if decided is not None:
        given: dict[str, Any] = {"outcome": "approved", "reason": "", "decided_by": "ola", "decided_at": at + timedelta(days=decided)}
        work.cases.add_decision(Decision(id=f"{case.id}-d", case_id=case.id, phase=Phase.APPLICATION, **given))
    return case.id


def figures(work: Work, municipality: str | None = "fjordvik", most: int = 500) -> KindFigures:
    return work.figures.of_kind("water-meter", municipality, since=SINCE, most=most)


def test_each_case_counts_once_for_what_it_was_asked_for(works: Works, world: World) -> None:
    with works(writing=True) as work:
        keep(work, world, ("METER-03", "METER-03", "", "METER-06"), decided=7)
        keep(work, world, ("METER-03",))
        keep(work, world, ("METER-16",), municipality_id="sundal")
        keep(work, world, ("METER-16",), workflow="discharge")
        keep(work, world, ("METER-16",), at=SINCE - timedelta(days=1))
        work.cases.add(world.draft())

        here, everywhere = figures(work), figures(work, None)

    assert here == KindFigures(2, {"METER-03": 2, "METER-06": 1}, {Phase.APPLICATION: [(SENT, SENT + timedelta(days=7))]})
    assert list(here.asked) == ["METER-03", "METER-06"]
    assert (everywhere.cases, everywhere.asked) == (3, {"METER-03": 2, "METER-06": 1, "METER-16": 1})


def test_a_kind_nobody_has_sent_has_no_figures(works: Works, world: World) -> None:
    with works(writing=False) as work:
        assert figures(work) == KindFigures()


@pytest.mark.parametrize("most", [1, 2])
def test_only_the_newest_cases_are_looked_at(works: Works, world: World, most: int) -> None:
    with works(writing=True) as work:
        for days, key in ((3, "METER-03"), (2, "METER-06"), (1, "METER-16")):
            keep(work, world, (key,), at=SENT - timedelta(days=days))

        assert sorted(figures(work, most=most).asked) == ["METER-06", "METER-16"][2 - most :]


def test_what_is_only_planned_was_never_asked_for(works: Works, world: World) -> None:
    with works(writing=True) as work:
        case_id = keep(work, world, ("METER-03",))
        (request,) = work.cases.requests(case_id)
        request.state, request.sent_at = RequestState.PLANNED, None
        work.cases.save_request(request)

        assert figures(work).asked == {}
