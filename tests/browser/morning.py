"""An officer's morning: what came overnight, final documentation that waits for an answer, and what a contractor sends meanwhile.

Both journeys through it, by mouse and by keys, begin here, so that they are about the same desk.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from models.base import State
from storage.demo_answers import Job
from storage.demo_cases import Stage, actor_of
from storage.demo_places import ADDRESSES
from tests.browser.seeding import Seed
from workflows.casework import answering, reviewing
from workflows.casework.overview import case_home, officer_case
from workflows.casework.reviewing import Wanted

_log = logging.getLogger("morning")
NEW, MINE, FINAL_ONES = 20, 2, 4
"""Cases nobody has looked at; those of them the officer took yesterday; cases whose final documentation was sent."""
FIRST = 8
"""So many of the cases that have least time left the officer takes; the others go to a colleague."""
OLDEST = "Storgata 1 A"
"""The case that has waited longest: the first in the order of days left."""
_PLACES = ADDRESSES["demo-fjordvik"]
_CONNECTION, _METER = "2021-000087", "20110417"


@dataclass(frozen=True)
class Morning:
    """The refs: `new` from the longest waiting to the newest, `finals` all looked through but the last, which waits for an answer."""

    new: Sequence[str]
    finals: Sequence[str]


def seed_morning(seed: Seed) -> Morning:
    """The desk as the officer finds it."""
    with ThreadPoolExecutor(1) as beside:  # the browser's driver has a loop running in this thread
        return beside.submit(_seed, seed).result()


def _seed(seed: Seed) -> Morning:
    stage = Stage(seed.works, seed.objects, datetime.now(UTC))
    new = [stage.sent(_job(stage, number), 10 - number * 0.4) for number in range(NEW)]
    for ref in new[:MINE]:
        stage.act("officer", 0.5, reviewing.take, ref)
    finals = [_final(stage, NEW + number, is_looked_through=number < FINAL_ONES - 1) for number in range(FINAL_ONES)]
    return Morning(new, finals)


def _job(stage: Stage, number: int) -> Job:
    """Another flat of one of the known addresses for each number."""
    address, gnr, bnr, north, east = _PLACES[number % len(_PLACES)]
    flat = f"{address} {'ABC'[number // len(_PLACES)]}"
    day = (stage.now + timedelta(days=4 if number < NEW else -1)).date()
    return Job(flat, gnr, bnr, _CONNECTION, _METER, "Anna Eik", "demo-contractor", f"lat/long {north} {east}", day)


def _final(stage: Stage, number: int, *, is_looked_through: bool) -> str:
    ref = stage.reported(_job(stage, number), 0.7)
    stage.act("officer", 0.5, reviewing.begin_review, ref)
    if not is_looked_through:
        stage.act("officer", 0.4, reviewing.plan_request, ref, Wanted(what="Ta bildet av plomben på nytt.", target=""))
        stage.act("officer", 0.3, reviewing.send_requests, ref)
    else:
        now = datetime.now(UTC)
        seen = officer_case(ref, actor=actor_of("officer", now), work=stage.works(writing=False), now=now)
        for row in (one.row for one in seen.checklist if one.row.at and one.row.state != State.NOT_APPLICABLE):
            stage.act("officer", 0.4, reviewing.tick, ref, row.key, reason="Avklart på telefon." if row.is_unmet else "")
    return ref


def answer_what_was_asked(seed: Seed, ref: str) -> None:
    """The contractor puts the name right and answers the question; what is left is to send it."""
    seed.save(ref, "parties", "owner_name", "Anna Eik Nilsen")
    for one in seed.do("contractor", case_home, ref).requests:
        if "vannet" in one.what.in_english():
            seed.do("contractor", answering.answer_request, ref, one.id, "corrected", "Mandag klokka ti.")


def report(hands: str, officer: int, approver: int) -> None:
    """Tell how much a morning took; pytest shows it with `--log-cli-level=info`."""
    _log.info("an officer's morning by %s: %d of the officer, %d of the approver", hands, officer, approver)
