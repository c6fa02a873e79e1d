"""Open boards that show the same are fed together: one query for a change, whoever looks, and nobody is left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from models.base import Ball, BoardColumn, Phase, Status
from models.errors import NotSignedIn
from storage.live import InProcessHub
from ui.municipality.rooms import Rooms, Seat
from ui.municipality.sight import Column, Sight
from ui.municipality.wish import COLUMNS
from workflows.ports import CaseCard, Change

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CARD = CaseCard(
    "c1", "r1", "2026-000001", "water-meter", Phase.APPLICATION, Status.SUBMITTED, Ball.MUNICIPALITY, BoardColumn.NEW, "", "Storgata 1",
    "", "",
    "Nilsen Rør AS", "Fjordvik", None, "", date(2026, 11, 24), NOW, NOW, 0, 0, 1,
)  # fmt: skip
DAY = date(2026, 11, 23)
NEWS = Change("c1", "r1", "taken", "m1", "k1", 2)


def sight(*cards: CaseCard) -> Sight:
    return Sight(
        date(2026, 11, 23),
        {one: Column(sum(card.column == one for card in cards), tuple(card for card in cards if card.column == one)) for one in COLUMNS},
    )


class Desk:
    """A board without a browser: counts what it asks for and keeps what it was shown."""

    def __init__(self, world: list[Sight]) -> None:
        self.world, self.asked = world, 0
        self.shown: list[Sequence[BoardColumn]] = []
        self.seat = Seat(self.load, lambda _sight, changed: self.shown.append(changed))

    async def load(self) -> Sight:
        self.asked += 1
        await asyncio.sleep(0)
        return self.world[-1]


async def told(hub: InProcessHub, times: int = 1) -> None:
    for _time in range(times):
        hub.publish(NEWS)
    await asyncio.sleep(0.15)


async def house(world: list[Sight], boards: int) -> tuple[InProcessHub, Rooms, list[Desk]]:
    hub = InProcessHub(gather_seconds=0.01)
    hub.open(asyncio.get_running_loop())
    rooms, desks = Rooms(hub), [Desk(world) for _board in range(boards)]
    for desk in desks:
        await rooms.enter("m1", "all", desk.seat, DAY)
        desk.asked = 0
    return hub, rooms, desks


def rooms_of_another_process(rooms: Rooms) -> None:
    """Time enough has passed that what was seen last serves nobody new."""
    for room, _stop in rooms._rooms.values():
        room._loaded -= 60


async def test_who_comes_in_right_after_others_asks_nothing() -> None:
    _hub, rooms, _desks = await house([sight(CARD)], 1)
    next_one = Desk([sight(CARD)])

    await rooms.enter("m1", "all", next_one.seat, DAY)

    assert next_one.asked == 0


async def test_one_query_feeds_all_boards_that_show_the_same() -> None:
    world = [sight(CARD)]
    hub, _rooms, desks = await house(world, 40)
    world.append(sight(replace(CARD, column=BoardColumn.CHECKING, version=2)))

    await told(hub, times=5)

    assert sum(desk.asked for desk in desks) == 1
    assert [desk.shown for desk in desks] == [[[BoardColumn.NEW, BoardColumn.CHECKING]]] * 40


async def test_a_session_that_ended_does_not_silence_the_others() -> None:
    world = [sight(CARD)]
    hub, _rooms, desks = await house(world, 2)

    async def gone() -> Sight:
        raise NotSignedIn

    desks[0].seat.load = gone
    world.append(sight(replace(CARD, version=2)))

    await told(hub)

    assert desks[1].shown == [[BoardColumn.NEW]]


async def test_a_board_that_came_later_is_compared_with_what_it_shows_itself() -> None:
    world = [sight()]
    hub, rooms, _desks = await house(world, 1)
    world.append(sight(CARD))
    rooms_of_another_process(rooms)
    late = Desk(world)
    await rooms.enter("m1", "all", late.seat, DAY)
    world.append(sight())

    await told(hub)

    assert late.shown == [[BoardColumn.NEW]]


async def test_a_board_that_fails_keeps_the_news_from_nobody() -> None:
    world = [sight(CARD)]
    hub, _rooms, desks = await house(world, 2)

    def broken(*_shown: object) -> None:
        raise RuntimeError("closed")

    desks[0].seat.show = broken
    world.append(sight(replace(CARD, version=2)))

    await told(hub)

    assert desks[1].shown == [[BoardColumn.NEW]]


async def test_the_last_to_leave_stops_listening() -> None:
    hub = InProcessHub(gather_seconds=0.01)
    hub.open(asyncio.get_running_loop())
    rooms = Rooms(hub)
    desk = Desk([sight()])
    _shown, leave = await rooms.enter("m1", "all", desk.seat, DAY)
    assert hub.listeners == 1

    leave()

    assert hub.listeners == 0


async def test_boards_with_other_filters_do_not_share_a_room() -> None:
    world = [sight(CARD)]
    hub, rooms, desks = await house(world, 1)
    other = Desk(world)
    await rooms.enter("m1", "mine", other.seat, DAY)
    other.asked = 0

    await told(hub)

    assert (desks[0].asked, other.asked) == (1, 1)
