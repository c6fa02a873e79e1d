"""A year of closed cases for the demonstration: what `/quality`, expected dates and the mirror count, without the papers of those days.

Rows of an older archive: led through the real use cases they would take minutes of every first start. What is counted of each is worked out
from its history by the same definition as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from models.base import Ball, BoardColumn, Phase, Status
from models.case import Case
from storage.demo_places import ADDRESSES
from storage.work import Works
from workflows.clocks import Calendar, Happening
from workflows.ports import UnitOfWork
from workflows.quality import Asked, CountedPart, part_of

TOWN, HOW_MANY = "demo-fjordvik", 48
KINDS = ("water-meter", "water-meter", "private-work", "connection")
FIRMS = (("demo-rorlegger", "demo-contractor"), ("demo-varme", "demo-contractor2"))
LACKS = {
    "water-meter": (
        "METER.application.units_served", "METER.application.units_served", "METER.application.units_served", "METER-03", "METER-06",
        "METER.application.description",
    ),
    "private-work": ("PRIV.application.cause", "PRIV.application.cause", "PRIV.application.pipes"),
    "connection": ("CONN.application.floor_area_m2", "CONN.application.stormwater_solution", "CONN.application.floor_area_m2"),
}  # fmt: skip
"""What was lacking, the most common more than once."""


class _Dice:
    """Falls the same way each time, so that everybody sees the same demonstration."""

    def __init__(self) -> None:
        self._state = 17

    def roll(self, most: int) -> int:
        """A whole number from 0 up to, and without, this one."""
        self._state = (self._state * 1_103_515_245 + 12_345) % (1 << 31)
        return self._state * most >> 31


def seed_quality(works: Works, now: datetime) -> int:
    """Write the closed cases of the year before `now`, the same ones each time; how many."""
    dice = _Dice()
    with works(writing=True) as work:
        for number in range(HOW_MANY):
            _archive(number, now - timedelta(days=7 * number + 16), dice, work)
        work.commit()
    return HOW_MANY


def _archive(number: int, at: datetime, dice: _Dice, work: UnitOfWork) -> None:
    kind = KINDS[number % len(KINDS)]
    company, person = FIRMS[number % 5 == 0]
    address, gnr, bnr = ADDRESSES[TOWN][number % len(ADDRESSES[TOWN])][:3]
    events, asked = _history(kind, at, number, dice)
    ref = f"demoarchive{number:02}{dice.roll(1 << 30):08x}{dice.roll(1 << 30):08x}"
    case = Case(
        id=f"demo-archive-{number:02}", ref=ref, number=f"2019-{number + 1:06d}",
        workflow=kind, municipality_id=TOWN, company_id=company, created_by=person, created_at=at, updated_at=events[-1].at,
        phase=Phase.APPLICATION, status=Status.COMPLETED, ball=Ball.NOBODY, board_column=BoardColumn.CLOSED, address=address,
        property_key=f"{gnr}/{bnr}/0/0", title="Fra arkivet", submitted_at=at, approved_at=events[-1].at,
    )  # fmt: skip
    work.cases.add(case)
    part = part_of(events, asked, int(number % 9 == 0), Calendar())
    assert part is not None
    work.quality.keep(CountedPart(case.id, TOWN, company, kind, Phase.APPLICATION, part))


def _history(kind: str, at: datetime, number: int, dice: _Dice) -> tuple[list[Happening], dict[str, Asked]]:
    """Sent, perhaps corrected, decided. It was worse half a year ago than it is now."""
    asked: dict[str, Asked] = {}
    events = [Happening("submitted", at, {})]
    for round_ in range(sum(dice.roll(100) < 35 + number // 2 for _each in range(2))):
        ids = list(_asks(kind, number, round_, asked, dice))
        at += timedelta(days=dice.roll(4))
        events.append(Happening("paused", at, {"reason": "incorrect", "requests": ids}))
        at += timedelta(days=1 + dice.roll(12))
        events.append(Happening("resubmitted", at, {}))
    at += timedelta(days=2 + dice.roll(8))
    events.append(Happening("rejected" if number % 19 == 18 else "approved", at, {}))
    return events, asked


def _asks(kind: str, number: int, round_: int, asked: dict[str, Asked], dice: _Dice) -> Iterator[str]:
    for place in range(1 + dice.roll(2)):
        id_ = f"{number}-{round_}-{place}"
        is_extra = dice.roll(100) < 15
        asked[id_] = Asked("" if is_extra else LACKS[kind][dice.roll(len(LACKS[kind]))], is_extra)
        yield id_
